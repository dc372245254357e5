"""The right side of Favorites for a food and for a workout."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.domain.nutrients import BY_KEY, CORE
from tracker.domain.sports import label
from tracker.store.queries.food_use import FoodUse
from tracker.store.rows import Food, Workout
from tracker.ui.foods.nutrition_card import NutritionCard
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.details import GAP, Details, Section
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, count, duration_in_words, long_date, short_date


class FoodDetails(Details):
    """A food with its nutrition per 100 g, its portions and other nutrients."""

    log_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Food", "Add to plan", parent)
        self.log = Button("Add to today")
        self.log.clicked.connect(self.log_wanted)
        self.buttons.flow.insert(1, self.log)
        self._card = NutritionCard()
        self._used = Text("", "small", wrap=True)
        columns = (Column("Portion"), Column("Weight", 90, right=True), Column("Energy", 96, right=True, tone="muted"))
        self._portions = RowsModel(columns)
        self.portions = RowsView(self._portions, "Portions", header=False, fit=True, multiple=False)
        self._portions_heading = SectionHeader("Portions")
        self._others = RowsModel((Column("Nutrient"), Column("Amount", 120, right=True, tone="muted")))
        self._others_view = RowsView(self._others, "Other nutrients", header=False, fit=True, multiple=False)
        self._others_heading = SectionHeader("Other nutrients", "in 100 g")
        self._notes = Section("Notes")
        self.body.addSpacing(6)
        self.body.addWidget(self._card)
        self.body.addWidget(self._used)
        for heading, view in (
            (self._portions_heading, self.portions),
            (self._others_heading, self._others_view),
        ):
            heading.setContentsMargins(0, GAP - 8, 0, 0)
            self.body.addWidget(heading)
            self.body.addWidget(view)
        self.body.addWidget(self._notes)
        self.body.addStretch(1)

    def show_food(self, food: Food, words: Words, used: FoodUse, today: date) -> None:
        """Show a food, where its numbers are from, and where it is used."""
        where = _source(food)
        line = " · ".join(part for part in (food.brand, food.category, where) if part)
        self.show_title(food.name, line, food.starred)
        self._used.setText(_used(used, today))
        self._card.show_nutrition(food.nutrition, "100 g", words)
        self._portions.set_rows([_portion_row(food, number, words) for number in range(len(food.portions))])
        known = [key for key in BY_KEY if key not in CORE and food.nutrition.others.get(key) is not None]
        others = [] if words.hidden else known
        self._others.set_rows([Row(key, (BY_KEY[key].label, _nutrient(food, key, words))) for key in others])
        for heading, view, shown in (
            (self._portions_heading, self.portions, food.portions),
            (self._others_heading, self._others_view, others),
        ):
            heading.setVisible(bool(shown))
            view.setVisible(bool(shown))
        self._notes.show_text(food.notes)


def _source(food: Food) -> str:
    """Where the numbers are from: the person, the catalogue's source, or the source that a food was taken over from."""
    if not food.own:
        return food.source
    if food.id.startswith(("tracker:", "usda:")):
        return "yours, in the place of the catalogue's"
    return f"from {food.source}" if food.source else "your own"


def _used(used: FoodUse, today: date) -> str:
    parts = []
    if used.entries:
        last = f", last {short_date(date.fromisoformat(used.last), today)}" if used.last else ""
        parts.append(f"{count(used.entries, 'entry', 'entries')}{last}")
    if used.recipes:
        named = ", ".join(used.recipes[:3]) + ("…" if len(used.recipes) > 3 else "")
        parts.append(f"{count(len(used.recipes), 'recipe')} ({named})")
    if used.templates:
        parts.append(count(used.templates, "kept meal"))
    return f"Used in {' and in '.join(parts)}." if parts else "Not used yet."


def _portion_row(food: Food, number: int, words: Words) -> Row:
    portion = food.portions[number]
    energy = food.nutrition.scaled(portion.mass, 100_000).energy
    return Row(str(number), (portion.name, words.amount(portion.mass, "g"), Cell(words.energy_with_unit(energy))))


def _nutrient(food: Food, key: str, words: Words) -> str:
    nutrient = BY_KEY[key]
    number = food.nutrition.others[key] / nutrient.scale
    places = 0 if number >= 100 or number == round(number) else 1 if number >= 1 else 2
    return f"{words.number(number, places)} {nutrient.unit}"


class WorkoutDetails(Details):
    """What a starred workout was; everything else is on the Workouts page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Workout", "Open", parent)
        self.edit.hide()
        self._numbers = Section("Numbers")
        self._notes = Section("Notes")
        self.body.addWidget(self._numbers)
        self.body.addWidget(self._notes)
        self.body.addStretch(1)

    def show_workout(self, workout: Workout, words: Words, today: date) -> None:
        """Show a workout."""
        day = long_date(date.fromisoformat(workout.day), today)
        self.show_title(workout.title, f"{label(workout.sport)} · {day} · {workout.status}", workout.starred)
        parts = (
            ("", duration_in_words(workout.duration) if workout.duration is not None else ""),
            ("", words.distance(workout.distance) if workout.distance is not None else ""),
            ("average power ", words.plain(workout.avg_power, "W") if workout.avg_power is not None else ""),
            ("heart rate ", words.plain(workout.avg_heart_rate, "bpm") if workout.avg_heart_rate is not None else ""),
        )
        self._numbers.show_text(" · ".join(f"{name}{number}" for name, number in parts if number))
        self._notes.show_text(workout.notes)
