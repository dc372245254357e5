"""What frames an item, whatever it is: its day, its time, its meal, and whether it is planned.

They may stand before or after the item in any order. Here they are taken off both ends; what is left is the item's own.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeAlias

from tracker.domain.quick_add.dates import DayRule, ambiguous, clock, day_at, time_at
from tracker.domain.quick_add.items import Item, LocalMoment, OwnMeasure, Part, Problem, SlotName, Span
from tracker.domain.quick_add.tokens import Chunk, word_at, words

PLAN_WORDS = frozenset({"plan", "planned"})
_LONGEST = 3
"""Chunks of the longest day or time: at 7 pm."""
_LEADS = frozenset({"for", "at", "to", "zum"})


@dataclass(frozen=True)
class Context:
    """What every item of the text is read with."""

    text: str
    now: LocalMoment
    slots: Sequence[SlotName]
    decimal_comma: bool
    mass_unit: str
    length_unit: str
    own: Sequence[OwnMeasure] = ()
    typed: str = ""  # the text with digits as they were typed; letter by letter as long as `text`

    @cached_property
    def slot_by_stem(self) -> dict[str, SlotName]:
        """The meals by their compared names; of two that compare equal, the first."""
        return {_stem(slot): slot for slot in reversed(self.slots)}

    @cached_property
    def longest_slot(self) -> int:
        """How many words the longest meal's name has."""
        return max((len(slot.split()) for slot in self.slots), default=0)

    @property
    def lifted_unit(self) -> str:
        """The unit of a lifted weight without one: nobody lifts stones."""
        return "kg" if self.mass_unit == "st" else self.mass_unit

    @property
    def decimal(self) -> str:
        """The decimal separator to answer in."""
        return "," if self.decimal_comma else "."


@dataclass(frozen=True)
class When:
    """The frame as it holds in the end, with what the other items of the line lend it."""

    day: date
    time: int | None
    slot: SlotName | None
    planned: bool


Draft: TypeAlias = Callable[[When], Item]
"""An item that waits for its frame."""
_Found: TypeAlias = tuple[int, Callable[[Sequence[Chunk]], None]]
"""How many chunks say it, and what takes them."""


@dataclass
class Frame:
    """One item being read: what was found of its frame, its recognised parts, and what to ask.

    `trailing` names what was said after the item (day, slot, time, plan), so that it may hold for those before it.
    `family` is what sort of thing it is (food, training, body); a time of day is lent within one family only.
    """

    context: Context
    span: Span
    day: DayRule | None = None
    day_span: Span = (0, 0)
    time: int | None = None
    slot: SlotName | None = None
    slot_marked: bool = False
    planned: bool = False
    trailing: frozenset[str] = frozenset()
    family: str = ""
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def trial(self) -> Frame:
        """A copy to read with, which can be thrown away."""
        other = copy.copy(self)
        other.parts, other.problems = list(self.parts), list(self.problems)
        return other

    def part(self, kind: str, chunks: Sequence[Chunk], understood: str) -> None:
        """Notes that `chunks` were recognised."""
        self.parts.append(Part(kind, *place(chunks), understood))

    def ask(self, span: Span, sentence: str, *choices: str) -> None:
        """Notes what must be settled before anything is logged."""
        self.problems.append(Problem(*span, sentence, choices))

    def ask_which(self, span: Span, choices: Sequence[str]) -> None:
        """Asks which of its readings what stands at `span` has."""
        said = self.context.text[slice(*span)]
        self.ask(span, f"Is “{said}” {' or '.join(choices)}?", *choices)


def place(chunks: Sequence[Chunk]) -> Span:
    """Where the chunks stand."""
    return min(chunk.start for chunk in chunks), max(chunk.end for chunk in chunks)


