"""What the server holds, without the bodies: for a device that cannot go on from its cursor, and for checking.

A record is told by the first eight bytes of its content hash; a whole collection by how many live records it has and by
the exclusive or of their marks.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Generic

import msgspec
from msgspec import Meta

from tracker.protocol.pull import AnyRecord
from tracker.protocol.records import Collection, Record, RecordId, Rev

HASH_BYTES = 8


class ManifestRow(msgspec.Struct, array_like=True, frozen=True):
    """One record as the server holds it; `hash8` is the start of its content hash as hex, `deleted` is 0 or 1."""

    c: Collection
    id: RecordId
    rev: Rev
    deleted: int
    hash8: str


class ManifestPage(msgspec.Struct, kw_only=True):
    """Answer to `GET /v1/manifest`, in the order of collection and id.

    Attributes:
        next: what to ask with as `after` for the next page; null after the last.
        cursor: where a pull goes on that began with this page: of several pages the first one's counts.
    """

    epoch: str
    head: Rev
    cursor: str
    rows: list[ManifestRow]
    next: str | None


class CollectionDigest(msgspec.Struct, kw_only=True, frozen=True):
    """How many live records a collection has, and the exclusive or of their marks as hex."""

    count: int
    xor: str


class Digest(msgspec.Struct, kw_only=True):
    """Answer to `GET /v1/digest`: what was true of the log at `head`."""

    epoch: str
    head: Rev
    collections: dict[str, CollectionDigest]


class Wanted(msgspec.Struct, kw_only=True):
    """Body of `POST /v1/records`: collection and id of each."""

    ids: Annotated[list[tuple[Collection, RecordId]], Meta(max_length=1000)]


class Found(msgspec.Struct, Generic[AnyRecord], kw_only=True):
    """Answer to it: those of the first records asked for that fit into one answer, tombstones among them.

    Attributes:
        done: how many of the records asked for were looked at; the rest is to be asked for again.
        cursor: a place in the log that is not before any of them.
    """

    epoch: str
    cursor: str
    recs: list[AnyRecord]
    done: int


FoundRecords = Found[Record]


def mark(id: str, content: bytes) -> int:
    """What one live record with the hash `content` adds to its digest; equal ones under two ids do not cancel out."""
    return int.from_bytes(hashlib.sha256(id.encode() + content[:HASH_BYTES]).digest()[:HASH_BYTES])


def digest_of(marks: int, count: int) -> CollectionDigest:
    """The digest of `count` records whose marks came to `marks`."""
    return CollectionDigest(count=count, xor=marks.to_bytes(HASH_BYTES).hex())
