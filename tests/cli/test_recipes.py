"""`tracker import ADDRESS` and `tracker export --recipes`: a recipe comes in from its page and goes out again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.formats.recipes.pages import PAGE, PIXEL
from tests.web_server import Answer, WebServer, serving
from tracker.cli import commands


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as made:
        page = PAGE.replace("https://example.org/soup.jpg", f"{made.address}/soup.png").encode()
        made.answers["/soup"] = Answer(page, headers={"Content-Type": "text/html"})
        made.answers["/soup.png"] = Answer(PIXEL)
        yield made


def run(profile: Path, *words: str) -> int:
    return commands.main(["--profile", str(profile / "profile"), *words])


def imported(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = run(folder, "import", *words, "--json")
    [row] = json.loads(capsys.readouterr().out)
    return code, row


def test_an_address_is_fetched_once_kept_and_not_doubled(
    tmp_path: Path, server: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"{server.address}/soup"
    code, row = imported(tmp_path, capsys, address)
    assert (code, row["status"], row["kind"]) == (0, "imported", "recipe")
    assert [asked.path for asked in server.asked] == ["/soup", "/soup.png"]
    assert imported(tmp_path, capsys, address)[1]["status"] == "duplicate"

    out = tmp_path / "recipes.json"
    assert run(tmp_path, "export", "--recipes", str(out)) == 0
    assert "Wrote 1 recipe to" in capsys.readouterr().out
    assert "Tomato soup" in out.read_text("utf-8")
    assert imported(tmp_path / "other", capsys, str(out))[1]["status"] == "imported"


def test_an_address_without_a_recipe_is_told(
    tmp_path: Path, server: WebServer, capsys: pytest.CaptureFixture[str]
) -> None:
    code, row = imported(tmp_path, capsys, f"{server.address}/nowhere")
    assert code != 0
    assert row["status"] == "failed"
    assert "no page" in str(row["error"])
