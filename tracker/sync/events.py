"""How sync stands and what it did lately, as the profile remembers it."""

from __future__ import annotations

import json
from typing import Any

from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import ledger
from tracker.sync.messages import host
from tracker.sync.report import State

DAY = 86_400_000
KEPT_DAYS = 90
KEPT_EVENTS = 1000
STATE = "sync_state"
DEVICES, DEVICES_AT = "sync_devices", "sync_devices_at"
DEVICES_AGE = 10 * 60_000
"""Ms after which it is asked again when the devices were last seen."""
SETTLED = "sync_settled"
PAUSED = "sync_paused"
"""The fact that a person paused sync on this device, until it is resumed."""
ACCOUNT_LOST = "sync_account_lost"
"""The fact that the server has another account under the name of the one that the data here belongs to."""
SAID = "sync_names_said"
MOST_NAMES = 500


def note(store: Store, kind: str, sentence: str, duration: int | None = None) -> None:
    """Add a sentence to the history. A state that goes on is one event, the latest time it was met."""
    latest = store.rows("SELECT seq, kind, sentence FROM sync_event ORDER BY seq DESC LIMIT 1")
    if kind != "ok" and latest and latest[0][1:] == (kind, sentence):
        store.database.execute_sql("UPDATE sync_event SET at = ? WHERE seq = ?", (store.now(), latest[0][0]))
        return
    store.database.execute_sql(
        "INSERT INTO sync_event (at, kind, sentence, duration) VALUES (?, ?, ?, ?)",
        (store.now(), kind, sentence, duration),
    )


def prune(store: Store) -> None:
    """Forget what is older than the time for which things can be brought back."""
    before = store.now() - KEPT_DAYS * DAY
    store.database.execute_sql("DELETE FROM sync_history WHERE at < ?", (before,))
    store.database.execute_sql("DELETE FROM sync_trash WHERE at < ?", (before,))
    store.database.execute_sql(
        "DELETE FROM sync_event WHERE seq <= (SELECT MAX(seq) FROM sync_event) - ?", (KEPT_EVENTS,)
    )


def remember(store: Store, key: str, value: Any) -> None:
    """Keep a fact about sync that stays on this device."""
    store.database.execute_sql(
        "INSERT INTO device_setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, json.dumps(value)),
    )


def recall(store: Store, key: str) -> Any:
    """A fact that was kept, None where there is none."""
    rows = store.rows("SELECT value FROM device_setting WHERE key = ?", (key,))
    return json.loads(rows[0][0]) if rows else None


def set_state(store: Store, state: State, sentence: str) -> None:
    """Keep how sync stands."""
    if recall(store, STATE) != [state, sentence]:
        remember(store, STATE, [state, sentence])


def pause(store: Store, paused: bool) -> Changes:
    """Keep that sync is paused on this device, or goes on."""
    remember(store, PAUSED, paused)
    return Changes(frozenset({"device_setting"}))


def is_paused(store: Store) -> bool:
    """Whether sync waits to be resumed."""
    return bool(recall(store, PAUSED))


def settled(store: Store, fields: int) -> None:
    """Count fields that a rule decided, until the person has looked at them."""
    if fields:
        remember(store, SETTLED, to_review(store) + fields)


def to_review(store: Store) -> int:
    """How many fields a rule decided since the person last looked."""
    return int(recall(store, SETTLED) or 0)


def reviewed(store: Store) -> None:
    """The person has looked at what the rules decided."""
    if to_review(store):
        remember(store, SETTLED, 0)


def remember_devices(store: Store, devices: list[Any]) -> None:
    """Keep the account's devices as the server told them just now."""
    remember(store, DEVICES, devices)
    remember(store, DEVICES_AT, store.now())
    _remember_names(store)


def _remember_names(store: Store) -> None:
    """Keep every name that a sentence of the history may hold: a device that is removed stays in what it did."""
    known = ledger.meta(store)
    names: dict[str, str] = recall(store, SAID) or {}
    now = dict.fromkeys(device_names(store).values(), "a device")
    now |= {name: what for name, what in ((host(known.server), "the server"), (known.email, "the account")) if name}
    if not now.items() <= names.items():
        later = {name: what for name, what in names.items() if name not in now} | now
        remember(store, SAID, dict(list(later.items())[-MOST_NAMES:]))


def names_said(store: Store) -> dict[str, str]:
    """The names of devices, servers and accounts that the history may hold, each with general words for it."""
    names: dict[str, str] = recall(store, SAID) or {}
    return names | dict.fromkeys(device_names(store).values(), "a device")


def devices_are_old(store: Store) -> bool:
    """Whether it is time to ask again when the devices were last seen."""
    at = recall(store, DEVICES_AT)
    return at is None or not 0 <= store.now() - at < DEVICES_AGE


def device_names(store: Store) -> dict[str, str]:
    """The names of the account's devices, as the server last told them."""
    return {device["id"]: device["name"] for device in recall(store, DEVICES) or ()}
