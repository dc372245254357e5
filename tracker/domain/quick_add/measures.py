"""Reading the body: weight 81.4, 81,4kg, 12 st 3 lb, bp 122/78 pulse 58, sleep 7h20, waist 84cm.

What is said beside a reading and is none of it makes the whole no reading: weight watchers soup is food.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.quick_add import durations
from tracker.domain.quick_add.frame import Draft, Frame, place, take_back, take_front
from tracker.domain.quick_add.items import Measure, Typed, Weight
from tracker.domain.quick_add.quantities import Quantity, quantity_at, settled
from tracker.domain.quick_add.tokens import Chunk, word_at, words
from tracker.domain.units import convert, find, format_number, named


@dataclass(frozen=True)
class Kind:
    """A kind of reading: how it is stored and said, its canonical unit, other units, and what is plausible in it."""

    name: str
    words: tuple[str, ...]
    unit: str
    low: int
    high: int
    units: tuple[str, ...] = ()
    whole: bool = False


_LENGTHS = ("cm", "mm", "m", "in", "inch", "inches", '"')
KINDS = (
    Kind("waist", ("waist",), "cm", 30, 300, _LENGTHS),
    Kind("hips", ("hips", "hip"), "cm", 30, 300, _LENGTHS),
    Kind("chest", ("chest",), "cm", 30, 300, _LENGTHS),
    Kind("neck", ("neck",), "cm", 15, 100, _LENGTHS),
    Kind("thigh", ("thigh",), "cm", 15, 150, _LENGTHS),
    Kind("calf", ("calf",), "cm", 10, 100, _LENGTHS),
    Kind("upper_arm", ("upper arm", "arm", "biceps", "bicep"), "cm", 10, 100, _LENGTHS),
    Kind("body_fat", ("body fat", "bodyfat"), "%", 2, 75, ("%", "percent")),
    Kind(
        "resting_heart_rate",
        ("resting heart rate", "resting hr", "rhr", "pulse", "heart rate", "hr"),
        "bpm",
        20,
        250,
        ("bpm",),
        whole=True,
    ),
    Kind("hrv", ("hrv", "heart rate variability"), "ms", 1, 400, ("ms",)),
    Kind("steps", ("steps",), "steps", 1, 200_000, ("steps",), whole=True),
)
_BY_WORDS = {said: kind for kind in KINDS for said in kind.words}
_WEIGHT_WORDS = frozenset({"weight", "weigh", "weighed", "bodyweight"})
_PRESSURE_WORDS = frozenset({"bp", "blood pressure"})
_MASSES = ("kg", "kgs", "kilo", "kilos", "lb", "lbs", "pounds", "st", "stone")
_LIGHTEST, _HEAVIEST = 10_000, 500_000
"""Body weights in g outside of which a digit or the point was missed."""
_APART = 200
"""mmHg between the two values of a blood pressure that nobody has."""
_LONGEST_SLEEP = 24 * 3_600_000
_PRESSURE = re.compile(r"([0-9]{2,3})[/⁄]([0-9]{2,3})(mmhg)?")


def begins(chunks: Sequence[Chunk], index: int) -> int:
    """How many chunks from `index` on are the word for a reading of the body; 0 where they are none."""
    for length in (3, 2, 1):
        said = words(chunks, index, length)
        if said in _BY_WORDS or said in _PRESSURE_WORDS or (length == 1 and said in {*_WEIGHT_WORDS, "sleep", "slept"}):
            return length
    return 0


def read_measures(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """The readings that the chunks say; None where they are not that and nothing else."""
    frame.family = "body"
    rest = take_back(frame, chunks, bare_slot=False, bare_clock=word_at(chunks, 0) not in ("sleep", "slept"))
    drafts: list[Draft] = []
    while rest:
        found = _read_one(frame, rest)
        if found is None:
            return None
        used, draft = found
        drafts += [draft] if draft else []
        rest = rest[used:]
    return tuple(drafts)


def read_turned(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """One reading with its word behind it: 81.4kg weight, 58 bpm pulse; None where something else is said."""
    rest = take_back(frame, take_front(frame, chunks), bare_slot=False)
    key = next((length for length in (3, 2, 1) if len(rest) > length and begins(rest, len(rest) - length) == length), 0)
    return read_measures(frame, [*rest[-key:], *rest[:-key]]) if key else None


def read_lone_weight(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """A body weight that stands alone with its unit: 81,4kg; None where something else is said too."""
    frame.family = "body"
    rest = take_back(frame, take_front(frame, chunks))
    masses = _masses(rest, 0, frame.context.decimal_comma)
    if not masses or sum(len(mass.chunks) for mass in masses) < len(rest) or frame.slot or frame.planned:
        return None
    return tuple(draft for draft in [_weight(frame, masses)] if draft)


def _read_one(frame: Frame, chunks: Sequence[Chunk]) -> tuple[int, Draft | None] | None:
    """One reading: how many chunks it takes, and its draft unless something must be asked."""
    key = begins(chunks, 0)
    said = words(chunks, 0, key)
    if said in _WEIGHT_WORDS:
        masses = _masses(chunks, key, frame.context.decimal_comma)
        bare = quantity_at(chunks, key, frame.context.decimal_comma, "")
        masses = masses or ([bare] if bare else [])
        used = key + sum(len(mass.chunks) for mass in masses)
        return (used, _weight(frame, masses, chunks[:used])) if masses else None
    if said in ("sleep", "slept"):
        return _sleep(frame, chunks)
    if said in _PRESSURE_WORDS:
        return _pressure(frame, chunks, key)
    return _plain(frame, chunks, key, _BY_WORDS[said]) if said in _BY_WORDS else None


def _masses(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> list[Quantity]:
    """A mass in one unit, or stones and pounds; empty where there is none."""
    first = quantity_at(chunks, index, decimal_comma, *_MASSES)
    if first is None or not first.unit.startswith("st"):
        return [first] if first else []
    second = quantity_at(chunks, index + len(first.chunks), decimal_comma, "lb", "lbs", "pounds", "")
    return [first, second] if second else [first]


def _weight(frame: Frame, masses: Sequence[Quantity], said: Sequence[Chunk] = ()) -> Draft | None:
    asked = len(frame.problems)
    said = said or [chunk for mass in masses for chunk in mass.chunks]
    units = [mass.unit or ("lb" if number else frame.context.mass_unit) for number, mass in enumerate(masses)]
    grams = Fraction(0)
    for mass, unit in zip(masses, units, strict=True):
        grams += convert(settled(frame, mass), unit, "g")
    value = to_fixed(grams, 1)
    names = [named(unit).name for unit in units]
    typed = Typed(masses[0].number, names[0])
    if len(masses) > 1:
        typed = Typed(" ".join(f"{mass.number} {name}" for mass, name in zip(masses, names, strict=True)), "")
    shown = f"{typed.text} {typed.unit}".strip()
    if len(frame.problems) > asked:
        return None
    if not _LIGHTEST <= value <= _HEAVIEST:
        frame.ask(place(said), f"{shown} is no body weight. If it is food, say what it is.")
        return None
    frame.part("weight", said, shown)
    return lambda when: Weight(value, typed, when.day, when.time, frame.span)


def _sleep(frame: Frame, chunks: Sequence[Chunk]) -> tuple[int, Draft | None] | None:
    comma = frame.context.decimal_comma
    clock = re.fullmatch("([0-9]{1,2}):([0-5][0-9])", word_at(chunks, 1))
    bare = quantity_at(chunks, 1, comma, "")
    if clock:
        found: tuple[int, int] | None = ((int(clock[1]) * 60 + int(clock[2])) * 60_000, 1)
    elif bare and not durations.duration_at(chunks, 1, comma):
        found = (to_fixed(settled(frame, bare), 3_600_000), 1)
    else:
        found = durations.duration_at(chunks, 1, comma)
    if found is None:
        return None
    ms, used = found
    said = chunks[: 1 + used]
    text = frame.context.text[said[1].start : said[-1].end]
    if not 0 < ms <= _LONGEST_SLEEP:
        frame.ask(place(said), f"“{text}” is no night's sleep: it must be longer than nothing and at most 24 h.")
        return 1 + used, None
    frame.part("sleep", said, durations.describe(ms))
    return 1 + used, _measure(frame, "sleep", (ms,), "s", Typed(text, ""))


def _pressure(frame: Frame, chunks: Sequence[Chunk], key: int) -> tuple[int, Draft | None] | None:
    match = _PRESSURE.fullmatch(word_at(chunks, key))
    if match is None:
        return None
    used = key + (2 if word_at(chunks, key + 1) == "mmhg" else 1)
    upper, lower = int(match[1]), int(match[2])
    if not (40 <= upper <= 300 and 20 <= lower < upper):
        frame.ask(place(chunks[:used]), f"{upper}/{lower} is no blood pressure: the first number is the larger one.")
        return used, None
    if upper - lower > _APART:
        frame.ask(place(chunks[:used]), f"{upper}/{lower} is no blood pressure: its numbers are never so far apart.")
        return used, None
    frame.part("blood_pressure", chunks[:used], f"{upper}/{lower} mmHg")
    values = (upper * AMOUNT, lower * AMOUNT)
    return used, _measure(frame, "blood_pressure", values, "mmHg", Typed(f"{upper}/{lower}", "mmHg"))


def _plain(frame: Frame, chunks: Sequence[Chunk], key: int, kind: Kind) -> tuple[int, Draft | None] | None:
    found = quantity_at(chunks, key, frame.context.decimal_comma, "", *kind.units)
    if found is None:
        return None
    used, asked = key + len(found.chunks), len(frame.problems)
    grouped = kind.whole and re.fullmatch("[1-9][0-9]{0,2}[.,][0-9]{3}", found.number)  # nobody takes parts of a step
    number = Fraction(re.sub("[.,]", "", found.number)) if grouped else settled(frame, found, whole=kind.whole)
    usual = frame.context.length_unit if kind.units is _LENGTHS else ""
    unit = find("in" if found.unit == '"' else found.unit or usual)
    value = convert(number, unit.name, kind.unit) if unit and kind.units is _LENGTHS else number
    name = unit.name if unit else kind.unit
    if len(frame.problems) > asked:
        return used, None
    if not kind.low <= value <= kind.high:
        sentence = f"{found.number} {name} is out of range: {_range(kind, name)} is possible."
        frame.ask(place(chunks[:used]), sentence)
        return used, None
    fixed = to_fixed(value, AMOUNT)
    frame.part(kind.name, chunks[:used], f"{format_number(to_fixed(number, AMOUNT), frame.context.decimal)} {name}")
    said = str(round(number)) if kind.whole else found.number  # 8.000 steps are thousands
    return used, _measure(frame, kind.name, (fixed,), kind.unit, Typed(said, name))


def _range(kind: Kind, unit: str) -> str:
    """What is plausible, in the unit that was said."""
    per = convert(1, unit, kind.unit) if kind.units is _LENGTHS else 1
    return f"{math.ceil(kind.low / per)} to {math.floor(kind.high / per)} {unit}"


def read_own(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """A reading of a kind of the person's own: its name and a number; None where the chunks say more than that."""
    frame.family = "body"
    rest = take_back(frame, chunks, bare_slot=False)
    for own in frame.context.own:
        name = own.name.casefold().split()
        if words(rest, 0, len(name)) != " ".join(name):
            continue
        found = quantity_at(rest, len(name), frame.context.decimal_comma, "", own.unit.casefold())
        if found is None or len(name) + len(found.chunks) != len(rest):
            continue
        fixed = to_fixed(settled(frame, found), AMOUNT)
        shown = f"{format_number(fixed, frame.context.decimal)} {own.unit}".strip()
        frame.part(own.kind, rest, f"{own.name} {shown}")
        return (_measure(frame, own.kind, (fixed,), own.unit, Typed(found.number, own.unit)),)
    return None


def _measure(frame: Frame, kind: str, values: tuple[int, ...], unit: str, typed: Typed) -> Draft:
    return lambda when: Measure(kind, values, unit, typed, when.day, when.time, frame.span)
