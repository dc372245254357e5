"""The backups of a profile: making one, which there are, and which are removed again.

    <profile>/backups/<UTC time>-<why>.tracker

One that the person makes holds everything and restores on any computer; it stays until they delete it. One that
Tracker makes by itself, before something risky or once a week, leaves the recorded samples where they are, in the
profile's `blobs`: samples are never changed, and copying them each time would fill the disk. What is in the file is
`backup_file`'s business, putting one in place that of `restore`.
"""

from __future__ import annotations

import itertools
import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker import disk
from tracker.errors import BadFile, NotFound
from tracker.store import backup_file, blobs, carried
from tracker.store.backup_file import Note, Report, nothing
from tracker.store.clock import SystemClock, instant, local
from tracker.store.collections import COLLECTIONS
from tracker.store.database import Store

BY_HAND = "by hand"
WEEKLY = "weekly"
KEPT = 7
"""Backups of one kind that are kept…"""
MONTHS = 12
"""…and the last one of each of so many months."""
_NAME = re.compile(r"(\d{8}T\d{6}Z)-([a-z0-9-]+?)(?:\.\d+)?\.tracker")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """A backup in the profile's folder.

    Attributes:
        made_at: ms since 1970 UTC.
        kind: why it was made, as in its name.
        size: bytes.
    """

    path: Path
    made_at: int
    kind: str
    size: int

    @property
    def by_hand(self) -> bool:
        """Whether the person made it."""
        return self.kind == _kind(BY_HAND)

    @property
    def words(self) -> str:
        """Why it was made, in words."""
        return self.kind.replace("-", " ")


@dataclass(frozen=True)
class Draft:
    """What is known of a backup before it is made."""

    at: int
    why: str
    by_hand: bool


def back_up(store: Store, why: str, *, report: Report = nothing) -> Path:
    """Make a backup before something risky; returns its file, checked and on the disk.

    Nobody has to wait: others may write meanwhile, and what is not committed yet is not in it. Older backups of the
    same kind are removed by the rule of `KEPT` and `MONTHS`.

    Args:
        store: the profile.
        why: for what, in words, such as "before recovery"; backups of one kind have the same words.
        report: hears how far it is.

    Raises:
        KnownError: there is too little room, the folder cannot be written, or the data is damaged; nothing was made.
    """
    with _still(store) as source:
        return _automatic(store.profile, source, why, store.now(), report)


def back_up_file(profile: Path, why: str, *, report: Report = nothing) -> Path:
    """Like `back_up`, for a profile that cannot be opened as a `Store`: one of another schema, or a damaged one."""
    with disk.explained(profile), _still_file(profile / "tracker.db") as source:
        return _automatic(profile, source, why, SystemClock().now(), report)


def _automatic(profile: Path, source: sqlite3.Connection, why: str, now: int, report: Report) -> Path:
    path = _free_name(folder_of(profile), now, why)
    _make(profile, source, path, Draft(now, why, by_hand=False), report)
    prune(profile)
    return path


def back_up_by_hand(store: Store, path: Path | None = None, *, report: Report = nothing) -> Path:
    """Make a backup that holds everything; returns its file.

    Args:
        store: the profile.
        path: the file, which may be an earlier backup that is replaced, or a folder, which gets a new file; the
            profile's own folder of backups where none is given.
        report: hears how far it is.

    Raises:
        NotFound: the folder for `path` is not there.
        BadFile: `path` is another file than a backup, which would be lost.
        KnownError: as for `back_up`.
    """
    target = _free_name(folder_of(store.profile), store.now(), BY_HAND) if path is None else _target(store, path)
    with _still(store) as source:
        _make(store.profile, source, target, Draft(store.now(), BY_HAND, by_hand=True), report)
    return target


def _target(store: Store, path: Path) -> Path:
    """Where a backup goes that was asked to go to `path`."""
    if path.is_dir():
        return _free_name(path, store.now(), BY_HAND)
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}.", "Choose another one, or make it first.")
    if path.exists():
        try:
            backup_file.read_note(path)
        except BadFile as error:
            raise BadFile(f"{path.name} is there already and is no backup.", "Choose another name.") from error
    return path


def folder_of(profile: Path) -> Path:
    """Where the backups of a profile lie."""
    return profile / "backups"


