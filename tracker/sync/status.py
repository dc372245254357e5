"""How sync stands, in words, for the Sync page and the command line. Quick reads: no network, no store of secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import counts, events, ledger, refused
from tracker.sync.heads import read_heads
from tracker.sync.ledger import WHOLE, load
from tracker.sync.messages import host
from tracker.sync.report import State
from tracker.sync.secrets import SENTENCES, Keep, keep_of
from tracker.sync.words import Words

Change = Literal["added", "edited", "deleted"]


@dataclass(frozen=True)
class SyncStatus:
    """How sync stands. Times are UTC ms.

    Attributes:
        sentence: what is wrong, empty where nothing is.
        host: the server's name for people.
        waiting: records to be sent, conflicts: records to be decided, refused: records the server does not take.
        token_sentence: where the sign-in is kept.
    """

    state: State
    sentence: str
    mode: str
    server: str | None
    host: str
    email: str | None
    device: str
    waiting: int
    conflicts: int
    refused: int
    last_sync: int | None
    keep: Keep
    token_sentence: str


@dataclass(frozen=True)
class WaitingRow:
    """A record that waits, and for what."""

    c: str
    id: str
    title: str
    change: Change
    change_words: str
    state: Literal["waiting", "conflict", "refused"]
    state_words: str
    since: int | None
    detail: str


@dataclass(frozen=True)
class HistoryRow:
    """One sentence of the history."""

    seq: int
    at: int
    kind: str
    sentence: str
    seconds: float | None


@dataclass(frozen=True)
class DeviceRow:
    """One device of the account; `here` is this one."""

    dev: str
    name: str
    last_seen: int | None
    here: bool


def sync_status(store: Store) -> SyncStatus:
    """How sync stands now."""
    known = ledger.meta(store)
    state, sentence = _state(store, known)
    keep = keep_of(known.token_store)
    return SyncStatus(
        state=state,
        sentence=sentence,
        mode=known.mode,
        server=known.server,
        host=host(known.server) if known.server else "",
        email=known.email,
        device=known.dev,
        waiting=counts.waiting(store),
        conflicts=counts.conflicts(store),
        refused=counts.refused(store),
        last_sync=known.last_sync,
        keep=keep,
        token_sentence=SENTENCES[keep] if known.account_id else "",
    )


def _state(store: Store, known: ledger.Meta) -> tuple[State, str]:
    if known.account_id is None:
        return "no_account", "Not signed in: everything stays on this device."
    if known.mode == "local":
        return "local", "Sync is switched off; changes wait on this device."
    kept = events.recall(store, events.STATE)
    if kept is None:
        return "never", ""
    return kept[0], kept[1]


_LISTED = "(SELECT c, id FROM sync_rec WHERE stamp > acked UNION SELECT c, id FROM sync_conflict)"
"""What is to be sent or decided: two indexes tell it, where one condition for both would look at every record."""


def count_listed(store: Store) -> int:
    """How many rows `waiting` would have without a limit."""
    return int(store.rows(f"SELECT COUNT(*) FROM {_LISTED}")[0][0])


def waiting(store: Store, limit: int = 200, *, record: str = "") -> list[WaitingRow]:
    """What waits, at most `limit` rows: conflicts and refusals first, then the newest change first.

    With `record` only what has this id.
    """
    rows = store.rows(
        "SELECT r.c, r.id, r.rev, r.base, r.extras, r.changed_at, r.remote_dev, "
        "(SELECT MIN(opened_at) FROM sync_conflict k WHERE k.c = r.c AND k.id = r.id) AS opened, "
        "(SELECT group_concat(k.kind) FROM sync_conflict k WHERE k.c = r.c AND k.id = r.id AND k.field = ?), "
        f"j.code, j.detail FROM {_LISTED} p CROSS JOIN sync_rec r ON r.c = p.c AND r.id = p.id "
        "LEFT JOIN sync_reject j ON j.c = r.c AND j.id = r.id AND j.stamp = r.stamp "
        f"{'WHERE r.id = ? ' if record else ''}"
        "ORDER BY opened IS NULL, j.code IS NULL, r.changed_at DESC LIMIT ?",
        (WHOLE, *((record,) if record else ()), limit),
    )
    words = Words(store)
    bodies = read_heads(store, [(row[0], row[1]) for row in rows])
    found: list[WaitingRow] = []
    for c, id, rev, base, _extras, changed, device, opened, whole, code, detail in rows:
        local = bodies.get((c, id))
        change: Change = "deleted" if local is None else "added" if rev == 0 and base is None else "edited"
        said = change if whole is None else conflict_words(whole, words.device(device))
        state: Literal["waiting", "conflict", "refused"] = "waiting"
        state_words = "waiting"
        if opened is not None:
            state = state_words = "conflict"
        elif code is not None:
            state, state_words = "refused", refused.in_words(code)
        found.append(
            WaitingRow(
                c=c,
                id=id,
                title=words.title(BY_NAME[c], local or load(base)),
                change=change,
                change_words=said,
                state=state,
                state_words=state_words,
                since=changed if opened is None else opened,
                detail=detail or "",
            )
        )
    return found


def conflict_words(kind: str, device: str) -> str:
    """What happened to a record that was deleted on one side and changed on the other."""
    if kind == "local_deleted":
        return f"deleted here, edited on {device}"
    if kind == "remote_deleted":
        return f"edited here, deleted on {device}"
    return "edited on both"


def history(store: Store, limit: int = 50) -> list[HistoryRow]:
    """What sync did lately, latest first."""
    rows = store.rows("SELECT seq, at, kind, sentence, duration FROM sync_event ORDER BY seq DESC LIMIT ?", (limit,))
    return [
        HistoryRow(seq, at, kind, sentence, None if duration is None else duration / 1000)
        for seq, at, kind, sentence, duration in rows
    ]


def devices(store: Store) -> list[DeviceRow]:
    """The account's devices as the server last told them, this one first."""
    here = ledger.meta(store).dev
    known = events.recall(store, events.DEVICES) or []
    rows = [DeviceRow(one["id"], one["name"], one["last_seen"], one["id"] == here) for one in known]
    return sorted(rows, key=lambda row: (not row.here, -(row.last_seen or 0)))
