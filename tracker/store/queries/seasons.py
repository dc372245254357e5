"""The seasons of training: which there are, and the best of each over every duration."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.domain.training.seasons import bounds, season_of
from tracker.store.curves import DONE
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.queries.training import Curve, best_curve

ALL, NOW, BEFORE, RECENT = "all", "now", "before", "90"
"""All seasons, this one, the last one, and the last 90 days; a season by its year is the fifth choice."""
RECENT_DAYS = 90


def starts(store: Store) -> int:
    """The month in which this person's seasons start."""
    return int(str(value(store, "season_starts")))


def seasons(store: Store, sport: str, metric: str = "power") -> tuple[int, ...]:
    """The seasons in which power, or another metric, was recorded, the latest first; of one sport, or of all."""
    rows = store.rows(
        "SELECT DISTINCT substr(w.day, 1, 7) FROM workout_curve c JOIN workout w ON w.id = c.workout "
        f"WHERE c.metric = ?2 AND w.{DONE} AND (?1 = '' OR w.sport = ?1)",
        (sport, metric),
    )
    month = starts(store)
    found = {season_of(date.fromisoformat(f"{row[0]}-01"), month) for row in rows}
    return tuple(sorted(found, reverse=True))


def span_of(store: Store, choice: str, today: date) -> tuple[str, str]:
    """The first and the last day of what was chosen."""
    month = starts(store)
    if choice == RECENT:
        return (today - timedelta(days=RECENT_DAYS)).isoformat(), today.isoformat()
    if choice == ALL:
        return "", "9999-12-31"
    season = season_of(today, month) - (choice == BEFORE) if choice in (NOW, BEFORE) else int(choice)
    first, last = bounds(season, month)
    return first.isoformat(), last.isoformat()


def season_curve(store: Store, sport: str, choice: str, today: date, metric: str = "power") -> Curve:
    """The best power, or another metric, over each duration in what was chosen."""
    since, until = span_of(store, choice, today)
    return best_curve(store, metric, sports=(sport,) if sport else (), since=since, until=until)
