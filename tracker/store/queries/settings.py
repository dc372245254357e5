"""The values of the declared settings."""

from __future__ import annotations

import json

from tracker import settings
from tracker.domain.weeks import BEGINNINGS
from tracker.settings import Setting, Value
from tracker.store.database import Store

WINDOW = "window."
"""Before the keys of what is remembered of the window; settings have none of these."""


def value(store: Store, key: str) -> Value:
    """What the setting `key` is now: what was chosen, or its default."""
    setting = settings.setting(key)
    for name in filter(None, (setting.key, setting.renamed_from)):
        found = _stored(store, setting, name)
        if setting.accepts(found):
            return found  # type: ignore[return-value]  # `accepts` says so
    return setting.default


def week_begins(store: Store) -> int:
    """The day that this person's weeks begin on, as `date.weekday` counts it."""
    return BEGINNINGS[str(value(store, "week_starts"))]


def _stored(store: Store, setting: Setting, name: str) -> object:
    if setting.managed:
        return store.rows("SELECT mode FROM sync_meta")[0][0]
    table = "user_preferences" if setting.synced else "device_setting"
    rows = store.rows(f"SELECT value FROM {table} WHERE key = ?", (name,))
    return json.loads(rows[0][0]) if rows else None


def remembered(store: Store, place: str) -> str:
    """How a place of the window was left on this device; "" where nobody was there yet."""
    rows = store.rows("SELECT value FROM device_setting WHERE key = ?", (WINDOW + place,))
    found = json.loads(rows[0][0]) if rows else ""
    return found if isinstance(found, str) else ""


def values(store: Store) -> dict[str, Value]:
    """All settings by key."""
    return {setting.key: value(store, setting.key) for setting in settings.SETTINGS}
