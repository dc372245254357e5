"""Blobs: bytes named by their SHA-256, sent before the record that names them.

`PATCH /v1/blobs/{bid}` appends bytes at `Upload-Offset` to a blob of `Upload-Length` bytes and may be repeated;
`PUT` brings a small one whole. Which bytes a blob holds is not known here.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from tracker.protocol.records import BlobId

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
"""Headers: where the bytes of a request go, and how many the whole blob has."""
ASKED_AT_ONCE = 1000


class Asked(msgspec.Struct, kw_only=True):
    """Body of `POST /v1/blobs/missing`."""

    blobs: Annotated[list[BlobId], Meta(max_length=ASKED_AT_ONCE)]


class MissingBlob(msgspec.Struct, kw_only=True):
    """A blob that is not there as a whole; its upload goes on at `offset`."""

    blob: BlobId
    offset: int


class Missing(msgspec.Struct, kw_only=True):
    """Answer to it: those of the blobs that have to be sent."""

    missing: list[MissingBlob]


class Received(msgspec.Struct, kw_only=True):
    """Answer to `PATCH` and `PUT`: how much of the blob is there, and whether that is all of it."""

    offset: int
    complete: bool
