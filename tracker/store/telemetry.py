"""Telemetry as chunks: columns of small integers, packed and compressed, that are never changed once written.

A chunk covers about a quarter of an hour, so that a long ride goes to the server in small pieces. The same
telemetry always makes the same bytes, and so the same blob ids. Where chunks are kept is `blobs`' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import numpy as np
import zstandard
from numpy.typing import NDArray

from tracker.domain.activity import CHANNELS, Telemetry
from tracker.errors import BadFile
from tracker.store.blobs import blob_id

SPAN_MS = 15 * 60 * 1000
"""A chunk ends at the first sample this long after its start…"""
FEWEST = 256
"""…if it has this many samples: a sparse recording of days does not fall into crumbs."""
LARGEST = 256 * 1024
"""Compressed bytes; a larger chunk is cut in halves."""
LARGEST_UNPACKED = 64 * 1024 * 1024
LEVEL = 6
VERSION = 1
SCALES: Mapping[str, int] = {
    "power": 1,
    "heart_rate": 1,
    "cadence": 10,
    "speed": 1000,
    "distance": 10,
    "altitude": 10,
    "latitude": 10_000_000,
    "longitude": 10_000_000,
    "temperature": 10,
}
"""Integers per unit: 1 W, 1 bpm, 0.1 rpm, 1 mm/s, 0.1 m, 0.1 m, 1e-7°, 0.1 °C."""
HINT = "Import its file again, or restore a backup."
LIMIT = 2**53
"""Integers beyond this are no measurement, and floats do not hold them exactly."""


@dataclass(frozen=True)
class Chunk:
    """One chunk: its stored bytes, the time of its first sample in ms, how many there are, its channels."""

    data: bytes
    t0: int
    n: int
    channels: tuple[str, ...]


class _Column(msgspec.Struct, array_like=True, frozen=True):
    """A channel: integers per unit, differences of the known values, (start, length) of what is missing."""

    scale: Annotated[int, msgspec.Meta(ge=1)]
    deltas: list[int]
    missing: list[int]


class _Body(msgspec.Struct, frozen=True):
    """What is packed into a chunk; `dt` are the differences between the times, the first from `t0`."""

    v: int
    t0: int
    n: int
    dt: list[int]
    ch: dict[str, _Column]


_decoder = msgspec.msgpack.Decoder(_Body)


def encode(telemetry: Telemetry) -> list[Chunk]:
    """Chunks in the order of time; values are rounded to their scale, and what cannot be a value is missing.

    Raises:
        ValueError: the times decrease.
    """
    if (np.diff(telemetry.time) < 0).any():
        raise ValueError("telemetry goes back in time")
    columns = {
        name: np.rint(telemetry.channels[name] * SCALES[name]) for name in CHANNELS if name in telemetry.channels
    }
    return [chunk for start, end in _spans(telemetry.time) for chunk in _chunks(telemetry.time, columns, start, end)]


def manifest(chunks: Sequence[Chunk]) -> list[dict[str, Any]]:
    """What a workout's record says of its chunks: blob id, first time in ms, samples, channels, bytes."""
    return [
        {
            "b": blob_id(chunk.data),
            "t0": chunk.t0,
            "n": chunk.n,
            "ch": list(chunk.channels),
            "size": len(chunk.data),
        }
        for chunk in chunks
    ]


def decode(chunks: Iterable[bytes]) -> Telemetry:
    """The telemetry of some chunks in the order of time; a channel is missing where a chunk lacks it.

    Raises:
        BadFile: a chunk cannot be read.
    """
    parts = [_samples(data) for data in chunks]
    names = [name for name in CHANNELS if any(name in channels for _, channels in parts)]
    columns = {
        name: np.concatenate([channels.get(name, np.full(len(time), np.nan)) for time, channels in parts])
        for name in names
    }
    return Telemetry(np.concatenate([np.zeros(0, np.int64), *(time for time, _ in parts)]), columns)


def _spans(time: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Where chunks start and end among the samples."""
    start = 0
    while start < len(time):
        late = int(np.searchsorted(time, time[start] + SPAN_MS, side="left"))
        end = min(max(late, start + FEWEST), len(time))
        yield start, end
        start = end


def _chunks(
    time: NDArray[np.int64], columns: Mapping[str, NDArray[np.float64]], start: int, end: int
) -> Iterator[Chunk]:
    """The samples from `start` to `end` as one chunk, or as two halves where that is too large."""
    t0 = int(time[start])
    packed = {name: _column(values[start:end], SCALES[name]) for name, values in columns.items()}
    known = {name: column for name, column in packed.items() if column}
    body = _Body(VERSION, t0, end - start, np.diff(time[start:end], prepend=t0).tolist(), known)
    data = zstandard.ZstdCompressor(level=LEVEL).compress(msgspec.msgpack.encode(body))
    if len(data) <= LARGEST or end - start == 1:
        yield Chunk(data, t0, end - start, tuple(known))
        return
    middle = (start + end) // 2
    yield from _chunks(time, columns, start, middle)
    yield from _chunks(time, columns, middle, end)


def _column(values: NDArray[np.float64], scale: int) -> _Column | None:
    """Scaled values as a column; None where none of them is known."""
    known = np.abs(values) < LIMIT  # NaN and infinity are not
    if not known.any():
        return None
    deltas = np.diff(values[known].astype(np.int64), prepend=0)
    edges = np.flatnonzero(np.diff(known, prepend=True, append=True))
    starts, ends = edges[::2], edges[1::2]
    missing = np.column_stack((starts, ends - starts)).ravel()
    return _Column(scale, deltas.tolist(), missing.tolist())


def _samples(data: bytes) -> tuple[NDArray[np.int64], dict[str, NDArray[np.float64]]]:
    """The times and channels of one chunk."""
    try:
        if zstandard.frame_content_size(data) > LARGEST_UNPACKED:
            raise ValueError("too large")
        body = _decoder.decode(zstandard.ZstdDecompressor().decompress(data))
        if body.v <= VERSION:
            time = body.t0 + np.cumsum(np.array(body.dt, np.int64))
            return time, {name: _values(column, len(time)) for name, column in body.ch.items()}
    except (zstandard.ZstdError, msgspec.DecodeError, ValueError, OverflowError) as error:
        raise BadFile("A part of this workout's samples cannot be read.", HINT) from error
    raise BadFile("These samples were written by a newer Tracker.", "Update Tracker to see them.")


def _values(column: _Column, count: int) -> NDArray[np.float64]:
    """A channel's values; NaN where they are missing."""
    known = np.ones(count, bool)
    for start, length in zip(column.missing[::2], column.missing[1::2], strict=True):
        known[start : start + length] = False
    if known.sum() != len(column.deltas):
        raise ValueError("values and samples differ")
    values = np.full(count, np.nan)
    values[known] = np.cumsum(np.array(column.deltas, np.int64)) / column.scale
    return values
