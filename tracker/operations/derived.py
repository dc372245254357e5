"""Making what is derived from workouts: curves from their samples, personal records from all of them.

An import makes the curves of what it brings. This makes those that are missing: of workouts that came from another
device, of ones that an undo brought back, and of profiles from before there were any.
"""

from __future__ import annotations

from tracker.domain.training.curves import Curves
from tracker.domain.training.curves import curves as curves_of
from tracker.errors import KnownError
from tracker.operations.activities import samples
from tracker.operations.imported import Report, unheard
from tracker.store import blobs, curves, personal_records
from tracker.store.database import Store
from tracker.store.queries.workouts import workouts
from tracker.store.rows import Workout

TOGETHER = 20
"""Workouts whose curves are written in one transaction."""


def refresh(store: Store, report: Report = unheard) -> int:
    """Make the curves that can be made of what is on this device, and the records; returns how many were made.

    Args:
        store: the profile.
        report: hears how far it is; it may raise to stop, and what was made until then stays.
    """
    waiting = [one for one in workouts(store, curves.lacking(store)) if _is_here(store, one)]
    for begin in range(0, len(waiting), TOGETHER):
        report(begin, len(waiting), "Computing curves")
        made = {}
        for one in waiting[begin : begin + TOGETHER]:
            try:
                made[one.id] = _curves(store, one)
            except KnownError:
                continue  # who opens the workout is told what is wrong with its samples
        with store.database.atomic():
            curves.write(store, made)
            store.connection.executemany(
                "INSERT INTO stale_workout (workout) VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in made]
            )
    personal_records.refresh(store)
    return len(waiting)


def _is_here(store: Store, workout: Workout) -> bool:
    """Whether all samples of a workout are on this device."""
    folder = store.profile / "blobs"
    names = [chunk.get("b") for chunk in workout.telemetry]
    return all(blobs.is_id(name) and blobs.exists(folder, name) for name in names)


def _curves(store: Store, workout: Workout) -> Curves:
    return curves_of(samples(store, workout))
