"""Favorites, by keyboard: finding, reading, writing down, adding to the plan, starring and deleting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import ALT, CTRL, SHIFT, Key, focus, press, words
from tracker.store import undo
from tracker.store.queries import days
from tracker.store.queries.favorites import is_starred
from tracker.store.queries.foods import food, foods
from tracker.store.queries.recipes import recipe, recipes
from tracker.store.rows import Food, Recipe
from tracker.ui.desk import Desk
from tracker.ui.dialogs.food_past import FoodPast
from tracker.ui.foods.ingredient_line import IngredientField, MatchButton
from tracker.ui.foods.ingredients import Ingredients
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> FavoritesPage:
    made = with_page(desk, "favorites", FavoritesPage)
    settle(qtbot, desk)
    return made


def save_from_now_on(qtbot: QtBot, desk: Desk) -> None:
    """Save the recipe that is edited, and leave alone what was logged from it."""
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    asked = [one for one in desk.window.findChildren(FoodPast) if one.isVisible()]
    if asked:
        press(Key.Key_Return, modifiers=CTRL)
        settle(qtbot, desk)


def write(text: str) -> None:
    QTest.keyClicks(focus(), text)


def view(page: FavoritesPage) -> RowsView:
    found = next(one for one in page.findChildren(RowsView) if one.isVisible())
    assert found.accessibleName() in ("Recipes", "Foods", "Workouts")
    return found


def names(page: FavoritesPage) -> list[str]:
    if not any(one.isVisible() for one in page.findChildren(RowsView)):
        return []
    model = view(page).rows
    return [model.row_at(number).cell(0).text for number in range(model.rowCount())]


def choose(page: FavoritesPage, name: str) -> None:
    view(page).setFocus()
    view(page).select(view(page).rows.row_at(names(page).index(name)).id)


def dialog(page: FavoritesPage) -> Dialog:
    found = [one for one in page.window().findChildren(Dialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def no_dialog(page: FavoritesPage) -> bool:
    return not [one for one in page.window().findChildren(Dialog) if one.isVisible()]


def the_recipe(desk: Desk, name: str) -> Recipe:
    ids = [row[0] for row in desk.store.rows("SELECT id FROM recipe WHERE name = ?", (name,))]
    return next(iter(recipes(desk.store, ids).values()))


def the_food(desk: Desk, name: str) -> Food:
    ids = [row[0] for row in desk.store.rows("SELECT id FROM main.food WHERE name = ?", (name,))]
    return next(iter(foods(desk.store, ids).values()))


# What is shown


def test_recipes_stand_by_name_with_the_first_one_shown(page: FavoritesPage):
    assert names(page)[:3] == ["Beef chili", "Chicken and lentil salad", "Chicken salad"]
    assert focus() is view(page)
    assert "Mexican · 4 servings · 35 min" in words(page)
    assert page.findChild(ChipBar).accessibleName() == "What is listed"


def test_arrows_show_the_next_recipe(page: FavoritesPage, desk: Desk):
    press(Key.Key_Down)
    shown = words(page)
    salad = the_recipe(desk, "Chicken and lentil salad")
    assert "Mediterranean · 4 servings · 25 min" in shown
    assert desk.words.energy(salad.serving.energy) in shown
    assert "At least: 4 of 5 ingredients known" in shown
    assert "Boil the lentils" in shown


def test_a_page_of_recipes_is_read_in_no_time(page: FavoritesPage, qtbot: QtBot):
    assert qtbot is not None
    row = view(page).rows.row_at(0)
    assert [row.cell(number).text for number in range(4)] == ["Beef chili", "524", "42 g", "35 min"]
    assert row.cell(0).star
    assert row.cell(0).detail == "Mexican · high protein"


def test_typing_in_the_filter_finds_by_name_cuisine_and_tag(page: FavoritesPage, qtbot: QtBot):
    press(Key.Key_F, modifiers=CTRL)
    assert isinstance(focus(), FilterField)
    write("vegan")
    qtbot.waitUntil(lambda: names(page) == ["Lentil soup", "Tofu stir-fry"])
    press(Key.Key_Down)
    assert focus() is view(page)
    press(Key.Key_Slash)
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 8)


def test_a_filter_that_matches_nothing_says_so_and_esc_brings_all_back(page: FavoritesPage, qtbot: QtBot):
    press(Key.Key_F, modifiers=CTRL)
    write("xyzzy")
    qtbot.waitUntil(lambda: "Nothing here matches “xyzzy”" in words(page))
    press(Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 8)


def test_chips_go_to_foods_and_workouts(page: FavoritesPage, qtbot: QtBot):
    page.findChild(ChipBar).setFocus()
    press(Key.Key_Right)
    assert names(page) == ["Banana", "Skyr, plain"]
    assert "Portions" in words(page)
    assert "kcal / 100 g" in words(page)
    press(Key.Key_Right)
    assert "No workouts yet" in words(page)


def test_a_food_without_a_star_is_shown_when_it_is_opened_and_stays_after_a_change(
    page: FavoritesPage, desk: Desk, qtbot: QtBot
):
    page.open_item("tracker:tomato")
    assert "Tomato" in words(page)
    press(Key.Key_B, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert is_starred(desk.store, "food", "tracker:tomato")
    assert "Tomato" in names(page)
    assert "Tomato" in words(page)


def test_a_recipe_is_opened_by_its_id(page: FavoritesPage, desk: Desk):
    page.open_item(the_recipe(desk, "Tofu stir-fry").id)
    assert view(page).current_id == the_recipe(desk, "Tofu stir-fry").id
    assert "Chinese · 2 servings" in words(page)


def test_an_empty_profile_says_what_comes_here_and_starts_it(empty_desk: Desk, qtbot: QtBot):
    page = with_page(empty_desk, "favorites", FavoritesPage)
    assert "No recipes yet" in words(page)
    press(Key.Key_Space)
    assert "New recipe" in words(dialog(page))


# Recipes


def test_a_recipe_is_written_down_without_a_mouse(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_N, modifiers=CTRL)
    write("Pancakes")
    press(Key.Key_Tab)
    write("French")
    press(Key.Key_Tab)
    write("sweet, quick")
    press(Key.Key_Tab)
    press(Key.Key_A, modifiers=CTRL)
    write("2")
    press(Key.Key_Tab)
    write("plates")
    press(Key.Key_Tab)
    write("20")
    for _ in range(3):
        press(Key.Key_Tab)
    assert isinstance(focus(), IngredientField)
    for text in ("250 g flour", "2 eggs", "500 ml milk"):
        write(text)
        press(Key.Key_Return)
    qtbot.waitUntil(lambda: "3 of 3 matched" in words(dialog(page)))
    press(Key.Key_Return)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    made = the_recipe(desk, "Pancakes")
    assert (made.cuisine, made.tags, made.servings, made.minutes) == ("French", ("quick", "sweet"), 2000, 20)
    assert [(one.name, one.amount, one.unit) for one in made.ingredients] == [
        ("flour", 250_000, "g"), ("eggs", 2000, None), ("milk", 500_000, "ml"),
    ]  # fmt: skip
    assert all(one.matched for one in made.ingredients)
    assert no_dialog(page)
    assert view(page).current_id == made.id, "what was written is chosen"


def test_an_edit_changes_only_what_was_touched(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    before = the_recipe(desk, "Beef chili")
    press(Key.Key_F2)
    press(Key.Key_End)
    write(" con carne")
    save_from_now_on(qtbot, desk)
    after = recipe(desk.store, before.id)
    assert after is not None
    assert after.name == "Beef chili con carne"
    assert after.ingredients == before.ingredients
    assert "Beef chili con carne" in words(page)


def test_esc_closes_at_once_where_nothing_was_changed_and_asks_where_something_was(page: FavoritesPage):
    press(Key.Key_F2)
    press(Key.Key_Escape)
    assert no_dialog(page)
    press(Key.Key_F2)
    write("x")
    press(Key.Key_Escape)
    assert "This is not saved yet." in words(dialog(page))


def test_a_recipe_without_a_name_says_so_at_the_field(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_N, modifiers=CTRL)
    field = focus()
    press(Key.Key_Tab)
    press(Key.Key_Return, modifiers=CTRL)
    assert "Give the recipe a name." in words(dialog(page))
    assert focus() is field
    write("Toast")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert the_recipe(desk, "Toast").servings == 1000


def test_servings_that_are_no_number_say_so_at_the_field(page: FavoritesPage):
    press(Key.Key_F2)
    for _ in range(3):
        press(Key.Key_Tab)
    press(Key.Key_A, modifiers=CTRL)
    write("some")
    press(Key.Key_Return, modifiers=CTRL)
    assert "Type a number, such as 4." in words(dialog(page))


def first_line(page: FavoritesPage) -> IngredientField:
    press(Key.Key_F2)
    found = dialog(page).findChild(IngredientField)
    found.setFocus()
    return found


def texts(page: FavoritesPage) -> list[str]:
    column = dialog(page).findChild(Ingredients).layout()
    lines = [column.itemAt(place).widget() for place in range(column.count())]
    return [line.field.text() for line in lines]


def test_lines_are_added_removed_and_put_in_order_by_keyboard(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    first_line(page)
    assert texts(page)[:2] == ["500 g ground beef", "400 g kidney beans"]
    press(Key.Key_Down, modifiers=ALT | SHIFT)
    assert texts(page)[:2] == ["400 g kidney beans", "500 g ground beef"]
    press(Key.Key_Return)
    write("1 tsp cumin")
    press(Key.Key_Down)
    press(Key.Key_Delete, modifiers=CTRL)
    assert texts(page) == [
        "400 g kidney beans", "500 g ground beef", "1 tsp cumin", "150 g onions", "15 g olive oil",
    ]  # fmt: skip
    save_from_now_on(qtbot, desk)
    kept = the_recipe(desk, "Beef chili").ingredients
    assert [one.name for one in kept] == ["kidney beans", "ground beef", "cumin", "onions", "olive oil"]


def test_backspace_on_an_empty_line_removes_it_and_the_last_line_stays(page: FavoritesPage):
    press(Key.Key_N, modifiers=CTRL)
    dialog(page).findChild(IngredientField).setFocus()
    write("salt")
    press(Key.Key_Return)
    assert len(texts(page)) == 2
    press(Key.Key_Backspace)
    assert texts(page) == ["salt"]
    assert focus().text() == "salt"
    press(Key.Key_Delete, modifiers=CTRL)
    assert texts(page) == [""]


def test_a_pasted_list_becomes_lines(page: FavoritesPage, qtbot: QtBot):
    press(Key.Key_N, modifiers=CTRL)
    dialog(page).findChild(IngredientField).setFocus()
    QGuiApplication.clipboard().setText("200 g rice\n\n 1 onion \r\n2 tbsp olive oil\n")
    press(Key.Key_V, modifiers=CTRL)
    assert texts(page) == ["200 g rice", "1 onion", "2 tbsp olive oil"]
    assert "3 of 3 matched" in words(dialog(page))
    QGuiApplication.clipboard().clear()


def test_another_food_is_chosen_from_the_menu(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    field = first_line(page)
    press(Key.Key_F4)
    menu = field.parentWidget().findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    wanted = menu.actions()[1].text()
    assert not wanted.startswith("Ground beef  ")
    qtbot.keyClick(menu, Key.Key_Down)
    qtbot.keyClick(menu, Key.Key_Return)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    chosen = the_recipe(desk, "Beef chili").ingredients[0]
    assert chosen.name == "ground beef"
    assert wanted.startswith(chosen.food_name)


def test_a_new_amount_keeps_the_food_that_was_chosen(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    before = the_recipe(desk, "Beef chili").ingredients[2]
    first_line(page)
    for _ in range(2):
        press(Key.Key_Down)
    press(Key.Key_Home)
    write("1")
    save_from_now_on(qtbot, desk)
    after = the_recipe(desk, "Beef chili").ingredients[2]
    assert (after.amount, after.food, after.id) == (1_500_000, before.food, before.id)
    assert after.mass == 1_500_000


def test_what_is_not_clear_is_said_at_the_line_and_its_words_are_kept(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_N, modifiers=CTRL)
    write("Aioli")
    dialog(page).findChild(IngredientField).setFocus()
    write("600 g")
    match = dialog(page).findChild(MatchButton)
    qtbot.waitUntil(lambda: match.text() == "600 g of what?")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    [kept] = the_recipe(desk, "Aioli").ingredients
    assert (kept.name, kept.amount, kept.food) == ("600 g", None, None)


def test_match_a_food_opens_the_editor_at_that_line(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    choose(page, "Chicken and lentil salad")
    parts = next(one for one in page.findChildren(RowsView) if one.accessibleName() == "Ingredients")
    parts.setFocus()
    press(Key.Key_End)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog(page).findChildren(QMenu)))
    menu = dialog(page).findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    assert menu.actions()[0].text().startswith("Parsley")
    qtbot.keyClick(menu, Key.Key_Return)
    assert isinstance(focus(), IngredientField)
    assert focus().text() == "1 bunch parsley"
    save_from_now_on(qtbot, desk)
    assert the_recipe(desk, "Chicken and lentil salad").ingredients[-1].food_name == "Parsley"


def test_a_pill_is_pressed_with_the_mouse_too(page: FavoritesPage, qtbot: QtBot):
    choose(page, "Chicken and lentil salad")
    parts = next(one for one in page.findChildren(RowsView) if one.accessibleName() == "Ingredients")
    area = parts.visualRect(parts.rows.index(4, 2))
    qtbot.mouseClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=area.center() + QPoint(area.width() // 4, 0))
    assert "Edit Chicken and lentil salad" in words(dialog(page))
    qtbot.waitUntil(lambda: any(menu.isVisible() for menu in dialog(page).findChildren(QMenu)))


# Plan, star, delete


def test_a_recipe_is_added_to_the_plan(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_Return, modifiers=CTRL)
    assert "Add Beef chili" in words(dialog(page))
    write("1,5")
    assert desk.words.energy_with_unit(round(the_recipe(desk, "Beef chili").serving.energy * 1.5)) in words(
        dialog(page)
    )
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    planned = [
        one for one in days.entries(desk.store, TODAY.isoformat(), TODAY.isoformat()) if one.title == "Beef chili"
    ]
    assert [(one.amount, one.unit, one.status, one.slot) for one in planned] == [(1500, "serving", "planned", "lunch")]


def test_an_amount_that_is_none_is_not_added(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_Return, modifiers=CTRL)
    write("lots")
    press(Key.Key_Return, modifiers=CTRL)
    assert "Type a number, such as 150 or 1.5." in words(dialog(page))


def test_a_food_is_logged_as_it_was_last_time(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.registry.run("favorites.foods")
    choose(page, "Skyr, plain")
    shell.registry.run("favorites.log")
    settle(qtbot, desk)
    logged = [one for one in days.entries(desk.store, TODAY.isoformat(), TODAY.isoformat()) if one.slot == "lunch"]
    assert (logged[-1].title, logged[-1].status) == ("Skyr, plain", "eaten")


def test_the_star_is_a_key_and_a_button(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    chili = the_recipe(desk, "Beef chili").id
    press(Key.Key_B, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert not is_starred(desk.store, "recipe", chili)
    assert not view(page).rows.row_at(0).cell(0).star
    press(Key.Key_B, modifiers=CTRL | SHIFT)
    settle(qtbot, desk)
    assert is_starred(desk.store, "recipe", chili)


def test_del_deletes_without_asking_and_undo_brings_it_back(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    press(Key.Key_Down, modifiers=SHIFT)
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert names(page)[0] == "Chicken salad"
    assert len(names(page)) == 6
    press(Key.Key_Z, modifiers=CTRL)
    settle(qtbot, desk)
    assert names(page)[:2] == ["Beef chili", "Chicken and lentil salad"]


def test_del_on_a_food_of_the_catalogue_takes_its_star(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    page.open_item("tracker:banana")
    view(page).setFocus()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert names(page) == ["Skyr, plain"]
    assert food(desk.store, "tracker:banana") is not None
    assert undo.next_undo(desk.store) == "Remove star from Banana"


# Foods of one's own


def test_a_food_is_written_down_from_its_label(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    page.open_item("tracker:banana")
    press(Key.Key_N, modifiers=CTRL)
    write("Rye bread")
    press(Key.Key_Tab)
    write("Corner bakery")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    while focus().accessibleName() != "Energy, kcal":
        press(Key.Key_Tab)
    for number in ("220", "7", "43,5", "1.5"):
        write(number)
        press(Key.Key_Tab)
    while focus().accessibleName() != "Portion":
        press(Key.Key_Tab)
    write("slice")
    press(Key.Key_Return)
    write("40")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    bread = the_food(desk, "Rye bread")
    kept = bread.nutrition
    assert (kept.energy, kept.protein, kept.carbs, kept.fat) == (2200, 7000, 43_500, 1500)
    assert [(one.name, one.mass) for one in bread.portions] == [("slice", 40_000)]
    assert bread.brand == "Corner bakery"
    assert names(page) == ["Banana", "Rye bread", "Skyr, plain"]
    assert view(page).current_id == bread.id
    assert "your own" in words(page)


def test_numbers_per_portion_are_kept_per_100_g(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    page.new_food()
    write("Bar")
    while focus().accessibleName() != "per 100 g":
        press(Key.Key_Tab)
    press(Key.Key_Right)
    press(Key.Key_Return, modifiers=CTRL)
    assert "What does the portion weigh?" in words(dialog(page))
    assert focus().accessibleName() == "Weight of the portion, g"
    write("50")
    press(Key.Key_Tab)
    write("200")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    bar = the_food(desk, "Bar")
    assert bar.nutrition.energy == 4000
    assert [(one.name, one.mass) for one in bar.portions] == [("serving", 50_000)]


def test_a_number_that_is_none_is_said_at_its_field(page: FavoritesPage):
    page.new_food()
    write("Bar")
    while focus().accessibleName() != "Protein, g":
        press(Key.Key_Tab)
    field = focus()
    write("much")
    press(Key.Key_Return, modifiers=CTRL)
    assert "Type a number or nothing." in words(dialog(page))
    assert focus() is field


def test_energy_in_kilojoules_is_kept_as_it_was_typed(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    from tracker.operations.settings import set_value

    desk.lane.write(set_value, "energy_unit", "kJ")
    settle(qtbot, desk)
    page.new_food()
    write("Bar")
    while focus().accessibleName() != "Energy, kJ":
        press(Key.Key_Tab)
    write("1674")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    bar = the_food(desk, "Bar")
    assert bar.nutrition.energy == 4001
    assert desk.words.energy_with_unit(bar.nutrition.energy) == "1\u202f674 kJ"
    press(Key.Key_F2)
    write("Candy b")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert food(desk.store, bar.id).nutrition.energy == 4001, "an edit does not round again"


def test_an_impossible_food_says_why_and_keeps_what_was_typed(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    page.new_food()
    write("Bar")
    while focus().accessibleName() != "Energy, kcal":
        press(Key.Key_Tab)
    write("2000")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert "More than 950 kcal (3975 kJ) in 100 g is not possible." in words(dialog(page))
    assert focus().text() == "2000"


def test_an_edited_food_of_the_catalogue_becomes_ones_own_in_its_place(page: FavoritesPage, desk: Desk, qtbot: QtBot):
    page.open_item("tracker:banana")
    view(page).setFocus()
    press(Key.Key_F2)
    assert "Yours will stand in the place of the catalogue's." in words(dialog(page))
    while focus().accessibleName() != "Energy, kcal":
        press(Key.Key_Tab)
    write("95")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    if not no_dialog(page):
        press(Key.Key_Return, modifiers=CTRL)  # from now on
        settle(qtbot, desk)
    banana = food(desk.store, "tracker:banana")
    assert banana is not None
    assert (banana.own, banana.nutrition.energy) == (True, 950)
    assert "yours, in the place of the catalogue's" in words(page)
