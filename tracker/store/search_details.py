"""What a hit says of itself beside its title: energy and source, or the day and meal it belongs to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.domain.fixed import ENERGY
from tracker.domain.spoken import duration_in_words
from tracker.domain.sports import label
from tracker.domain.units import KILOJOULES_PER_KILOCALORIE
from tracker.store.database import Store
from tracker.store.habits import Habits
from tracker.store.queries.recipes import serving_energies
from tracker.store.rows import Hit

NEAREST = 3
"""How many days a title brings that was planned or eaten on many."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Found(NamedTuple):
    """A name that answers, and how well; of a food also what its detail is made of.

    `id` is that of the record, or the title that many meal entries share.
    """

    kind: str
    id: str
    title: str
    points: float
    starred: bool
    energy: int | None = None
    source: str = ""
    brand: str = ""


def hits(store: Store, habits: Habits, found: Sequence[Found], limit: int) -> list[Hit]:
    """The `limit` best of what was found, with their details, in the order given."""
    served = serving_energies(store, [one.id for one in found if one.kind == "recipe"])
    trained = _workouts(store, [one.id for one in found if one.kind == "workout"])
    kept = _plans(store, [one.id for one in found if one.kind == "workout_plan"])
    lifted = _exercises(store, [one.id for one in found if one.kind == "exercise"])
    made: list[Hit] = []
    for one in found:
        if one.kind == "food":
            parts = (one.brand, _energy(habits, one.energy, "100 g"), _source(one.source))
            made.append(_hit(one, " · ".join(filter(None, parts))))
        elif one.kind == "recipe":
            made.append(_hit(one, _energy(habits, served[one.id], "serving")))
        elif one.kind == "workout":
            sport, day = trained[one.id]
            kind = label(sport).lower()
            made.append(_hit(one, _long(day) if kind == one.title.casefold() else f"{kind} · {_long(day)}"))
        elif one.kind in ("workout_plan", "exercise"):
            made.append(_hit(one, kept.get(one.id) or lifted.get(one.id, "")))
        else:
            made.extend(_entries(store, habits, one))
    return made[:limit]


def _hit(one: Found, detail: str) -> Hit:
    return Hit(one.kind, one.id, one.title, detail, one.starred)


def _energy(habits: Habits, energy: int | None, of: str) -> str:
    if habits.hidden:
        return ""
    if energy is None:
        return f"energy unknown / {of}"
    kcal = energy / ENERGY
    return f"{f'{kcal * KILOJOULES_PER_KILOCALORIE:.0f} kJ' if habits.kilojoules else f'{kcal:.0f} kcal'} / {of}"


def _source(source: str) -> str:
    """The catalogue's sources in a word: 'USDA FNDDS' and 'Tracker, after USDA' are USDA's numbers."""
    return "USDA" if "USDA" in source else source.removeprefix("Tracker, ")


def _workouts(store: Store, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    marks = ", ".join("?" * len(ids))
    return {
        key: (sport, day)
        for key, sport, day in store.rows(f"SELECT id, sport, day FROM workout WHERE id IN ({marks})", ids)
    }


def _plans(store: Store, ids: Sequence[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(ids))
    rows = store.rows(f"SELECT id, kind, sport, duration FROM workout_plan WHERE id IN ({marks})", ids)
    return {
        key: "usual week" if kind == "week" else " · ".join(
            part for part in ("plan", label(sport).lower() if sport else "",
                              duration_in_words(duration) if duration else "") if part
        )
        for key, kind, sport, duration in rows
    }  # fmt: skip


def _exercises(store: Store, ids: Sequence[str]) -> dict[str, str]:
    """The muscles that work in each."""
    marks = ", ".join("?" * len(ids))
    rows = store.rows(f"SELECT id, muscles, equipment FROM exercise WHERE id IN ({marks})", ids)
    return {key: ", ".join([*json.loads(muscles), *filter(None, [tool])]) for key, muscles, tool in rows}


_COLUMNS = "SELECT id, day, slot, status, EXISTS (SELECT 1 FROM favorite WHERE kind = source_kind AND target = source)"


def _entries(store: Store, habits: Habits, one: Found) -> list[Hit]:
    """The entry that was found, or the nearest to today of the many of that title."""
    now = habits.today.isoformat()
    rows = store.rows(
        f"SELECT * FROM ({_COLUMNS} FROM meal_plan_entry WHERE id = ?1) UNION ALL "
        f"SELECT * FROM ({_COLUMNS} FROM meal_plan_entry WHERE title = ?1 AND day >= ?2 AND note = '' "
        f"ORDER BY day LIMIT {NEAREST}) UNION ALL "
        f"SELECT * FROM ({_COLUMNS} FROM meal_plan_entry WHERE title = ?1 AND day < ?2 AND note = '' "
        f"ORDER BY day DESC LIMIT {NEAREST})",
        (one.id, now),
    )
    names = {slot: name for _, slot, name in habits.slots}
    by_distance = sorted(rows, key=lambda row: _distance(row[1], habits.today))[:NEAREST]
    return [
        Hit(one.kind, key, one.title, _when(status, day, names.get(slot, ""), habits.today), bool(starred))
        for key, day, slot, status, starred in by_distance
    ]


def _date(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _distance(day: str, today: date) -> int:
    of = _date(day)
    return abs((of - today).days) if of else 1 << 30


def _when(status: str, day: str, meal: str, today: date) -> str:
    of = _date(day)
    if of is None:
        return f"{status} {day}"
    year = "" if of.year == today.year else f" {of.year}"
    return f"{status} {_WEEKDAYS[of.weekday()]} {of.day} {_MONTHS[of.month - 1]}{year}" + (
        f", {meal.lower()}" if meal else ""
    )


def _long(day: str) -> str:
    of = _date(day)
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}" if of else day
