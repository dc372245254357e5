"""Strength workouts from the tables of Strong, Hevy and FitNotes, whatever their delimiter, decimal mark and units."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction

from tracker.domain.fixed import DISTANCE, EFFORT, TIME
from tracker.domain.units import convert
from tracker.formats.glimpse import DELIMITERS

HEVY = {"exercise_title", "set_index"}
STRONG = {"workout name", "exercise name", "set order"}
FITNOTES = {"date", "exercise", "category", "reps"}
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d %b %Y, %H:%M", "%b %d, %Y, %I:%M %p", "%Y-%m-%dT%H:%M:%S",
          "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")  # fmt: skip
_KINDS = {"w": "warmup", "warmup": "warmup", "d": "drop", "dropset": "drop", "f": "failure", "failure": "failure"}
_NOON = timedelta(hours=12)
_MILE = Fraction("1609.344")
_METRES: dict[str, int | Fraction] = {"km": 1000, "kilometers": 1000, "mi": _MILE, "miles": _MILE, "m": 1, "meters": 1}


Cell = Callable[..., str]
"""The first of some columns of a line that holds something."""


@dataclass(frozen=True)
class LiftedSet:
    """One set as it was written: weight in g with what was typed, ms, 0.1 m, RPE in tenths."""

    exercise: str
    kind: str = "normal"
    weight: int | None = None
    typed: str = ""
    unit: str = ""
    reps: int | None = None
    duration: int | None = None
    distance: int | None = None
    effort: int | None = None
    rest: int | None = None
    superset: str = ""
    note: str = ""


@dataclass
class Session:
    """One workout in the wall-clock time of wherever the person was."""

    title: str
    start: datetime
    duration: int | None = None
    notes: str = ""
    sets: list[LiftedSet] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """What a table holds: its app, its workouts by time, lines that were refused, and whether it tells its unit."""

    app: str
    sessions: tuple[Session, ...]
    refused: tuple[str, ...]
    unit_told: bool


def app_of(header: Iterable[str]) -> str:
    """Which app wrote a table with these columns (in lower case); "" for none of them."""
    columns = {name.split(" (")[0] for name in header}
    apps = (("Hevy", HEVY), ("Strong", STRONG), ("FitNotes", FITNOTES))
    return next((app for app, wanted in apps if wanted <= columns), "")


def read(text: str, unit: str) -> Read:
    """The workouts of a table.

    Args:
        text: all of it.
        unit: kg or lb, for weights whose unit the table does not tell.
    """
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a damaged end; what came before it is good
        rows.extend(csv.reader(text.lstrip().splitlines(keepends=True), delimiter=delimiter))
    names = [name.strip().casefold() for name in rows[0]]
    table = _Table(app_of(names), names, unit)
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            table.take(number, dict(zip(names, row, strict=False)))
    sessions = sorted((one for one in table.sessions.values() if one.sets), key=lambda one: one.start)
    return Read(table.app, tuple(sessions), tuple(table.refused), table.unit_told)


class _Table:
    """Takes the lines one by one; lines of one start and title are one workout."""

    def __init__(self, app: str, names: list[str], unit: str) -> None:
        self.app = app
        self.sessions: dict[tuple[datetime, str], Session] = {}
        self.refused: list[str] = []
        in_names = next((("lb" if "lb" in name else "kg") for name in names if re.match(r"weight.*(kg|lb)", name)), "")
        self.unit_told = bool(in_names) or "weight unit" in names
        self._unit = in_names or unit

    def take(self, number: int, row: dict[str, str]) -> None:
        def cell(*names: str) -> str:
            return next((row[name].strip() for name in names if row.get(name, "").strip()), "")

        start = _moment(cell("start_time", "date"))
        exercise = cell("exercise_title", "exercise name", "exercise")
        if start is None or not exercise:
            what = "no exercise" if start else f"no date that can be read (“{cell('start_time', 'date')}”)"
            self.refused.append(f"Line {number} has {what}.")
            return
        title = cell("title", "workout name") or "Strength training"
        session = self.sessions.setdefault((start, title), Session(title, start))
        session.duration = session.duration or _length(cell("duration", "workout duration"), start, cell("end_time"))
        session.notes = session.notes or cell("workout notes", "description")
        order = cell("set order", "set_type").casefold()
        if order in ("rest timer", "note"):
            self._beside(session, order, cell("seconds"), cell("notes"))
        else:
            session.sets.append(self._set(exercise, order, row, cell))

    def _beside(self, session: Session, order: str, seconds: str, note: str) -> None:
        """A line that is about the set before it."""
        if session.sets:
            last = session.sets[-1]
            rest = _scaled(seconds, TIME) if order == "rest timer" else last.rest
            session.sets[-1] = replace(last, rest=rest, note=last.note or note)

    def _set(self, exercise: str, order: str, row: dict[str, str], cell: Cell) -> LiftedSet:
        weights = (text.strip() for name, text in row.items() if name.startswith("weight") and "unit" not in name)
        typed = next((text for text in weights if text), "")
        unit = _unit(cell("weight unit")) or self._unit
        weight = _number(typed)
        known = weight is not None and weight != 0
        seconds = _number(cell("seconds", "duration_seconds"))
        reps = _number(cell("reps"))
        return LiftedSet(
            exercise, _KINDS.get(order, "normal"),
            round(convert(weight, unit, "g")) if known and weight is not None else None,
            typed if known else "", unit if known else "",
            None if reps is None else round(reps), round(seconds * TIME) if seconds else _clock(cell("time")),
            round(_metres(cell) * DISTANCE) or None, _effort(_number(cell("rpe"))), superset=cell("superset_id"),
            note=cell("notes", "exercise_notes", "comment"),
        )  # fmt: skip


def _metres(cell: Cell) -> Fraction:
    """The distance of a set; 0 where none is told."""
    for name, factor in (("distance_km", 1000), ("distance_miles", _MILE)):
        value = _number(cell(name))
        if value is not None:
            return value * factor
    value = _number(cell("distance", "distance (meters)")) or Fraction(0)
    return value * _METRES.get(cell("distance unit").casefold(), 1)


def _moment(text: str) -> datetime | None:
    for form in _FORMS:
        with suppress(ValueError):
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the wall clock of wherever the person was
            return found if "H" in form or "I" in form else found + _NOON
    return None


def _length(text: str, start: datetime, end: str) -> int | None:
    """How long a workout took in ms: 2h 18m, 95min, or until its end."""
    until = _moment(end)
    if until is not None and until > start:
        return round((until - start).total_seconds() * TIME)
    parts = re.findall(r"(\d+)\s*(h|m|s)", text.casefold())
    seconds = sum(int(number) * {"h": 3600, "m": 60, "s": 1}[unit] for number, unit in parts)
    return seconds * TIME or None


def _clock(text: str) -> int | None:
    """A time such as 0:01:30 in ms."""
    parts = text.split(":")
    if len(parts) < 2 or not all(part.strip().isdecimal() for part in parts):
        return None
    seconds = 0
    for part in parts:
        seconds = seconds * 60 + int(part)
    return seconds * TIME or None


def _number(text: str) -> Fraction | None:
    """A number with a decimal point or comma; None for anything else."""
    plain = text.strip().replace(",", ".")
    return Fraction(plain) if re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,9})?", plain) else None


def _scaled(text: str, scale: int) -> int | None:
    value = _number(text)
    return None if not value else round(value * scale)


def _effort(rpe: Fraction | None) -> int | None:
    return round(rpe * EFFORT) if rpe is not None and 1 <= rpe <= 10 else None


def _unit(text: str) -> str:
    said = text.casefold()
    return "lb" if said.startswith(("lb", "pound")) else "kg" if said.startswith("k") else ""
