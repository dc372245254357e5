"""Readings from tables and to a table: other apps' as `formats.readings` tells them, and Tracker's own, which is exact.

The same line brought in again is here already: its record has an id made of what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.measures import MEASURES, OWN_SCALE, own_measure
from tracker.domain.measures import read as read_measure
from tracker.domain.numerals import exact
from tracker.errors import BadFile, BadInput, KnownError
from tracker.formats import csv_table, readings
from tracker.formats.csv_table import Row
from tracker.formats.readings import OWN, Said
from tracker.operations import measurement_kinds, measurements
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.measurements import label_of
from tracker.operations.whole_file import write_whole
from tracker.store import records
from tracker.store.batches import batches
from tracker.store.clock import instant, local
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import measurements as query
from tracker.store.queries.diary import day_of
from tracker.store.rows import Measurement

COLLECTION = BY_NAME["measurement"]
HEADER = (
    "id", "kind", "name", "value", "second_value", "unit", "decimals", "typed", "typed_unit", "time", "zone", "day",
    "note",
)  # fmt: skip
NAMED = 3
"""Readings that a preview shows."""
MOST_IDS = 1000
NOON = time(12)


# ------------------------------------------------------------------------------------------------- writing


def write(store: Store, path: Path) -> int:
    """Write every reading into a table; returns how many there are.

    Raises:
        KnownError: the folder is not there, or the disk refuses.
    """
    found = query.measurements(store, query.ids(store))
    write_whole(path, table(store, found))
    return len(found)


def table(store: Store, found: Iterable[Measurement]) -> Iterator[bytes]:
    """The table of readings, earliest first."""
    own = {one.id: one for one in query.own_kinds(store)}
    rows = (_cells(one, own) for one in sorted(found, key=lambda one: (one.at, one.id)))
    return csv_table.written(HEADER, rows)


def _cells(one: Measurement, own: dict[str, Any]) -> list[str]:
    known, kind = MEASURES.get(one.kind), own.get(one.kind)
    scale = known.scale if known else OWN_SCALE
    unit = known.unit if known else kind.unit if kind else one.unit
    moment = local(one.at, "UTC").isoformat().replace("+00:00", "Z")
    return [
        one.id, one.kind, label_of(one), number(one.value, scale), "" if one.value2 is None else str(one.value2), unit,
        str(known.decimals if known else kind.decimals if kind else ""), one.typed, one.unit, moment, one.zone or "",
        one.day, one.note,
    ]  # fmt: skip


def number(value: int, scale: int) -> str:
    """A fixed-point integer as a decimal number with a point."""
    return f"{(Decimal(value) / scale).normalize():f}"


# ------------------------------------------------------------------------------------------------- reading


@dataclass
class _Taken:
    """What a file brings: bodies by id, own kinds that it needs, and what was refused."""

    bodies: dict[str, records.Body] = field(default_factory=dict)
    kinds: dict[str, records.Body] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def bring_in(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> list[Imported]:
    """Bring in tables of readings; each tells what became of it, and a bad one never stops the others."""
    done = []
    for place, path in enumerate(paths):
        report(place, len(paths), f"Reading {path.name}")
        try:
            rows = csv_table.rows(path.read_bytes())
            own = bool(rows) and set(rows[0].cells) >= OWN
            taken = _own_table(rows) if own else _others_table(store, rows)
            if not taken.bodies:
                raise BadFile(taken.refused[0] if taken.refused else f"{path.name} holds no reading.")
            done.append(_keep(store, path, taken, dry_run=dry_run))
        except OSError as error:
            done.append(_failed(path, f"{path.name} cannot be opened: {error.strerror or error}."))
        except KnownError as error:
            done.append(_failed(path, str(error)))
    return done


def _failed(path: Path, sentence: str) -> Imported:
    return Imported(str(path), "failed", error=sentence, kind="readings")


def _keep(store: Store, path: Path, taken: _Taken, *, dry_run: bool) -> Imported:
    here: dict[str, records.Body] = {}
    for some in batches(taken.bodies):
        here |= records.read_bodies(store, COLLECTION, some)
    there = _told(store, taken.bodies.values())
    new = {
        record: body
        for record, body in taken.bodies.items()
        if record not in here and (body["kind"], body["at"], body["value"], body["value2"]) not in there
    }
    kept = sum(record in here and here[record] != body for record, body in taken.bodies.items())
    counts = {
        "new": len(new), "same": len(taken.bodies) - len(new) - kept, "kept": kept, "refused": len(taken.refused)
    }  # fmt: skip
    if not dry_run and new:
        missing = {record: body for record, body in taken.kinds.items() if query.own_kind(store, record) is None}
        records.write_bodies(store, BY_NAME["measurement_kind"], missing)
        records.write_bodies(store, COLLECTION, new)
    status: Status = (
        "salvaged" if new and taken.refused else "imported" if new else "failed" if taken.refused else "duplicate"
    )
    shown = list(taken.bodies.values())[:NAMED]
    return Imported(
        str(path), status, tuple(list(new or taken.bodies)[-MOST_IDS:]), kind="readings", counts=counts,
        refused=tuple(taken.refused), preview=tuple(_in_words(body, taken) for body in shown),
    )  # fmt: skip


def _told(store: Store, bodies: Iterable[records.Body]) -> set[tuple[Any, ...]]:
    """Kind, instant and values of the readings here that are of the kinds and the time of these."""
    kinds = sorted({body["kind"] for body in bodies})
    found: set[tuple[Any, ...]] = set()
    for kind in kinds:
        found.update(store.rows("SELECT kind, at, value, value2 FROM measurement WHERE kind = ?", (kind,)))
    return found


def _in_words(body: records.Body, taken: _Taken) -> str:
    known = MEASURES.get(body["kind"])
    name = known.label if known else taken.kinds.get(body["kind"], {}).get("name", "Other")
    return f"{name} {body['typed']} {body['unit']}".strip() + f", {body['day']}"


# Other apps'


def _others_table(store: Store, rows: Sequence[Row]) -> _Taken:
    found = readings.read(rows)
    taken = _Taken(refused=found.refused)
    for said in found.readings:
        try:
            body = _body(store, said, taken)
        except BadInput as error:
            taken.refused.append(f"Line {said.line}: {error.sentence}")
            continue
        key = f"{body['kind']}|{body['at']}|{body['value']}|{body['value2']}"
        taken.bodies[derived_id("reading", key)] = body
    taken.refused.sort(key=lambda one: int("".join(filter(str.isdigit, one.partition(":")[0])) or 0))
    return taken


def _body(store: Store, said: Said, taken: _Taken) -> records.Body:
    kind, unit = said.kind, said.unit
    measure = MEASURES.get(kind)
    if measure is None:
        kind = measurement_kinds.identity(said.name)
        measure = own_measure(kind, said.name, unit, 1)
        taken.kinds[kind] = {"name": said.name, "unit": unit, "decimals": 1}
    elif not unit:
        unit = measurements.unit_of(store, kind)
    read = read_measure(measure, said.typed, unit)
    at, zone, day = _moment(store, said.when, dated=said.dated)
    return {
        "kind": kind, "value": read.value, "value2": read.value2, "typed": read.typed, "unit": read.unit, "at": at,
        "zone": zone, "day": day, "note": said.note,
    }  # fmt: skip


def _moment(store: Store, when: datetime, *, dated: bool) -> tuple[int, str, str]:
    """Instant, zone and diary day; a moment without a zone is where the person is, a day alone is its noon."""
    zone = store.clock.zone()
    if when.tzinfo is not None:
        at = instant(when)
        return at, zone, day_of(store, at).isoformat()
    wall = datetime.combine(when.date(), NOON) if dated else when
    at = instant(wall.replace(tzinfo=ZoneInfo(zone)))
    return at, zone, when.date().isoformat() if dated else day_of(store, at).isoformat()


# Tracker's own


def own_bodies(rows: Sequence[Row]) -> tuple[dict[str, records.Body], list[str]]:
    """The bodies of Tracker's own table by id, and what in it is refused."""
    taken = _own_table(rows)
    return taken.bodies, taken.refused


