"""The values of the declared settings."""

from __future__ import annotations

import json

from tracker import settings
from tracker.settings import Setting, Value
from tracker.store.database import Store


def value(store: Store, key: str) -> Value:
    """What the setting `key` is now: what was chosen, or its default."""
    setting = settings.setting(key)
    for name in filter(None, (setting.key, setting.renamed_from)):
        found = _stored(store, setting, name)
        if setting.accepts(found):
            return found  # type: ignore[return-value]  # `accepts` says so
    return setting.default


def _stored(store: Store, setting: Setting, name: str) -> object:
    if setting.managed:
        return store.rows("SELECT mode FROM sync_meta")[0][0]
    table = "user_preferences" if setting.synced else "device_setting"
    rows = store.rows(f"SELECT value FROM {table} WHERE key = ?", (name,))
    return json.loads(rows[0][0]) if rows else None


def values(store: Store) -> dict[str, Value]:
    """All settings by key."""
    return {setting.key: value(store, setting.key) for setting in settings.SETTINGS}
