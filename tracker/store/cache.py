"""Values that were computed or looked up and may be forgotten: kept until they expire, never synced."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tracker.store.database import Store
from tracker.store.models import CachedNutrition

MINUTE = 60_000
USUAL = 30 * MINUTE
"""How long a value is kept where nothing else is said, in ms."""


def put(store: Store, key: str, value: Any, lifetime: int = USUAL) -> None:
    """Keep a JSON value under `key` for `lifetime` ms from now."""
    row = {"key": key, "value": json.dumps(value, ensure_ascii=False), "expires_at": store.now() + lifetime}
    with store.database.atomic():
        CachedNutrition.insert(row).on_conflict(
            conflict_target=[CachedNutrition.key],
            preserve=[CachedNutrition.value, CachedNutrition.expires_at],
        ).execute(store.database)


def get(store: Store, key: str) -> Any | None:
    """The value kept under `key`, or None where there is none or it has expired."""
    query = CachedNutrition.select(CachedNutrition.value).where(
        (CachedNutrition.key == key) & (CachedNutrition.expires_at > store.now())
    )
    rows: Sequence[tuple[str]] = list(query.tuples().execute(store.database))
    return json.loads(rows[0][0]) if rows else None


def forget_expired(store: Store) -> int:
    """Remove what has expired; returns how much that was."""
    with store.database.atomic():
        query = CachedNutrition.delete().where(CachedNutrition.expires_at <= store.now())
        removed: int = query.execute(store.database)
    return removed
