"""The cards of Today: the sums of the day, today's workout, the weight with its trend, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.fixed import MACRO
from tracker.domain.nutrients import Total, total
from tracker.domain.spoken import body_weight
from tracker.domain.sports import label
from tracker.domain.trend import trend_change, weight_trend
from tracker.store.clock import local
from tracker.store.rows import Day, Entry, Measurement, Target, Workout
from tracker.ui.desk import Desk
from tracker.ui.diary.spark import LineSpark
from tracker.ui.widgets.bars import MacroBar
from tracker.ui.widgets.buttons import LinkButton, PrimaryButton, SecondaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, duration_in_words

MOST_GOALS = 3
"""Goals of training that stand on Today; the others are above the calendar."""
MACROS = (("Protein", "protein"), ("Carbs", "carbs"), ("Fat", "fat"))


def _total(entries: Iterable[Entry], key: str) -> Total:
    return total((one.nutrition for one in entries), key)


def _known(found: Total) -> int | None:
    """The sum, or None where there are entries and nothing is known of them."""
    return found.value if found.known or not found.of else None


def _grams(found: Total) -> float | None:
    value = _known(found)
    return None if value is None else value / MACRO


class DaySums(Card):
    """Energy and macronutrients: eaten, planned and target, and how much of the sums is known."""

    target_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(28)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._energy, self._of = Text("", "big"), Text("", "muted")
        self._trained, self._planned = Text("", "muted"), Text("", "muted")
        self._target = LinkButton("Set a target…", tone="muted")
        self._target.clicked.connect(self.target_wanted)
        for part in (self._energy, self._of, self._trained, self._planned):
            words.addWidget(part)
        words.addWidget(self._target, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._row.addLayout(words, 1)
        self._bars = {key: MacroBar(name, key) for name, key in MACROS}
        self._three = QHBoxLayout()
        for bar in self._bars.values():
            self._three.addWidget(bar, 1, Qt.AlignmentFlag.AlignVCenter)
        self._row.addLayout(self._three, 3)
        self._coverage = Text("", "small", wrap=True)
        self.body.addLayout(self._row)
        self.body.addWidget(self._coverage)

    def set_narrow(self, narrow: bool) -> None:
        """Put the bars under the energy, where there is little room."""
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._row.setSpacing(8 if narrow else 28)
        self._three.setSpacing(16 if narrow else 28)

    def show_day(self, day: Day, words: Words) -> None:
        """Show the sums of a day; where numbers are hidden there are only the bars of what is aimed at."""
        eaten = [one for one in day.entries if one.eaten]
        self._energy.setText(words.energy(_known(_total(eaten, "energy"))))
        goal = day.target.energy
        self._of.setText(f"of {words.energy_with_unit(goal)} eaten" if goal else f"{words.energy_unit} eaten")
        self._trained.setText(f"{words.energy(day.target.added)} of it for training")
        self._trained.setVisible(bool(day.target.added) and not words.hidden)
        for part in (self._energy, self._of):
            part.setVisible(not words.hidden)
        self.setVisible(not words.hidden or any(getattr(day.target, key) is not None for _, key in MACROS))
        ahead = len(eaten) < len(day.entries)
        self._planned.setText(f"{words.energy(_known(_total(day.entries, 'energy')))} planned" if ahead else "")
        self._planned.setVisible(ahead and not words.hidden)
        self._target.setVisible(not day.target)
        for key, bar in self._bars.items():
            target = getattr(day.target, key)
            goal = None if target is None else target / MACRO
            bar.set(_grams(_total(eaten, key)), _grams(_total(day.entries, key)), goal, hidden=words.hidden)
        self._coverage.setText("" if words.hidden else _coverage(eaten))
        self._coverage.setVisible(bool(self._coverage.text()))


def _coverage(eaten: list[Entry]) -> str:
    """What the sums leave out: “Energy is known of 3 of 4 entries, fat of 2.” Nothing where they are whole."""
    found = [(name.lower(), _total(eaten, key)) for name, key in (("Energy", "energy"), *MACROS)]
    lacking = [(name, one) for name, one in found if not one.complete]
    if not lacking:
        return ""
    parts = [f"{name} of {one.known}" for name, one in lacking[1:]]
    name, first = lacking[0]
    told = [f"{name.capitalize()} is known of {first.known} of {first.of} entries", *parts]
    return f"{', '.join(told)}; the sums are at least this."


class WorkoutToday(Card):
    """What training the day has, planned or done. Signals carry its id, after "start:" where it is to begin."""

    opened = Signal(str)
    move_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Workout today", parent=parent)
        self._title, self._detail = LongText("", "strong"), Text("", "muted", wrap=True)
        self._start, self._open, self._move = PrimaryButton("Start"), SecondaryButton("Open"), SecondaryButton("Move…")
        self._start.clicked.connect(self._start_it)
        self._open.clicked.connect(self._open_it)
        self._move.clicked.connect(self._move_it)
        self._id = ""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 4, 0, 0)
        for button in (self._start, self._open, self._move):
            row.addWidget(button)
        row.addStretch(1)
        self.body.setSpacing(2)
        for part in (self._title, self._detail):
            self.body.addWidget(part)
        self.body.addLayout(row)
        self._goals: list[LongText] = []

    @Slot()
    def _start_it(self) -> None:
        self.opened.emit(f"start:{self._id}")

    @Slot()
    def _open_it(self) -> None:
        self.opened.emit(self._id)

    @Slot()
    def _move_it(self) -> None:
        self.move_wanted.emit(self._id)

    def show_workouts(
        self, workouts: tuple[Workout, ...], words: Words, *, today: bool, goals: tuple[str, ...] = ()
    ) -> None:
        """Show the planned workout, or the day's last one, and how many more there are, and how far goals are.

        Hidden without any of that.
        """
        self.setVisible(bool(workouts or goals))
        self._show_goals(goals[:MOST_GOALS])
        for part in (self._title, self._detail, self._start, self._open, self._move):
            part.setVisible(bool(workouts))
        if not workouts:
            self.heading.set("Training")
            return
        first = next((one for one in workouts if one.status == "planned"), workouts[-1])
        self._id = first.id
        self.heading.set("Workout today" if today else "Workout")
        sport = label(first.sport)
        self._title.setText(first.title if sport == first.title else f"{first.title} · {sport.lower()}")
        when = first.status
        if when == "completed":
            when = "done"
        elif when == "planned":
            when = f"{when} {local(first.start_at, first.zone or 'UTC'):%H:%M}"
        more = len(workouts) - 1
        parts = [
            duration_in_words(first.duration) if first.duration else "",
            words.distance(first.distance) if first.distance else "", when, f"and {more} more" if more else "",
        ]  # fmt: skip
        self._detail.setText(" · ".join(part for part in parts if part))
        for button in (self._start, self._move):
            button.setVisible(first.status == "planned")

    def _show_goals(self, goals: tuple[str, ...]) -> None:
        """A line for each; lines that are not needed are kept for later."""
        while len(self._goals) < len(goals):
            if not self._goals:
                self.body.addSpacing(4)
            line = LongText("", "small", 1)
            self._goals.append(line)
            self.body.addWidget(line)
        for number, line in enumerate(self._goals):
            line.setText(goals[number] if number < len(goals) else "")
            line.setVisible(number < len(goals))


class WeightToday(Card):
    """The latest weight and its trend over 30 days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Weight", parent=parent)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._now, self._change = Text("", "number"), Text("", "body", "accent")
        row.addWidget(self._now)
        row.addWidget(self._change, 1)
        self._spark = LineSpark("Weight, 30 days")
        self._note = Text("trend, 30 days", "small")
        self.body.addLayout(row)
        self.body.addWidget(self._spark)
        self.body.addWidget(self._note)

    def show_weights(self, weights: tuple[Measurement, ...], words: Words, unit: str = "kg") -> None:
        """Show readings in `unit`, earliest first; without any, how to add one."""
        self._spark.setVisible(len(weights) > 1)
        self._change.setText("")
        if not weights:
            self._now.setText(words.number(None))
            self._note.setText("Type weight 81.4 above to start.")
            return
        latest = weights[-1]
        self._now.setText(words.of_body(body_weight(latest.value, unit, words.decimal, latest.typed, latest.unit)))
        points = weight_trend((date.fromisoformat(one.day), one.value) for one in weights)
        change = trend_change(points, 7)
        if change is not None and not words.hidden:
            sign = "+" if change > 0 else ""
            self._change.setText(f"{sign}{body_weight(change, unit, words.decimal).rpartition(' ')[0]} this week")
        start = points[0].day
        self._spark.set(
            [((one.day - start).days, one.weight) for one in points],
            [((one.day - start).days, one.trend) for one in points],
        )
        self._note.setText("trend, 30 days")


