"""Changing everything about one entry at once: name, amount, nutrition, meal, day, time and note, as one undo step."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from tracker.domain.nutrients import CORE, Nutrition
from tracker.errors import BadInput
from tracker.operations import entries
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import diary
from tracker.store.rows import Entry


@dataclass(frozen=True)
class Edited:
    """An entry as edited.

    Attributes:
        amount: in 0.001 of `unit`; None where it has none.
        minute: when it was eaten, in minutes after midnight; None where nobody knows.
        core: energy, protein, carbs and fat, in this order, None being unknown.
    """

    title: str
    amount: int | None
    unit: str
    slot: str
    day: str
    minute: int | None
    note: str
    core: tuple[int | None, ...] = field(default=())


def shown(store: Store, entry: Entry) -> Edited:
    """An entry as something to edit."""
    minute = None if entry.eaten_at is None else diary.minute_of(store, entry.eaten_at)
    return Edited(
        entry.title, entry.amount, entry.unit or "", entry.slot, entry.day, minute, entry.note, core(entry.nutrition)
    )


def core(nutrition: Nutrition) -> tuple[int | None, ...]:
    """Energy, protein, carbs and fat."""
    return tuple(nutrition.get(key) for key in CORE)


def of_amount(store: Store, entry: Entry, amount: int, unit: str) -> tuple[int | None, ...] | None:
    """What another amount of the same would have, for showing; None where nobody knows."""
    try:
        columns = entries.of_amount(store, entry, amount, unit)
    except BadInput:
        return None
    return tuple(columns[key] for key in CORE)


def edit(store: Store, entry: Entry, edited: Edited) -> Changes:
    """Write what was changed of an entry as it was shown; what was not changed keeps what a sync brought meanwhile.

    Another amount brings its own nutrition; what was typed over it stands in its place.

    Raises:
        BadInput: it has no name, an amount is absurd, or a number is less than nothing.
        NotFound: it is not there any more.
    """
    before = shown(store, entry)
    differs = {one.name for one in fields(Edited) if getattr(before, one.name) != getattr(edited, one.name)}
    with store.step(f"Change {entry.title}") as step:
        columns: dict[str, Any] = {}
        if edited.amount is not None and differs & {"amount", "unit"}:
            entries.set_amount(store, entry.id, edited.amount, edited.unit)
        if differs & {"day", "slot"}:
            entries.move(store, [entry.id], edited.day, edited.slot)
        if "title" in differs:
            columns["title"] = _named(edited.title)
        if "note" in differs:
            columns["note"] = edited.note
        if "minute" in differs and entry.eaten:
            columns |= _eaten_at(store, edited)
        if "core" in differs and edited.core:
            columns |= _nutrition(entry, edited.core)
        if columns:
            records.change(store, entries.COLLECTION, entry.id, **columns)
    return step.changes


def _named(title: str) -> str:
    if not title.strip():
        raise BadInput("An entry needs a name.", "Type what it was.")
    return title.strip()


def _eaten_at(store: Store, edited: Edited) -> dict[str, Any]:
    if edited.minute is None:
        return {"eaten_at": None, "zone": None}
    at = diary.instant_of(store, date.fromisoformat(edited.day), edited.minute)
    return {"eaten_at": at, "zone": store.clock.zone()}


def _nutrition(entry: Entry, values: tuple[int | None, ...]) -> dict[str, Any]:
    if any(value is not None and value < 0 for value in values):
        raise BadInput("Energy and nutrients cannot be less than nothing.", "Change the number or leave it empty.")
    if entry.source_kind == "raw" and values[0] is None:
        raise BadInput("An entry without a food needs its energy.", "Type it, or delete the entry.")
    return dict(zip(CORE, values, strict=True))
