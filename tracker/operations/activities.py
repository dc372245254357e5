"""Bringing recorded workouts in from files, and reading their samples back.

Reading, computing and keeping samples is done ahead, for many files in other processes; what is written into the
database is one short step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import fields, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from tracker.domain.sports import usual_title
from tracker.errors import BadFile, KnownError
from tracker.operations import pool
from tracker.operations.imported import Imported, ImportReport, Report, unheard
from tracker.store import blobs, records
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries import workouts
from tracker.store.rows import Workout

if TYPE_CHECKING:
    from tracker.domain.activity import Activity, Lap, Summary, Telemetry
    from tracker.operations.prepared import Prepared, Recording


TOTALS: Mapping[str, str] = {
    "duration": "duration_ms", "elapsed": "elapsed_ms", "moving": "moving_ms", "distance": "distance",
    "ascent": "ascent", "avg_power": "avg_power", "max_power": "max_power", "weighted_power": "weighted_power",
    "avg_heart_rate": "avg_heart_rate", "max_heart_rate": "max_heart_rate", "avg_cadence": "avg_cadence",
    "energy": "energy",
}  # fmt: skip
"""The totals of a workout's record, by those of a `Summary`."""


class Written(Protocol):
    """A file that was read, with the blobs that were not there before."""

    @property
    def written(self) -> tuple[str, ...]:
        """Their ids."""
        ...


class Kept:
    """The samples that an import wrote beside the database: gone where it fails, and where no workout names them."""

    def __init__(self, store: Store) -> None:
        self._folder = store.profile / "blobs"
        self.written: set[str] = set()
        self.named: set[str] = set()

    def left(self, one: Written) -> None:
        """Note the blobs of a file that was read and that nobody asks for any more."""
        self.written.update(one.written)

    def __enter__(self) -> Kept:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        blobs.remove(self._folder, self.written if kind else self.written - self.named)


def import_files(
    store: Store, paths: Iterable[Path], *, dry_run: bool = False, report: Report = unheard
) -> ImportReport:
    """Bring in every workout of every recording, as one undo step. A bad file never stops the others.

    A file that was brought in before is reported as a duplicate. With `dry_run` nothing is written.

    Raises:
        KnownError: the database cannot be written; then nothing was brought in.
    """
    named = list(paths)
    with ExitStack() as work:
        bring_in = ahead(store, named, dry_run=dry_run, report=report, work=work)
        with store.step("Import") as step:
            done = tuple(bring_in(store))
            new = sum(one.new for one in done)
            step.rename(f"Import {new} workout{'s' if new != 1 else ''}")
    return ImportReport(done, step.changes)


def ahead(
    store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack
) -> Callable[[Store], list[Imported]]:
    """Read recordings and keep their samples; returns what brings them in, to be called within a step.

    Args:
        store: the profile.
        paths: the files.
        dry_run: write nothing.
        report: hears how far it is.
        work: what is open as long as the import goes on; where that fails, no samples stay.
    """
    from tracker.operations.prepared import crashed, prepare

    kept = work.enter_context(Kept(store))
    unknown = [path for path in paths if not _here(store, path)]
    folder = None if dry_run else store.profile / "blobs"
    read: dict[Path, Prepared] = {}
    everything = [(path, folder) for path in unknown]

    said = "Reading"

    def heard(done: int, total: int) -> None:
        """A cancel is heard within a file, too; one alone tells how far it is."""
        if len(unknown) == 1 and total:
            report(done, total, f"Reading {unknown[0].name}")
        else:
            report(len(read), len(unknown), said)

    with closing(pool.each(prepare, everything, left=kept.left, broken=crashed, heard=heard)) as found:
        for number, (path, one) in enumerate(zip(unknown, found, strict=True)):
            read[path] = one
            kept.written.update(one.written)
            said = f"Reading {path.name}"
            report(number + 1, len(unknown), said)

    def bring_in(it: Store) -> list[Imported]:
        done: list[Imported] = []
        for path in paths:
            report(len(done), len(paths), "Writing down what was read")
            done.append(_import(it, path, read.get(path), None if dry_run else kept))
        return done

    return bring_in


def _here(store: Store, path: Path) -> bool:
    """Whether the workouts of a file are here with all their samples, so that it need not be read."""
    known = _known(store, path)
    return bool(known) and not _lacking(store, known)


def _known(store: Store, path: Path) -> tuple[str, ...]:
    from tracker.operations.prepared import content

    try:
        return workouts.of_file(store, hashlib.sha256(content(path)).hexdigest())
    except KnownError:
        return ()


