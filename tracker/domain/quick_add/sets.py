"""Reading strength sets: squat 100x5x3 @8, bench 80 kg x 5, pull-ups bw x 10 x 3.

Weight × repetitions × sets. Where the weight may as well be a number of sets (5x5), it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.fixed import to_fixed
from tracker.domain.quick_add.amounts import food_unit
from tracker.domain.quick_add.frame import Draft, Frame, When, place, take_back, take_front
from tracker.domain.quick_add.items import SetItem, Span, Typed
from tracker.domain.quick_add.numbers import NUMBER, read_number
from tracker.domain.quick_add.quantities import Quantity, keyed_at, settled
from tracker.domain.quick_add.tokens import Chunk, name_of, word_at
from tracker.domain.units import convert, named

_SET = re.compile(
    rf"(?:(?P<bare>bw)|(?P<weight>{NUMBER})[ ]*(?P<unit>kgs?|lbs?)?)[ ]*[x×*][ ]*(?P<reps>[0-9]{{1,4}})"
    r"(?:[ ]*[x×*][ ]*(?P<sets>[0-9]{1,3}))?(?![^\s;,+])",
    re.IGNORECASE,
)
_BODYWEIGHT = ("pullup", "chinup", "pushup", "situp", "dip", "burpee", "crunch", "plank")
"""Beginnings of exercises with one's own weight, without hyphens."""
_MOST_SETS_ALONE = 12
"""A first number up to here may be a number of sets."""
_HEAVIEST = 1_000_000
"""g on the bar."""


@dataclass(frozen=True)
class _Set:
    match: re.Match[str]
    chunks: tuple[Chunk, ...]


def set_at(text: str, chunks: Sequence[Chunk], index: int) -> _Set | None:
    """The set that begins at chunk `index`, or None. It ends where a chunk ends."""
    match = _SET.match(text, chunks[index].start) if chunks[index].sort == "word" else None
    if match is None:
        return None
    said = tuple(chunk for chunk in chunks[index:] if chunk.start < match.end())
    after = word_at(chunks, index + len(said))
    return None if after and food_unit(after) else _Set(match, said)  # 2 x 150 g is food


def has_sets(text: str, chunks: Sequence[Chunk]) -> bool:
    """Whether a set is said among the chunks."""
    return any(set_at(text, chunks, index) for index in range(len(chunks)))


def ends_in_set(text: str, chunks: Sequence[Chunk], decimal_comma: bool) -> bool:
    """Whether the last that the chunks say is a set, or the effort of one."""
    index, ended = 0, False
    while index < len(chunks):
        one = set_at(text, chunks, index)
        effort = keyed_at(chunks, index, decimal_comma, "@", "rpe") if ended and not one else None
        ended = one is not None or effort is not None
        index += len(one.chunks) if one else len(effort.chunks) if effort else 1
    return ended


def read_sets(frame: Frame, chunks: Sequence[Chunk], exercise_before: str) -> tuple[tuple[Draft, ...], str]:
    """The sets that the chunks say and their exercise, which is the one before on the line if none is named."""
    frame.family = "training"
    found: list[tuple[_Set, int | None]] = []
    left: list[Chunk] = []
    index = 0
    while index < len(chunks):
        one = set_at(frame.context.text, chunks, index)
        effort = None if one else keyed_at(chunks, index, frame.context.decimal_comma, "@", "rpe")
        if one:
            found.append((one, None))
        elif effort and found:
            found[-1] = (found[-1][0], _effort(frame, effort))
        else:
            left.append(chunks[index])
        index += len(one.chunks) if one else len(effort.chunks) if effort and found else 1
    named_chunks = take_back(frame, take_front(frame, left))
    exercise = name_of(frame.context.text, named_chunks)
    if exercise:
        frame.part("exercise", named_chunks, exercise)
    exercise = exercise or exercise_before
    if not exercise:
        frame.ask(frame.span, "Which exercise? For example: squat 100x5x3.")
        return (), ""
    if any(chunk.sort == "soft" for chunk in named_chunks[1:-1]):
        frame.ask(frame.span, f"“{exercise}” are several exercises. Write each with its sets: squat 100x5, bench 80x5.")
        return (), ""
    drafts = (_draft(frame, exercise, one, effort) for one, effort in found)
    return tuple(draft for draft in drafts if draft), exercise


