"""The cards of Today: the sums of the day, today's workout, the weight with its trend, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.fixed import BODY_MASS, MACRO
from tracker.domain.nutrients import total
from tracker.domain.sports import label
from tracker.domain.trend import trend_change, weight_trend
from tracker.store.rows import Day, Entry, Measurement, Target, Workout
from tracker.ui.desk import Desk
from tracker.ui.widgets.bars import MacroBar
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.spark import LineSpark
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, duration_in_words

MACROS = (("Protein", "protein"), ("Carbs", "carbs"), ("Fat", "fat"))


def _sum(entries: Iterable[Entry], key: str) -> int:
    return total((one.nutrition for one in entries), key).value


class DaySums(Card):
    """Energy and macronutrients: eaten, planned and target."""

    target_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = QHBoxLayout()
        row.setSpacing(28)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._energy, self._of, self._planned = Text("", "big"), Text("", "muted"), Text("", "muted")
        self._target = LinkButton("Set a target…", tone="muted")
        self._target.clicked.connect(self.target_wanted)
        for part in (self._energy, self._of, self._planned):
            words.addWidget(part)
        words.addWidget(self._target, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 3)
        self._bars = {key: MacroBar(name, key) for name, key in MACROS}
        for bar in self._bars.values():
            row.addWidget(bar, 3, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def show_day(self, day: Day, words: Words) -> None:
        """Show the sums of a day."""
        eaten = [one for one in day.entries if one.eaten]
        self._energy.setText(words.energy(_sum(eaten, "energy")))
        goal = day.target.energy
        self._of.setText(f"of {words.energy_with_unit(goal)} eaten" if goal else f"{words.energy_unit} eaten")
        self._planned.setText(self._below(day, eaten, words))
        self._planned.setVisible(bool(self._planned.text()))
        self._target.setVisible(not day.target)
        for key, bar in self._bars.items():
            target = getattr(day.target, key)
            whole = _sum(day.entries, key) / MACRO
            bar.set(_sum(eaten, key) / MACRO, whole, None if target is None else target / MACRO)

    def _below(self, day: Day, eaten: list[Entry], words: Words) -> str:
        """What is planned beside it, or how much of the sum is known."""
        known = total((one.nutrition for one in eaten), "energy")
        if not known.complete:
            return f"{known.known} of {known.of} entries known"
        if len(eaten) < len(day.entries):
            return f"{words.energy(_sum(day.entries, 'energy'))} planned"
        return ""


class WorkoutToday(Card):
    """What training the day has, planned or done."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Workout today", parent=parent)
        self._title, self._detail = Text("", "strong", wrap=True), Text("", "muted", wrap=True)
        self._open = LinkButton("Open", tone="accent")
        self._open.clicked.connect(self._clicked)
        self._id = ""
        for part in (self._title, self._detail):
            self.body.addWidget(part)
        self.body.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)

    def _clicked(self) -> None:
        self.opened.emit(self._id)

    def show_workouts(self, workouts: tuple[Workout, ...], words: Words) -> None:
        """Show the day's first workout and how many more there are; hidden without any."""
        self.setVisible(bool(workouts))
        if not workouts:
            return
        first = next((one for one in workouts if one.status == "planned"), workouts[-1])
        self._id = first.id
        self._title.setText(f"{first.title} · {label(first.sport).lower()}")
        parts = [duration_in_words(first.duration) if first.duration else "", first.status]
        parts.insert(1, words.distance(first.distance) if first.distance else "")
        more = len(workouts) - 1
        parts.append(f"and {more} more" if more else "")
        self._detail.setText(" · ".join(part for part in parts if part))


class WeightToday(Card):
    """The latest weight and its trend over 30 days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Weight", parent=parent)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._now, self._change = Text("", "number"), Text("", "muted")
        row.addWidget(self._now)
        row.addWidget(self._change, 1)
        self._spark = LineSpark("Weight, 30 days")
        self._note = Text("trend, 30 days", "small")
        self.body.addLayout(row)
        self.body.addWidget(self._spark)
        self.body.addWidget(self._note)

    def show_weights(self, weights: tuple[Measurement, ...], words: Words) -> None:
        """Show readings, earliest first; without any, how to add one."""
        self._spark.setVisible(len(weights) > 1)
        self._change.setText("")
        if not weights:
            self._now.setText(words.number(None))
            self._note.setText("Type weight 81.4 above to start.")
            return
        latest = weights[-1]
        self._now.setText(f"{latest.typed.replace('.', words.decimal)} {latest.unit}")
        points = weight_trend((date.fromisoformat(one.day), one.value) for one in weights)
        change = trend_change(points, 7)
        if change is not None:
            sign = "+" if change > 0 else ""
            self._change.setText(f"{sign}{words.number(change / BODY_MASS, 1)} this week")
        start = points[0].day
        self._spark.set(
            [((one.day - start).days, one.weight) for one in points],
            [((one.day - start).days, one.trend) for one in points],
        )
        self._note.setText("trend, 30 days")


class LeftToday(Card):
    """What the target leaves, in neutral words. Hidden without a target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Left today", parent=parent)
        self._left, self._plan = Text("", "body", wrap=True), Text("", "muted", wrap=True)
        self.body.addWidget(self._left)
        self.body.addWidget(self._plan)

    def show_day(self, day: Day, words: Words) -> None:
        """Show what is left of the day's target."""
        self.setVisible(bool(day.target))
        if not day.target:
            return
        eaten = [one for one in day.entries if one.eaten]
        parts = [_left_of(day.target, eaten, "energy", words)]
        parts += [_left_of(day.target, eaten, key, words) for _, key in MACROS[:1]]
        self._left.setText(" · ".join(part for part in parts if part))
        self._plan.setText(self._of_plan(day, eaten, words))
        self._plan.setVisible(bool(self._plan.text()))

    def _of_plan(self, day: Day, eaten: list[Entry], words: Words) -> str:
        if day.target.energy is None or len(eaten) == len(day.entries):
            return ""
        spare = day.target.energy - _sum(day.entries, "energy")
        amount = words.energy_with_unit(abs(spare))
        return f"The plan leaves {amount} to spare." if spare >= 0 else f"The plan is {amount} over the target."


def _left_of(target: Target, eaten: list[Entry], key: str, words: Words) -> str:
    goal = getattr(target, key)
    if goal is None:
        return ""
    left = goal - _sum(eaten, key)
    amount = words.energy_with_unit(abs(left)) if key == "energy" else f"{words.grams(abs(left))} g {key}"
    return amount if left >= 0 else f"{amount} over"


def month_before(day: date) -> tuple[str, str]:
    """The 30 days that end on `day`."""
    return (day - timedelta(days=29)).isoformat(), day.isoformat()


def weights(desk: Desk, day: date) -> tuple[Measurement, ...]:
    """The weights of the 30 days that end on `day`."""
    from tracker.store.queries.measurements import between

    return between(desk.store, "weight", *month_before(day))
