"""What the server did not take: why, in words, what helps, and sending it again."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import NotFound
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import read_body
from tracker.sync.ledger import load
from tracker.sync.words import Words

REASONS = {
    "too_large": "too large",
    "quota": "the account is full",
    "missing_blobs": "its samples are not there yet",
    "samples_lacking": "its samples are not on this device",
    "samples_damaged": "the file with its samples is damaged",
    "samples_quota": "the account is full",
    "samples_refused": "its samples are not taken",
    "bad_envelope": "it cannot be read",
    "not_sendable": "it holds something that cannot be sent",
}
_OURS = frozenset({"not_sendable", "samples_lacking", "samples_damaged"})
"""What never gets as far as the server."""
OTHER = "for a reason that this version does not know"
_SENTENCES = {
    "too_large": "It is larger than the server takes.",
    "quota": "The account has no room left on the server.",
    "missing_blobs": "The samples that belong to it have not arrived on the server yet.",
    "samples_lacking": "Its recorded samples are neither on this device nor on the server.",
    "samples_damaged": "The file with its recorded samples is damaged, and the server does not have them.",
    "samples_quota": "The account has no room left on the server for its recorded samples.",
    "samples_refused": "The server does not take its recorded samples.",
    "bad_envelope": "The server could not read it.",
    "not_sendable": "It holds a value that cannot be sent, such as a number with a fraction where none may be.",
}
_ADVICE = {
    "too_large": "Shorten its notes or take something out of it, or let the server take larger records.",
    "quota": "Remove what you no longer need, or give the account more room on the server; then try again.",
    "missing_blobs": "They are sent by themselves; try again when they have arrived.",
    "samples_lacking": "Import its file again, or restore a backup that has them; it is sent by itself then.",
    "samples_damaged": "Import its file again, or restore a backup that has them; it is sent by itself then.",
    "samples_quota": "Remove what you no longer need, or give the account more room; it is sent by itself then.",
    "samples_refused": "A newer version of Tracker, here or on the server, may help; it is tried again by itself.",
    "bad_envelope": "A newer version of Tracker, here or on the server, may help; then try again.",
    "not_sendable": "Edit it here; saving it again usually puts it right.",
}


@dataclass(frozen=True)
class Refusal:
    """One record that the server does not take as it is now.

    Attributes:
        sentence: why, advice: what helps.
        size: the bytes that were too many, None where that is not the reason or nobody said.
        at: when the server said no, UTC ms.
    """

    c: str
    id: str
    title: str
    label: str
    sentence: str
    advice: str
    size: int | None
    at: int


def reason(code: str) -> str:
    """Why a record was refused, in a few words."""
    return REASONS.get(code, OTHER)


def in_words(code: str) -> str:
    """The same, and whether it got as far as the server."""
    return f"{'cannot be sent' if code in _OURS else 'server said no'}: {reason(code)}"


def refusal(store: Store, c: str, id: str) -> Refusal:
    """Why a record was refused.

    Raises:
        NotFound: it was sent, or changed, meanwhile.
    """
    rows = store.rows(
        "SELECT j.code, j.detail, j.at, r.base FROM sync_reject j JOIN sync_rec r ON r.c = j.c AND r.id = j.id "
        "WHERE j.c = ? AND j.id = ? AND j.stamp = r.stamp AND r.stamp > r.acked",
        (c, id),
    )
    if not rows:
        raise NotFound("The server has taken it meanwhile.", "There is nothing left to put right.")
    code, detail, at, base = rows[0]
    collection = BY_NAME[c]
    first, _, unit = detail.partition(" ")
    return Refusal(
        c=c,
        id=id,
        title=Words(store).title(collection, read_body(store, collection, id) or load(base)),
        label=collection.label,
        sentence=_SENTENCES.get(code, f"The server refused it {OTHER}."),
        advice=_ADVICE.get(code, "A newer version of Tracker may help; then try again."),
        size=int(first) if code == "too_large" and unit == "bytes" and first.isdecimal() else None,
        at=at,
    )


def try_again(store: Store, c: str, id: str) -> Changes:
    """Let the next sync send a record that was refused, just as it is."""
    with store.database.atomic():
        store.database.execute_sql("DELETE FROM sync_reject WHERE c = ? AND id = ?", (c, id))
    return Changes(frozenset({c}), (id,))


def try_all_again(store: Store) -> Changes:
    """Let the next sync send everything that was refused."""
    rows = store.rows("SELECT c, id FROM sync_reject")
    with store.database.atomic():
        store.database.execute_sql("DELETE FROM sync_reject")
    return Changes(frozenset(c for c, _ in rows), tuple(id for _, id in rows))
