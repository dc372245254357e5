"""What sync took away and keeps for 90 days: versions that lost, and records that another device deleted.

Looking at them, and bringing them back; each restoring is one undo step. They are put here by `apply` and `resolve`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tracker.errors import BadInput, NotFound
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies
from tracker.sync import events, ledger
from tracker.sync.contents import Difference, contents, differences
from tracker.sync.events import DAY, KEPT_DAYS
from tracker.sync.heads import read_heads
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


def versions(store: Store, limit: int = 200) -> list[KeptRow]:
    """Versions that lost and are not what the record is now, the latest first."""
    return _versions(store, "ORDER BY seq DESC LIMIT ?", limit)


def _versions(store: Store, which: str, value: int) -> list[KeptRow]:
    rows = store.rows(
        "SELECT seq, c, id, at, why, body FROM sync_history h WHERE at >= ? AND body IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM sync_trash t WHERE h.why = 'deleted_there' AND t.c = h.c AND t.id = h.id AND t.at = h.at) "
        + which,
        (_since(store), value),
    )
    words = Words(store)
    now = _now(store, [(c, id) for _, c, id, *_ in rows])
    found = []
    for seq, c, id, at, why, body in rows:
        then = load(body)
        if c in BY_NAME and then is not None and not _is_now(then, now.get((c, id))):
            said = _WHY.get(why, _WHY["merged"])
            found.append(_row("version", str(seq), c, id, at, words.title(BY_NAME[c], then), said))
    return found


def deleted(store: Store, limit: int = 200) -> list[KeptRow]:
    """Records that another device deleted and that are not here again, the latest first."""
    return _deleted(store, "ORDER BY t.at DESC, t.id LIMIT ?", (limit,))


def _deleted(store: Store, which: str, values: tuple[int | str, ...]) -> list[KeptRow]:
    rows = store.rows(
        "SELECT t.c, t.id, t.at, t.body, r.remote_dev FROM sync_trash t "
        "LEFT JOIN sync_rec r ON r.c = t.c AND r.id = t.id WHERE t.at >= ? " + which,
        (_since(store), *values),
    )
    words = Words(store)
    here = read_heads(store, [(c, id) for c, id, *_ in rows])
    return [
        _row("deleted", f"{c}:{id}", c, id, at, words.title(BY_NAME[c], load(body)), f"on {words.device(device)}")
        for c, id, at, body, device in rows
        if c in BY_NAME and (c, id) not in here
    ]


def kept(store: Store, kind: Kind, key: str) -> KeptDetail:
    """What bringing something back would bring.

    Raises:
        NotFound: it is not kept any more, or is what the record is now.
    """
    if kind == "version":
        rows = _versions(store, "AND seq = ?", int(key))
    else:
        c, _, id = key.partition(":")
        rows = _deleted(store, "AND t.c = ? AND t.id = ?", (c, id))
    then = _body(store, kind, key)
    if not rows or then is None:
        raise _nothing()
    row = rows[0]
    collection = BY_NAME[row.c]
    now = _now(store, [(row.c, row.id)]).get((row.c, row.id))
    words = Words(store)
    rest = contents(collection, words, then) if now is None else differences(collection, words, now, then)
    return KeptDetail(row, now is not None, rest)


def restore_version(store: Store, seq: int) -> Changes:
    """Make a version that lost the record again; the one that stood there goes to the history itself.

    Raises:
        NotFound: the version is not kept any more.
        BadInput: something else is in its place.
    """
    rows = store.rows("SELECT c, id FROM sync_history WHERE seq = ?", (seq,))
    if not rows:
        raise _nothing()
    c, id = rows[0]
    return _restore(store, c, id, _body(store, "version", str(seq)))


def restore_deleted(store: Store, c: str, id: str) -> Changes:
    """Bring a record back that another device deleted; it comes back on all devices.

    Raises:
        NotFound: it is not kept any more.
        BadInput: something else is in its place.
    """
    return _restore(store, c, id, _body(store, "deleted", f"{c}:{id}"))


def mark_reviewed(store: Store) -> Changes:
    """The person has looked at what the rules decided."""
    events.reviewed(store)
    return Changes(frozenset({"device_setting"}))


def _restore(store: Store, c: str, id: str, body: dict[str, Any] | None) -> Changes:
    collection = BY_NAME.get(c)
    if collection is None or body is None:
        raise _nothing()
    title = Words(store).title(collection, body)
    try:
        with store.step(f"Restore “{title}”") as step:
            entry = ledger.entry(store, c, id)
            now = local_bodies(store, collection, {id: entry}, [id]).get(id)
            known, rest = split(collection, body)
            write_bodies(store, collection, {id: complete(collection, known)})
            if now is None:
                ledger.set_entry(store, c, id, extras=json.dumps(rest))
            elif not same(now, body):
                ledger.keep_once(store, c, id, "replaced", text(now))
    except sqlite3.IntegrityError as error:
        raise BadInput(
            f"“{title}” cannot come back.", "Something else has taken its place; remove that first."
        ) from error
    return step.changes


def _body(store: Store, kind: Kind, key: str) -> dict[str, Any] | None:
    if kind == "version":
        rows = store.rows("SELECT body FROM sync_history WHERE seq = ? AND at >= ?", (int(key), _since(store)))
    else:
        c, _, id = key.partition(":")
        rows = store.rows("SELECT body FROM sync_trash WHERE c = ? AND id = ? AND at >= ?", (c, id, _since(store)))
    return load(rows[0][0]) if rows else None


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


def _since(store: Store) -> int:
    return store.now() - KEPT_DAYS * DAY


def _nothing() -> NotFound:
    return NotFound("This is not kept any more.", "Versions and deleted records are kept for 90 days.")
