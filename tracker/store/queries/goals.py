"""Goals of training, and how far they are on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.training.goals import MEASURES, PERIODS, Goal, Progress, bounds, progress
from tracker.store.database import Store
from tracker.store.queries.settings import week_begins

_SUMS = "COALESCE(SUM(duration), 0), COALESCE(SUM(distance), 0), COUNT(*), SUM(distance IS NULL)"
_DONE = "status IN ('completed', 'archived')"


def goals(store: Store) -> tuple[Goal, ...]:
    """All goals: those of the week first, then by what they are of; ones of a newer version are left out."""
    rows = store.rows("SELECT id, period, measure, sport, wanted FROM goal ORDER BY sport, created_at, id")
    found = [Goal(*row) for row in rows if row[1] in PERIODS and row[2] in MEASURES]
    return tuple(sorted(found, key=lambda one: (PERIODS.index(one.period), MEASURES.index(one.measure))))


def goal(store: Store, record: str) -> Goal | None:
    """One goal, or None where there is none."""
    return next((one for one in goals(store) if one.id == record), None)


def all_progress(store: Store, day: date) -> tuple[Progress, ...]:
    """How far each goal is in the week, month or year of a day, up to the end of that day."""
    begins = week_begins(store)
    return tuple(_progress(store, one, day, begins=begins) for one in goals(store))


def plain_progress(store: Store, day: date) -> tuple[Progress, ...]:
    """Like `all_progress`, without the goals of load: what SQL alone can tell."""
    begins = week_begins(store)
    return tuple(_progress(store, one, day, begins=begins) for one in goals(store) if one.measure != "load")


def _progress(store: Store, one: Goal, day: date, *, begins: int) -> Progress:
    first = bounds(one.period, day, begins=begins)[0].isoformat()
    if one.measure == "load":
        done, unknown = _load(store, one, first, day.isoformat())
        return progress(one, day, done, begins=begins, unknown=unknown)
    row: tuple[Any, ...] = store.rows(
        f"SELECT {_SUMS} FROM workout WHERE {_DONE} AND day BETWEEN ?1 AND ?2 AND (?3 = '' OR sport = ?3)",
        (first, day.isoformat(), one.sport),
    )[0]
    done = row[("time", "distance", "count").index(one.measure)]
    unknown = row[3] or 0 if one.measure == "distance" and one.sport else 0
    return progress(one, day, done, begins=begins, unknown=unknown)


def _load(store: Store, one: Goal, first: str, last: str) -> tuple[float, int]:
    """The load of some days, and of how many workouts it is not known."""
    from tracker.store.queries.training import loads  # brings numpy

    wanted = {row[0] for row in store.rows(
        f"SELECT id FROM workout WHERE {_DONE} AND day BETWEEN ?1 AND ?2 AND (?3 = '' OR sport = ?3)",
        (first, last, one.sport),
    )}  # fmt: skip
    found = [told.load for record, (_, told) in loads(store, since=first, until=last).items() if record in wanted]
    return sum(load or 0.0 for load in found), sum(load is None for load in found)
