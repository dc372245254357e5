"""What was eaten on the days of which everything is logged."""

from __future__ import annotations

from tracker.store.database import Store


def complete_days(store: Store, first: str) -> list[tuple[str, int]]:
    """Day and energy (0.1 kcal) of the days from `first` on that were marked complete.

    A day with an entry of unknown energy is left out: its sum would say too little.
    """
    return store.rows(
        "SELECT s.day, COALESCE(SUM(e.energy), 0) FROM day_status s "
        "LEFT JOIN meal_plan_entry e ON e.day = s.day AND e.status = 'eaten' "
        "WHERE s.status = 'complete' AND s.day >= ? GROUP BY s.day "
        "HAVING COUNT(e.id) = COUNT(e.energy) ORDER BY s.day",
        (first,),
    )
