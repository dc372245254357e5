"""Structured workouts as ZWO, the XML that programs for indoor trainers read.

The format is known by its files: a `workout_file` with a `workout` of Warmup, SteadyState, IntervalsT, Cooldown and
FreeRide elements, lengths in seconds, power as a share of threshold power.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from tracker.domain.training.plan.steps import Aim, Part, Repeat, Step
from tracker.domain.training.plan.text import write_aim, write_step
from tracker.domain.training.plan.totals import FULL, Thresholds, time_of
from tracker.errors import BadInput

_SPORTS = {"running": "run"}
_RAMPS = {"warmup": "Warmup", "cooldown": "Cooldown"}


def write(name: str, sport: str, notes: str, parts: Sequence[Part], thresholds: Thresholds) -> bytes:
    """A workout as a ZWO file.

    A step whose aim is not power, or is in W while the threshold is unknown, is ridden freely and shows its aim.

    Raises:
        BadInput: a step has no time, and its pace does not give one.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<workout_file>"]
    head = {"author": "Tracker", "name": name, "description": notes, "sportType": _SPORTS.get(sport, "bike")}
    lines += [f"  <{tag}>{escape(text)}</{tag}>" for tag, text in head.items()]
    lines.append("  <workout>")
    for part in parts:
        lines += [f"    {element}" for element in _elements(part, thresholds)]
    return "\n".join([*lines, "  </workout>", "</workout_file>", ""]).encode()


def _elements(part: Part, thresholds: Thresholds) -> list[str]:
    if isinstance(part, Step):
        return [_element(part, thresholds)]
    interval = _interval(part, thresholds)
    return [interval] if interval else [_element(step, thresholds) for step in part.steps] * part.times


def _element(step: Step, thresholds: Thresholds) -> str:
    ends = _shares(step.aim, thresholds)
    length = {"Duration": str(_seconds(step))}
    said = " ".join(filter(None, (step.note, write_aim(step.aim) if step.aim and not ends else "")))
    if ends is None:
        return _tag("FreeRide", {**length, "FlatRoad": "0"}, said)
    low, high = ends
    if step.kind in _RAMPS:
        # Both ramp from the first number to the second, whatever they are called; a cool-down goes down.
        first, last = (high, low) if step.kind == "cooldown" else (low, high)
        return _tag(_RAMPS[step.kind], {**length, "PowerLow": _share(first), "PowerHigh": _share(last)}, said)
    return _tag("SteadyState", {**length, "Power": _share((low + high) / 2)}, said)


def _interval(repeat: Repeat, thresholds: Thresholds) -> str | None:
    """The element for work and rest by turns; None where a repeat is something else."""
    if len(repeat.steps) != 2 or any(step.note for step in repeat.steps):
        return None
    on, off = repeat.steps
    ends = [_shares(step.aim, thresholds) for step in (on, off)]
    if ends[0] is None or ends[1] is None:
        return None
    return _tag(
        "IntervalsT",
        {
            "Repeat": str(repeat.times), "OnDuration": str(_seconds(on)), "OffDuration": str(_seconds(off)),
            "OnPower": _share(sum(ends[0]) / 2), "OffPower": _share(sum(ends[1]) / 2),
        },
    )  # fmt: skip


def _shares(aim: Aim | None, thresholds: Thresholds) -> tuple[float, float] | None:
    if aim is None:
        return None
    if aim.measure == "ftp":
        return aim.low / FULL, aim.high / FULL
    if aim.measure == "power" and thresholds.power:
        return aim.low / thresholds.power, aim.high / thresholds.power
    return None


def _seconds(step: Step) -> int:
    time = time_of(step)
    if time is None:
        raise BadInput(f"“{write_step(step)}” has no time, and ZWO files need one.", "Give the step a time, or a pace.")
    return max(1, math.floor(time / 1000 + 0.5))


def _share(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _tag(name: str, attributes: dict[str, str], said: str = "") -> str:
    inside = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    if not said:
        return f"<{name} {inside}/>"
    return f'<{name} {inside}><textevent timeoffset="0" message={quoteattr(said)}/></{name}>'
