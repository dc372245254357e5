"""A push that a proxy refuses when it is sent again: whether the first copy arrived is asked before anything else.

Taken for not carried out, the device's own version would meet it as if it were a stranger's.
"""

from __future__ import annotations

import pytest

from tests.sync.test_cycle import CHILI, SALAD
from tests.sync.world import Device, Server, lost_push_answers, recipe
from tracker.sync import counts, ledger, questions
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.policy import set_policy

TOO_LARGE = Response(413, b"<html>Request Entity Too Large</html>")


def proxy(request: Request) -> Answer | None:
    """It lets one small record through, not two."""
    both = all(id.encode() in (request.body or b"") for id in (SALAD, CHILI))
    return TOO_LARGE if request.path == "/v1/push" and both else None


def is_settled(device: Device, server: Server) -> bool:
    open_ends = device.store.rows("SELECT 1 FROM sync_rec WHERE stamp > acked OR infl_stamp IS NOT NULL")
    pushes = device.store.rows("SELECT 1 FROM sync_push")
    return not open_ends and not pushes and server.bodies("recipe") == device.all("recipe")


@pytest.fixture
def two(desktop: Device) -> Device:
    """A device with two recipes that are in one push."""
    desktop.put("recipe", SALAD, recipe())
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    return desktop


@pytest.mark.parametrize("policy", ["manual", "server_wins"])
def test_what_had_arrived_is_known_again(two: Device, server: Server, policy: str) -> None:
    set_policy(two.store, policy)
    two.wire.after = lost_push_answers
    assert two.sync().state == "offline"
    two.wire.after = lambda _, answer: answer
    two.edit("recipe", SALAD, minutes=5)
    two.wire.before = proxy
    name = ledger.meta(two.store).dev
    report = two.sync()
    assert (report.state, report.sent, report.merged, report.conflicts) == ("ok", 1, 0, 0)
    assert server.bodies("recipe")[SALAD] == two.get("recipe", SALAD) == recipe(minutes=5)
    assert (ledger.meta(two.store).dev, questions.pending(two.store)) == (name, None)
    assert is_settled(two, server)


def test_what_had_not_arrived_is_sent_in_smaller_pieces(two: Device, server: Server) -> None:
    two.wire.before = lambda request: Lost("reset") if request.path == "/v1/push" else None
    assert two.sync().state == "offline"
    two.edit("recipe", SALAD, minutes=5)
    two.wire.before = proxy
    name = ledger.meta(two.store).dev
    report = two.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 2, 0)
    assert (ledger.meta(two.store).dev, counts.conflicts(two.store)) == (name, 0)
    assert is_settled(two, server)


def test_a_doubt_outlasts_a_sync_that_is_cut_off(two: Device, server: Server) -> None:
    two.wire.after = lost_push_answers
    two.sync()
    two.wire.after = lambda _, answer: answer
    two.edit("recipe", SALAD, minutes=5)
    two.wire.before = lambda request: Lost("reset") if request.path == "/v1/pull" else proxy(request)
    assert two.sync().state == "offline"
    two.wire.before = proxy
    assert two.sync().conflicts == 0
    assert server.bodies("recipe")[SALAD] == recipe(minutes=5)
    assert is_settled(two, server)


def test_the_only_record_of_a_push_that_did_not_arrive_is_the_one_that_is_refused(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.wire.before = lambda request: Lost("reset") if request.path == "/v1/push" else None
    desktop.sync()
    desktop.wire.before = lambda request: TOO_LARGE if request.path == "/v1/push" else None
    assert (desktop.sync().refused, counts.refused(desktop.store)) == (1, 1)
