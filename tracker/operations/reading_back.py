"""Reading a full export back: what is not there yet comes in, what is there stays as it is, nothing is doubled.

What the database does not allow of a record is refused with its reason, and the rest goes on. Reading the files is in
`export_files`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tracker.operations.export import SAMPLES, Report
from tracker.operations.export_files import FileRead, Found, read, read_unknown
from tracker.store import blobs, carried
from tracker.store.batches import batches
from tracker.store.changes import Changes
from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.database import Store
from tracker.store.records import delete_records, read_bodies, write_bodies
from tracker.store.search_index import suspend_index

MANY = 1000
"""Records from which on the search index is filled once at the end."""


@dataclass(frozen=True)
class ReadBack:
    """What became of every file of an export, and what that changed."""

    files: tuple[FileRead, ...]
    changes: Changes

    @property
    def new(self) -> int:
        """How many records came in."""
        return sum(one.new for one in self.files if one.kind != SAMPLES)


def _nothing(_done: int, _total: int, _words: str) -> None:
    """Hears no report."""


def read_back(store: Store, folder: Path, *, dry_run: bool = False, report: Report = _nothing) -> ReadBack:
    """Bring in what the export in `folder` has and the profile has not, as one undo step.

    A profile in which nothing was written yet becomes equal to the export. With `dry_run` nothing is written.

    Raises:
        BadFile: the folder holds no export.
        KnownError: the database cannot be written; then nothing was brought in.
    """
    files, found = read(folder)
    unknown_file, unknown = read_unknown(folder)
    written: list[str] = []
    try:
        samples = _take_samples(store, folder / SAMPLES, found, written, dry_run, report)
        if samples is not None:
            files.append(samples)
        with store.step("Import") as step:
            many = sum(map(len, found.values())) >= MANY
            with suspend_index(store) if many and not dry_run else nullcontext():
                _write(store, files, found, dry_run=dry_run, report=report)
            if unknown_file is not None:
                files.append(unknown_file)
                unknown_file.new = len(unknown) if dry_run else carried.add_opaque(store, unknown)
                unknown_file.same = len(unknown) - unknown_file.new
            count = sum(one.new for one in files if one.kind != SAMPLES)
            step.rename(f"Import {count:,} record{'s' if count != 1 else ''}")
    except BaseException:
        blobs.remove(store.profile / "blobs", written)
        raise
    return ReadBack(tuple(files), step.changes)


def _take_samples(
    store: Store, folder: Path, found: Mapping[str, Mapping[str, Found]], written: list[str], dry_run: bool,
    report: Report,
) -> FileRead | None:  # fmt: skip
    """Bring in the recorded samples and photos that records name, and note in `written` which were not there."""
    wanted = sorted({
        bid
        for collection in COLLECTIONS
        for one in found.get(collection.name, {}).values()
        for bid in collection.blobs_of(one.body)
    })  # fmt: skip
    if not folder.is_dir() or not wanted:
        return None
    done, target = FileRead(SAMPLES, SAMPLES), store.profile / "blobs"
    for number, bid in enumerate(wanted):
        report(number, len(wanted), "Reading recorded samples")
        path = folder / bid
        if not path.exists():
            continue
        if blobs.owns(target, bid):
            done.same += 1
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            done.refused.append(f"{bid[:12]}…: {error.strerror or error}.")
            continue
        if blobs.blob_id(data) != bid:
            done.refused.append(f"{bid[:12]}…: it is damaged.")
            continue
        done.new += 1
        if not dry_run:
            written.append(blobs.write(target, data))
    return done


# ------------------------------------------------------------------------------------------------- records


def _write(
    store: Store, files: list[FileRead], found: Mapping[str, Mapping[str, Found]], *, dry_run: bool, report: Report
) -> None:
    fresh = carried.is_fresh(store)
    total, done = sum(map(len, found.values())), 0
    for collection in COLLECTIONS:
        if collection.name not in found:
            continue
        file = next(one for one in files if one.kind == collection.name)
        records = found[collection.name]
        begun_with = carried.untouched(store, collection)
        if fresh and not dry_run and not file.refused:
            delete_records(store, collection, begun_with - records.keys())
        new = _new(store, collection, records, begun_with, file)
        for some in batches(new):
            report(done, total, f"Reading {collection.plural.lower()}")
            _insert(store, collection, {record: new[record] for record in some}, file, dry_run=dry_run)
            done += len(some)


def _new(
    store: Store, collection: Collection, records: Mapping[str, Found], begun_with: set[str], file: FileRead
) -> dict[str, Found]:
    """Those of `records` that are to be written; the others are counted."""
    new: dict[str, Found] = {}
    for some in batches(records):
        here = read_bodies(store, collection, some)
        for record in some:
            body = here.get(record)
            if body is None:
                new[record] = records[record]
            elif all(body.get(key) == value for key, value in records[record].body.items()):
                file.same += 1
            elif record in begun_with:
                new[record] = records[record]
            else:
                file.kept += 1
    return new


def _insert(
    store: Store, collection: Collection, records: Mapping[str, Found], file: FileRead, *, dry_run: bool
) -> None:
    """Write records together, or where one of them is not allowed, one by one."""
    if dry_run:
        file.new += len(records)
        return
    try:
        _put(store, collection, records)
        file.new += len(records)
        return
    except sqlite3.IntegrityError:
        pass
    for record, one in records.items():
        try:
            _put(store, collection, {record: one})
            file.new += 1
        except sqlite3.IntegrityError as error:
            file.refused.append(f"“{one.body.get(collection.title) or record}”: {_reason(collection, str(error))}")


def _put(store: Store, collection: Collection, records: Mapping[str, Found]) -> None:
    with store.database.atomic():
        write_bodies(store, collection, {record: one.body for record, one in records.items()})
        extras = {record: one.extras for record, one in records.items() if one.extras}
        carried.set_extras(store, collection, extras)


def _reason(collection: Collection, said: str) -> str:
    """Why the database takes a record not, in words."""
    labels = {one.name: f"{items.item}, {one.label}" for items in collection.lists for one in items.fields}
    labels |= {one.name: one.label for one in collection.fields}
    named = [labels[word] for word in re.findall(r"\w+", said) if word in labels]
    if "UNIQUE" in said:
        return "it is there already under another id."
    return f"{named[-1]} has no value that is allowed." if named else "a value in it is not allowed."
