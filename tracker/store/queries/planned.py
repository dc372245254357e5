"""Planned workouts and done ones of the same days, to be put together."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.training.plan.planned import Span
from tracker.store.batches import batches
from tracker.store.database import Store

NEAR_DAYS = 7
"""So many days around it a done workout may be a planned one where a person says so."""


def spans_of_days(store: Store, ids: Iterable[str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Of the days that these workouts are on: the planned workouts, and the done ones that were not planned."""
    days: set[str] = set()
    for some in batches(ids):
        marks = ", ".join("?" * len(some))
        days.update(row[0] for row in store.rows(f"SELECT DISTINCT day FROM workout WHERE id IN ({marks})", some))
    planned: list[Span] = []
    done: list[Span] = []
    for some in batches(days):
        marks = ", ".join("?" * len(some))
        rows = store.rows(
            f"SELECT id, day, sport, duration, status FROM workout WHERE day IN ({marks}) "
            "AND (status = 'planned' OR (status IN ('completed', 'archived') AND planned = '{}')) "
            "ORDER BY start_at, id",
            some,
        )
        for *span, status in rows:
            (planned if status == "planned" else done).append(Span(*span))
    return tuple(planned), tuple(done)


def near(store: Store, day: str, sport: str, start_at: int) -> tuple[str, ...]:
    """The planned workouts around a day, the likeliest first: those of the sport, then the nearest."""
    rows = store.rows(
        "SELECT id FROM workout WHERE status = 'planned' "
        "AND julianday(day) BETWEEN julianday(?1) - ?2 AND julianday(?1) + ?2 "
        "ORDER BY sport <> ?3, abs(start_at - ?4), id",
        (day, NEAR_DAYS, sport, start_at),
    )
    return tuple(row[0] for row in rows)
