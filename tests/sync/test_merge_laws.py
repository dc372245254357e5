"""The laws that every merge obeys, on a hundred thousand small records that two devices edited at random.

A case is made from its number alone: `Case(4711)` is the one that a failure names.
"""

from __future__ import annotations

import json
import operator
import sys
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.sync.bodies import UNKNOWN, Body, edited, record
from tracker.store.collections import BY_NAME, COLLECTIONS, Collection, Field, Policy
from tracker.sync import merge as merge_module
from tracker.sync.mask import push_view
from tracker.sync.merge import Merged, Side, Three, _Run, merge
from tracker.sync.parts import ABSENT, by_id, same
from tracker.sync.places import place
from tracker.sync.policy import POLICIES

test_module = sys.modules[__name__]
CASES = 100_000
CHUNK = 5000
OFTEN = (BY_NAME["recipe"],) * 6 + (BY_NAME["food"],) * 5 + COLLECTIONS
MIRRORED: dict[Any, Any] = {
    "server_wins": "client_wins", "client_wins": "server_wins", "local": "remote", "remote": "local",
    "mine": "theirs", "theirs": "mine",
}  # fmt: skip
RULES: tuple[Policy, ...] = ("manual", "manual", *POLICIES)


class Case:
    """A record, what two devices made of it, and the rules between them."""

    def __init__(self, seed: int) -> None:
        dice = self.dice = Random(seed)
        self.collection: Collection = dice.choice(OFTEN)
        before = record(dice, self.collection)
        self.local = edited(dice, self.collection, before)
        self.remote = edited(dice, self.collection, before if dice.random() < 0.8 else self.local)
        self.base: Body = before if dice.random() < 0.9 else {}
        self.newer: Side = dice.choice(("local", "remote"))
        self.asks = dice.random() < 0.7
        self.rules: dict[str, Policy] = {}
        self.merged = self.merge()
        self.contested = {outcome.path for outcome in self.merged.conflicts}

    def policy(self, path: str) -> Policy:
        """The rule for a path: asked in most cases, else any, by the path's first word."""
        head = path.partition("/")[0]
        if self.asks:
            return "manual"
        if head not in self.rules:
            self.rules[head] = RULES[(len(head) + len(self.rules)) % len(RULES)]
        return self.rules[head]

    def merge(self, **other: Any) -> Merged:
        """The merge of the case, or of the same case with something else in it."""
        asked = {"policy": self.policy, "newer": self.newer, **other}
        sides = [asked.pop(name, getattr(self, name)) for name in ("base", "local", "remote")]
        return merge(self.collection, *sides, **asked)

    def at(self, path: str, body: Body) -> Any:
        """What stands at a path."""
        found = place(self.collection, path)
        assert found is not None
        return found.get(body)


def unchanged_sides_give_way(case: Case) -> None:
    """The side that changed is the result, and where both changed alike, that is."""
    for result, found in (
        (case.remote, case.merge(local=case.base)),
        (case.local, case.merge(remote=case.base)),
        (case.local, case.merge(remote=case.local, contested=case.contested)),
    ):
        assert same(found.body, result)
        assert not found.conflicts
        assert not found.settled


def merging_again_changes_nothing(case: Case) -> None:
    """Once merged, a record and the server's version of it merge to the same, with the same questions."""
    if not all(check.holds(side) for check in case.collection.checks for side in (case.local, case.remote)):
        return  # a side that came without fitting together may do so now, and then that is looked after
    again = case.merge(base=case.remote, local=case.merged.body, contested=case.contested)
    assert same(again.body, case.merged.body)
    assert {outcome.path for outcome in again.conflicts} == case.contested


def both_devices_see_the_same(case: Case) -> None:
    """Seen from the other device every path has the same outcome with the sides exchanged."""
    other = case.merge(
        local=case.remote,
        remote=case.local,
        newer=MIRRORED[case.newer],
        policy=lambda path: MIRRORED.get(case.policy(path), case.policy(path)),
    )
    mirrored = {outcome.path: outcome for outcome in other.outcomes}
    assert mirrored.keys() == {outcome.path for outcome in case.merged.outcomes}
    for here in case.merged.outcomes:
        there = mirrored[here.path]
        assert there.how == MIRRORED.get(here.how, here.how)
        assert same(there.local, here.remote)
        assert same(there.remote, here.local)
        assert here.how == "contested" or same(there.result, here.result)


def what_is_not_known_is_kept(case: Case) -> None:
    """An unknown field that nobody removed is in the result, with the value of one of the sides."""
    holders = [(case.base, case.local, case.remote, case.merged.body)]
    for items in case.collection.lists:
        lists = [by_id(body, items) for body in (case.base, case.local, case.remote, case.merged.body)]
        holders += [tuple(one.get(id, {}) for one in lists) for id in lists[1].keys() & lists[2].keys()]
    for base, local, remote, merged in holders:
        for name in UNKNOWN:
            if (name in local and name in remote) or (name not in base and (name in local or name in remote)):
                assert name in merged
                assert merged[name] in (local.get(name, ABSENT), remote.get(name, ABSENT))


def a_list_merges_like_its_items(case: Case) -> None:
    """Every item merges as if it were the only one."""
    for items in case.collection.lists if not case.collection.checks else ():
        apart: list[Body] = []
        for id in ("i1", "i2", "i3"):
            only = {
                side: {items.name: [item for item in body.get(items.name, ()) if item["_id"] == id]}
                for side, body in (("base", case.base), ("local", case.local), ("remote", case.remote))
            }
            apart += case.merge(**only).body[items.name]
        assert case.merged.body[items.name] == sorted(apart, key=lambda item: (item["_ord"], item["_id"]))


