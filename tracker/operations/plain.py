"""Rows as plain values in plain units: what the command line prints as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tracker.domain.fixed import AMOUNT, BODY_MASS, DISTANCE, EFFORT, ENERGY, MACRO, TIME
from tracker.domain.measures import MEASURES, OWN_SCALE
from tracker.domain.nutrients import Nutrition, total
from tracker.domain.training.plan.planned import from_stored
from tracker.operations.measurements import label_of
from tracker.store.clock import local
from tracker.store.rows import Day, DayState, Entry, ExerciseSet, Measurement, Target, Workout

Plain = dict[str, Any]
_SCALES = {
    "energy_kcal": ("energy", ENERGY),
    "protein_g": ("protein", MACRO),
    "carbs_g": ("carbs", MACRO),
    "fat_g": ("fat", MACRO),
}


def number(value: int | None, scale: int) -> float | None:
    """A fixed-point integer in its plain unit; whole numbers stay whole, unknown stays None."""
    if value is None:
        return None
    return value // scale if value % scale == 0 else value / scale


def moment(instant: int) -> str:
    """An instant in ms as ISO 8601 in UTC."""
    return local(instant, "UTC").isoformat().replace("+00:00", "Z")


def nutrition(of: Nutrition | Target) -> Plain:
    """Energy and macronutrients in kcal and g."""
    return {key: number(getattr(of, name), scale) for key, (name, scale) in _SCALES.items()}


def entry(one: Entry, slot: str) -> Plain:
    """A meal entry; `slot` is its meal's name."""
    return {
        "kind": one.source_kind, "id": one.id, "title": one.title, "amount": number(one.amount, AMOUNT),
        "unit": one.unit, "mass_g": number(one.mass, AMOUNT), "meal": slot, "date": one.day, "status": one.status,
        **nutrition(one.nutrition), "note": one.note, "time": None if one.eaten_at is None else moment(one.eaten_at),
    }  # fmt: skip


def totals(entries: Iterable[Entry]) -> Plain:
    """The sums of what is eaten, with how many entries report each of them; and the energy of the whole plan."""
    counted = tuple(entries)
    eaten = [one.nutrition for one in counted if one.eaten]
    sums: Plain = {"entries": len(counted), "eaten": len(eaten)}
    for key, (name, scale) in _SCALES.items():
        found = total(eaten, name)
        sums[key] = number(found.value, scale)
        sums[f"{key}_known"] = found.known
    sums["planned_energy_kcal"] = number(total((one.nutrition for one in counted), "energy").value, ENERGY)
    return sums


def measurement(one: Measurement) -> Plain:
    """A reading, canonical and as typed."""
    known = MEASURES.get(one.kind)
    scale = known.scale if known else OWN_SCALE if one.own_name else 1
    return {
        "kind": one.kind, "id": one.id, "time": moment(one.at), "value": number(one.value, scale),
        "value2": one.value2, "unit": known.unit if known else one.unit, "typed": f"{one.typed} {one.unit}".strip(),
        "date": one.day, "title": label_of(one), "note": one.note,
    }  # fmt: skip


def workout_summary(one: Workout) -> Plain:
    """A workout's numbers by the names that the command line promises; null is what nobody knows."""
    return {
        "sport": one.sport, "start_time": moment(one.start_at), "duration_s": number(one.duration, TIME),
        "moving_s": number(one.moving, TIME), "distance_m": number(one.distance, DISTANCE),
        "ascent_m": number(one.ascent, DISTANCE), "avg_power_w": one.avg_power, "max_power_w": one.max_power,
        "weighted_power_w": one.weighted_power, "avg_heart_rate_bpm": one.avg_heart_rate,
        "max_heart_rate_bpm": one.max_heart_rate, "avg_cadence_rpm": one.avg_cadence,
        "calories_kcal": number(one.energy, ENERGY), "samples": one.samples, "laps": len(one.laps),
    }  # fmt: skip


def workout(one: Workout) -> Plain:
    """A workout with what was written down of it."""
    return {
        "kind": "workout", "id": one.id, "title": one.title, "status": one.status, "date": one.day,
        "sub_sport": one.sub_sport, "device": one.device, "file": one.file_name, "salvaged": one.salvaged or None,
        "effort": number(one.effort, EFFORT), "edited": one.is_edited,
        "notes": one.notes, "planned": _planned(one), **workout_summary(one),
    }  # fmt: skip


def _planned(one: Workout) -> Plain | None:
    """What a done workout was to be; null where nothing was planned."""
    planned = from_stored(one.planned)
    if planned is None:
        return None
    return {
        "title": planned.title, "start_time": moment(planned.start_at), "duration_s": number(planned.duration, TIME),
        "distance_m": number(planned.distance, DISTANCE), "load": planned.load,
    }  # fmt: skip


def exercise_set(one: ExerciseSet) -> Plain:
    """A strength set; no weight is one's own."""
    return {
        "exercise": one.name, "status": one.status, "weight_kg": number(one.weight, BODY_MASS), "reps": one.reps,
        "duration_s": number(one.duration, TIME), "distance_m": number(one.distance, DISTANCE),
        "rpe": number(one.effort, 10), "typed": f"{one.typed} {one.unit}".strip(),
    }  # fmt: skip


def day_status(record: str, of: str, state: DayState) -> Plain:
    """What was said of a day; the title is what it is, unless that is open, and the last line of its note."""
    said = state.note.splitlines()[-1:]
    if state.status != "open" or not said:
        said.insert(0, f"The day is {state.status.replace('_', ' ')}")
    title = " · ".join(said)
    return {
        "kind": "day_status", "id": record, "title": title, "date": of, "status": state.status, "note": state.note
    }  # fmt: skip


def day(of: Day) -> Plain:
    """A day, the same on every device that has synced."""
    return {
        "date": of.day,
        "meals": [
            {
                "slot": meal.slot.name,
                "entries": [entry(one, meal.slot.name) for one in meal.entries],
                "totals": totals(meal.entries),
            }
            for meal in of.meals
        ],
        "totals": totals(of.entries),
        "target": nutrition(of.target) if of.target else None,
        "workouts": [workout(one) for one in of.workouts],
        "measurements": [measurement(one) for one in of.measurements],
        "status": of.state.status,
        "note": of.state.note,
    }
