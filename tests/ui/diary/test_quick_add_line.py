"""The quick-add line itself: words that were taken for something else, and the lines of earlier days."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key
from tracker.store.database import Store
from tracker.store.queries.typed_lines import KEPT, typed_lines
from tracker.ui.desk import Desk
from tracker.ui.diary.earlier_lines import EarlierLines
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.pages.today import TodayPage
from tracker.ui.widgets.chips import Chip


@pytest.fixture
def line(qtbot: QtBot, empty_desk: Desk) -> QuickAdd:
    page = with_page(empty_desk, "today", TodayPage)
    settle(qtbot, empty_desk)
    found: QuickAdd = page.findChild(QuickAdd)
    assert found.hasFocus()
    return found


def press(line: QuickAdd, key: Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(line, key)


def named(line: QuickAdd) -> list[tuple[str, str]]:
    """Of each item the name that was understood or is unknown, and its meal."""
    line.understand()
    assert line.meaning is not None
    known = [(one.title, one.slot.name if one.slot else "") for one in line.meaning.lines]
    return known + [(problem.unknown, "") for problem in line.meaning.problems]


def test_backspace_behind_a_meal_makes_it_a_part_of_the_name(line: QuickAdd) -> None:
    QTest.keyClicks(line, "200g lunch")
    press(line, Key.Key_Backspace)
    QTest.keyClicks(line, " bar")
    assert line.text() == '200g "lunch" bar'
    assert named(line) == [("lunch bar", "")]


@pytest.mark.parametrize("word", ["dinner", "yesterday", "run", "plan"])
def test_so_it_does_behind_a_day_a_sport_and_other_words_of_the_grammar(line: QuickAdd, word: str) -> None:
    QTest.keyClicks(line, word)
    press(line, Key.Key_Backspace)
    assert line.text() == f'"{word}"'


def test_backspace_once_more_deletes_as_always(line: QuickAdd) -> None:
    QTest.keyClicks(line, "2 eggs lunch")
    press(line, Key.Key_Backspace, 2)
    assert line.text() == "2 eggs lunc"
    press(line, Key.Key_Backspace, 5)
    QTest.keyClicks(line, " dinner")
    assert named(line) == [("Egg", "Dinner")]


@pytest.mark.parametrize("text", ["2 eggs", "150g", "weight 81.4", "20.11.", '"lunch"', "@lunch", "7:30"])
def test_everything_else_is_deleted_at_once(line: QuickAdd, text: str) -> None:
    QTest.keyClicks(line, text)
    press(line, Key.Key_Backspace)
    assert line.text() == text[:-1]


def test_the_lines_own_undo_takes_the_quotes_away(line: QuickAdd) -> None:
    QTest.keyClicks(line, "2 eggs lunch")
    press(line, Key.Key_Backspace)
    line.undo()
    assert line.text() == "2 eggs lunch"


def test_earlier_lines_are_there_after_a_restart(qtbot: QtBot, empty_desk: Desk, line: QuickAdd) -> None:
    QTest.keyClicks(line, "2 eggs breakfast")
    press(line, Key.Key_Return)
    QTest.keyClicks(line, "half a thought")
    press(line, Key.Key_Escape)
    settle(qtbot, empty_desk)
    after = EarlierLines(empty_desk)
    assert (after.earlier("now"), after.earlier(""), after.earlier("")) == ("half a thought", "2 eggs breakfast", None)
    assert (after.later(), after.later(), after.browsing) == ("half a thought", "now", False)


def test_they_stay_on_this_device_and_do_not_pile_up(tmp_path: Path) -> None:
    from tracker.operations.typed_lines import remember

    with Store.open(tmp_path / "profile") as store:
        for number in range(KEPT + 5):
            remember(store, f"{number} eggs")
        remember(store, "10 eggs")
        assert len(typed_lines(store)) == KEPT
        assert typed_lines(store)[-2:] == [f"{KEPT + 4} eggs", "10 eggs"]
        assert store.rows("SELECT COUNT(*) FROM sync_rec WHERE c LIKE '%prefer%'") == [(0,)]
        assert not store.rows("SELECT 1 FROM undo_step")


def test_pasted_lines_are_items_of_their_own(line: QuickAdd) -> None:
    QApplication.clipboard().setText("2 eggs breakfast\n150g skyr snack\nweight 81.4")
    line.paste()
    assert [title for title, _ in named(line)] == ["Egg", "Skyr, plain", "Weight 81.4 kg"]


def test_a_chip_gives_its_words_back_to_be_typed_anew(line: QuickAdd) -> None:
    QTest.keyClicks(line, "2 eggs breakfast, 150g skyr snack")
    line.understand()
    _egg, skyr = (one for one in line.window().findChildren(Chip) if one.isVisible() and "kcal" in one.text())
    QTest.mouseClick(skyr, Qt.MouseButton.LeftButton)
    assert line.hasFocus()
    assert line.selectedText() == "150g skyr snack"
    QTest.keyClicks(line, "200g quark dinner")
    assert line.text() == "2 eggs breakfast, 200g quark dinner"
    line.undo()
    assert line.text() == "2 eggs breakfast, 150g skyr snack"


def test_f2_goes_from_one_item_to_the_next(line: QuickAdd) -> None:
    QTest.keyClicks(line, "2 eggs and 1 banana breakfast; weight 81.4")
    said = []
    for _ in range(4):
        press(line, Key.Key_F2)
        said.append(line.selectedText())
    assert said == ["2 eggs", "1 banana breakfast", "weight 81.4", "2 eggs"]
    QTest.keyClicks(line, "3 eggs")
    assert named(line)[0] == ("Egg", "Breakfast")
    press(line, Key.Key_Escape)
    press(line, Key.Key_F2)
    assert line.text() == ""
