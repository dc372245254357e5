"""What became of the files of an import, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tracker.store.changes import Changes
from tracker.store.rows import Workout

Status = Literal["imported", "duplicate", "salvaged", "failed"]
Report = Callable[[int, int, str], None]
"""Hears how far an import is: how much is done of how much (0: nobody knows), and what is being done. It may raise
to stop the import, which then leaves nothing behind."""


def unheard(_done: int, _total: int, _words: str) -> None:
    """A `Report` that nobody hears."""


@dataclass(frozen=True)
class Imported:
    """What became of one file.

    Attributes:
        file: as it was named.
        status: `salvaged` where a part of it came in and the rest was refused.
        ids: the records it made, or those that were here already; of many, the first ones.
        error: why it failed, or what was refused of it.
        workouts: the workouts among them.
        kind: the file's kind, of `kinds.KINDS`.
        counts: how many of its records are "new", the "same" as here, "kept" as they are here although the file has
            something else, and "refused"; empty for a kind that does not count.
        refused: what was refused and why, a sentence each.
        preview: a few lines of what was understood, for the person to check before it is brought in.
        doubts: what came in although it may be wrong, a sentence each.
    """

    file: str
    status: Status
    ids: tuple[str, ...] = ()
    error: str = ""
    workouts: tuple[Workout, ...] = ()
    kind: str = "workout"
    counts: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    preview: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """How many records it brought."""
        if self.counts:
            return self.counts.get("new", 0)
        return len(self.ids) if self.status in ("imported", "salvaged") else 0


@dataclass(frozen=True)
class ImportReport:
    """What became of all files of an import, and what it changed."""

    files: tuple[Imported, ...]
    changes: Changes

    def count(self, status: str) -> int:
        """How many files ended as `status`."""
        return sum(one.status == status for one in self.files)
