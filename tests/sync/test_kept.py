"""What sync took away comes back: versions that lost, and records that another device deleted."""

from __future__ import annotations

import pytest

from tests.sync.test_conflicts import disagree, names
from tests.sync.test_cycle import SALAD, agree, both_have
from tests.sync.test_mass_delete import fill
from tests.sync.world import Device, Server, ingredient, recipe
from tracker.errors import BadInput, NotFound
from tracker.store import undo
from tracker.sync import conflicts, events
from tracker.sync.contents import Difference
from tracker.sync.decide_all import decide_all
from tracker.sync.kept import deleted, kept, keys, restore, same_deletion, versions
from tracker.sync.policy import set_policy
from tracker.sync.questions import answer
from tracker.sync.resolve import resolve_all

__all__ = ["names"]


def listed(device: Device) -> list[tuple[str, str]]:
    return [(row.title, row.why) for row in versions(device.store)]


def test_the_version_that_was_not_chosen_is_restored_everywhere(
    desktop: Device, laptop: Device, server: Server
) -> None:
    disagree(desktop, laptop, {"name": "Mine", "notes": "Less salt"}, {"name": "Theirs", "notes": "Add feta"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    assert listed(desktop) == [("Mine", "your version, before you decided")]
    (row,) = versions(desktop.store)
    detail = kept(desktop.store, row.kind, row.key)
    assert detail.here
    assert detail.rows == (Difference("Name", "Theirs", "Mine"), Difference("Notes", "Add feta", "Less salt"))
    changes = restore(desktop.store, "version", [row.key]).changes
    assert (changes.ids, changes.label) == ((SALAD,), "Restore “Mine”")
    assert desktop.get("recipe", SALAD) == recipe("Mine", notes="Less salt")
    assert listed(desktop) == [("Theirs", "the version before another one was restored")]
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop)
    assert laptop.get("recipe", SALAD) == recipe("Mine", notes="Less salt")


def test_restoring_is_one_step_that_undo_takes_back(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    (row,) = versions(desktop.store)
    restore(desktop.store, "version", [row.key])
    undo.undo(desktop.store)
    assert desktop.get("recipe", SALAD) == recipe("Theirs")
    assert ("Mine", "your version, before you decided") in listed(desktop)


@pytest.mark.parametrize(
    ("rule", "title", "why"),
    [
        ("server_wins", "Mine", "your version, before a rule decided"),
        ("client_wins", "Theirs", "the server's version, before a rule decided"),
    ],
)
def test_what_a_rule_decided_against_can_be_restored_too(
    desktop: Device, laptop: Device, rule: str, title: str, why: str
) -> None:
    both_have(desktop, laptop)
    set_policy(desktop.store, rule)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    desktop.sync()
    assert listed(desktop) == [(title, why)]
    restore(desktop.store, "version", [versions(desktop.store)[0].key])
    assert desktop.get("recipe", SALAD) == recipe(title)


def test_fields_that_a_rule_decided_are_counted_until_they_were_looked_at(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    set_policy(desktop.store, "server_wins")
    desktop.edit("recipe", SALAD, name="Mine", minutes=5, cuisine="Greek")
    laptop.edit("recipe", SALAD, name="Theirs", minutes=9)
    laptop.sync()
    desktop.sync()
    assert events.to_review(desktop.store) == 2
    events.reviewed(desktop.store)
    assert events.to_review(desktop.store) == 0
    desktop.sync()
    assert events.to_review(desktop.store) == 0


def test_what_another_device_deleted_comes_back_on_both(desktop: Device, laptop: Device, server: Server) -> None:
    body = recipe(ingredients=[ingredient("i1")])
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    (row,) = deleted(desktop.store)
    assert (row.title, row.label, row.why) == ("Chicken and lentil salad", "Recipe", "on Laptop")
    detail = kept(desktop.store, row.kind, row.key)
    assert not detail.here
    assert Difference("Chicken breast", "—", "500 g") in detail.rows
    restore(desktop.store, "deleted", [row.key])
    assert desktop.get("recipe", SALAD) == body
    assert deleted(desktop.store) == []
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == body
    agree(server, desktop, laptop)


def test_undoing_a_restored_deletion_puts_it_back_into_the_trash(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    restore(desktop.store, "deleted", [f"recipe:{SALAD}"])
    undo.undo(desktop.store)
    assert desktop.get("recipe", SALAD) is None
    assert [row.id for row in deleted(desktop.store)] == [SALAD]


def test_a_version_of_a_record_that_is_gone_brings_it_back(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    desktop.delete("recipe", SALAD)
    row = next(row for row in versions(desktop.store) if row.why.startswith("your version"))
    assert not kept(desktop.store, row.kind, row.key).here
    restore(desktop.store, "version", [row.key])
    assert desktop.get("recipe", SALAD) == recipe("Mine")


def test_what_this_version_cannot_read_comes_back_with_a_deleted_record(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.store.connection.execute("UPDATE sync_rec SET extras = '{\"mood\": \"good\"}' WHERE c = 'recipe'")
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.sync()
    laptop.sync()
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    restore(desktop.store, "deleted", [f"recipe:{SALAD}"])
    desktop.sync()
    found = server.bodies("recipe")[SALAD]
    assert found is not None
    assert found["mood"] == "good"


def test_after_90_days_nothing_is_kept(desktop: Device, laptop: Device) -> None:
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "theirs")
    (row,) = versions(desktop.store)
    desktop.clock.instant += 90 * events.DAY
    assert versions(desktop.store) == [row]
    desktop.clock.instant += 1
    assert versions(desktop.store) == []
    with pytest.raises(NotFound):
        restore(desktop.store, "version", [row.key])
    with desktop.store.database.atomic():
        events.prune(desktop.store)
    assert desktop.store.rows("SELECT * FROM sync_history") == []


def test_what_has_taken_its_place_is_told(desktop: Device, laptop: Device) -> None:
    """A star on the same food under another id: there may be only one."""
    star = {"kind": "food", "target": "tracker:egg", "created_at": 1}
    desktop.put("favorite", "star-1", star)
    desktop.sync()
    laptop.sync()
    laptop.delete("favorite", "star-1")
    laptop.sync()
    desktop.sync()
    desktop.put("favorite", "star-2", star)
    with pytest.raises(BadInput, match="cannot come back"):
        restore(desktop.store, "deleted", ["favorite:star-1"])
    assert list(desktop.all("favorite")) == ["star-2"]


def test_of_three_hundred_records_that_were_deleted_at_once_every_one_is_kept(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 300)
    laptop.delete("measurement", *ids)
    laptop.sync()
    desktop.sync()
    answer(desktop.store, "mass_delete", "apply")
    assert {row.id for row in deleted(desktop.store)} == set(ids)


def test_a_whole_deletion_comes_back_in_one_step_and_goes_again_in_one(
    desktop: Device, laptop: Device, server: Server
) -> None:
    ids = fill(desktop, laptop, 60)
    laptop.delete("measurement", ids[0])
    laptop.sync()
    desktop.sync()
    desktop.clock.instant += 1000
    laptop.delete("measurement", *ids[1:50])
    laptop.sync()
    desktop.sync()
    answer(desktop.store, "mass_delete", "apply")
    together = same_deletion(desktop.store, f"measurement:{ids[7]}")
    assert sorted(together) == [f"measurement:{id}" for id in ids[1:50]], "what was deleted before is no part of it"
    done = restore(desktop.store, "deleted", together)
    assert (done.changes.label, len(done.done), done.left) == ("Restore 49 records", 49, ())
    assert [row.id for row in deleted(desktop.store)] == [ids[0]]
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop, collection="measurement")
    assert len(laptop.all("measurement")) == 59
    undo.undo(desktop.store)
    assert len(desktop.all("measurement")) == 10
    assert len(deleted(desktop.store)) == 50


def test_what_is_deleted_in_many_pages_of_one_sync_is_one_deletion(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(desktop, laptop, 100)
    laptop.delete("measurement", *ids[:15])
    laptop.sync()
    monkeypatch.setattr("tracker.sync.pages.PAGE", 4)
    ticking = desktop.clock.now
    passed = 0

    def later() -> int:
        nonlocal passed
        passed += 1
        return ticking() + passed

    monkeypatch.setattr(desktop.clock, "now", later)
    desktop.sync()
    assert len(same_deletion(desktop.store, f"measurement:{ids[3]}")) == 15


def test_of_many_only_what_has_its_place_taken_stays_away(desktop: Device, laptop: Device) -> None:
    star = {"kind": "food", "target": "tracker:egg", "created_at": 1}
    desktop.put("favorite", "star-1", star)
    desktop.put("favorite", "star-2", star | {"target": "tracker:apple"})
    both_have(desktop, laptop)
    laptop.delete("favorite", "star-1", "star-2")
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    desktop.put("favorite", "star-3", star)
    done = restore(desktop.store, "deleted", keys(desktop.store, "deleted"))
    assert {row.id for row in done.done} == {"star-2", SALAD}
    assert [row.id for row in done.left] == ["star-1"]
    assert set(desktop.all("favorite")) == {"star-2", "star-3"}
    assert done.changes.label == "Restore 2 records"


def test_of_hundreds_of_versions_that_lost_every_one_is_listed_and_comes_back(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 260)
    for id in ids:
        desktop.edit("measurement", id, note="mine")
        laptop.edit("measurement", id, note="theirs")
    laptop.sync()
    desktop.sync()
    decide_all(desktop.store, "theirs", [(one.c, one.id) for one in conflicts.open_conflicts(desktop.store)])
    desktop.sync()
    lost = [row.key for row in versions(desktop.store) if row.why == "your version, before you decided"]
    assert len(lost) == 260
    restore(desktop.store, "version", lost)
    assert {body["note"] for body in desktop.all("measurement").values()} == {"mine"}
    assert not {row.key for row in versions(desktop.store)} & set(lost), "they are what is here now"
    desktop.sync()
    assert not {row.key for row in versions(desktop.store)} & set(lost)
    undo.undo(desktop.store)
    assert {body["note"] for body in desktop.all("measurement").values()} == {"theirs"}


def test_of_several_versions_of_a_record_the_latest_comes_back(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    for number in (1, 2):
        desktop.edit("recipe", SALAD, name=f"Mine {number}")
        laptop.edit("recipe", SALAD, name=f"Theirs {number}")
        laptop.sync()
        desktop.sync()
        resolve_all(desktop.store, "recipe", SALAD, "theirs")
        desktop.sync()
    mine = [row.key for row in versions(desktop.store) if row.title.startswith("Mine")]
    assert len(mine) == 2
    done = restore(desktop.store, "version", mine)
    assert [row.title for row in done.done] == ["Mine 2"]
    assert desktop.get("recipe", SALAD) == recipe("Mine 2")
