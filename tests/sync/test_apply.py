"""The verdict on a record from the server, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.world import recipe
from tracker.store.collections import BY_NAME, Policy
from tracker.sync.apply import Here, Verdict, decide, only_soft

RECIPE = BY_NAME["recipe"]
OLD, MINE, THEIRS = recipe("Old"), recipe("Mine"), recipe("Theirs")
SOFT = recipe("Old", created_at=1)


def verdict(here: Here, remote: Any, policy: Policy = "manual", **options: Any) -> Verdict:
    return decide(RECIPE, here, remote, policy=lambda _: policy, **options)


def test_what_was_not_touched_here_follows_the_server() -> None:
    assert verdict(Here(OLD, OLD, dirty=False), THEIRS) == Verdict(THEIRS)
    assert verdict(Here(None, None, dirty=False), THEIRS) == Verdict(THEIRS)
    assert verdict(Here(OLD, OLD, dirty=False), None) == Verdict(None, trash=OLD)


def test_deleted_on_both_sides_is_settled() -> None:
    assert verdict(Here(None, OLD, dirty=True), None) == Verdict(None)
    asked = Here(None, OLD, dirty=True, paths={"*": "local_deleted"}, first_base=OLD)
    assert verdict(asked, None) == Verdict(None)


def test_deleted_there_and_changed_here_is_asked_once() -> None:
    asked = verdict(Here(MINE, OLD, dirty=True), None)
    assert asked == Verdict(MINE, whole="remote_deleted", first_base=OLD)
    again = Here(MINE, None, dirty=True, paths={"*": "remote_deleted"}, first_base=OLD)
    assert verdict(again, None) == asked
    taken_back = Here(MINE, OLD, dirty=True, paths={"*": "local_deleted"}, first_base=SOFT)
    assert verdict(taken_back, None) == Verdict(MINE, whole="remote_deleted", first_base=SOFT)


def test_deleted_there_and_hardly_changed_here_is_deleted() -> None:
    assert verdict(Here(SOFT, OLD, dirty=True), None) == Verdict(None, trash=SOFT)


def test_deleted_here_and_changed_there_is_asked_once() -> None:
    asked = verdict(Here(None, OLD, dirty=True), THEIRS)
    assert asked == Verdict(None, whole="local_deleted", first_base=OLD)
    again = Here(None, THEIRS, dirty=True, paths={"*": "local_deleted"}, first_base=OLD)
    assert verdict(again, recipe("Newer")) == asked


def test_deleted_here_and_hardly_changed_there_stays_deleted() -> None:
    assert verdict(Here(None, OLD, dirty=True), SOFT) == Verdict(None)


@pytest.mark.parametrize(
    ("policy", "newer", "kept"),
    [("server_wins", "local", "remote"), ("client_wins", "remote", "local"), ("most_recent", "local", "local")],
)
def test_a_policy_decides_about_deletions_too(policy: Policy, newer: Any, kept: str) -> None:
    there = verdict(Here(MINE, OLD, dirty=True), None, policy, newer=newer)
    here = verdict(Here(None, OLD, dirty=True), THEIRS, policy, newer=newer)
    if kept == "local":
        assert there == Verdict(MINE, settled=1, first_base=OLD)
        assert here == Verdict(None, losers=(("deleted_here", THEIRS),), settled=1)
    else:
        assert there == Verdict(None, trash=MINE, losers=(("deleted_there", MINE),), settled=1)
        assert here == Verdict(THEIRS, settled=1)


def test_what_a_policy_decided_against_is_kept_whichever_side_it_was() -> None:
    here = Here(MINE, OLD, dirty=True)
    assert verdict(here, THEIRS, "server_wins") == Verdict(THEIRS, losers=(("merged", MINE),), settled=1, merged=True)
    assert verdict(here, THEIRS, "client_wins") == Verdict(
        MINE, losers=(("merged_theirs", THEIRS),), settled=1, merged=True
    )


def test_a_field_that_is_never_worth_a_question_is_not_told_of_when_a_policy_decides_it() -> None:
    found = verdict(Here(recipe("Old", created_at=5), OLD, dirty=True), SOFT)
    assert found.settled == 0
    assert found.local == SOFT


def test_a_record_revived_elsewhere_grows_from_the_base_before_the_question() -> None:
    asked = Here(recipe("Old", minutes=5), None, dirty=True, paths={"*": "remote_deleted"}, first_base=OLD)
    assert verdict(asked, THEIRS).local == recipe("Theirs", minutes=5)
    assert verdict(asked, THEIRS).whole is None


def test_a_record_that_a_rule_kept_wins_only_with_what_was_changed_here_over_one_put_back_elsewhere() -> None:
    kept = verdict(Here(recipe("Old", minutes=5), OLD, dirty=True), None, "client_wins")
    here = Here(kept.local, None, dirty=True, first_base=kept.first_base)
    found = verdict(here, recipe("Theirs", minutes=7), "client_wins")
    assert found.local == recipe("Theirs", minutes=5)
    assert found.first_base is None


def test_contested_fields_outlive_a_deletion_that_is_taken_back() -> None:
    paths = {"*": "remote_deleted", "name": "field"}
    found = verdict(Here(MINE, None, dirty=True, paths=paths, first_base=THEIRS), THEIRS)
    assert [outcome.path for outcome in found.paths] == ["name"]
    assert found.local == MINE


def test_soft_changes_and_the_order_of_items_do_not_count() -> None:
    item = {"_id": "i1", "_ord": "a", "name": "Egg", "food": None, "amount": 1, "unit": None, "mass": None}
    one = recipe(ingredients=[item])
    assert only_soft(RECIPE, one, recipe(ingredients=[{**item, "_ord": "z"}], created_at=9))
    assert not only_soft(RECIPE, one, recipe(ingredients=[{**item, "amount": 2}]))
