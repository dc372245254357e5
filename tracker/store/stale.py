"""Whether what is derived from workouts is out of date: triggers note every workout that changes, whoever writes it."""

from __future__ import annotations

from tracker.store.database import Store


def stale(store: Store) -> bool:
    """Whether a workout changed since the records were computed."""
    return bool(store.rows("SELECT 1 FROM stale_workout LIMIT 1"))
