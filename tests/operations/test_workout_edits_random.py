"""Edits of recordings in any order: a refusal changes nothing, undo and redo are exact, every original comes back."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from tests.formats.rides import START, ride
from tests.operations.test_workout_edits import WORKOUT, at
from tracker.errors import KnownError
from tracker.operations.activities import import_files, samples
from tracker.operations.originals import put_back
from tracker.operations.workout_edits import Mend, crop, split, take_out
from tracker.operations.workout_merge import merge
from tracker.store import records, undo
from tracker.store.database import Store
from tracker.store.records import Body

EDITS = ("crop", "split", "merge", "mend", "back")
MENDS = (Mend("power", above=200), Mend("heart_rate", within=(0, 40_000), everything=True), Mend("power"))


def everything(store: Store) -> dict[str, Body]:
    return records.read_bodies(store, WORKOUT, [row[0] for row in store.rows("SELECT id FROM workout")])


def shown(store: Store) -> list[str]:
    return [row[0] for row in store.rows("SELECT id FROM workout WHERE status = 'completed' ORDER BY start_at, id")]


def edit(store: Store, dice: random.Random) -> None:
    """Some edit of some workout, which may make no sense."""
    kind, record = dice.choice(EDITS), dice.choice(shown(store))
    length = at(store, record).elapsed or 0
    moments = sorted(dice.randrange(-5, length + 5000) for _ in range(2))
    if kind == "crop":
        crop(store, record, *moments)
    elif kind == "split":
        split(store, record, moments[0])
    elif kind == "merge":
        merge(store, record, dice.choice(shown(store)))
    elif kind == "mend":
        take_out(store, record, dice.choice(MENDS))
    else:
        put_back(store, record)


@pytest.mark.parametrize("seed", [3, 11, 29, 47, 101, 150])
def test_edits_in_any_order_can_all_be_taken_back(store: Store, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    import_files(
        store, [ride(tmp_path / "a.fit", seconds=120), ride(tmp_path / "b.fit", start=START + 300, seconds=90)]
    )
    first = everything(store)
    for _ in range(8):
        before = everything(store)
        try:
            edit(store, dice)
        except KnownError:
            assert everything(store) == before
            continue
        after = everything(store)
        undo.undo(store)
        assert everything(store) == before
        undo.redo(store)
        assert everything(store) == after
        for record in shown(store):
            hold(store, record)
    while edited := [record for record in shown(store) if at(store, record).is_edited]:
        put_back(store, dice.choice(edited))
    assert {record: everything(store)[record] for record in shown(store)} == first


def hold(store: Store, record: str) -> None:
    """What is true of every workout: its samples are in order, and its laps inside them."""
    one = at(store, record)
    telemetry = samples(store, one)
    assert one.elapsed is not None
    assert len(telemetry)
    assert (np.diff(telemetry.time) >= 0).all()
    for lap in one.laps:
        start, length = lap["start_ms"], lap["elapsed_ms"] or 0
        assert start is not None
        assert 0 <= start <= start + length <= max(one.elapsed, int(telemetry.time[-1]) + 1000)
