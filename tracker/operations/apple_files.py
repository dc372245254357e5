"""Bringing in Apple Health's export: workouts with what was recorded of them, and readings of the body."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.measures import MEASURES
from tracker.domain.measures import read as read_measure
from tracker.errors import BadInput, KnownError
from tracker.operations import pool
from tracker.operations.activities import Kept, columns_of
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.prepared import Recording, recording
from tracker.store import blobs, records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries.diary import day_of
from tracker.store.queries.workouts import workouts
from tracker.store.records import Body

if TYPE_CHECKING:
    from tracker.formats.apple_health import Reading
    from tracker.operations.kinds import Finish

KIND = "apple_health"
MEASUREMENT = BY_NAME["measurement"]
PREVIEWED = 5
READING, WRITING = "Reading Apple Health's export", "Writing down what was read"


@dataclass(frozen=True)
class Prepared:
    """An export that was read: its workouts, its readings, the blobs that were not there before, or why it failed."""

    recordings: tuple[Recording, ...] = ()
    readings: tuple[Reading, ...] = ()
    written: tuple[str, ...] = ()
    damage: str = ""
    error: str = ""


def prepare(path: Path, folder: Path | None) -> Prepared:
    """Read an export and keep the samples of its workouts in `folder`; with None nothing is written."""
    from tracker.formats import apple_health

    written: list[str] = []
    try:
        found = apple_health.read(path, pool.tell)
        made = []
        for number, one in enumerate(found.activities):
            pool.tell(number, len(found.activities))
            made.append(recording(one, folder, written))
        return Prepared(tuple(made), tuple(found.readings), tuple(written), found.damage)
    except BaseException as error:
        if folder is not None:
            blobs.remove(folder, written)
        if isinstance(error, KnownError | OSError):
            return Prepared(error=str(error))
        raise  # given up


def _crashed(path: Path, _folder: Path | None) -> Prepared:
    return Prepared(error=f"{path.name} cannot be read: something in it made the reader fail.")


def ahead(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    """Read exports in another process, whatever their size; returns what brings them in within a step."""
    kept = work.enter_context(Kept(store))
    folder = None if dry_run else store.profile / "blobs"
    read: dict[Path, Prepared] = {}
    given = [(path, folder) for path in paths]

    def heard(done: int, total: int) -> None:
        report(done, total, READING)

    heard(0, 0)
    with closing(pool.each(prepare, given, left=kept.left, broken=_crashed, few=0, heard=heard)) as found:
        for number, (path, one) in enumerate(zip(paths, found, strict=True)):
            read[path] = one
            kept.written.update(one.written)
            report(number + 1, len(paths), f"Reading {path.name}")
    return lambda it: [
        done for path in paths for done in _bring_in(it, path, read[path], None if dry_run else kept, report)
    ]


def _bring_in(store: Store, path: Path, read: Prepared, kept: Kept | None, report: Report) -> list[Imported]:
    if read.error:
        return [Imported(str(path), "failed", error=read.error, kind=KIND)]
    done = [_workouts(store, path, read, kept, report)] if read.recordings else []
    return [*done, *([_readings(store, path, read, dry_run=kept is None)] if read.readings else [])]


def _workouts(store: Store, path: Path, read: Prepared, kept: Kept | None, report: Report) -> Imported:
    from tracker.store import curves  # brings numpy

    new: list[str] = []
    same = 0
    for one in read.recordings:
        report(len(new) + same, len(read.recordings), WRITING)
        activity = one.activity
        record = derived_id("workout", f"{KIND}|{activity.start}|{activity.sport}|{activity.summary.elapsed_ms}")
        known = workouts(store, [record])
        if known and known[0].status != "deleted":
            same += 1
            continue
        record = new_id(store.now()) if known else record
        new.append(record)
        if kept is not None:
            columns = columns_of(store, activity) | {"file_name": path.name, "telemetry": list(one.manifest)}
            kept.named.update(str(chunk["b"]) for chunk in one.manifest)
            records.create(store, "workout", record, **columns)
            curves.write(store, {record: one.curves})
    counts = {"new": len(new), "same": same, "kept": 0, "refused": 0}
    said = f"The file is damaged: {read.damage}." if read.damage else ""
    status: Status = "salvaged" if new and said else "imported" if new else "duplicate"
    return Imported(str(path), status, tuple(new), said, kind=KIND, counts=counts)


def _readings(store: Store, path: Path, read: Prepared, *, dry_run: bool) -> Imported:
    bodies: dict[str, Body] = {}
    refused: list[str] = []
    for said in read.readings:
        try:
            body = _body(store, said)
        except BadInput as error:
            refused.append(f"{MEASURES[said.kind].label} {said.typed}: {error.sentence}")
            continue
        bodies[derived_id("reading", f"{body['kind']}|{body['at']}|{body['value']}|{body['value2']}")] = body
    here = set(records.read_bodies(store, MEASUREMENT, bodies))
    new = {record: body for record, body in bodies.items() if record not in here}
    if not dry_run and new:
        records.write_bodies(store, MEASUREMENT, new)
    counts = {"new": len(new), "same": len(bodies) - len(new), "kept": 0, "refused": len(refused)}
    preview = [f"{MEASURES[body['kind']].label} {body['typed']} {body['unit']}, {body['day']}" for body in new.values()]
    status: Status = "imported" if new else "failed" if refused and not bodies else "duplicate"
    return Imported(
        str(path), status, tuple(new)[:PREVIEWED], kind="readings", counts=counts, refused=tuple(refused),
        preview=tuple(preview[:PREVIEWED]),
    )  # fmt: skip


def _body(store: Store, said: Reading) -> Body:
    value = read_measure(MEASURES[said.kind], said.typed, said.unit)
    return {
        "kind": said.kind, "value": value.value, "value2": value.value2, "typed": value.typed, "unit": value.unit,
        "at": said.at, "zone": store.clock.zone(), "day": day_of(store, said.at).isoformat(), "note": "",
    }  # fmt: skip