def _draft(frame: Frame, exercise: str, one: _Set, rpe: int | None) -> Draft | None:
    match, span = one.match, place(one.chunks)
    reps, sets = int(match["reps"]), int(match["sets"] or 1)
    if not (reps and sets):
        frame.ask(span, "Sets and repetitions are at least 1.")
        return None
    if _may_be_sets(match, exercise):
        _ask_sets(frame, span, match[0], int(match["weight"]), reps)
        return None
    if _may_end_in_weight(match):
        _ask_weight(frame, span, match[0], int(match["weight"]), reps, sets)
        return None
    weight, typed = _weight(frame, match, one.chunks)
    if weight is not None and not 0 < weight <= _HEAVIEST:
        frame.ask(span, "A weight is more than nothing and at most 1000 kg; write bw for no weight.")
        return None
    load = f"{typed.text} {typed.unit} × " if typed else ""
    frame.part("set", one.chunks, f"{sets} × {load}{reps}" if sets > 1 else f"{load}{reps}")

    def draft(when: When) -> SetItem:
        return SetItem(exercise, weight, reps, sets, rpe, when.planned, when.day, when.time, frame.span, typed)

    return draft


def _ask_sets(frame: Frame, span: Span, said: str, first: int, second: int) -> None:
    unit = frame.context.lifted_unit
    choices = {f"{first}{unit}x{second}": f"{first} {unit} × {second}"}
    for sets, reps in ((first, second), (second, first)):
        choices[f"bwx{reps}x{sets}"] = f"{sets} sets of {reps} without weight"
    frame.ask(span, f"{said} can be {' or '.join(choices.values())}. Which is it?", *choices)


def _may_be_sets(match: re.Match[str], exercise: str) -> bool:
    """Whether NxM without a unit may be N sets of M: a small whole N, or any with one's own weight."""
    if match["bare"] or match["unit"] or match["sets"] or not match["weight"].isdecimal():
        return False
    body = exercise.casefold().replace("-", "").split()[-1].startswith(_BODYWEIGHT)
    return 0 < int(match["weight"]) <= (999 if body else _MOST_SETS_ALONE)


def _may_end_in_weight(match: re.Match[str]) -> bool:
    """Whether NxMxK may be N sets of M with K: as many write it, and more sets than anybody does."""
    if match["bare"] or match["unit"] or not match["weight"].isdecimal():
        return False
    return 0 < int(match["weight"]) <= _MOST_SETS_ALONE < int(match["sets"] or 1)


def _ask_weight(frame: Frame, span: Span, said: str, first: int, reps: int, last: int) -> None:
    unit = frame.context.lifted_unit
    choices = {
        f"{last}{unit}x{reps}x{first}": f"{first} sets of {last} {unit} × {reps}",
        f"{first}{unit}x{reps}x{last}": f"{last} sets of {first} {unit} × {reps}",
    }
    frame.ask(span, f"{said} can be {' or '.join(choices.values())}. Which is it?", *choices)


def _weight(frame: Frame, match: re.Match[str], said: tuple[Chunk, ...]) -> tuple[int | None, Typed | None]:
    if match["bare"]:
        return None, None
    unit = named(match["unit"] or frame.context.lifted_unit).name
    readings = read_number(match["weight"], frame.context.decimal_comma)
    if not readings:
        return 0, None
    number = settled(frame, Quantity(readings, match["weight"], unit, said))
    return to_fixed(convert(number, unit, "g"), 1), Typed(match["weight"], unit)


def _effort(frame: Frame, found: Quantity) -> int:
    rpe = to_fixed(settled(frame, found), 10)
    if not 10 <= rpe <= 100:
        frame.ask(place(found.chunks), f"Effort (RPE) is from 1 to 10, not {found.number}.")
    frame.part("rpe", found.chunks, f"RPE {found.number}")
    return rpe