class MeasuredToday(Card):
    """What else was measured that day. Hidden without anything."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Measured", parent=parent)
        self._lines: list[Text] = []

    def show_readings(self, readings: Iterable[Measurement], words: Words) -> None:
        """Show the day's readings, several of a kind in one line."""
        from tracker.operations.measurements import label_of  # the first frame goes without it, and most days have none
        from tracker.ui.health.readings import in_words

        said: dict[str, list[str]] = {}
        for one in readings:
            said.setdefault(label_of(one), []).append(in_words(one, words))
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [Text(f"{name} {', '.join(values)}", wrap=True) for name, values in said.items()]
        for line in self._lines:
            self.body.addWidget(line)
        self.setVisible(bool(said))


class LeftToday(Card):
    """What the target leaves, in neutral words. Hidden without a target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Left today", parent=parent)
        self._left, self._plan = Text("", "body", wrap=True), Text("", "muted", wrap=True)
        self.body.addWidget(self._left)
        self.body.addWidget(self._plan)

    def show_day(self, day: Day, words: Words, *, today: bool) -> None:
        """Show what is left of the day's target."""
        shown = bool(day.target) and not words.hidden
        self.setVisible(shown)
        if not shown:
            return
        self.heading.set("Left today" if today else "Left that day")
        eaten = [one for one in day.entries if one.eaten]
        parts = [_left_of(day.target, eaten, key, words) for key in ("energy", "protein")]
        self._left.setText(" · ".join(part for part in parts if part))
        self._plan.setText(self._of_plan(day, eaten, words))
        self._plan.setVisible(bool(self._plan.text()))

    def _of_plan(self, day: Day, eaten: list[Entry], words: Words) -> str:
        whole = _total(day.entries, "energy")
        if day.target.energy is None or len(eaten) == len(day.entries) or not whole.complete:
            return ""
        spare = day.target.energy - whole.value
        amount = words.energy_with_unit(abs(spare))
        return f"The plan leaves {amount} to spare." if spare >= 0 else f"The plan is {amount} over the target."


def _left_of(target: Target, eaten: list[Entry], key: str, words: Words) -> str:
    goal, found = getattr(target, key), _total(eaten, key)
    if goal is None:
        return ""
    left = goal - found.value
    amount = words.energy_with_unit(abs(left)) if key == "energy" else f"{words.grams(abs(left))} g {key}"
    if left < 0:
        return f"{amount} over the target"
    return amount if found.complete else f"at most {amount}"


def month_before(day: date) -> tuple[str, str]:
    """The 30 days that end on `day`."""
    return (day - timedelta(days=29)).isoformat(), day.isoformat()


def weights(desk: Desk, day: date) -> tuple[Measurement, ...]:
    """The weights of the 30 days that end on `day`."""
    from tracker.store.queries.measurements import between

    return between(desk.store, "weight", *month_before(day))
