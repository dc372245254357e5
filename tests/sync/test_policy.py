"""The rules for what two devices changed: which one holds for a path, and that the narrowest goes first."""

from __future__ import annotations

import pytest

from tests.sync.test_cycle import SALAD, both_have
from tests.sync.world import Device, Server, ingredient, recipe
from tracker.store.collections import BY_NAME, Policy
from tracker.store.undo import undo
from tracker.sync.policy import Rules, policy, set_policy

RECIPE, FOOD, STAR = BY_NAME["recipe"], BY_NAME["food"], BY_NAME["favorite"]


def test_without_a_rule_what_matters_is_asked_and_settings_follow_the_newest(desktop: Device) -> None:
    rules = Rules(desktop.store)
    assert rules.policy(RECIPE, "name") == rules.policy(RECIPE, "*") == "manual"
    assert rules.policy(STAR, "@what") == "most_recent"


def test_the_rule_for_all_that_is_asked_about_leaves_the_others_alone(desktop: Device) -> None:
    set_policy(desktop.store, "server_wins")
    rules = Rules(desktop.store)
    assert rules.general == policy(desktop.store) == rules.policy(RECIPE, "name") == "server_wins"
    assert rules.policy(STAR, "@what") == "most_recent"


@pytest.mark.parametrize(
    ("of", "path", "holds"),
    [
        ("recipe", "name", True),
        ("recipe", "*", True),
        ("recipe.notes", "notes", True),
        ("recipe.notes", "name", False),
        ("recipe.ingredients", "ingredients/i1", True),
        ("recipe.ingredients", "ingredients/i1/@food", True),
        ("recipe.ingredients/@food", "ingredients/i1/@food", True),
        ("recipe.ingredients/@food", "ingredients/i1", False),
        ("recipe.*", "*", True),
        ("recipe.*", "name", False),
        ("food", "name", False),
    ],
)
def test_a_rule_holds_for_what_it_names_and_all_below(desktop: Device, of: str, path: str, holds: bool) -> None:
    set_policy(desktop.store, "client_wins", of)
    assert (Rules(desktop.store).policy(RECIPE, path) == "client_wins") is holds


def test_a_key_of_a_map_follows_the_rule_for_the_map(desktop: Device) -> None:
    set_policy(desktop.store, "client_wins", "food.nutrients")
    set_policy(desktop.store, "server_wins", "food.nutrients/fiber")
    rules = Rules(desktop.store)
    assert rules.policy(FOOD, "nutrients/iron") == "client_wins"
    assert rules.policy(FOOD, "nutrients/fiber") == "server_wins"


def test_the_narrowest_rule_goes_first(desktop: Device) -> None:
    chosen: dict[str, Policy] = {"": "server_wins", "recipe": "client_wins", "recipe.notes": "manual"}
    for of, rule in chosen.items():
        set_policy(desktop.store, rule, of)
    rules = Rules(desktop.store)
    assert [rules.policy(FOOD, "name"), rules.policy(RECIPE, "name"), rules.policy(RECIPE, "notes")] == [
        "server_wins", "client_wins", "manual",
    ]  # fmt: skip
    undo(desktop.store)
    assert Rules(desktop.store).policy(RECIPE, "notes") == "client_wins"


def test_a_rule_for_one_field_decides_it_and_the_others_are_asked_about(
    desktop: Device, laptop: Device, server: Server
) -> None:
    set_policy(desktop.store, "server_wins", "recipe.ingredients")
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    desktop.edit("recipe", SALAD, name="Mine", ingredients=[ingredient("i1", grams=600)])
    laptop.edit("recipe", SALAD, name="Theirs", ingredients=[ingredient("i1", grams=450)])
    laptop.sync()
    assert Rules(laptop.store).policy(RECIPE, "ingredients") == "server_wins"
    desktop.sync()
    assert desktop.contested("recipe", SALAD) == {"name": "field"}
    assert desktop.get("recipe", SALAD) == recipe("Mine", ingredients=[ingredient("i1", grams=450)])
