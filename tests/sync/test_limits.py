"""A device keeps to what its server takes, and hears of it when that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.sync.world import Device, Server, recipe, weight
from tracker.protocol.limits import Limits
from tracker.sync import counts, limits
from tracker.sync.messages import Answer, Lost, Request, Response

DAY = limits.DAY


def set_limits(server: Server, **values: int) -> None:
    server.settings = replace(server.settings, limits=replace(server.settings.limits, **values))


def asked(device: Device) -> int:
    return [request.path for request in device.wire.requests].count("/v1/session")


def test_they_are_asked_at_the_sign_in_and_once_a_day(server: Server, device: Callable[..., Device]) -> None:
    set_limits(server, push_ops=7)
    one = device("desktop")
    assert limits.known(one.store) == server.settings.limits
    for _ in range(3):
        one.sync()
    assert asked(one) == 1
    set_limits(server, push_ops=9)
    one.clock.instant += DAY
    for _ in range(3):
        one.sync()
    assert asked(one) == 2
    assert limits.known(one.store).push_ops == 9


def test_pushes_keep_to_them(server: Server, device: Callable[..., Device]) -> None:
    set_limits(server, push_ops=3, push_bytes=4000)
    one = device("desktop")
    for number in range(7):
        one.put("measurement", f"m{number}", weight(80_000 + number))
    for number in range(3):
        one.put("recipe", f"r{number}", recipe(steps="x" * 1500))
    assert one.sync().sent == 10
    sizes = [(len(msgspec.json.decode(push)["ops"]), len(push)) for push in one.wire.pushes()]
    assert max(ops for ops, _ in sizes) == 3
    assert max(size for _, size in sizes) <= 4000


def test_a_record_that_is_too_large_stays_and_is_sent_when_more_is_taken(
    server: Server, device: Callable[..., Device]
) -> None:
    set_limits(server, record_bytes=2000)
    one = device("desktop")
    one.put("recipe", "r1", recipe(steps="x" * 3000))
    one.put("measurement", "m1", weight(80_000))
    report = one.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 1, 1)
    assert server.bodies("recipe").get("r1") is None
    set_limits(server, record_bytes=5000)
    one.clock.instant += DAY
    one.sync()
    assert one.sync().sent == 1
    assert counts.refused(one.store) == 0
    assert server.bodies("recipe")["r1"] == one.get("recipe", "r1")


def test_a_full_account_takes_deletions_and_shorter_records_and_the_rest_when_there_is_room(
    server: Server, device: Callable[..., Device]
) -> None:
    one = device("desktop")
    for number in range(3):
        one.put("recipe", f"r{number}", recipe(steps="x" * 1000))
    one.sync()
    with server.database.reading() as db:
        ((used,),) = db.execute_sql("SELECT bytes FROM account").fetchall()
    set_limits(server, account_bytes=used)
    one.put("recipe", "r3", recipe(steps="x" * 1000))
    assert one.sync().refused == 1
    one.edit("recipe", "r0", steps="x")
    one.delete("recipe", "r1")
    assert one.sync().sent == 2
    set_limits(server, account_bytes=used * 2)
    one.clock.instant += DAY
    one.sync()
    assert (one.sync().sent, counts.refused(one.store)) == (1, 0)


@pytest.mark.parametrize(
    "answer",
    [
        Lost("no route to host"),
        Response(404, b"{}"),
        Response(200, b"<html>"),
        Response(200, b"{}"),
    ],
)
def test_a_server_that_does_not_tell_them_is_taken_to_have_the_usual_ones(
    device: Callable[..., Device], answer: Answer
) -> None:
    one = device("desktop", signed_in=False)
    one.wire.before = lambda request: answer if request.path == "/v1/session" else None
    one.sign_in()
    assert limits.known(one.store) == Limits()
    one.put("measurement", "m1", weight(80_000))
    assert one.sync().sent == 1
    one.wire.before = lambda _: None
    one.sync()
    assert not limits.are_old(one.store)


def test_limits_that_leave_room_for_nothing_are_a_mistake(server: Server, device: Callable[..., Device]) -> None:
    set_limits(server, push_ops=0)
    assert limits.known(device("desktop").store) == Limits()


def test_limits_of_a_newer_server_are_read_as_far_as_they_are_known(desktop: Device) -> None:
    def newer(request: Request, answer: Answer) -> Answer:
        if request.path != "/v1/session" or not isinstance(answer, Response):
            return answer
        said: dict[str, Any] = msgspec.json.decode(answer.body)
        said["limits"] = {"push_ops": 5, "colours": 3}
        return replace(answer, body=msgspec.json.encode(said))

    desktop.wire.after = newer
    desktop.sign_in()
    assert limits.known(desktop.store) == Limits(push_ops=5)


def test_a_server_that_asks_for_peace_after_a_sync_is_told_on(desktop: Device) -> None:
    desktop.wire.after = lambda request, answer: (
        replace(answer, peace=40.0) if request.path == "/v1/pull" and isinstance(answer, Response) else answer
    )
    report = desktop.sync()
    assert (report.state, report.retry_after) == ("ok", 40.0)
