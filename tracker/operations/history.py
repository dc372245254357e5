"""Bringing in a person's history from other apps: what was eaten, readings, training and days, nothing twice.

Every record has an id made of what it says, so the same line brought in again is here already, on every device.
What is read of the files is in `formats.diaries`.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from tracker.domain.measures import MEASURES
from tracker.domain.measures import read as read_measure
from tracker.domain.quick_add.workouts import SPORT_WORDS
from tracker.errors import BadFile, BadInput, KnownError
from tracker.formats.diaries.history import MOST_BYTES, Eaten, History, Measured, Trained, numbered
from tracker.operations import diary, meals_of_others
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.measurements import unit_of
from tracker.store import records
from tracker.store.collections import BY_NAME, JSON_KINDS, Field
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import days
from tracker.store.queries.diary import DAY, wall_instant
from tracker.store.search_index import feeding_together

MANY = 1000
"""Entries from which on the search index is fed with all of them at once."""
NAMED = 3
"""Lines that a preview shows."""
MOST_IDS = 1000
Reader = Callable[[Path, History], None]
Bodies = dict[str, records.Body]


@dataclass
class _Counts:
    """What becomes of one file: bodies to write by collection, how many were here already, and what was refused."""

    found: History
    bodies: dict[str, Bodies] = field(default_factory=lambda: defaultdict(dict))
    entries: list[tuple[Any, ...]] = field(default_factory=list)
    same: int = 0
    days: int = 0

    @property
    def new(self) -> int:
        others = sum(len(bodies) for name, bodies in self.bodies.items() if name != "meal_slot")
        return len(self.entries) + others + self.days


def bring_in(
    store: Store, paths: Sequence[Path], kind: str, read: Reader, *, dry_run: bool, report: Report
) -> list[Imported]:
    """Bring in files of one app; each tells what became of it, and a bad one never stops the others."""
    done = []
    for number, path in enumerate(paths):
        report(number, len(paths), f"Reading {path.name}")
        found = History()
        try:
            read(path, found)
            if not found.size:
                raise BadFile(found.refused[0] if found.refused else f"{path.name} holds nothing that was logged.")
            done.append(_take(store, path, kind, found, dry_run=dry_run))
        except KnownError as error:
            done.append(Imported(str(path), "failed", error=str(error), kind=kind))
    return done


def tables(read: Callable[[bytes, History], None]) -> Reader:
    """A reader of a table, or of every table in a zip archive."""

    def reader(path: Path, found: History) -> None:
        if zipfile.is_zipfile(path):
            for name, data in archived(path, (".csv",)):
                del name
                read(data, found)
        else:
            read(content(path), found)

    return reader


def content(path: Path) -> bytes:
    """All of a file.

    Raises:
        BadFile: it is too large, or cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(f"{path.name} is too large for a diary.", "Export a shorter time.")
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def archived(path: Path, endings: tuple[str, ...]) -> Iterable[tuple[str, bytes]]:
    """Name and content of those files of an archive that end so.

    Raises:
        BadFile: the archive is damaged, or unpacks to far more than a diary is.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [one for one in archive.infolist() if one.filename.casefold().endswith(endings)]
            if sum(one.file_size for one in wanted) > MOST_BYTES:
                raise BadFile(f"{path.name} unpacks to more than a diary can be.")
            return [(one.filename.rpartition("/")[2], archive.read(one)) for one in wanted]
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        raise BadFile(f"{path.name} is a damaged zip archive.", "Export it again.") from error


def _take(store: Store, path: Path, kind: str, found: History, *, dry_run: bool) -> Imported:
    counts = _Counts(found)
    entries = [*found.eaten, *_lone_totals(store, found)]
    _entries(store, kind, entries, counts)
    _readings(store, kind, found.measured, counts)
    _workouts(store, kind, found.trained, counts)
    if not dry_run:
        meals = BY_NAME["meal_plan_entry"]
        with feeding_together(store, meals) if len(counts.entries) >= MANY else nullcontext():
            records.write_rows(store, meals, sorted(counts.entries))  # in the order of the trees
            for collection in BY_NAME.values():
                if counts.bodies.get(collection.name):
                    records.write_bodies(store, collection, counts.bodies[collection.name])
    _days(store, found, counts, dry_run=dry_run)
    return _told(path, kind, counts, entries)


def _told(path: Path, kind: str, counts: _Counts, entries: Sequence[Eaten]) -> Imported:
    refused = tuple(counts.found.refused)
    others = [record for name, bodies in counts.bodies.items() if name != "meal_slot" for record in bodies]
    ids = [*(row[0] for row in counts.entries[:MOST_IDS]), *others][:MOST_IDS]
    status: Status = "salvaged" if counts.new and refused else "imported" if counts.new else "duplicate"
    spread = sorted({one.day for one in entries})
    preview = [f"{one.day} · {one.meal or 'Meal'} · {one.title}" for one in entries[:NAMED]]
    if spread:
        count = f"{len(entries):,} {'entry' if len(entries) == 1 else 'entries'}"
        where = f"{len(spread):,} days, {spread[0]} to {spread[-1]}" if len(spread) > 1 else spread[0]
        preview.append(f"{count} on {where}")
    return Imported(
        str(path), status, tuple(ids), kind=kind, refused=refused, preview=tuple(preview),
        counts={"new": counts.new, "same": counts.same, "kept": 0, "refused": len(refused)},
    )  # fmt: skip


def _new(store: Store, collection: str, kind: str, keys: list[str], counts: _Counts) -> list[tuple[int, str]]:
    """Place and id of what is not here yet."""
    ids = [derived_id(collection, f"{kind}|{key}") for key in numbered(keys)]
    known = records.existing(store, BY_NAME[collection], ids)
    counts.same += len(known)
    return [(place, record) for place, record in enumerate(ids) if record not in known]


# ------------------------------------------------------------------------------------------------- entries


def _entries(store: Store, kind: str, eaten: Sequence[Eaten], counts: _Counts) -> None:
    new = _new(store, "meal_plan_entry", kind, [one.key for one in eaten], counts)
    if not new:
        return
    places, slots = meals_of_others.places(store, [eaten[place] for place, _ in new])
    counts.bodies["meal_slot"].update(slots)
    last = _last_positions(store, [eaten[place].day for place, _ in new])
    zone, clock = store.clock.zone(), _Walls(store)
    for place, record in new:
        one = eaten[place]
        slot = places[one.meal, one.minute]
        last[one.day, slot] = position = last.get((one.day, slot), 0) + 1
        counts.entries.append(_entry(clock, record, one, slot, position, zone))


class _Walls:
    """What the clock on the wall shows, as instants; quick for many minutes of few days."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._midnights: dict[str, int | None] = {}

    def instant(self, day: str, minute: int) -> int:
        """The instant in ms of a minute of a day of the calendar."""
        if day not in self._midnights:
            of = date.fromisoformat(day)
            first, last = (wall_instant(self._store, of, one) for one in (0, DAY - 1))
            self._midnights[day] = first if last - first == (DAY - 1) * 60_000 else None  # the clocks change
        midnight = self._midnights[day]
        if midnight is None:
            return wall_instant(self._store, date.fromisoformat(day), minute)
        return midnight + minute * 60_000


