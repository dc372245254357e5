"""What stands on the Favorites screen."""

from __future__ import annotations

import pytest

from tests.store.bodies import PLAIN
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries import favorites


@pytest.fixture
def filled(store: Store) -> Store:
    def write(name: str, **bodies: records.Body) -> None:
        records.write_bodies(store, BY_NAME[name], {key: {**PLAIN[name], **body} for key, body in bodies.items()})

    write("recipe", chili={}, soup={"name": "Äpfel-Suppe", "tags": [], "cuisine": "", "ingredients": []})
    write("food", own={})
    write("workout", early={"start_at": 1}, late={"start_at": 2, "title": "Run"}, gone={"status": "deleted"}, plain={})
    for kind, target in (
        ("food", "tracker:egg"), ("food", "own"), ("food", "not here yet"), ("recipe", "chili"),
        ("workout", "early"), ("workout", "late"), ("workout", "gone"),
    ):  # fmt: skip
        write("favorite", **{f"{kind} {target}": {"kind": kind, "target": target}})
    return store


def test_all_recipes_stand_there_by_name(filled: Store) -> None:
    assert favorites.recipe_ids(filled) == ("soup", "chili")


def test_foods_are_the_starred_and_the_own_by_name(filled: Store) -> None:
    assert favorites.food_ids(filled) == ("tracker:egg", "own")


def test_workouts_are_the_starred_latest_first_without_what_was_put_away(filled: Store) -> None:
    assert favorites.workout_ids(filled) == ("late", "early")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("spicy", ("chili",)),
        ("MEX chil", ("chili",)),
        ("apfel", ("soup",)),
        ("chili apfel", ()),
        ("", ("soup", "chili")),
    ],
)
def test_recipes_are_filtered_by_name_cuisine_and_tags(text: str, found: tuple[str, ...], filled: Store) -> None:
    assert favorites.recipe_ids(filled, text) == found


def test_foods_and_workouts_are_filtered(filled: Store) -> None:
    assert favorites.food_ids(filled, "knacke") == favorites.food_ids(filled, "wasa") == ("own",)
    assert favorites.food_ids(filled, "hen's") == ("tracker:egg",)
    assert favorites.workout_ids(filled, "ride cycl") == ("early",)


def test_the_counts_are_those_of_the_lists(filled: Store) -> None:
    assert favorites.counts(filled) == (2, 2, 2)


def test_a_star_belongs_to_one_kind(filled: Store) -> None:
    assert favorites.is_starred(filled, "food", "tracker:egg")
    assert not favorites.is_starred(filled, "recipe", "tracker:egg")
