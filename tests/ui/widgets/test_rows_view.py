"""Lists: what the keys and the mouse do, what stays selected over a change, and lists of any length."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tracker.ui.theme import GROUP_ROW, HEADER, ROW, theme
from tracker.ui.widgets.rows import Cell, Column, LazyRowsModel, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView

COLUMNS = (
    Column("Food", key="name"),
    Column("kcal", 80, right=True, key="energy"),
    Column("", 120, right=True, key="do"),
)


def meal_rows() -> list[Row]:
    return [
        Row("breakfast", ("Breakfast", "322 kcal"), group=True),
        Row("oats", (Cell("Rolled oats", suffix=" · 60 g"), "227"), checked=True),
        Row("skyr", (Cell("Skyr"), "95", Cell(button="Resolve…")), checked=False),
        Row("dinner", ("Dinner", "690 kcal"), group=True),
        Row("salmon", (Cell("Salmon", star=True, detail="Nordic"), "690"), checked=False),
        Row("note", (Cell("Note", pill="warn"), Cell(share=0.4))),
    ]


@pytest.fixture
def view(qtbot: QtBot) -> RowsView:
    model = RowsModel(COLUMNS)
    model.set_rows(meal_rows())
    made = RowsView(model, "Diary")
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    return made


def press(qtbot: QtBot, view: RowsView, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(view, key)


def at(view: RowsView, row: int, column: int, right: int = 0, left: int = 0) -> QPoint:
    rect = view.visualRect(view.rows.index(row, column))
    x = rect.right() - right if right else rect.left() + left
    return QPoint(x, rect.center().y())


def test_the_focus_selects_the_first_row_and_arrows_skip_headings(view: RowsView, qtbot: QtBot):
    assert view.current_id == "oats"
    press(qtbot, view, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view.current_id == "salmon"
    press(qtbot, view, Qt.Key.Key_Home)
    assert view.current_id == "oats"
    press(qtbot, view, Qt.Key.Key_End)
    assert view.current_id == "note"


def test_the_keys_of_a_list_tell_what_is_wanted(view: RowsView, qtbot: QtBot):
    told: list[object] = []
    for signal in (view.opened, view.edit_requested, view.ticked, view.delete_requested):
        signal.connect(told.append)
    view.filter_requested.connect(lambda: told.append("filter"))
    press(qtbot, view, Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Slash)
    assert told == ["oats", "oats", ("oats",), ("oats",), "filter"]


def test_several_rows_are_ticked_and_deleted_together_and_only_those_with_a_box(view: RowsView, qtbot: QtBot):
    told: list[object] = []
    view.ticked.connect(told.append)
    view.delete_requested.connect(told.append)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, view, Qt.Key.Key_Space, Qt.Key.Key_Delete)
    assert told == [("oats", "skyr", "salmon"), ("oats", "skyr", "salmon", "note")]


def test_a_press_on_the_box_ticks_and_one_on_the_words_selects(view: RowsView, qtbot: QtBot):
    told: list[object] = []
    view.ticked.connect(told.append)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 2, 0, left=16))
    assert told == [("skyr",)]
    assert view.current_id == "oats"
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 2, 0, left=60))
    assert told == [("skyr",)]
    assert view.current_id == "skyr"


def test_a_button_in_a_row_is_pressed_with_its_row(view: RowsView, qtbot: QtBot):
    with qtbot.waitSignal(view.button_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at(view, 2, 2, right=30))
    assert clicked.args == ["skyr", "do"]
    assert view.current_id == "skyr"


def test_a_double_press_opens(view: RowsView, qtbot: QtBot):
    place = at(view, 4, 0, left=80)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == ["salmon"]


def test_the_same_rows_with_other_words_keep_selection_and_scroll(view: RowsView, qtbot: QtBot):
    view.select("salmon")
    resets: list[int] = []
    view.rows.modelReset.connect(lambda: resets.append(1))
    rows = meal_rows()
    rows[1] = Row("oats", ("Rolled oats", "300"), checked=False)
    with qtbot.waitSignal(view.rows.dataChanged) as changed:
        view.rows.set_rows(rows)
    assert (changed.args[0].row(), changed.args[1].row()) == (1, 1)
    assert resets == []
    assert view.current_id == "salmon"


def test_selection_follows_its_rows_to_other_places(view: RowsView):
    view.select("skyr")
    view.rows.set_rows([Row("new", ("New", "1")), *meal_rows()])
    assert view.current_id == "skyr"
    assert view.selected_ids == ("skyr",)


def test_where_the_current_row_is_gone_its_neighbour_takes_over(view: RowsView):
    view.select("salmon")
    view.rows.set_rows([row for row in meal_rows() if row.id != "salmon"])
    assert view.current_id == "note"
    view.rows.set_rows([row for row in meal_rows() if row.id in ("breakfast", "oats")])
    assert view.current_id == "oats"
    view.rows.set_rows([])
    assert view.current_id == ""
    assert view.selected_ids == ()


def test_a_press_on_a_title_sorts_and_again_turns_the_order(view: RowsView, qtbot: QtBot):
    told: list[tuple[str, bool]] = []
    view.sort_requested.connect(lambda key, up: told.append((key, up)))
    header = view.horizontalHeader()
    for section in (1, 1, 0):
        place = QPoint(header.sectionViewportPosition(section) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told == [("energy", True), ("energy", False), ("name", True)]


def test_columns_without_a_width_share_what_is_left(view: RowsView):
    view.resize(900, 400)
    QApplication.processEvents()
    assert view.columnWidth(1) == 80
    assert view.columnWidth(0) + 200 == view.viewport().width()


def test_optional_columns_give_way_in_a_narrow_list_and_come_back(qtbot: QtBot):
    model = RowsModel(
        (Column("Food"), Column("kcal", 80), Column("Carbs", 80, optional=True), Column("Fat", 80, optional=True))
    )
    narrow = RowsView(model, "Diary")
    qtbot.addWidget(narrow)
    narrow.show()
    for width, hidden in ((600, []), (400, [3]), (330, [2, 3]), (600, [])):
        narrow.resize(width, 200)
        QApplication.processEvents()
        assert [number for number in range(4) if narrow.isColumnHidden(number)] == hidden
        assert sum(narrow.columnWidth(number) for number in range(4)) == narrow.viewport().width()


def test_headings_are_higher_and_a_list_that_fits_is_as_high_as_its_rows(qtbot: QtBot):
    model = RowsModel(COLUMNS)
    model.set_rows(meal_rows())
    fitted = RowsView(model, "Diary", fit=True)
    qtbot.addWidget(fitted)
    assert fitted.sizeHint().height() == HEADER + 2 * GROUP_ROW + 4 * ROW
    model.set_rows(meal_rows()[:2])
    assert fitted.sizeHint().height() == HEADER + GROUP_ROW + ROW


def test_a_selected_row_has_the_colour_of_the_theme_even_after_a_switch(view: RowsView):
    view.select("salmon")
    place = at(view, 4, 0, right=4)
    for mode in ("dark", "light"):
        theme().apply(mode)
        image = view.viewport().grab().toImage()
        assert image.pixelColor(place).name() == theme().colors.selection.lower()


def test_screen_readers_hear_all_of_a_cell(view: RowsView):
    role = Qt.ItemDataRole.AccessibleTextRole
    assert view.rows.index(4, 0).data(role) == "Salmon, Nordic, favorite"
    assert view.rows.index(1, 0).data(role) == "Rolled oats, 60 g"
    assert view.rows.index(2, 2).data(role) == "Resolve…"
    assert view.rows.index(2, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert view.accessibleName() == "Diary"


def test_a_long_list_fetches_only_what_is_painted(qtbot: QtBot):
    asked: list[int] = []

    def fetch(ids: Sequence[str]) -> list[Row]:
        asked.append(len(ids))
        return [Row(row_id, (f"Food {row_id}", "1")) for row_id in ids]

    model = LazyRowsModel(COLUMNS, fetch)
    ids = [str(number) for number in range(100_000)]
    view = RowsView(model, "Foods")
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    model.set_ids(ids)
    view.grab()
    assert asked == [100]
    view.select("99999")
    view.grab()
    assert asked == [100, 100]
    assert model.row_at(99_999).cell(0).text == "Food 99999"


def test_a_record_that_is_gone_shows_an_empty_row_until_the_ids_are_read_again(qtbot: QtBot):
    model = LazyRowsModel(COLUMNS, lambda ids: [Row(i, (i,)) for i in ids if i != "b"])
    model.set_ids(["a", "b"])
    assert [model.row_at(number).cell(0).text for number in (0, 1)] == ["a", ""]
    with qtbot.waitSignal(model.dataChanged):
        model.set_ids(["a", "b"])
    model.set_ids(["a"])
    assert model.rowCount() == 1


def test_choosing_a_row_selects_it_while_ctrl_is_held(qtbot: QtBot, view: RowsView):
    qtbot.keyPress(view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert view.select("oats")
    assert view.select("oats")
    assert view.selected_ids == ("oats",)
    qtbot.keyRelease(view, Qt.Key.Key_Control)


def test_a_pill_of_a_column_with_a_key_is_pressed_like_a_button(qtbot: QtBot):
    model = RowsModel((Column("Food"), Column("", 120, right=True, key="match")))
    model.set_rows([Row("parsley", (Cell("Parsley", pill="warn"), Cell("match a food…", pill="warn")))])
    made = RowsView(model, "Ingredients")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    pressed: list[tuple[str, str]] = []
    made.button_clicked.connect(lambda row, column: pressed.append((row, column)))
    qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=at(made, 0, 0, left=20))
    assert pressed == [], "the first column leads nowhere"
    qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=at(made, 0, 1, right=30))
    assert pressed == [("parsley", "match")]


def test_a_lazy_list_shows_new_rows_after_its_ids_change(qtbot: QtBot):
    known = {"a": "Apple", "b": "Banana", "c": "Cherry"}
    model = LazyRowsModel((Column("Food"),), lambda ids: [Row(one, (known[one],)) for one in ids])
    made = RowsView(model, "Foods")
    qtbot.addWidget(made)
    model.set_ids(["b", "c"])
    made.select("b")
    model.set_ids(["a", "b", "c"])
    assert [model.row_at(number).cell(0).text for number in range(3)] == ["Apple", "Banana", "Cherry"]
    assert made.current_id == "b"
    model.set_columns((Column("Name"),))
    assert model.rowCount() == 0