_KNOWN = (
    "day", "slot", "position", "status", "eaten_at", "zone", "title", "source_kind", "source", "amount", "unit", "mass",
    "energy", "protein", "carbs", "fat", "nutrients", "note",
)  # fmt: skip
"""What an entry from elsewhere says; its other columns stay at their defaults."""


@cache
def _row_maker() -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Puts an id and the values of `_KNOWN` into the order in which a row is written."""
    blank = _blank("meal_plan_entry")
    others = [name for name in blank if name not in _KNOWN]
    given = ["id", *_KNOWN, *others]
    pick = itemgetter(*(given.index(name) for name in ("id", *blank)))
    rest = tuple(
        records.as_json(blank[name]) if isinstance(blank[name], list | dict) else blank[name] for name in others
    )
    return lambda values: pick((*values, *rest))


def _stored(value: Any) -> Any:
    return records.as_json(value) if isinstance(value, list | dict) else value


def _entry(clock: _Walls, record: str, one: Eaten, slot: str, position: int, zone: str) -> tuple[Any, ...]:
    """The row of an entry."""
    found = one.nutrition
    at = None if one.minute is None else clock.instant(one.day, one.minute)
    kind = "food" if found.energy is None or one.amount is not None else "raw"
    return _row_maker()((
        record, one.day, slot, position, "eaten", at, None if at is None else zone, one.title, kind, None, one.amount,
        one.unit, one.mass, found.energy, found.protein, found.carbs, found.fat, records.as_json(found.others),
        one.note,
    ))  # fmt: skip


def _last_positions(store: Store, of: Sequence[str]) -> dict[tuple[str, str], int]:
    sql = "SELECT day, slot, MAX(position) FROM meal_plan_entry WHERE day BETWEEN ? AND ? GROUP BY day, slot"
    return {(day, slot): position for day, slot, position in store.rows(sql, (min(of), max(of)))}


def _lone_totals(store: Store, found: History) -> list[Eaten]:
    """The totals of days of which nothing else is known, neither here nor in the file."""
    if not found.totals:
        return []
    first, last = min(one.day for one in found.totals), max(one.day for one in found.totals)
    sql = "SELECT DISTINCT day FROM meal_plan_entry WHERE day BETWEEN ? AND ? AND title <> ?"
    taken = {row[0] for row in store.rows(sql, (first, last, found.totals[0].title))}
    taken |= {one.day for one in found.eaten}
    return [one for one in found.totals if one.day not in taken]


# ----------------------------------------------------------------------------- readings, training and days


def _readings(store: Store, kind: str, measured: Sequence[Measured], counts: _Counts) -> None:
    keys = [f"{one.day}|{one.minute}|{one.kind}|{one.typed}|{one.unit}" for one in measured]
    zone = store.clock.zone()
    for place, record in _new(store, "measurement", kind, keys, counts):
        one = measured[place]
        try:
            unit = one.unit or unit_of(store, one.kind)
            read = read_measure(MEASURES[one.kind], one.typed, unit)
        except BadInput as error:
            counts.found.refuse(one.line, error.sentence)
            continue
        minute = 12 * 60 if one.minute is None else one.minute
        counts.bodies["measurement"][record] = {
            "kind": one.kind, "value": read.value, "value2": read.value2, "typed": read.typed, "unit": read.unit,
            "at": wall_instant(store, date.fromisoformat(one.day), minute), "zone": zone, "day": one.day, "note": "",
        }  # fmt: skip


def _workouts(store: Store, kind: str, trained: Sequence[Trained], counts: _Counts) -> None:
    keys = [f"{one.day}|{one.minute}|{one.title}|{one.duration}" for one in trained]
    zone = store.clock.zone()
    for place, record in _new(store, "workout", kind, keys, counts):
        one = trained[place]
        minute = 12 * 60 if one.minute is None else one.minute
        counts.bodies["workout"][record] = _blank("workout") | {
            "title": one.title, "sport": one.sport or _sport(one.title), "status": "completed", "day": one.day,
            "zone": zone,
            "start_at": wall_instant(store, date.fromisoformat(one.day), minute), "duration": one.duration,
            "energy": one.energy,
        }  # fmt: skip


def _sport(title: str) -> str:
    """The sport that the first word of a title names: Running, 10 min per mile."""
    words = title.replace(",", " ").casefold().split()
    return SPORT_WORDS.get(words[0], "generic") if words else "generic"


def _blank(name: str) -> dict[str, Any]:
    """Every field of a kind of record, unknown or empty, in their order: what is written together has the same."""
    collection = BY_NAME[name]
    columns: Mapping[str, Any] = collection.model._meta.columns
    return {one.name: _default(one, columns[one.name]) for one in collection.fields}


def _default(of: Field, column: Any) -> Any:
    """What a column holds where nothing is known, as a body has it."""
    if column.null or of.kind not in JSON_KINDS:
        return None if column.null else column.default
    return json.loads(column.default or "{}")


def _days(store: Store, found: History, counts: _Counts, *, dry_run: bool) -> None:
    if not found.said:
        return
    said = [one.day for one in found.said]
    here = days.states(store, min(said), max(said))
    for one in found.said:
        state = here.get(one.day)
        there = state is not None and (state.status == "complete" if one.complete else one.note in state.note)
        counts.same += there
        counts.days += not there
        if not there and not dry_run:
            if one.complete:
                diary.set_status(store, one.day, "complete")
            else:
                diary.add_note(store, one.day, one.note)
