"""What a record from the server means for this device's version of it: pure values in, a verdict out.

The order of the cases is that of SYNC C.8. Reading and writing rows is in `pull`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Literal

from tracker.store.collections import Collection, Policy
from tracker.sync.ledger import WHOLE, ConflictKind, Lost
from tracker.sync.merge import Merged, Outcome, Side, ask, merge
from tracker.sync.parts import Body, by_id, same
from tracker.sync.places import place


@dataclass(frozen=True)
class Here:
    """This device's side of a record.

    Attributes:
        local: its body, None where it is deleted or was never here.
        base: the version of the server that `local` grew from, None for a tombstone or nothing.
        dirty: whether it was changed here since.
        paths: the open conflicts, kind by path.
        first_base: where a conflict about the whole record is open, or a rule kept the record over a deletion, the base
            from before that; where the server has lost the version that `local` grew from, that version.
    """

    local: Body | None
    base: Body | None
    dirty: bool
    paths: Mapping[str, str] = field(default_factory=dict)
    first_base: Body | None = None

    @property
    def whole(self) -> str | None:
        """The kind of the open conflict about the record as a whole."""
        return self.paths.get(WHOLE)

    @property
    def root(self) -> Body | None:
        """The version that `local` grew from."""
        return self.base if self.whole is None and self.first_base is None else self.first_base

    @property
    def fields(self) -> Set[str]:
        """The paths of the other open conflicts."""
        return self.paths.keys() - {WHOLE}


@dataclass(frozen=True)
class Verdict:
    """What becomes of the record here; afterwards the server's version is its base in any case.

    Attributes:
        local: the body from now on, None for deleted.
        paths: the fields that are contested from now on.
        whole: the kind of conflict about the record as a whole from now on.
        trash: a body that another device's deletion removed here.
        losers: the versions that lost by a policy, each after the reason why.
        settled: fields that a policy decided; such as are never worth a question do not count.
        merged: both sides had changes and they went together.
        first_base: what to remember as the base from before a conflict, or a rule's word, about the whole record.
    """

    local: Body | None
    paths: tuple[Outcome, ...] = ()
    whole: ConflictKind | None = None
    trash: Body | None = None
    losers: tuple[tuple[Lost, Body], ...] = ()
    settled: int = 0
    merged: bool = False
    first_base: Body | None = None


def decide(
    collection: Collection,
    here: Here,
    remote: Body | None,
    *,
    policy: Callable[[str], Policy] = ask,
    newer: Side = "remote",
) -> Verdict:
    """The verdict on the server's version `remote`; None stands for a tombstone."""
    if not here.dirty and not here.paths:
        return Verdict(remote, trash=here.local if remote is None else None)
    if remote is None:
        return _deleted_there(collection, here, policy, newer)
    if here.local is None:
        return _deleted_here(collection, here, remote, policy, newer)
    base = here.root or {}
    found = merge(collection, base, here.local, remote, contested=here.fields, policy=policy, newer=newer)
    return _merged(collection, here.local, remote, found)


def _merged(collection: Collection, local: Body, remote: Body, found: Merged) -> Verdict:
    losers: list[tuple[Lost, Body]] = []
    if any(same(outcome.result, outcome.remote) for outcome in found.settled):
        losers.append(("merged", local))
    if any(same(outcome.result, outcome.local) for outcome in found.settled):
        losers.append(("merged_theirs", remote))
    return Verdict(
        found.body,
        paths=found.conflicts,
        losers=tuple(losers),
        settled=sum(not _soft(collection, outcome.path) for outcome in found.settled),
        merged=found.combined and not found.conflicts,
    )


def _soft(collection: Collection, path: str) -> bool:
    there = place(collection, path)
    field = None if there is None or there.part is None else there.part.field
    return field is not None and field.soft


def _deleted_there(collection: Collection, here: Here, policy: Callable[[str], Policy], newer: Side) -> Verdict:
    if here.local is None:
        return Verdict(None)
    if here.whole == "remote_deleted":
        return Verdict(here.local, whole="remote_deleted", first_base=here.first_base)
    if here.root is not None and not here.paths and only_soft(collection, here.root, here.local):
        return Verdict(None, trash=here.local)
    side = _side(policy(WHOLE), newer)
    if side == "remote":
        return Verdict(None, trash=here.local, losers=(("deleted_there", here.local),), settled=1)
    if side == "local":
        # What this device did not change must not win over whoever puts the record back meanwhile.
        return Verdict(here.local, settled=1, first_base=here.root)
    return Verdict(here.local, whole="remote_deleted", first_base=here.root)


def _deleted_here(
    collection: Collection, here: Here, remote: Body, policy: Callable[[str], Policy], newer: Side
) -> Verdict:
    if here.whole == "local_deleted":
        return Verdict(None, whole="local_deleted", first_base=here.first_base)
    if here.root is not None and not here.paths and only_soft(collection, here.root, remote):
        return Verdict(None)
    side = _side(policy(WHOLE), newer)
    if side == "remote":
        return Verdict(remote, settled=1)
    if side == "local":
        return Verdict(None, losers=(("deleted_here", remote),), settled=1)
    return Verdict(None, whole="local_deleted", first_base=here.root)


def _side(policy: Policy, newer: Side) -> Side | Literal["ask"]:
    """Whose word counts by a policy."""
    fixed: dict[Policy, Side] = {"server_wins": "remote", "client_wins": "local", "most_recent": newer}
    return fixed.get(policy, "ask")


def only_soft(collection: Collection, one: Body, other: Body) -> bool:
    """Whether two versions differ at most in fields whose change never contests a deletion."""
    return same(_hard(collection, one), _hard(collection, other))


def _hard(collection: Collection, body: Body) -> dict[str, Any]:
    soft = {field.name for field in collection.fields if field.soft}
    hard = {key: value for key, value in body.items() if key not in soft}
    for items in collection.lists:
        hard[items.name] = {id: {**item, "_ord": ""} for id, item in by_id(body, items).items()}
    return hard
