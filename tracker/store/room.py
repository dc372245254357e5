"""What takes room in a profile: how many records each part has, and about how many bytes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.store.blobs import FETCHED
from tracker.store.collections import COLLECTIONS, Collection, table_of
from tracker.store.database import Store


@dataclass(frozen=True)
class Part:
    """A part of the profile: its name, how many records or files it has (None where that says nothing), its bytes."""

    name: str
    records: int | None
    size: int


def parts(store: Store) -> tuple[Part, ...]:
    """The parts that hold anything, largest first; then what the database file holds beside them.

    The size of a part is that of its values as text; the last parts make up the difference to the whole file.
    Reads every record, so it is nothing for the GUI thread.
    """
    held = [_of(store, collection) for collection in COLLECTIONS]
    page, pages, free = (
        int(store.rows(f"PRAGMA main.{name}")[0][0]) for name in ("page_size", "page_count", "freelist_count")
    )
    rest = max(0, (pages - free) * page - sum(part.size for part in held))
    named = sorted((part for part in (*held, *_files(store.profile / "blobs")) if part.records), key=_smaller)
    beside = (Part("Search, history and sync", None, rest), Part("Free, until tidied up", None, free * page))
    return (*named, *(part for part in beside if part.size))


def _of(store: Store, collection: Collection) -> Part:
    tables = (collection.table, *(table_of(items.model) for items in collection.lists))
    size = sum(_bytes(store, table) for table in tables)
    return Part(collection.plural, int(store.rows(f"SELECT COUNT(*) FROM {collection.table}")[0][0]), size)


def _bytes(store: Store, table: str) -> int:
    columns = [row[0] for row in store.rows("SELECT name FROM pragma_table_info(?)", (table,))]
    sums = " + ".join(f"COALESCE(LENGTH(CAST({name} AS BLOB)), 0)" for name in columns)
    return int(store.rows(f"SELECT COALESCE(SUM({sums}), 0) FROM main.{table}")[0][0])


def _smaller(part: Part) -> int:
    return -part.size


def _files(folder: Path) -> tuple[Part, Part]:
    """What was recorded here, and what came from other devices and may go again."""
    own: list[int] = []
    copies: list[int] = []
    for path in folder.rglob("*"):
        with suppress(OSError):  # a copy may go at any time
            if path.is_file():
                (copies if path.is_relative_to(folder / FETCHED) else own).append(path.stat().st_size)
    return (
        Part("Recorded samples (files)", len(own), sum(own)),
        Part("Samples from other devices (files)", len(copies), sum(copies)),
    )
