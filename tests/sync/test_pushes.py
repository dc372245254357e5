"""Several pushes in one sync: the next is prepared while one is under way, and nothing is lost between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.sync.world import Device, Server, weight
from tracker.sync import cycle, ledger, outbox
from tracker.sync.cycle import Cycle
from tracker.sync.messages import Answer, Lost, Request


class Ended(Exception):
    """The program ended here."""


@pytest.fixture
def desktop(server: Server, device: Callable[..., Device]) -> Device:
    """A device with seven measurements to send, three of which fit into one push."""
    server.settings = replace(server.settings, limits=replace(server.settings.limits, push_ops=3))
    one = device("desktop")
    for number in range(7):
        one.put("measurement", f"m{number}", weight(80_000 + number))
    return one


def revs(device: Device) -> list[int]:
    return [device.entry("measurement", f"m{number}").rev for number in range(7)]


def is_settled(device: Device, server: Server) -> bool:
    """Whether device and server agree, and nothing waits or is in flight."""
    open_ends = "SELECT 1 FROM sync_rec WHERE stamp > acked OR infl_stamp IS NOT NULL OR infl IS NOT NULL"
    tables = ("sync_push", "sync_answered", "sync_conflict", "sync_reject")
    return (
        server.bodies("measurement") == device.all("measurement")
        and not device.store.rows(open_ends)
        and not any(device.store.rows(f"SELECT 1 FROM {table}") for table in tables)
    )


def test_all_are_sent_in_the_order_of_their_changes_and_acknowledged(desktop: Device, server: Server) -> None:
    assert desktop.sync().sent == 7
    assert len(desktop.wire.pushes()) == 3
    assert revs(desktop) == sorted(revs(desktop))
    assert min(revs(desktop)) > 0
    assert is_settled(desktop, server)
    requests = len(desktop.wire.requests)
    assert desktop.sync().received == 0  # the cursor stepped over its own writes
    assert len(desktop.wire.pushes()) == 3
    assert len(desktop.wire.requests) == requests + 1


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edit_during_any_flight_goes_with_a_later_push(desktop: Device, server: Server, number: int) -> None:
    def before(request: Request) -> Answer | None:
        if request.path == "/v1/push" and len(desktop.wire.pushes()) == number:
            for record in ("m0", "m4", "m6"):
                desktop.edit("measurement", record, note=f"during {number}")
        return None

    desktop.wire.before = before
    desktop.sync()
    assert {server.bodies("measurement")[record]["note"] for record in ("m0", "m4", "m6")} == {f"during {number}"}
    assert is_settled(desktop, server)


@pytest.mark.parametrize("moment", ["_settle", "acknowledge", "look"])
def test_an_answer_that_was_kept_outlives_the_end_of_the_program(
    desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    owner = {"_settle": Cycle, "acknowledge": outbox, "look": cycle}[moment]
    real = getattr(owner, moment)

    def ends(*arguments: object, **options: object) -> object:
        if desktop.wire.pushes() and outbox.answered(desktop.store) is not None:
            raise Ended
        if moment == "look" and desktop.wire.pushes():
            raise Ended
        return real(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(owner, moment, ends)
        with pytest.raises(Ended):
            desktop.sync()
    sent = len(desktop.wire.pushes())
    desktop.edit("measurement", "m1", note="after the restart")
    desktop.sync()
    assert desktop.wire.pushes()[sent] == desktop.wire.pushes()[sent - 1]  # the frozen one comes first, byte for byte
    assert server.bodies("measurement")["m1"]["note"] == "after the restart"
    assert is_settled(desktop, server)


def test_a_push_whose_answer_is_lost_comes_again_and_the_one_before_is_acknowledged(
    desktop: Device, server: Server
) -> None:
    def after(request: Request, answer: Answer) -> Answer:
        return Lost("cut") if len(desktop.wire.pushes()) == 2 else answer

    desktop.wire.after = after
    assert desktop.sync().state == "offline"
    assert [rev > 0 for rev in revs(desktop)] == [True] * 3 + [False] * 4
    assert outbox.answered(desktop.store) is None
    desktop.wire.after = lambda _, answer: answer
    desktop.sync()
    assert is_settled(desktop, server)
    assert len(set(desktop.wire.pushes())) == 3


def test_a_device_that_takes_a_new_name_knows_what_it_sent_under_the_old_one(
    desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(_: Cycle) -> None:
        if outbox.answered(desktop.store) is not None:
            raise Ended

    with monkeypatch.context() as patch:
        patch.setattr(Cycle, "_settle", ends)
        with pytest.raises(Ended):
            desktop.sync()
    outbox.become_new_device(desktop.store)
    assert (outbox.answered(desktop.store), outbox.frozen(desktop.store)) == (None, None)
    for number in range(6):
        assert desktop.entry("measurement", f"m{number}").infl is not None
    desktop.edit("measurement", "m1", note="meanwhile")
    desktop.sync()
    assert is_settled(desktop, server)
    assert server.bodies("measurement")["m1"]["note"] == "meanwhile"


def test_a_conflict_is_pulled_before_anything_else_is_frozen(
    desktop: Device, server: Server, device: Callable[..., Device]
) -> None:
    other = device("laptop")

    def before(request: Request) -> Answer | None:
        if request.path == "/v1/push" and len(desktop.wire.pushes()) == 1:
            other.put("measurement", "m1", weight(90_000))
            other.sync()
        return None

    desktop.wire.before = before
    desktop.sync()
    paths = [request.path for request in desktop.wire.requests]
    first = paths.index("/v1/push")
    assert paths[first + 1] == "/v1/pull"
    assert desktop.contested("measurement", "m1")
    assert ledger.meta(desktop.store).push_no == len(desktop.wire.pushes())


def test_what_the_server_refuses_is_noted_and_the_rest_goes_on(desktop: Device, server: Server) -> None:
    server.settings = replace(server.settings, limits=replace(server.settings.limits, records=4))
    assert desktop.sync().refused == 3
    assert [rev > 0 for rev in revs(desktop)] == [True] * 4 + [False] * 3
    assert desktop.store.rows("SELECT 1 FROM sync_answered") == []
    assert len(desktop.wire.pushes()) == 3
