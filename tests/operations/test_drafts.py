"""What a sync brings while a dialog is open is not undone by saving the dialog."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.operations import foods, recipes, workouts
from tracker.operations.recipes import Line
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.foods import food
from tracker.store.queries.recipes import recipe
from tracker.store.queries.workouts import workout
from tracker.store.rows import Portion


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "profile") as one:
        yield one


def from_elsewhere(store: Store, collection: str, record: str, **fields: object) -> None:
    body = records.read_body(store, BY_NAME[collection], record)
    assert body is not None
    with store.applying():
        records.write_bodies(store, BY_NAME[collection], {record: body | fields})


def test_fields_and_ingredients_of_a_recipe_that_came_meanwhile_stay(store: Store) -> None:
    lines = (Line("eggs", 2 * AMOUNT), Line("milk", AMOUNT), Line("salt"))
    (key,) = recipes.save(store, recipes.Draft("Omelette", AMOUNT, lines)).ids
    opened = recipes.draft_of(recipe(store, key))
    eggs, milk, salt = records.read_body(store, BY_NAME["recipe"], key)["ingredients"]
    pepper = {**salt, "_id": "pepper", "_ord": "zz", "name": "pepper"}
    from_elsewhere(store, "recipe", key, minutes=5, ingredients=[eggs, {**milk, "amount": 3 * AMOUNT}, pepper])

    edited = replace(opened, name="Omelet", lines=(replace(opened.lines[0], amount=3 * AMOUNT), *opened.lines[1:]))
    recipes.save(store, edited, opened)

    found = recipe(store, key)
    assert (found.name, found.minutes) == ("Omelet", 5)
    assert [(one.name, one.amount) for one in found.ingredients] == [
        ("eggs", 3 * AMOUNT), ("milk", 3 * AMOUNT), ("pepper", None)
    ]  # fmt: skip


def test_a_line_that_was_removed_here_is_gone_whatever_came(store: Store) -> None:
    (key,) = recipes.save(store, recipes.Draft("Tea", AMOUNT, (Line("tea"), Line("sugar")))).ids
    opened = recipes.draft_of(recipe(store, key))
    from_elsewhere(store, "recipe", key, notes="hot")
    recipes.save(store, replace(opened, lines=opened.lines[:1]), opened)
    found = recipe(store, key)
    assert ([one.name for one in found.ingredients], found.notes) == (["tea"], "hot")


def test_values_and_portions_of_a_food_that_came_meanwhile_stay(store: Store) -> None:
    (key,) = foods.save(store, foods.Draft("Bread", Nutrition(2500), (Portion("slice", 30_000),))).ids
    opened = foods.draft_of(food(store, key))
    from_elsewhere(store, "food", key, protein=9000)
    foods.save(store, replace(opened, name="Rye bread"), opened)
    found = food(store, key)
    assert (found.name, found.nutrition.protein, len(found.portions)) == ("Rye bread", 9000, 1)


def test_what_came_of_a_workout_meanwhile_stays(store: Store) -> None:
    (key,) = workouts.add(store, workouts.Draft("Ride", "cycling", duration=3_600_000)).ids
    opened = workouts.draft_of(workout(store, key))
    from_elsewhere(store, "workout", key, notes="windy", start_at=opened.start_at + 60_000)
    workouts.edit(store, key, replace(opened, title="Long ride"), opened)
    found = workout(store, key)
    assert (found.title, found.notes, found.start_at) == ("Long ride", "windy", opened.start_at + 60_000)
