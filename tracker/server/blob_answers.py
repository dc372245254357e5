"""How blobs are asked for and answered over HTTP: names in paths, numbers in headers, ranges. `blobs` keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from tracker.protocol.blobs import LENGTH, OFFSET
from tracker.protocol.records import BlobId
from tracker.server import blobs
from tracker.server.database import Database
from tracker.server.refusals import Refusal
from tracker.server.tokens import Caller
from tracker.server.web import Octets

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def name(text: str) -> str:
    """A blob's name from a path.

    Raises:
        Refusal: `malformed`.
    """
    try:
        return msgspec.convert(text, BlobId)
    except msgspec.ValidationError as error:
        raise Refusal("malformed", "A blob is named by its SHA-256, in lower-case hex.") from error


def count(headers: Mapping[str, str], header: str) -> int:
    """A number of bytes from a header.

    Raises:
        Refusal: `malformed`.
    """
    text = headers.get(header.lower(), "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):
        raise Refusal("malformed", f"The header {header} must be a whole number of bytes.")
    return int(text)


def head(database: Database, caller: Caller, bid: str) -> Octets:
    """200 where a blob is there as a whole, 206 where only its first bytes are.

    Raises:
        Refusal: `malformed` or `not_found`.
    """
    found = blobs.held(database, caller.account, name(bid))
    if found is None:
        raise _not_found()
    held, size = found
    return Octets(200 if held == size else 206, headers={OFFSET: str(held), LENGTH: str(size)})


def get(database: Database, caller: Caller, bid: str, range_: str) -> Octets:
    """A complete blob, or one range of it.

    Raises:
        Refusal: `malformed`, `not_found`, or `range` where it begins beyond the end.
    """
    found = blobs.held(database, caller.account, name(bid))
    if found is None or found[0] < found[1]:
        raise _not_found()
    size = found[1]
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{bid}"'}
    start, end = _span(range_, size)
    body = blobs.content(database, caller.account, bid, start, end)
    if not range_ or (start, end) == (0, size):
        return Octets(200, body, headers)
    return Octets(206, body, {**headers, "Content-Range": f"bytes {start}-{end - 1}/{size}"})


def _not_found() -> Refusal:
    return Refusal("not_found", "There is no such blob.")


def _span(text: str, size: int) -> tuple[int, int]:
    """The bytes that a `Range` header asks for; all of them where it is none that is understood, as HTTP wants it."""
    found = RANGE.fullmatch(text.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if first:
        start, end = int(first), min(size, int(last) + 1) if last else size
    else:
        start, end = max(0, size - int(last)), size
    if start >= size or end <= start:
        raise Refusal("range", f"The blob has {size} bytes.")
    return start, end
