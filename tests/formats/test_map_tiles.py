"""Tiles from a server of the person's own: what is asked, and what is made of its answers."""

from __future__ import annotations

import re

import pytest

from tests.web_server import Answer, WebServer
from tracker.domain.mercator import Tile
from tracker.errors import KnownError, Offline
from tracker.formats.map_tiles import address_of, fetch
from tracker.formats.web import Web

PNG = b"\x89PNG\r\n\x1a\n a picture"


def test_an_address_names_the_tile_and_goes_round_the_world() -> None:
    assert address_of("https://{s}.example.org/{z}/{x}/{y}.png?key=1", Tile(3, 9, 2)) == (
        "https://a.example.org/3/1/2.png?key=1"
    )
    assert address_of("https://example.org/{z}/{y}/{x}", Tile(3, -1, 2)) == "https://example.org/3/2/7"


def test_a_tile_is_fetched(server: WebServer, web: Web) -> None:
    server.answers["/5/3/4.png"] = Answer(PNG)
    assert fetch(web, server.address + "/{z}/{x}/{y}.png", Tile(5, 3, 4)) == PNG
    assert "Tracker" in server.asked[0].headers["User-Agent"]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (Answer(b"", 403), "refuses. Look whether its address in the settings needs a key."),
        (Answer(b"", 429), "is asked more than it can answer"),
        (Answer(b"", 500), r"answers with an error \(500\)"),
        (Answer(b"<html>Welcome</html>"), "answers with something else than a map. Check its address"),
        (Answer(b"x" * (3 << 20)), "more than 2 MB"),
    ],
    ids=["a key is missing", "busy", "an error", "a page", "too large"],
)
def test_what_is_no_tile_is_said_in_a_sentence(server: WebServer, web: Web, answer: Answer, sentence: str) -> None:
    server.answers["/1/0/0"] = answer
    with pytest.raises(KnownError) as caught:
        fetch(web, server.address + "/{z}/{x}/{y}", Tile(1, 0, 0))
    assert re.search(sentence, str(caught.value))


def test_a_tile_that_the_server_does_not_draw_is_empty(server: WebServer, web: Web) -> None:
    assert fetch(web, server.address + "/{z}/{x}/{y}", Tile(1, 0, 0)) == b""


def test_nobody_there_is_being_offline(web: Web) -> None:
    with pytest.raises(Offline, match="cannot be reached"):
        fetch(web, "http://127.0.0.1:9/{z}/{x}/{y}", Tile(1, 0, 0))