def nothing_contested_is_sent(case: Case) -> None:
    """What is sent holds the server's value at each contested path, and the merged one everywhere else."""
    view = push_view(case.collection, case.merged.body, case.remote, case.contested)
    for path in case.contested:
        assert same(case.at(path, view), case.at(path, case.remote))
    for outcome in case.merged.outcomes:
        if outcome.how != "contested":
            assert same(case.at(outcome.path, view), outcome.result)
    if not case.contested:
        assert same(view, case.merged.body)
    if not case.collection.checks:
        yielding = case.merge(policy=lambda path: "server_wins" if path in case.contested else case.policy(path))
        assert same(view, yielding.body)


def what_waits_stays_until_the_sides_agree(case: Case) -> None:
    """When both sides change again, an undecided path keeps this device's value and stays undecided."""
    mine = edited(case.dice, case.collection, case.merged.body)
    theirs = edited(case.dice, case.collection, case.remote)
    again = case.merge(base=case.remote, local=mine, remote=theirs, contested=case.contested)
    waiting = {outcome.path for outcome in again.conflicts}
    for path in case.contested:
        item = path.rpartition("/")[0]
        if item.count("/") == 1 and ABSENT in (case.at(item, mine), case.at(item, theirs)):
            path = item  # it is gone on one side: now that is the question
        if same(case.at(path, theirs), case.at(path, mine)):
            assert path not in waiting
        elif case.policy(path) == "manual":
            assert path in waiting
            assert same(case.at(path, again.body), case.at(path, mine))


def a_conflict_is_exactly_two_different_changes(case: Case) -> None:
    """Judged anew for plain fields, which both sides changed, and for items, which one side removed and one changed."""
    checked = {path for check in case.collection.checks for path in check.paths}
    for field in case.collection.fields:
        if _is_plain(field) and field.name not in checked and case.policy(field.name) == "manual":
            base, local, remote = (
                json.dumps(body.get(field.name, "absent")) for body in (case.base, case.local, case.remote)
            )
            assert (field.name in case.contested) == (len({base, local, remote}) == 3)
        assert not (field.soft and case.asks and field.name in case.contested)
    for items in case.collection.lists:
        if case.policy(items.name) == "manual" and items.name not in checked:
            sides = [by_id(body, items) for body in (case.base, case.local, case.remote)]
            for id in sides[0]:
                removed_and_edited = (id in sides[1]) != (id in sides[2]) and any(
                    id in side and not _is_moved(sides[0][id], side[id]) for side in sides[1:]
                )
                assert (f"{items.name}/{id}" in case.contested) == removed_and_edited


def what_fits_on_both_sides_fits_in_the_end(case: Case) -> None:
    """What must hold together does so in what is kept and in what is sent, if it did on both sides."""
    view = push_view(case.collection, case.merged.body, case.remote, case.contested)
    for check in case.collection.checks:
        if check.holds(case.local) and check.holds(case.remote):
            assert check.holds(case.merged.body)
            assert check.holds(view)


def _is_moved(before: Body, after: Body) -> bool:
    """Whether an item is the same but for its place."""
    return {**before, "_ord": ""} == {**after, "_ord": ""}


def _is_plain(field: Field) -> bool:
    return not (field.group or field.soft or field.kind in ("prose", "set", "map"))


LAWS: tuple[Callable[[Case], None], ...] = (
    unchanged_sides_give_way,
    merging_again_changes_nothing,
    both_devices_see_the_same,
    what_is_not_known_is_kept,
    a_list_merges_like_its_items,
    nothing_contested_is_sent,
    what_waits_stays_until_the_sides_agree,
    a_conflict_is_exactly_two_different_changes,
    what_fits_on_both_sides_fits_in_the_end,
)


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_every_merge_obeys_the_laws(first: int) -> None:
    seen: set[str] = set()
    for seed in range(first, first + CHUNK):
        seen.update(outcome.how for outcome in _judged(seed).merged.outcomes)
    assert seen == {"mine", "theirs", "same", "both", "contested", "policy"}


def _judged(seed: int) -> Case:
    """A case that obeys every law."""
    case = Case(seed)
    for law in LAWS:
        try:
            law(case)
        except AssertionError as error:
            error.add_note(f"Case({seed}), {case.collection.name}: {law.__name__}")
            raise
    return case


def _only_ids(_run: Any, _known: Any, body: Body, record: Three) -> None:
    body.update({name: record.theirs[name] for name in ("_id", "_ord") if name in record.theirs})


def _theirs(run: Any, path: str, at: Three, _policy: Policy) -> Any:
    return run.note(path, at, "theirs", at.theirs)


MUTANTS: dict[str, tuple[Any, str, Any]] = {
    "sends what is contested": (test_module, "push_view", lambda _spec, local, _base, _paths: local),
    "never asks": (_Run, "decide", _theirs),
    "drops what it does not know": (_Run, "unknown", _only_ids),
    "forgets what waits": (merge_module, "inside", lambda _path, _contested: False),
    "takes one side's tags": (merge_module, "_union", lambda at: at.mine),
    "takes one side's text": (merge_module, "merge_text", lambda _base, local, _remote: local),
    "lets a removal win": (merge_module, "_only_order", lambda _base, _item: True),
    "asks about places": (merge_module, "_only_order", lambda _base, _item: False),
    "repairs nothing and asks nothing": (_Run, "hold", lambda _run, _collection, _check, body, _record: body),
    "takes one and true for the same": (merge_module, "same", operator.eq),
}
"""Ways to merge wrongly: what is replaced, and by what."""


@pytest.mark.parametrize("name", MUTANTS)
def test_the_laws_tell_a_wrong_merge(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, what, wrong = MUTANTS[name]
    monkeypatch.setattr(where, what, wrong)
    with pytest.raises(AssertionError):
        assert all(_judged(seed) for seed in range(CHUNK))
