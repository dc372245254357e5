"""The lane that waits: it tells and rests, tries again, notices that the server is back, and ends at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from pytestqt.qtbot import QtBot

from tests.sync.peer import Handler, Peer, Reply, running_peer
from tracker.protocol.cursor import Cursor
from tracker.sync import backoff
from tracker.sync.wait import Post
from tracker.tasks import wait_lane
from tracker.tasks.wait_lane import WaitLane

LONG = 10_000
AT_ONCE = 5
"""Seconds: far less than the server is silent, and not too little for a machine with other things to do."""
NEWS = (200, {}, b'{"head":8}')
NOTHING = (204, {}, b"")


class Server:
    """A server that answers one wait after another with what a test lays out, and is silent when nothing is left."""

    def __init__(self, peer: Peer) -> None:
        self.url = peer.url
        self.asked: list[dict[str, str]] = []
        self.tokens: list[str] = []
        self.answers: list[Reply] = []
        self.before_the_first = threading.Event()
        self.before_the_first.set()
        self.closing = threading.Event()
        peer.reply = self._reply

    def _reply(self, handler: Handler, _body: bytes) -> Reply:
        query = parse_qs(urlsplit(handler.path).query)
        self.asked.append({name: values[0] for name, values in query.items()})
        self.tokens.append(handler.headers["Authorization"])
        self.before_the_first.wait(5)
        if self.answers:
            return self.answers.pop(0)
        self.closing.wait(20)
        return NOTHING


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(backoff, "FIRST_S", 0.02)
    monkeypatch.setattr(backoff, "LONGEST_S", 0.1)
    with running_peer() as peer:
        server = Server(peer)
        yield server
        server.closing.set()


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[WaitLane]:
    lane = WaitLane()
    yield lane
    assert lane.shutdown()


@pytest.fixture
def here(server: Server) -> Callable[..., Post]:
    def here(seq: int = 7, access: str = "token", url: str = "") -> Post:
        return Post(url or server.url, "a_1", Cursor("e_1", seq, "0a").encode(), access)

    return here


def test_it_says_that_there_are_news_and_rests_until_it_is_told_where_to_wait(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    server.answers = [NEWS]
    with qtbot.waitSignal(lane.news, timeout=LONG):
        lane.wait(here(), reachable=True)
    qtbot.wait(60)
    assert [one["cursor"] for one in server.asked] == [here().cursor]
    lane.wait(here(8), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
    assert server.asked[1] == {"cursor": here(8).cursor, "t": "50"}


def test_a_wait_whose_time_is_up_is_followed_by_the_next(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wait_lane, "SECONDS", 0)
    server.answers = [NOTHING] * 5
    with qtbot.assertNotEmitted(lane.news):
        lane.wait(here(), reachable=True)
        qtbot.waitUntil(lambda: len(server.asked) == 6, timeout=LONG)


def test_news_that_a_sync_knew_already_are_none(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    pushed = threading.Event()
    server.answers = [NEWS]
    server.before_the_first = pushed
    with qtbot.assertNotEmitted(lane.news):
        lane.wait(here(7), reachable=True)
        qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
        lane.wait(here(8), reachable=True)  # as after a push of our own
        pushed.set()
        qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
    assert server.asked[1]["cursor"] == here(8).cursor


def test_news_that_bring_a_sync_no_further_are_asked_for_less_and_less(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 1.0)
    monkeypatch.setattr(backoff, "LONGEST_S", 1000.0)
    server.answers = [NEWS] * 1000
    lane.news.connect(lambda: lane.wait(here(), reachable=True))
    lane.wait(here(), reachable=True)
    qtbot.wait(600)
    assert 1 <= len(server.asked) < 20


@pytest.mark.parametrize("status", [401, 409, 410])
def test_what_only_a_sync_settles_is_told(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot, status: int
) -> None:
    server.answers = [(status, {}, b"{}")]
    with qtbot.waitSignal(lane.news, timeout=LONG):
        lane.wait(here(), reachable=True)
    lane.wait(here(access="renewed"), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
    assert server.tokens == ["Bearer token", "Bearer renewed"]


@pytest.mark.parametrize("answer", [(404, {}, b"{}"), (500, {}, b""), NOTHING])
def test_a_server_that_cannot_be_waited_at_is_tried_again(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot, answer: Reply
) -> None:
    server.answers = [answer] * 3
    with qtbot.assertNotEmitted(lane.news):
        lane.wait(here(), reachable=True)
        qtbot.waitUntil(lambda: len(server.asked) == 4, timeout=LONG)


def test_a_server_that_asks_for_peace_gets_it(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    server.answers = [(429, {"Retry-After": "600"}, b"{}")]
    lane.wait(here(), reachable=True)
    qtbot.waitUntil(lane._rest.isActive, timeout=LONG)
    lane.wait(here(8), reachable=True)
    qtbot.wait(100)
    assert len(server.asked) == 1
    lane.hurry()  # the person asks for a sync
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)


def test_a_server_that_is_back_is_noticed_at_once(
    lane: WaitLane, here: Callable[..., Post], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.02)
    monkeypatch.setattr(backoff, "LONGEST_S", 0.1)
    with running_peer() as peer:
        port = peer.server_address[1]
    lane.wait(here(url=f"http://127.0.0.1:{port}"), reachable=False)
    qtbot.waitUntil(lambda: lane._lost, timeout=LONG)
    with running_peer(port) as peer:
        server = Server(peer)
        server.answers = [NOTHING]
        with qtbot.waitSignal(lane.regained, timeout=LONG):
            pass
        qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
        assert [one["t"] for one in server.asked] == ["0", "50"]
        lane.stop()
        server.closing.set()


def test_a_sync_that_reached_the_server_ends_the_pause(
    lane: WaitLane, here: Callable[..., Post], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 1000.0)
    monkeypatch.setattr(backoff, "LONGEST_S", 1000.0)
    with running_peer() as peer:
        port = peer.server_address[1]
    at = here(url=f"http://127.0.0.1:{port}")
    lane.wait(at, reachable=False)
    qtbot.waitUntil(lambda: lane._rest.isActive(), timeout=LONG)
    with running_peer(port) as peer:
        server = Server(peer)
        lane.wait(at, reachable=False)
        qtbot.wait(50)
        assert server.asked == []
        lane.wait(at, reachable=True)
        qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
        lane.stop()
        server.closing.set()


def test_stopping_breaks_the_connection_at_once(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    lane.wait(here(), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
    begun = time.monotonic()
    lane.stop()
    qtbot.waitUntil(lambda: not lane._lane.busy, timeout=LONG)
    assert time.monotonic() - begun < AT_ONCE
    lane.wait(here(), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)


def test_another_account_is_waited_for_on_a_connection_of_its_own(
    lane: WaitLane, server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    lane.wait(here(), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
    lane.wait(Post(server.url, "a_2", here().cursor, "other"), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 2, timeout=LONG)
    assert server.tokens[1] == "Bearer other"


def test_the_end_comes_at_once_although_the_server_is_silent(
    server: Server, here: Callable[..., Post], qtbot: QtBot
) -> None:
    lane = WaitLane()
    lane.wait(here(), reachable=True)
    qtbot.waitUntil(lambda: len(server.asked) == 1, timeout=LONG)
    begun = time.monotonic()
    assert lane.shutdown()
    assert time.monotonic() - begun < AT_ONCE
    lane.wait(here(), reachable=True)
    assert lane.shutdown()
    assert len(server.asked) == 1
