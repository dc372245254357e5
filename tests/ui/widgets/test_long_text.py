"""Names of any length: broken, cut and elided, so that nothing beside them is pushed away."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.test_fields import pixels
from tracker.ui.theme import font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.long_text import LongText, in_lines
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.strips import Toast
from tracker.ui.words import cut

LONG = ("x" * 5000, "chicken soup " * 70)


@pytest.mark.parametrize("text", LONG)
def test_a_long_name_takes_three_lines_that_all_fit(qtbot: QtBot, text: str):
    lines = in_lines(text, font(18), 200, 3, " ★")
    assert len(lines) == 3
    assert all(QFontMetricsF(font(18)).horizontalAdvance(line) <= 200.5 for line in lines)
    assert lines[-1].endswith("… ★")


def test_a_short_name_stays_as_it_is(qtbot: QtBot):
    assert in_lines("Egg", font(18), 200, 3, " ★") == ("Egg ★",)


@pytest.mark.parametrize("text", LONG)
def test_a_long_title_leaves_the_button_beside_it_in_the_window(qtbot: QtBot, text: str):
    holder = QWidget()
    qtbot.addWidget(holder)
    row = QHBoxLayout(holder)
    title, button = LongText(text), Button("Edit")
    row.addWidget(title, 1)
    row.addWidget(button)
    holder.resize(400, 120)
    holder.show()
    assert holder.width() == 400
    assert button.geometry().right() < 400
    assert title.heightForWidth(title.width()) <= 3 * 24
    assert title.text() == text, "screen readers hear all of it"


@pytest.mark.parametrize("text", LONG)
def test_a_row_with_a_long_name_is_not_blank(qtbot: QtBot, text: str):
    model = RowsModel((Column("Name"), Column("kcal", 70, right=True)))
    view: QTableView = RowsView(model, "Foods", header=False)
    qtbot.addWidget(view)
    view.resize(300, 60)
    model.set_rows([Row("empty", ("", "")), Row("long", (Cell(text, star=True, tip=text), ""))])
    before = pixels(view, "text")
    model.set_rows([Row("empty", ("", "")), Row("long", ("", ""))])
    assert before > pixels(view, "text") + 50
    model.set_rows([Row("long", (Cell(text, tip=text), ""))])
    assert len(model.index(0, 0).data(3)) <= 400


def test_a_toast_with_a_long_name_keeps_its_undo_in_sight(qtbot: QtBot):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(900, 300)
    holder.show()
    toast = Toast(holder)
    toast.say(f"Deleted {LONG[1]}.", undo=True)
    toast.layout().activate()
    assert toast.width() <= 900
    assert toast._undo.geometry().right() <= toast.width()


def test_cut_keeps_the_beginning():
    assert cut("egg") == "egg"
    assert cut("a" * 500, 10) == "a" * 9 + "…"
