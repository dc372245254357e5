"""Today, by keyboard: what is typed, what is understood, what is written."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, SHIFT, Key, press
from tracker.domain.nutrients import Nutrition
from tracker.operations import entries, foods, measurements, recipes, settings
from tracker.operations.entries import Wanted
from tracker.store.changes import Changes
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Entry, Portion
from tracker.ui.desk import Desk
from tracker.ui.diary.choices import ChoiceMenu
from tracker.ui.diary.meal_rows import COLUMNS
from tracker.ui.diary.meaning_card import MeaningCard
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.diary.today_cards import WorkoutToday
from tracker.ui.pages.today import TodayPage
from tracker.ui.shell import Shell
from tracker.ui.theme import MEDIUM, SMALL, font
from tracker.ui.widgets.chips import Chip, Pill
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows_delegate import PAD
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> TodayPage:
    made = with_page(desk, "today", TodayPage)
    settle(qtbot, desk)
    return made


@pytest.fixture
def line(page: TodayPage) -> QuickAdd:
    found = page.findChild(QuickAdd)
    assert found.hasFocus(), "one can type at once"
    return found


@pytest.fixture
def rows(page: TodayPage) -> RowsView:
    return page.findChild(RowsView)


def write(qtbot: QtBot, line: QuickAdd, text: str) -> None:
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(lambda: not line._wait.isActive())


def on(desk: Desk, day: date = TODAY) -> list[Entry]:
    return list(days.day(desk.store, day.isoformat()).entries)


def titles(desk: Desk, day: date = TODAY) -> list[str]:
    return [one.title for one in on(desk, day)]


def shown(page: TodayPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(Text) if label.isVisible())


def chips(page: TodayPage) -> list[str]:
    """What each item will do, and how many more there are."""
    there = page.findChild(MeaningCard)
    return [one.accessibleName() for kind in (Chip, Pill) for one in there.findChildren(kind) if one.isVisible()]


def card(page: TodayPage) -> str:
    found = page.findChild(MeaningCard)
    return "\n".join([*chips(page), *(label.text() for label in found.findChildren(Text) if label.isVisible())])


def dialog(desk: Desk) -> Dialog:
    assert isinstance(desk.window, Shell)
    return next(one for one in desk.window.findChildren(Dialog) if one.isVisible())


# The line


def test_a_typed_line_says_what_it_means_before_enter(qtbot: QtBot, page: TodayPage, line: QuickAdd) -> None:
    write(qtbot, line, "2 eggs and 1 slice rye bread breakfast")
    assert line.accessibleDescription() == "→ breakfast, 226 kcal ⏎"
    assert "Egg · 2 · breakfast · 143 kcal" in card(page)
    assert "Rye bread · 1 slice · breakfast · 83 kcal" in card(page)


def test_many_items_are_counted_under_the_line_and_stay_in_the_window(
    qtbot: QtBot, page: TodayPage, line: QuickAdd
) -> None:
    write(qtbot, line, "; ".join(["1 egg"] * 60))
    assert chips(page)[-1] == "and 52 more"
    assert len(chips(page)) == 9


def test_enter_adds_everything_in_one_undo_step(qtbot: QtBot, desk: Desk, page: TodayPage, line: QuickAdd) -> None:
    before = titles(desk)
    write(qtbot, line, "2 eggs and 1 slice rye bread breakfast")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert sorted(titles(desk)) == sorted([*before, "Egg", "Rye bread"])
    assert line.text() == ""
    press(Key.Key_Z, modifiers=CTRL)  # the cursor is still in the line, which has nothing of its own to undo
    settle(qtbot, desk)
    assert titles(desk) == before


def test_enter_right_after_typing_does_not_wait(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    qtbot.keyClicks(line, "banana snacks")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert titles(desk)[-1] == "Banana"


def test_several_lines_are_pasted_at_once_and_are_one_step(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    before = titles(desk)
    QApplication.clipboard().setText("2 eggs breakfast\nweight 81.1\r\n\nbanana snack\n")
    press(Key.Key_V, modifiers=CTRL)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert sorted(titles(desk)) == sorted([*before, "Egg", "Banana"])
    assert days.day(desk.store, TODAY.isoformat()).measurements[-1].typed == "81.1"
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert titles(desk) == before


def test_a_food_that_nobody_knows_is_created_from_the_line(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "2 xyzzy bars snack")
    press(Key.Key_Return, modifiers=SHIFT)
    form = dialog(desk)
    assert "xyzzy bars" in [one.text() for one in form.findChildren(QLineEdit)]
    desk.lane.write(_make_xyzzy)
    settle(qtbot, desk)
    form._throw_away()
    settle(qtbot, desk)
    assert line.hasFocus()
    assert line.text() == "2 xyzzy bars snack", "what was typed waits"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Xyzzy bars" in titles(desk)


def _make_xyzzy(store: Store) -> Changes:
    return foods.save(store, foods.Draft("Xyzzy bars", nutrition=Nutrition(4000), portions=(Portion("bar", 40_000),)))


def test_foods_with_a_name_somewhat_like_it_are_offered_with_the_amount_kept(
    qtbot: QtBot, desk: Desk, line: QuickAdd
) -> None:
    write(qtbot, line, "200g purple salmon dinner")
    press(Key.Key_Return)
    menu = next(one for one in line.findChildren(ChoiceMenu) if one.isVisible())
    texts = [action.text() for action in menu.actions()]
    assert any(text.startswith("Create “purple salmon”") for text in texts)
    offered = next(action for action in menu.actions() if action.text() == "Salmon, cooked")
    offered.trigger()
    menu.close()
    assert line.text() == '200g "Salmon, cooked" dinner'
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Salmon, cooked" in titles(desk)


def test_undo_in_the_line_takes_back_typing_first(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "banana")
    press(Key.Key_Return)
    settle(qtbot, desk)
    qtbot.keyClicks(line, "milk")
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert "Banana" in titles(desk)
    assert line.text() != "milk"


def test_what_is_not_understood_stays_with_a_sentence(
    qtbot: QtBot, desk: Desk, page: TodayPage, line: QuickAdd
) -> None:
    before = titles(desk)
    write(qtbot, line, "2 xyzzy")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert line.text() == "2 xyzzy"
    assert "Tracker knows no food called “xyzzy”." in card(page)
    assert titles(desk) == before


def test_half_a_line_that_is_understood_is_not_added_alone(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    before = titles(desk)
    write(qtbot, line, "2 eggs; 1 xyzzy")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert (line.text(), titles(desk)) == ("2 eggs; 1 xyzzy", before)


def test_down_offers_other_foods_and_the_choice_lasts(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "2 eggs")
    press(Key.Key_Down)
    menu = line.findChild(ChoiceMenu)
    qtbot.waitUntil(menu.isVisible)
    offered = [action.text() for action in menu.actions()]
    assert offered[0] == "Instead of Egg"
    assert offered[1].startswith("Egg, boiled")
    qtbot.keyClick(menu, Key.Key_Return)
    line.window().activateWindow()  # without a window manager the menu took it
    qtbot.waitUntil(line.hasFocus)
    write(qtbot, line, " breakfast")
    press(Key.Key_Return)
    settle(qtbot, desk)
    boiled = next(one for one in on(desk) if one.title == "Egg, boiled")
    assert boiled.amount == 2000


def test_a_question_is_answered_from_the_menu(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "2-3 eggs")
    press(Key.Key_Return)
    menu = line.findChild(ChoiceMenu)
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(menu, Key.Key_Down)
    qtbot.keyClick(menu, Key.Key_Return)
    assert line.text() == "3 eggs"


def test_an_unlikely_amount_is_asked_about_once(qtbot: QtBot, desk: Desk, page: TodayPage, line: QuickAdd) -> None:
    write(qtbot, line, "500 eggs")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Egg" not in titles(desk)
    assert "Enter again adds it as it is." in card(page)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Egg" in titles(desk)


def test_up_brings_earlier_lines_back_and_down_the_one_in_progress(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    for text in ("banana", "200 ml milk"):
        write(qtbot, line, text)
        press(Key.Key_Return)
    settle(qtbot, desk)
    write(qtbot, line, "half a thought")
    press(Key.Key_Up)
    assert line.text() == "200 ml milk"
    press(Key.Key_Up)
    press(Key.Key_Up)
    assert line.text() == "banana"
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert line.text() == "half a thought"


def test_escape_puts_the_line_away_but_up_brings_it_back(qtbot: QtBot, line: QuickAdd) -> None:
    write(qtbot, line, "2 eggs breakfa")
    press(Key.Key_Escape)
    assert line.text() == ""
    press(Key.Key_Up)
    assert line.text() == "2 eggs breakfa"


def test_a_decimal_comma_is_a_decimal_comma(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "weight 81,2")
    press(Key.Key_Return)
    settle(qtbot, desk)
    readings = days.day(desk.store, TODAY.isoformat()).measurements
    assert (readings[-1].kind, readings[-1].value, readings[-1].typed) == ("weight", 81_200, "81,2")


def test_a_weight_far_from_the_last_is_asked_about(qtbot: QtBot, desk: Desk, page: TodayPage, line: QuickAdd) -> None:
    before = len(days.day(desk.store, TODAY.isoformat()).measurements)
    write(qtbot, line, "weight 18.4")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert len(days.day(desk.store, TODAY.isoformat()).measurements) == before
    assert "It was 81.4 kg last time" in card(page)


def test_a_line_goes_to_the_day_that_is_shown(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    press(Key.Key_PageUp, modifiers=CTRL)
    write(qtbot, line, "banana")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Banana" in titles(desk, date(2026, 11, 20))
    assert "Banana" not in titles(desk)


def test_yesterday_counts_from_today_on_any_day(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    for _ in range(4):
        press(Key.Key_PageUp, modifiers=CTRL)
    write(qtbot, line, "yesterday 1 banana")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Banana" in titles(desk, date(2026, 11, 20))


def test_what_is_typed_for_tomorrow_is_planned(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    press(Key.Key_PageDown, modifiers=CTRL)
    write(qtbot, line, "1 banana snacks")
    assert line.accessibleDescription().startswith("→ plan for snacks")
    press(Key.Key_Return)
    settle(qtbot, desk)
    added = next(one for one in on(desk, date(2026, 11, 22)) if one.title == "Banana")
    assert not added.eaten


def test_a_line_that_cannot_be_written_comes_back(qtbot: QtBot, desk: Desk, line: QuickAdd) -> None:
    write(qtbot, line, "beef chili")
    chili = next(one.content for one in line.meaning.lines)
    desk.lane.write(recipes.delete, [chili.source])  # between typing and Enter
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert line.text() == "beef chili"


# The list


def test_down_in_the_empty_line_goes_to_the_list(desk: Desk, line: QuickAdd, rows: RowsView) -> None:
    press(Key.Key_Down)
    assert rows.hasFocus()
    assert rows.current_id == on(desk)[0].id


def test_space_ticks_and_undo_takes_it_back(qtbot: QtBot, desk: Desk, page: TodayPage, rows: RowsView) -> None:
    salmon = on(desk)[4]
    rows.setFocus()
    rows.select(salmon.id)
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert days.entry(desk.store, salmon.id).eaten
    assert "1\u202f729" in shown(page)
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert not days.entry(desk.store, salmon.id).eaten


def test_delete_needs_no_question_and_comes_back_by_undo(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    before = titles(desk)
    rows.setFocus()
    rows.select(on(desk)[1].id)
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert "Skyr, plain" not in titles(desk)
    assert rows.current_id, "the neighbour takes over"
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert titles(desk) == before


def test_f2_changes_the_amount_and_enter_saves(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    oats = on(desk)[0]
    rows.setFocus()
    rows.select(oats.id)
    press(Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "120")
    press(Key.Key_Return)
    settle(qtbot, desk)
    changed = days.entry(desk.store, oats.id)
    assert (changed.amount, changed.nutrition.energy) == (120_000, 4548)
    assert rows.hasFocus()


def test_star_marks_the_food_everywhere(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    rows.select(on(desk)[0].id)
    press(Key.Key_B, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert on(desk)[0].starred


def test_copy_goes_to_tomorrow_as_planned(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    rows.select(on(desk)[3].id)
    press(Key.Key_D, modifiers=CTRL | SHIFT)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    copied = next(one for one in on(desk, date(2026, 11, 22)) if one.title == "Chicken and lentil salad")
    assert not copied.eaten


def test_move_takes_the_entry_along(qtbot: QtBot, desk: Desk, rows: RowsView) -> None:
    rows.select(on(desk)[5].id)
    assert isinstance(desk.window, Shell)
    desk.window.registry.run("today.move")
    dialog(desk).save_button.click()
    settle(qtbot, desk)
    assert "Green beans" not in titles(desk)
    assert "Green beans" in titles(desk, date(2026, 11, 22))


def test_same_as_yesterday_fills_only_empty_meals(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    before = titles(desk)
    press(Key.Key_Y, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert titles(desk) == [*before, "Skyr, plain"], "yesterday's snack; every other meal has something"
    assert not on(desk)[-1].eaten, "the snack is still to come"


def test_a_context_menu_holds_what_can_be_done(desk: Desk, rows: RowsView) -> None:
    rows.select(on(desk)[0].id)
    rows.menu_requested.emit(rows.current_id, QPoint(400, 300))
    assert isinstance(desk.window, Shell)
    menu = next(menu for menu in desk.window.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions() if action.text()][:2] == ["Edit entry…", "Tick as eaten"]
    menu.close()


# Days


def test_days_turn_and_alt_home_comes_back(qtbot: QtBot, page: TodayPage) -> None:
    press(Key.Key_PageUp, modifiers=CTRL)
    assert "Friday, 20 November" in shown(page)
    press(Key.Key_PageUp, modifiers=CTRL)
    assert "Thursday, 19 November" in shown(page)
    press(Key.Key_Home, modifiers=Qt.KeyboardModifier.AltModifier)
    assert "Saturday, 21 November" in shown(page)


def test_go_to_date_understands_words(qtbot: QtBot, page: TodayPage) -> None:
    press(Key.Key_J, modifiers=CTRL)
    qtbot.keyClicks(QApplication.focusWidget(), "16.11.")
    press(Key.Key_Return)
    assert "Monday, 16 November" in shown(page)


def test_an_item_is_a_date_or_an_entry(desk: Desk, page: TodayPage, rows: RowsView) -> None:
    page.open_item("2026-11-18")
    assert "Wednesday, 18 November" in shown(page)
    entry = on(desk)[3]
    page.open_item(entry.id)
    assert "Saturday, 21 November" in shown(page)
    assert rows.current_id == entry.id
    page.open_item("no such thing")
    assert rows.current_id == entry.id


def test_the_diary_ends_with_its_last_day(desk: Desk, page: TodayPage) -> None:
    page.open_item("9999-12-31")
    assert "Tuesday, 31 December 2199" in shown(page)
    page.day_after()
    assert "Tuesday, 31 December 2199" in shown(page)
    page.open_item("0001-01-01")
    page.day_before()
    assert "Monday, 1 January 1900" in shown(page)


def test_at_midnight_today_is_the_next_day(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    clock = desk.store.clock
    assert isinstance(clock, FixedClock)
    clock.instant += 24 * 3600 * 1000
    page._look_at_clock()
    assert "Sunday, 22 November" in shown(page)


# Numbers


def test_unknown_is_not_zero(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    slot = days.slots(desk.store)[0].id
    unknown = Wanted("raw", title="Soup at the canteen", nutrition=Nutrition(3000))
    desk.lane.write(entries.add, TODAY.isoformat(), slot, [unknown])
    settle(qtbot, desk)
    assert "Protein is known of 4 of 5 entries, carbs of 4, fat of 4; the sums are at least this." in shown(page)
    assert "at most" in shown(page)


def test_six_digits_of_energy_fit_with_their_unit() -> None:
    width = QFontMetricsF(font(SMALL, MEDIUM, tabular=True)).horizontalAdvance(Words().energy_with_unit(8_888_880))
    assert width <= COLUMNS[1].width - 2 * PAD


def test_a_day_of_which_nothing_is_known_shows_no_zero(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    page.show_day(date(2026, 12, 24))
    desk.lane.write(foods.save, foods.Draft("Grandmother's pie", portions=[Portion("slice", 120_000)]))
    settle(qtbot, desk)
    pie = desk.search("Grandmother's pie", kind="food")[0]
    slot = days.slots(desk.store)[0].id
    desk.lane.write(entries.add, "2026-12-24", slot, [Wanted("food", pie.id, 1000, "slice")])
    settle(qtbot, desk)
    assert page._sums._energy.text() == "–"


def test_a_new_profile_says_how_to_begin(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "today", TodayPage)
    settle(qtbot, empty_desk)
    assert "Nothing here yet" in shown(page)
    qtbot.keyClicks(QApplication.focusWidget(), "2 eggs breakfast")
    press(Key.Key_Return)
    settle(qtbot, empty_desk)
    assert "Nothing here yet" not in shown(page)


def test_a_target_is_set_from_the_card(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "today", TodayPage)
    page.set_target()
    press(Key.Key_Backtab)  # from the first field to how the target is set
    press(Key.Key_Right)
    press(Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "2100")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, empty_desk)
    assert days.target_on(empty_desk.store, TODAY.isoformat()).energy == 21_000
    assert "of 2\u202f100 kcal eaten" in shown(page)


def test_a_planned_workout_moves(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    planned = next(one for one in days.day(desk.store, TODAY.isoformat()).workouts if one.status == "planned")
    page._move_workout(planned.id)
    press(Key.Key_Up)  # the first part of the day field
    dialog(desk).save_button.click()
    settle(qtbot, desk)
    moved = [one.id for one in days.day(desk.store, "2026-11-22").workouts]
    assert planned.id in moved


def test_the_weight_card_follows_a_new_reading(qtbot: QtBot, desk: Desk, page: TodayPage) -> None:
    desk.lane.write(measurements.add, measurements.Reading("weight", "80.9", "kg"))
    settle(qtbot, desk)
    assert "80.9 kg" in shown(page)


def test_the_weight_card_is_in_the_persons_unit_as_soon_as_that_changes(
    qtbot: QtBot, desk: Desk, page: TodayPage
) -> None:
    desk.lane.write(measurements.add, measurements.Reading("weight", "80.9", "kg"))
    desk.lane.write(settings.set_value, "weight_unit", "lb")
    settle(qtbot, desk)
    assert "178.4 lb" in shown(page)
    assert "80.9 kg" not in shown(page)


def test_on_a_small_display_the_list_has_the_page_to_itself(qtbot: QtBot, page: TodayPage, rows: RowsView) -> None:
    page.window().setMinimumSize(1, 1)  # as on such a display; (0, 0) would bring back the layout's own
    card = page.findChild(WorkoutToday)
    page.window().resize(640, 400)  # 1280 by 800 at twice the size
    qtbot.waitUntil(lambda: not card.isVisible() and rows.width() > page.width() * 0.8)
    page.window().resize(1280, 800)
    qtbot.waitUntil(card.isVisible)


def test_a_page_whose_window_is_closed_looks_at_no_clock(desk: Desk, page: TodayPage) -> None:
    desk.store.close()
    page._look_at_clock()
    assert page.isVisible()
