"""Readings: kept as typed, in one undo step each, found again by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui import desk_content
from tests.ui.desk_content import NOW, TODAY, at
from tracker.errors import BadInput, NotFound
from tracker.operations import measurements
from tracker.operations.measurements import Reading
from tracker.store import undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import measurements as query
from tracker.store.rows import Measurement


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


def added(store: Store, *reading: str, **more: object) -> Measurement:
    found = query.measurement(store, measurements.add(store, Reading(*reading, **more)).ids[0])
    assert found is not None
    return found


def test_a_reading_is_now_unless_it_says_when(store: Store) -> None:
    made = added(store, "weight", "81.4")
    assert (made.at, made.day, made.zone) == (NOW, "2026-11-21", "Europe/Berlin")
    earlier = added(store, "weight", "81.9", at=at(TODAY.replace(day=20), 23, 50))
    assert earlier.day == "2026-11-20"


@pytest.mark.parametrize(
    ("kind", "typed", "unit", "kept", "label"),
    [
        ("weight", "180", "lb", ("180", "lb", 81_647), "Add weight 180 lb"),
        ("weight", "12 st 3 lb", "kg", ("12 st 3 lb", "", 77_565), "Add weight 12 st 3 lb"),
        ("blood_pressure", "122 / 78", "", ("122/78", "mmHg", 122), "Add blood pressure 122/78 mmHg"),
        ("sleep", "440", "min", ("440", "min", 440), "Add sleep 440 min"),
    ],
)
def test_a_reading_keeps_its_unit(
    store: Store, kind: str, typed: str, unit: str, kept: tuple[str, str, int], label: str
) -> None:
    changes = measurements.add(store, Reading(kind, typed, unit))
    made = query.measurement(store, changes.ids[0])
    assert made is not None
    assert (made.typed, made.unit, made.value) == kept
    assert changes.label == label


@pytest.mark.parametrize(
    "reading", [Reading("mood", "7"), Reading("weight", "heavy"), Reading("blood_pressure", "122")]
)
def test_what_is_no_reading_is_refused_and_nothing_written(store: Store, reading: Reading) -> None:
    with pytest.raises(BadInput):
        measurements.check(store, reading)
    with pytest.raises(BadInput):
        measurements.add(store, reading)
    assert query.ids(store) == ()


def test_a_correction_keeps_the_time_unless_another_is_given(store: Store) -> None:
    made = added(store, "weight", "81.4")
    measurements.edit(store, made.id, Reading("weight", "81,9", "kg", note=" after travel "))
    found = query.measurement(store, made.id)
    assert found is not None
    assert (found.typed, found.value, found.at, found.day, found.note) == (
        "81,9", 81_900, made.at, made.day, "after travel"
    )  # fmt: skip
    measurements.edit(store, made.id, Reading("weight", "81,9", "kg", at(TODAY.replace(day=19), 7)))
    moved = query.measurement(store, made.id)
    assert moved is not None
    assert moved.day == "2026-11-19"


def test_deleted_readings_come_back_by_undo(store: Store) -> None:
    first, second = added(store, "weight", "81.4"), added(store, "sleep", "440", "min")
    assert measurements.delete(store, [first.id]).label == "Delete weight 81.4 kg"
    undo.undo(store)
    assert measurements.delete(store, [first.id, second.id, "nothing"]).label == "Delete 2 readings"
    assert query.ids(store) == ()
    undo.undo(store)
    assert set(query.ids(store)) == {first.id, second.id}


def test_what_is_gone_is_not_touched(store: Store) -> None:
    with pytest.raises(NotFound, match="not there any more"):
        measurements.edit(store, "nothing", Reading("weight", "81"))
    with pytest.raises(NotFound, match="not there any more"):
        measurements.delete(store, ["nothing"])


def test_readings_are_found_by_kind_value_and_note(store: Store) -> None:
    old = added(store, "weight", "81.9", at=at(TODAY.replace(day=2)), note="Nach der Öffnung")
    new = added(store, "weight", "81.4")
    pressure = added(store, "blood_pressure", "122/78")
    assert set(query.ids(store)[:2]) == {new.id, pressure.id}
    assert query.ids(store)[-1] == old.id
    assert query.ids(store, "WEIGHT") == (new.id, old.id)
    assert query.ids(store, "122/78") == query.ids(store, "pressure") == (pressure.id,)
    assert query.ids(store, "öffnung") == query.ids(store, "81.9 kg") == (old.id,)
    assert query.ids(store, "%") == ()
    assert query.values(store, "weight") == (("2026-11-02", 81_900, None), ("2026-11-21", 81_400, None))
    assert query.kinds(store) == ("weight", "blood_pressure")
    assert {one.id for one in query.measurements(store, [old.id, "nothing"])} == {old.id}
