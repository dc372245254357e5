"""Reading what refers to a day: same breakfast, copy lunch -1, copy dinner mon to tomorrow, note …, day complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.quick_add.dates import DayRule, day_at, describe, shift
from tracker.domain.quick_add.frame import Draft, Frame, When, place, slot_at, take_back
from tracker.domain.quick_add.items import CopyMeal, DayComplete, Note, SameMeal, SlotName
from tracker.domain.quick_add.tokens import Chunk, word_at, words

_BACK = re.compile(r"[-−]([0-9]{1,3})")
_FILLERS = frozenset({"as", "from", "on", "all", "day", "everything", "again"})

_COMPLETE, _NOT_TRACKED = ("complete", "everything is logged"), ("not_tracked", "nothing is meant to be logged")
_STATUSES = {
    "complete": _COMPLETE, "done": _COMPLETE, "not tracked": _NOT_TRACKED, "untracked": _NOT_TRACKED,
    "open": ("open", "not everything is logged"),
}  # fmt: skip
"""What a day can be said to be."""


@dataclass
class _Place:
    """A meal and a day that were named, as far as they were."""

    slot: SlotName | None = None
    day: DayRule | None = None
    back: int | None = None


def read_same(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """Same breakfast [as mon]: the meal of the day before, unless another day is said."""
    source = _place(frame, chunks[1:])
    whole = words(chunks, 1, len(chunks) - 1) in ("day", "again", "everything")
    if source is None or (len(chunks) > 1 and not (whole or source.slot or source.day or source.back)):
        return None
    frame.family = "copy"

    def draft(when: When) -> SameMeal:
        from_day = _source_day(source, frame.context.now.date, when.day)
        return SameMeal(source.slot, from_day, when.day, frame.span)

    _check(frame, source, chunks)
    frame.part("same", chunks, f"same {source.slot or 'day'}{_said_day(frame, source)}")
    return (draft,)


def read_copy(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """Copy lunch -1 [to dinner] [tomorrow]: from the day before, or from today if another day is its goal."""
    cut = next((index for index, chunk in enumerate(chunks) if chunk.word == "to"), len(chunks))
    source = _place(frame, chunks[1:cut])
    target = _place(frame, chunks[cut + 1 :])
    if source is None or target is None or target.back or not (source.slot or source.day or source.back):
        return None
    frame.family = "copy"
    if target.day:
        frame.day, frame.day_span = target.day, (chunks[cut].start, chunks[-1].end)
        if not source.day and source.back is None:
            source.back = 0

    def draft(when: When) -> CopyMeal:
        today = frame.context.now.date
        base = today if target.day else when.day
        return CopyMeal(source.slot, _source_day(source, today, base), target.slot, when.day, frame.span)

    _check(frame, source, chunks)
    to_slot = f" to {target.slot}" if target.slot else ""
    frame.part(
        "copy",
        chunks[:cut] if target.day else chunks,
        f"copy {source.slot or 'day'}{_said_day(frame, source)}{to_slot}",
    )
    return (draft,)


_ALONE = frozenset({"complete", "not tracked"})
"""What needs no “day” to be said of one."""


def read_note(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """A note: everything after the word, as it was written."""
    if len(chunks) == 1:
        return None
    frame.family = "note"
    text = frame.context.typed[chunks[1].start : chunks[-1].end]
    frame.part("note", chunks, text)
    return (lambda when: Note(text, when.day, when.time, frame.span),)


def read_complete(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """Day complete, day not tracked, day open, with the day before or behind; complete and not tracked alone, too."""
    said = take_back(frame, chunks, bare_slot=False)
    named = word_at(said, 0) == "day"
    state = words(said, 1, len(said) - 1) if named else words(said, 0, len(said))
    found = _STATUSES.get(state) if named or state in _ALONE else None
    if found is None:
        return None
    status, understood = found
    frame.family = "note"
    frame.part("complete", chunks, understood)
    return (lambda when: DayComplete(when.day, frame.span, status),)


def _place(frame: Frame, chunks: Sequence[Chunk]) -> _Place | None:
    """The meal and day that the chunks name; None if they say anything else."""
    found = _Place()
    index = 0
    while index < len(chunks):
        slot = slot_at(frame, chunks, index)
        day = day_at(chunks, index)
        back = _BACK.fullmatch(chunks[index].word)
        if slot and not found.slot:
            found.slot, used = slot
        elif day and not found.day:
            found.day, used = day
        elif back and found.back is None:
            found.back, used = int(back[1]), 1
        elif word_at(chunks, index) in _FILLERS:
            used = 1
        else:
            return None
        index += used
    return found


def _check(frame: Frame, source: _Place, said: Sequence[Chunk]) -> None:
    if source.day and source.day(frame.context.now.date, False) is None:
        frame.ask(place(said), "The calendar has no such day.")


def _source_day(source: _Place, today: date, base: date) -> date:
    """The day to take from: as said, else the one before `base`."""
    if source.day:
        return source.day(today, False) or shift(base, -1)
    return shift(base, -(1 if source.back is None else source.back))


def _said_day(frame: Frame, source: _Place) -> str:
    if source.day is None:
        return f" of {source.back} days before" if source.back else ""
    day = source.day(frame.context.now.date, False)
    return f" of {describe(day)}" if day else ""
