"""Bringing recorded workouts in from files, and reading their samples back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.sports import usual_title
from tracker.errors import BadFile, KnownError, NotFound
from tracker.formats.activity import read_activities
from tracker.operations.imported import Imported, ImportReport
from tracker.store import blobs, records
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries import workouts
from tracker.store.rows import Workout

if TYPE_CHECKING:
    from tracker.domain.activity import Activity, Lap, Telemetry


def import_files(store: Store, paths: Iterable[Path], *, dry_run: bool = False) -> ImportReport:
    """Bring in every workout of every file, as one undo step. A bad file never stops the others.

    A file that was brought in before is reported as a duplicate. With `dry_run` nothing is written.

    Raises:
        KnownError: the database cannot be written; then nothing was brought in.
    """
    written: list[str] = []
    try:
        with store.step("Import") as step:
            done = [_import(store, path, None if dry_run else written) for path in paths]
            new = sum(len(one.ids) for one in done if one.status in ("imported", "salvaged"))
            step.rename(f"Import {new} workout{'s' if new != 1 else ''}")
    except BaseException:
        blobs.remove(store.profile / "blobs", written)
        raise
    return ImportReport(tuple(done), step.changes)


def _import(store: Store, path: Path, written: list[str] | None) -> Imported:
    """Bring one file in and note the blobs that this made in `written`; where that is None, only look at the file."""
    try:
        data = _content(path)
        digest = hashlib.sha256(data).hexdigest()
        known = workouts.of_file(store, digest)
        if known and not _lacking(store, known):
            return _duplicate(store, path, known)
        activities = read_activities(data, path.name)
        again = [_recorded_before(store, activity) for activity in activities]
        if known or all(again):
            there = known or tuple(filter(None, again))
            is_back = written is not None and _put_back(store, activities, _lacking(store, there), written)
            return _duplicate(store, path, there, is_back=is_back)
        new = [activity for activity, found in zip(activities, again, strict=True) if not found]
        return _write(store, path, digest, new, written)
    except KnownError as error:
        return Imported(str(path), "failed", error=str(error))


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise BadFile(f"{path} is a folder.", "Name the files in it.")
    if not path.exists():
        raise NotFound(f"There is no file {path}.")
    if not path.is_file():
        raise BadFile(f"{path} is not a regular file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error


def _recorded_before(store: Store, activity: Activity) -> str | None:
    """The workout that is this recording from another copy of its file, such as a packed one."""
    return workouts.same_recording(store, activity.sport, activity.start, activity.device)


def _duplicate(store: Store, path: Path, ids: tuple[str, ...], *, is_back: bool = False) -> Imported:
    found = {one.id: one for one in workouts.workouts(store, ids)}
    said = "This workout is here already" + ("; its samples were missing and are back." if is_back else ".")
    return Imported(str(path), "duplicate", ids, said, tuple(found[one] for one in ids))


def _lacking(store: Store, ids: Iterable[str]) -> set[str]:
    """The blobs of workouts that are not on this device."""
    folder = store.profile / "blobs"
    named = {str(chunk.get("b")) for one in workouts.workouts(store, ids) for chunk in one.telemetry}
    return {bid for bid in named if blobs.is_id(bid) and not blobs.exists(folder, bid)}


def _put_back(store: Store, activities: list[Activity], lacking: set[str], written: list[str]) -> bool:
    """Keep again what was lost of the samples of a file; returns whether it had any of it."""
    from tracker.store import telemetry as codec  # brings numpy

    folder, before = store.profile / "blobs", len(written)
    chunks = (chunk.data for activity in activities if lacking for chunk in codec.encode(activity.telemetry))
    written.extend(blobs.write(folder, data) for data in chunks if blobs.blob_id(data) in lacking)
    return len(written) > before


def _write(store: Store, path: Path, digest: str, activities: list[Activity], written: list[str] | None) -> Imported:
    manifests = None if written is None else keep_samples(store, activities, written)
    made = []
    for index, activity in enumerate(activities):
        record = _record_of(store, digest, activity)
        columns = columns_of(store, activity) | {"file_name": path.name, "file_hash": digest}
        if manifests is not None:
            columns["telemetry"] = manifests[index]
            records.create(store, "workout", record, **columns)
        made.append(_row(record, columns, len(activity.telemetry)))
    salvaged = any(activity.salvaged for activity in activities)
    notes = " ".join(dict.fromkeys(note for activity in activities for note in activity.notes))
    ids = tuple(one.id for one in made)
    return Imported(str(path), "salvaged" if salvaged else "imported", ids, notes if salvaged else "", tuple(made))


def _record_of(store: Store, digest: str, activity: Activity) -> str:
    """The id that every device gives to a recording of this file, so that two devices' imports are one workout."""
    record = derived_id("workout", f"{digest}|{activity.session_index}")
    return new_id(store.now()) if store.rows("SELECT 1 FROM workout WHERE id = ?", (record,)) else record


