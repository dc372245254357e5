"""What the person can do, dated."""

from __future__ import annotations

from tracker.domain.training.thresholds import KINDS, Threshold, Thresholds
from tracker.store.database import Store
from tracker.store.rows import ThresholdRow


def thresholds(store: Store) -> Thresholds:
    """All thresholds, to be asked what held on a day, in plain units."""
    return Thresholds(
        Threshold(one.kind, one.since, one.value / KINDS[one.kind].scale, one.sport)
        for one in listed(store)
        if one.kind in KINDS
    )


def listed(store: Store) -> tuple[ThresholdRow, ...]:
    """Every threshold as it is kept, by kind and sport, the latest first."""
    sql = "SELECT id, kind, sport, since, value, source, note FROM threshold ORDER BY kind, sport, since DESC, id"
    return tuple(ThresholdRow(*row) for row in store.rows(sql))


def threshold(store: Store, record: str) -> ThresholdRow | None:
    """One threshold, or None where there is none."""
    return next((one for one in listed(store) if one.id == record), None)
