"""The frame of a FIT file: one or more files chained in one, each a header, a body and a checksum.

What the bodies say is read by `native` and `tolerant`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b".FIT"
MAGIC_AT = 8
HEADER_SIZES = (12, 14)
CHECKSUM_SIZE = 2
_HEADER = struct.Struct("<2BHI4s")


@dataclass(frozen=True)
class Piece:
    """One file of a chain.

    Args:
        data: header, body and checksum as they stand in the file.
        body: the messages alone; all that follows the header where its length cannot be right.
        cut: whether the file ends before the header says so.
    """

    data: bytes
    body: bytes
    cut: bool


def is_fit(data: bytes) -> bool:
    """Whether `data` begins as a FIT file does."""
    return data[MAGIC_AT : MAGIC_AT + len(MAGIC)] == MAGIC


def pieces(data: bytes) -> Iterator[Piece]:
    """The files that `data` chains, in order.

    A recording that was cut off has 0 for its length, and a damaged one any number: where something else than
    a file follows the end, the body is taken to reach to the end of everything.
    """
    while is_fit(data):
        header_size = data[0] if data[0] in HEADER_SIZES else HEADER_SIZES[-1]
        body_end = header_size + _HEADER.unpack_from(data)[3]
        end = body_end + CHECKSUM_SIZE
        follows = data[end:]
        whole = is_fit(follows) or not follows
        yield Piece(data[:end], data[header_size : body_end if whole else None], cut=end > len(data))
        data = follows


def framed(body: bytes) -> bytes:
    """A body behind a plain header and without a checksum, for a reader that does not look at it."""
    return _HEADER.pack(HEADER_SIZES[0], 0x20, 0, len(body), MAGIC) + body


def _of_byte(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0xA001 if byte & 1 else 0)
    return byte


_CRC = tuple(map(_of_byte, range(256)))
_LANES = 512
"""Parts of a file whose checksums are computed side by side."""


def is_intact(data: bytes) -> bool:
    """Whether a file ends with the checksum of all before it: over data and its own checksum this is 0."""
    return checksum(data) == 0


def checksum(data: bytes) -> int:
    """The CRC-16 that FIT uses (polynomial 0x8005, reflected).

    Some 60 MB a second: the checksum is linear, so those of equal parts are computed together and joined by what a
    part's length of zeros makes of each bit.
    """
    import numpy as np

    width = len(data) // _LANES
    begin = len(data) - width * _LANES
    crc = 0
    for byte in data[:begin]:
        crc = (crc >> 8) ^ _CRC[(crc ^ byte) & 0xFF]
    parts = np.zeros((width, _LANES + 16), np.uint16)
    parts[:, :_LANES] = np.frombuffer(data, np.uint8, offset=begin).reshape(_LANES, width).T
    sums = np.concatenate((np.zeros(_LANES, np.uint16), (1 << np.arange(16)).astype(np.uint16)))
    table = np.array(_CRC, np.uint16)
    for column in parts:
        sums = (sums >> 8) ^ table[(sums ^ column) & 0xFF]
    bits = sums[_LANES:].tolist()
    for part in sums[:_LANES].tolist():
        crc = part ^ _carried(crc, bits)
    return crc


def _carried(crc: int, bits: list[int]) -> int:
    """What a checksum becomes over a part's length of zeros."""
    found = 0
    for place, made in enumerate(bits):
        if crc >> place & 1:
            found ^= made
    return found
