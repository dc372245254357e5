"""Where the person is among the conflicts that waited when the dialog was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.sync.conflicts import ConflictSummary
from tracker.sync.typed import Own


@dataclass(frozen=True)
class ConflictQueue:
    """The conflicts in their order, the place of the one that is shown, and the places of those that are over.

    `typed` is what was typed in the shown one before it became another kind of question, by path.
    """

    items: tuple[ConflictSummary, ...]
    at: int = 0
    over: frozenset[int] = field(default_factory=frozenset)
    typed: Mapping[str, Own] = field(default_factory=dict)

    @classmethod
    def of(cls, waiting: Sequence[ConflictSummary], first: str = "") -> ConflictQueue:
        """A queue that begins with the record `first`, then the others in their order."""
        chosen = [one for one in waiting if one.id == first]
        return cls((*chosen, *(one for one in waiting if one.id != first)))

    @property
    def one(self) -> ConflictSummary:
        """The conflict that is shown."""
        return self.items[self.at]

    @property
    def label(self) -> str:
        """The place in words: "2 of 5"."""
        return f"{self.at + 1} of {len(self.items)}"

    def finished(self) -> ConflictQueue:
        """The same, with the shown one over."""
        return replace(self, over=self.over | {self.at}, typed={})

    def step(self, by: int) -> ConflictQueue | None:
        """At the next one that still waits, or with -1 at the one before, round the end; None where all are over."""
        places = [(self.at + by * number) % len(self.items) for number in range(1, len(self.items) + 1)]
        found = next((place for place in places if place not in self.over), None)
        return None if found is None else replace(self, at=found, typed={})

    @property
    def others(self) -> bool:
        """Whether another one waits."""
        return len(self.over | {self.at}) < len(self.items)

    @property
    def left(self) -> tuple[ConflictSummary, ...]:
        """Those that still wait, the shown one among them."""
        return tuple(one for number, one in enumerate(self.items) if number not in self.over)