def backups(profile: Path) -> tuple[Backup, ...]:
    """The backups in the profile's folder, newest first, by their names alone."""
    found = []
    for path in folder_of(profile).glob("*.tracker"):
        if (name := _NAME.fullmatch(path.name)) is not None:
            with suppress(OSError, ValueError):  # removed meanwhile; or no date
                made, file = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), path.stat()
                # Within one second the file's own time tells which came first.
                found.append((file.st_mtime_ns, Backup(path, instant(made), name[2], file.st_size)))
    found.sort(key=lambda one: (one[1].made_at, one[0]), reverse=True)
    return tuple(one for _, one in found)


def is_due(store: Store, every: int) -> bool:
    """Whether the last backup is older than `every` ms and something was written since.

    A profile in which nothing was written yet needs none.
    """
    last = next((one.made_at for one in backups(store.profile)), None)
    if last is None:
        return not carried.is_fresh(store)
    written = max(path.stat().st_mtime for path in store.profile.glob("tracker.db*") if not path.name.endswith("-shm"))
    return store.now() - last > every and written * 1000 > last


def prune(profile: Path) -> tuple[Path, ...]:
    """Remove backups that Tracker made by itself and that the rule does not keep; returns what was removed.

    What a backup left that was cut off goes as well.
    """
    kinds: dict[str, list[Backup]] = defaultdict(list)
    for one in backups(profile):
        if not one.by_hand:
            kinds[one.kind].append(one)
    gone = tuple(one.path for made in kinds.values() for one in _superfluous(made))
    for path in (*gone, *_leftovers(profile)):
        with suppress(OSError):
            path.unlink()
    return gone


def _leftovers(profile: Path) -> Iterator[Path]:
    long_ago = time.time() - 24 * 3600
    for path in folder_of(profile).glob(".*.tracker.*"):
        with suppress(OSError):
            if path.stat().st_mtime < long_ago:
                yield path


def _superfluous(made: Sequence[Backup]) -> Iterator[Backup]:
    """What the rule does not keep of the backups of one kind, newest first."""
    months: set[tuple[int, int]] = set()
    for number, one in enumerate(made):
        day = local(one.made_at, "UTC")
        last = (day.year, day.month) not in months and len(months) < MONTHS
        months.add((day.year, day.month))
        if number >= KEPT and not last:
            yield one


def _make(profile: Path, source: sqlite3.Connection, path: Path, note: Draft, report: Report) -> None:
    folder = path.parent
    samples = sorted(blobs.files(profile / "blobs")) if note.by_hand else []
    with disk.explained(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk.check_room(
            folder, 2 * _size(source) + sum(path.stat().st_size for path in samples if path.exists()), "a backup"
        )
        with disk.placed(path) as part, disk.scratch(part.with_suffix(".db")) as copy:
            backup_file.copy_database(source, copy, report)
            backup_file.write(part, copy, samples, _note(copy, note), report)


def _note(copy: Path, draft: Draft) -> Note:
    with closing(sqlite3.connect(copy)) as connection:
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        counted = [one.table for one in COLLECTIONS if one.table in tables]
        records = sum(connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in counted)
    return Note(draft.at, draft.why, draft.by_hand, schema, records, samples=draft.by_hand)


@contextmanager
def _still(store: Store) -> Iterator[sqlite3.Connection]:
    """A connection that sees what is committed now; where the profile has no file, as in memory, its own."""
    if store.rows("SELECT file FROM pragma_database_list WHERE name = 'main'")[0][0]:
        with _still_file(store.profile / "tracker.db") as connection:
            yield connection
    else:
        yield store.connection


@contextmanager
def _still_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that sees what is committed in a file now, and nothing later; others may write."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield connection


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA main.{name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def _free_name(folder: Path, now: int, why: str) -> Path:
    """The name of a backup that is made now; a second one within a second gets a number."""
    name = f"{local(now, 'UTC').strftime(_STAMP)}-{_kind(why)}"
    numbered = (folder / f"{name}{f'.{number}' if number else ''}.tracker" for number in itertools.count())
    return next(path for path in numbered if not path.exists())


def _kind(why: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", why.lower()).strip("-") or "backup"
