"""What takes room, and giving it back."""

from __future__ import annotations

from tracker.operations import entries, recipes
from tracker.operations.entries import Wanted
from tracker.operations.recipes import Draft, Line
from tracker.store import blobs, doctor
from tracker.store.database import Store
from tracker.store.room import parts
from tracker.store.search import search


def sizes(store: Store) -> dict[str, tuple[int | None, int]]:
    return {part.name: (part.records, part.size) for part in parts(store)}


def test_parts_name_what_is_there_and_leave_out_what_is_not(store: Store):
    recipes.save(store, Draft("Soup", 1000, (Line("water"), Line("salt")), steps="Boil." * 100))
    entries.add(store, "2026-11-17", "lunch", [Wanted("food", "tracker:banana")] * 3)
    found = sizes(store)
    assert found["Recipes"][0] == 1
    assert found["Recipes"][1] > 500, "ingredients and prose count"
    assert found["Meal entries"][0] == 3
    assert "Workouts" not in found


def test_the_parts_add_up_to_the_files(store: Store):
    entries.add(store, "2026-11-17", "lunch", [Wanted("food", "tracker:banana")] * 50)
    blobs.write(store.profile / "blobs", b"samples" * 1000)
    found = sizes(store)
    assert found["Recorded samples (files)"] == (1, 7000)
    pages = store.rows("PRAGMA main.page_count")[0][0] * store.rows("PRAGMA main.page_size")[0][0]
    assert sum(size for _, size in found.values()) == pages + 7000


def test_what_other_devices_recorded_stands_by_itself(store: Store):
    blobs.write(store.profile / "blobs", b"mine" * 1000)
    blobs.write(store.profile / "blobs" / blobs.FETCHED, b"theirs" * 1000)
    found = sizes(store)
    assert found["Recorded samples (files)"] == (1, 4000)
    assert found["Samples from other devices (files)"] == (1, 6000)


def test_the_largest_part_stands_first(store: Store):
    recipes.save(store, Draft("Soup", 1000, steps="Boil." * 1000))
    entries.add(store, "2026-11-17", "lunch", [Wanted("food", "tracker:banana")])
    named = [part for part in parts(store) if part.records is not None]
    assert [part.size for part in named] == sorted((part.size for part in named), reverse=True)
    assert named[0].name == "Recipes"


def test_tidying_up_gives_room_back_and_loses_nothing(store: Store):
    for number in range(40):
        recipes.save(store, Draft(f"Soup {number}", 1000, steps="Boil the water for a while. " * 400))
    kept, *gone = [row[0] for row in store.rows("SELECT id FROM recipe")]
    recipes.delete(store, gone)
    store.database.execute_sql("DELETE FROM undo_step")
    store.database.execute_sql("PRAGMA main.wal_checkpoint(TRUNCATE)")
    title = store.rows("SELECT name FROM recipe WHERE id = ?", (kept,))[0][0]
    assert doctor.tidy(store) > 100_000
    assert "Free, until tidied up" not in sizes(store)
    assert [hit.id for hit in search(store, title, kind="recipe")] == [kept]
    assert doctor.examine(store).healthy
    assert doctor.tidy(store) == 0


def test_a_window_that_reads_meanwhile_does_not_stand_in_the_way(store: Store):
    with Store.open(store.profile, readonly=True) as window:
        assert window.rows("SELECT COUNT(*) FROM recipe") == [(0,)]
        doctor.tidy(store)
        recipes.save(store, Draft("Soup", 1000))
        assert window.rows("SELECT COUNT(*) FROM recipe") == [(1,)]
