"""Cutting a line into items: at ; and, where an item follows, at “and”, “,” or “+”. Mac and cheese stays whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.quick_add import measures
from tracker.domain.quick_add.amounts import amount_at, amount_ending
from tracker.domain.quick_add.energy import energy_at, macro_at
from tracker.domain.quick_add.frame import Context, Frame, place, take_back, take_front
from tracker.domain.quick_add.sets import ends_in_set, set_at
from tracker.domain.quick_add.tokens import Chunk, word_at
from tracker.domain.quick_add.workouts import SPORT_WORDS

_STARTERS = frozenset({*SPORT_WORDS, "quick"})
_AHEAD = 12
"""How many chunks are looked at to see whether an item begins: its day, time and meal, and the longest amount."""


@dataclass(frozen=True)
class Segment:
    """The chunks of one item, and whether “and”, “,” or “+” joins it to the one before."""

    chunks: tuple[Chunk, ...]
    joined: bool


def lines(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """The chunks of each line that has any."""
    found: list[list[Chunk]] = [[]]
    for chunk in chunks:
        if chunk.sort == "line":
            found.append([])
        else:
            found[-1].append(chunk)
    return [line for line in found if line]


def segments(context: Context, line: Sequence[Chunk]) -> list[Segment]:
    """The items of one line."""
    found: list[Segment] = []
    current: list[Chunk] = []
    joined = False
    index = 0

    def close(next_joined: bool) -> None:
        nonlocal current, joined
        if any(not chunk.soft for chunk in current):
            found.append(Segment(tuple(current), joined))
            joined = next_joined
        else:
            joined = joined and next_joined
        current = []

    while index < len(line):
        chunk = line[index]
        if chunk.sort == "hard":
            close(next_joined=False)
        elif chunk.soft and _separates(context, current, line, index):
            close(next_joined=True)
        else:
            amount = amount_at(line, index, context.decimal_comma)
            used = amount.used if amount else 1
            current += line[index : index + used]
            index += used - 1
        index += 1
    close(next_joined=False)
    return found


def _separates(context: Context, current: Sequence[Chunk], line: Sequence[Chunk], index: int) -> bool:
    """Whether the separator at `index` ends the current item."""
    following = index + 1
    if not current or following >= len(line) or "note" in (word_at(current, 0), word_at(current, 1)):
        return False
    if word_at(line, index - 1) == word_at(line, following) == "half":
        return False  # half and half
    if any(chunk.word == "quick" for chunk in current) and macro_at(line, following, context.decimal_comma):
        return False
    if _begins(context, line, following):
        return True
    if any(chunk.word in SPORT_WORDS for chunk in current):
        return False
    return _is_complete(context, current) or _both_have_amounts(context, current, line, index)


def _begins(context: Context, line: Sequence[Chunk], index: int) -> bool:
    """Whether an item begins at `index`: an amount, a set, or a word with its number, day and meal apart."""
    rest = line[index : index + _AHEAD]
    rest = take_front(Frame(context, place(rest)), rest)
    if not rest:
        return False
    if amount_at(rest, 0, context.decimal_comma) or set_at(context.text, rest, 0):
        return True
    key = measures.begins(rest, 0) or (1 if rest[0].word in _STARTERS else 0)
    return key > 0 and word_at(rest, key)[:1].isdecimal()


def _is_complete(context: Context, current: Sequence[Chunk]) -> bool:
    """Whether an item ends here as its amount, energy, meal or set followed its name: pizza 2 slices, squat 100x5."""
    rest = take_back(Frame(context, place(current)), current)
    if rest and len(rest) < len(current):
        return True
    if ends_in_set(context.text, current, context.decimal_comma):
        return True
    amount = amount_ending(current, context.decimal_comma)
    if amount and amount.unit:
        return True
    last = len(current) - 1
    tail = (last, last - 1) if last > 1 else (last,)
    return any(energy_at(current, index, context.decimal_comma) for index in tail if index > 0)


def _both_have_amounts(context: Context, current: Sequence[Chunk], line: Sequence[Chunk], index: int) -> bool:
    """Whether both sides have an amount of their own: 40 g oats, milk 200ml. A mere count needs a comma or plus."""
    head = take_front(Frame(context, place(current)), current)
    front = amount_at(head, 0, context.decimal_comma)
    if front is None or front.used == len(head) or (front.unit is None and line[index].sort != "soft"):
        return False
    end = next((at for at in range(index + 1, len(line)) if line[at].soft or line[at].sort == "hard"), len(line))
    right = line[index + 1 : end]
    back = amount_ending(take_back(Frame(context, place(right)), right), context.decimal_comma) if right else None
    return back is not None and back.unit is not None
