"""Changing settings, and remembering how this device's window was left."""

from __future__ import annotations

import json

from tracker import settings
from tracker.domain.body.height import read_height
from tracker.errors import BadInput
from tracker.settings import Setting, Value
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.settings import WINDOW


def set_value(store: Store, key: str, value: Value) -> Changes:
    """Set the setting `key`. A synced one is an undo step and goes to the other devices.

    Raises:
        BadInput: there is no such setting, or it cannot have this value.
    """
    setting = settings.setting(key)
    if not setting.accepts(value):
        value = _read(setting, str(value))
    if setting.managed:
        raise BadInput(f"{setting.label} is not changed like other settings.", "Use the Sync part of the settings.")
    if setting.synced:
        with store.step(f"Change {setting.label.lower()}") as step:
            body = {"key": key, "value": value}
            records.write_bodies(store, BY_NAME["preference"], {derived_id("preference", key): body})
        return step.changes
    _keep(store, key, value)
    return Changes(frozenset({"device_setting"}), (key,), "")


def _read(setting: Setting, text: str) -> Value:
    """What was typed; a height has units of its own, as in the form."""
    if setting.key == "height" and text.strip().casefold() not in settings.UNTOLD:
        return read_height(text)
    return setting.read(text)


def remember(store: Store, place: str, value: str) -> None:
    """Keep how a place of the window was left on this device, such as which of its views was shown."""
    _keep(store, WINDOW + place, value)


def _keep(store: Store, key: str, value: Value) -> None:
    with store.database.atomic():
        store.database.execute_sql(
            "INSERT INTO device_setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, json.dumps(value)),
        )
