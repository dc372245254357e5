"""The numbers of a workout, or of a part of it, in words: only those that are known, the telling ones first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.activity import Summary, Telemetry
from tracker.domain.fixed import DISTANCE, TIME
from tracker.operations.activities import summary_of
from tracker.store.rows import Workout
from tracker.ui.training.plot.channels import KMH, ON_FOOT, PACES, pace_text, pace_unit
from tracker.ui.words import UNKNOWN, Words, duration

if TYPE_CHECKING:
    from tracker.store.queries.training import Loads

SPEEDS = ("pace", "avg speed")
MOST = 7
"""More numbers than this are a table, not a glance."""


@dataclass(frozen=True)
class Numbers(Summary):
    """The totals of a workout or of a part of it, with what they mean to this person."""

    sport: str = ""
    intensity: float | None = None
    load: float | None = None


def of_workout(workout: Workout, loads: Loads | None = None) -> Numbers:
    """The numbers of a whole workout, with its loads where they are known by now."""
    intensity, load = (loads.intensity, loads.load) if loads else (None, None)
    return Numbers(**vars(summary_of(workout)), sport=workout.sport, intensity=intensity, load=load)


def of_part(sport: str, summary: Summary, threshold: float | None = None) -> Numbers:
    """The numbers of a part of a workout, from its samples; `threshold` is the power in W that its load is against."""
    weighted, hours = summary.weighted_power, (summary.duration_ms or 0) / 3_600_000
    intensity = weighted / threshold if weighted and threshold else None
    load = None if intensity is None else hours * intensity**2 * 100
    return Numbers(**vars(summary), sport=sport, intensity=intensity, load=load)


def of_span(whole: Numbers, telemetry: Telemetry, start: int, end: int) -> Numbers:
    """The numbers of the part between two moments, in ms; its load is against the threshold of the whole."""
    from tracker.domain.training.part import part
    from tracker.domain.training.summary import summarize

    threshold = whole.weighted_power / whole.intensity if whole.weighted_power and whole.intensity else None
    return of_part(whole.sport, summarize(part(telemetry, start, end)), threshold)


def speed(numbers: Numbers, words: Words) -> tuple[str, str]:
    """Caption and words of the speed: a pace on foot and in water, km/h otherwise; nothing where it is not known."""
    metres, fast = PACES.get(numbers.sport), metres_a_second(numbers)
    caption = SPEEDS[0] if metres else SPEEDS[1]
    if not fast:
        return caption, ""
    if metres:
        return caption, f"{pace_text(metres / fast)} {pace_unit(metres)}"
    return caption, f"{words.number(fast * KMH, 1)} km/h"


def metres_a_second(numbers: Numbers) -> float | None:
    """The average speed in m/s while moving; None where it is not known."""
    time = numbers.moving_ms or numbers.duration_ms
    return (numbers.distance / DISTANCE) / (time / TIME) if time and numbers.distance else None


def in_every_word(numbers: Numbers, words: Words) -> list[tuple[str, str]]:
    """Every number with its caption; the words are empty where it is not known."""

    def plain(value: int | None, unit: str) -> str:
        return "" if value is None else words.plain(value, unit)

    def known(value: int | None, say: Callable[[int | None], str]) -> str:
        return "" if value is None else say(value)

    ascent = None if numbers.ascent is None else round(numbers.ascent / DISTANCE)
    cadence = "avg spm" if numbers.sport in ON_FOOT else "avg rpm"
    steps = numbers.avg_cadence * 2 if numbers.sport in ON_FOOT and numbers.avg_cadence else numbers.avg_cadence
    return [
        ("time", known(numbers.duration_ms, duration)),
        ("distance", known(numbers.distance or None, words.distance)),
        ("avg power", plain(numbers.avg_power, "W")),
        ("weighted", plain(numbers.weighted_power, "W")),
        ("intensity", "" if numbers.intensity is None else words.number(numbers.intensity, 2)),
        ("load", "" if numbers.load is None else f"{numbers.load:.0f}"),
        speed(numbers, words),
        ("avg bpm", plain(numbers.avg_heart_rate, "")),
        (cadence, plain(steps, "")),
        ("ascent", plain(ascent, "m")),
        ("energy", known(numbers.energy, words.energy_with_unit)),
        ("max power", plain(numbers.max_power, "W")),
        ("max bpm", plain(numbers.max_heart_rate, "")),
    ]


def in_words(numbers: Numbers, words: Words) -> list[tuple[str, str]]:
    """Pairs of caption and number, at most seven; where power is known it stands for the speed."""
    left_out = () if numbers.avg_power is None else SPEEDS
    told = in_every_word(numbers, words)
    return [(caption, text) for caption, text in told if text and caption not in left_out][:MOST]


def like(captions: list[str], numbers: Numbers, words: Words) -> list[tuple[str, str]]:
    """The numbers that `captions` name, unknown ones as a dash: so that a part stands where the whole stood."""
    told = dict(in_every_word(numbers, words))
    return [(caption, told.get(caption) or UNKNOWN) for caption in captions]
