"""Pages of the web: what is answered, and every way in which it is not."""

from __future__ import annotations

import socket

import pytest

from tests.web_server import Answer, WebServer
from tracker.errors import BadInput, KnownError, Offline
from tracker.formats.web import Web


def test_a_page_is_fetched_and_tracker_says_who_asks(server: WebServer, web: Web) -> None:
    server.answers["/page"] = Answer(b"hello", headers={"Content-Type": "text/html; charset=utf-8"})
    page = web.get(f"{server.address}/page", {"q": "skyr & co"})
    assert (page.status, page.body, page.encoding) == (200, b"hello", "utf-8")
    assert server.asked[0].query == {"q": "skyr & co"}
    assert server.asked[0].headers["User-Agent"].startswith("Tracker/")


def test_any_status_is_an_answer(server: WebServer, web: Web) -> None:
    server.answers["/busy"] = Answer(b"later", 429, {"Retry-After": "30"})
    page = web.get(f"{server.address}/busy")
    assert (page.status, page.retry_after) == (429, 30)
    assert web.get(f"{server.address}/nowhere").status == 404


@pytest.mark.parametrize("address", ["", "skyr", "file:///etc/passwd", "ftp://x/y", "http://", "https://[::", "//x"])
def test_what_is_no_address_is_not_asked(address: str, web: Web) -> None:
    with pytest.raises(BadInput, match="no address of the web"):
        web.get(address)


def test_nobody_there_is_offline(web: Web) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Offline, match="Open Food Facts cannot be reached"):
        web.get(f"http://127.0.0.1:{port}/", of="Open Food Facts")


def test_an_answer_that_breaks_off_is_no_answer(server: WebServer, web: Web) -> None:
    server.answers["/cut"] = Answer(b"half of it", cut=True)
    with pytest.raises(KnownError):
        web.get(f"{server.address}/cut")


def test_too_much_is_not_taken(server: WebServer, web: Web) -> None:
    server.answers["/big"] = Answer(bytes(3 << 20))
    with pytest.raises(KnownError, match="more than 2 MB"):
        web.get(f"{server.address}/big", largest=2 << 20)


def test_going_round_in_circles_ends(server: WebServer, web: Web) -> None:
    server.answers["/round"] = Answer(b"", 302, {"Location": "/round"})
    with pytest.raises(KnownError, match="without an end"):
        web.get(f"{server.address}/round")


def test_who_stops_waiting_gets_nothing(server: WebServer, web: Web) -> None:
    class Enough(Exception):
        pass

    def stop() -> None:
        raise Enough

    server.answers["/page"] = Answer(b"hello")
    with pytest.raises(Enough):
        web.get(f"{server.address}/page", stopped=stop)
