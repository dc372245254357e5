"""The app as a whole: one window on one profile, with all its screens and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_commands import shortcut_problems
from tracker.app import Desktop, main
from tracker.errors import Busy
from tracker.options import options
from tracker.ui.commands import MENUS
from tracker.ui.screens import PAGES


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desktop]:
    one = Desktop(tmp_path / "profile")
    one.start()
    qtbot.waitExposed(one.shell)
    yield one
    one.shell.close()
    one.close()


def test_no_key_of_any_screen_is_ambiguous_or_taken_from_typing(desktop: Desktop, qtbot: QtBot) -> None:
    for page_id, *_ in PAGES:
        desktop.shell.show_page(page_id)
    assert len(desktop.shell.registry.every()) == len(PAGES) + 1
    assert shortcut_problems(desktop.shell.registry) == []


def test_every_command_stands_in_a_menu(desktop: Desktop) -> None:
    for page_id, *_ in PAGES:
        desktop.shell.show_page(page_id)
    for commands in desktop.shell.registry.every().values():
        assert {command.group for command in commands} <= set(MENUS)


def test_a_second_window_on_the_same_data_is_refused(desktop: Desktop, tmp_path: Path) -> None:
    with pytest.raises(Busy, match="open with this data already"):
        Desktop(tmp_path / "profile")


def test_the_data_can_be_opened_again_once_the_window_is_closed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    for _ in range(2):
        one = Desktop(tmp_path / "profile")
        one.start()
        one.shell.close()
        assert one.closed


def test_without_a_display_it_says_so_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 1
    assert "There is no display" in capsys.readouterr().err


def test_an_empty_name_for_the_profile_does_not_mean_the_usual_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--profile", ""])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ("", False)),
        (["--profile", "one"], ("one", False)),
        (["--profile=a=b", "--measure-first-paint"], ("a=b", True)),
        (["--measure-first-paint", "--profile", "one", "--profile", "two"], ("two", True)),
        (["--prof", "one"], ("one", False)),  # argparse takes what is short for one option
        (["--profile", "--measure-first-paint"], None),
        (["--profile="], None),
        (["--profile=", "one"], None),
        (["--measure-first-paint="], None),
        (["--profile"], None),
        (["--measure-first-paint=yes"], None),
        (["somewhere"], None),
    ],
)
def test_the_windows_options_are_understood_or_explained(
    arguments: list[str], expected: tuple[str, bool] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if expected is not None:
        assert options(arguments) == expected
        return
    with pytest.raises(SystemExit) as ended:
        options(arguments)
    assert ended.value.code == 2
    assert "usage: tracker" in capsys.readouterr().err
