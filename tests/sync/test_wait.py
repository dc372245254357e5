"""One question whether there are news: what it carries, and what every answer means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sync.world import ADDRESS, Device, weight
from tracker.protocol.cursor import Cursor
from tracker.sync import account, ledger
from tracker.sync import wait as waiting
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.wait import Heard, Post, post, wait

AT = Post(ADDRESS, "a_1", Cursor("e_1", 7, "0a").encode(), "token")


class Wire:
    """A transport that gives one answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[Request, str | None]] = []

    def send(self, request: Request, access: str | None) -> Answer:
        self.asked.append((request, access))
        return self.answer

    def close(self) -> None:
        """Nothing is held."""


def test_the_question_names_the_place_and_gives_the_server_time() -> None:
    wire = Wire(Response(200, b'{"head":9}'))
    assert wait(AT, wire) == Heard("news", 9)
    [(request, access)] = wire.asked
    assert (request.method, request.path) == ("GET", "/v1/wait")
    assert request.query == {"cursor": AT.cursor, "t": "50"}
    assert request.patience == 60
    assert access == "token"
    assert AT.seq == 7


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        (Lost("no route to host"), Heard("lost")),
        (Lost("cancelled", cancelled=True), Heard("cancelled")),
        (Response(401), Heard("sync")),
        (Response(403), Heard("sync")),
        (Response(409), Heard("sync")),
        (Response(410), Heard("sync")),
        (Response(404), Heard("refused")),
        (Response(429, retry_after=30.0), Heard("refused", pause=30.0)),
        (Response(502), Heard("refused")),
        (Response(302), Heard("refused")),
        (Response(200, b"<html>"), Heard("refused")),
        (Response(204), Heard("refused")),  # at once, although there was time
    ],
)
def test_what_every_other_answer_means(answer: Answer, heard: Heard) -> None:
    assert wait(AT, Wire(answer)) == heard


def test_nothing_new_is_heard_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 149.9])
    monkeypatch.setattr(waiting.time, "monotonic", lambda: next(clock))
    assert wait(AT, Wire(Response(204))) == Heard("nothing")


def test_a_short_question_may_be_answered_at_once() -> None:
    assert wait(AT, Wire(Response(204)), 0) == Heard("nothing")


def test_the_token_is_in_no_message() -> None:
    assert "token" not in repr(AT)


def test_a_profile_waits_where_its_last_sync_ended(desktop: Device, laptop: Device) -> None:
    assert post(desktop.store, desktop.vault) is None  # it never synced
    desktop.sync()
    here = post(desktop.store, desktop.vault)
    assert here is not None
    assert here.cursor == ledger.meta(desktop.store).cursor
    assert here.server == ADDRESS
    assert wait(here, desktop.wire, 0).what == "nothing"
    laptop.put("measurement", "m1", weight(80_000))
    laptop.sync()
    assert wait(here, desktop.wire, 0) == Heard("news", here.seq + 1)


def test_what_the_device_wrote_itself_is_no_news(desktop: Device) -> None:
    desktop.put("measurement", "m1", weight(80_000))
    assert desktop.sync().sent
    here = post(desktop.store, desktop.vault)
    assert here is not None
    assert wait(here, desktop.wire, 0).what == "nothing"


@pytest.mark.parametrize("off", ["signed out", "switched off"])
def test_a_profile_that_does_not_sync_waits_nowhere(device: Callable[..., Device], off: str) -> None:
    one = device("desktop")
    one.sync()
    if off == "signed out":
        account.logout(one.store, one.vault, connect=one.connect)
    else:
        ledger.set_meta(one.store, mode="local")
    assert post(one.store, one.vault) is None
