"""Paces as people write them: 5:30/km, 8:45 /mi, 5:30 min/km, 5'30"/km, at 5:30/km."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.fixed import DISTANCE, TIME, to_fixed
from tracker.domain.quick_add.tokens import Chunk, word_at
from tracker.domain.units import convert

_PACE = re.compile(r"(?P<minutes>[0-9]{1,2})[:'’](?P<seconds>[0-5][0-9])[\"”″]?(?:(?:min)?/(?P<unit>km|mi|mile))?")
_BARE = re.compile(r"(?P<minutes>[0-9]{1,2})(?P<seconds>)min/(?P<unit>km|mi|mile)")
_PER = {"/km": "km", "min/km": "km", "/mi": "mi", "min/mi": "mi", "/mile": "mi", "min/mile": "mi"}
_LEADS = frozenset({"at", "@"})
_SLACK = Fraction(3, 100)
"""By so much a pace, which is rounded to seconds and often to tens of them, may differ from duration and distance."""


@dataclass(frozen=True)
class Pace:
    """So many seconds for each kilometre or mile."""

    seconds: int
    unit: str
    chunks: tuple[Chunk, ...]

    @property
    def shown(self) -> str:
        """The pace for people: 5:30/km."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}/{self.unit}"

    @property
    def _ms_per(self) -> Fraction:
        """Ms for 0.1 m."""
        return self.seconds * TIME / (convert(1, self.unit, "m") * DISTANCE)

    def duration_of(self, distance: int) -> int:
        """How long a distance in 0.1 m takes, in ms, to the second."""
        return to_fixed(distance * self._ms_per / TIME, 1) * TIME

    def distance_in(self, duration: int) -> int:
        """How far one comes in so many ms, in 0.1 m."""
        return to_fixed(duration / self._ms_per, 1)

    def agrees(self, duration: int, distance: int) -> bool:
        """Whether duration and distance make this pace, as it is rounded."""
        return abs(distance * self._ms_per - duration) <= _SLACK * duration


def pace_at(chunks: Sequence[Chunk], index: int) -> Pace | None:
    """The pace that begins at chunk `index`, or None."""
    first = index + (1 if word_at(chunks, index) in _LEADS else 0)
    match = _PACE.fullmatch(word_at(chunks, first)) or _BARE.fullmatch(word_at(chunks, first))
    if match is None:
        return None
    after = _PER.get(word_at(chunks, first + 1), "")
    unit = match["unit"] or after
    seconds = int(match["minutes"]) * 60 + int(match["seconds"] or 0)
    if not unit or not seconds:
        return None
    used = first + (1 if match["unit"] else 2)
    return Pace(seconds, "km" if unit == "km" else "mi", tuple(chunks[index:used]))
