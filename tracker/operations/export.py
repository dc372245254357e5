"""The full export: a folder of files that people can read, and that Tracker can read back.

    README.txt          what is in the folder
    tracker.json        that it is an export, of which form, and how many records each file has
    <collection>.json   the records, one a line, in the order of their ids; or as tables, as `export_tables` writes them
    unknown.json        what other devices sent that this version of Tracker has no place for
    samples/<id>        recorded samples of workouts and photos of recipes, each named by the SHA-256 of its bytes

The form of a record is in `readable`, reading the folder back in `reading_back`. The same data always makes the same
bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracker import disk
from tracker.errors import BadFile, NotFound
from tracker.operations import export_tables, export_words
from tracker.operations.readable import Readable, as_it_is, line, readable
from tracker.store import blobs, carried
from tracker.store.batches import batches
from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.database import Store
from tracker.store.records import Body, read_bodies

FORMAT = 1
MARK, README, UNKNOWN, SAMPLES = "tracker.json", "README.txt", "unknown.json", "samples"
FILES = frozenset({MARK, README, UNKNOWN, SAMPLES, *(f"{one.name}.json" for one in COLLECTIONS), *export_tables.FILES})
Form = Literal["json", "csv"]
Report = Callable[[int, int, str], None]


def _nothing(_done: int, _total: int, _words: str) -> None:
    """Hears no report."""


@dataclass(frozen=True)
class Exported:
    """What an export wrote: its folder, records by collection, sample files, and workouts that lack theirs here."""

    folder: Path
    records: dict[str, int]
    samples: int
    lacking: int


def export(store: Store, folder: Path, *, form: Form = "json", report: Report = _nothing) -> Exported:
    """Write everything that is in the profile into `folder`, which is made or holds an earlier export.

    What is seen is one moment; others may write meanwhile. The folder appears whole or not at all.

    Args:
        store: the profile.
        folder: a new or an empty folder, or one with an earlier export, which is replaced.
        form: of the records: JSON, or tables as CSV.
        report: hears of records; what it raises leaves everything as it was.

    Raises:
        BadFile: there are other files in the folder.
        NotFound: the folder that it would be in is not there.
        KnownError: the disk refuses.
    """
    folder = folder.absolute()
    _check_place(folder)
    part = folder.with_name(f".{folder.name}.part")
    with disk.explained(folder.parent), Store.open(store.profile, clock=store.clock, readonly=True) as still:
        still.rows("BEGIN")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        try:
            done = _write(still, part, folder, form, report)
            _put_in_place(part, folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return done


def is_export(folder: Path) -> bool:
    """Whether a folder holds an export."""
    return (folder / MARK).is_file()


def _check_place(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise NotFound(f"There is no folder {folder.parent}.", "Choose another one, or make it first.")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BadFile(f"{folder.name} is a file.", "Choose a folder.")
    found = {path.name for path in folder.iterdir()}
    if found and not (MARK in found and found <= FILES):
        raise BadFile(f"There are other files in {folder}.", "Choose a new or an empty folder.")


def _write(store: Store, part: Path, folder: Path, form: Form, report: Report) -> Exported:
    ids = {one.name: carried.ids(store, one) for one in COLLECTIONS}
    total, done = sum(map(len, ids.values())), 0
    wanted: list[list[str]] = []
    photos: set[str] = set()
    for collection in COLLECTIONS:
        if form == "csv":
            report(done, total, f"Writing {collection.plural.lower()}")
            _write_tables(store, part, collection, ids[collection.name], wanted, photos)
            done += len(ids[collection.name])
            continue
        with (part / f"{collection.name}.json").open("wb") as file:
            lines = _records(store, collection, ids[collection.name], wanted, photos)
            for number, text in enumerate(_framed(collection.name, lines)):
                file.write(text)
                if number % 100 == 0:
                    report(min(done + number, total), total, f"Writing {collection.plural.lower()}")
        done += len(ids[collection.name])
    counts = {name: len(found) for name, found in ids.items()}
    unknown = [line(_unknown(one)) for one in carried.opaque(store)]
    if unknown:
        (part / UNKNOWN).write_bytes(b"".join(_framed("unknown", unknown)))
    samples, lacking = _copy_samples(store.profile / "blobs", part / SAMPLES, wanted, photos, report)
    (part / README).write_text(export_words.readme(form), encoding="utf-8", newline="\n")
    mark = {"tracker_export": FORMAT, "form": form, "records": counts, "unknown": len(unknown), "samples": samples}
    (part / MARK).write_text(json.dumps(mark, indent=1) + "\n", encoding="utf-8", newline="\n")
    return Exported(folder, counts, samples, lacking)


def _write_tables(
    store: Store, part: Path, collection: Collection, ids: list[str], wanted: list[list[str]], photos: set[str]
) -> None:
    for name, lines in export_tables.tables(store, collection, ids, carried.extras(store, collection)):
        with (part / name).open("wb") as file:
            file.writelines(lines)
    for some in batches(ids):
        for body in read_bodies(store, collection, some).values():
            _note_blobs(collection, body, wanted, photos)


def _records(
    store: Store, collection: Collection, ids: list[str], wanted: list[list[str]], photos: set[str]
) -> Iterator[bytes]:
    """The lines of a collection; notes the samples that workouts name in `wanted`, and other blobs in `photos`."""
    extras = carried.extras(store, collection)
    for some in batches(ids):
        bodies = read_bodies(store, collection, some)
        for record in some:
            body = bodies[record]
            _note_blobs(collection, body, wanted, photos)
            yield line(readable(collection, record, body, extras.get(record, {})))


def _note_blobs(collection: Collection, body: Body, wanted: list[list[str]], photos: set[str]) -> None:
    if collection.name == "workout":
        wanted.append(list(collection.blobs_of(body)))
    else:
        photos.update(collection.blobs_of(body))


def _unknown(one: carried.Opaque) -> Readable:
    """A record that this version does not know."""
    return {
        "collection": one.collection, "id": one.id, "schema": one.schema, "changed_at": one.changed_at,
        "device": one.device, "body": as_it_is(json.loads(one.body)),
    }  # fmt: skip


def _framed(name: str, lines: Iterable[bytes]) -> Iterator[bytes]:
    """A file of records, piece by piece."""
    yield f'{{"tracker_export": {FORMAT}, "collection": "{name}", "records": ['.encode()
    between = b"\n"
    for one in lines:
        yield between + one
        between = b",\n"
    yield b"\n]}\n"


def _copy_samples(
    source: Path, target: Path, wanted: list[list[str]], photos: set[str], report: Report
) -> tuple[int, int]:
    """Copy what is named; returns how many files there are, and how many workouts lack some of theirs here."""
    ids = sorted({bid for named in wanted for bid in named} | photos)
    missing = set()
    for number, bid in enumerate(ids):
        report(number, len(ids), "Copying recorded samples")
        try:
            data = blobs.read(source, bid)
        except (NotFound, BadFile):
            missing.add(bid)
            continue
        target.mkdir(exist_ok=True)
        (target / bid).write_bytes(data)
    return len(ids) - len(missing), sum(not missing.isdisjoint(named) for named in wanted)


def _put_in_place(part: Path, folder: Path) -> None:
    """Move the finished folder to its place; an earlier export goes last."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    with suppress(FileNotFoundError):
        folder.replace(old)
    part.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    disk.sync_folder(folder.parent)
