"""Three-way merge of one record: pure values in, pure values out.

A body is merged path by path (see `parts`). Deleting whole records is decided in `apply`, not here; what may
be sent while a path waits for a decision is in `mask`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from tracker.store.collections import Check, Collection, Field, ItemList, Policy
from tracker.sync.parts import ABSENT, Body, by_id, in_order, inside, keys, names, parts, same
from tracker.sync.places import place
from tracker.sync.text import merge_text

Side = Literal["local", "remote"]
How = Literal["mine", "theirs", "same", "both", "contested", "policy"]

PROSE = 80
"""Characters from which a text is merged line by line; a shorter one is a value."""


class Three(NamedTuple):
    """The three versions of something; `ABSENT` where a version has none."""

    base: Any
    mine: Any
    theirs: Any

    def each(self, look: Callable[[Any], Any]) -> Three:
        """The same look into every version."""
        return Three(look(self.base), look(self.mine), look(self.theirs))

    def at(self, key: str) -> Three:
        """What every version holds at `key`."""
        return Three(self.base.get(key, ABSENT), self.mine.get(key, ABSENT), self.theirs.get(key, ABSENT))


@dataclass(frozen=True)
class Outcome:
    """What became of a path that at least one side changed.

    Attributes:
        how: taken from this side or that, the same on both, put together, decided by a policy, or contested.
    """

    path: str
    base: Any
    local: Any
    remote: Any
    result: Any
    how: How


@dataclass(frozen=True)
class Merged:
    """A merged record and the outcome of every path that changed."""

    body: dict[str, Any]
    outcomes: tuple[Outcome, ...]

    @property
    def conflicts(self) -> tuple[Outcome, ...]:
        """The paths that a person must decide; the body holds the local value there."""
        return tuple(outcome for outcome in self.outcomes if outcome.how == "contested")

    @property
    def settled(self) -> tuple[Outcome, ...]:
        """The paths that a policy decided, so that one side's value lost."""
        return tuple(outcome for outcome in self.outcomes if outcome.how == "policy")

    @property
    def combined(self) -> bool:
        """Whether both sides changed something and it went together."""
        how = {outcome.how for outcome in self.outcomes}
        return bool(how & {"both", "policy"}) or {"mine", "theirs"} <= how


def ask(_path: str) -> Policy:
    """The policy that leaves every path to the person."""
    return "manual"


def merge(
    collection: Collection,
    base: Body,
    local: Body,
    remote: Body,
    *,
    contested: Set[str] = frozenset(),
    policy: Callable[[str], Policy] = ask,
    newer: Side = "remote",
) -> Merged:
    """Merge two versions of a record that grew from `base`; an empty base stands for none.

    Args:
        collection: which fields there are, and which belong together.
        base: the version both sides know.
        local: this device's version.
        remote: the server's version.
        contested: paths that already wait for a decision; they keep the local value until the sides agree.
        policy: what to do at a path that both sides changed.
        newer: the side with the later edit, for the policy `most_recent`.
    """
    run = _Run(contested, policy, newer)
    record = Three(base, local, remote)
    body = run.fields("", collection.fields, record)
    for items in collection.lists:
        body[items.name] = run.items(items, record)
    run.unknown(names(collection.fields).union(items.name for items in collection.lists), body, record)
    for check in collection.checks:
        body = run.hold(collection, check, body, record)
    return Merged(body, tuple(run.outcomes))


