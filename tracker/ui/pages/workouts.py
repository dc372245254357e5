"""Workouts: history, plans, records and fitness, each a view of its own, and the workout that goes on now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.operations import live, settings
from tracker.store.changes import Changes
from tracker.store.queries import plans
from tracker.store.queries import workouts as query
from tracker.store.queries.plans import thresholds_on
from tracker.store.queries.settings import remembered
from tracker.store.rows import Plan, Workout
from tracker.tasks.sensor_lane import Found
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import Page, View
from tracker.ui.training.history import START, HistoryView
from tracker.ui.training.live.left_over import LeftOver
from tracker.ui.widgets.buttons import PrimaryButton, SecondaryButton
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import done

if TYPE_CHECKING:
    from tracker.ui.training.live.view import LiveView

FOLLOW = "follow:"
"""Before the id of a plan that is to begin now, as an item of this page."""


PLAN = "plan:"
"""Before the id of a plan, or of a usual week, that is to be shown."""


def _calendar(desk: Desk) -> View:
    from tracker.ui.training.calendar.view import CalendarView

    return CalendarView(desk)


def _plans(desk: Desk) -> View:
    from tracker.ui.training.plans.view import PlansView

    return PlansView(desk)


def _records(desk: Desk) -> View:
    from tracker.ui.training.records.view import RecordsView

    return RecordsView(desk)


def _fitness(desk: Desk) -> View:
    from tracker.ui.training.fitness import FitnessView

    return FitnessView(desk)


VIEWS: tuple[tuple[str, str, Callable[[Desk], View]], ...] = (
    ("history", "History", HistoryView),
    ("calendar", "Calendar", _calendar),
    ("plans", "Plans", _plans),
    ("records", "Records", _records),
    ("fitness", "Fitness", _fitness),
)
"""In the order of their chips; each is imported and made when it is first shown."""
PLACE = "workouts"
"""Under which the view that was chosen is remembered."""


class WorkoutsPage(Page):
    """Everything about training."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._views: dict[str, View] = {}
        self._stale: dict[str, Changes | None] = {}
        self._live: LiveView | None = None
        desk.endings.append(self._close_live)
        self._build_head()
        self._left_over = LeftOver(desk)
        self._left_over.go_on.connect(self._go_on)
        self.body.addWidget(self._left_over)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._current = self._left()
        self._chips.choose(self._current)
        self._stack.setCurrentWidget(self._view(self._current))

    def _build_head(self) -> None:
        self._head = head = TitleBar("Workouts")
        self._chips = ChipBar([(name, title) for name, title, _ in VIEWS], "View")
        self._chips.chosen.connect(self._choose)
        bring, begin = SecondaryButton("Import files…"), PrimaryButton("Start workout", "Ctrl+Shift+R")
        bring.clicked.connect(partial(self._run, "file.import"))
        begin.clicked.connect(self.start)
        head.add_views(self._chips)
        head.add_right(bring, begin)
        head.spare(bring)
        self.body.addWidget(head)

    def _left(self) -> str:
        """The view that was chosen last on this device."""
        left = remembered(self._desk.store, PLACE)
        return left if left in (name for name, _, _ in VIEWS) else VIEWS[0][0]

    def _run(self, command: str) -> None:
        self._desk.window.run(command)

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._live or self._view(self._current)

    def _view(self, name: str) -> View:
        if name not in self._views:
            made = next(make for key, _, make in VIEWS if key == name)(self._desk)
            self._views[name] = made
            self._stale[name] = None
            self._stack.addWidget(made)
        return self._views[name]

    @Slot(str)
    def show_view(self, name: str) -> None:
        """Show another view; what can be done here changes with it."""
        if name == self._current or self._live:
            return
        self.view.before_leaving()
        self._current = name
        self._chips.choose(name)
        self._stack.setCurrentWidget(self.view)
        self._desk.window.renew_commands()
        self._catch_up()

    @Slot(str)
    def _choose(self, name: str) -> None:
        """Show a view that the person chose, and show it again when Tracker starts."""
        self.show_view(name)
        if not self._live:
            self._desk.lane.write(settings.remember, PLACE, name, here=True)

    def _go_to(self, name: str) -> None:
        """Choose a view and put the focus there, as a command does; a chip that was pressed keeps it."""
        self._choose(name)
        panes = self.panes()
        if panes:
            panes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _catch_up(self) -> None:
        if self._current in self._stale:
            self.view.refresh(self._stale.pop(self._current))

    # The workout that goes on

    @Slot()
    def start(self, planned: str = "", plan: str = "") -> None:
        """Ask what begins now, and record it.

        Args:
            planned: a planned workout that begins.
            plan: the structured workout to follow.
        """
        if self._live:
            self._live.setFocus()
            return
        from tracker.ui.dialogs.start_workout import StartWorkout

        dialog = StartWorkout(self._desk, self, planned=query.workout(self._desk.store, planned), plan=plan)
        dialog.started.connect(self._started)
        dialog.open()

    @Slot(str, object, object)
    def _started(self, record: str, plan: Plan | None, sensors: tuple[Found, ...]) -> None:
        workout = query.workout(self._desk.store, record)
        if workout is None:
            return
        from tracker.store import live as files
        from tracker.ui.training.live.session import LiveSession
        from tracker.ui.training.live.view import LiveView

        session = LiveSession(
            self._desk, workout, files.read(self._desk.store.profile, record), self._desk.sensors, self
        )
        session.connect_to(sensors)
        self._live = LiveView(self._desk)
        self._live.ended.connect(self._ended)
        self._live.show_session(
            session, plan.parts if plan else (), thresholds_on(self._desk.store, workout.day, workout.sport)
        )
        self._stack.addWidget(self._live)
        self._stack.setCurrentWidget(self._live)
        self._head.hide()
        self._left_over.hide()
        self._desk.window.renew_commands()
        self._live.panes()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _go_on(self, workout: Workout) -> None:
        """Record on what was going on when Tracker ended; the time between is a pause."""
        plan = plans.plan(self._desk.store, workout.plan) if workout.plan else None
        self._started(workout.id, plan, ())
        if self._live:
            self._live.go_on()

    @Slot(object)
    def _ended(self, changes: Changes) -> None:
        self._close_live()
        self._desk.window.renew_commands()
        self.refresh(None)
        self.open_item(changes.ids[0])
        self._desk.window.say(done(changes.label))

    def _close_live(self) -> None:
        if self._live:
            self._live.close_session()
            self._stack.removeWidget(self._live)
            self._live.deleteLater()
            self._live = None
            self._head.show()
            self._stack.setCurrentWidget(self._view(self._current))

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the view as it is now; the others follow when they are shown."""
        for name in self._views:
            self._stale[name] = changes if name not in self._stale else None
        if self._live is None:
            self._left_over.show_those(live.left_over(self._desk.store))
            self._catch_up()

    def commands(self) -> Sequence[Command]:
        """What can be done in the view, and going to the others."""
        go = (
            Command(f"workouts.show.{name}", title, "Go", partial(self._go_to, name), (), ("workouts",))
            for name, title, _ in VIEWS
        )
        begin = Command("workouts.start", "Start a workout…", "Workout", self.start, keys.START, ("record", "live"))
        table = Command(
            "workouts.exercises", "Exercises…", "Workout", self._show_exercises, (), ("strength", "muscles")
        )
        return (*self.view.commands(), begin, table, *(() if self._live else go))

    def _show_exercises(self) -> None:
        from tracker.ui.dialogs.exercises import ExercisesDialog

        ExercisesDialog(self._desk, self).open()

    def panes(self) -> Sequence[QWidget]:
        """Those of the view."""
        return self.view.panes()

    def open_item(self, item: str) -> None:
        """Show a workout, whatever the filter says, or a plan, or start what is named after "start:" or "follow:"."""
        if item.startswith(START):
            self.start(item.removeprefix(START))
        elif item.startswith(FOLLOW):
            self.start(plan=item.removeprefix(FOLLOW))
        elif item.startswith(PLAN) and self._live is None:
            self.show_view("plans")
            self.view.open_item(item.removeprefix(PLAN))
        elif self._live is None:
            self.show_view("history")
            self.view.open_item(item)

    def before_leaving(self) -> None:
        """The view writes down what was typed."""
        self.view.before_leaving()
