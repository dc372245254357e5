"""Curves and records are made again where an import, an undo or another device left them out."""

from __future__ import annotations

from pathlib import Path

from tests.formats.rides import START, ride
from tracker.operations import derived
from tracker.operations.importing import import_files
from tracker.store import blobs, curves, personal_records, undo
from tracker.store.database import Store
from tracker.store.stale import stale


def bests(store: Store) -> list[tuple[str, int]]:
    found = personal_records.history(store, "cycling", "power", "60")
    return [(one.day, one.value) for one in found]


def test_an_import_makes_curves_and_records(store: Store, tmp_path: Path) -> None:
    import_files(store, [ride(tmp_path / "a.fit")])
    assert bests(store) == [("2026-11-19", 2500)]
    assert not stale(store)
    assert curves.lacking(store) == ()
    assert derived.refresh(store) == derived.Derived(0, False, False)


def test_what_an_undo_takes_away_and_brings_back_follows(store: Store, tmp_path: Path) -> None:
    import_files(store, [ride(tmp_path / "a.fit")])
    undo.undo(store)
    assert derived.refresh(store) == derived.Derived(0, True, False)
    assert bests(store) == []
    undo.redo(store)
    assert derived.refresh(store) == derived.Derived(1, True, False)
    assert bests(store) == [("2026-11-19", 2500)]


def test_a_few_are_made_at_once_and_the_records_after_the_last(store: Store, tmp_path: Path) -> None:
    files = [ride(tmp_path / f"{day}.fit", start=START - day * 86_400, seconds=120) for day in range(12)]
    import_files(store, files)
    store.database.execute_sql("DELETE FROM workout_curve")
    assert derived.refresh(store) == derived.Derived(10, False, True)
    assert derived.refresh(store) == derived.Derived(2, True, False)


def test_samples_that_are_elsewhere_wait_and_damaged_ones_are_not_read_again(store: Store, tmp_path: Path) -> None:
    import_files(store, [ride(tmp_path / "a.fit"), ride(tmp_path / "b.fit", start=START - 86_400, seconds=60)])
    store.database.execute_sql("DELETE FROM workout_curve")
    files = sorted(blobs.files(store.profile / "blobs"), key=lambda path: path.stat().st_size)
    files[0].write_bytes(b"damaged")
    for path in files[1:]:
        path.unlink()
    assert derived.refresh(store).curves == 1
    assert len(curves.lacking(store)) == 1
    assert derived.refresh(store).curves == 0
