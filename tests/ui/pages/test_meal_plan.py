"""The meal plan, by keyboard: a cursor over cells and cards, and what is done under it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, NONE, SHIFT, Key, press, words
from tracker.domain.nutrients import Nutrition
from tracker.operations import entries, foods, settings
from tracker.operations.entries import Wanted
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Portion
from tracker.ui.desk import Desk
from tracker.ui.dialogs.add_meal import AddMeal
from tracker.ui.dialogs.meal import MealDialog
from tracker.ui.diary.week_grid import ENTRIES, WeekGrid
from tracker.ui.diary.week_paper import WeekPaper, week_html
from tracker.ui.pages.meal_plan import MealPlanPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MealPlanPage:
    made = with_page(desk, "meal_plan", MealPlanPage, "Ctrl+2")
    settle(qtbot, desk)
    return made


@pytest.fixture
def grid(page: MealPlanPage) -> WeekGrid:
    found = page.findChild(WeekGrid)
    assert found.hasFocus()
    return found


def meal(desk: Desk, day: date, name: str) -> list[str]:
    found = days.day(desk.store, day.isoformat()).meals
    return [one.title for meal in found if meal.slot.name == name for one in meal.entries]


def shown(page: MealPlanPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Text) if label.isVisible())


def dialog(desk: Desk, kind: type[Dialog] = Dialog) -> Dialog:
    assert isinstance(desk.window, Shell)
    return next(one for one in desk.window.findChildren(kind) if one.isVisible())


def test_the_week_opens_on_the_meal_of_this_hour(page: MealPlanPage, grid: WeekGrid) -> None:
    assert (grid.day, grid.slot.name) == (TODAY, "Lunch")
    assert grid.card.title == "Chicken and lentil salad"
    assert "Week 47" in shown(page)
    assert "16 – 22 November" in shown(page)


def test_arrows_move_over_cells_and_cards(grid: WeekGrid) -> None:
    press(Key.Key_Down)
    assert (grid.slot.name, grid.card.title) == ("Dinner", "Salmon with roast potatoes")
    press(Key.Key_Down)
    assert (grid.slot.name, grid.card.title) == ("Dinner", "Green beans")
    press(Key.Key_Down)
    assert (grid.slot.name, grid.card) == ("Snacks", None)
    press(Key.Key_Up)
    assert grid.card.title == "Green beans"
    press(Key.Key_Home)
    assert grid.day == date(2026, 11, 16)
    press(Key.Key_End)
    assert grid.day == SUNDAY


def test_past_the_edge_lies_the_next_week(page: MealPlanPage, grid: WeekGrid) -> None:
    press(Key.Key_Right, Key.Key_Right)
    assert "Week 48" in shown(page)
    assert grid.day == date(2026, 11, 23)
    press(Key.Key_Left)
    assert grid.day == SUNDAY


def test_many_entries_share_a_card_with_a_short_name(grid: WeekGrid) -> None:
    press(Key.Key_Up)
    assert grid.card.title == "Oats, skyr, blueberries"
    assert len(grid.card.ids) == 3


def test_the_grid_speaks(grid: WeekGrid) -> None:
    assert "Sat 21, Lunch: Chicken and lentil salad, 678 kcal, eaten, favorite" in grid.accessibleDescription()
    index = grid.week.index(1, 6)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Sunday 22, Lunch: empty"


def test_enter_in_an_empty_cell_plans_what_is_typed(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Right, Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "beef chi")
    press(Key.Key_Return)  # to the amount
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    press(Key.Key_Return)
    settle(qtbot, desk)
    added = next(meal for meal in days.day(desk.store, SUNDAY.isoformat()).meals if meal.slot.name == "Lunch").entries
    assert [(one.title, one.amount, one.unit, one.eaten) for one in added] == [("Beef chili", 2000, "serving", False)]
    assert grid.hasFocus()
    assert grid.card.title == "Beef chili"


def test_a_letter_in_the_grid_begins_the_search(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Right)
    qtbot.keyClicks(grid, "b")
    qtbot.keyClicks(QApplication.focusWidget(), "anana")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == ["Banana"]


def test_an_amount_that_is_typed_with_the_name_counts(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    press(Key.Key_Right)
    press(Key.Key_N, modifiers=CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "150g skyr")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    added = next(meal for meal in days.day(desk.store, SUNDAY.isoformat()).meals if meal.slot.name == "Lunch").entries
    assert [(one.title, one.amount, one.unit) for one in added] == [("Skyr, plain", 150_000, "g")]


def test_down_chooses_another_hit(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    press(Key.Key_Right)
    press(Key.Key_N, modifiers=CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "egg")
    found = dialog(desk, AddMeal).findChild(RowsView)
    qtbot.waitUntil(lambda: found.rows.row_at(0).cell(0).text == "Egg")
    second = found.rows.row_at(1).cell(0).text
    press(Key.Key_Down)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == [second]


def test_one_thing_after_the_other(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    press(Key.Key_Right)
    press(Key.Key_N, modifiers=CTRL)
    for name in ("banana", "almonds"):
        qtbot.keyClicks(QApplication.focusWidget(), name)
        press(Key.Key_Return, modifiers=CTRL | SHIFT)
        settle(qtbot, desk)
    assert dialog(desk, AddMeal).isVisible()
    press(Key.Key_Escape)
    assert meal(desk, SUNDAY, "Lunch") == ["Banana", "Almonds"]


def test_nothing_found_is_said_and_nothing_is_added(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    before = meal(desk, TODAY, "Lunch")
    press(Key.Key_N, modifiers=CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "qqqqqq")
    qtbot.waitUntil(lambda: "Nothing is called “qqqqqq”. Try another word." in words(dialog(desk)))
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, TODAY, "Lunch") == before


def test_f2_edits_and_enter_saves(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    record = grid.card.ids[0]
    press(Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "1,5")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert days.entry(desk.store, record).amount == 1500


def test_a_shared_card_opens_its_entries(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Up, Key.Key_Return)
    assert isinstance(dialog(desk), MealDialog)
    press(Key.Key_Down, Key.Key_Delete)
    settle(qtbot, desk)
    assert meal(desk, TODAY, "Breakfast") == ["Oats, rolled", "Blueberries"]
    press(Key.Key_Home, Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "90")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert days.day(desk.store, TODAY.isoformat()).entries[0].amount == 90_000
    press(Key.Key_Escape)
    assert grid.hasFocus()


def test_space_ticks_a_whole_card(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Up, Key.Key_Space)
    settle(qtbot, desk)
    assert not any(one.eaten for one in grid.card.entries)
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert grid.card.eaten


def test_delete_and_undo(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert (meal(desk, TODAY, "Lunch"), grid.card) == ([], None)
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert grid.card.title == "Chicken and lentil salad"


def test_copy_offers_the_entry_the_meal_and_the_day(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Down)
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    what = dialog(desk).findChild(QComboBox)
    assert [what.itemText(number) for number in range(what.count())] == [
        "Salmon with roast potatoes", "The whole dinner (2 entries)", "The whole day (6 entries)",
    ]  # fmt: skip
    what.setCurrentIndex(1)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Dinner") == ["Roast chicken", "Salmon with roast potatoes", "Green beans"]


def test_a_day_is_copied(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    what = dialog(desk).findChild(QComboBox)
    what.setCurrentIndex(what.count() - 1)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == ["Chicken and lentil salad"]
    assert len(days.day(desk.store, SUNDAY.isoformat()).entries) == 4 + 6


def test_move_to_by_keyboard(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    assert isinstance(desk.window, Shell)
    desk.window.registry.run("plan.move")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, TODAY, "Lunch") == []
    assert meal(desk, SUNDAY, "Lunch") == ["Chicken and lentil salad"]


@pytest.mark.parametrize(("action", "left"), [(Qt.DropAction.MoveAction, 0), (Qt.DropAction.CopyAction, 1)])
def test_a_card_is_dropped_on_another_day(
    qtbot: QtBot, desk: Desk, grid: WeekGrid, action: Qt.DropAction, left: int
) -> None:
    data = QMimeData()
    data.setData(ENTRIES, QByteArray(json.dumps(grid.card.ids).encode()))
    where = QPointF(grid.visualRect(grid.week.index(1, 6)).center())
    modifiers = CTRL if action == Qt.DropAction.CopyAction else NONE
    event = QDropEvent(where, action, data, Qt.MouseButton.LeftButton, modifiers)
    event.setDropAction(action)
    grid.dropEvent(event)
    settle(qtbot, desk)
    assert len(meal(desk, TODAY, "Lunch")) == left
    assert meal(desk, SUNDAY, "Lunch") == ["Chicken and lentil salad"]


def test_a_file_dropped_on_the_grid_is_left_to_the_window(grid: WeekGrid) -> None:
    data = QMimeData()
    data.setText("a file")
    event = QDropEvent(QPointF(300, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NONE)
    grid.dropEvent(event)
    assert not event.isAccepted()


def test_the_same_as_the_day_before(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    press(Key.Key_Right)
    press(Key.Key_Y, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == ["Chicken and lentil salad"]
    assert not grid.card.eaten


def test_a_week_is_copied_to_the_next(qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid) -> None:
    page.copy_week()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert "Week 48" in shown(page)
    assert meal(desk, date(2026, 11, 28), "Lunch") == ["Chicken and lentil salad"]
    assert not any(one.eaten for one in days.entries(desk.store, "2026-11-23", "2026-11-29"))
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert days.entries(desk.store, "2026-11-23", "2026-11-29") == ()


def test_weeks_turn_and_come_back(page: MealPlanPage, grid: WeekGrid) -> None:
    press(Key.Key_PageDown, modifiers=CTRL)
    assert "Week 48" in shown(page)
    press(Key.Key_PageUp, Key.Key_PageUp, modifiers=CTRL)
    assert "Week 46" in shown(page)
    press(Key.Key_Home, modifiers=Qt.KeyboardModifier.AltModifier)
    assert ("Week 47" in shown(page), grid.day) == (True, TODAY)


@pytest.mark.parametrize("starts", ["monday", "sunday", "saturday"])
def test_weeks_end_where_the_diary_does(
    qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid, starts: str
) -> None:
    desk.lane.write(settings.set_value, "week_starts", starts)
    settle(qtbot, desk)
    page.open_item("9999-12-31")
    assert grid.day == date(2199, 12, 31)
    last = grid.week.date_at(0)
    page.week_after()
    assert grid.week.date_at(0) == last
    page.week_before()
    assert grid.week.date_at(0) == last - timedelta(days=7)
    page.open_item("0001-01-01")
    page.week_before()
    assert grid.week.date_at(0) <= date(1900, 1, 1)


def test_go_to_a_date(qtbot: QtBot, page: MealPlanPage, grid: WeekGrid) -> None:
    press(Key.Key_J, modifiers=CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "2.12.")
    press(Key.Key_Return)
    assert (grid.day, "Week 49" in shown(page)) == (date(2026, 12, 2), True)


def test_a_week_may_begin_on_sunday(qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid) -> None:
    desk.lane.write(settings.set_value, "week_starts", "sunday")
    settle(qtbot, desk)
    assert grid.week.date_at(0) == date(2026, 11, 15)
    assert "15 – 21 November" in shown(page)
    assert "Week 47" in shown(page)


def test_an_item_is_a_date_or_an_entry(desk: Desk, page: MealPlanPage, grid: WeekGrid) -> None:
    page.open_item("2026-11-12")
    assert grid.day == date(2026, 11, 12)
    beans = days.day(desk.store, TODAY.isoformat()).entries[-1]
    page.open_item(beans.id)
    assert grid.card.title == "Green beans"
    page.open_item("nothing of the kind")
    assert grid.card.title == "Green beans"


def test_totals_say_what_they_leave_out(qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid) -> None:
    total = grid.week.index(4, 5)
    assert total.data(Qt.ItemDataRole.AccessibleTextRole) == "Saturday 21: 1\u202f767 kcal"
    slot = days.slots(desk.store)[3].id
    desk.lane.write(_add_unknown, slot)
    settle(qtbot, desk)
    assert total.data(Qt.ItemDataRole.AccessibleTextRole) == "Saturday 21: ≥ 1\u202f767 kcal"


def _add_unknown(store: Store, slot: str) -> Changes:
    foods.save(store, foods.Draft("Pie", portions=[Portion("slice", 120_000)]))
    pie = store.rows("SELECT id FROM main.food")[0][0]
    return entries.add(store, TODAY.isoformat(), slot, [Wanted("food", pie, 1000, "slice")])


def test_a_click_on_the_plus_asks_what(desk: Desk, grid: WeekGrid) -> None:
    corner = grid.visualRect(grid.week.index(1, 6)).topLeft()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, corner + QPoint(18, 18))
    assert isinstance(dialog(desk), AddMeal)
    assert grid.day == SUNDAY


def test_a_click_chooses_a_card(grid: WeekGrid) -> None:
    corner = grid.visualRect(grid.week.index(2, 5)).topLeft()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, corner + QPoint(40, 90))
    assert grid.card.title == "Green beans"


def test_where_there_is_no_room_entries_share_a_card(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    assert isinstance(desk.window, Shell)
    desk.window.resize(900, 600)
    grid = page.findChild(WeekGrid)
    qtbot.waitUntil(lambda: page.width() < 900)
    press(Key.Key_Down)
    assert grid.card.title == "Salmon with roast potatoes, green beans"


def test_an_empty_week_can_be_walked(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "meal_plan", MealPlanPage)
    settle(qtbot, empty_desk)
    grid = page.findChild(WeekGrid)
    press(Key.Key_Down, Key.Key_Up, Key.Key_Left, Key.Key_Delete, Key.Key_Space)
    assert grid.card is None
    assert grid.week.totals_title() == "kcal"
    assert grid.week.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Monday 16: nothing"
    assert "Nothing is planned this week." in shown(page)


def test_the_week_shows_its_total_its_state_and_how_much_is_known(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    desk.window.run("plan.complete")
    settle(qtbot, desk)
    week = page.findChild(WeekGrid).week
    column = (TODAY - week.date_at(0)).days
    assert week.headerData(column, Qt.Orientation.Horizontal) == "Sat 21 ✓"
    assert week.week_total().endswith("of 15\u202f050 kcal")
    assert page._range.text().startswith("16 – 22 November · ")
    assert week.week_coverage() == ""
    assert "Energy: " in week.coverage(column)


def test_a_meal_of_the_week_is_kept_and_planned_again_by_keyboard(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    grid = page.findChild(WeekGrid)
    grid.go_to(TODAY, "breakfast")
    desk.window.run("plan.keep")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, desk)
    sunday = TODAY + timedelta(days=1)
    grid.go_to(sunday, "lunch")
    desk.window.run("plan.templates")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(qtbot, desk)
    lunch = [one for one in days.entries(desk.store, sunday.isoformat(), sunday.isoformat()) if one.slot == "lunch"]
    assert [(one.title, one.eaten) for one in lunch] == [
        ("Oats, rolled", False), ("Skyr, plain", False), ("Blueberries", False),
    ]  # fmt: skip


def test_a_card_is_moved_to_the_cell_beside_it_by_keys(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    grid.go_to(TODAY, "lunch")
    press(Key.Key_Right, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == ["Chicken and lentil salad"]
    assert (grid.day, grid.slot.id) == (SUNDAY, "lunch"), "the cursor goes along"
    press(Key.Key_Down, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert "Chicken and lentil salad" in meal(desk, SUNDAY, "Dinner")
    press(Key.Key_Right, modifiers=CTRL | SHIFT)  # the week ends here
    settle(qtbot, desk)
    assert "Chicken and lentil salad" in meal(desk, SUNDAY, "Dinner")


def test_a_whole_line_is_planned_at_once_also_without_a_food(qtbot: QtBot, desk: Desk, grid: WeekGrid) -> None:
    grid.go_to(SUNDAY, "lunch")
    qtbot.keyClicks(QApplication.focusWidget(), "6")
    qtbot.keyClicks(QApplication.focusWidget(), "0g oats, 150g skyr")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == ["Oats, rolled", "Skyr, plain"]
    grid.go_to(SUNDAY, "snacks")
    desk.window.run("plan.new")
    qtbot.keyClicks(QApplication.focusWidget(), "quick birthday cake 400kcal")
    press(Key.Key_Return)
    settle(qtbot, desk)
    cake = [one for one in days.entries(desk.store, "2026-11-22", "2026-11-22") if one.source_kind == "raw"]
    assert [(one.title, one.nutrition.energy, one.eaten) for one in cake] == [("birthday cake", 4000, False)]
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert meal(desk, SUNDAY, "Lunch") == []


def test_in_a_small_window_no_button_is_cut_off(qtbot: QtBot, desk: Desk, page: MealPlanPage) -> None:
    for width in (1024, 880):
        page.window().resize(width, 700)
        qtbot.waitUntil(lambda width=width: page.window().width() == width)
        qtbot.wait(30)
        buttons = [button for button in page._title.findChildren(Button) if button.isVisible()]
        assert any(button.text() == "Add meal" for button in buttons)
        assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_the_week_is_put_on_paper(qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid, tmp_path: Path) -> None:
    made = week_html(grid.week)
    assert "16 – 22 November" in made
    assert "Salmon with roast potatoes" in made
    assert "1\u00a0serving · 683\u00a0kcal" in made
    assert "Oats, rolled" in made
    paper = page.findChild(WeekPaper)
    paper.write_pdf(tmp_path / "week.pdf")
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF-")
    paper.write_pdf(tmp_path / "nowhere" / "week.pdf")
    assert "There is no folder" in desk.window.stage.error.accessibleName()
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)
    page.refresh(None)
    assert "kcal" not in week_html(grid.week)
    assert "Oats, rolled" in week_html(grid.week)


def test_what_is_planned_is_printed_as_it_is_called(
    qtbot: QtBot, desk: Desk, page: MealPlanPage, grid: WeekGrid
) -> None:
    wanted = Wanted("raw", title="<b>Soup & salad</b>", nutrition=Nutrition(4000))
    desk.lane.write(entries.add, TODAY.isoformat(), "lunch", [wanted])
    settle(qtbot, desk)
    assert "&lt;b&gt;Soup &amp; salad&lt;/b&gt;" in week_html(grid.week)
