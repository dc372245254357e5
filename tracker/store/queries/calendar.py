"""Training day by day: what was done with its load, and what is planned with the load of its plan."""

from __future__ import annotations

from datetime import date

from tracker.domain.training.agenda import Deed, standing
from tracker.store.database import Store
from tracker.store.queries.training import loads
from tracker.store.queries.workouts import SHOWN


def deeds(store: Store, first: date, last: date, today: date, *, sport: str = "") -> tuple[Deed, ...]:
    """The workouts of the days from `first` to `last`, earliest first; those of one sport, or of all."""
    since, until = first.isoformat(), last.isoformat()
    known = loads(store, since=since, until=until)
    rows = store.rows(
        "SELECT w.id, w.title, w.sport, w.day, w.status, w.start_at, w.duration, w.distance, p.load, "
        "w.planned <> '{}', json_extract(w.planned, '$.duration') FROM workout w "
        f"LEFT JOIN workout_plan p ON p.id = w.plan WHERE w.{SHOWN} AND w.day BETWEEN ?1 AND ?2 "
        "AND (?3 = '' OR w.sport = ?3) ORDER BY w.day, w.start_at, w.id",
        (since, until, sport),
    )
    found = []
    for record, title, of, day, status, start_at, duration, distance, planned, was_planned, planned_time in rows:
        stands = standing(status, day, today.isoformat())
        load = known[record][1].load if record in known else None
        if stands in ("planned", "missed"):
            load = planned
        time = planned_time if isinstance(planned_time, int) else None
        found.append(Deed(record, title, of, day, stands, start_at, duration, distance, load, bool(was_planned), time))
    return tuple(found)
