"""What sync took away and keeps for 90 days: versions that lost, and records that another device deleted.

Looking at them, and bringing them back, one or many in one undo step. They are put here by `apply` and `resolve`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tracker.errors import BadInput, NotFound
from tracker.store.batches import batches
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies
from tracker.sync import events, ledger
from tracker.sync.contents import Difference, contents, differences
from tracker.sync.events import DAY, KEPT_DAYS
from tracker.sync.ledger import load
from tracker.sync.parts import same
from tracker.sync.views import complete, local_bodies, split, text
from tracker.sync.words import Words

Kind = Literal["version", "deleted"]
_WHY: dict[str, str] = {
    "resolved": "your version, before you decided",
    "resolved_theirs": "the server's version, before you decided",
    "merged": "your version, before a rule decided",
    "merged_theirs": "the server's version, before a rule decided",
    "deleted_here": "the server's version, which a rule kept deleted",
    "deleted_there": "your version, which a rule deleted",
    "replaced": "the version before another one was restored",
    "repaired": "yours, before a check set it right",
    "server_lost": "the version before the server lost it",
}


@dataclass(frozen=True)
class KeptRow:
    """Something that can be brought back, as a list shows it.

    Attributes:
        key: names it for `kept` and the two ways to restore.
        at: when it was put away, UTC ms.
        label: what kind of record it is, why: whose version it was, or that it was deleted.
    """

    kind: Kind
    key: str
    c: str
    id: str
    at: int
    title: str
    label: str
    why: str


@dataclass(frozen=True)
class KeptDetail:
    """What would come back.

    Attributes:
        rows: what differs from how the record is now; all it holds where it is not here any more.
        here: whether the record is here now.
    """

    row: KeptRow
    here: bool
    rows: tuple[Difference, ...]


@dataclass(frozen=True)
class Restored:
    """What came back, and what could not because something else has its place."""

    changes: Changes
    done: tuple[KeptRow, ...]
    left: tuple[KeptRow, ...]


def keys(store: Store, kind: Kind) -> tuple[str, ...]:
    """What can be brought back, the latest first: all of it, however much that is. Titles come with `rows`."""
    if kind == "deleted":
        found = store.rows(
            f"SELECT t.c, t.id FROM sync_trash t WHERE {_gone()} ORDER BY t.at DESC, t.c, t.id", _ago(store)
        )
        return tuple(f"{c}:{id}" for c, id in found)
    return tuple(str(seq) for seq in _other_versions(store))


def rows(store: Store, kind: Kind, keys: Iterable[str]) -> list[KeptRow]:
    """What some of the `keys` stand for, in their order; one that is kept no more, or is back, has none."""
    wanted = list(keys)
    found = _version_rows(store, wanted) if kind == "version" else _deleted_rows(store, wanted)
    return [found[key] for key in wanted if key in found]


def versions(store: Store) -> list[KeptRow]:
    """Versions that lost and are not what the record is now, the latest first."""
    return rows(store, "version", keys(store, "version"))


def deleted(store: Store) -> list[KeptRow]:
    """Records that another device deleted and that are not here again, the latest first."""
    return rows(store, "deleted", keys(store, "deleted"))


def same_deletion(store: Store, key: str) -> tuple[str, ...]:
    """What the same device deleted at one go with a record of the trash, and that is not back: their keys, with it."""
    c, _, id = key.partition(":")
    found = store.rows(
        "SELECT t.c, t.id FROM sync_trash o LEFT JOIN sync_rec b ON b.c = o.c AND b.id = o.id "
        "JOIN sync_trash t ON t.at = o.at LEFT JOIN sync_rec r ON r.c = t.c AND r.id = t.id "
        f"WHERE o.c = ?2 AND o.id = ?3 AND r.remote_dev IS b.remote_dev AND {_gone()} ORDER BY t.c, t.id",
        (*_ago(store), c, id),
    )
    return tuple(f"{c}:{id}" for c, id in found)


def _gone() -> str:
    """The condition that a row `t` of the trash is young enough, and its record not here."""
    here = " OR ".join(
        f"(t.c = '{name}' AND EXISTS (SELECT 1 FROM {one.table} k WHERE k.id = t.id))" for name, one in BY_NAME.items()
    )
    names = ", ".join(f"'{name}'" for name in BY_NAME)
    return f"t.at >= ?1 AND t.c IN ({names}) AND NOT ({here})"


def _deleted_rows(store: Store, keys: Sequence[str]) -> dict[str, KeptRow]:
    words = Words(store)
    found: dict[str, KeptRow] = {}
    for c, id, at, body, device in _of_trash(store, keys):
        key = f"{c}:{id}"
        found[key] = _row("deleted", key, c, id, at, words.listed(BY_NAME[c], load(body)), f"on {words.device(device)}")
    return found


def _of_trash(store: Store, keys: Sequence[str]) -> list[tuple[str, str, int, bytes, str | None]]:
    """The rows of the trash of some keys whose records are not here."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        c, _, id = key.partition(":")
        wanted.setdefault(c, []).append(id)
    found = []
    for c, ids in wanted.items():
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            found += store.rows(
                "SELECT t.c, t.id, t.at, t.body, r.remote_dev FROM sync_trash t "
                "LEFT JOIN sync_rec r ON r.c = t.c AND r.id = t.id "
                f"WHERE {_gone()} AND t.c = ? AND t.id IN ({marks})",
                (*_ago(store), c, *some),
            )
    return found


