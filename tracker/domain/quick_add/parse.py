"""The quick-add grammar as a whole: from a text to items, recognised parts and questions.

Pure and deterministic: no clock, no database. Which food a name means is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.domain.quick_add import copies, measures
from tracker.domain.quick_add.amounts import amount_at
from tracker.domain.quick_add.dates import describe
from tracker.domain.quick_add.energy import is_energy, read_energy
from tracker.domain.quick_add.foods import read_food
from tracker.domain.quick_add.frame import Context, Draft, Frame, When, place, take_front
from tracker.domain.quick_add.items import Item, LocalMoment, OwnMeasure, Parsed, Part, Problem, SlotName
from tracker.domain.quick_add.numbers import western
from tracker.domain.quick_add.sets import has_sets, read_sets
from tracker.domain.quick_add.split import Segment, lines, segments
from tracker.domain.quick_add.tokens import Chunk, chunks_of, word_at
from tracker.domain.quick_add.unfinished import read_unfinished
from tracker.domain.quick_add.workouts import SPORT_WORDS, read_workout

_HEADS = {
    "same": copies.read_same,
    "copy": copies.read_copy,
    "note": copies.read_note,
    **dict.fromkeys(("day", "complete", "not"), copies.read_complete),
    **dict.fromkeys(SPORT_WORDS, read_workout),
}
"""What an item's first word makes of it, if the rest agrees."""


@dataclass
class _Reading:
    """One segment as read: its frame and its items that wait for it."""

    frame: Frame
    drafts: tuple[Draft, ...]
    joined: bool


def parse(
    text: str,
    now: LocalMoment,
    slots: Sequence[SlotName] = (),
    decimal_comma: bool = False,
    mass_unit: str = "kg",
    length_unit: str = "cm",
    own: Sequence[OwnMeasure] = (),
) -> Parsed:
    """What `text` says.

    Args:
        text: one or more lines, each with one or more items.
        now: the diary day to count from and the minutes after midnight.
        slots: the user's meals, as they are called.
        decimal_comma: whether the user's decimal separator is a comma; the other one is understood too.
        mass_unit: what a body weight or a lifted weight without a unit is in: kg, lb or st (lifted ones are kg then).
        length_unit: what a circumference without a unit is in: cm or in.
        own: kinds of reading of the user's own.

    Returns:
        Never an error: what cannot be understood belongs to a food's name, what is ambiguous is among the problems.
        With problems, the items hold what is clear, for showing, and nothing should be logged yet.
    """
    typed, text = text, western(text)
    context = Context(text, now, slots, decimal_comma, mass_unit, length_unit, own, typed)
    items: list[Item] = []
    parts: list[Part] = []
    problems: list[Problem] = []
    for line in lines(chunks_of(text)):
        readings = _read_line(context, line)
        _lend(readings)
        for reading in readings:
            when = _when(reading.frame)
            items += [draft(when) for draft in reading.drafts]
            parts += reading.frame.parts
            problems += reading.frame.problems
    return Parsed(tuple(items), tuple(problems), tuple(sorted(parts, key=lambda part: part.start)))


def _read_line(context: Context, line: Sequence[Chunk]) -> list[_Reading]:
    readings = []
    exercise = ""
    for segment in segments(context, line):
        frame, drafts, exercise = _read(context, segment, exercise)
        readings.append(_Reading(frame, drafts, segment.joined))
    return readings


def _read(context: Context, segment: Segment, exercise: str) -> tuple[Frame, tuple[Draft, ...], str]:
    """The segment's frame, its items, and the exercise that sets after it may belong to."""
    whole = Frame(context, place(segment.chunks))
    frame = whole.trial()
    rest = take_front(frame, segment.chunks)
    head = word_at(rest, 0)
    counts_other = head[:1].isdecimal() and amount_at(rest, 0, context.decimal_comma) is None
    for read, fits in (
        (_HEADS.get(head, copies.read_same), head in _HEADS),
        (read_workout, counts_other and any(chunk.word in SPORT_WORDS for chunk in rest)),
        (measures.read_measures, measures.begins(rest, 0) > 0),
        (measures.read_own, bool(context.own)),
        (measures.read_turned, head[:1].isdecimal()),
        (measures.read_lone_weight, head[:1].isdecimal()),
    ):
        trial = frame.trial()
        drafts = read(trial, rest) if fits else None
        if drafts is not None:
            return trial, drafts, ""
    if has_sets(context.text, segment.chunks):
        drafts, exercise = read_sets(whole, segment.chunks, exercise)
        return whole, drafts, exercise
    if is_energy(segment.chunks, context.decimal_comma):
        return whole, read_energy(whole, segment.chunks), ""
    trial = whole.trial()
    drafts = read_unfinished(trial, segment.chunks)
    return (whole, read_food(whole, segment.chunks), "") if drafts is None else (trial, drafts, "")


def _lend(readings: Sequence[_Reading]) -> None:
    """Lends day and meal to the items of the line that do not say their own.

    They go from an item to those after it; and what trails the last of several joined by “and” holds for those before
    it too. A time of day goes only between joined items of one family.
    """
    for before, after in pairwise(readings):
        _lend_frame(before.frame, after.frame, timed=after.joined)
    for after, before in pairwise(reversed(readings)):
        if after.joined:
            _lend_back(after.frame, before.frame)


def _lend_frame(lender: Frame, borrower: Frame, timed: bool) -> None:
    if borrower.day is None:
        borrower.day, borrower.planned = lender.day, borrower.planned or lender.planned
    elif lender.planned and _lies_ahead(borrower):
        borrower.planned = True  # plan mon …; tue …
    if borrower.slot is None and not borrower.slot_marked:
        borrower.slot = lender.slot
    if timed and borrower.time is None and borrower.family == lender.family:
        borrower.time = lender.time


def _lies_ahead(frame: Frame) -> bool:
    """Whether the day that was said can lie ahead: mon and 20/11 can, yesterday cannot."""
    today = frame.context.now.date
    day = frame.day(today, True) if frame.day else None
    return day is not None and day > today


def _lend_back(lender: Frame, borrower: Frame) -> None:
    trailing = lender.trailing
    if "day" in trailing and borrower.day is None:
        borrower.day, borrower.trailing = lender.day, borrower.trailing | {"day"}
    if "plan" in trailing:
        borrower.planned, borrower.trailing = True, borrower.trailing | {"plan"}
    if "slot" in trailing and borrower.slot is None and not borrower.slot_marked:
        borrower.slot, borrower.trailing = lender.slot, borrower.trailing | {"slot"}
    if "time" in trailing and borrower.time is None and borrower.family == lender.family:
        borrower.time, borrower.trailing = lender.time, borrower.trailing | {"time"}


def _when(frame: Frame) -> When:
    """The frame with its day settled. What lies ahead is planned."""
    today = frame.context.now.date
    day = _day(frame, today)
    return When(day, frame.time, frame.slot, frame.planned or day > today)


def _day(frame: Frame, today: date) -> date:
    if frame.day is None:
        return today
    day = frame.day(today, frame.planned)
    start, end = frame.day_span
    said = frame.context.text[start:end]
    if day is None:
        if said:
            frame.ask(frame.day_span, f"The calendar has no “{said}”.")
        return today
    if said:
        frame.parts.append(Part("date", start, end, describe(day)))
    return day
