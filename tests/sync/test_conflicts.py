"""Conflicts: found exactly where two devices disagree, shown in words, decided in one step, equal everywhere after."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.store.bodies import PLAIN
from tests.sync.test_cycle import CHILI, SALAD, Newer, agree, both_have
from tests.sync.world import START, Device, Server, entry, ingredient, offline, recipe, weight
from tracker.errors import BadInput, NotFound
from tracker.store import undo
from tracker.store.collections import Policy
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.sync import counts, events, kept
from tracker.sync.conflicts import ConflictDetail, conflict, find_conflict, open_conflicts
from tracker.sync.engine import synchronise
from tracker.sync.messages import Request
from tracker.sync.policy import policy, set_policy
from tracker.sync.resolve import ChangedAgain, Own, keep_both, preview, resolve, resolve_all
from tracker.sync.status import waiting

HOUR = 3_600_000


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The devices are called by what they are."""
    monkeypatch.setattr("tracker.sync.account.platform.node", lambda: "Laptop")


def disagree(desktop: Device, laptop: Device, here: dict[str, Any], there: dict[str, Any], **before: Any) -> None:
    """Both have a recipe; the laptop's changes are on the server when the desktop, with its own, has synced."""
    both_have(desktop, laptop, **before)
    desktop.edit("recipe", SALAD, **here)
    laptop.edit("recipe", SALAD, **there)
    laptop.sync()
    desktop.sync()


def rows(detail: ConflictDetail) -> dict[str, tuple[str, str, str, str, str]]:
    return {row.label: (row.before, row.mine, row.theirs, row.result, row.state) for row in detail.rows}


def history_of(device: Device) -> list[dict[str, Any]]:
    found = device.store.rows("SELECT body FROM sync_history ORDER BY seq")
    return [msgspec.json.decode(body) for (body,) in found]


# --------------------------------------------------------------------------------------------- finding them


def test_one_field_changed_twice_waits_and_all_others_go_on_syncing(
    desktop: Device, laptop: Device, server: Server
) -> None:
    disagree(desktop, laptop, {"name": "Mine", "minutes": 20}, {"name": "Theirs", "cuisine": "French"})
    assert desktop.contested("recipe", SALAD) == {"name": "field"}
    assert desktop.get("recipe", SALAD) == recipe("Mine", minutes=20, cuisine="French")
    assert server.bodies("recipe")[SALAD] == recipe("Theirs", minutes=20, cuisine="French")
    desktop.edit("recipe", SALAD, notes="More salt", name="Mine, again")
    desktop.sync()
    assert server.bodies("recipe")[SALAD] == recipe("Theirs", minutes=20, cuisine="French", notes="More salt")
    assert desktop.contested("recipe", SALAD) == {"name": "field"}
    assert counts.waiting(desktop.store) == 0
    laptop.sync()
    assert laptop.contested("recipe", SALAD) == {}


def test_no_value_that_waits_for_a_decision_is_ever_sent(desktop: Device, laptop: Device, server: Server) -> None:
    here = [ingredient("i1", grams=600), ingredient("i2", "Feta", order="b")]
    there = [ingredient("i1", grams=450)]
    disagree(desktop, laptop, {"ingredients": here}, {"ingredients": there}, ingredients=[ingredient("i1")])
    assert desktop.contested("recipe", SALAD) == {"ingredients/i1/@food": "field"}
    sent = server.bodies("recipe")[SALAD]
    assert sent is not None
    assert sent["ingredients"] == [ingredient("i1", grams=450), ingredient("i2", "Feta", order="b")]
    assert desktop.get("recipe", SALAD) == recipe(ingredients=here)


