"""HTTP as servers and networks really are: compressed, busy, old, silent."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest
import zstandard

from tests.sync.peer import Handler, Peer, Reply, running_peer
from tracker.sync import transport
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.transport import Http

BIG = b"0123456789" * 1000


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as peer:
        yield peer


@pytest.fixture
def http(peer: Peer) -> Iterator[Http]:
    http = Http(peer.url)
    yield http
    http.close()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("", bytes), ("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_answers_are_unpacked(peer: Peer, http: Http, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    peer.reply = lambda _handler, _body: (200, {"Content-Encoding": encoding} if encoding else {}, pack(BIG))
    answer = http.send(Request("GET", "/v1/pull", {"cursor": "a b"}), "token")
    assert isinstance(answer, Response)
    assert answer.body == BIG
    assert answer.date is not None
    assert abs(answer.date - time.time() * 1000) < 5000
    headers, _ = peer.heard[0]
    assert headers["Authorization"] == "Bearer token"
    assert headers["Accept-Encoding"] == "zstd, gzip"
    assert headers["Tracker-Protocol"] == "1"


def test_large_requests_are_compressed(peer: Peer, http: Http) -> None:
    http.send(Request("POST", "/v1/push", body=BIG), None)
    http.send(Request("POST", "/v1/push", body=b"{}"), None)
    headers, body = peer.heard[0]
    assert headers["Content-Encoding"] == "zstd"
    assert zstandard.ZstdDecompressor().decompress(body) == BIG
    assert peer.heard[1][1] == b"{}"


@pytest.mark.parametrize(
    ("understood", "wanted"),
    [(("zstd", "gzip"), ["zstd"]), (("gzip",), ["zstd", "gzip"]), ((), ["zstd", "gzip", None])],
)
def test_a_server_that_does_not_understand_an_encoding_gets_the_next(
    peer: Peer, http: Http, understood: tuple[str, ...], wanted: list[str | None]
) -> None:
    peer.reply = lambda handler, _body: (
        200 if handler.headers.get("Content-Encoding") in (None, *understood) else 415,
        {},
        b"",
    )
    for tried in (wanted, wanted[-1:]):  # and the second time it is known
        peer.heard.clear()
        answer = http.send(Request("POST", "/v1/push", body=BIG), None)
        assert isinstance(answer, Response)
        assert answer.status == 200
        assert [headers.get("Content-Encoding") for headers, _ in peer.heard] == tried
    unpack = {"zstd": zstandard.decompress, "gzip": gzip.decompress, None: bytes}
    assert unpack[wanted[-1]](peer.heard[0][1]) == BIG


def test_what_packs_too_well_goes_as_it_is(peer: Peer, http: Http) -> None:
    http.send(Request("POST", "/v1/push", body=b"x" * 500_000), None)
    headers, body = peer.heard[0]
    assert "Content-Encoding" not in headers
    assert len(body) == 500_000


@pytest.mark.parametrize(
    ("told", "seconds"), [("30", 30.0), ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400.0), ("soon", 0.0), ("-3", 0.0)]
)
def test_a_server_may_answer_and_ask_for_peace(peer: Peer, http: Http, told: str, seconds: float) -> None:
    peer.reply = lambda _handler, _body: (200, {"Backoff": told}, b"ok")
    answer = http.send(Request("GET", "/v1/pull"), None)
    assert isinstance(answer, Response)
    assert (answer.status, answer.peace, answer.retry_after) == (200, seconds, None)
    assert len(peer.heard) == 1


def test_peace_is_asked_for_until_a_moment_as_well(peer: Peer, http: Http) -> None:
    soon = formatdate(time.time() + 100, usegmt=True)
    peer.reply = lambda _handler, _body: (429, {"Retry-After": soon}, b"")
    answer = http.send(Request("GET", "/v1/pull"), None)
    assert isinstance(answer, Response)
    assert answer.retry_after == pytest.approx(100, abs=3)


def test_one_connection_serves_many_requests(peer: Peer, http: Http) -> None:
    for _ in range(5):
        http.send(Request("GET", "/health"), None)
    assert peer.connections == 1


FIRST, SECOND, OTHER = Request("GET", "/1", then=lambda _: SECOND), Request("GET", "/2"), Request("GET", "/3")


def test_what_will_be_asked_next_is_fetched_meanwhile_and_once(peer: Peer, http: Http) -> None:
    came = threading.Event()

    def reply(handler: Handler, _body: bytes) -> Reply:
        if handler.path == "/2":
            came.set()
        return 200, {}, handler.path.encode()

    peer.reply = reply
    assert said(http.send(FIRST, None)) == b"/1"
    assert came.wait(5), "nobody asked for it yet"
    assert said(http.send(SECOND, None)) == b"/2"
    assert len(peer.heard) == 2


def test_what_is_fetched_ahead_is_about_the_same_account(peer: Peer, http: Http) -> None:
    peer.reply = lambda handler, _body: (200, {}, handler.path.encode())
    http.send(replace(FIRST, account="ada"), None)
    assert said(http.send(replace(SECOND, account="ada"), None)) == b"/2"
    assert len(peer.heard) == 2


def test_what_was_fetched_ahead_for_nothing_or_in_vain_is_forgotten(peer: Peer, http: Http) -> None:
    busy = ["/2"]
    peer.reply = lambda handler, _body: (503 if handler.path in busy else 200, {}, handler.path.encode())
    http.send(FIRST, None)
    assert said(http.send(OTHER, None)) == b"/3"
    http.send(FIRST, None)
    http._fetched(OTHER)  # waits for the refusal
    busy.clear()
    assert said(http.send(SECOND, None)) == b"/2"


def test_a_refused_answer_asks_for_nothing_ahead(peer: Peer, http: Http) -> None:
    peer.reply = lambda _handler, _body: (410, {}, b"")
    http.send(FIRST, None)
    http.close()
    assert len(peer.heard) == 1


def said(answer: Answer) -> bytes:
    assert isinstance(answer, Response)
    assert answer.status == 200
    return answer.body


def test_a_short_pause_is_granted_and_the_same_bytes_go_again(
    peer: Peer, http: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    peer.reply = lambda _handler, _body: (429, {"Retry-After": "0"}, b"") if len(peer.heard) == 1 else (200, {}, b"ok")
    answer = http.send(Request("POST", "/v1/push", body=b"same"), None)
    assert isinstance(answer, Response)
    assert answer.status == 200
    assert [body for _, body in peer.heard] == [b"same", b"same"]


def test_a_long_pause_is_told_and_not_waited_for(peer: Peer, http: Http) -> None:
    peer.reply = lambda _handler, _body: (503, {"Retry-After": "600"}, b"")
    answer = http.send(Request("GET", "/v1/pull"), None)
    assert isinstance(answer, Response)
    assert (answer.status, answer.retry_after) == (503, 600.0)
    assert len(peer.heard) == 1


@pytest.mark.parametrize("pause", ["9" * 400, "99999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_nobody_waits_longer_than_a_day_because_a_server_says_so(peer: Peer, http: Http, pause: str) -> None:
    peer.reply = lambda _handler, _body: (503, {"Retry-After": pause}, b"")
    answer = http.send(Request("GET", "/v1/pull"), None)
    assert isinstance(answer, Response)
    assert answer.retry_after == 86_400


def test_redirects_are_not_followed_with_a_token(peer: Peer, http: Http) -> None:
    peer.reply = lambda _handler, _body: (302, {"Location": "/elsewhere"}, b"")
    answer = http.send(Request("GET", "/v1/pull"), "token")
    assert isinstance(answer, Response)
    assert answer.status == 302
    assert len(peer.heard) == 1


def test_an_answer_without_end_is_no_answer(peer: Peer, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 100_000)
    bomb = zstandard.ZstdCompressor().compress(bytes(10_000_000))
    peer.reply = lambda _handler, _body: (200, {"Content-Encoding": "zstd"}, bomb)
    assert isinstance(http.send(Request("GET", "/v1/pull"), None), Lost)


@pytest.mark.parametrize("junk", [b"not zstd at all", b""])
def test_a_broken_answer_is_no_answer_or_an_empty_one(peer: Peer, http: Http, junk: bytes) -> None:
    peer.reply = lambda _handler, _body: (200, {"Content-Encoding": "zstd"}, junk)
    answer = http.send(Request("GET", "/v1/pull"), None)
    assert isinstance(answer, Lost) if junk else answer == Response(200, b"", date=answer.date)


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"Content-Length": "1000"}, b"{"),
        ({"Transfer-Encoding": "chunked"}, b"zz\r\n{"),
        ({"Content-Length": "4", "Content-Encoding": "gzip"}, b"{}{}"),
        ({"Content-Length": "1000", "Content-Encoding": "zstd"}, zstandard.compress(BIG)[:9]),
    ],
)
def test_an_answer_that_ends_or_breaks_in_the_middle_is_lost(
    peer: Peer, http: Http, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], sent: bytes
) -> None:
    monkeypatch.setattr(Handler, "raw", (headers, sent))
    assert isinstance(http.send(Request("GET", "/v1/pull"), None), Lost)


def test_an_answer_that_stalls_in_the_middle_is_lost(peer: Peer, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(transport, "STALL_SECONDS", 0.2)
    monkeypatch.setattr(Handler, "raw", ({"Content-Length": "1000"}, b"{"))
    monkeypatch.setattr(Handler, "finish", lambda _self: release.wait(10))
    answer = http.send(Request("GET", "/v1/pull"), None)
    release.set()
    assert isinstance(answer, Lost)


def test_a_password_kept_for_other_programs_does_not_replace_the_sign_in(
    peer: Peer, http: Http, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "netrc"
    file.write_text("default login ada password secret\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))
    http.send(Request("GET", "/v1/pull"), "token")
    http.send(Request("GET", "/health"), None)
    assert [headers.get("Authorization") for headers, _ in peer.heard] == ["Bearer token", None]


def test_a_silent_server_can_be_broken_off_from_another_thread(peer: Peer, http: Http) -> None:
    release = threading.Event()

    def silent(_handler: Handler, _body: bytes) -> Reply:
        release.wait(20)
        return 200, {}, b""

    peer.reply = silent
    stopper = threading.Timer(0.2, http.abort)
    stopper.start()
    begun = time.monotonic()
    answer = http.send(Request("GET", "/v1/pull"), None)
    release.set()
    stopper.join()
    assert answer.cancelled if isinstance(answer, Lost) else False
    assert time.monotonic() - begun < 5


def test_nobody_there_is_lost(http: Http, peer: Peer) -> None:
    with Peer() as other:
        url = other.url
    answer = Http(url).send(Request("GET", "/health"), None)
    assert isinstance(answer, Lost)
    assert not answer.cancelled
