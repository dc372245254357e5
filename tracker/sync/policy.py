"""What happens where two devices changed the same thing: asked, or decided by a rule that the person chose."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
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
"""The preference for all that is asked about. More particular ones go before it: `sync_policy.recipe` for a collection,
`sync_policy.recipe.notes` for one path, `sync_policy.recipe.ingredients/@food` for a path of every item."""


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
        for wide in _widening(collection, path):
            chosen = self.own(f"{collection.name}.{wide}")
            if chosen is not None:
                return chosen
        return self.own(collection.name) or self.usual(collection)

    def own(self, of: str) -> Policy | None:
        """What was chosen for just this."""
        return self._chosen.get(f"{KEY}.{of}")

    def usual(self, collection: Collection) -> Policy:
        """What holds for a collection where nothing was chosen for it."""
        return self.general if collection.policy == "manual" else collection.policy


def _widening(collection: Collection, path: str) -> Iterator[str]:
    """The names under which a rule for `path` may stand: without the item's id, then what holds it."""
    names = path.split("/")
    if any(items.name == names[0] for items in collection.lists):
        del names[1:2]
    while names:
        yield "/".join(names)
        names.pop()


def policy(store: Store) -> Policy:
    """What was chosen for all that is asked about."""
    return Rules(store).general


def set_policy(store: Store, chosen: Policy, of: str = "") -> Changes:
    """Choose what happens where two devices changed the same thing. It follows the person to all devices.

    Args:
        store: the profile's data.
        chosen: the policy.
        of: what it is for, such as "recipe" or "recipe.notes"; empty for all that is asked about.
    """
    key = f"{KEY}.{of}" if of else KEY
    with store.step("Change what happens on conflicts") as step:
        body = {"key": key, "value": chosen}
        records.write_bodies(store, BY_NAME["preference"], {derived_id("preference", key): body})
    return step.changes
