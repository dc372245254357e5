"""What Today says of the goals of training: how far each is this week, month or year."""

from __future__ import annotations

from datetime import date

from tracker.store.database import Store
from tracker.ui.words import Words


def goals_in_words(store: Store, day: date, words: Words) -> tuple[str, ...]:
    """A line for each goal; those of load are on Workouts alone, since they take more than a glance to read."""
    if not store.rows("SELECT 1 FROM goal LIMIT 1"):
        return ()  # as on most days of most people: nothing more is imported
    from tracker.store.queries.goals import plain_progress
    from tracker.ui.training.calendar.goal_words import caption, reached

    return tuple(f"{caption(one)}: {reached(one, words)}" for one in plain_progress(store, day))
