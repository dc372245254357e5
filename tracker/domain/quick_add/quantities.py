"""Numbers with a unit that is not food's: 450kcal, 8 km, 210w, 142 bpm, p30. The unit touches or follows.

An ambiguous number is asked for here, once, whatever it counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.quick_add.frame import Frame
from tracker.domain.quick_add.numbers import NUMBER, read_number, spellings
from tracker.domain.quick_add.tokens import Chunk, word_at

_QUANTITY = re.compile(rf"(?P<number>{NUMBER})(?P<unit>[^0-9.,]*)")


@dataclass(frozen=True)
class Quantity:
    """A number as it was read and written, its unit word (may be ""), and the chunks it takes."""

    readings: tuple[Fraction, ...]
    number: str
    unit: str
    chunks: tuple[Chunk, ...]


def quantity_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool, *units: str) -> Quantity | None:
    """The quantity that begins at chunk `index` in one of `units`; the unit may be the next chunk."""
    match = _QUANTITY.fullmatch(word_at(chunks, index))
    if match is None:
        return None
    unit, used = match["unit"], 1
    after = word_at(chunks, index + 1)
    if not unit and after and after in units:
        unit, used = after, 2
    readings = read_number(match["number"], decimal_comma)
    if unit not in units or not readings:
        return None
    return Quantity(readings, match["number"], unit, tuple(chunks[index : index + used]))


def settled(frame: Frame, quantity: Quantity, *, whole: bool = False) -> Fraction:
    """The quantity's number, with a question where it is ambiguous; what is always `whole` has thousands."""
    if len(quantity.readings) == 1:
        return quantity.readings[0]
    if whole:
        return quantity.readings[1]
    choices = spellings(quantity.number, frame.context.decimal_comma)
    start = quantity.chunks[0].start
    span = (start, start + len(quantity.number))
    frame.ask_which(span, choices)
    return quantity.readings[0]


def keyed_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool, *keys: str) -> Quantity | None:
    """A number after its key, touching or apart: hr142, load 85, p30. A unit after it is none of this."""
    word = word_at(chunks, index)
    for key in keys:
        if word == key:
            found = quantity_at(chunks, index + 1, decimal_comma, "", "g")
            return found and Quantity(found.readings, found.number, found.unit, (chunks[index], *found.chunks))
        match = _QUANTITY.fullmatch(word[len(key) :]) if word.startswith(key) else None
        readings = read_number(match["number"], decimal_comma) if match and match["unit"] in ("", "g") else ()
        if match and readings:
            return Quantity(readings, match["number"], match["unit"], (chunks[index],))
    return None
