"""Personal records in words: 20 min power, 262 W, +6 W."""

from __future__ import annotations

from tracker.store.personal_records import PersonalRecord
from tracker.ui.words import Words, clock

SHOWN = {
    "power": ("5", "60", "300", "1200", "3600"), "speed": (), "heart_rate": (), "cadence": (),
    "splits": ("100", "400", "1000", "1609.344", "5000", "10000", "21097.5", "42195"),
}  # fmt: skip
"""The marks that a list shows of a metric that has many; all of a metric that is not here."""
RIDDEN = ("10000", "40000", "100000", "160934.4")
"""The distances that are told of rides."""
_UNITS = {"power": ("W", 10, 0), "heart_rate": ("bpm", 10, 0), "cadence": ("rpm", 10, 0)}
_DEEDS = {"cycling": "ride", "running": "run", "swimming": "swim", "walking": "walk", "hiking": "hike"}
_SPLITS = {"1609.344": "Mile", "160934.4": "100 miles", "21097.5": "Half marathon", "42195": "Marathon"}
_LIFTS = {"estimated_max": "estimated maximum", "weight": "heaviest set", "reps": "most repetitions"}


def is_shown(record: PersonalRecord) -> bool:
    """Whether a list of records shows this one."""
    marks = RIDDEN if (record.sport, record.metric) == ("cycling", "splits") else SHOWN.get(record.metric)
    if marks is None:
        return True
    return any(_same(record.mark, mark) for mark in marks)


def name_of(record: PersonalRecord, exercise: str = "") -> str:
    """What the record is of; `exercise` is the name of the one it was set in."""
    metric, mark = record.metric, record.mark
    if metric in _UNITS or metric == "speed":
        return f"{span(int(float(mark)))} {metric.replace('_', ' ')}"
    if metric == "splits":
        known = next((words for key, words in _SPLITS.items() if _same(mark, key)), "")
        return known or _metres(float(mark))
    if metric in _LIFTS:
        return f"{exercise or mark}, {_LIFTS[metric]}"
    deed = _DEEDS.get(record.sport, "workout")
    return {"distance": f"Longest {deed}", "duration": "Longest by time", "ascent": "Most climbing"}[metric]


def value_of(record: PersonalRecord, value: int, words: Words) -> str:
    """A value of this record's metric with its unit."""
    metric = record.metric
    if metric in _UNITS:
        unit, scale, places = _UNITS[metric]
        return f"{words.number(value / scale, places)} {unit}"
    if metric == "speed":
        return f"{words.number(value / 1000 * 3.6, 1)} km/h"
    if metric in ("splits", "duration"):
        return clock(value)
    if metric == "ascent":
        return f"{value / 10:.0f} m"
    if metric in ("estimated_max", "weight"):
        return f"{words.number(value / 1000, 1)} kg"
    return str(value) if metric == "reps" else words.distance(value)


def gain_of(record: PersonalRecord, words: Words) -> str:
    """By how much it beat the one before: +6 W, −0:12; "first" where there was none."""
    if record.previous is None:
        return "first"
    difference = record.value - record.previous
    sign = "−" if difference < 0 else "+"
    return sign + value_of(record, abs(difference), words)


def span(seconds: int) -> str:
    """A duration as cyclists say it: 5 s, 20 min, 1 h."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds % 3600 == 0:
        return f"{seconds // 3600} h"
    return f"{seconds // 60} min" if seconds % 60 == 0 else clock(seconds * 1000)


def _metres(mark: float) -> str:
    return f"{mark / 1000:g} km" if mark >= 1000 else f"{mark:g} m"


def _same(one: str, other: str) -> bool:
    return float(one) == float(other)
