"""What can be done with readings of the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.measures import MEASURES, Measure, Value, own_measure, read
from tracker.domain.spoken import marked
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.diary import day_of
from tracker.store.queries.measurements import measurement, own_kind, own_kinds
from tracker.store.queries.settings import value as setting_value
from tracker.store.rows import Measurement


@dataclass(frozen=True)
class Reading:
    """A reading as typed: `typed` is the number (or 122/78, 180 lb, 12 st 3 lb) and `unit` that of a bare number.

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
    with store.step(f"Add {_named(store, reading.kind, columns['typed'], columns['unit'])}") as step:
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
    with store.step(f"Change {label(store, reading.kind).lower()}") as step:
        records.change(store, "measurement", record, **columns)
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete readings, as one step.

    Raises:
        NotFound: none of them is there any more.
    """
    before = [found for found in (measurement(store, record) for record in ids) if found]
    if not before:
        raise NotFound("This measurement is not there any more.")
    one = before[0]
    name = _named(store, one.kind, one.typed, one.unit)
    with store.step(f"Delete {name}" if len(before) == 1 else f"Delete {len(before)} readings") as step:
        records.delete_records(store, BY_NAME["measurement"], [found.id for found in before])
    return step.changes


def _named(store: Store, kind: str, typed: str, unit: str) -> str:
    """A reading in the name of a step; without its number where the person wants to see none."""
    name = label(store, kind).lower()
    return name if setting_value(store, "hide_numbers") else f"{name} {shown(typed, unit)}"


def check(store: Store, reading: Reading) -> None:
    """Whether a reading can be written down.

    Raises:
        BadInput: it cannot; the sentence says what to type.
    """
    _value(store, reading)


def measure(store: Store, kind: str) -> Measure | None:
    """What is known of a kind of measurement: one of Tracker's or of the person's own; None where it is neither."""
    if kind in MEASURES:
        return MEASURES[kind]
    own = own_kind(store, kind)
    return own_measure(own.id, own.name, own.unit, own.decimals) if own else None


def unit_of(store: Store, kind: str) -> str:
    """The unit that this person means where none is typed; '' of a kind that nobody knows."""
    known = measure(store, kind)
    if known is None:
        return ""
    if kind == "weight":
        return str(setting_value(store, "weight_unit"))
    return length_unit(store) if known.key in MEASURES and known.unit == "cm" else known.unit


def length_unit(store: Store) -> str:
    """The unit of a circumference where none is typed: cm or in."""
    chosen = str(setting_value(store, "length_unit"))
    pounds = setting_value(store, "weight_unit") == "lb"
    return chosen if chosen != "weight" else "in" if pounds else "cm"


def measures(store: Store) -> list[Measure]:
    """All kinds: Tracker's, then the person's own."""
    own = (own_measure(one.id, one.name, one.unit, one.decimals) for one in own_kinds(store))
    return [*MEASURES.values(), *own]


def label(store: Store, kind: str) -> str:
    """The name of a kind of measurement."""
    known = measure(store, kind)
    return known.label if known else _unknown(kind)


def label_of(reading: Measurement) -> str:
    """The name of a reading's kind."""
    if reading.kind in MEASURES:
        return MEASURES[reading.kind].label
    return reading.own_name or _unknown(reading.kind)


def _unknown(kind: str) -> str:
    """A kind that another version knows, or that was deleted on another device and only has an id."""
    return "Other" if "-" in kind else kind.replace("_", " ").capitalize()


def shown(typed: str, unit: str, decimal: str = "") -> str:
    """A reading as the person wrote it; with `decimal`, with this mark before its decimals."""
    return f"{marked(typed, decimal) if decimal else typed} {unit}".strip()


def _value(store: Store, reading: Reading) -> Value:
    known = measure(store, reading.kind)
    if known is None:
        raise BadInput(f"Tracker does not know the measurement “{reading.kind}”.", f"Use one of {', '.join(MEASURES)}.")
    return read(known, reading.typed, reading.unit)


def _columns(store: Store, reading: Reading) -> dict[str, Any]:
    value = _value(store, reading)
    at = store.now() if reading.at is None else reading.at
    zone = store.clock.zone()
    return {
        "kind": reading.kind, "value": value.value, "value2": value.value2, "typed": value.typed, "unit": value.unit,
        "at": at, "zone": zone, "day": reading.day or day_of(store, at).isoformat(), "note": reading.note.strip(),
    }  # fmt: skip
