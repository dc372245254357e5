"""Deciding many conflicts at once, and what a day comes to with the result of one."""

from __future__ import annotations

import pytest

from tests.sync.test_conflicts import HOUR, names
from tests.sync.test_cycle import CHILI, SALAD, agree
from tests.sync.world import START, Device, Server, entry, recipe
from tracker.store import undo
from tracker.store.ids import new_id
from tracker.sync import counts
from tracker.sync.conflicts import conflict, open_conflicts
from tracker.sync.day_total import day_total
from tracker.sync.decide_all import Kind, Side, decide_all, kinds, newest_here
from tracker.sync.resolve import Own, resolve_all

__all__ = ["names"]
ENTRY = new_id(START)


def disagree(desktop: Device, laptop: Device) -> None:
    """Two recipes and an entry wait for a decision on the desktop; the salad is newer here, the rest there."""
    for id, title in ((SALAD, "Salad"), (CHILI, "Chili")):
        desktop.put("recipe", id, recipe(title))
    desktop.put("meal_plan_entry", ENTRY, entry())
    desktop.sync()
    laptop.sync()
    for device, word in ((desktop, "Mine"), (laptop, "Theirs")):
        device.edit("recipe", SALAD, name=f"{word} salad")
        device.edit("recipe", CHILI, name=f"{word} chili")
    desktop.edit("meal_plan_entry", ENTRY, amount=100_000, mass=100_000, energy=630)
    laptop.edit("meal_plan_entry", ENTRY, amount=200_000, mass=200_000, energy=1270)
    for device, at in ((desktop, START), (laptop, START + 1)):
        device.store.connection.execute("UPDATE sync_rec SET changed_at = ?", (at,))
    desktop.store.connection.execute("UPDATE sync_rec SET changed_at = ? WHERE id = ?", (START + HOUR, SALAD))
    desktop.server.now = START + 2 * HOUR
    for device in (laptop, desktop):
        device.clock.instant = START + 2 * HOUR
        device.sync()


def waiting(device: Device, c: str = "") -> list[tuple[str, str]]:
    return [(one.c, one.id) for one in open_conflicts(device.store) if c in ("", one.c)]


def recipes(device: Device) -> set[str]:
    return {body["name"] for body in device.all("recipe").values()}


@pytest.mark.parametrize(
    ("side", "expected", "energy"),
    [
        ("mine", {"Mine salad", "Mine chili"}, 630),
        ("theirs", {"Theirs salad", "Theirs chili"}, 1270),
        ("newest", {"Mine salad", "Theirs chili"}, 1270),
    ],
)
def test_all_that_waits_is_decided_for_one_side(
    desktop: Device, laptop: Device, server: Server, side: Side, expected: set[str], energy: int
) -> None:
    disagree(desktop, laptop)
    done = decide_all(desktop.store, side, waiting(desktop))
    assert (done.decided, done.left) == (3, 0)
    assert {SALAD, CHILI, ENTRY} <= set(done.changes.ids)
    assert counts.conflicts(desktop.store) == 0
    assert recipes(desktop) == expected
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop)
    found = laptop.get("meal_plan_entry", ENTRY)
    assert found is not None
    assert found["energy"] == energy


def test_all_of_a_kind_leaves_the_others_waiting(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    assert kinds(open_conflicts(desktop.store)) == (
        Kind("meal_plan_entry", "Meal entry", 1),
        Kind("recipe", "Recipes", 2),
    )
    done = decide_all(desktop.store, "theirs", waiting(desktop, "recipe"))
    assert done.decided == 2
    assert waiting(desktop) == [("meal_plan_entry", ENTRY)]


def test_it_is_one_step_that_undo_takes_back(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    decide_all(desktop.store, "theirs", waiting(desktop))
    assert undo.next_undo(desktop.store) == "Resolve 3 conflicts"
    undo.undo(desktop.store)
    assert recipes(desktop) == {"Mine salad", "Mine chili"}


def test_keeping_ones_own_changes_no_row_and_leaves_undo_alone(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    before = undo.next_undo(desktop.store)
    assert decide_all(desktop.store, "mine", waiting(desktop)).changes.label == ""
    assert undo.next_undo(desktop.store) == before


def test_one_that_was_decided_meanwhile_stops_no_other(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    seen = waiting(desktop)
    resolve_all(desktop.store, "recipe", CHILI, "mine")
    done = decide_all(desktop.store, "theirs", seen)
    assert (done.decided, done.left) == (2, 1)
    assert recipes(desktop) == {"Theirs salad", "Mine chili"}


def test_the_newest_is_told_before_it_is_chosen(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    assert newest_here(desktop.store, waiting(desktop)) == 1
    assert conflict(desktop.store, "recipe", SALAD).newest == "mine"
    assert conflict(desktop.store, "recipe", CHILI).newest == "theirs"


# ------------------------------------------------------------------------------------------------ the day


def test_the_day_is_counted_with_what_is_picked(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop)
    desktop.put("meal_plan_entry", new_id(START + 5), entry("Apple", energy=500))
    picked = [day_total(desktop.store, "meal_plan_entry", ENTRY, {"@food": side}) for side in ("mine", "theirs")]
    assert [one and (one.day, one.now.energy, one.after.energy) for one in picked] == [
        ("2024-10-04", 1130, 1130),
        ("2024-10-04", 1130, 1770),
    ]
    own = day_total(desktop.store, "meal_plan_entry", ENTRY, {"@food": Own("300 g")})
    assert own is not None
    assert own.after.energy == 500 + 630 * 3
    assert day_total(desktop.store, "recipe", SALAD, {}) is None


def test_the_day_is_counted_without_an_entry_that_is_deleted(desktop: Device, laptop: Device) -> None:
    desktop.put("meal_plan_entry", ENTRY, entry())
    desktop.sync()
    laptop.sync()
    desktop.edit("meal_plan_entry", ENTRY, amount=100_000, mass=100_000, energy=630)
    laptop.delete("meal_plan_entry", ENTRY)
    laptop.sync()
    desktop.sync()
    gone = day_total(desktop.store, "meal_plan_entry", ENTRY, {"*": "theirs"})
    kept = day_total(desktop.store, "meal_plan_entry", ENTRY, {"*": "mine"})
    assert gone is not None
    assert kept is not None
    assert (gone.now.energy, gone.after.energy, kept.after.energy) == (630, None, 630)
