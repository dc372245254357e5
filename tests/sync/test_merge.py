"""Merging one record: every kind of field by itself. The laws that hold for all of them are in `test_merge_laws`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.store.bodies import PLAIN
from tracker.store.collections import BY_NAME, Policy
from tracker.sync.mask import push_view
from tracker.sync.merge import Merged, merge
from tracker.sync.parts import ABSENT, same

RECIPE = BY_NAME["recipe"]
FOOD = BY_NAME["food"]
WORKOUT = BY_NAME["workout"]

LONG = "\n".join(f"Step {number}: stir the pot for some minutes." for number in range(5))


def ingredient(id: str, name: str = "Chicken breast", grams: int | None = 500, order: str = "a") -> dict[str, Any]:
    amount = None if grams is None else grams * 1000
    return {
        "_id": id,
        "_ord": order,
        "name": name,
        "food": None,
        "amount": amount,
        "unit": "g",
        "mass": amount,
    }


def recipe(**changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "name": "Salad", "cuisine": "", "tags": ["quick"], "servings": 2000, "cooked_mass": None,
        "minutes": 30, "steps": LONG, "notes": "", "source": "", "created_at": 1,
        "ingredients": [ingredient("i1")],
    }  # fmt: skip
    return {**body, **changed}


def conflicts(merged: Merged) -> list[str]:
    return [outcome.path for outcome in merged.conflicts]


# ------------------------------------------------------------------------------------------ fields


def test_different_fields_go_together() -> None:
    merged = merge(RECIPE, recipe(), recipe(name="Big salad"), recipe(minutes=25))
    assert merged.body == recipe(name="Big salad", minutes=25)
    assert merged.conflicts == ()
    assert merged.combined
    assert {outcome.path: outcome.how for outcome in merged.outcomes} == {"name": "mine", "minutes": "theirs"}


def test_one_field_changed_twice_is_contested_and_keeps_this_devices_value() -> None:
    merged = merge(RECIPE, recipe(), recipe(name="Mine"), recipe(name="Theirs"))
    assert merged.body["name"] == "Mine"
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.base, conflict.local, conflict.remote) == (
        "name",
        "Salad",
        "Mine",
        "Theirs",
    )
    assert not merged.combined


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    merged = merge(RECIPE, recipe(), recipe(minutes=25), recipe(minutes=25))
    assert merged.body == recipe(minutes=25)
    assert [(outcome.path, outcome.how) for outcome in merged.outcomes] == [("minutes", "same")]
    assert not merged.combined


def test_without_a_base_equal_fields_agree_and_different_ones_are_contested() -> None:
    merged = merge(RECIPE, {}, recipe(name="Mine"), recipe())
    assert conflicts(merged) == ["name"]
    assert merged.conflicts[0].base is ABSENT


def test_a_contested_field_keeps_the_local_value_until_the_sides_agree() -> None:
    base = recipe(name="Theirs")
    again = merge(RECIPE, base, recipe(name="Mine"), recipe(name="Newer"), contested={"name"})
    assert again.body["name"] == "Mine"
    assert again.conflicts[0].remote == "Newer"
    agreed = merge(RECIPE, base, recipe(name="Mine"), recipe(name="Mine"), contested={"name"})
    assert agreed.conflicts == ()


def test_fields_of_a_group_are_one_path() -> None:
    base = {"title": "Ride", "start_at": 1, "zone": "UTC", "day": "2026-01-01", "sets": []}
    mine = {**base, "start_at": 2}
    theirs = {**base, "zone": "Europe/Berlin"}
    merged = merge(WORKOUT, base, mine, theirs)
    (conflict,) = merged.conflicts
    assert conflict.path == "@start"
    assert conflict.remote == {"start_at": 1, "zone": "Europe/Berlin", "day": "2026-01-01"}
    assert merged.body == mine


def test_true_and_one_are_different_values() -> None:
    preference = BY_NAME["preference"]
    merged = merge(preference, {"value": 0}, {"value": 1}, {"value": True})
    assert conflicts(merged) == ["value"]


@pytest.mark.parametrize(
    ("policy", "newer", "name"),
    [
        ("server_wins", "local", "Theirs"),
        ("client_wins", "remote", "Mine"),
        ("most_recent", "local", "Mine"),
        ("most_recent", "remote", "Theirs"),
    ],
)
def test_a_policy_decides_and_says_so(policy: Policy, newer: Any, name: str) -> None:
    merged = merge(RECIPE, recipe(), recipe(name="Mine"), recipe(name="Theirs"), policy=lambda _: policy, newer=newer)
    assert merged.body["name"] == name
    assert merged.conflicts == ()
    assert [outcome.path for outcome in merged.settled] == ["name"]
    assert merged.combined


def test_a_policy_may_hold_for_one_field_only() -> None:
    merged = merge(
        RECIPE,
        recipe(),
        recipe(name="Mine", minutes=1),
        recipe(name="Theirs", minutes=2),
        policy=lambda path: "server_wins" if path == "minutes" else "manual",
    )
    assert conflicts(merged) == ["name"]
    assert merged.body["minutes"] == 2


@pytest.mark.parametrize(("newer", "value"), [("local", 2), ("remote", 3)])
def test_a_soft_field_is_never_a_question(newer: Any, value: int) -> None:
    merged = merge(RECIPE, recipe(created_at=1), recipe(created_at=2), recipe(created_at=3), newer=newer)
    assert merged.conflicts == ()
    assert merged.body["created_at"] == value


# --------------------------------------------------------------------------------- sets, maps, text


def test_tags_merge_by_member() -> None:
    merged = merge(RECIPE, recipe(tags=["a", "b"]), recipe(tags=["b", "mine"]), recipe(tags=["a", "b", "theirs"]))
    assert merged.body["tags"] == ["b", "mine", "theirs"]
    assert merged.outcomes[0].how == "both"


def test_tags_without_a_base_are_united() -> None:
    assert merge(RECIPE, {}, recipe(tags=["a"]), recipe(tags=["b"])).body["tags"] == ["a", "b"]


@pytest.mark.parametrize("strange", [[1], "text"])
def test_tags_that_are_no_list_of_texts_are_a_value_like_any_other(strange: Any) -> None:
    assert conflicts(merge(RECIPE, recipe(), recipe(tags=["a"]), recipe(tags=strange))) == ["tags"]


def test_a_map_merges_by_key() -> None:
    base = {"nutrients": {"fiber": 1, "iron": 1, "zinc": 1}}
    mine = {"nutrients": {"fiber": 2, "iron": 1, "zinc": 2}}
    theirs = {"nutrients": {"fiber": 1, "zinc": 3, "water": 5}}
    merged = merge(FOOD, base, mine, theirs)
    assert merged.body["nutrients"] == {"fiber": 2, "zinc": 2, "water": 5}
    assert conflicts(merged) == ["nutrients/zinc"]


def test_a_map_that_is_new_on_both_sides_merges_by_key() -> None:
    merged = merge(FOOD, {}, {"nutrients": {"fiber": 1}}, {"nutrients": {"iron": 1}})
    assert merged.body["nutrients"] == {"fiber": 1, "iron": 1}


def test_a_map_that_is_missing_on_one_side_is_a_value() -> None:
    merged = merge(FOOD, {"nutrients": {}}, {"nutrients": {"fiber": 1}}, {})
    assert conflicts(merged) == ["nutrients"]


def test_a_long_text_merges_by_line() -> None:
    merged = merge(RECIPE, recipe(), recipe(steps="Mine\n" + LONG), recipe(steps=LONG + "\nTheirs"))
    assert merged.body["steps"] == f"Mine\n{LONG}\nTheirs"
    assert merged.outcomes[0].how == "both"


def test_a_short_text_or_one_changed_at_the_same_line_is_contested() -> None:
    assert conflicts(merge(RECIPE, recipe(notes="a\nb"), recipe(notes="a\nc"), recipe(notes="d\nb"))) == ["notes"]
    merged = merge(RECIPE, recipe(), recipe(steps="Mine\n" + LONG), recipe(steps="Theirs\n" + LONG))
    assert conflicts(merged) == ["steps"]


# ------------------------------------------------------------------------------------------- lists


def test_items_added_on_both_sides_are_both_kept() -> None:
    mine = recipe(ingredients=[ingredient("i1"), ingredient("i2", "Feta", order="b")])
    theirs = recipe(ingredients=[ingredient("i1"), ingredient("i3", "Basil", order="b")])
    merged = merge(RECIPE, recipe(), mine, theirs)
    assert [item["_id"] for item in merged.body["ingredients"]] == ["i1", "i2", "i3"]
    assert merged.combined


def test_one_item_changed_twice_is_contested_at_its_fields() -> None:
    mine = recipe(ingredients=[ingredient("i1", grams=600)])
    theirs = recipe(ingredients=[ingredient("i1", grams=450)])
    merged = merge(RECIPE, recipe(), mine, theirs)
    assert conflicts(merged) == ["ingredients/i1/@food"]
    assert merged.body == mine


def test_an_item_removed_on_one_side_and_untouched_on_the_other_is_gone() -> None:
    emptied = recipe(ingredients=[])
    moved = recipe(ingredients=[ingredient("i1", order="z")])
    assert merge(RECIPE, recipe(), emptied, moved).body["ingredients"] == []
    assert merge(RECIPE, recipe(), moved, emptied).body["ingredients"] == []
    assert merge(RECIPE, recipe(), emptied, emptied).body["ingredients"] == []


def test_an_item_removed_here_and_changed_there_is_contested_as_a_whole() -> None:
    emptied, changed = recipe(ingredients=[]), recipe(ingredients=[ingredient("i1", grams=1)])
    removed_here = merge(RECIPE, recipe(), emptied, changed)
    assert conflicts(removed_here) == ["ingredients/i1"]
    assert removed_here.body["ingredients"] == []
    removed_there = merge(RECIPE, recipe(), changed, emptied)
    assert conflicts(removed_there) == ["ingredients/i1"]
    assert removed_there.body == changed


def test_removing_an_item_with_a_contested_field_contests_the_item() -> None:
    base = recipe(ingredients=[ingredient("i1", grams=450)])
    merged = merge(RECIPE, base, recipe(ingredients=[]), base, contested={"ingredients/i1/@food"})
    assert conflicts(merged) == ["ingredients/i1"]


def test_a_contested_item_stays_as_it_is_here_until_the_sides_agree() -> None:
    base = recipe(ingredients=[ingredient("i1", grams=1)])
    contested = {"ingredients/i1"}
    kept = merge(RECIPE, base, recipe(ingredients=[]), base, contested=contested)
    assert conflicts(kept) == ["ingredients/i1"]
    gone = recipe(ingredients=[])
    assert merge(RECIPE, base, gone, gone, contested=contested).conflicts == ()
    assert merge(RECIPE, base, base, base, contested=contested).conflicts == ()
    assert "ABSENT" in repr(kept.conflicts)


def test_an_item_that_both_sides_made_merges_without_a_base() -> None:
    mine, theirs = ingredient("i9", "Feta"), ingredient("i9", "Basil")
    merged = merge(RECIPE, recipe(ingredients=[]), recipe(ingredients=[mine]), recipe(ingredients=[theirs]))
    assert conflicts(merged) == ["ingredients/i9/@food"]


def test_the_place_of_an_item_is_never_a_question() -> None:
    mine, theirs = (recipe(ingredients=[ingredient("i1", order=order)]) for order in "bc")
    merged = merge(RECIPE, recipe(), mine, theirs)
    assert merged.body == theirs
    assert merge(RECIPE, recipe(), mine, recipe()).body == mine


# ------------------------------------------------------------------------------------ unknown fields


def test_unknown_fields_survive_and_the_servers_win() -> None:
    base = recipe(color="red", shape="round")
    merged = merge(RECIPE, base, {**base, "name": "Mine", "shape": "flat"}, {**base, "color": "blue", "new": [1]})
    assert merged.body == {**base, "name": "Mine", "color": "blue", "shape": "flat", "new": [1]}
    assert "color" not in merge(RECIPE, base, base, recipe(shape="round")).body


def test_unknown_fields_of_an_item_survive() -> None:
    with_more = recipe(ingredients=[{**ingredient("i1"), "shop": "corner"}])
    merged = merge(RECIPE, with_more, recipe(name="Mine", ingredients=with_more["ingredients"]), with_more)
    assert merged.body["ingredients"][0]["shop"] == "corner"


# --------------------------------------------------------------------------- what must hold together


def food(**changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"name": "Bar", "protein": 30_000, "carbs": 30_000, "fat": 10_000, "portions": []}
    return {**body, **changed}


def portion(id: str, name: str, mass: int = 1000) -> dict[str, Any]:
    return {"_id": id, "_ord": id, "name": name, "mass": mass}


def test_changes_that_go_together_but_do_not_fit_are_all_contested() -> None:
    mine, theirs = food(protein=60_000, name="Mine"), food(carbs=60_000, fat=12_000)
    merged = merge(FOOD, food(), mine, theirs)
    assert sorted(conflicts(merged)) == ["carbs", "fat", "protein"]
    assert merged.body == mine
    assert conflicts(merge(FOOD, food(), theirs, mine)) == conflicts(merged)
    assert merge(FOOD, food(), mine, food(carbs=5000)).body == {**mine, "carbs": 5000}


def test_what_did_not_fit_before_is_no_reason_to_ask() -> None:
    odd = food(protein=95_000)
    merged = merge(FOOD, odd, {**odd, "carbs": 40_000}, {**odd, "name": "Theirs"})
    assert merged.conflicts == ()
    assert merged.body["carbs"] == 40_000
    assert merge(FOOD, food(), food(carbs=90_000), food(protein="much")).conflicts == ()


@pytest.mark.parametrize(("policy", "kept"), [("server_wins", "theirs"), ("client_wins", "mine")])
def test_a_policy_decides_about_what_does_not_fit_too(policy: Policy, kept: str) -> None:
    sides = {"mine": food(protein=60_000), "theirs": food(carbs=60_000)}
    merged = merge(FOOD, food(), sides["mine"], sides["theirs"], policy=lambda _: policy)
    assert merged.body == sides[kept]
    assert {outcome.path for outcome in merged.settled} == {"carbs", "protein"}


def test_rules_that_differ_between_fields_that_must_fit_decide_nothing() -> None:
    rules: dict[str, Policy] = {"protein": "server_wins", "carbs": "client_wins"}
    merged = merge(FOOD, food(), food(protein=60_000), food(carbs=60_000), policy=rules.__getitem__)
    assert sorted(conflicts(merged)) == ["carbs", "protein"]


def test_two_portions_of_one_name_are_contested() -> None:
    mine = food(portions=[portion("p1", "Slice")])
    theirs = food(portions=[portion("p2", "slice ", 2000)])
    merged = merge(FOOD, food(), mine, theirs)
    assert sorted(conflicts(merged)) == ["portions/p1", "portions/p2"]
    assert merged.body == mine
    assert push_view(FOOD, mine, theirs, set(conflicts(merged))) == theirs
    fine = merge(FOOD, food(), mine, food(portions=[portion("p2", "Bar")]))
    assert [one["name"] for one in fine.body["portions"]] == ["Slice", "Bar"]


def test_a_contested_field_draws_in_what_does_not_fit_with_it() -> None:
    base, mine = food(carbs=20_000), food(protein=70_000, carbs=20_000)
    merged = merge(FOOD, base, mine, {**base, "carbs": 60_000}, contested={"protein"}, policy=lambda _: "server_wins")
    assert sorted(conflicts(merged)) == ["carbs", "protein"]
    assert merged.body == mine


# ------------------------------------------------------------------------------------- what is sent


def test_what_is_not_contested_is_sent_as_it_is() -> None:
    assert push_view(RECIPE, recipe(name="Mine"), recipe(), set()) == recipe(name="Mine")
    assert push_view(RECIPE, recipe(name="Mine", minutes=1), recipe(), {"minutes"}) == recipe(name="Mine")


def test_a_contested_item_is_sent_as_the_server_has_it() -> None:
    mine, theirs = recipe(ingredients=[ingredient("i1", grams=600)]), recipe(ingredients=[ingredient("i1", grams=450)])
    assert push_view(RECIPE, mine, theirs, {"ingredients/i1"}) == theirs


def test_a_contested_key_of_a_map_is_sent_as_the_server_has_it() -> None:
    mine, theirs = food(nutrients={"fiber": 2, "iron": 2}), food(nutrients={"fiber": 1, "iron": 1})
    view = push_view(FOOD, mine, theirs, {"nutrients/fiber"})
    assert view == food(nutrients={"fiber": 1, "iron": 2})
    assert push_view(FOOD, mine, food(), {"nutrients/fiber"}) == food(nutrients={"iron": 2})


def test_no_field_of_a_contested_item_is_sent_that_the_server_does_not_have() -> None:
    contested = {"ingredients/i1/@food"}
    mine = recipe(ingredients=[ingredient("i1", grams=600)])
    short = {"_id": "i1", "_ord": "a", "name": "Oats"}
    assert push_view(RECIPE, mine, recipe(ingredients=[short]), contested)["ingredients"] == [short]
    assert push_view(RECIPE, mine, recipe(ingredients=[]), contested)["ingredients"] == []


def test_an_item_removed_here_while_one_of_its_fields_waits_is_sent_as_it_was() -> None:
    there = recipe(ingredients=[ingredient("i1", grams=450)])
    view = push_view(RECIPE, recipe(ingredients=[]), there, {"ingredients/i1/@food"})
    assert same(view, there)


def ride(start: int = 1000, **original: Any) -> dict[str, Any]:
    begins = original.get("begins", start)
    return {**PLAIN["workout"], "start_at": start, "duration": 3600 - begins, "original": original}


def test_the_start_of_one_crop_never_goes_with_the_recording_of_another_edit() -> None:
    cropped, mended = ride(1300, begins=1300), {**ride(1000, begins=1000), "max_power": 500}
    merged = merge(WORKOUT, ride(), cropped, mended)
    assert set(conflicts(merged)) == {"@recording", "@start"}
    assert (merged.body["start_at"], merged.body["duration"]) == (1300, cropped["duration"])
    moved = merge(WORKOUT, ride(), ride(4600), cropped)
    assert set(conflicts(moved)) == {"@start", "@recording"}


def test_a_crop_goes_with_what_was_written_elsewhere_and_a_later_move_with_an_edit() -> None:
    cropped = ride(1300, begins=1300)
    merged = merge(WORKOUT, ride(), cropped, {**ride(), "notes": "windy", "effort": 30})
    assert merged.body == {**cropped, "notes": "windy", "effort": 30}
    assert merged.conflicts == ()
    moved = ride(9000, begins=1300)
    assert merge(WORKOUT, cropped, moved, {**cropped, "notes": "x"}).body == {**moved, "notes": "x"}
