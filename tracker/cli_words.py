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
from tracker.domain.fixed import AMOUNT, DISTANCE, ENERGY, TIME
from tracker.domain.quick_add.dates import describe
from tracker.operations.plain import Plain
from tracker.store.clock import Clock, local, today
from tracker.store.database import Store
from tracker.store.queries.settings import value

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
    return spoken.sleep(one["value"]) if one["kind"] == "sleep" else spoken.marked(str(one["typed"]), mark)


def _workout_parts(one: Plain, mark: str) -> list[str]:
    duration, distance = one["duration_s"], one["distance_m"]
    return [
        "" if not duration else spoken.duration_in_words(round(duration * TIME)),
        "" if not distance else spoken.distance(round(distance * DISTANCE), mark),
        *(f"{one[key]} {unit}" for key, unit in _MEANS if one.get(key)),
        *(_set(found, mark) for found in one.get("sets", ())),
    ]


def _set(one: Plain, mark: str) -> str:
    load = f"{spoken.marked(one['typed'], mark)} × " if one["typed"] else ""
    effort = f" @{spoken.number(one['rpe'], decimal=mark)}" if one["rpe"] else ""
    return f"{one['exercise']} {load}{one['reps']}{effort}"


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


def moment(clock: Clock, instant: int) -> str:
    """An instant in ms as the clock on the wall here shows it: today at 07:30."""
    then = local(instant, clock.zone())
    days = (today(clock) - then.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or f"on {describe(then.date())}"
    return f"{day} at {then:%H:%M}"
