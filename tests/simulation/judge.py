"""What a merge may have done, judged by ancestry: it sees a record before and after, never how it was decided.

A value that was dropped without a reason drops the edits behind it; whether that lost something shows at the end,
when an edit stands behind no value any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.simulation.ancestry import State, Version, news, within
from tests.simulation.look import WHOLE, Flat, Key, Seen, hard, is_prose, soft_paths
from tracker.sync.parts import ABSENT


@dataclass(frozen=True)
class Case:
    """A server's version met a device's.

    Attributes:
        before, after: the record on the device.
        local: the edits behind it before.
        base: the server's version that the device's grew from.
        remote: the server's version that arrived.
        asks: whether the person is to be asked about a path.
        acts: the bit of an act of its own, by a rule in the person's place.
    """

    key: Key
    before: Seen
    after: Seen
    local: State
    base: Version
    remote: Version
    asks: Callable[[str], bool]
    acts: Callable[[], int]


@dataclass
class Judgement:
    """The edits behind the record afterwards, and what must not have happened."""

    state: State
    wrongs: list[str]


def judge(case: Case) -> Judgement:
    """Judge what became of a record."""
    wrongs: list[str] = []
    if case.remote.flat is None:
        state = _deleted_there(case, wrongs)
    elif case.before.flat is None:
        state = _deleted_here(case, case.remote.flat, wrongs)
    elif case.after.flat is None:
        wrongs.append("I6: a record that is on both sides was removed")
        state = case.remote.state
    else:
        state = _fields(case, case.before.flat, case.remote.flat, case.after.flat, wrongs)
    return Judgement(state, wrongs)


def _deleted_there(case: Case, wrongs: list[str]) -> State:
    remote, local, mine = case.remote.state, case.local, case.before.flat
    if case.after.flat is None:
        accepted = (
            mine is None
            or (case.base.flat is not None and hard(case.key[0], mine) == hard(case.key[0], case.base.flat))
            or local.inside(case.base.state)
            or local.inside(remote)
            or not case.asks(WHOLE)
        )
        return remote.absorbing(local, case.base.state) if accepted else remote
    if case.after.whole == "remote_deleted":
        if not case.before.whole and (local.inside(remote) or within(remote.of(WHOLE), local.of(WHOLE))):
            wrongs.append("I8: a deletion is contested although one side knew the other")
        return local
    # A rule that keeps what another device deleted makes the record anew, as a person does who keeps it. That is an act
    # of its own: somebody else may have made the record anew on the same deletion, and neither of the two knows the
    # other.
    return local if case.asks(WHOLE) else local.joined(remote, case.acts())


def _deleted_here(case: Case, theirs: Flat, wrongs: list[str]) -> State:
    remote, local, was = case.remote.state, case.local, case.base
    if case.after.flat is None:
        if case.after.whole == "local_deleted":
            if not case.before.whole and (remote.inside(local) or within(local.of(WHOLE), remote.of(WHOLE))):
                wrongs.append("I8: a change is contested although one side knew the other")
            return local
        if not case.asks(WHOLE):
            return local.joined(remote)
        soft = was.flat is not None and hard(case.key[0], theirs) == hard(case.key[0], was.flat)
        return local.absorbing(remote, was.state) if soft else local
    # What was made and deleted before it was ever sent is forgotten at the first push after it.
    forgotten = case.before.rev == 0 and case.before.stamp <= case.before.acked
    agreed = was.rev > 0 and was.flat is None
    if forgotten or agreed or not case.asks(WHOLE):
        return remote.absorbing(local, was.state)
    return remote


def _fields(case: Case, mine: Flat, theirs: Flat, result: Flat, wrongs: list[str]) -> State:
    local, remote, base = case.local, case.remote.state, case.base.state
    masks: dict[str, int] = {}
    for path in _paths(case, mine, theirs, result):
        here, there, then = (flat.get(path, ABSENT) for flat in (mine, theirs, result))
        masks[path] = _path(case, path, here, there, then, wrongs)
    masks[WHOLE] = remote.of(WHOLE) | news(local.of(WHOLE), base.of(WHOLE))
    return State(remote.floor | news(local.floor, base.floor), masks)


def _paths(case: Case, *flats: Flat) -> Iterator[str]:
    known = (case.local.masks, case.remote.state.masks, case.base.state.masks, case.base.flat or {})
    found = {path for each in (*flats, *known) for path in each}
    yield from sorted(found - {WHOLE})


def _path(case: Case, path: str, mine: object, theirs: object, result: object, wrongs: list[str]) -> int:
    """The edits behind the value at one path afterwards."""
    ours, others = case.local.of(path), _deep(case.remote.state, path)
    before = case.base.state.of(path)
    was = (case.base.flat or {}).get(path, ABSENT)
    if path in case.after.contested:
        if result != mine:
            wrongs.append(f"I8: {path} is contested and does not show this device's value")
        if path not in case.before.contested:
            if mine == theirs:
                wrongs.append(f"I8: {path} is contested although both sides have {mine!r}")
            elif within(ours, others) or within(others, ours):
                wrongs.append(f"I8: {path} is contested although one side knew the other: {mine!r}, {theirs!r}")
        return ours
    both = others | news(ours, before)
    if result not in (mine, theirs) and not is_prose(case.key[0], path):
        wrongs.append(f"I6: {path} became {result!r} out of {mine!r} and {theirs!r}")
    if mine == theirs:
        return both if result == mine else others
    if within(ours, others):
        return others if result == theirs else ours
    if within(others, ours):
        return ours if result == mine else others
    if mine == was:
        return both if result == theirs else ours
    if theirs == was:
        return both if result == mine else others
    if path in soft_paths(case.key[0]) or path.rpartition("/")[2].startswith("?") or not case.asks(path):
        return both
    if is_prose(case.key[0], path) and _has_lines(result, mine, was) and _has_lines(result, theirs, was):
        return both
    return others if result == theirs else ours


def _deep(state: State, path: str) -> int:
    """The edits behind the value at a path, with those of what only a newer version knows of it."""
    found = state.of(path)
    for inner in state.masks:
        if inner.startswith(f"{path}/?"):
            found |= state.of(inner)
    return found


def _has_lines(result: object, text: object, was: object) -> bool:
    """Whether a merged text has every line that one side's had and the common origin had not."""
    lines = [str(one).split("\n") if isinstance(one, str) else [] for one in (result, text, was)]
    return set(lines[1]) - set(lines[2]) <= set(lines[0])
