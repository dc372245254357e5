"""The server's manifest, read into a table of this connection, and the records that it says are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from tracker.protocol.canonical import canonical_hash
from tracker.protocol.manifest import HASH_BYTES, Found, ManifestPage, Wanted
from tracker.store.database import Store
from tracker.sync.answers import Answers, OtherHistory
from tracker.sync.incoming import RawRecord
from tracker.sync.messages import Exchange, Request

Record = tuple[str, str]
"""Collection and id."""

ASKED = 500
"""Records asked for at a time."""

_read_page = msgspec.json.Decoder(ManifestPage).decode
_read_found = msgspec.json.Decoder(Found[RawRecord]).decode


@dataclass(frozen=True)
class Place:
    """Where in which history a manifest was begun: a pull goes on from there."""

    epoch: str
    head: int
    cursor: str


def hash8(body: bytes | None) -> str:
    """What the manifest says of a record with this canonical body; None stands for a tombstone."""
    return canonical_hash(body or b"null", body is None)[:HASH_BYTES].hex()


def fetch(store: Store, answers: Answers) -> Exchange[Place]:
    """Read the manifest into `temp.manifest` (c, id, rev, del, hash8), in place of what is there.

    Raises:
        Stop, OtherHistory: as `Answers.taken`.
    """
    store.connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS manifest (c TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, "
        "del INTEGER NOT NULL, hash8 TEXT NOT NULL, PRIMARY KEY (c, id)) WITHOUT ROWID"
    )
    store.connection.execute("DELETE FROM temp.manifest")
    place: Place | None = None
    after: str | None = ""
    while after is not None:
        page = answers.read(_read_page, answers.taken((yield Request("GET", "/v1/manifest", {"after": after}))))
        if place is None:
            place = Place(page.epoch, page.head, page.cursor)
        elif page.epoch != place.epoch:
            raise OtherHistory
        store.connection.executemany(
            "INSERT OR IGNORE INTO temp.manifest VALUES (?, ?, ?, ?, ?)",
            [(row.c, row.id, row.rev, row.deleted, row.hash8) for row in page.rows],
        )
        after = page.next
    if place is None:
        raise answers.strange()
    return place


def bring(
    answers: Answers,
    wanted: Sequence[Record],
    take: Callable[[Sequence[RawRecord]], None],
    *,
    reach: Callable[[str], None],
) -> Exchange[None]:
    """Ask for records by name and hand them to `take`, some at a time, as they are now, without those that are gone.

    `reach` is told before each time which place in the log they are not beyond.

    Raises:
        Stop, OtherHistory: as `Answers.taken`.
    """
    rest = list(wanted)
    while rest:
        body = msgspec.json.encode(Wanted(ids=rest[:ASKED]))
        found = answers.read(_read_found, answers.taken((yield Request("POST", "/v1/records", body=body))))
        if found.done < 1:
            raise answers.strange()
        reach(found.cursor)
        take(found.recs)
        del rest[: found.done]
