"""Bringing in strength workouts from the tables of Strong, Hevy and FitNotes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tracker.errors import KnownError
from tracker.formats import strength
from tracker.formats.glimpse import decoded
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.prepared import content
from tracker.operations.sets import SPORT, WORKOUT, exercises_unknown, set_bodies
from tracker.store import records
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries.settings import value
from tracker.store.queries.workouts import workouts
from tracker.store.records import Body

PREVIEWED = 5
MOST_NAMES = 8


def bring_in(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> list[Imported]:
    """Bring tables of strength workouts in; a workout that is here already stays as it is."""
    done = []
    for number, path in enumerate(paths):
        report(number, len(paths), f"Reading {path.name}")
        try:
            done.append(_table(store, path, dry_run=dry_run))
        except KnownError as error:
            done.append(Imported(str(path), "failed", error=str(error), kind="strength"))
    return done


def _table(store: Store, path: Path, *, dry_run: bool) -> Imported:
    unit = "lb" if value(store, "weight_unit") == "lb" else "kg"
    read = strength.read(decoded(content(path)), unit)
    bodies, same = _new(store, read)
    if not dry_run:
        records.write_bodies(store, WORKOUT, bodies)
    counts = {"new": len(bodies), "same": same, "kept": 0, "refused": len(read.refused)}
    status: Status = "imported" if bodies else "duplicate" if same else "failed"
    if bodies and read.refused:
        status = "salvaged"
    return Imported(
        str(path), status, tuple(bodies), "" if bodies or same else f"{path.name} holds no workout.",
        kind="strength", counts=counts, refused=read.refused, preview=_preview(read),
        doubts=_doubts(store, read, unit),
    )  # fmt: skip


def _new(store: Store, read: strength.Read) -> tuple[dict[str, Body], int]:
    """The workouts that are not here yet, by their ids, and how many are."""
    zone = ZoneInfo(store.clock.zone())
    bodies: dict[str, Body] = {}
    same = 0
    for session in read.sessions:
        record = derived_id("workout", f"{read.app}|{session.start.isoformat()}|{session.title}")
        known = workouts(store, [record])
        if known and known[0].status != "deleted":
            same += 1
            continue
        start = _instant(session.start, zone)
        bodies[new_id(store.now()) if known else record] = {
            "title": session.title, "sport": SPORT, "status": "completed", "start_at": start, "zone": zone.key,
            "day": session.start.date().isoformat(), "duration": session.duration, "elapsed": session.duration,
            "notes": session.notes, "device": read.app, "sets": set_bodies(store, session.sets),
        }  # fmt: skip
    return bodies, same


def _instant(start: datetime, zone: ZoneInfo) -> int:
    """The instant of a wall-clock time where the person is."""
    return round(start.replace(tzinfo=zone).astimezone(UTC).timestamp() * 1000)


def _preview(read: strength.Read) -> tuple[str, ...]:
    return tuple(
        f"{one.start:%Y-%m-%d} {one.title}: {len(one.sets)} sets, {one.sets[0].exercise} first"
        for one in read.sessions[:PREVIEWED]
    )


def _doubts(store: Store, read: strength.Read, unit: str) -> tuple[str, ...]:
    said = []
    if not read.unit_told and any(one.weight for session in read.sessions for one in session.sets):
        said.append(f"The table does not tell its unit, so weights were read as {unit} (Settings, Weight in).")
    unknown = exercises_unknown(store, (one.exercise for session in read.sessions for one in session.sets))
    if unknown:
        names = ", ".join(unknown[:MOST_NAMES]) + (f" and {len(unknown) - MOST_NAMES} more" if len(unknown) > 8 else "")
        said.append(f"Exercises that no muscles are known of: {names}.")
    return tuple(said)
