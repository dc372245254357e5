"""A workout that came twice is asked about, kept, put together or left, and never dropped silently."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.formats.rides import ride
from tests.formats.tracks import gpx, tcx
from tracker.operations import doubles
from tracker.operations.activities import samples
from tracker.operations.importing import import_files
from tracker.store import undo
from tracker.store.database import Store


@pytest.fixture
def twice(store: Store, tmp_path: Path) -> Store:
    """A ride of 10 minutes as FIT without position, and as GPX with it and no laps, an hour late."""
    later = gpx(range(600)).replace("2026-11-19T07:", "2026-11-19T08:")
    (tmp_path / "b.gpx").write_text(later)
    import_files(store, [ride(tmp_path / "a.fit", seconds=600), tmp_path / "b.gpx"])
    return store


def statuses(store: Store) -> list[tuple[str, str]]:
    return store.rows("SELECT substr(file_name, 3), status FROM workout ORDER BY file_name")


def test_both_are_kept_until_somebody_says_which(twice: Store) -> None:
    (found,) = doubles.find(twice)
    assert {found.richer.file_name, found.other.file_name} == {"a.fit", "b.gpx"}
    assert abs(found.shift) == 1
    assert statuses(twice) == [("fit", "completed"), ("gpx", "completed")]
    assert doubles.find(twice, new=["someone else"]) == ()


def test_the_richer_one_stays_and_undo_brings_the_other_back(twice: Store) -> None:
    (found,) = doubles.find(twice)
    doubles.resolve(twice, [found], "richer")
    kept = found.richer.file_name[2:]
    assert dict(statuses(twice)) == {kept: "completed", ({"fit", "gpx"} - {kept}).pop(): "deleted"}
    assert doubles.find(twice) == ()
    undo.undo(twice)
    assert len(doubles.find(twice)) == 1


def test_put_together_it_has_what_only_the_other_knew(twice: Store) -> None:
    (found,) = doubles.find(twice)
    changes = doubles.resolve(twice, [found], "merge")
    assert changes.label == "Put together a workout that was there twice"
    (one,) = (it for it in (found.richer, found.other) if twice.rows(
        "SELECT 1 FROM workout WHERE id = ? AND status = 'completed'", (it.id,)))  # fmt: skip
    from tracker.store.queries.workouts import workout

    merged = workout(twice, one.id)
    assert merged is not None
    recorded = samples(twice, merged)
    assert {"latitude", "speed", "power", "heart_rate", "temperature"} <= set(recorded.channels)
    assert np.isfinite(recorded.channels["latitude"]).mean() > 0.99
    assert np.isfinite(recorded.channels["speed"]).mean() > 0.99
    assert merged.energy == 4000
    undo.undo(twice)
    again = workout(twice, one.id)
    assert again is not None
    assert "latitude" not in samples(twice, again).channels or "speed" not in samples(twice, again).channels


def test_two_that_are_two_are_not_asked_about_again(twice: Store) -> None:
    doubles.resolve(twice, doubles.find(twice), "both")
    assert doubles.find(twice) == ()
    assert statuses(twice) == [("fit", "completed"), ("gpx", "completed")]


def test_a_deleted_one_is_no_double(twice: Store) -> None:
    (found,) = doubles.find(twice)
    twice.database.execute_sql("UPDATE workout SET status = 'deleted' WHERE id = ?", (found.other.id,))
    assert doubles.find(twice) == ()
    doubles.resolve(twice, [found], "richer")
    assert dict(statuses(twice))[found.richer.file_name[2:]] == "completed"


def test_another_day_is_another_workout(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.tcx").write_text(tcx(range(300)))
    (tmp_path / "b.tcx").write_text(tcx(range(300)).replace("2026-11-19", "2026-11-18"))
    import_files(store, [tmp_path / "a.tcx", tmp_path / "b.tcx"])
    assert doubles.find(store) == ()
