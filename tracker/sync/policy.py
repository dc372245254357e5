"""What happens where two devices changed the same thing: asked, or decided by a rule that the person chose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME, Collection, Policy
from tracker.store.database import Store
from tracker.store.ids import derived_id

POLICIES: Mapping[Policy, str] = MappingProxyType({
    "manual": "Ask me",
    "server_wins": "Keep the server's",
    "client_wins": "Keep this device's",
    "most_recent": "Keep the newest",
})  # fmt: skip
KEY = "sync_policy"
"""The preference for all that is asked about; `sync_policy.recipe` and `sync_policy.recipe.notes` go before it."""


class Rules:
    """The policies as they stand, read once for a sync."""

    def __init__(self, store: Store) -> None:
        rows = store.rows("SELECT key, value FROM user_preferences WHERE key = ? OR key LIKE ?", (KEY, f"{KEY}.%"))
        chosen = {key: json.loads(value) for key, value in rows}
        # A list, so that a value of any shape can be looked for.
        known: list[Policy] = list(POLICIES)
        self._chosen: dict[str, Policy] = {key: value for key, value in chosen.items() if value in known}

    @property
    def general(self) -> Policy:
        """The policy for all that is asked about."""
        return self._chosen.get(KEY, "manual")

    def policy(self, collection: Collection, path: str) -> Policy:
        """The policy for one path of a collection; '*' is the record as a whole."""
        for name in (f"{KEY}.{collection.name}.{path}", f"{KEY}.{collection.name}"):
            if name in self._chosen:
                return self._chosen[name]
        return self.general if collection.policy == "manual" else collection.policy


def policy(store: Store) -> Policy:
    """What was chosen for all that is asked about."""
    return Rules(store).general


def set_policy(store: Store, chosen: Policy) -> Changes:
    """Choose what happens where two devices changed the same thing. It follows the person to all devices."""
    with store.step("Change what happens on conflicts") as step:
        body = {"key": KEY, "value": chosen}
        records.write_bodies(store, BY_NAME["preference"], {derived_id("preference", KEY): body})
    return step.changes
