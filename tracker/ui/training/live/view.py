"""The workout that goes on: its numbers large enough to read while riding, the plan it follows, its laps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.sensors.readings import KINDS
from tracker.domain.sports import is_strength
from tracker.domain.training.live import LiveLap
from tracker.domain.training.plan.progress import Progress, progress
from tracker.domain.training.plan.steps import Aim, Part, Place, Step, unrolled
from tracker.domain.training.plan.text import write_aim, write_time
from tracker.domain.training.plan.totals import Thresholds, absolute
from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import View
from tracker.ui.training.live.session import LiveSession
from tracker.ui.training.plans.steps_chart import StepsChart
from tracker.ui.training.workout.sets_card import SetsCard
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import clock

if TYPE_CHECKING:
    from tracker.ui.dialogs.finish_workout import FinishWorkout

SHOW_MS = 200
STALE_S = 5
COLUMNS = (
    Column("Lap"), Column("Time", 110, right=True), Column("Power", 110, right=True), Column("bpm", 90, right=True),
)  # fmt: skip
LAPS_WIDTH = 520
KIND_WORDS = {"warmup": "warm-up", "work": "work", "rest": "rest", "cooldown": "cool-down"}


class LiveView(View):
    """What is shown while a workout is recorded. `ended` says that it is over."""

    ended = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: LiveSession | None = None
        self._parts: tuple[Part, ...] = ()
        self._thresholds = Thresholds()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        column.addWidget(self._build_head())
        column.addLayout(self._build_numbers())
        column.addWidget(self._build_plan())
        column.addWidget(self._build_laps(), 1)
        self._sets = SetsCard(desk, is_live=True)
        self._sets.hide()
        column.addWidget(self._sets)
        self._below = column
        self._timer = QTimer(self)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._show)

    def _build_head(self) -> TitleBar:
        self._head = TitleBar("")
        self._pill, self._state = Pill("recording", "accent"), LongText("", "muted", 1)
        self._lap, self._pause = Button("Lap", "L"), Button("Pause", "Space")
        finish = PrimaryButton("Finish…")
        self._lap.clicked.connect(self.lap)
        self._pause.clicked.connect(self.pause)
        finish.clicked.connect(self.finish)
        for button in (self._lap, self._pause, finish):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space and L where they are
        self._head.add_after(self._pill, self._state)
        self._head.add_right(self._lap, self._pause, finish)
        return self._head

    def _build_numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setVerticalSpacing(0)
        self._numbers: dict[str, Text] = {}
        self._captions: dict[str, Text] = {}
        for place, (name, caption, tone) in enumerate(
            (("time", "time", ""), ("power", "watts", "carbs"), ("heart_rate", "beats a minute", "bad"),
             ("cadence", "cadence", ""))
        ):  # fmt: skip
            self._numbers[name], self._captions[name] = Text("—", "huge", tone), Text(caption, "big-muted", "muted")
            for row, label in enumerate((self._numbers[name], self._captions[name])):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                grid.addWidget(label, row, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _build_plan(self) -> Card:
        self._plan = Card("Plan")
        self._chart = StepsChart()
        self._plan.body.addSpacing(6)
        self._plan.body.addWidget(self._chart)
        return self._plan

    def _build_laps(self) -> QWidget:
        self._model = RowsModel(COLUMNS)
        self._laps = RowsView(self._model, "Laps", multiple=False)
        self._laps.setFixedWidth(LAPS_WIDTH)
        self._laps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._laps)
        row.addStretch(1)
        self._laps_box = QWidget()
        self._laps_box.setLayout(row)
        return self._laps_box

    # What goes on

    @property
    def is_running(self) -> bool:
        """Whether a workout goes on here."""
        return self._session is not None

    def show_session(self, session: LiveSession, parts: tuple[Part, ...], thresholds: Thresholds) -> None:
        """Show a workout from now on, with the plan that it follows."""
        self._session, self._parts, self._thresholds = session, parts, thresholds
        session.changed.connect(self._show)
        session.ended.connect(self._ended)
        session.failed.connect(self._failed)
        self._head.set_title(session.workout.title)
        self._plan.setVisible(bool(parts))
        if is_strength(session.workout.sport):
            self._laps_box.hide()
            self._sets.show()
            self._sets.show_workout(session.workout)
            self._below.addStretch(1)
        self._chart.show_steps(parts, thresholds)
        self._timer.start()
        self._show()

    def go_on(self) -> None:
        """Go on after a break: the time since the last event is a pause."""
        if self._session:
            self._session.go_on()

    def close_session(self) -> None:
        """Let the recording be; it can go on later from what is on the disk."""
        self._timer.stop()
        if self._session is not None:
            self._session.close()
            self._session = None

    @Slot()
    def _show(self) -> None:
        session = self._session
        if session is None:
            return
        now = session.now
        laps = session.live.laps(now)
        place = progress(self._parts, laps[-1].timer, len(laps) - 1) if self._parts else None
        if place and place.number > len(laps) and not session.live.is_paused:
            session.lap()  # each step of a plan is a lap of its own
            return
        self._show_head(session, now)
        self._show_numbers(session, now, place)
        self._show_plan(place, laps)
        self._show_laps(laps)

    def _show_head(self, session: LiveSession, now: int) -> None:
        paused = session.live.is_paused
        self._pill.set("paused" if paused else "recording", "warn" if paused else "accent")
        self._pause.setText("Resume" if paused else "Pause")
        self._lap.setEnabled(not paused)
        self._state.setText(" · ".join(filter(None, (self._saved(session, now), sensors_in_words(session)))))

    def _saved(self, session: LiveSession, now: int) -> str:
        if session.saved_at is None:
            return ""
        seconds = max(0, now - session.saved_at) // 1000
        return f"saved {seconds} s ago" if seconds < STALE_S else f"not saved for {seconds} s"

    def _show_numbers(self, session: LiveSession, now: int, place: Progress | None) -> None:
        self._numbers["time"].setText(clock(session.live.timer(now)))
        for channel in ("power", "heart_rate", "cadence"):
            value = session.live.present(channel, now)
            self._numbers[channel].setText("—" if value is None else str(round(value)))
        self._captions["power"].setText("watts" + self._goal(place, "power"))
        self._captions["heart_rate"].setText("beats a minute" + self._goal(place, "heart_rate"))

    def _goal(self, place: Progress | None, measure: str) -> str:
        aim = place.at.step.aim if place and place.at else None
        exact = absolute(aim, self._thresholds) if aim else None
        if exact is None or exact.measure != measure:
            return ""
        return f", goal {exact.low}" + (f"–{exact.high}" if exact.high != exact.low else "")

    def _show_plan(self, place: Progress | None, laps: list[LiveLap]) -> None:
        if place is None:
            return
        done = sum(_drawn(one.step) for one in list(unrolled(self._parts))[: place.number - 1])
        self._chart.show_done(done + laps[-1].timer if place.at else 1 << 60)
        self._plan.heading.set(*plan_in_words(place))

    def _show_laps(self, laps: list[LiveLap]) -> None:
        names = [KIND_WORDS[one.step.kind] for one in unrolled(self._parts)]
        rows = []
        for lap in reversed(laps):
            last = lap is laps[-1]
            said = "now" if last else names[lap.number - 1] if lap.number <= len(names) else ""
            power, beats = (lap.averages.get(channel) for channel in ("power", "heart_rate"))
            cells = (
                f"{lap.number} · {said}" if said else str(lap.number), clock(lap.timer),
                "—" if power is None else f"{power:.0f} W", "—" if beats is None else f"{beats:.0f}",
            )  # fmt: skip
            rows.append(Row(str(lap.number), cells))
        self._model.set_rows(rows)
        self._laps.select(str(laps[-1].number))

    # View

    def refresh(self, changes: Changes | None) -> None:
        """The session shows itself."""

    def commands(self) -> Sequence[Command]:
        """What can be done with a workout that goes on."""
        return (
            Command("live.pause", "Pause or resume", "Workout", self.pause, keys.TICK, ("stop",)),
            Command("live.lap", "New lap", "Workout", self.lap, keys.LAP, ("split", "next step")),
            Command("live.finish", "Finish workout…", "Workout", self.finish, (), ("end", "stop", "save")),
        )

    def panes(self) -> Sequence[QWidget]:
        """The numbers have the keys; where sets are written down, their line comes first."""
        return (self._sets.line, self) if self._sets.isVisible() else (self,)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and not event.isAutoRepeat() and event.key() == Qt.Key.Key_Space:
            self.pause()
        elif plain and not event.isAutoRepeat() and event.key() == Qt.Key.Key_L:
            self.lap()
        else:
            super().keyPressEvent(event)

    @Slot()
    def pause(self) -> None:
        """Stop the timer, or let it go on."""
        if self._session:
            self._session.pause_or_resume()

    @Slot()
    def lap(self) -> None:
        """Begin a lap; in a plan this is the next step."""
        if self._session:
            self._session.lap()

    @Slot()
    def finish(self) -> None:
        """Ask how it was, and end it."""
        if self._session:
            from tracker.ui.dialogs.finish_workout import FinishWorkout

            dialog: FinishWorkout = FinishWorkout(self._desk, self, self._session)
            dialog.open()

    @Slot(object)
    def _ended(self, changes: Changes) -> None:
        self._timer.stop()
        self._session = None
        self.ended.emit(changes)

    @Slot(object)
    def _failed(self, error: KnownError) -> None:
        self._desk.window.show_error(error)


def plan_in_words(place: Progress) -> tuple[str, str]:
    """The heading of the plan and what stands after it."""
    if place.at is None:
        return "Plan", "all steps are done"
    at = place.at
    name = f"Interval {at.round} of {at.rounds}" if at.rounds else f"Step {place.number} of {place.count}"
    left = "until the next lap" if place.left is None else f"{clock(place.left + 999)} left"
    following = f"next: {_step_in_words(place.following)}" if place.following else "the last one"
    return name, f"{left} · {following}"


def _step_in_words(place: Place) -> str:
    step = place.step
    long = write_time(step.time) if step.time else ""
    return " ".join(filter(None, (KIND_WORDS[step.kind], long, _aim_in_words(step.aim))))


def _aim_in_words(aim: Aim | None) -> str:
    return "" if aim is None else write_aim(aim)


def _drawn(step: Step) -> int:
    """How long a step is in the chart."""
    from tracker.ui.training.plans.steps_chart import UNKNOWN_MS

    return step.time or UNKNOWN_MS


def sensors_in_words(session: LiveSession) -> str:
    """Which sensors are connected, and which are looked for: power and heart rate connected."""
    named: dict[str, list[str]] = {}
    for sensor, state in session.states.items():
        label = " and ".join(KINDS[kind].label for kind in sensor.kinds)
        named.setdefault("connected" if state == "connected" else "looked for", []).append(label)
    return ", ".join(f"{' and '.join(labels)} {state}" for state, labels in named.items())