def test_typing_the_servers_value_ends_the_conflict(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.edit("recipe", SALAD, name="Theirs")
    assert desktop.sync().conflicts == 0
    agree(server, desktop, laptop)


def test_a_conflict_ends_when_the_other_device_comes_round(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    laptop.edit("recipe", SALAD, name="Mine")
    laptop.sync()
    assert desktop.sync().conflicts == 0
    agree(server, desktop, laptop)


def test_a_further_change_of_the_contested_field_elsewhere_is_shown_as_the_servers(
    desktop: Device, laptop: Device
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    before = conflict(desktop.store, "recipe", SALAD)
    laptop.edit("recipe", SALAD, name="Newer", minutes=5)
    laptop.sync()
    desktop.sync()
    after = conflict(desktop.store, "recipe", SALAD)
    assert rows(after)["Name"][1:3] == ("Mine", "Newer")
    assert after.version != before.version
    with pytest.raises(ChangedAgain):
        resolve(desktop.store, "recipe", SALAD, {"name": "theirs"}, seen=before.version)
    resolve(desktop.store, "recipe", SALAD, {"name": "theirs"}, seen=after.version)
    assert desktop.get("recipe", SALAD) == recipe("Newer", minutes=5)


def test_stars_and_settings_never_ask(desktop: Device, laptop: Device, server: Server) -> None:
    key = derived_id("preference", "week_starts")
    laptop.put("preference", key, {"key": "week_starts", "value": "sunday"})
    laptop.sync()
    desktop.put("preference", key, {"key": "week_starts", "value": "monday"})
    assert desktop.sync().conflicts == 0
    laptop.sync()
    agree(server, desktop, laptop, collection="preference")
    star = derived_id("favorite", "recipe|r1")
    for at, one in enumerate((desktop, laptop)):
        one.put("favorite", star, {"kind": "recipe", "target": "r1", "created_at": START + at})
    laptop.sync()
    assert desktop.sync().conflicts == 0
    laptop.sync()
    agree(server, desktop, laptop, collection="favorite")


# --------------------------------------------------------------------------------------------- policies


@pytest.mark.parametrize(
    ("chosen", "skew", "name"),
    [
        ("server_wins", 0, "Theirs"),
        ("client_wins", 0, "Mine"),
        ("most_recent", HOUR, "Mine"),
        ("most_recent", -HOUR, "Theirs"),
    ],
)
def test_a_policy_decides_without_asking_and_keeps_the_loser(
    desktop: Device, laptop: Device, server: Server, chosen: Policy, skew: int, name: str
) -> None:
    set_policy(desktop.store, chosen)
    assert policy(desktop.store) == chosen
    both_have(desktop, laptop)
    laptop.edit("recipe", SALAD, name="Theirs")
    desktop.edit("recipe", SALAD, name="Mine")
    for one, at in ((desktop, START + skew), (laptop, START)):
        one.store.database.execute_sql("UPDATE sync_rec SET changed_at = ? WHERE c = 'recipe'", (at,))
    server.now = START + 2 * HOUR
    for one in (laptop, desktop):
        one.clock.instant = server.now
    laptop.sync()
    report = desktop.sync()
    assert (report.conflicts, report.merged) == (0, 1)
    assert desktop.get("recipe", SALAD) == recipe(name)
    assert history_of(desktop) == [recipe("Mine" if name == "Theirs" else "Theirs")]
    assert events.to_review(desktop.store) == 1
    laptop.sync()
    agree(server, desktop, laptop)


# ------------------------------------------------------------------------------------- deleting against editing


def test_deleted_there_and_edited_here_is_asked_and_can_be_kept(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, minutes=5)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    assert desktop.sync().conflicts == 1
    assert desktop.get("recipe", SALAD) == recipe(minutes=5)
    assert server.bodies("recipe") == {SALAD: None}
    detail = conflict(desktop.store, "recipe", SALAD)
    assert detail.kind == "deleted_there"
    assert detail.heading == "“Chicken and lentil salad” was changed here and deleted on Laptop"
    assert rows(detail)["Cooking time"] == ("30 min", "5 min", "deleted", "", "this device")
    assert [option.label for option in detail.options] == ["Keep my version", "Delete it here too"]
    changes = resolve(desktop.store, "recipe", SALAD, {"*": "mine"}, seen=detail.version)
    assert changes.ids == (SALAD,)
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe(minutes=5)
    agree(server, desktop, laptop)


def test_deleted_there_and_edited_here_can_be_deleted_here_too_and_undone(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    desktop.edit("recipe", SALAD, minutes=5)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    assert counts.waiting(desktop.store) == 0
    assert history_of(desktop) == [recipe(minutes=5, ingredients=[ingredient("i1")])]
    desktop.sync()
    agree(server, desktop, laptop)
    undo.undo(desktop.store)
    assert desktop.sync().sent == 1
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe(minutes=5, ingredients=[ingredient("i1")])


@pytest.mark.parametrize(("side", "left"), [("mine", {}), ("theirs", {SALAD: recipe(minutes=5)})])
def test_deleted_here_and_edited_there_is_asked(
    desktop: Device, laptop: Device, server: Server, side: Any, left: dict[str, Any]
) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    laptop.edit("recipe", SALAD, minutes=5)
    laptop.sync()
    assert desktop.sync().conflicts == 1
    assert server.bodies("recipe") == {SALAD: recipe(minutes=5)}
    [summary] = open_conflicts(desktop.store)
    assert (summary.title, summary.words) == ("Chicken and lentil salad", "deleted here, edited on Laptop")
    detail = conflict(desktop.store, "recipe", SALAD)
    assert detail.kind == "deleted_here"
    assert rows(detail) == {"Cooking time": ("30 min", "deleted", "5 min", "", "server")}
    resolve(desktop.store, "recipe", SALAD, {"*": side})
    desktop.sync()
    laptop.sync()
    assert laptop.all("recipe") == left
    agree(server, desktop, laptop)


def test_a_change_that_does_not_matter_contests_no_deletion(desktop: Device, laptop: Device, server: Server) -> None:
    desktop.put("meal_plan_entry", SALAD, entry())
    desktop.put("meal_plan_entry", CHILI, entry())
    desktop.sync()
    laptop.sync()
    desktop.edit("meal_plan_entry", SALAD, position=7)
    laptop.delete("meal_plan_entry", SALAD)
    desktop.delete("meal_plan_entry", CHILI)
    laptop.edit("meal_plan_entry", CHILI, position=7)
    laptop.sync()
    assert desktop.sync().conflicts == 0
    laptop.sync()
    assert laptop.all("meal_plan_entry") == {}
    agree(server, desktop, laptop, collection="meal_plan_entry")


def test_a_record_revived_elsewhere_is_merged_field_by_field_again(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, minutes=5)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    undo.undo(laptop.store)
    laptop.edit("recipe", SALAD, name="Back")
    laptop.sync()
    assert desktop.sync().conflicts == 0
    assert desktop.get("recipe", SALAD) == recipe("Back", minutes=5)
    laptop.sync()
    agree(server, desktop, laptop)


def test_undoing_a_contested_deletion_merges_what_came_meanwhile(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    laptop.edit("recipe", SALAD, minutes=5)
    laptop.sync()
    desktop.sync()
    desktop.put("recipe", SALAD, recipe("Back here"))
    assert desktop.sync().conflicts == 0
    assert desktop.get("recipe", SALAD) == recipe("Back here", minutes=5)
    laptop.sync()
    agree(server, desktop, laptop)


def test_deleting_a_record_with_a_contested_field_asks_about_the_record(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.delete("recipe", SALAD)
    assert desktop.sync().conflicts == 1
    assert desktop.contested("recipe", SALAD)["*"] == "local_deleted"
    assert conflict(desktop.store, "recipe", SALAD).kind == "deleted_here"


def test_deleting_such_a_record_during_a_flight_is_asked_about_as_well(
    desktop: Device, laptop: Device, server: Server
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.put("recipe", CHILI, recipe("Beef chili"))

    def delete(request: Request) -> None:
        if request.path == "/v1/push":
            desktop.wire.before = lambda _: None
            desktop.delete("recipe", SALAD)

    desktop.wire.before = delete
    assert desktop.sync().conflicts == 1
    assert desktop.contested("recipe", SALAD)["*"] == "local_deleted"
    assert server.bodies("recipe")[SALAD] == recipe("Theirs")


def test_a_decision_while_the_record_is_in_flight_does_not_miss_the_answer(
    desktop: Device, laptop: Device, server: Server
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.edit("recipe", SALAD, notes="More salt")

    def decide(request: Request) -> None:
        if request.path == "/v1/push":
            desktop.wire.before = lambda _: None
            desktop.delete("recipe", SALAD)
            resolve_all(desktop.store, "recipe", SALAD, "mine")

    desktop.wire.before = decide
    desktop.sync()
    assert server.bodies("recipe")[SALAD] is None
    assert counts.waiting(desktop.store) == 0


def test_a_decision_about_a_record_that_was_deleted_meanwhile_is_about_the_record(
    desktop: Device, laptop: Device, server: Server
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.delete("recipe", SALAD)
    assert conflict(desktop.store, "recipe", SALAD).kind == "deleted_here"
    with pytest.raises(BadInput):
        keep_both(desktop.store, "recipe", SALAD)
    resolve(desktop.store, "recipe", SALAD, {"*": "theirs"})
    assert desktop.get("recipe", SALAD) == recipe("Theirs")
    agree(server, desktop, laptop)


def test_a_deletion_that_was_taken_back_meanwhile_is_looked_at_again(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    desktop.sync()
    desktop.put("recipe", SALAD, recipe("Mine"))
    with pytest.raises(ChangedAgain):
        resolve(desktop.store, "recipe", SALAD, {"*": "mine"})
    assert conflict(desktop.store, "recipe", SALAD).kind == "fields"
    resolve(desktop.store, "recipe", SALAD, {"name": "mine"})
    assert desktop.sync().sent == 1


def test_both_deleted_is_no_conflict(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    assert desktop.sync().conflicts == 0
    agree(server, desktop, laptop)


def test_a_star_taken_away_here_and_given_there_goes_by_the_later(desktop: Device, laptop: Device) -> None:
    star = derived_id("favorite", "recipe|r1")
    desktop.put("favorite", star, {"kind": "recipe", "target": "r1", "created_at": START})
    desktop.delete("favorite", star)
    laptop.put("favorite", star, {"kind": "recipe", "target": "r1", "created_at": START})
    laptop.sync()
    assert desktop.sync().conflicts == 0
    assert desktop.all("favorite") == {}
    laptop.sync()
    assert laptop.all("favorite") == {}


def test_what_was_made_and_deleted_here_before_a_sync_and_exists_elsewhere_is_asked_about(
    desktop: Device, laptop: Device
) -> None:
    id = derived_id("target", "2024-10-04")
    body = {"since": "2024-10-04", "energy": 20_000, "protein": None, "carbs": None, "fat": None}
    desktop.put("target", id, body)
    desktop.delete("target", id)
    laptop.put("target", id, body)
    laptop.sync()
    assert desktop.sync().conflicts == 1
    assert desktop.contested("target", id) == {"*": "local_deleted"}


# ------------------------------------------------------------------------------------------- in words


def test_the_dialog_of_the_picture(desktop: Device, laptop: Device) -> None:
    before = [ingredient("i1", grams=500), {**ingredient("i2", "Olive oil", order="b"), "amount": 3000, "unit": "tbsp"}]
    here = [ingredient("i1", grams=600), before[1], ingredient("i3", "Cherry tomatoes", 200, "c")]
    there = [ingredient("i1", grams=450), {**before[1], "amount": 2000}]
    disagree(
        desktop,
        laptop,
        {"minutes": 25, "ingredients": here, "notes": "Less salt next time"},
        {"name": "Chicken & lentil salad", "minutes": 25, "ingredients": there, "notes": "Add feta"},
        ingredients=before,
    )
    detail = conflict(desktop.store, "recipe", SALAD)
    old, new = "Chicken and lentil salad", "Chicken & lentil salad"
    assert detail.heading == "Two versions of “Chicken & lentil salad”"
    assert detail.sentence.endswith("4 of 6 changes were merged for you; choose the other 2.")
    assert rows(detail) == {
        "Name": (old, old, new, new, "server"),
        "Cooking time": ("30 min", "25 min", "25 min", "25 min", "same"),
        "Notes": ("—", "Less salt next time", "Add feta", "", "choose"),
        "Chicken breast": ("500 g", "600 g", "450 g", "", "choose"),
        "Olive oil": ("3 tbsp", "3 tbsp", "2 tbsp", "2 tbsp", "server"),
        "Cherry tomatoes": ("—", "200 g (added)", "—", "200 g (added)", "this device"),
    }  # fmt: skip
    assert {row.label: row.pick for row in detail.rows} == {
        "Name": "theirs", "Cooking time": "theirs", "Notes": None, "Chicken breast": None, "Olive oil": "theirs",
        "Cherry tomatoes": "mine",
    }  # fmt: skip
    assert [option.label for option in detail.options] == ["All mine", "All from server", "Keep both as two recipes"]


def test_when_and_where_are_said_as_people_do(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ?", (START - 26 * HOUR,))
    laptop.sync()
    desktop.sync()
    desktop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ?", (START - HOUR,))
    sentence = conflict(desktop.store, "recipe", SALAD).sentence
    assert sentence == ("You changed it here yesterday 23:00. Laptop changed it 2 Oct 22:00. Choose which to keep.")


def test_versions_that_differ_never_look_alike(desktop: Device, laptop: Device) -> None:
    base = {**ingredient("i1", "Milk", 100), "food": None}
    disagree(
        desktop,
        laptop,
        {"ingredients": [{**base, "mass": 103_000}]},
        {"ingredients": [{**base, "mass": 97_000}]},
        ingredients=[base],
    )
    row = rows(conflict(desktop.store, "recipe", SALAD))["Milk"]
    assert row[1:3] == ("100 g (Weight 103 g)", "100 g (Weight 97 g)")


def test_an_item_removed_here_and_changed_there(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(
        desktop,
        laptop,
        {"ingredients": []},
        {"ingredients": [ingredient("i1", grams=450)]},
        ingredients=[ingredient("i1")],
    )
    detail = conflict(desktop.store, "recipe", SALAD)
    assert rows(detail) == {"Chicken breast": ("500 g", "removed", "450 g", "", "choose")}
    resolve(desktop.store, "recipe", SALAD, {"ingredients/i1": "theirs"})
    assert desktop.get("recipe", SALAD) == recipe(ingredients=[ingredient("i1", grams=450)])
    agree(server, desktop, laptop)


def test_an_amount_contested_in_the_diary_reads_like_the_diary(desktop: Device, laptop: Device) -> None:
    desktop.put("meal_plan_entry", SALAD, entry())
    desktop.sync()
    laptop.sync()
    desktop.edit("meal_plan_entry", SALAD, amount=200_000, mass=200_000, energy=1270)
    laptop.edit("meal_plan_entry", SALAD, amount=100_000, mass=100_000, energy=635)
    laptop.sync()
    desktop.sync()
    detail = conflict(desktop.store, "meal_plan_entry", SALAD)
    assert detail.title == "Skyr · Lunch, 4 Oct"
    assert rows(detail)["Food and amount"] == (
        "Skyr, 150 g, 95 kcal", "Skyr, 200 g, 127 kcal", "Skyr, 100 g, 63.5 kcal", "", "choose",
    )  # fmt: skip


def test_what_waits_is_listed_with_its_state(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.wire.before = offline
    desktop.put("measurement", CHILI, weight(81_400))
    desktop.delete("meal_slot", "snacks")
    listed = [(row.title, row.change, row.state) for row in waiting(desktop.store)]
    assert listed[0] == ("Mine", "edited", "conflict")
    assert sorted(listed[1:]) == [("Snacks", "deleted", "waiting"), ("Weight 81.4 kg", "added", "waiting")]


# ------------------------------------------------------------------------------------------------ deciding


def test_a_choice_that_does_not_fit_together_is_refused(desktop: Device, laptop: Device, server: Server) -> None:
    body = {**PLAIN["food"], "protein": 30_000, "carbs": 30_000, "fat": 10_000}
    desktop.put("food", SALAD, body)
    desktop.sync()
    laptop.sync()
    desktop.edit("food", SALAD, protein=60_000)
    laptop.edit("food", SALAD, carbs=60_000)
    laptop.sync()
    desktop.sync()
    assert desktop.contested("food", SALAD) == {"protein": "field", "carbs": "field"}
    assert server.bodies("food")[SALAD] == {**body, "carbs": 60_000}
    with pytest.raises(BadInput, match="more than the food itself"):
        resolve(desktop.store, "food", SALAD, {"protein": "mine", "carbs": "theirs"})
    resolve(desktop.store, "food", SALAD, {"protein": Own("35"), "carbs": "theirs"})
    desktop.sync()
    assert server.bodies("food")[SALAD] == {**body, "protein": 35_000, "carbs": 60_000}


def test_mixing_both_sides_and_a_value_of_ones_own(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(
        desktop,
        laptop,
        {"name": "Mine", "minutes": 20, "ingredients": [ingredient("i1", grams=600)]},
        {"name": "Theirs", "minutes": 40, "cuisine": "French", "ingredients": [ingredient("i1", grams=450)]},
        ingredients=[ingredient("i1")],
    )
    typed = Own("550 g")
    assert preview(desktop.store, "recipe", SALAD, "ingredients/i1/@food", typed) == "550 g"
    picks: Any = {"name": "mine", "minutes": "theirs", "ingredients/i1/@food": typed, "cuisine": "mine"}
    changes = resolve(desktop.store, "recipe", SALAD, picks)
    assert changes.label == "Resolve “Mine”"
    chosen = recipe("Mine", minutes=40, ingredients=[ingredient("i1", grams=550)])
    assert desktop.get("recipe", SALAD) == chosen
    assert counts.conflicts(desktop.store) == 0
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == chosen
    agree(server, desktop, laptop)


def test_all_from_the_server_sends_nothing(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    assert counts.waiting(desktop.store) == 0
    assert history_of(desktop) == [recipe("Theirs"), recipe("Mine")], "theirs too, should this be undone"
    assert desktop.sync().sent == 0
    agree(server, desktop, laptop)


def test_what_was_refused_and_then_replaced_is_refused_no_longer(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    set_policy(desktop.store, "server_wins")
    desktop.edit("recipe", SALAD, steps="x" * 300_000)
    assert desktop.sync().refused == 1
    laptop.edit("recipe", SALAD, steps="Cook.")
    laptop.sync()
    assert desktop.sync().refused == 0
    assert (counts.refused(desktop.store), counts.waiting(desktop.store)) == (0, 0)


def test_all_mine_is_sent_although_no_row_changed(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    changes = resolve_all(desktop.store, "recipe", SALAD, "mine")
    assert changes.touches("recipe")
    assert history_of(desktop) == [recipe("Theirs")]
    assert desktop.sync().sent == 1
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Mine")
    agree(server, desktop, laptop)


def test_newest_goes_by_the_later_edit(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    desktop.store.database.execute_sql("UPDATE sync_rec SET changed_at = 0")
    resolve_all(desktop.store, "recipe", SALAD, "newest")
    assert desktop.get("recipe", SALAD) == recipe("Theirs")


def test_keeping_both_makes_two_recipes(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(
        desktop,
        laptop,
        {"name": "Mine", "ingredients": [ingredient("i1", grams=600)]},
        {"name": "Theirs", "ingredients": [ingredient("i1", grams=450)]},
        ingredients=[ingredient("i1")],
    )
    keep_both(desktop.store, "recipe", SALAD)
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop)
    assert sorted(body["name"] for body in laptop.all("recipe").values()) == ["Mine (copy)", "Theirs"]
    grams = {body["name"]: [item["mass"] for item in body["ingredients"]] for body in laptop.all("recipe").values()}
    assert grams == {"Mine (copy)": [600_000], "Theirs": [450_000]}


def test_both_of_what_a_newer_version_wrote_keep_what_this_one_does_not_know(desktop: Device, server: Server) -> None:
    body = recipe(color="red", ingredients=[{**ingredient("i1"), "shop": "corner"}])
    other = Newer(server)
    other.push({"c": "recipe", "id": SALAD, "body": body})
    desktop.sync()
    desktop.edit("recipe", SALAD, name="Mine")
    other.push({"c": "recipe", "id": SALAD, "base": 1, "body": {**body, "name": "Theirs"}})
    desktop.sync()
    keep_both(desktop.store, "recipe", SALAD)
    desktop.sync()
    there = {found["name"]: found for found in server.bodies("recipe").values() if found is not None}
    assert there == {"Theirs": {**body, "name": "Theirs"}, "Mine (copy)": {**body, "name": "Mine (copy)"}}


def test_a_decision_needs_every_contested_field_and_happens_once(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine", "notes": "a"}, {"name": "Theirs", "notes": "b"})
    with pytest.raises(BadInput, match="Choose a version for Notes first"):
        resolve(desktop.store, "recipe", SALAD, {"name": "mine"})
    with pytest.raises(BadInput, match="no field"):
        resolve(desktop.store, "recipe", SALAD, {"name": "mine", "notes": "mine", "no": "mine"})
    resolve(desktop.store, "recipe", SALAD, {"name": "mine", "notes": "theirs"})
    with pytest.raises(NotFound, match="decided meanwhile"):
        resolve(desktop.store, "recipe", SALAD, {"name": "mine", "notes": "mine"})
    with pytest.raises(NotFound):
        conflict(desktop.store, "recipe", SALAD)


def test_a_decision_is_undone_as_one_step(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine", "notes": "a"}, {"name": "Theirs", "notes": "b"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    assert undo.next_undo(desktop.store) == "Resolve “Mine”"
    undo.undo(desktop.store)
    assert desktop.get("recipe", SALAD) == recipe("Mine", notes="a")


def sync_meanwhile(desktop: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync on another connection gets the write lock just before the next step does."""
    step = desktop.store.step

    def wait(*arguments: Any, **options: Any) -> Any:
        monkeypatch.undo()
        with Store.open(desktop.store.profile, clock=desktop.clock) as other:
            synchronise(other, desktop.vault, connect=desktop.connect)
        return step(*arguments, **options)

    monkeypatch.setattr(desktop.store, "step", wait)


@pytest.mark.parametrize("side", ["mine", "theirs", "newest"])
def test_a_decision_sees_what_a_sync_brought_while_it_waited(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch, side: Any
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    laptop.edit("recipe", SALAD, name="Newer", minutes=5)
    laptop.sync()
    sync_meanwhile(desktop, monkeypatch)
    resolve_all(desktop.store, "recipe", SALAD, side)
    chosen = desktop.get("recipe", SALAD)
    assert chosen in (recipe("Mine", minutes=5), recipe("Newer", minutes=5))
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == chosen
    agree(server, desktop, laptop)


def test_a_decision_about_a_version_that_was_replaced_while_it_waited_is_not_carried_out(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    seen = conflict(desktop.store, "recipe", SALAD).version
    laptop.edit("recipe", SALAD, name="Newer")
    laptop.sync()
    sync_meanwhile(desktop, monkeypatch)
    with pytest.raises(ChangedAgain):
        resolve(desktop.store, "recipe", SALAD, {"name": "theirs"}, seen=seen)
    assert desktop.contested("recipe", SALAD) == {"name": "field"}


def test_a_copy_is_kept_beside_the_version_that_came_while_it_waited(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    laptop.edit("recipe", SALAD, name="Newer", minutes=5)
    laptop.sync()
    sync_meanwhile(desktop, monkeypatch)
    keep_both(desktop.store, "recipe", SALAD)
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop)
    assert desktop.get("recipe", SALAD) == recipe("Newer", minutes=5)


def test_a_conflict_is_found_by_the_beginning_of_its_id(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    assert find_conflict(desktop.store, SALAD[:6]).id == SALAD
    with pytest.raises(NotFound):
        find_conflict(desktop.store, "zzz")


def test_two_devices_that_decide_differently_agree_in_the_end(desktop: Device, laptop: Device, server: Server) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "mine")
    laptop.edit("recipe", SALAD, name="Third")
    laptop.sync()
    assert desktop.sync().conflicts == 1
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Third")
    agree(server, desktop, laptop)


def test_a_decision_that_was_undone_loses_neither_version(desktop: Device, laptop: Device) -> None:
    """The server's version was chosen, sent on, and the choice taken back: theirs is an earlier version then."""
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    desktop.sync()
    undo.undo(desktop.store)
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD)["name"] == "Mine"
    assert [row.why for row in kept.versions(desktop.store)] == ["the server's version, before you decided"]