class _Run:
    """One merge under way: its rules, and the outcomes so far."""

    def __init__(self, contested: Set[str], policy: Callable[[str], Policy], newer: Side) -> None:
        self.contested = contested
        self.policy = policy
        self.newer = newer
        self.outcomes: list[Outcome] = []

    def note(self, path: str, at: Three, how: How, result: Any) -> Any:
        """Keep the outcome of a path; returns its result."""
        self.outcomes.append(Outcome(path, *at, result, how))
        return result

    def fields(self, prefix: str, fields: tuple[Field, ...], record: Three) -> dict[str, Any]:
        """Merge the fields of a record or an item."""
        body: dict[str, Any] = {}
        for part in parts(fields):
            base, mine, theirs = part.get(record.base), part.get(record.mine), part.get(record.theirs)
            if same(mine, theirs) and same(theirs, base):
                part.put(body, theirs)
                continue
            path, at = prefix + part.path, Three(base, mine, theirs)
            if part.field is not None and part.field.kind == "map" and _are(dict, at.mine, at.theirs):
                part.put(body, self.map(path, at))
            else:
                part.put(body, self.value(path, part.field, at))
        return body

    def value(self, path: str, field: Field | None, at: Three) -> Any:
        """Merge what stands at one path as a whole."""
        if same(at.mine, at.theirs):
            return at.theirs if same(at.mine, at.base) else self.note(path, at, "same", at.theirs)
        if path in self.contested:
            return self.note(path, at, "contested", at.mine)
        if same(at.mine, at.base):
            return self.note(path, at, "theirs", at.theirs)
        if same(at.theirs, at.base):
            return self.note(path, at, "mine", at.mine)
        together = _together(field, at)
        if together is not None:
            return self.note(path, at, "both", together)
        policy = self.policy(path)
        soft = field is not None and field.soft  # never worth a question
        return self.decide(path, at, "most_recent" if soft and policy == "manual" else policy)

    def decide(self, path: str, at: Three, policy: Policy) -> Any:
        """Decide between two changes of one path by policy."""
        keep = policy in ("manual", "client_wins") or (policy == "most_recent" and self.newer == "local")
        return self.note(path, at, "contested" if policy == "manual" else "policy", at.mine if keep else at.theirs)

    def map(self, path: str, at: Three) -> dict[str, Any]:
        """Merge a map key by key."""
        maps = at._replace(base=at.base if isinstance(at.base, dict) else {})
        merged: dict[str, Any] = {}
        for key in keys(*maps):
            value = self.value(f"{path}/{key}", None, maps.at(key))
            if value is not ABSENT:
                merged[key] = value
        return merged

    def items(self, items: ItemList, record: Three) -> list[dict[str, Any]]:
        """Merge an item list by the items' ids."""
        lists = record.each(lambda side: by_id(side, items))
        merged = (self.item(items, f"{items.name}/{id}", lists.at(id)) for id in keys(*lists))
        return in_order(item for item in merged if item is not ABSENT)

    def item(self, items: ItemList, path: str, at: Three) -> Any:
        """Merge one item; being there is a path of its own."""
        base, mine, theirs = at
        if mine is ABSENT and theirs is ABSENT:
            return self.note(path, at, "same", ABSENT)
        if path in self.contested and not same(mine, theirs):
            return self.note(path, at, "contested", mine)
        if mine is not ABSENT and theirs is not ABSENT:
            return self.both(items, path, at)
        left = theirs if mine is ABSENT else mine
        if base is ABSENT:
            return self.note(path, at, "theirs" if mine is ABSENT else "mine", left)
        if _only_order(base, left) and not inside(path, self.contested):
            return self.note(path, at, "mine" if mine is ABSENT else "theirs", ABSENT)
        return self.decide(path, at, self.policy(path))

    def both(self, items: ItemList, path: str, at: Three) -> dict[str, Any]:
        """Merge an item that both sides hold. Its place is never a question: the server's wins."""
        held = at._replace(base={} if at.base is ABSENT else at.base)
        item = self.fields(f"{path}/", items.fields, held)
        self.unknown(names(items.fields), item, held)
        return item

    def unknown(self, known: Set[str], body: dict[str, Any], record: Three) -> None:
        """Merge what this version has no field for; where both sides changed it the server's wins."""
        for key in dict.fromkeys(key for side in (record.mine, record.theirs) for key in side if key not in known):
            base, mine, theirs = record.at(key)
            value = mine if same(theirs, base) else theirs
            if value is not ABSENT:
                body[key] = value

    def hold(self, collection: Collection, check: Check, body: dict[str, Any], record: Three) -> dict[str, Any]:
        """Decide between changes that went together although they do not fit together; nothing is repaired.

        A side that did not hold by itself gives no reason to ask.
        """
        changed = [one for one in self.outcomes if one.path.partition("/")[0] in check.paths and one.how != "same"]
        waiting = [one for one in changed if one.how == "contested"]
        other = _put(collection, body, {one.path: one.remote for one in waiting})
        fits = check.holds(body) and check.holds(other)  # whichever is chosen of what waits
        if fits or not (check.holds(record.mine) and check.holds(record.theirs)):
            return body
        policies = {"manual" if one in waiting else self.policy(one.path) for one in changed}
        policy = policies.pop() if len(policies) == 1 else "manual"  # one rule for all of them, or none
        for one in changed:
            self.outcomes.remove(one)
        return _put(
            collection,
            body,
            {one.path: self.decide(one.path, Three(one.base, one.local, one.remote), policy) for one in changed},
        )


def _put(collection: Collection, body: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """`body` with other values at some paths."""
    for path, value in values.items():
        there = place(collection, path)
        assert there is not None
        body = there.put(body, value)
    return body


def _together(field: Field | None, at: Three) -> Any:
    """Two changes of one field as one value, where its kind knows how; else None."""
    if field is None:
        return None
    if field.kind == "set" and _are(list, at.mine, at.theirs):
        return _union(at._replace(base=at.base if isinstance(at.base, list) else []))
    if field.kind == "prose" and _are(str, *at) and max(len(at.mine), len(at.theirs)) >= PROSE:
        return merge_text(*at)
    return None


def _union(at: Three) -> list[str] | None:
    """Sets merge by member: what either side added is in, what either side removed is out."""
    if not _are(str, *at.base, *at.mine, *at.theirs):
        return None
    base, mine, theirs = at.each(set)
    return sorted((mine & theirs) | (mine - base) | (theirs - base))


def _are(kind: type, *values: Any) -> bool:
    return all(isinstance(value, kind) for value in values)


def _only_order(base: Body, item: Body) -> bool:
    """Whether an item differs from its base in its place at most."""
    return same({**base, "_ord": ""}, {**item, "_ord": ""})
