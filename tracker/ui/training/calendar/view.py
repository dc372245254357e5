"""The calendar of training: a month of days with what was done and what is planned, and what each week adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain import dates
from tracker.domain.training.agenda import Deed, month_beside, weeks
from tracker.domain.training.goals import Goal, Progress
from tracker.domain.training.plan.week import MOST_ITEMS
from tracker.domain.weeks import first_of
from tracker.operations import goals, workouts
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.queries.settings import week_begins
from tracker.store.rows import Workout
from tracker.tasks import task
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import View
from tracker.ui.theme import SMALL
from tracker.ui.training.calendar.goals_strip import GoalsStrip
from tracker.ui.training.calendar.grid import CalendarGrid
from tracker.ui.training.calendar.model import load_in_words
from tracker.ui.training.sport_choice import show_sports
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.text import Text
from tracker.ui.words import MONTHS, count, done, duration_in_words

MENU = (
    "workouts.open",
    "workouts.edit",
    "workouts.done",
    "workouts.move",
    "",
    "workouts.new",
    "calendar.keep",
    "",
    "workouts.delete",
)
SPORT_WIDTH = 150
ROOM_FOR_SUM, ROOM_FOR_GOAL = 680, 560
"""px from which the head has room for what the month adds up to, and for the way to a new goal."""
ROOM_FOR_GOALS = 420
"""px of height from which goals leave the month enough."""
NOTHING = "Choose a workout in the calendar first."
NOT_PLANNED = "Choose a planned workout in the calendar first."


@dataclass(frozen=True)
class _Told:
    """What the view shows, read off the GUI thread: the month and sport that were asked for, and how far goals are."""

    asked: tuple[date, str]
    deeds: tuple[Deed, ...]
    goals: tuple[Progress, ...]


class CalendarView(View):
    """One month of training."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._month = desk.today.replace(day=1)
        self._asked: tuple[date, str] | None = None
        self._grid = grid = CalendarGrid()
        grid.opened.connect(self._open)
        grid.add_requested.connect(self.add)
        grid.edit_requested.connect(self._edit)
        grid.delete_requested.connect(self._delete)
        grid.menu_requested.connect(self._show_menu)
        grid.day_wanted.connect(self.show_day)
        grid.month_requested.connect(self._turn)
        grid.moved.connect(self._shift)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._goals = GoalsStrip()
        self._goals.edit_wanted.connect(self._edit_goal)
        self._goals.delete_wanted.connect(self._delete_goal)
        column.addWidget(self._goals)
        column.addWidget(grid, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        before, after = IconButton("‹", "Month before", "PgUp"), IconButton("›", "Month after", "PgDown")
        before.clicked.connect(self.month_before)
        after.clicked.connect(self.month_after)
        now = Button("Today")
        now.clicked.connect(self.go_to_today)
        self._title, self._sum = Text("", "section"), LongText("", "muted", 1)
        self._sport = QComboBox()
        self._sport.setAccessibleName("Sport")
        self._sport.setMinimumHeight(34)
        self._sport.setFixedWidth(SPORT_WIDTH)
        self._sport.currentIndexChanged.connect(self._read)
        goal = self._new_goal = LinkButton("New goal…", "muted", pixels=SMALL)
        goal.clicked.connect(self.add_goal)
        for part in (before, self._title, after, now):
            row.addWidget(part)
        row.addSpacing(8)
        row.addWidget(self._sum, 1)
        row.addStretch(0)
        row.addWidget(goal)
        row.addWidget(self._sport)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room the sums of the weeks are enough, and the menus know the rest."""
        super().resizeEvent(event)
        self._sum.setVisible(self.width() >= ROOM_FOR_SUM)
        self._new_goal.setVisible(self.width() >= ROOM_FOR_GOAL)
        self._goals.set_room(self.height() >= ROOM_FOR_GOALS)

    # View

    def refresh(self, changes: Changes | None) -> None:
        """Show the month as it is now."""
        if changes is None or changes.touches("workout", "workout_plan", "threshold", "preference", "goal"):
            show_sports(self._sport, query.sports(self._desk.store))
            self._read()

    def commands(self) -> Sequence[Command]:
        """What can be done with days and their workouts."""
        chosen, planned = self._nothing_chosen, self._not_planned
        return (
            Command("workouts.new", "Add workout…", "Workout", self.add, keys.NEW, ("log", "plan"), self._no_day),
            Command("workouts.open", "Open workout", "Workout", self._open_chosen, (), ("details",), chosen),
            Command("workouts.edit", "Edit workout…", "Workout", self._edit, keys.EDIT, ("change",), chosen),
            Command("workouts.done", "Mark as done", "Workout", self._mark_done, (), ("complete",), planned),
            Command("workouts.move", "Move to another day…", "Workout", self._move, (), ("reschedule",), planned),
            Command("workouts.delete", "Delete", "Workout", self._delete, keys.DELETE, ("remove",), chosen),
            Command("goals.new", "New goal…", "Workout", self.add_goal, (), ("target", "aim", "pace")),
            Command("calendar.keep", "Keep this week as a usual one…", "Workout", self.keep_week, (), ("pattern",)),
            Command(
                "calendar.save", "Save planned workouts as a calendar…", "Workout", self.save_as, (), ("ical", "ics")
            ),
            Command("calendar.before", "Month before", "Go", self.month_before, keys.PREVIOUS, ("last month",)),
            Command("calendar.after", "Month after", "Go", self.month_after, keys.NEXT, ("next month",)),
            Command("calendar.now", "Go to this month", "Go", self.go_to_today, keys.TODAY, ("today", "now")),
            Command("calendar.date", "Go to date…", "Go", self.go_to_date, keys.GO_TO_DATE, ("day",)),
        )

    def panes(self) -> Sequence[QWidget]:
        """The days, the choice of a sport, the goals."""
        return (self._grid, self._sport, *self._goals.tiles[:1])

    def open_item(self, item: str) -> None:
        """Show the month of a day."""
        self._grid.go_to(dates.nearest(date.fromisoformat(item)))

    # What is shown

    @property
    def _begins(self) -> int:
        return week_begins(self._desk.store)

    @Slot()
    def _read(self) -> None:
        """Read the weeks of the month off the GUI thread: loads take heart rates of many workouts."""
        if self._desk.lane.closed:
            return
        month, sport, today = self._month, self._sport.currentData() or "", self._desk.today
        days = weeks(month, begins=self._begins)
        self._asked = (month, sport)
        if not self._grid.days.weeks:
            self._name_month()
            self._sum.setText("Reading…")

        def read(store: Store, _progress: task.Progress) -> _Told:
            from tracker.store.queries.calendar import deeds  # brings numpy
            from tracker.store.queries.goals import all_progress

            found = deeds(store, days[0][0], days[-1][-1], today, sport=sport)
            return _Told((month, sport), found, all_progress(store, today))

        self._desk.lane.ask(read, self._has_read)

    @Slot(object)
    def _has_read(self, told: _Told) -> None:
        if told.asked != self._asked:
            return  # another month was asked for meanwhile
        self._goals.show_goals(told.goals, self._desk.words)
        self._grid.show_month(self._month, told.deeds, self._desk.today, self._desk.words, begins=self._begins)
        self._name_month()
        found, words = self._grid.days.month_sum(), self._desk.words
        parts = [
            count(found.workouts, "workout") if found.workouts else "",
            duration_in_words(found.time) if found.workouts else "",
            words.distance(found.distance) if found.distance else "",
            load_in_words(found) if found.known else "",
            f"{found.planned} planned" if found.planned else "",
        ]
        self._sum.setText(" · ".join(part for part in parts if part) or "Nothing yet")

    def _name_month(self) -> None:
        self._title.setText(f"{MONTHS[self._month.month - 1]} {self._month.year}")

    # Months and days

    @Slot(int)
    def _turn(self, months: int) -> None:
        """Go so many months on, to the same day or the last one."""
        first = month_beside(self._month, months)
        if not dates.has(first):
            return
        last = month_beside(first, 1) - timedelta(days=1)
        day = self._grid.day.day if self._grid.days.weeks else 1
        self._grid.go_to(first.replace(day=min(day, last.day)))

    @Slot()
    def month_before(self) -> None:
        """Show the month before."""
        self._turn(-1)

    @Slot()
    def month_after(self) -> None:
        """Show the month after."""
        self._turn(1)

    @Slot()
    def go_to_today(self) -> None:
        """Put the cursor on today."""
        self._grid.go_to(self._desk.today)
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_date(self) -> None:
        """Ask for a date and show its month."""
        from tracker.ui.dialogs.go_to_date import GoToDate

        dialog = GoToDate(self._desk, self)
        dialog.chosen.connect(self._grid.go_to)
        dialog.open()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Show the month of a day; the grid knows where its cursor goes."""
        day = dates.nearest(day)
        self._month = day.replace(day=1)
        self._read()

    # What is done with workouts

    def _no_day(self) -> str | None:
        return None if self._grid.days.weeks else "The calendar is being read."

    def _current(self) -> Workout | None:
        deed = self._grid.deed
        return query.workout(self._desk.store, deed.id) if deed else None

    def _nothing_chosen(self) -> str | None:
        return None if self._grid.deed else NOTHING

    def _not_planned(self) -> str | None:
        deed = self._grid.deed
        return None if deed and deed.standing in ("planned", "missed") else NOT_PLANNED

    @Slot(str)
    def _open(self, record: str) -> None:
        self._desk.window.show_page("workouts", record)

    def _open_chosen(self) -> None:
        if self._grid.deed:
            self._open(self._grid.deed.id)

    @Slot()
    def add(self) -> None:
        """Ask for a workout on the day of the cursor; on one that is still to come it is planned."""
        from tracker.ui.dialogs.workout import WorkoutDialog

        WorkoutDialog(self._desk, self, day=self._grid.day).open()

    @Slot()
    def _edit(self) -> None:
        from tracker.ui.dialogs.workout import WorkoutDialog

        workout = self._current()
        if workout:
            WorkoutDialog(self._desk, self, workout).open()

    @Slot()
    def _mark_done(self) -> None:
        if self._grid.deed:
            self._desk.lane.write(workouts.complete, self._grid.deed.id, on_done=self._did)

    def _move(self) -> None:
        from tracker.ui.dialogs.move_workout import MoveWorkout

        workout = self._current()
        if workout:
            MoveWorkout(self._desk, self, workout).open()

    @Slot(int)
    def _shift(self, days: int) -> None:
        """Move a planned workout by days, and go along."""
        deed, day = self._grid.deed, self._grid.day
        if deed is None or self._not_planned():
            self._desk.window.say(NOT_PLANNED)
        elif dates.has(day + timedelta(days=days)):
            self._desk.lane.write(workouts.move_by_days, deed.id, days, on_done=self._did)
            self._grid.go_to(day + timedelta(days=days), -1)

    @Slot()
    def _delete(self) -> None:
        if self._grid.deed:
            self._desk.lane.write(workouts.delete, (self._grid.deed.id,), on_done=self._did)

    def keep_week(self) -> None:
        """Ask for a usual week that begins with what the week of the cursor holds."""
        from tracker.store.queries.weeks import items_of
        from tracker.ui.dialogs.week import WeekDialog

        day = self._grid.day
        first = first_of(day, self._begins)
        last = first + timedelta(days=6)
        items = items_of(self._desk.store, first.isoformat(), last.isoformat())
        WeekDialog(self._desk, self, items=items[:MOST_ITEMS]).open()

    def save_as(self) -> None:
        """Ask for a file, and write the planned workouts into it for other calendars."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        from tracker.operations import calendar

        usual = str(Path.home() / "Workouts.ics")
        name, _ = QFileDialog.getSaveFileName(self, "Save planned workouts", usual, "Calendar (*.ics)")
        if name:
            self._desk.lane.write(calendar.write, Path(name), "workouts", on_done=self._saved, here=True)

    @Slot(object)
    def _saved(self, events: int) -> None:
        self._desk.window.say(f"{count(events, 'workout')} written.")

    # Goals

    @Slot()
    def add_goal(self) -> None:
        """Ask for a goal."""
        self._ask_goal(None)

    @Slot(str)
    def _edit_goal(self, record: str) -> None:
        from tracker.store.queries.goals import goal

        found = goal(self._desk.store, record)
        if found:
            self._ask_goal(found)

    def _ask_goal(self, before: Goal | None) -> None:
        from tracker.ui.dialogs.goal import GoalDialog

        GoalDialog(self._desk, self, before).open()

    @Slot(str)
    def _delete_goal(self, record: str) -> None:
        self._desk.lane.write(goals.delete, record, on_done=self._did)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)
