"""Cooking step by step, bringing a recipe in from its address, its photo, and guesses: in the window, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.formats.recipes.pages import PAGE, PIXEL
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press, words
from tests.web_server import Answer, WebServer, serving
from tracker.domain.fixed import AMOUNT
from tracker.operations import entries, recipes
from tracker.store.queries import days
from tracker.store.queries.favorites import recipe_ids
from tracker.store.queries.recipes import recipes as read_recipes
from tracker.store.rows import Recipe
from tracker.ui.desk import Desk
from tracker.ui.dialogs import cook
from tracker.ui.dialogs.cook import CookDialog
from tracker.ui.dialogs.entry import EntryDialog
from tracker.ui.dialogs.food_past import FoodPast
from tracker.ui.dialogs.helping import HelpingDialog
from tracker.ui.dialogs.import_recipe import ImportRecipe
from tracker.ui.dialogs.recipe import RecipeDialog
from tracker.ui.foods.ingredient_line import IngredientField
from tracker.ui.foods.photo import Photo, PhotoField, decoded
from tracker.ui.foods.recipe_details import RecipeDetails, scaled
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.line_field import LineField

STEW = recipes.Draft(
    "Stew", 4 * AMOUNT,
    (recipes.Line("For the base:"), recipes.Line("oil", AMOUNT, "tbsp", "tracker:olive-oil"),
     recipes.Line("harissa", AMOUNT, "tbsp", "tracker:sriracha", guessed=True), recipes.Line("love")),
    steps="Fry the oil.\nSimmer for 1 second.\nServe.", yields="bowls",
)  # fmt: skip


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> FavoritesPage:
    made = with_page(desk, "favorites", FavoritesPage)
    desk.lane.write(recipes.save, STEW)
    settle(qtbot, desk)
    made.open_item(named(desk, "Stew").id)
    return made


def named(desk: Desk, name: str) -> Recipe:
    return next(one for one in read_recipes(desk.store, recipe_ids(desk.store)).values() if one.name == name)


def test_what_is_known_of_a_recipe_is_said(page: FavoritesPage) -> None:
    details = page.findChild(RecipeDetails)
    assert "At least: 2 of 3 ingredients known · 1 food is a guess" in words(details)
    assert "kcal / bowl" in words(details)


def test_ingredients_are_shown_for_more_and_fewer(page: FavoritesPage, desk: Desk) -> None:
    details = page.findChild(RecipeDetails)
    desk.window.run("favorites.more")
    assert details.servings == 5 * AMOUNT
    assert details.ingredients.rows.row_at(1).cell(0).text == "1¼ tbsp"
    for _ in range(9):
        desk.window.run("favorites.fewer")
    assert details.servings == AMOUNT
    assert "for 1, made for 4" in words(details)
    assert scaled(250, "tsp", Fraction(5, 4)) == 250
    assert scaled(453, "g", Fraction(5, 4)) == 566


def test_a_recipe_is_cooked_step_by_step_with_its_timers(
    page: FavoritesPage, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(cook.time, "monotonic", lambda: now[0])
    desk.window.run("favorites.cook")
    dialog = desk.window.findChild(CookDialog)
    assert "Step 1 of 3" in words(dialog)
    press(Key.Key_Right)
    assert "Simmer for 1 second." in words(dialog)
    press(Key.Key_1)
    assert "0:01" in words(dialog)
    now[0] = 1.5
    qtbot.waitUntil(lambda: "1 second are over, step 2" in words(dialog))
    press(Key.Key_Left)
    assert "Step 1 of 3" in words(dialog)
    press(Key.Key_Escape)
    assert not dialog.isVisible()


def test_guesses_are_kept_all_at_once(page: FavoritesPage, desk: Desk, qtbot: QtBot) -> None:
    page.edit()
    dialog = desk.window.findChild(RecipeDialog)
    dialog._accept.click()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert named(desk, "Stew").unsure == 0


def test_a_photo_is_chosen_shown_and_taken_away(page: FavoritesPage, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "dot.png").write_bytes(PIXEL)
    (tmp_path / "no.png").write_text("no picture")
    page.edit()
    field = desk.window.findChild(PhotoField)
    field.take(tmp_path / "no.png")
    settle(qtbot, desk)
    assert field.photo == ()
    field.take(tmp_path / "dot.png")
    settle(qtbot, desk)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert page.findChild(RecipeDetails).findChild(Photo).isVisible()
    page.edit()
    desk.window.findChildren(PhotoField)[-1].remove()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert named(desk, "Stew").photo == ()


def test_a_picture_is_decoded_only_if_it_is_one() -> None:
    assert not decoded(PIXEL, QSize(4, 4)).isNull()
    assert decoded(b"\x89PNG\r\n\x1a\nrubbish", QSize(4, 4)).isNull()


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as made:
        made.answers["/soup"] = Answer(PAGE.encode(), headers={"Content-Type": "text/html"})
        yield made


def test_a_recipe_comes_in_from_its_address(page: FavoritesPage, desk: Desk, qtbot: QtBot, server: WebServer) -> None:
    page_text = PAGE.replace("https://example.org/soup.jpg", f"{server.address}/none.jpg")
    server.answers["/soup"] = Answer(page_text.encode(), headers={"Content-Type": "text/html"})
    desk.window.run("favorites.import")
    dialog = desk.window.findChild(ImportRecipe)
    line = dialog.findChild(LineField)
    line.clear()
    QTest.keyClicks(line, f"{server.address}/nowhere")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.error.isVisible(), timeout=10_000)
    line.clear()
    QTest.keyClicks(line, f"{server.address}/soup")
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible(), timeout=10_000)
    settle(qtbot, desk)
    soup = named(desk, "Tomato soup")
    assert soup.source == f"{server.address}/soup"
    qtbot.waitUntil(lambda: "Tomato soup" in page.findChild(RecipeDetails).title.text())


def test_a_helping_is_changed_and_the_recipe_stays(page: FavoritesPage, desk: Desk, qtbot: QtBot) -> None:
    stew = named(desk, "Stew")
    day = desk.today.isoformat()
    wanted = [entries.Wanted("recipe", stew.id, AMOUNT, "serving")]
    desk.lane.write(entries.add, day, "snacks", wanted)
    settle(qtbot, desk)
    entry = next(one for one in days.entries(desk.store, day, day) if one.source == stew.id)
    EntryDialog(desk, page, entry).open()
    button = next(one for one in desk.window.findChildren(Button) if one.text() == "Ingredients…")
    button.click()
    dialog = desk.window.findChild(HelpingDialog)
    line = dialog.findChildren(IngredientField)[0]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "2 tbsp olive oil")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    [after] = [one for one in days.entries(desk.store, day, day) if one.id == entry.id]
    assert after.nutrition.energy > entry.nutrition.energy
    assert named(desk, "Stew") == stew


def test_a_revised_recipe_asks_about_what_was_logged_before(page: FavoritesPage, desk: Desk, qtbot: QtBot) -> None:
    stew = named(desk, "Stew")
    day = desk.today.isoformat()
    desk.lane.write(entries.add, day, "snacks", [entries.Wanted("recipe", stew.id, AMOUNT, "serving")])
    settle(qtbot, desk)
    page.edit()
    dialog = desk.window.findChild(RecipeDialog)
    dialog._fields["servings"].setText("2")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    asked = desk.window.findChild(FoodPast)
    assert asked is not None
    asked.both.click()
    settle(qtbot, desk)
    [after] = [one for one in days.entries(desk.store, day, day) if one.source == stew.id]
    assert after.nutrition.energy == named(desk, "Stew").serving.energy
