"""Reading workouts: run 45min 8km, ride 1h30 210w hr142 load 85, mon 18:00 plan ride 2h.

A sport and at least one number of training, or a plan; a sport among other words alone is a food's name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.domain.fixed import DISTANCE, ENERGY, to_fixed
from tracker.domain.quick_add import durations
from tracker.domain.quick_add.dates import clock
from tracker.domain.quick_add.energy import energy_at
from tracker.domain.quick_add.frame import Draft, Frame, When, place, take_at, take_back
from tracker.domain.quick_add.items import Typed, WorkoutItem
from tracker.domain.quick_add.paces import Pace, pace_at
from tracker.domain.quick_add.quantities import Quantity, keyed_at, quantity_at, settled
from tracker.domain.quick_add.tokens import Chunk, name_of
from tracker.domain.units import convert, named

_SPORTS = {
    "running": "run running ran jog jogging jogged",
    "cycling": "ride riding rode bike biking cycle cycling cycled spin spinning",
    "swimming": "swim swimming swam",
    "walking": "walk walking walked",
    "hiking": "hike hiking hiked",
    "rowing": "row rowing rowed",
    "cross_country_skiing": "ski skiing",
    "yoga": "yoga",
    "strength_training": "strength gym lifting weights",
    "rock_climbing": "climbing bouldering",
    "elliptical": "elliptical",
    "tennis": "tennis",
    "soccer": "soccer football",
    "basketball": "basketball",
    "dance": "dance dancing",
    "hiit": "hiit",
    "generic": "workout training exercise",
}
SPORT_WORDS = {word: sport for sport, said in _SPORTS.items() for word in said.split()}
"""What people call a sport, to the name that device files give it."""

_METRES = ("meter", "meters", "metre", "metres")
_DISTANCES = ("km", "kms", "k", "mi", "mile", "miles", "yd", "yards", *_METRES)
_KEYS = {"heart_rate": ("hr", "heartrate"), "load": ("load",), "rpe": ("rpe", "@")}
_UNITS = {"heart_rate": ("bpm",), "power": ("w", "watt", "watts"), "rpe": ()}
_RANGES = {
    "duration": (1_000, 14 * 86_400_000, "A workout lasts from a second to two weeks"),
    "distance": (1, 50_000_000, "A distance is from 0.1 m to 5000 km"),
    "power": (1, 3_000, "Power is from 1 to 3000 W"),
    "heart_rate": (20, 250, "A heart rate is from 20 to 250 bpm"),
    "energy": (1, 300_000, "A workout takes from 0.1 to 30000 kcal"),
    "load": (1, 20_000, "A load is from 0.1 to 2000"),
    "rpe": (10, 100, "Effort (RPE) is from 1 to 10"),
}
"""Lowest and highest in fixed point, and the sentence."""
_SHOWN = {"power": "{} W", "heart_rate": "{} bpm", "load": "load {}", "rpe": "RPE {}"}
_TENTHS = frozenset({"load", "rpe"})
_MOST_POWER = ((3_600_000, 600), (600_000, 900), (60_000, 1_500))
"""From this many ms on, the most W: well beyond the records of an hour, ten minutes and one."""
_METRES_FROM = 400
"""A bare m is metres from here on: nobody says 400 minutes."""


@dataclass
class _Details:
    """The numbers of a workout, as far as they are read, and the chunks that are none of them."""

    values: dict[str, int] = field(default_factory=dict)
    typed_distance: Typed | None = None
    bare_m: list[Quantity] = field(default_factory=list)
    clocks: list[Chunk] = field(default_factory=list)
    note: list[Chunk] = field(default_factory=list)
    pace: Pace | None = None


def read_workout(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """The workout that the chunks say, with a sport among them; None where they rather name a food."""
    frame.family = "training"
    at = next(index for index, chunk in enumerate(chunks) if chunk.word in SPORT_WORDS)
    sport = SPORT_WORDS[chunks[at].word]
    frame.part("sport", chunks[at : at + 1], sport.replace("_", " "))
    rest = take_back(frame, [*chunks[:at], *chunks[at + 1 :]], bare_slot=False, bare_clock=False)
    details = _details(frame, rest)
    _settle_clocks(frame, details)
    _settle_bare_m(frame, details)
    _settle_pace(frame, details)
    _ask_power(frame, details)
    details.note.sort(key=lambda chunk: chunk.start)
    note = name_of(frame.context.text, details.note)
    if not details.values and not frame.problems and not frame.planned:
        if note:
            return None
        frame.ask(frame.span, "How long or how far? For example: run 45min 8km.")
        return ()
    if note:
        frame.part("note", details.note, note)
    values = details.values

    def draft(when: When) -> WorkoutItem:
        return WorkoutItem(
            sport,
            values.get("duration"),
            values.get("distance"),
            values.get("power"),
            values.get("heart_rate"),
            when.planned,
            when.day,
            when.time,
            frame.span,
            values.get("energy"),
            values.get("load"),
            values.get("rpe"),
            note,
            details.typed_distance,
        )

    return (draft,)


def _details(frame: Frame, chunks: Sequence[Chunk]) -> _Details:
    details = _Details()
    index = 0
    while index < len(chunks):
        used = (
            _pace(frame, details, chunks, index)
            or _frame(frame, details, chunks, index)
            or _duration(frame, details, chunks, index)
            or _number(frame, details, chunks, index)
            or _distance(frame, details, chunks, index)
        )
        if not used and re.match("[-−][0-9]", chunks[index].word):
            frame.ask(
                place(chunks[index : index + 1]), f"“{chunks[index].text}” cannot be negative.", chunks[index].text[1:]
            )
        if not used:
            details.note.append(chunks[index])
        index += used or 1
    return details


def _pace(frame: Frame, details: _Details, chunks: Sequence[Chunk], index: int) -> int:
    found = None if details.pace else pace_at(chunks, index)
    if found is None:
        return 0
    details.pace = found
    frame.part("pace", found.chunks, found.shown)
    return len(found.chunks)


def _settle_pace(frame: Frame, details: _Details) -> None:
    """A pace makes the duration of a distance or the distance of a duration; beside both it has to agree with them."""
    pace, values = details.pace, details.values
    if pace is None:
        return
    duration, distance = values.get("duration"), values.get("distance")
    if distance is None and duration is None:
        frame.ask(place(pace.chunks), "A pace needs how far or how long: run 8km 5:30/km.")
    elif duration is None and distance is not None:
        _keep(frame, details, "duration", pace.duration_of(distance), pace.chunks, pace.shown)
    elif distance is None and duration is not None:
        _keep(frame, details, "distance", pace.distance_in(duration), pace.chunks, pace.shown)
    elif distance is not None and duration is not None and not pace.agrees(duration, distance):
        meant, said = durations.describe(pace.duration_of(distance)), durations.describe(duration)
        frame.ask(
            place(pace.chunks), f"So far at {pace.shown} takes {meant}, but {said} is said. Leave one of them out."
        )


def _ask_power(frame: Frame, details: _Details) -> None:
    """Asks where nobody holds so much power for so long."""
    power, duration = details.values.get("power", 0), details.values.get("duration", 0)
    for least, most in () if frame.problems else _MOST_POWER:
        if duration >= least and power > most:
            sentence = f"Nobody holds {power} W for {durations.describe(duration)}; one of the numbers must be wrong."
            frame.ask(frame.span, sentence)
            return


def _frame(frame: Frame, details: _Details, chunks: Sequence[Chunk], index: int) -> int:
    """Takes a day, a plan or a clear time of day, and keeps for later what may be a time or a duration: 19:30."""
    used = take_at(frame, chunks, index, bare_slot=False, bare_clock=False)
    if not used and re.fullmatch("[0-9]{1,3}:[0-5][0-9]", chunks[index].word):
        details.clocks.append(chunks[index])
        return 1
    return used


def _duration(frame: Frame, details: _Details, chunks: Sequence[Chunk], index: int) -> int:
    found = durations.duration_at(chunks, index, frame.context.decimal_comma)
    if found is None or "duration" in details.values:
        return 0
    ms, used = found
    _keep(frame, details, "duration", ms, chunks[index : index + used], durations.describe(ms))
    return used


def _number(frame: Frame, details: _Details, chunks: Sequence[Chunk], index: int) -> int:
    comma = frame.context.decimal_comma
    for name in ("heart_rate", "power", "load", "rpe"):
        found = keyed_at(chunks, index, comma, *_KEYS.get(name, ()))
        found = found or quantity_at(chunks, index, comma, *_UNITS.get(name, ()))
        if found and name not in details.values:
            number = settled(frame, found)
            shown = _SHOWN[name].format(found.number)
            _keep(frame, details, name, to_fixed(number, 10 if name in _TENTHS else 1), found.chunks, shown)
            return len(found.chunks)
    found = energy_at(chunks, index, comma)
    if found is None or "energy" in details.values:
        return 0
    kcal = convert(settled(frame, found), found.unit, "kcal")
    _keep(frame, details, "energy", to_fixed(kcal, ENERGY), found.chunks, f"{found.number} {found.unit}")
    return len(found.chunks)


def _distance(frame: Frame, details: _Details, chunks: Sequence[Chunk], index: int) -> int:
    comma = frame.context.decimal_comma
    bare = quantity_at(chunks, index, comma, "m")
    if bare:
        details.bare_m.append(bare)
        return len(bare.chunks)
    found = quantity_at(chunks, index, comma, *_DISTANCES)
    if found is None or "distance" in details.values:
        return 0
    _keep_distance(frame, details, found)
    return len(found.chunks)


def _keep_distance(frame: Frame, details: _Details, found: Quantity) -> None:
    unit = named(found.unit).name
    metres = convert(settled(frame, found), unit, "m")
    details.typed_distance = Typed(found.number, unit)
    _keep(frame, details, "distance", to_fixed(metres, DISTANCE), found.chunks, f"{found.number} {unit}")


def _keep(frame: Frame, details: _Details, name: str, value: int, said: Sequence[Chunk], understood: str) -> None:
    low, high, sentence = _RANGES[name]
    if not low <= value <= high:
        frame.ask(place(said), f"{sentence}, not {' '.join(chunk.text for chunk in said)}.")
    details.values[name] = value
    frame.part(name, said, understood)


def _settle_clocks(frame: Frame, details: _Details) -> None:
    """19:30 is the time of day if the duration is known otherwise, minutes and seconds if no clock shows it."""
    for chunk in details.clocks:
        first, second = (int(part) for part in chunk.word.split(":"))
        is_clock = first < 24
        known = "duration" in details.values
        if is_clock and known and frame.time is None:
            frame.time = first * 60 + second
            frame.part("time", [chunk], clock(frame.time))
        elif not known and (not is_clock or frame.time is not None):
            ms = (first * 60 + second) * 1_000
            _keep(frame, details, "duration", ms, [chunk], durations.describe(ms))
        elif known:
            details.note.append(chunk)
        else:
            hours = (f"{first}h{second:02}",) if first < 12 else ()
            readings = (f"at {chunk.word}", *hours, f"{first}m{second:02}s")
            frame.ask_which(place([chunk]), readings)


def _settle_bare_m(frame: Frame, details: _Details) -> None:
    """45m is minutes beside a distance, metres beside a duration, and otherwise asked for unless it is long."""
    for found in details.bare_m:
        timed, far = "duration" in details.values, "distance" in details.values
        if timed and far:
            details.note.extend(found.chunks)
        elif timed or (not far and found.readings[0] >= _METRES_FROM):
            _keep_distance(frame, details, found)
        elif far:
            ms = to_fixed(settled(frame, found) * Fraction(60), 1_000)
            _keep(frame, details, "duration", ms, found.chunks, durations.describe(ms))
        else:
            readings = (f"{found.number}min", f"{found.number} metres")
            frame.ask_which(place(found.chunks), readings)
