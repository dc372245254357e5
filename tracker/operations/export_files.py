"""The files of a full export, read: which records they hold, and what in them is refused and why.

What becomes of the records is decided in `reading_back`, what the files look like in `export`, the form of a record
in `readable`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec

from tracker.errors import BadFile
from tracker.operations import export_tables
from tracker.operations.export import FORMAT, MARK, UNKNOWN
from tracker.operations.readable import as_it_is, body_of, plain_value
from tracker.store.carried import Opaque
from tracker.store.collections import COLLECTIONS, Collection
from tracker.store.records import Body

Status = Literal["imported", "duplicate", "salvaged", "failed"]
NEWER = "It was written by a newer version of Tracker. Update Tracker to import it."
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


@dataclass
class FileRead:
    """What became of one file of an export.

    Attributes:
        file: its name.
        kind: the collection.
        new: records that came in.
        same: records that were there just so.
        kept: records that were there otherwise, and stayed as they were here.
        refused: what could not be taken, with the reason, as sentences.
        error: why the whole file could not be read; empty where it could.
    """

    file: str
    kind: str
    new: int = 0
    same: int = 0
    kept: int = 0
    refused: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def status(self) -> Status:
        """What became of it, in one word."""
        if self.error or (self.refused and not self.new):
            return "failed"
        if self.refused:
            return "salvaged"
        return "imported" if self.new else "duplicate"


@dataclass(frozen=True)
class Found:
    """A readable record of a file: its body, and what is carried along with it."""

    body: Body
    extras: Mapping[str, Any]


def read(folder: Path) -> tuple[list[FileRead], dict[str, dict[str, Found]]]:
    """Every file of an export, and by collection what could be read of it.

    Raises:
        BadFile: the folder holds no export.
    """
    if not folder.is_dir() or not (folder / MARK).is_file():
        raise BadFile(f"{folder} holds no export of Tracker's.", f"Choose the folder with the file {MARK}.")
    files: list[FileRead] = []
    found: dict[str, dict[str, Found]] = {}
    for collection in COLLECTIONS:
        path = folder / f"{collection.name}.json"
        table = folder / f"{collection.name}.csv"
        if not path.exists() and table.exists():
            one = FileRead(table.name, collection.name)
            files.append(one)
            found[collection.name] = _of_table(folder, table, collection, one)
        if not path.exists():
            continue
        one = FileRead(path.name, collection.name)
        files.append(one)
        try:
            found[collection.name] = _understand(collection, _records(path, collection.name), one)
        except BadFile as error:
            one.error = str(error)
    return files, found


def _of_table(folder: Path, path: Path, collection: Collection, one: FileRead) -> dict[str, Found]:
    """The records of a table; of one that cannot be read, none."""
    try:
        if collection.name == export_tables.MEASUREMENT:
            bodies, refused = export_tables.read_measurements(path)
            one.refused.extend(refused)
            return {record: Found(body, {}) for record, body in bodies.items()}
        made, refused = export_tables.read_table(folder, collection)
        one.refused.extend(refused)
        return _understand(collection, made, one)
    except BadFile as error:
        one.error = str(error)
        return {}


def _records(path: Path, name: str) -> list[Any]:
    """The records of a file as JSON values.

    Raises:
        BadFile: it is not what it should be.
    """
    try:
        said = _decode(path.read_bytes())
    except OSError as error:
        raise BadFile(f"It cannot be opened: {error.strerror or error}.") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadFile("It is damaged, or not from Tracker.") from error
    if not isinstance(said, dict) or not isinstance(said.get("tracker_export"), int):
        raise BadFile("It is damaged, or not from Tracker.")
    if said["tracker_export"] > FORMAT:
        raise BadFile(NEWER)
    if said.get("collection") != name or not isinstance(said.get("records"), list):
        raise BadFile("It is damaged, or not from Tracker.")
    records: list[Any] = said["records"]
    return records


def _understand(collection: Collection, records: list[Any], file: FileRead) -> dict[str, Found]:
    """The records of a file by id; those that are none are refused."""
    found: dict[str, Found] = {}
    for number, made in enumerate(records, 1):
        try:
            record = made.get("id") if isinstance(made, dict) else None
            if not isinstance(record, str) or not record:
                raise BadFile("it has no id.")
            if record in found:
                raise BadFile("it is there twice.")
            extras = plain_value(made.get("extras", {}))
            if not isinstance(extras, dict):
                raise BadFile("what is carried along with it is no list of fields.")
            found[record] = Found(body_of(collection, made), extras)
        except BadFile as error:
            file.refused.append(f"{_title(collection, made, number)}: {error}")
    return found


def _title(collection: Collection, made: Any, number: int) -> str:
    title = made.get(collection.title) if isinstance(made, dict) else None
    return f"“{title}”" if isinstance(title, str) and title else f"{collection.label} {number}"


def read_unknown(folder: Path) -> tuple[FileRead | None, list[Opaque]]:
    """What the export carries along of collections that its writer did not know; None where it has no such file."""
    path = folder / UNKNOWN
    if not path.exists():
        return None, []
    file, found = FileRead(path.name, "unknown"), []
    try:
        for number, made in enumerate(_records(path, "unknown"), 1):
            try:
                found.append(_opaque(made))
            except (KeyError, TypeError):
                file.refused.append(f"Record {number}: it is damaged.")
    except BadFile as error:
        file.error = str(error)
    return file, found


def _opaque(made: Any) -> Opaque:
    texts = [made[name] for name in ("collection", "id", "device")]
    numbers = [made[name] for name in ("schema", "changed_at")]
    if not all(isinstance(one, str) and one for one in texts) or not all(type(one) is int for one in numbers):
        raise TypeError(made)
    return Opaque(
        texts[0], texts[1], numbers[0], numbers[1], texts[2], bytes(as_it_is(plain_value(made["body"]))).decode()
    )
