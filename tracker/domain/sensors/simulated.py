"""A made-up ride, as the packets that real sensors would send: to try a live workout, and to test one."""

from __future__ import annotations

import math
import struct

BLOCK_S = 240
"""The made-up rider works and rests by turns of this many seconds."""
HARD, EASY = 245, 140


def watts(second: float) -> int:
    """The power at a second of the ride."""
    base = HARD if int(second // BLOCK_S) % 2 else EASY
    return round(base + 12 * math.sin(second / 3.1) + 7 * math.sin(second / 1.3))


def beats(second: float) -> int:
    """The heart rate, which follows the power with a delay of about a minute."""
    level = 118.0
    for back in range(0, 180, 10):
        level += (watts(max(0.0, second - back)) - EASY) / 105 * 38 * 0.155 * math.exp(-back / 60)
    return round(level)


def cadence(second: float) -> int:
    """The cadence."""
    return round(88 + 3 * math.sin(second / 7))


def heart_rate_packet(second: float) -> bytes:
    """A Heart Rate Measurement with contact."""
    return bytes([0b110, beats(second)])


class PowerMeter:
    """A power meter with a crank; each packet is a second later than the one before."""

    def __init__(self) -> None:
        self._turns = 0.0
        self._last = 0.0

    def packet(self, second: float) -> bytes:
        """A Cycling Power Measurement with crank data."""
        self._turns += (second - self._last) * cadence(second) / 60
        self._last = second
        whole = int(self._turns)
        # The instant of the last whole turn, in 1/1024 s.
        since = (self._turns - whole) * 60 / cadence(second)
        instant = int((second - since) * 1024)
        return struct.pack("<HhHH", 0b100000, watts(second), whole & 0xFFFF, instant & 0xFFFF)
