"""Making what is derived from workouts: curves from their samples, personal records from all of them.

An import makes the curves of what it brings. This makes those that are missing: of workouts that came from another
device, of ones that an undo brought back, and of profiles from before there were any.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.training.curves import Curves
from tracker.domain.training.curves import curves as curves_of
from tracker.errors import KnownError
from tracker.operations.activities import samples
from tracker.store import blobs, curves, personal_records
from tracker.store.database import Store
from tracker.store.queries.workouts import workouts
from tracker.store.rows import Workout

TOGETHER = 10
"""Workouts whose curves are made at once: nobody who saves something waits for more."""


@dataclass(frozen=True)
class Derived:
    """How many workouts got their curves, whether records were computed, and whether more curves can be made."""

    curves: int
    records: bool
    more: bool


def refresh(store: Store) -> Derived:
    """Make some of the curves that are missing, of what is on this device; and the records after the last."""
    waiting = [one for one in workouts(store, curves.lacking(store)) if _is_here(store, one)]
    made = {one.id: _curves(store, one) for one in waiting[:TOGETHER]}
    if made:
        with store.database.atomic():
            curves.write(store, made)
            store.connection.executemany(
                "INSERT INTO stale_workout (workout) VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in made]
            )
    more = len(waiting) > len(made)
    return Derived(len(made), not more and personal_records.refresh(store), more)


def _is_here(store: Store, workout: Workout) -> bool:
    """Whether all samples of a workout are on this device."""
    folder = store.profile / "blobs"
    names = [chunk.get("b") for chunk in workout.telemetry]
    return all(blobs.is_id(name) and blobs.exists(folder, name) for name in names)


def _curves(store: Store, workout: Workout) -> Curves:
    """The curves; none where the samples are damaged, which is told to whoever opens the workout."""
    try:
        return curves_of(samples(store, workout))
    except KnownError:
        return {}
