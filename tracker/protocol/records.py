"""A record as it travels: the envelope around a body. Field names are the ones on the wire."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, field

from tracker.protocol.canonical import Body

MOMENT = 2**53
"""Times are whole milliseconds within ±2⁵³, which every JSON reader keeps exact."""

Collection = Annotated[str, Meta(pattern=r"^[a-z_]{1,32}$(?!\n)")]
RecordId = Annotated[str, Meta(pattern=r"^[0-9A-Za-z:._-]{1,64}$(?!\n)")]
DeviceId = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$(?!\n)")]
Rev = Annotated[int, Meta(ge=0, le=2**63 - 1)]
BlobId = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
Milliseconds = Annotated[int, Meta(ge=-MOMENT, le=MOMENT)]


class Envelope(msgspec.Struct, kw_only=True):
    """What the server knows of a record without looking inside.

    Attributes:
        c: the collection.
        id: the record's identifier, made by the client.
        rev: the server's number for this state; 0 = never synced.
        deleted: it is a tombstone (`del` on the wire).
        s: schema version of the writer for this collection.
        mt: edit time in server time, ms; for display and for the newest-wins policy only.
        dev: the device that wrote it last.
        blobs: identifiers of the blobs it needs.
    """

    c: Collection
    id: RecordId
    rev: Rev
    deleted: bool = field(name="del", default=False)
    s: int = 1
    mt: Milliseconds = 0
    dev: str = ""
    blobs: list[BlobId] = []


class Record(Envelope, kw_only=True):
    """A record with its fields; a tombstone has none."""

    body: Body | None = None
