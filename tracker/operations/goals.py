"""Setting goals of training."""

from __future__ import annotations

from tracker.domain.training.goals import MEASURES, MOST, PERIODS, Measure, Period, wanted_in_words
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.goals import goal


def put(store: Store, period: Period, measure: Measure, sport: str, wanted: int, before: str = "") -> Changes:
    """Set a goal; one of the same period, measure and sport is replaced, also one of another device.

    Args:
        store: where it is kept.
        period: over what.
        measure: of what.
        sport: "" for all sports.
        wanted: how much, in ms, 0.1 m, load or workouts.
        before: the goal that is changed into this one, or "".

    Raises:
        BadInput: the amount cannot be.
    """
    if period not in PERIODS or measure not in MEASURES or not 0 < wanted <= MOST:
        raise BadInput("This is no goal.", "Choose time, distance, load or workouts, and how much of it.")
    record = derived_id("goal", f"{period}|{measure}|{sport}")
    body = {"period": period, "measure": measure, "sport": sport, "wanted": wanted, "created_at": store.now()}
    with store.step(f"Set the goal of {wanted_in_words(measure, wanted)}") as step:
        if before and before != record:
            records.delete_records(store, BY_NAME["goal"], [before])
        records.write_bodies(store, BY_NAME["goal"], {record: body})
    return step.changes


def delete(store: Store, record: str) -> Changes:
    """Delete a goal.

    Raises:
        NotFound: it is not there any more.
    """
    found = goal(store, record)
    if found is None:
        raise NotFound("This goal is not there any more.", "Another device may have deleted it.")
    with store.step(f"Delete the goal of {wanted_in_words(found.measure, found.wanted)}") as step:
        records.delete_records(store, BY_NAME["goal"], [record])
    return step.changes
