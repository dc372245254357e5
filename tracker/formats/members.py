"""What is in an archive or a folder, as files: unpacked only where somebody wants them, and never outside their place.

Archives within archives are opened as well, as Garmin's exports need.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import BadFile, KnownError
from tracker.formats.glimpse import HEAD, Glimpse, glimpse, of_head

DEEPEST = 3
"""Archives within each other."""
MOST = 200_000
"""Files that are looked at."""
LARGEST = 16 << 30
"""Bytes that are unpacked in all: an Apple Health export has some."""
DENSEST, FROM = 500, 256 << 20
"""A file that unpacks to so many times its size, from some size on, is made to fill the disk."""
_STEP = 1 << 20
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Member:
    """One file: its name within the archive or folder, and where it can be read now; or why it cannot be."""

    name: str
    path: Path
    error: str = ""


Wanted = Callable[[Glimpse], bool]
Heard = Callable[[], None]


def members(path: Path, wanted: Wanted, work: ExitStack, heard: Heard = lambda: None) -> Iterator[Member]:
    """The files in an archive or a folder that are wanted, by their names.

    Args:
        path: the archive or folder.
        wanted: whether a file is, by its beginning.
        work: what is open as long as they are used; what was unpacked is gone when it closes.
        heard: called again and again meanwhile; it may raise to give up.

    Raises:
        BadFile: the archive is damaged, too large or holds too many files.
    """
    if path.is_dir():
        yield from _in_folder(path, wanted, work, heard)
    else:
        room = Path(work.enter_context(tempfile.TemporaryDirectory(prefix="tracker-import-")))
        yield from _Opened(room, wanted, heard).files(path, "", 1)


def _in_folder(folder: Path, wanted: Wanted, work: ExitStack, heard: Heard) -> Iterator[Member]:
    found = sorted(one for one in folder.rglob("*") if one.is_file() and not _is_hidden(one.relative_to(folder)))
    if len(found) > MOST:
        raise BadFile(f"{folder} holds more than {MOST:,} files.", "Import its folders one by one.")
    for one in found:
        heard()
        name = one.relative_to(folder).as_posix()
        try:
            seen = glimpse(one)
        except KnownError:
            continue  # an empty file, or one that is gone meanwhile
        if wanted(seen):
            yield Member(name, one)
        elif seen.archive:
            for inner in members(one, wanted, work, heard):
                yield Member(f"{name}/{inner.name}", inner.path, inner.error)


def _is_hidden(name: Path) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in name.parts)


class _Opened:
    """One archive after the other, with what was unpacked of them so far."""

    def __init__(self, room: Path, wanted: Wanted, heard: Heard) -> None:
        self._room, self._wanted, self._heard = room, wanted, heard
        self._unpacked = self._count = 0

    def files(self, path: Path, prefix: str, depth: int) -> Iterator[Member]:
        try:
            with zipfile.ZipFile(path) as archive:
                for entry in sorted(archive.infolist(), key=lambda one: one.filename):
                    if entry.filename and not entry.is_dir() and not _is_hidden(Path(entry.filename)):
                        yield from self._file(archive, entry, prefix, depth)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BadFile(f"{prefix or path.name} is a damaged zip archive.", "Download it again.") from error

    def _file(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, prefix: str, depth: int) -> Iterator[Member]:
        self._heard()
        self._count += 1
        if self._count > MOST:
            raise BadFile(f"It holds more than {MOST:,} files.", "Unpack it and import its folders one by one.")
        name = f"{prefix}{entry.filename}"
        try:
            with archive.open(entry) as file:
                head = file.read(HEAD)
        except (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, NotImplementedError) as error:
            yield Member(name, Path(name), _damage(name, error))
            return
        if head.startswith(_ZIP):
            yield from self._inner(archive, entry, name, depth)
        elif head and self._wanted(of_head(Path(name), head)):
            yield self._kept(archive, entry, name)

    def _inner(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, depth: int) -> Iterator[Member]:
        """An archive within: a file of a kind of its own, or more files."""
        if depth >= DEEPEST:
            return
        one = self._kept(archive, entry, name)
        if one.error:
            yield one
            return
        try:
            if self._wanted(glimpse(one.path)):
                yield one
            else:
                yield from self.files(one.path, f"{name}/", depth + 1)
        except BadFile as error:
            yield Member(name, one.path, str(error))

    def _kept(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
        """The file unpacked into a folder of its own, so that it keeps its name whatever that is."""
        place = self._room / f"{self._count}"
        place.mkdir()
        path = place / (Path(entry.filename.replace("\\", "/")).name or "file")
        size = 0
        try:
            with archive.open(entry) as source, path.open("wb") as target:
                while piece := source.read(_STEP):
                    self._heard()
                    size += len(piece)
                    self._unpacked += len(piece)
                    if size > max(FROM, DENSEST * entry.compress_size) or self._unpacked > LARGEST:
                        raise BadFile(f"{name} unpacks to more than any file of its kind would be.")
                    target.write(piece)
        except (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError) as error:
            if not size:
                return Member(name, path, _damage(name, error))  # what came before the damage is read
        return Member(name, path)


def _damage(name: str, error: Exception) -> str:
    if "password" in str(error):
        return f"{name} is locked with a password. Unpack the archive and import its folder."
    return f"{name} cannot be unpacked: {error}."