def _row(record: str, columns: Mapping[str, Any], samples: int) -> Workout:
    names = {field.name for field in fields(Workout)}
    known = {name: value for name, value in columns.items() if name in names}
    row = Workout(id=record, **known)
    return row if row.telemetry else replace(row, telemetry=({"n": samples},))


def columns_of(store: Store, activity: Activity) -> dict[str, Any]:
    """What a recording says of its workout, by the fields of the record; its samples are not among them."""
    zone = store.clock.zone()
    start = local(activity.start, zone)
    summary = activity.summary
    return {
        "title": usual_title(activity.sport, start.hour), "sport": activity.sport, "sub_sport": activity.sub_sport,
        "status": "completed", "start_at": activity.start, "zone": zone, "day": start.date().isoformat(),
        "duration": summary.duration_ms, "elapsed": summary.elapsed_ms, "moving": summary.moving_ms,
        "distance": summary.distance, "ascent": summary.ascent, "avg_power": summary.avg_power,
        "max_power": summary.max_power, "weighted_power": summary.weighted_power,
        "avg_heart_rate": summary.avg_heart_rate, "max_heart_rate": summary.max_heart_rate,
        "avg_cadence": summary.avg_cadence, "energy": summary.energy, "laps": tuple(map(_lap, activity.laps)),
        "device": activity.device, "session": activity.session_index,
        "salvaged": " ".join(activity.notes) if activity.salvaged else "",
        "notes": "" if activity.salvaged else " ".join(activity.notes),
    }  # fmt: skip


def _lap(lap: Lap) -> dict[str, int | None]:
    return {field.name: getattr(lap, field.name) for field in fields(lap)}


def keep_samples(store: Store, activities: list[Activity], written: list[str]) -> list[list[dict[str, Any]]]:
    """Keep the samples of a file's activities and return their manifests; where one cannot be kept, none is."""
    from tracker.store import telemetry as codec  # brings numpy

    folder = store.profile / "blobs"
    kept = [codec.encode(activity.telemetry) for activity in activities]
    before = len(written)
    try:
        for chunk in (chunk for chunks in kept for chunk in chunks):
            bid = blobs.blob_id(chunk.data)
            if not blobs.owns(folder, bid):
                written.append(bid)
                blobs.write(folder, chunk.data)
    except BaseException:
        blobs.remove(folder, written[before:])
        del written[before:]
        raise
    return [codec.manifest(chunks) for chunks in kept]


def samples(store: Store, workout: Workout) -> Telemetry:
    """The samples of a workout.

    Raises:
        NotFound: they are on another device.
        BadFile: a file with samples is damaged.
    """
    from tracker.store import telemetry as codec  # brings numpy

    folder = store.profile / "blobs"
    return codec.decode(blobs.read(folder, _name(chunk)) for chunk in workout.telemetry)


def _name(chunk: Mapping[str, object]) -> str:
    """The blob of a chunk, as another device listed it."""
    name = chunk.get("b")
    if blobs.is_id(name):
        return name
    raise BadFile("This workout lists its samples in a way that Tracker cannot read.", "Update Tracker to see them.")
