"""Bytes in and bytes out: reading a request's body, its encodings, and answers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
import zstandard
from fastapi import Request, Response

from tracker.protocol.blobs import OFFSET
from tracker.protocol.limits import HARMLESS, MIB, PROTOCOL
from tracker.server.refusals import Refusal

WORTH_COMPRESSING = 1024
LARGEST_WINDOW = 8 * MIB
# A client that is still sending does not listen; a body this many times too large is read to its end
# so that it hears why it is refused.
PATIENCE = 8

T = TypeVar("T")


@dataclass(frozen=True)
class Octets:
    """An answer that is bytes as they are, with a status and headers of its own."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """The response that carries them."""
        every = {"Cache-Control": "no-store", "Tracker-Protocol": str(PROTOCOL), **self.headers}
        return Response(self.body, self.status, every, media_type="application/octet-stream")


async def read_body(request: Request, most: int) -> bytes:
    """The body as it was sent.

    Raises:
        Refusal: `too_large`.
    """
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most:
            chunks.append(chunk)
        elif size > PATIENCE * most:
            break
    if size > most:
        raise _too_large(most)
    return b"".join(chunks)


def decompressed(body: bytes, encoding: str, most: int, ratio: int) -> bytes:
    """The body without its content encoding.

    Args:
        body: as it was sent.
        encoding: what it says it is.
        most: how many bytes may ever be made of it.
        ratio: how many times larger than it was sent, beyond the first `HARMLESS` bytes.

    Raises:
        Refusal: `too_large`, `malformed` or `encoding`.
    """
    room = min(most, max(HARMLESS, len(body) * ratio))
    try:
        if encoding in ("", "identity"):
            plain = body
        elif encoding == "gzip":
            plain = zlib.decompressobj(wbits=31).decompress(body, room + 1)
        elif encoding == "zstd":
            reader = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(body)
            plain = reader.read(room + 1)
        else:
            raise Refusal("encoding", f"The content encoding {encoding} is not understood; use zstd or gzip.")
    except (zlib.error, zstandard.ZstdError) as error:
        raise Refusal("malformed", f"The body is not {encoding}.") from error
    if len(plain) > most:
        raise _too_large(most)
    if len(plain) > room and plain is not body:
        raise Refusal("too_large", f"A body may become at most {ratio} times larger; send this one as it is.")
    return plain


def _too_large(most: int) -> Refusal:
    return Refusal("too_large", f"A request may have at most {most} bytes.")


def read_json(body: bytes, form: type[T]) -> T:
    """The body as a message.

    Raises:
        Refusal: `malformed`.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("malformed", f"The request cannot be read: {error}.") from error


def answer(content: object, status: int, accept: str, headers: Mapping[str, str] | None = None) -> Response:
    """The response that says `content` (bytes are JSON already), compressed as the client likes it."""
    body = content if isinstance(content, bytes) else msgspec.json.encode(content)
    every = {"Cache-Control": "no-store", "Tracker-Protocol": str(PROTOCOL), **(headers or {})}
    if len(body) >= WORTH_COMPRESSING:
        accepted = {part.partition(";")[0].strip() for part in accept.split(",") if "q=0" not in part.split(";")}
        if "zstd" in accepted:
            body = zstandard.ZstdCompressor(level=1).compress(body)
            every["Content-Encoding"] = "zstd"
        elif "gzip" in accepted:
            body = gzip.compress(body, compresslevel=4)
            every["Content-Encoding"] = "gzip"
    return Response(body, status, every, media_type="application/json")


def refused(refusal: Refusal) -> Response:
    """The response that says no."""
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    if refusal.status in (429, 503):
        headers["Retry-After"] = str(refusal.detail.get("seconds", 5))
    if refusal.code == "offset":
        headers[OFFSET] = str(refusal.detail["offset"])
    return answer(refusal.body(), refusal.status, "", headers)
