"""Buttons: each is pressed by Enter and by Space alike, whatever it looks like."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tracker.ui.foods.ingredient_line import MatchButton
from tracker.ui.sidebar import PageButton
from tracker.ui.status_bar import StatusWord
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton, PrimaryButton
from tracker.ui.widgets.cards import ChoiceCard
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.star import StarButton

KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def buttons() -> list[QAbstractButton]:
    match = MatchButton()
    match.show_match("Egg", "143 kcal")
    return [
        Button("Edit"), PrimaryButton("Add meal", "Ctrl+N"), IconButton("‹", "Day before"), LinkButton("How?"),
        Chip("Recipes 48"), StarButton(), ChoiceCard("Meals", "plan weeks"), PageButton("today", "Today", "Ctrl+1"),
        StatusWord("sync"), match,
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(10))
def test_enter_presses_a_button_as_space_does(qtbot: QtBot, number: int):
    button = buttons()[number]
    qtbot.addWidget(button)
    for key in KEYS:
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, key)


@pytest.mark.parametrize("number", range(9))
def test_ctrl_enter_is_left_to_the_dialog(qtbot: QtBot, number: int):
    button = buttons()[number]
    qtbot.addWidget(button)
    with qtbot.assertNotEmitted(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
