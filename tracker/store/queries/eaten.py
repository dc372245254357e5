"""What was eaten over a stretch of days, with its nutrients, in as little reading as that takes."""

from __future__ import annotations

import json

from tracker.domain.nutrients import Nutrition
from tracker.store.database import Store


def eaten(store: Store, first: str, last: str) -> list[tuple[str, str, Nutrition]]:
    """Day, title and nutrition of every entry that was eaten on the days `first` to `last`."""
    rows = store.rows(
        "SELECT day, title, energy, protein, carbs, fat, nutrients FROM meal_plan_entry "
        "WHERE day BETWEEN ? AND ? AND status = 'eaten' ORDER BY day, id",
        (first, last),
    )
    return [
        (day, title, Nutrition(energy, protein, carbs, fat, json.loads(others) if others != "{}" else {}))
        for day, title, energy, protein, carbs, fat, others in rows
    ]


def training(store: Store, first: str, last: str) -> list[tuple[str, int, int | None]]:
    """Day, duration in ms and energy in 0.1 kcal of every finished workout on these days."""
    return store.rows(
        "SELECT day, COALESCE(duration, 0), energy FROM workout "
        "WHERE day BETWEEN ? AND ? AND status IN ('completed', 'archived') ORDER BY day, start_at",
        (first, last),
    )
