"""The three lists of the Favorites screen as rows: what each one reads, shows and is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.sports import label
from tracker.store.database import Store
from tracker.store.queries import favorites
from tracker.store.queries.foods import foods
from tracker.store.queries.recipes import in_short
from tracker.store.queries.workouts import workouts
from tracker.store.rows import Food, RecipeInShort, Workout
from tracker.ui.desk import Desk
from tracker.ui.widgets.rows import Cell, Column, Row
from tracker.ui.words import Words, duration_in_words, short_date


@dataclass(frozen=True)
class Shelf:
    """One list.

    Attributes:
        kind: recipe, food or workout, as stars name it.
        plural: the chip's word.
        ids: those that a text finds, in order.
        rows: what is shown of them.
        empty: what comes here and how, for the empty list.
    """

    kind: str
    plural: str
    columns: Callable[[Words], tuple[Column, ...]]
    ids: Callable[[Store, str], tuple[str, ...]]
    rows: Callable[[Desk, Sequence[str]], list[Row]]
    empty: tuple[str, str]


def _recipe_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column("Recipe"), Column(words.energy_unit, 70, right=True),
        Column("Protein", 72, right=True, tone="muted", optional=True),
        Column("Time", 78, right=True, tone="muted", optional=True),
    )  # fmt: skip


def _recipe_rows(desk: Desk, ids: Sequence[str]) -> list[Row]:
    words = desk.words
    return [_recipe_row(one, words) for one in in_short(desk.store, ids)]


def _recipe_row(one: RecipeInShort, words: Words) -> Row:
    detail = " · ".join([*filter(None, [one.cuisine]), *one.tags, *["makes: not known"] * (not one.told)])
    return Row(one.id, (
        Cell(one.name, detail=detail or "—", star=one.starred),
        words.energy(one.energy), words.grams_with_unit(one.protein), words.plain(one.minutes, "min"),
    ))  # fmt: skip


def _food_columns(words: Words) -> tuple[Column, ...]:
    return (
        Column("Food"), Column(f"{words.energy_unit} / 100 g", 108, right=True),
        Column("Protein", 72, right=True, tone="muted", optional=True),
    )  # fmt: skip


def _food_rows(desk: Desk, ids: Sequence[str]) -> list[Row]:
    words = desk.words
    return [_food_row(one, words) for one in foods(desk.store, ids).values()]


def _food_row(one: Food, words: Words) -> Row:
    whose = (one.source or "your own") if one.own else ""
    detail = " · ".join(part for part in (one.brand, one.category, whose) if part)
    nutrition = one.nutrition
    name = Cell(one.name, detail=detail or "—", star=one.starred)
    return Row(one.id, (name, words.energy(nutrition.energy), words.grams_with_unit(nutrition.protein)))


def _workout_columns(_: Words) -> tuple[Column, ...]:
    return (
        Column("Workout"), Column("Day", 96, right=True, tone="muted"), Column("Time", 92, right=True),
        Column("Distance", 84, right=True, tone="muted", optional=True),
    )  # fmt: skip


def _workout_rows(desk: Desk, ids: Sequence[str]) -> list[Row]:
    return [_workout_row(desk, one) for one in workouts(desk.store, ids)]


def _workout_row(desk: Desk, one: Workout) -> Row:
    return Row(one.id, (
        Cell(one.title, detail=label(one.sport), star=True), short_date(date.fromisoformat(one.day), desk.today),
        duration_in_words(one.duration), desk.words.distance(one.distance),
    ))  # fmt: skip


SHELVES: dict[str, Shelf] = {
    "recipe": Shelf(
        "recipe", "Recipes", _recipe_columns, favorites.recipe_ids, _recipe_rows,
        ("No recipes yet", "Write one down with its ingredients, and Tracker works out what a serving has."),
    ),
    "food": Shelf(
        "food", "Foods", _food_columns, favorites.food_ids, _food_rows,
        ("No foods yet", "Foods with a star come here, and those that you add yourself. "
         "Ctrl+Shift+B stars what is chosen in any list."),
    ),
    "workout": Shelf(
        "workout", "Workouts", _workout_columns, favorites.workout_ids, _workout_rows,
        ("No workouts yet", "Star a workout on the Workouts page with Ctrl+Shift+B to find it again here."),
    ),
}  # fmt: skip
