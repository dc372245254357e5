"""Who knew what: every edit has a number, and every value carries the set of edits that it grew from.

A set is a bit mask. Nothing here knows how the merge under test decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.simulation.look import Flat, Key


@dataclass(frozen=True)
class State:
    """The edits behind a record: by path, and `floor` for paths that nobody touched since it was made or deleted."""

    floor: int = 0
    masks: Mapping[str, int] = field(default_factory=dict)

    def of(self, path: str) -> int:
        """The edits behind the value at `path`."""
        return self.masks.get(path, self.floor)

    def touched(self, paths: Iterable[str], bit: int) -> State:
        """After an edit of some paths by somebody who saw all this."""
        return State(self.floor, {**self.masks, **{path: self.of(path) | bit for path in paths}})

    def over(self, bit: int) -> State:
        """After an edit that stands above all that was: the record was made, or deleted."""
        return State(self.floor | bit, {path: mask | bit for path, mask in self.masks.items()})

    def inside(self, other: State) -> bool:
        """Whether the other grew from this at every path."""
        paths = self.masks.keys() | other.masks.keys()
        return within(self.floor, other.floor) and all(within(self.of(path), other.of(path)) for path in paths)

    def absorbing(self, other: State, base: State) -> State:
        """With the edits that `other` has beyond `base`: they came to nothing, so nothing of them had to be kept."""
        paths = self.masks.keys() | other.masks.keys() | base.masks.keys()
        masks = {path: self.of(path) | news(other.of(path), base.of(path)) for path in paths}
        return State(self.floor | news(other.floor, base.floor), masks)

    def joined(self, other: State, bit: int = 0) -> State:
        """After a decision that knew both."""
        paths = self.masks.keys() | other.masks.keys()
        masks = {path: self.of(path) | other.of(path) | bit for path in paths}
        return State(self.floor | other.floor | bit, masks)


@dataclass(frozen=True)
class Version:
    """A state of a record on the server; revision 0 is nothing."""

    rev: int
    flat: Flat | None
    state: State


NO_VERSION = Version(0, None, State())


@dataclass(frozen=True)
class Edit:
    """What a person did to one record, and the paths it changed there; '*' stands for its being there."""

    bit: int
    key: Key
    paths: frozenset[str]
    words: str


class Edits:
    """All edits of a world."""

    def __init__(self) -> None:
        self.made: list[Edit] = []

    def new(self, key: Key, paths: Iterable[str], words: str) -> int:
        """The bit of a new edit."""
        bit = 1 << len(self.made)
        self.made.append(Edit(bit, key, frozenset(paths), words))
        return bit

    def lost(self, finals: Iterable[Mapping[Key, State]]) -> list[tuple[Edit, str]]:
        """Edits that stand behind no final value of a path that they changed."""
        states = list(finals)
        found = []
        for edit in self.made:
            there = [state[edit.key] for state in states if edit.key in state]
            found += [(edit, path) for path in edit.paths if not any(one.of(path) & edit.bit for one in there)]
        return found


def within(one: int, other: int) -> bool:
    """Whether all edits of one set are in the other: the other grew from it."""
    return one & ~other == 0


def news(mine: int, before: int) -> int:
    """The edits in a set that its base had not."""
    return mine & ~before