_LOST = (
    "FROM sync_history h LEFT JOIN sync_rec r ON r.c = h.c AND r.id = h.id WHERE h.at >= ?1 AND h.body IS NOT NULL "
    "AND (h.why <> 'deleted_there' OR NOT EXISTS "
    "(SELECT 1 FROM sync_trash t WHERE t.c = h.c AND t.id = h.id AND t.body = h.body))"
)
"""Versions that lost; what a rule deleted stands in the trash."""
_AT_REST = (
    "COALESCE(r.stamp <= r.acked, 0) AND NOT EXISTS (SELECT 1 FROM sync_conflict k WHERE k.c = h.c AND k.id = h.id)"
)
"""The record is as the server has it, so that a look at `base` tells whether a version is what is here now."""


def _other_versions(store: Store) -> list[int]:
    """The versions that are not what their record is now, the latest first.

    Most records are at rest, and compared where they lie: reading thousands of them would take too long for a list.
    """
    names = ", ".join(f"'{name}'" for name in BY_NAME)
    found = store.rows(
        f"SELECT h.seq, h.c, h.id, CASE WHEN {_AT_REST} THEN NULL ELSE h.body END {_LOST} AND h.c IN ({names}) "
        f"AND NOT ({_AT_REST} AND COALESCE(r.base = h.body, 0)) ORDER BY h.seq DESC",
        _ago(store),
    )
    now = _now(store, [(c, id) for _, c, id, body in found if body is not None])
    return [seq for seq, c, id, body in found if body is None or not _is_now(load(body) or {}, now.get((c, id)))]


def _version_rows(store: Store, keys: Sequence[str]) -> dict[str, KeptRow]:
    lost = []
    for some in batches(keys):
        marks = ", ".join("?" * len(some))
        lost += store.rows(
            f"SELECT h.seq, h.c, h.id, h.at, h.why, h.body {_LOST} AND h.seq IN ({marks})",
            (*_ago(store), *map(int, some)),
        )
    words = Words(store)
    now = _now(store, [(c, id) for _, c, id, *_ in lost])
    found: dict[str, KeptRow] = {}
    for seq, c, id, at, why, body in lost:
        then = load(body)
        if c in BY_NAME and then is not None and not _is_now(then, now.get((c, id))):
            said = _WHY.get(why, _WHY["merged"])
            found[str(seq)] = _row("version", str(seq), c, id, at, words.title(BY_NAME[c], then), said)
    return found


def kept(store: Store, kind: Kind, key: str) -> KeptDetail:
    """What bringing something back would bring.

    Raises:
        NotFound: it is not kept any more, or is what the record is now.
    """
    found = rows(store, kind, [key])
    then = _bodies(store, kind, [key]).get(key)
    if not found or then is None:
        raise _nothing()
    row = found[0]
    collection = BY_NAME[row.c]
    now = _now(store, [(row.c, row.id)]).get((row.c, row.id))
    words = Words(store)
    rest = contents(collection, words, then) if now is None else differences(collection, words, now, then)
    return KeptDetail(row, now is not None, rest)