def _own_table(rows: Sequence[Row]) -> _Taken:
    taken = _Taken()
    for row in rows:
        try:
            body = _own_body(row, taken)
        except (BadInput, ValueError, InvalidOperation, KeyError) as error:
            sentence = error.sentence if isinstance(error, BadInput) else "it is damaged."
            taken.refused.append(f"Line {row.line}: {sentence}")
            continue
        key = f"{body['kind']}|{body['at']}|{body['value']}|{body['value2']}"
        taken.bodies[row.cells.get("id", "").strip() or derived_id("reading", key)] = body
    return taken


def _own_body(row: Row, taken: _Taken) -> records.Body:
    cells = {name: cell.strip() for name, cell in row.cells.items()}
    kind = cells["kind"]
    if not kind:
        raise BadInput("it has no kind.")
    measure = MEASURES.get(kind)
    if measure is None:
        name = cells.get("name") or kind
        taken.kinds[kind] = {"name": name, "unit": cells["unit"], "decimals": min(3, int(cells.get("decimals") or 1))}
    second = cells.get("second_value", "")
    day = date.fromisoformat(cells["day"]).isoformat()
    return {
        "kind": kind, "value": int(exact(cells["value"]) * (measure.scale if measure else OWN_SCALE)),
        "value2": int(second) if second else None, "typed": cells["typed"], "unit": cells.get("typed_unit", ""),
        "at": instant(datetime.fromisoformat(cells["time"])), "zone": cells.get("zone") or None,
        "day": day, "note": row.cells.get("note", ""),
    }  # fmt: skip
