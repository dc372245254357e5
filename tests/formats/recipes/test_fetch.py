"""A recipe from an address: only the page that was asked for and its one picture are fetched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.formats.recipes.pages import PAGE, PIXEL, SOUP
from tests.web_server import Answer, WebServer, serving
from tracker.errors import BadFile, BadInput, KnownError, NotFound, Offline
from tracker.formats.recipes.fetch import fetch_recipe
from tracker.formats.web import Web

HTML = {"Content-Type": "text/html"}


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as made:
        made.answers["/soup"] = Answer(
            PAGE.replace("https://example.org/soup.jpg", f"{made.address}/soup.png").encode(), headers=HTML
        )
        made.answers["/soup.png"] = Answer(PIXEL)
        yield made


def test_a_page_and_its_picture_are_fetched_and_nothing_else(server: WebServer, web: Web) -> None:
    found = fetch_recipe(web, f"{server.address}/soup")
    assert (found.name, found.lines, found.photo) == ("Tomato soup", tuple(SOUP["recipeIngredient"]), PIXEL)
    assert found.source == f"{server.address}/soup"
    assert [asked.path for asked in server.asked] == ["/soup", "/soup.png"]


def test_without_its_picture_it_is_a_recipe_as_well(server: WebServer, web: Web) -> None:
    del server.answers["/soup.png"]
    assert fetch_recipe(web, f"{server.address}/soup").photo == b""


def test_what_is_no_recipe_or_not_there_is_told(server: WebServer, web: Web) -> None:
    server.answers["/hello"] = Answer(b"<html>Hello</html>", headers=HTML)
    server.answers["/closed"] = Answer(b"no", 403)
    with pytest.raises(BadFile, match="no recipe"):
        fetch_recipe(web, f"{server.address}/hello")
    with pytest.raises(NotFound, match="no page"):
        fetch_recipe(web, f"{server.address}/nowhere")
    with pytest.raises(KnownError, match="403"):
        fetch_recipe(web, f"{server.address}/closed")
    with pytest.raises(BadInput):
        fetch_recipe(web, "  ")
    with pytest.raises(BadInput):
        fetch_recipe(web, "file:///etc/passwd")
    with pytest.raises(Offline):
        fetch_recipe(web, "http://127.0.0.1:1/soup")
