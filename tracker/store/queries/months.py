"""Training by months and years: how often, how long, how far."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.store.database import Store


@dataclass(frozen=True)
class Period:
    """A month (2026-11) or a year (2026): time in ms, distance and ascent in 0.1 m, energy in 0.1 kcal."""

    name: str
    workouts: int
    time: int
    distance: int
    ascent: int
    energy: int


def periods(store: Store, *, sport: str = "", by_year: bool = False) -> tuple[Period, ...]:
    """Every month or year in which something was done, the latest first."""
    size = 4 if by_year else 7
    rows = store.rows(
        "SELECT substr(day, 1, ?1), COUNT(*), COALESCE(SUM(duration), 0), COALESCE(SUM(distance), 0), "
        "COALESCE(SUM(ascent), 0), COALESCE(SUM(energy), 0) FROM workout "
        "WHERE status IN ('completed', 'archived') AND (?2 = '' OR sport = ?2) GROUP BY 1 ORDER BY 1 DESC",
        (size, sport),
    )
    return tuple(Period(*row) for row in rows)
