"""What the command line prints for people: lines of a day, of an entry, of a workout, and moments in words.

What it prints as JSON is in `operations.plain`.
"""

from __future__ import annotations

import argparse
import json
import locale
from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.domain import spoken
from tracker.domain.fixed import AMOUNT, DISTANCE, EFFORT, ENERGY, MACRO, TIME
from tracker.domain.quick_add.dates import describe
from tracker.domain.sports import label
from tracker.operations.plain import Plain
from tracker.store.clock import Clock, local, today
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Target, Workout

_MEANS = (("avg_power_w", "W"), ("avg_heart_rate_bpm", "bpm"))
"""What of a workout is told beside its duration and distance."""


def say(options: argparse.Namespace, what: Any, lines: Sequence[str]) -> None:
    """Print `what` as JSON where that was asked for, else the lines."""
    if options.json:
        print(json.dumps(what, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            print(line)


def decimal_mark(store: Store) -> str:
    """The decimal mark of this person: the one they chose, else that of the system."""
    mark = value(store, "decimal_mark")
    if mark == "system":
        return _system_mark()
    return "," if mark == "comma" else "."


def _system_mark() -> str:
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        return "," if locale.localeconv()["decimal_point"] == "," else "."
    except locale.Error:
        return "."  # the system names a locale that it does not have
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)


def energy_unit(store: Store) -> str:
    """The unit in which this person reads energy: kcal or kJ; '' where they want to see no numbers."""
    return "" if value(store, "hide_numbers") else str(value(store, "energy_unit"))


def energy_words(store: Store, energy: int) -> str:
    """Energy in 0.1 kcal, with its unit, as this person reads it."""
    unit = energy_unit(store)
    return spoken.energy(energy, unit, decimal_mark(store)) if unit else "energy hidden"


def _energy(kcal: float, mark: str, unit: str) -> str:
    return spoken.energy(round(kcal * ENERGY), unit, mark)


def line(one: Plain, mark: str, unit: str = "kcal") -> str:
    """An entry, a reading or a workout in one line; `unit` is that of its energy, '' shows none."""
    energy = one.get("energy_kcal")
    parts = (
        one["title"],
        *(_workout_parts(one, mark) if "duration_s" in one else [_amount(one, mark, hidden=not unit)]),
        one.get("meal"),
        None if energy is None or not unit else _energy(energy, mark, unit),
    )
    return " · ".join(str(part) for part in parts if part)


def added_line(one: Plain, mark: str, day: date, unit: str = "kcal") -> str:
    """What was added in one line, with its day where that is not `day`, and whether it is only planned."""
    elsewhere = one["date"] != day.isoformat()
    parts = [line(one, mark, unit)]
    if elsewhere:
        parts.append(describe(date.fromisoformat(one["date"])))
    if one.get("status") == "planned":
        parts.append("planned")
    return " · ".join(parts)


def _amount(one: Plain, mark: str, *, hidden: bool) -> str:
    if one.get("typed"):
        return "" if hidden else _reading(one, mark)
    if one.get("amount") is None:
        return ""
    return spoken.amount(round(one["amount"] * AMOUNT), one.get("unit"), str(one["title"]), mark)


def _reading(one: Plain, mark: str) -> str:
    return spoken.sleep(one["value"]) if one["kind"] == "sleep" else spoken.marked(_once(one), mark)


def _once(one: Plain) -> str:
    """What was typed, without a unit that the title says already: Steps: 10000."""
    return str(one["typed"]).removesuffix(f" {str(one['title']).casefold()}")


def _workout_parts(one: Plain, mark: str) -> list[str]:
    duration, distance = one["duration_s"], one["distance_m"]
    return [
        "" if not duration else spoken.duration_in_words(round(duration * TIME)),
        "" if not distance else spoken.distance(round(distance * DISTANCE), mark),
        *(f"{one[key]} {unit}" for key, unit in _MEANS if one.get(key)),
        *(set_in_words(found, mark) for found in one.get("sets", ())),
    ]


def set_in_words(one: Plain, mark: str) -> str:
    """A strength set: Squat 100 kg × 5 @8, Plank 1:30, Farmer's walk 32 kg × 40 m."""
    far = ""
    if one["reps"]:
        far = str(one["reps"])
    elif one["duration_s"]:
        far = f"{round(one['duration_s']) // 60}:{round(one['duration_s']) % 60:02}"
    elif one["distance_m"]:
        far = f"{spoken.number(one['distance_m'], decimal=mark)} m"
    effort = f" @{spoken.number(one['rpe'], decimal=mark)}" if one["rpe"] else ""
    said = " × ".join(part for part in (spoken.marked(one["typed"], mark), far) if part)
    return f"{one['exercise']} {said}{effort}"


def day_lines(found: Plain, mark: str, unit: str = "kcal") -> list[str]:
    """A day: its meals with their entries, readings, workouts and what was eaten."""
    lines = [str(found["date"])]
    for meal in found["meals"]:
        if meal["entries"]:
            lines.append(meal["slot"])
            lines.extend(
                f"  [{'x' if one['status'] == 'eaten' else ' '}] {line(one | {'meal': None}, mark, unit)}"
                for one in meal["entries"]
            )
    readings = found["measurements"]
    lines.extend(f"{one['title']}: {_reading(one, mark)}" if unit else one["title"] for one in readings)
    lines.extend(
        line(one, mark, unit) + (" · planned" if one["status"] == "planned" else "") for one in found["workouts"]
    )
    lines.extend(f"Note: {text}" for text in found.get("note", "").splitlines())
    if found.get("status", "open") != "open":
        lines.append(f"The day is {found['status'].replace('_', ' ')}.")
    if unit:
        lines.append(f"Eaten: {_energy(found['totals']['energy_kcal'], mark, unit)}")
    return lines


def workout_lines(one: Workout, zone: str, mark: str, unit: str = "kcal") -> list[str]:
    """A workout for people, its start in `zone` where it names none: totals, what was recorded, what was written."""
    start = local(one.start_at, one.zone or zone)
    kind = label(one.sport)
    lines = [one.title, f"{describe(start.date())} at {start:%H:%M}", *_totals(one, mark, unit)]
    if kind.casefold() not in one.title.casefold():
        lines.insert(1, kind)
    recorded = [f"{spoken.number(one.samples)} samples", f"{len(one.laps)} lap{'s' if len(one.laps) != 1 else ''}"]
    lines += [", ".join(recorded)] if one.samples else []
    lines += [f"From {said}" for said in (one.device or "", one.file_name or "") if said]
    if one.effort is not None:
        lines.append(f"Effort {spoken.number(one.effort / EFFORT, decimal=mark)} of 10")
    if one.status != "completed":
        lines.append(one.status.capitalize())
    return [*lines, *filter(None, [one.salvaged]), *one.notes.splitlines()]


def _totals(one: Workout, mark: str, unit: str) -> list[str]:
    """Each total that is known, with its unit."""
    bpm, watts = "bpm", "W"
    told = (
        ("Time", one.duration, _clock), ("Moving", one.moving, _clock),
        ("Distance", one.distance, lambda value: spoken.distance(value, mark)),
        ("Ascent", one.ascent, lambda value: f"{spoken.number(value / DISTANCE)} m"),
        ("Power", one.avg_power, lambda value: f"{value} {watts}{_peak(one.max_power, watts)}"),
        ("Weighted power", one.weighted_power, lambda value: f"{value} {watts}"),
        ("Heart rate", one.avg_heart_rate, lambda value: f"{value} {bpm}{_peak(one.max_heart_rate, bpm)}"),
        ("Cadence", one.avg_cadence, lambda value: f"{value} a minute"),
        ("Energy", one.energy if unit else None, lambda value: spoken.energy(value, unit, mark)),
    )  # fmt: skip
    return [f"{name} {words(value)}" for name, value, words in told if value is not None]


def _peak(value: int | None, unit: str) -> str:
    return "" if value is None else f", at most {value} {unit}"


def _clock(value: int) -> str:
    seconds = spoken.whole(value / TIME)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def target_lines(target: Target, since: str | None, mark: str, unit: str = "kcal") -> list[str]:
    """What is aimed at on a day."""
    if since is None or not target:
        return ["There is no target. Health in the window sets one."]
    if not unit:
        return ["There is a target; numbers are hidden."]
    grams = ((target.protein, "protein"), (target.carbs, "carbs"), (target.fat, "fat"))
    parts = [
        *([] if target.energy is None else [spoken.energy(target.energy, unit, mark)]),
        *(f"{spoken.number(value / MACRO)} g {name}" for value, name in grams if value is not None),
    ]
    return [f"{' · '.join(parts)}, since {describe(date.fromisoformat(since))}"]


def moment(clock: Clock, instant: int) -> str:
    """An instant in ms as the clock on the wall here shows it: today at 07:30."""
    then = local(instant, clock.zone())
    days = (today(clock) - then.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or f"on {describe(then.date())}"
    return f"{day} at {then:%H:%M}"