def take_front(frame: Frame, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Takes the frame off the front; what is left."""
    rest = list(chunks)
    while rest and (used := take_at(frame, rest, 0, bare_slot=True, bare_clock=True)):
        rest = rest[used:]
    return rest


def take_back(frame: Frame, chunks: Sequence[Chunk], *, bare_slot: bool = True, bare_clock: bool = True) -> list[Chunk]:
    """Takes the frame off the back; what is left. A bare clock (19:30) can be refused, “at 19:30” never is."""
    rest = list(chunks)
    longest = max(_LONGEST, frame.context.longest_slot + 1)
    while True:
        for length in range(min(longest, len(rest)), 0, -1):
            if take_at(frame, rest, len(rest) - length, length, bare_slot=bare_slot, bare_clock=bare_clock):
                rest = rest[:-length]
                break
        else:
            return rest


def take_at(
    frame: Frame, chunks: Sequence[Chunk], index: int, exactly: int = 0, *, bare_slot: bool, bare_clock: bool
) -> int:
    """Takes what of the frame begins at chunk `index` and is `exactly` so long; how many chunks it was."""
    bare = ":" in chunks[index].word and not chunks[index].word.endswith("m")
    for kind, find in _FINDERS.items():
        if (kind == "slot" and not bare_slot) or (kind == "time" and bare and not bare_clock):
            continue
        found = find(frame, chunks, index)
        if found and found[0] == (exactly or found[0]):
            used, take = found
            take(chunks[index : index + used])
            if exactly:
                frame.trailing |= {kind}
            return used
    return 0


def take_marked_slot(frame: Frame, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Takes a meal marked with @ out of the chunks, wherever it stands; what is left."""
    for index, chunk in enumerate(chunks):
        if chunk.word.startswith("@"):
            frame.trailing |= {"slot"} if index else set()
            return [*chunks[:index], *chunks[index + _marked(frame, chunks, index) :]]
    return list(chunks)


def slot_at(frame: Frame, chunks: Sequence[Chunk], index: int) -> tuple[SlotName, int] | None:
    """The meal that is named at chunk `index`, in singular or plural, and how many chunks name it."""
    lead = 1 if word_at(chunks, index) in _LEADS else 0
    for length in range(frame.context.longest_slot, 0, -1):
        slot = frame.context.slot_by_stem.get(_stem(words(chunks, index + lead, length)))
        if slot:
            return slot, lead + length
    return None


def _find_day(frame: Frame, chunks: Sequence[Chunk], index: int) -> _Found | None:
    found = None if frame.day else day_at(chunks, index)
    if found is None:
        return None
    rule, used = found

    def take(said: Sequence[Chunk]) -> None:
        frame.day, frame.day_span = rule, place(said)
        if choices := ambiguous(said[0].word):
            frame.ask_which(place(said), choices)

    return used, take


def _find_time(frame: Frame, chunks: Sequence[Chunk], index: int) -> _Found | None:
    now = chunks[index].word == "now"
    found = (frame.context.now.minutes, 1) if now else time_at(chunks, index)
    if found is None or frame.time is not None:
        return None
    minutes, used = found

    def take(said: Sequence[Chunk]) -> None:
        if minutes is None:
            frame.ask(place(said), f"“{' '.join(chunk.text for chunk in said)}” is no time of day.")
        else:
            frame.time = minutes
            frame.part("time", said, clock(minutes))

    return used, take


def _find_plan(frame: Frame, chunks: Sequence[Chunk], index: int) -> _Found | None:
    def take(said: Sequence[Chunk]) -> None:
        frame.planned = True
        frame.part("plan", said, "planned")

    return None if frame.planned or chunks[index].word not in PLAN_WORDS else (1, take)


def _find_slot(frame: Frame, chunks: Sequence[Chunk], index: int) -> _Found | None:
    found = slot_at(frame, chunks, index)
    if found is None or frame.slot_marked:
        return None
    slot, used = found

    def take(said: Sequence[Chunk]) -> None:
        if frame.slot is None:
            frame.slot = slot
            frame.part("slot", said, slot)
        else:
            sentence = f"{frame.slot} or {slot}? A food named like a meal stands in quotes."
            frame.ask(place(said), sentence, "")

    return used, take


_FINDERS = {"day": _find_day, "time": _find_time, "plan": _find_plan, "slot": _find_slot}


def _marked(frame: Frame, chunks: Sequence[Chunk], index: int) -> int:
    """Reads @meal at chunk `index`; how many chunks it takes. A unique beginning is enough: @br."""
    frame.slot_marked = True
    for length in range(frame.context.longest_slot, 0, -1):
        same = frame.context.slot_by_stem.get(_stem(words(chunks, index, length)[1:]))
        if same:
            frame.slot = same
            frame.part("slot", chunks[index : index + length], same)
            return length
    said = chunks[index].word[1:]
    like = [slot for slot in frame.context.slots if slot.casefold().startswith(said)]
    if said and len(like) == 1:
        frame.slot = like[0]
        frame.part("slot", chunks[index : index + 1], like[0])
        return 1
    offered = like or frame.context.slots
    names = ", ".join(offered)
    sentence = f"Which meal: {names}?" if like else f"There is no meal “{chunks[index].text[1:]}”: {names}."
    frame.ask(place(chunks[index : index + 1]), sentence, *(f"@{slot}" for slot in offered))
    return 1


@lru_cache(maxsize=512)
def _stem(name: str) -> str:
    """A meal's name for comparing: folded, its last word in the singular, without the colon of “dinner:”."""
    folded = " ".join(name.casefold().split()).removesuffix(":")
    if folded.endswith(("ches", "shes", "sses", "xes")):
        return folded[:-2]
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded
