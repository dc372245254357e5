"""What can be seen of a file before it is read: enough to tell its kind, and never much of it.

A file's kind is told by what it holds and never by its name alone; which kinds there are is in `operations.kinds`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tracker.errors import BadFile, NotFound

HEAD = 64 * 1024
"""Bytes that are looked at, unpacked where the file is packed."""
SAMPLE = 400
"""Bytes by which an encoding is told that says nothing of itself."""
MOST_NAMES = 20_000
"""Names of an archive or a folder that are looked at."""
DELIMITERS = ",;\t|^"
_SCHEME = re.compile(r"([a-z]{2,8}):/", re.IGNORECASE)
"""How an address begins that was taken for a file; a letter alone is a drive."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True)
class Glimpse:
    """The beginning of a file.

    Attributes:
        path: where it is.
        head: its first bytes; of a gzip file those of what is in it.
        names: what is in a zip archive or directly in a folder, as names with slashes.
        folder: whether it is one.
        archive: whether it is a zip archive.
    """

    path: Path
    head: bytes = b""
    names: tuple[str, ...] = ()
    folder: bool = False
    archive: bool = False

    @cached_property
    def text(self) -> str:
        """The head as text; what is no text comes out as rubbish without spaces."""
        return decoded(self.head)

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first line, in lower case without quotes; () where there is only one."""
        line = self.text.lstrip("\r\n").split("\n", 1)[0].strip("\r")
        mark = max(DELIMITERS, key=line.count)
        cells = tuple(cell.strip().strip('"~').strip().casefold() for cell in line.split(mark))
        return cells if len(cells) > 1 else ()

    @cached_property
    def ends(self) -> frozenset[str]:
        """The last parts of `names`, in lower case: which files an archive has, in whatever folder of it."""
        return frozenset(name.rstrip("/").rpartition("/")[2].casefold() for name in self.names)

    def has_columns(self, *names: str) -> bool:
        """Whether the first line names all of these columns."""
        return set(names) <= set(self.header)


def decoded(data: bytes) -> str:
    """Text in UTF-8 or UTF-16 with their marks, in UTF-8 without, or else in Windows' western encoding."""
    if wide := utf16(data):
        return data[: len(data) & ~1].decode(wide, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # the head ends within a letter
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", "replace")


def utf16(data: bytes) -> str:
    """The name of the encoding, where two bytes stand for a letter: by its mark, or by the zeros of western text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    first, second = data[:SAMPLE:2], data[1:SAMPLE:2]
    zeros = (first.count(0), second.count(0))
    if min(zeros) == 0 and max(zeros) * 2 > len(second) > 1:
        return "utf-16-be" if zeros[0] else "utf-16-le"
    return ""


def glimpse(path: Path) -> Glimpse:
    """Look at a file, an archive or a folder.

    Raises:
        NotFound: there is nothing of that name.
        BadFile: it cannot be opened, or it is empty.
    """
    try:
        if path.is_dir():
            names = [one.name for one, _ in zip(sorted(path.iterdir()), range(MOST_NAMES), strict=False)]
            return Glimpse(path, names=tuple(names), folder=True)
        if not path.exists():
            if (scheme := _SCHEME.match(str(path))) is not None:
                raise NotFound(f"Nothing is fetched from {scheme[1]} addresses.", "Download it, and import the file.")
            raise NotFound(f"There is no file {path}.")
        if not path.is_file():
            raise BadFile(f"{path} is not a regular file.")
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if not head:
        raise BadFile(f"{path.name} is empty.")
    if head.startswith(_ZIP):
        return Glimpse(path, head, _archived(path), archive=True)
    return of_head(path, head)


def of_head(path: Path, head: bytes) -> Glimpse:
    """A file that begins so and is no archive; where it is packed as gzip, what is in it counts."""
    return Glimpse(path, _begun(head) if head.startswith(_GZIP) else head)


def _archived(path: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist()[:MOST_NAMES])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadFile(f"{path.name} is a damaged zip archive.", "Download it again.") from error


def _begun(packed: bytes) -> bytes:
    """The beginning of what a gzip file holds, as far as its own beginning tells."""
    unpacker, unpacked = zlib.decompressobj(wbits=31), io.BytesIO()
    try:
        for start in range(0, len(packed), 512):  # a step that fails loses what it unpacked
            unpacked.write(unpacker.decompress(packed[start : start + 512], HEAD))
            if unpacked.tell() >= HEAD:
                break
    except zlib.error:
        pass  # whoever reads all of it says what is wrong
    return unpacked.getvalue()[:HEAD]
