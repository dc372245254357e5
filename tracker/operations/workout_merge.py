"""Merging two workouts into one: what was recorded in two parts, or written down in two."""

from __future__ import annotations

from typing import Any

from tracker.domain import order
from tracker.domain.activity import Lap, Telemetry
from tracker.domain.training.doubles import same_sport
from tracker.errors import BadInput
from tracker.operations.activities import Kept, keep, laps_of, samples, summary_of, totals
from tracker.operations.imported import Report, unheard
from tracker.operations.originals import PLANNED, PLANS, WORKOUT, kept
from tracker.operations.workout_edits import MEASURING, READING, WRITING, existing, lap_values, unchanged, write
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.ids import new_item_id
from tracker.store.queries.workouts import workouts
from tracker.store.rows import Workout

NEAR_MS = 24 * 3_600_000
"""Workouts that begin within a day of each other may be parts of one."""


def partners(store: Store, record: str) -> tuple[Workout, ...]:
    """The workouts that one may be merged with: of its sport, begun within a day of it, the nearest first."""
    one = existing(store, record)
    rows = store.rows(
        "SELECT id FROM workout WHERE start_at BETWEEN ? AND ? AND id <> ? AND status IN ('completed', 'archived')",
        (one.start_at - NEAR_MS, one.start_at + NEAR_MS, record),
    )
    found = [other for other in workouts(store, [row[0] for row in rows]) if same_sport(one.sport, other.sport)]
    return tuple(sorted(found, key=lambda other: (abs(other.start_at - one.start_at), other.id)))


def merge(store: Store, record: str, other: str, *, report: Report = unheard) -> Changes:
    """Merge another workout into one, whichever began first; the other one is deleted. `report` may raise to stop.

    The time between them is a pause. Notes and strength sets of both stay; title, sport and effort are those of the
    one that stays, and the other's where it has none.

    Raises:
        NotFound: one is gone, or its samples are on another device.
        BadInput: they are of different sports, or were recorded at the same time.
        KnownError: the disk refuses it; then nothing was changed.
    """
    one, two = existing(store, record), existing(store, other)
    if record == other or not same_sport(one.sport, two.sport):
        raise BadInput("Only two workouts of one sport can be merged.", "Change the sport of one of them first.")
    first, second = sorted((one, two), key=lambda it: (it.start_at, it.id))
    report(0, 3, READING)
    joined, laps, columns = _joined(store, first, second)
    report(1, 3, MEASURING)
    with Kept(store) as blobs, store.step(f"Merge {one.title} and {two.title}") as step:
        body, theirs = unchanged(store, one), unchanged(store, two)
        sets = _sets(body, theirs)
        came = [it["_id"] for it in sets[len(body["sets"]) :]]
        plans = {PLANS: {name: body[name] for name in PLANNED}}
        columns |= {
            "start_at": first.start_at, "zone": first.zone, "day": first.day, "laps": laps_of(laps),
            "telemetry": keep(store, joined, blobs), **_said(one, two),
            "original": plans | kept(body, first.start_at, merged=[other], sets=came),
        }  # fmt: skip
        report(2, 3, WRITING)
        write(store, record, joined, columns)
        if theirs["sets"]:
            records.write_bodies(store, WORKOUT, {record: {"sets": sets}})
        records.change(store, "workout", other, status="deleted")
    return step.changes


def _joined(store: Store, first: Workout, second: Workout) -> tuple[Telemetry, tuple[Lap, ...], dict[str, Any]]:
    """Samples, laps and totals of both."""
    from tracker.domain.training.cuts import Piece, join
    from tracker.domain.training.edited_totals import together

    offset = second.start_at - first.start_at
    pieces = [
        Piece(_samples(store, one), _laps(one, other), at)
        for one, other, at in ((first, second, 0), (second, first, offset))
    ]
    both = join(*pieces)
    whole = both.telemetry if first.telemetry and second.telemetry else None
    return both.telemetry, both.laps, dict(totals(together(summary_of(first), summary_of(second), offset, whole)))


def _samples(store: Store, one: Workout) -> Telemetry:
    import numpy as np

    return samples(store, one) if one.telemetry else Telemetry(np.zeros(0, np.int64), {})


def _laps(one: Workout, other: Workout) -> tuple[Lap, ...]:
    """The laps of one of two; where it has none and the other has, it is one lap."""
    laps = lap_values(one)
    if laps or not other.laps:
        return laps
    known = summary_of(one)
    return (
        Lap(
            0, known.duration_ms, known.elapsed_ms, known.distance, known.avg_power, known.max_power,
            known.avg_heart_rate, known.max_heart_rate, known.avg_cadence,
        ),
    )  # fmt: skip


def _said(one: Workout, two: Workout) -> dict[str, Any]:
    """What people wrote of both."""
    notes = one.notes if two.notes in one.notes else "\n\n".join(filter(None, (one.notes, two.notes)))
    return {
        "notes": notes, "effort": two.effort if one.effort is None else one.effort, "gear": one.gear or two.gear,
        "plan": one.plan or two.plan, "planned": dict(one.planned or two.planned),
        "salvaged": " ".join(dict.fromkeys(filter(None, (one.salvaged, two.salvaged)))),
    }  # fmt: skip


def _sets(body: records.Body, theirs: records.Body) -> list[records.Body]:
    """The sets of both, those of the other one last."""
    came = [{**one, "_id": new_item_id()} for one in theirs["sets"]]
    marks = order.marks([*(one["_ord"] for one in body["sets"]), *([None] * len(came))])
    return [{**one, "_ord": mark} for one, mark in zip((*body["sets"], *came), marks, strict=True)]
