"""Looking up in Open Food Facts from the window: only when asked, reviewed before it is kept, told when it fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.open_food_facts import BREAD, open_food_facts
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, press, words
from tests.web_server import Answer, WebServer
from tracker.formats.foods import off_client
from tracker.store.queries import days
from tracker.ui.desk import Desk
from tracker.ui.dialogs.add_meal import AddMeal
from tracker.ui.dialogs.food import FoodDialog
from tracker.ui.dialogs.lookup import LookupDialog
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.shell import Shell
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with open_food_facts(monkeypatch) as made:
        yield made


@pytest.fixture
def shell(qtbot: QtBot, service: WebServer, desk: Desk) -> Shell:
    with_page(desk, "favorites", FavoritesPage)
    settle(qtbot, desk)
    assert isinstance(desk.window, Shell)
    return desk.window


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def dialog(shell: Shell) -> Dialog:
    return [one for one in shell.findChildren(Dialog) if one.isVisible()][-1]


def found(qtbot: QtBot, desk: Desk, shell: Shell) -> LookupDialog:
    """Wait for the answer."""
    asked = dialog(shell)
    assert isinstance(asked, LookupDialog)
    qtbot.waitUntil(lambda: asked.list.isVisible() or asked.error.isVisible(), timeout=10_000)
    return asked


def field(form: Dialog, name: str) -> str:
    return next(one.text() for one in form.findChildren(QLineEdit) if one.accessibleName() == name)


def test_a_barcode_is_looked_up_reviewed_and_kept(shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot):
    shell.registry.run("food.lookup")
    write(BREAD)
    assert service.asked == []
    press(Key.Key_Return)
    asked = found(qtbot, desk, shell)
    assert "ODbL" in words(asked)
    assert desk.store.rows("SELECT COUNT(*) FROM main.food WHERE source <> ''") == [(0,)]
    press(Key.Key_Return)
    form = dialog(shell)
    assert isinstance(form, FoodDialog)
    assert [field(form, name) for name in ("Brand", "Barcode", "Energy, kcal", "Protein, g", "Sodium, mg")] == [
        "Jacquet", BREAD, "246", "9.5", "440",
    ]  # fmt: skip
    assert "Compare it with the package" in words(form)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert desk.store.rows("SELECT brand, barcode, source, energy FROM main.food WHERE barcode <> ''") == [
        ("Jacquet", BREAD, "Open Food Facts", 2460)
    ]
    assert "from Open Food Facts" in words(shell)
    assert len(service.asked) == 1


def test_what_is_kept_already_is_shown_and_not_doubled(shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot):
    test_a_barcode_is_looked_up_reviewed_and_kept(shell, service, desk, qtbot)
    shell.registry.run("food.lookup")
    write(BREAD)
    press(Key.Key_Return)
    asked = found(qtbot, desk, shell)
    row = asked.list.rows.row_at(0)
    assert row.cell(2).text == "kept"
    assert asked.save_button.text() == "Show yours"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert not [one for one in shell.findChildren(Dialog) if one.isVisible()]
    assert len(service.asked) == 1, "the answer is remembered"


def test_the_palette_offers_to_ask_and_asks_only_after_another_enter(
    shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot
):
    palette = shell.palette_overlay
    palette.open_with("xyzzy coca")
    rows = [row.title for row in palette.list.lines.rows]
    assert "Nothing found for “xyzzy coca”" in rows
    assert rows[-1] == "Look up “xyzzy coca” in Open Food Facts…"
    palette.open_with("coca")
    assert palette.list.lines.rows[-1].title == "Look up “coca” in Open Food Facts…"
    while palette.list.current().does != "elsewhere":
        press(Key.Key_Down)
    press(Key.Key_Return)
    assert isinstance(dialog(shell), LookupDialog)
    assert service.asked == []
    press(Key.Key_Return)
    asked = found(qtbot, desk, shell)
    assert asked.list.rows.rowCount() > 1
    assert service.asked[0].query["search_terms"] == "coca"


@pytest.mark.parametrize("text", ["ab", ">coca", "#coca", "@mon", ""])
def test_the_palette_does_not_offer_what_cannot_be_asked(text: str, shell: Shell):
    palette = shell.palette_overlay
    palette.open_with(text)
    assert not any("Open Food Facts" in row.title for row in palette.list.lines.rows if row.does == "elsewhere")


def test_what_may_be_wrong_is_told_in_the_list_and_in_the_form(
    shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot
):
    import json

    wrong = {"status": 1, "code": BREAD, "product": {"product_name": "Kilo bread", "nutriments": {
        "energy-kcal_100g": 1029, "proteins_100g": 9.5, "carbohydrates_100g": 41, "fat_100g": 3.4}}}  # fmt: skip
    service.answers[f"/api/v2/product/{BREAD}.json"] = Answer(json.dumps(wrong).encode())
    shell.registry.run("food.lookup")
    write(BREAD)
    press(Key.Key_Return)
    asked = found(qtbot, desk, shell)
    assert "May be wrong: 1029 kcal looks like kJ" in words(asked)
    press(Key.Key_Return)
    assert "1029 kcal looks like kJ" in words(dialog(shell))
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert "More than 950 kcal (3975 kJ) in 100 g is not possible." in words(dialog(shell))


def test_the_food_form_asks_for_its_barcode_and_takes_the_numbers(
    shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot
):
    form = FoodDialog(desk, shell)
    form.open()
    write("My toast")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    write(BREAD)
    form.look_up.click()
    found(qtbot, desk, shell)
    press(Key.Key_Return)
    assert dialog(shell) is form
    assert [field(form, name) for name in ("Name", "Brand", "Energy, kcal")] == ["My toast", "Jacquet", "246"]
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert desk.store.rows("SELECT name, source FROM main.food WHERE barcode <> ''") == [
        ("My toast", "Open Food Facts")
    ]


def test_offline_is_told_and_what_was_typed_stays(
    shell: Shell, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(off_client, "SERVER", "http://127.0.0.1:9")
    shell.registry.run("food.lookup")
    write(BREAD)
    press(Key.Key_Return)
    asked = found(qtbot, desk, shell)
    assert "Open Food Facts cannot be reached." in words(asked)
    assert field(asked, "Barcode or name") == BREAD


def test_esc_stops_the_asking(shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot):
    hold = threading.Event()
    path = f"/api/v2/product/{BREAD}.json"
    answer = service.answers[path]
    assert isinstance(answer, Answer)
    service.answers[path] = Answer(answer.body * 20, hold=hold)
    shell.registry.run("food.lookup")
    write(BREAD)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: len(service.asked) == 1, timeout=10_000)
    press(Key.Key_Escape)
    hold.set()
    qtbot.waitUntil(lambda: not desk.lookups.busy, timeout=10_000)
    assert not [one for one in shell.findChildren(Dialog) if one.isVisible()]


def test_words_that_are_too_short_are_not_asked(shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot):
    shell.registry.run("food.lookup")
    write("ab")
    press(Key.Key_Return)
    assert "too short to look up" in words(dialog(shell))
    assert service.asked == []


def test_what_is_not_found_for_a_meal_is_looked_up_kept_and_added(
    shell: Shell, service: WebServer, desk: Desk, qtbot: QtBot
):
    meal = AddMeal(desk, shell, desk.today, days.slots(desk.store)[0], BREAD)
    meal.open()
    ask = next(one for one in meal.findChildren(Button) if one.text().startswith("Look up"))
    assert ask.isVisible()
    ask.click()
    press(Key.Key_Return)
    found(qtbot, desk, shell)
    press(Key.Key_Return)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert dialog(shell) is meal
    assert not ask.isVisible()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    [(title, status)] = desk.store.rows(
        "SELECT title, status FROM meal_plan_entry WHERE source IN (SELECT id FROM main.food WHERE barcode <> '')"
    )
    assert status == "planned"
    assert title.startswith("Crousti Moelleux Complet")
