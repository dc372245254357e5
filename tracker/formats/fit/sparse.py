"""A FIT file without its records: what is left is small, so that making Python's values of it takes no time.

Records are nine tenths of a file, and are read as columns instead.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from tracker.formats.fit.pieces import CHECKSUM_SIZE, MAGIC, checksum

RECORD = 20
COMPRESSED_SPEED_DISTANCE = 8
_COMPRESSED_TIME, _DEFINITION, _DEVELOPER = 0x80, 0x40, 0x20
_HEADER = 14


class Sparse(NamedTuple):
    """The file without records, and whether a record has speed and distance in one compressed field."""

    data: bytes
    compressed: bool


class _Kind(NamedTuple):
    """What a local message type stands for: the bytes of a message, and whether it is a record."""

    size: int
    is_record: bool


def without_records(data: bytes) -> Sparse | None:
    """The file without its records; None where that cannot be done, as with times that count from the one before."""
    try:
        return _sparse(data)
    except (IndexError, struct.error):  # a definition that the file ends within: the reader says what is wrong
        return None


def _sparse(data: bytes) -> Sparse | None:
    begin = data[0]
    end = len(data) - CHECKSUM_SIZE
    kinds: dict[int, _Kind] = {}
    kept = bytearray()
    compressed = False
    at = begin
    while at < end:
        head = data[at]
        if head & _COMPRESSED_TIME:
            return None
        if head & _DEFINITION:
            size, kinds[head & 0xF], has_compressed = _definition(data, at)
            compressed |= has_compressed
            kept += data[at : at + size]
            at += size
            continue
        kind = kinds.get(head & 0xF)
        if kind is None:
            return None
        step = 1 + kind.size
        if kind.is_record:
            while at < end and data[at] == head:  # mostly thousands of the same
                at += step
        else:
            kept += data[at : at + step]
            at += step
    return Sparse(_framed(bytes(kept)), compressed) if at == end else None


def _definition(data: bytes, at: int) -> tuple[int, _Kind, bool]:
    """How long a definition is, what it defines, and whether that is a record with the compressed field."""
    count = data[at + 5]
    order = ">" if data[at + 2] else "<"
    (number,) = struct.unpack_from(f"{order}H", data, at + 3)
    fields = data[at + 6 : at + 6 + 3 * count]
    size = sum(fields[1::3])
    length = 6 + 3 * count
    if data[at] & _DEVELOPER:
        own = data[at + length]
        size += sum(data[at + length + 1 : at + length + 1 + 3 * own][1::3])
        length += 1 + 3 * own
    is_record = number == RECORD
    return length, _Kind(size, is_record), is_record and COMPRESSED_SPEED_DISTANCE in fields[::3]


def _framed(body: bytes) -> bytes:
    header = struct.pack("<2BHI4s", _HEADER, 0x20, 2132, len(body), MAGIC)
    header += struct.pack("<H", checksum(header))
    return header + body + struct.pack("<H", checksum(header + body))
