"""Bringing in what is in archives and folders: each file as its kind, with what Strava and Garmin say beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tracker.domain.fixed import DISTANCE, TIME, to_fixed
from tracker.domain.sports import usual_title
from tracker.errors import KnownError
from tracker.formats import garmin, strava
from tracker.formats.glimpse import Glimpse, decoded, glimpse
from tracker.formats.members import Member, members
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.kinds import ARCHIVE, KNOWN, Finish, Kind, kind_of
from tracker.store import records
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import workouts
from tracker.store.rows import Workout

APPLE, WORKOUT, ROUTES = "apple_health", "workout", "workout-routes"
SAME_START_MS = 2000
"""How far Garmin's start of an activity may be from that of its file."""


def ahead(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    """Unpack and read what is in archives and folders; returns what brings it in within a step."""
    plans = [_plan(store, path, dry_run=dry_run, report=report, work=work) for path in paths]
    return lambda it: [one for plan in plans for one in plan(it)]


def _plan(store: Store, path: Path, *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    def heard() -> None:
        report(0, 0, f"Looking into {path.name}")

    try:
        found = list(members(path, _is_wanted, work, heard))
    except KnownError as error:
        said = Imported(str(path), "failed", error=str(error), kind=ARCHIVE)
        return lambda _: [said]
    failed = [Imported(f"{path}/{one.name}", "failed", error=one.error, kind=ARCHIVE) for one in found if one.error]
    by_kind, beside = _sorted_out(one for one in found if not one.error)
    if not (failed or by_kind or beside):
        said = Imported(
            str(path), "failed", error=f"{path.name} holds nothing that Tracker can read. {KNOWN}", kind=ARCHIVE
        )
        return lambda _: [said]
    ready = [
        kind.begin(store, [one.path for one in some], dry_run=dry_run, report=report, work=work)
        for kind, some in by_kind.items()
    ]
    names = {str(one.path): f"{path}/{one.name}" for one in found}
    return partial(_finish, path, ready, names, beside, failed, dry_run)


def _is_wanted(seen: Glimpse) -> bool:
    kind = kind_of(seen)
    return (kind is not None and kind.name != ARCHIVE) or _is_beside(seen)


def _is_beside(seen: Glimpse) -> bool:
    return strava.looks_like(seen.header, seen.text) or garmin.looks_like(seen.head)


def _sorted_out(found: Iterable[Member]) -> tuple[dict[Kind, list[Member]], list[Member]]:
    """The files of each kind, and the tables that tell of them."""
    by_kind: dict[Kind, list[Member]] = {}
    beside: list[Member] = []
    for one in found:
        seen = glimpse(one.path)
        kind = None if _is_beside(seen) else kind_of(seen)
        if kind is None:
            beside.append(one)
        else:
            by_kind.setdefault(kind, []).append(one)
    _place_routes(by_kind)
    return by_kind, beside


def _place_routes(by_kind: dict[Kind, list[Member]]) -> None:
    """Put the routes of an Apple Health export where it names them: they are parts of workouts, not more of them."""
    exports = [one for kind, some in by_kind.items() if kind.name == APPLE for one in some]
    if not exports:
        return
    for kind, some in list(by_kind.items()):
        routes = [one for one in some if ROUTES in Path(one.name).parts]
        rest = [one for one in some if one not in routes]
        if kind.name != WORKOUT or not routes:
            continue
        for one in routes:
            place = exports[0].path.parent / ROUTES / one.path.name
            if not place.exists():  # in a folder it stands there already
                place.parent.mkdir(exist_ok=True)
                one.path.replace(place)
        if rest:
            by_kind[kind] = rest
        else:
            del by_kind[kind]


def _finish(
    path: Path,
    ready: Sequence[Finish],
    names: dict[str, str],
    beside: Sequence[Member],
    failed: Sequence[Imported],
    dry_run: bool,
    store: Store,
) -> list[Imported]:
    done = [one for finish in ready for one in finish(store)]
    done = [replace(one, file=_named(one.file, names)) for one in done]
    for table in beside:
        data = table.path.read_bytes()
        if garmin.looks_like(data):
            done = _named_by_garmin(store, done, garmin.read(data), dry_run=dry_run)
        else:
            told = strava.read(decoded(data))
            done = _named_by_strava(store, done, told, dry_run=dry_run)
            done += _by_hand(store, f"{path}/{table.name}", told, dry_run=dry_run)
    return [*done, *failed]


def _named(file: str, names: dict[str, str]) -> str:
    """A result's file by its name in the archive; a part of a file keeps what follows."""
    for path, name in names.items():
        if file == path or file.startswith(f"{path}/"):
            return name + file[len(path) :]
    return file


def _named_by_strava(
    store: Store, done: Sequence[Imported], told: Sequence[strava.Told], *, dry_run: bool
) -> list[Imported]:
    by_file = {one.file: one for one in told if one.file}
    made = []
    for one in done:
        row = next((row for file, row in by_file.items() if one.file.endswith(f"/{file}")), None)
        made.append(one if row is None else _with(store, one, row.name, row.notes, row.gear, dry_run=dry_run))
    return made


def _named_by_garmin(
    store: Store, done: Sequence[Imported], told: Sequence[garmin.Told], *, dry_run: bool
) -> list[Imported]:
    made = []
    for one in done:
        starts = [workout.start_at for workout in one.workouts[:1]]
        row = next((row for row in told for start in starts if abs(row.start - start) <= SAME_START_MS), None)
        made.append(one if row is None else _with(store, one, row.name, row.notes, "", dry_run=dry_run))
    return made


def _with(store: Store, one: Imported, name: str, notes: str, gear: str, *, dry_run: bool) -> Imported:
    """The first workout of a file with what the export says of it; one that was here already stays as it is."""
    if one.status not in ("imported", "salvaged") or not one.workouts:
        return one
    first = one.workouts[0]
    changes: dict[str, Any] = {"title": name or first.title, "gear": gear}
    changes["notes"] = "\n\n".join(filter(None, (notes, first.notes)))
    if not dry_run:
        records.change(store, "workout", first.id, **changes)
    shown = replace(first, title=changes["title"], notes=changes["notes"])
    return replace(one, workouts=(shown, *one.workouts[1:]))


def _by_hand(store: Store, file: str, told: Sequence[strava.Told], *, dry_run: bool) -> list[Imported]:
    """The activities of Strava's table that were written down there, without a file."""
    made: list[Workout] = []
    refused: list[str] = []
    same = 0
    for one in told:
        if one.file:
            continue
        if one.start is None:
            refused.append(f"{one.name or one.id}: its date cannot be read.")
            continue
        record = derived_id("workout", f"strava|{one.id}")
        if workouts.workouts(store, [record]):
            same += 1
            continue
        columns = _columns(store, one)
        if not dry_run:
            records.create(store, "workout", record, **columns)
        made.append(Workout(id=record, **{key: value for key, value in columns.items() if key != "gear"}))
    if not (made or same or refused):
        return []
    ids = tuple(one.id for one in made)
    counts = {"new": len(made), "same": same, "kept": 0, "refused": len(refused)}
    status: Status = "salvaged" if made and refused else "imported" if made else "failed" if refused else "duplicate"
    return [Imported(file, status, ids, workouts=tuple(made), counts=counts, refused=tuple(refused))]


def _columns(store: Store, one: strava.Told) -> dict[str, Any]:
    assert one.start is not None
    zone = store.clock.zone()
    start = local(one.start, zone)
    elapsed, moving = (None if s is None else to_fixed(s, TIME) for s in (one.elapsed, one.moving))
    return {
        "title": one.name or usual_title(one.sport, start.hour), "sport": one.sport, "sub_sport": one.sub_sport,
        "status": "completed", "start_at": one.start, "zone": zone, "day": start.date().isoformat(),
        "duration": moving or elapsed, "elapsed": elapsed, "moving": moving,
        "distance": to_fixed(one.distance, DISTANCE) if one.distance else None, "gear": one.gear, "notes": one.notes,
    }  # fmt: skip
