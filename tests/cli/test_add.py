"""`tracker add` on a real profile, line by line of the table: what it writes, and that a wrong line writes nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import quick_add_table
from tests.ui import desk_content
from tracker.cli import commands
from tracker.operations import settings
from tracker.store import clock, undo
from tracker.store.database import Store

TABLE = quick_add_table.lines()


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("add") / "profile"
    with Store.open(made, clock=desk_content.clock()) as store:
        desk_content.fill(store)
    yield made
    logger = logging.getLogger("tracker")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()


def test_the_table_is_long_enough_and_says_nothing_twice() -> None:
    typed = [line for line, _ in TABLE]
    assert len(set(typed)) == len(typed) >= 180
    assert all(said for _, said in TABLE)


@pytest.mark.parametrize(("line", "expected"), TABLE, ids=[line for line, _ in TABLE])
def test_a_line_writes_what_the_table_says(
    profile: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    expected: tuple[str, ...],
) -> None:
    monkeypatch.setattr(clock.SystemClock, "now", lambda _: desk_content.NOW)
    monkeypatch.setattr(clock.SystemClock, "zone", lambda _: desk_content.ZONE)
    code = commands.main(["--profile", str(profile), "add", "--json", "--", line.replace("\\n", "\n")])
    ran = capsys.readouterr()
    with Store.open(profile, clock=desk_content.clock()) as store:
        if expected[0].startswith("!"):
            assert (code, ran.out, undo.next_undo(store)) == (1, "", None)
            assert ran.err.strip().removeprefix("tracker: ") == expected[0].removeprefix("!").strip()
            return
        assert code == 0, ran.err
        undo.undo(store)
        store.database.execute_sql("DELETE FROM undo_step")
    entries = json.loads(ran.out)["entries"]
    assert tuple(quick_add_table.told(one) for one in entries) == expected


def add(profile: Path, line: str) -> int:
    return commands.main(["--profile", str(profile), "add", "--json", "--", line])


def test_where_people_write_a_comma_a_point_before_three_digits_is_asked_about(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(profile, clock=desk_content.clock()) as store:
        settings.set_value(store, "decimal_mark", "comma")
    try:
        assert add(profile, "1.500 g skyr") == 1
        assert "Is “1.500” 1,5 or 1500?" in capsys.readouterr().err
        assert add(profile, "1,5 g skyr") == 0
        assert json.loads(capsys.readouterr().out)["entries"][0]["amount"] == 1.5
        assert add(profile, "water 0,5l; 1.5 bananas") == 0
        assert [one["amount"] for one in json.loads(capsys.readouterr().out)["entries"]] == [0.5, 1.5]
    finally:
        with Store.open(profile, clock=desk_content.clock()) as store:
            settings.set_value(store, "decimal_mark", "point")
            for _ in range(2):
                undo.undo(store)
            store.database.execute_sql("DELETE FROM undo_step")


def test_a_food_that_nobody_knows_is_told_with_those_somewhat_like_it(
    profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(profile, "150g skyr vanille") == 1
    assert "no food called “skyr vanille”" in (said := capsys.readouterr().err)
    assert "Skyr, plain" in said.partition("It knows ")[2]
