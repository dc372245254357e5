"""What can be done with readings of the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.domain.measures import MEASURES, canonical
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.measurements import measurement


@dataclass(frozen=True)
class Reading:
    """A reading as typed: `typed` is the number (or 122/78 for a blood pressure) and `unit` what was written after it.

    `at` None means now; `day` None means the day of `at` where the person is.
    """

    kind: str
    typed: str
    unit: str = ""
    at: int | None = None
    day: str | None = None
    note: str = ""


def add(store: Store, reading: Reading) -> Changes:
    """Write down a reading.

    Raises:
        BadInput: the kind is not known, or the value is no sensible number; the sentence says what to type.
    """
    columns = _columns(store, reading)
    with store.step(f"Add {MEASURES[reading.kind].label.lower()} {shown(reading.typed, columns['unit'])}") as step:
        records.create(store, "measurement", new_id(store.now()), **columns)
    return step.changes


def edit(store: Store, record: str, reading: Reading) -> Changes:
    """Correct a reading."""
    before = measurement(store, record)
    if before is None:
        raise NotFound("This measurement is not there any more.", "Another device may have deleted it.")
    columns = _columns(store, reading)
    if reading.at is None:
        columns |= {"at": before.at, "zone": before.zone, "day": reading.day or before.day}
    with store.step(f"Change {MEASURES[reading.kind].label.lower()}") as step:
        records.change(store, "measurement", record, **columns)
    return step.changes


def delete(store: Store, record: str) -> Changes:
    """Delete a reading."""
    before = measurement(store, record)
    if before is None:
        raise NotFound("This measurement is not there any more.")
    with store.step(f"Delete {label(before.kind).lower()} {shown(before.typed, before.unit)}") as step:
        records.delete_records(store, BY_NAME["measurement"], [record])
    return step.changes


def check(reading: Reading) -> None:
    """Whether a reading can be written down.

    Raises:
        BadInput: it cannot; the sentence says what to type.
    """
    _values(reading)


def label(kind: str) -> str:
    """The name of a kind of measurement."""
    return MEASURES[kind].label if kind in MEASURES else kind.replace("_", " ").capitalize()


def shown(typed: str, unit: str) -> str:
    """A reading as the person wrote it."""
    return f"{typed} {unit}".strip()


def _values(reading: Reading) -> tuple[int, int | None]:
    if reading.kind not in MEASURES:
        raise BadInput(f"Tracker does not know the measurement “{reading.kind}”.", f"Use one of {', '.join(MEASURES)}.")
    if reading.kind != "blood_pressure":
        return canonical(reading.kind, reading.typed, reading.unit), None
    first, _, second = reading.typed.partition("/")
    if not second:
        raise BadInput("A blood pressure has two numbers.", "Type it as 122/78.")
    return canonical(reading.kind, first, reading.unit), canonical(reading.kind, second, reading.unit)


def _columns(store: Store, reading: Reading) -> dict[str, Any]:
    value, value2 = _values(reading)
    at = store.now() if reading.at is None else reading.at
    zone = store.clock.zone()
    return {
        "kind": reading.kind, "value": value, "value2": value2, "typed": reading.typed.strip(),
        "unit": reading.unit or MEASURES[reading.kind].unit, "at": at, "zone": zone,
        "day": reading.day or local(at, zone).date().isoformat(), "note": reading.note,
    }  # fmt: skip
