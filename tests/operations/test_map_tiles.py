"""Tiles on the disk: fetched once, again when they are old, and never more of them than the limit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_server import Answer, WebServer, serving
from tracker.domain.mercator import Tile
from tracker.errors import KnownError, Offline
from tracker.formats.web import Web
from tracker.operations.map_tiles import FRESH, Cache, tile

PNG = b"\x89PNG\r\n\x1a\n"
FIRST = Tile(4, 2, 3)


class Server:
    """A server of tiles, a clock, and how often each was asked for."""

    def __init__(self, web: WebServer, folder: Path) -> None:
        self.web, self.session, self.time = web, Web(), 1_000_000.0
        self.address = web.address + "/{z}/{x}/{y}"
        self.cache = Cache(folder, now=lambda: self.time)

    def draw(self, wanted: Tile, picture: bytes) -> None:
        self.web.answers[f"/{wanted.zoom}/{wanted.x}/{wanted.y}"] = Answer(picture)

    def tile(self, wanted: Tile = FIRST) -> bytes:
        return tile(self.session, self.cache, self.address, wanted)

    @property
    def asked(self) -> int:
        return len(self.web.asked)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with serving() as web:
        made = Server(web, tmp_path / "tiles")
        yield made
        made.session.close()


def test_a_tile_is_fetched_once_and_again_when_it_is_old(server: Server) -> None:
    server.draw(FIRST, PNG + b"old")
    assert [server.tile(), server.tile()] == [PNG + b"old"] * 2
    assert server.asked == 1
    server.draw(FIRST, PNG + b"new")
    server.time += FRESH + 1
    assert server.tile() == PNG + b"new"
    assert server.asked == 2


def test_that_a_server_has_no_tile_is_kept_as_well(server: Server) -> None:
    assert [server.tile(), server.tile()] == [b"", b""]
    assert server.asked == 1


def test_an_old_tile_does_while_the_server_is_away(server: Server) -> None:
    server.draw(FIRST, PNG)
    server.tile()
    server.time += FRESH + 1
    server.web.answers["/4/2/3"] = Answer(b"", 503)
    assert server.tile() == PNG
    server.web.answers["/4/2/4"] = Answer(b"", 503)
    with pytest.raises(KnownError, match="asked more than"):
        server.tile(Tile(4, 2, 4))


def test_without_a_network_only_what_is_kept_is_there(server: Server) -> None:
    server.address = "http://127.0.0.1:9/{z}/{x}/{y}"
    with pytest.raises(Offline):
        server.tile()
    server.cache.keep(server.address, FIRST, PNG)
    assert server.tile() == PNG


def test_servers_do_not_mix_and_the_world_goes_round(server: Server) -> None:
    server.cache.keep("https://other.example.org/{z}/{x}/{y}", FIRST, PNG)
    assert server.cache.get(server.address, FIRST) is None
    server.cache.keep(server.address, Tile(4, 17, 3), PNG)
    assert server.cache.get(server.address, Tile(4, 1, 3)) == (PNG, True)


def test_the_oldest_go_when_there_are_too_many(server: Server, tmp_path: Path) -> None:
    server.cache = Cache(tmp_path / "tiles", limit=10_000, now=lambda: server.time)
    for number in range(12):
        server.time += 10
        server.cache.keep(server.address, Tile(8, number, 0), PNG + bytes(992))
    left = [number for number in range(12) if server.cache.get(server.address, Tile(8, number, 0))]
    assert left[-1] == 11
    assert left == list(range(left[0], 12))
    assert sum(path.stat().st_size for path in (tmp_path / "tiles").rglob("*") if path.is_file()) <= 10_000
    again = Cache(tmp_path / "tiles", limit=3000, now=lambda: server.time)
    again.keep(server.address, Tile(9, 0, 0), PNG + bytes(992))
    assert again.get(server.address, Tile(8, left[0], 0)) is None, "what was there before counts as well"


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "tiles")
    cache.keep("https://example.org/{z}/{x}/{y}", FIRST, PNG)
    assert cache.get("https://example.org/{z}/{x}/{y}", FIRST) is None