def restore(store: Store, kind: Kind, keys: Sequence[str]) -> Restored:
    """Make versions that lost their records again, or bring back what other devices deleted, as one undo step.

    It goes to all devices. What stands in a record's place goes to the earlier versions; of several versions of one
    record the latest counts. What cannot come back, because something else has its place, stops no other.

    Args:
        store: the profile's data.
        kind: what the keys are of.
        keys: of what comes back, the latest first, as `keys` gives them.

    Raises:
        NotFound: nothing of it is kept any more.
        BadInput: nothing of it can come back.
    """
    found = rows(store, kind, keys)
    records = {(row.c, row.id): row for row in reversed(found)}  # the latest version is met last, and stays
    if not records:
        raise _nothing()
    bodies = _bodies(store, kind, [row.key for row in records.values()])
    done: list[KeptRow] = []
    left: list[KeptRow] = []
    with store.step("Restore") as step:
        for collection in BY_NAME.values():
            some = {row.id: row for row in records.values() if row.c == collection.name and row.key in bodies}
            back = _write(store, collection, {id: bodies[row.key] for id, row in some.items()})
            done += [row for id, row in some.items() if id in back]
            left += [row for id, row in some.items() if id not in back]
        step.rename(f"Restore “{done[0].title}”" if len(done) == 1 else f"Restore {len(done)} records")
    if not done:
        name = f"“{left[0].title}”" if len(left) == 1 else "This"
        raise BadInput(f"{name} cannot come back.", "Something else has taken its place; remove that first.")
    return Restored(step.changes, tuple(done), tuple(left))


def mark_reviewed(store: Store) -> Changes:
    """The person has looked at what the rules decided."""
    events.reviewed(store)
    return Changes(frozenset({"device_setting"}))


def _write(store: Store, collection: Collection, bodies: Mapping[str, dict[str, Any]]) -> set[str]:
    """Write records as they were, together where that goes, else one by one; returns those that are back."""
    if not bodies:
        return set()
    try:
        with store.database.atomic():
            _put_back(store, collection, bodies)
    except sqlite3.IntegrityError:
        if len(bodies) == 1:
            return set()
        return {id for id, body in bodies.items() if _write(store, collection, {id: body})}
    return set(bodies)


def _put_back(store: Store, collection: Collection, bodies: Mapping[str, dict[str, Any]]) -> None:
    now = local_bodies(store, collection, ledger.entries(store, collection.name, bodies), bodies)
    parts = {id: split(collection, body) for id, body in bodies.items()}
    write_bodies(store, collection, {id: complete(collection, known) for id, (known, _) in parts.items()})
    for id, (_, rest) in parts.items():
        if id not in now:
            ledger.set_entry(store, collection.name, id, extras=json.dumps(rest))
        elif not same(now[id], bodies[id]):
            ledger.keep_once(store, collection.name, id, "replaced", text(now[id]))


def _bodies(store: Store, kind: Kind, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What some keys hold, by key."""
    found: dict[str, bytes] = {}
    if kind == "deleted":
        found = {f"{c}:{id}": body for c, id, _, body, _ in _of_trash(store, keys)}
    else:
        for some in batches(keys):
            marks = ", ".join("?" * len(some))
            sql = f"SELECT seq, body FROM sync_history WHERE at >= ? AND seq IN ({marks}) AND body IS NOT NULL"
            found |= {str(seq): body for seq, body in store.rows(sql, (*_ago(store), *map(int, some)))}
    return {key: body for key, held in found.items() if (body := load(held)) is not None}


def _row(kind: Kind, key: str, c: str, id: str, at: int, title: str, why: str) -> KeptRow:
    return KeptRow(kind, key, c, id, at, title, BY_NAME[c].label, why)


def _now(store: Store, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], dict[str, Any]]:
    """How records are here now, without what this version cannot read."""
    wanted: dict[str, list[str]] = {}
    for c, id in records:
        if c in BY_NAME:
            wanted.setdefault(c, []).append(id)
    return {
        (c, id): body
        for c, ids in wanted.items()
        for id, body in read_bodies(store, BY_NAME[c], dict.fromkeys(ids)).items()
    }


def _is_now(then: Mapping[str, Any], now: Mapping[str, Any] | None) -> bool:
    return now is not None and all(same(now[name], then[name]) for name in now if name in then)


def _ago(store: Store) -> tuple[int]:
    """The time since which things are kept, as the first value of a statement."""
    return (store.now() - KEPT_DAYS * DAY,)


def _nothing() -> NotFound:
    return NotFound("This is not kept any more.", "Versions and deleted records are kept for 90 days.")
