"""Stars, and what stands on the Favorites screen."""

from __future__ import annotations

import pytest

from tracker.operations import favorites, foods, recipes, workouts
from tracker.store import undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries.favorites import counts, food_ids, is_starred, recipe_ids, workout_ids

BANANA, SKYR = "tracker:banana", "tracker:skyr-plain"


def recipe(store: Store, name: str, cuisine: str = "", *tags: str) -> str:
    [record] = recipes.save(store, recipes.Draft(name, 1000, cuisine=cuisine, tags=tags)).ids
    return record


def workout(store: Store, clock: FixedClock, title: str, sport: str, hours: int) -> str:
    draft = workouts.Draft(title, sport, "completed", clock.now() - hours * 3_600_000, 3_600_000)
    return workouts.add(store, draft).ids[0]


def test_a_star_is_given_once_and_taken_once(store: Store):
    assert favorites.set_starred(store, "food", BANANA, True)
    assert not favorites.set_starred(store, "food", BANANA, True)
    assert is_starred(store, "food", BANANA)
    assert favorites.set_starred(store, "food", BANANA, False)
    assert not favorites.set_starred(store, "food", BANANA, False)
    assert not is_starred(store, "food", BANANA)


def test_the_same_star_has_the_same_id_on_every_device(store: Store):
    favorites.toggle(store, "food", BANANA)
    [first] = store.rows("SELECT id FROM favorite")
    favorites.toggle(store, "food", BANANA)
    favorites.toggle(store, "food", BANANA)
    assert store.rows("SELECT id FROM favorite") == [first]


def test_several_stars_go_in_one_step(store: Store):
    for food in (BANANA, SKYR):
        favorites.set_starred(store, "food", food, True)
    assert favorites.unstar(store, "food", [BANANA, SKYR]).label == "Remove 2 stars"
    assert food_ids(store) == ()
    undo.undo(store)
    assert len(food_ids(store)) == 2


def test_a_star_of_another_kind_is_left_alone(store: Store):
    favorites.set_starred(store, "food", "x", True)
    favorites.unstar(store, "recipe", ["x"])
    assert is_starred(store, "food", "x")


def test_recipes_stand_by_name_whatever_their_case_or_accents(store: Store):
    ids = {name: recipe(store, name) for name in ("zabaione", "Éclair", "apple pie", "Beef chili")}
    assert recipe_ids(store) == tuple(ids[name] for name in ("apple pie", "Beef chili", "Éclair", "zabaione"))


@pytest.mark.parametrize("text", ["chil", "CHILI", "mexican", "high prot", "mex chili", "  chili  "])
def test_a_filter_looks_at_name_cuisine_and_tags(store: Store, text: str):
    chili = recipe(store, "Beef chili", "Mexican", "high protein")
    recipe(store, "Lentil soup", "Turkish", "vegan")
    assert recipe_ids(store, text) == (chili,)


def test_a_filter_finds_accents_without_typing_them(store: Store):
    brulee = recipe(store, "Crème brûlée")
    assert recipe_ids(store, "creme") == recipe_ids(store, "CRÈME BRÛ") == (brulee,)


def test_a_filter_that_nothing_matches_is_empty_and_signs_alone_are_no_filter(store: Store):
    chili = recipe(store, "Beef chili")
    assert recipe_ids(store, "chili xyz") == ()
    assert recipe_ids(store, "%_'") == (chili,)


def test_foods_are_the_starred_ones_and_ones_own(store: Store):
    [bread] = foods.save(store, foods.Draft("Rye bread", brand="Corner bakery")).ids
    favorites.set_starred(store, "food", BANANA, True)
    favorites.set_starred(store, "food", bread, True)
    assert food_ids(store) == (BANANA, bread)
    assert food_ids(store, "corner") == (bread,)
    assert food_ids(store, "banan") == (BANANA,)


def test_starred_workouts_stand_latest_first_without_deleted_ones(store: Store, clock: FixedClock):
    run, ride, gone = (
        workout(store, clock, title, sport, hours)
        for title, sport, hours in (("Run", "running", 30), ("Ride", "cycling", 6), ("Gone", "cycling", 1))
    )
    for one in (run, ride, gone):
        favorites.set_starred(store, "workout", one, True)
    store.database.execute_sql("UPDATE workout SET status = 'deleted' WHERE id = ?", (gone,))
    assert workout_ids(store) == (ride, run)
    assert workout_ids(store, "running") == (run,)
    assert counts(store) == (0, 0, 2)


def test_a_star_on_something_that_is_not_here_yet_is_not_counted(store: Store):
    for kind in ("food", "recipe", "workout"):
        favorites.set_starred(store, kind, "not-here", True)
    assert counts(store) == (0, 0, 0)
    assert food_ids(store) == recipe_ids(store) == workout_ids(store) == ()