def _import(store: Store, path: Path, read: Prepared | None, kept: Kept | None) -> Imported:
    """Bring one file in, and note the samples that it needs in `kept`; where that is None, only say what would be."""
    known = _known(store, path)
    if read is None:
        return _duplicate(store, path, known)
    if read.error:
        return Imported(str(path), "failed", error=read.error)
    again = [_recorded_before(store, one.activity) for one in read.recordings]
    if known or all(again):
        there = known or tuple(filter(None, again))
        return _duplicate(store, path, there, is_back=kept is not None and _put_back(store, there, read, kept))
    new = [one for one, found in zip(read.recordings, again, strict=True) if not found]
    return _write(store, path, read.digest, new, kept)


def _recorded_before(store: Store, activity: Activity) -> str | None:
    """The workout that is this recording from another copy of its file, such as a packed one."""
    return workouts.same_recording(store, activity.sport, activity.start, activity.device)


def _duplicate(store: Store, path: Path, ids: tuple[str, ...], *, is_back: bool = False) -> Imported:
    found = {one.id: one for one in workouts.workouts(store, ids)}
    said = "This workout is here already" + ("; its samples were missing and are back." if is_back else ".")
    return Imported(str(path), "duplicate", ids, said, tuple(found[one] for one in ids))


def _blobs_of(store: Store, ids: Iterable[str]) -> set[str]:
    named = {str(chunk.get("b")) for one in workouts.workouts(store, ids) for chunk in one.telemetry}
    return {bid for bid in named if blobs.is_id(bid)}


def _lacking(store: Store, ids: Iterable[str]) -> set[str]:
    """The blobs of workouts that are not on this device."""
    folder = store.profile / "blobs"
    return {bid for bid in _blobs_of(store, ids) if not blobs.exists(folder, bid)}


def _put_back(store: Store, ids: Iterable[str], read: Prepared, kept: Kept) -> bool:
    """Whether reading a file again brought back samples of these workouts that were lost; they stay."""
    back = (_blobs_of(store, ids) & set(read.written)) - kept.named
    kept.named |= back
    return bool(back)


def _write(store: Store, path: Path, digest: str, new: list[Recording], kept: Kept | None) -> Imported:
    from tracker.store import curves  # brings numpy

    made = []
    for one in new:
        record = _record_of(store, digest, one.activity)
        columns = columns_of(store, one.activity) | {"file_name": path.name, "file_hash": digest}
        if kept is not None:
            columns["telemetry"] = list(one.manifest)
            kept.named.update(str(chunk["b"]) for chunk in one.manifest)
            records.create(store, "workout", record, **columns)
            curves.write(store, {record: one.curves})
        made.append(_row(record, columns, one.samples))
    activities = [one.activity for one in new]
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
    return {
        "title": activity.title.strip() or usual_title(activity.sport, start.hour),
        "sport": activity.sport, "sub_sport": activity.sub_sport,
        "status": "completed", "start_at": activity.start, "zone": zone, "day": start.date().isoformat(),
        **totals(activity.summary), "laps": laps_of(activity.laps),
        "device": activity.device, "session": activity.session_index,
        "salvaged": " ".join(activity.notes) if activity.salvaged else "",
        "notes": "" if activity.salvaged else " ".join(activity.notes),
    }  # fmt: skip


def totals(summary: Summary) -> dict[str, int | None]:
    """The totals of a recording, by the fields of a workout's record."""
    return {name: getattr(summary, of) for name, of in TOTALS.items()}


def summary_of(one: Workout) -> Summary:
    """The totals that a workout's record has."""
    from tracker.domain.activity import Summary

    return Summary(**{of: getattr(one, name) for name, of in TOTALS.items()})


def laps_of(laps: Iterable[Lap]) -> list[dict[str, int | None]]:
    """Laps as a workout's record lists them."""
    return [{field.name: getattr(lap, field.name) for field in fields(lap)} for lap in laps]


def keep(store: Store, telemetry: Telemetry, kept: Kept) -> list[dict[str, Any]]:
    """Keep the samples of a workout beside the database, for the record that is about to name them; their manifest.

    Raises:
        KnownError: the disk refuses it.
    """
    from tracker.store import telemetry as codec  # brings numpy

    folder = store.profile / "blobs"
    chunks = codec.encode(telemetry)
    for chunk in chunks:
        bid = blobs.blob_id(chunk.data)
        if not blobs.owns(folder, bid):
            kept.written.add(bid)
            blobs.write(folder, chunk.data)
        kept.named.add(bid)
    return codec.manifest(chunks)


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
