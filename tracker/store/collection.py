"""What a kind of record is that syncs: its fields, lists, groups and checks. Which there are is in `collections`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from peewee import Model

from tracker.store.blobs import is_id

Kind = Literal["text", "prose", "integer", "choice", "day", "instant", "duration", "set", "map", "json", "reference"]
"""How a value is stored and shown. 'set', 'map' and 'json' are JSON text in the table and values in the body."""
Policy = Literal["manual", "most_recent", "server_wins", "client_wins"]

JSON_KINDS = frozenset({"set", "map", "json"})


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a collection.

    Attributes:
        group: fields of one group only make sense together and merge as one path.
        scale: stored integers per `unit` for people.
        soft: a change of this field alone never contests a deletion.
    """

    name: str
    label: str
    kind: Kind = "text"
    group: str = ""
    scale: int = 1
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    soft: bool = False


@dataclass(frozen=True, eq=False)
class ItemList:
    """Child rows that belong to their parent's record, in the order of `ord`. An item's id is its own in its record."""

    name: str
    label: str
    item: str
    model: type[Model]
    parent: str
    title: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return next(one for one in self.fields if one.name == name)


@dataclass(frozen=True, eq=False)
class Group:
    """Fields that are one path in a merge, with the words for them and the fields that say what it is."""

    name: str
    label: str
    shown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Check:
    """What must hold between parts of a record that merge one by one. The operations refuse what breaks it.

    Attributes:
        paths: the fields, groups ("@name") or lists that it is about.
        holds: whether it does, of a body; values of another version must not trouble it.
        sentence: what is wrong where it does not.
    """

    paths: tuple[str, ...]
    holds: Callable[[Mapping[str, Any]], bool]
    sentence: str


@dataclass(frozen=True, eq=False)
class Collection:
    """A kind of record that syncs.

    Attributes:
        search_extra: what is searched beside the title.
        repeats: titles come again and again, so the records of one title share one entry of the search index.
        samples: the field that lists blobs, as `telemetry.manifest` writes it: recorded samples, or a photo.
        original: the field that keeps what was there before an edit; its own `samples` are kept with the record.
    """

    name: str
    label: str
    plural: str
    model: type[Model]
    title: str
    fields: tuple[Field, ...]
    lists: tuple[ItemList, ...] = ()
    groups: tuple[Group, ...] = ()
    checks: tuple[Check, ...] = ()
    policy: Policy = "manual"
    schema: int = 1
    search_extra: tuple[str, ...] = ()
    searchable: bool = False
    repeats: bool = False
    samples: str = ""
    original: str = ""

    def blobs_of(self, body: Mapping[str, Any] | None) -> tuple[str, ...]:
        """The blobs that a body names; what is no name of one, as another version may write, is left out."""
        if not self.samples or body is None:
            return ()
        before = body.get(self.original) if self.original else None
        return tuple(dict.fromkeys((*_named(body, self.samples), *_named(before, self.samples))))

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return next(one for one in self.fields if one.name == name)

    def list(self, name: str) -> ItemList:
        """The item list called `name`."""
        return next(items for items in self.lists if items.name == name)

    @property
    def table(self) -> str:
        """The table that holds the record itself."""
        return table_of(self.model)


def _named(body: object, samples: str) -> Iterator[str]:
    """The blobs that a body lists in a field."""
    listed = body.get(samples) if isinstance(body, Mapping) else None
    for chunk in listed if isinstance(listed, list) else []:
        name = chunk.get("b") if isinstance(chunk, dict) else None
        if is_id(name):
            yield name


def table_of(model: type[Model]) -> str:
    """The name of a model's table."""
    name: str = model._meta.table_name
    return name
