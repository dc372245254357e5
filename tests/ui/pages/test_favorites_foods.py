"""Foods in Favorites, by keyboard: where they are used, changed with or without the past, merged, changed together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, SHIFT, Key, focus, press, words
from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.operations import entries, foods
from tracker.operations.entries import Wanted
from tracker.operations.foods import Draft
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.foods import foods as read_foods
from tracker.store.rows import Food, Portion
from tracker.ui.desk import Desk
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.rows_view import RowsView

QUARK = Draft("Quark", Nutrition(670, 12_000, 4000, 200), (Portion("tub", 250 * AMOUNT),), brand="Arla")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> FavoritesPage:
    made = with_page(desk, "favorites", FavoritesPage)
    settle(qtbot, desk)
    return made


@pytest.fixture
def write_food(qtbot: QtBot, desk: Desk) -> Callable[..., Food]:
    def write(draft: Draft = QUARK, *days_eaten: str) -> Food:
        made: list[str] = []

        def work(store: Store) -> Changes:
            changes = foods.save(store, draft)
            made.extend(changes.ids)
            for day in days_eaten:
                entries.add(store, day, "breakfast", [Wanted("food", changes.ids[0], AMOUNT, "tub")])
            return changes

        desk.lane.write(work)
        settle(qtbot, desk)
        return read_foods(desk.store, made)[made[0]]

    return write


def write(text: str) -> None:
    QTest.keyClicks(focus(), text)


def go_to(name: str) -> None:
    for _ in range(60):
        if focus().accessibleName() == name:
            return
        press(Key.Key_Tab)
    raise AssertionError(f"Tab never came to {name}")


def dialogs(page: FavoritesPage) -> list[Dialog]:
    return [one for one in page.window().findChildren(Dialog) if one.isVisible()]


def view(page: FavoritesPage) -> RowsView:
    return next(one for one in page.findChildren(RowsView) if one.isVisible())


def run(desk: Desk, command: str) -> None:
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.registry.run(command)


def energies(desk: Desk, food: str) -> list[int | None]:
    return [one.nutrition.energy for one in days.entries_of(desk.store, "food", food, 100)]


def edit_form(page: FavoritesPage, desk: Desk, qtbot: QtBot, food: Food) -> None:
    page.open_item(food.id)
    settle(qtbot, desk)
    view(page).setFocus()
    press(Key.Key_F2)


def edit(page: FavoritesPage, desk: Desk, qtbot: QtBot, food: Food, kcal: str) -> None:
    edit_form(page, desk, qtbot, food)
    go_to("Energy, kcal")
    write(kcal)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)


def test_a_food_says_in_how_many_entries_it_is(page: FavoritesPage, write_food, qtbot: QtBot, desk: Desk):
    food = write_food(QUARK, "2026-11-19", "2026-11-20")
    page.open_item(food.id)
    assert "Used in 2 entries, last Yesterday." in words(page)
    other = write_food(Draft("Oil"))
    page.open_item(other.id)
    assert "Not used yet." in words(page)


def test_a_changed_food_asks_about_the_past_and_leaves_it_alone(page, write_food, qtbot, desk):
    food = write_food(QUARK, "2026-11-19", "2026-11-20")
    edit(page, desk, qtbot, food, "100")
    asked = dialogs(page)[-1]
    assert asked.accessibleName() == "Quark is in 2 entries"
    shown = next(one for one in asked.findChildren(RowsView) if one.isVisible())
    row = shown.rows.row_at(0)
    assert [row.cell(number).text for number in range(4)] == ["Quark", "1 tub", "168 kcal", "250 kcal"]
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert dialogs(page) == []
    assert energies(desk, food.id) == [1675, 1675]
    assert read_foods(desk.store, [food.id])[food.id].nutrition.energy == 1000


def test_the_past_changes_too_where_it_is_wanted_and_all_of_it_is_undone_at_once(page, write_food, qtbot, desk):
    food = write_food(QUARK, "2026-11-19", "2026-11-20")
    edit(page, desk, qtbot, food, "100")
    go_to("Also the past 2 entries")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert dialogs(page) == []
    assert energies(desk, food.id) == [2500, 2500]
    run(desk, "edit.undo")
    settle(qtbot, desk)
    assert energies(desk, food.id) == [1675, 1675]
    assert read_foods(desk.store, [food.id])[food.id].nutrition.energy == 670


def test_esc_goes_back_to_the_form_with_all_that_was_typed(page, write_food, qtbot, desk):
    food = write_food(QUARK, "2026-11-20")
    edit(page, desk, qtbot, food, "100")
    press(Key.Key_Escape)
    [form] = dialogs(page)
    assert form.accessibleName() == "Edit Quark"
    assert read_foods(desk.store, [food.id])[food.id].nutrition.energy == 670
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert read_foods(desk.store, [food.id])[food.id].nutrition.energy == 1000


def test_the_numbers_for_the_other_amount_are_computed_while_typing(page, desk, qtbot):
    page.new_food()
    write("Bar")
    go_to("Energy, kcal")
    write("400")
    go_to("Portion")
    write("bar")
    press(Key.Key_Return)
    write("50")
    go_to("Protein, g")
    write("10")
    assert "In 1 bar (50 g): 200 kcal, 5.0 g protein, – carbs, – fat" in words(dialogs(page)[0])
    go_to("per 100 g")
    press(Key.Key_Right)
    go_to("Weight of the portion, g")
    write("40")
    assert "In 100 g: 1\u202f000 kcal, 25.0 g protein, – carbs, – fat" in words(dialogs(page)[0])


def test_kilojoules_typed_as_kilocalories_are_doubted_and_can_be_kept(page, desk, qtbot):
    page.new_food()
    write("Toast")
    go_to("Energy, kcal")
    for number in ("900", "9", "41", "3"):
        write(number)
        press(Key.Key_Tab)
    assert "Is this right? 900 kcal looks like kJ: protein, carbs and fat have about 227 kcal." in words(
        dialogs(page)[0]
    )
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert desk.store.rows("SELECT energy FROM main.food WHERE name = 'Toast'") == [(9000,)]


def test_a_wrong_barcode_is_said_at_its_field(page, desk, qtbot):
    page.new_food()
    write("Toast")
    go_to("Barcode")
    write("3029330003534")
    press(Key.Key_Return, modifiers=CTRL)
    assert "These digits do not fit together." in words(dialogs(page)[0])
    field = focus()
    field.selectAll()
    write("3029330 003533")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert desk.store.rows("SELECT barcode FROM main.food WHERE name = 'Toast'") == [("3029330003533",)]


def test_foods_that_are_selected_are_merged(page, write_food, qtbot, desk):
    one = write_food(QUARK, "2026-11-20")
    other = write_food(replace(QUARK, name="Quark natur"), "2026-11-19")
    run(desk, "favorites.foods")
    view(page).setFocus()
    view(page).select(one.id)
    run(desk, "favorites.merge")
    assert dialogs(page) == []  # one food alone is not merged
    press(Key.Key_Down, modifiers=SHIFT)
    run(desk, "favorites.merge")
    [asked] = dialogs(page)
    assert asked.accessibleName() == "Merge 2 foods"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert len(days.entries_of(desk.store, "food", one.id, 10)) == 2
    assert other.id not in read_foods(desk.store, [other.id])
    run(desk, "edit.undo")
    settle(qtbot, desk)
    assert other.id in read_foods(desk.store, [other.id])


def test_foods_that_seem_to_be_the_same_are_found(page, write_food, qtbot, desk):
    write_food(QUARK, "2026-11-20")
    write_food(replace(QUARK, name="quark"))
    run(desk, "favorites.same")
    [asked] = dialogs(page)
    assert asked.accessibleName() == "Foods that seem to be the same"
    press(Key.Key_Return, modifiers=CTRL)
    [asked] = dialogs(page)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert desk.store.rows("SELECT COUNT(*) FROM main.food WHERE name LIKE 'quark'") == [(1,)]
    run(desk, "favorites.same")
    assert dialogs(page)[0].accessibleName() == "No two of your foods seem to be the same"


def test_several_foods_get_one_brand(page, write_food, qtbot, desk):
    one, other = write_food(QUARK), write_food(replace(QUARK, name="Quark natur", brand="Isey"))
    run(desk, "favorites.foods")
    view(page).setFocus()
    view(page).select(one.id)
    press(Key.Key_Down, modifiers=SHIFT)
    press(Key.Key_F2)
    [asked] = dialogs(page)
    assert asked.accessibleName() == "Edit 2 foods"
    go_to("Brand")
    write("Milram")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    found = read_foods(desk.store, [one.id, other.id])
    assert {food.brand for food in found.values()} == {"Milram"}
    assert {food.name for food in found.values()} == {"Quark", "Quark natur"}


def test_all_nutrients_can_be_typed_and_those_that_are_not_stay(
    qtbot: QtBot, desk: Desk, page: FavoritesPage, write_food: Callable[..., Food]
) -> None:
    food = write_food(replace(QUARK, nutrition=Nutrition(670, 12_000, 4000, 200, {"calcium": 1_234_567, "fiber": 5})))
    edit_form(page, desk, qtbot, food)
    go_to("More nutrients… (1 known)")
    press(Key.Key_Return)
    assert focus().accessibleName() == "Starch, g"
    go_to("Iron, mg")
    write("1,4")
    go_to("Vitamin B12, µg")
    write("0.25")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    kept = read_foods(desk.store, [food.id])[food.id].nutrition
    assert dict(kept.others) == {"calcium": 1_234_567, "fiber": 5, "iron": 140_000, "vitamin_b12": 25}
    edit_form(page, desk, qtbot, food)
    go_to("More nutrients… (3 known)")
    press(Key.Key_Return)
    go_to("Iron, mg")
    write("much")
    press(Key.Key_Return, modifiers=CTRL)
    assert "Type a number or nothing." in words(dialogs(page)[-1])
    press(Key.Key_A, modifiers=CTRL)
    press(Key.Key_Delete)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert "iron" not in read_foods(desk.store, [food.id])[food.id].nutrition.others
