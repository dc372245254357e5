"""Colours as designed and readable, fonts as designed, and a switch that reaches everything shown."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication, QFileDialog, QHeaderView, QLineEdit
from pytestqt.qtbot import QtBot

from tracker.ui.theme import DARK, LIGHT, SEMIBOLD, TITLE, Colors, font, theme
from tracker.ui.widgets.cards import Card

DESIGN = """window F6F6F4 / 15181B, surface FFFFFF / 1D2125, text 1F2328 / E8EAED, muted 636C76 / 9DA7B1,
line E4E5E1 / 30363D, accent 0F766E / 3FB6A8, selection E6F2F0 / 1B3532, protein 2563EB / 6EA0FF,
carbs D97706 / E8A33D, fat BE3E82 / E57BB0, ok 1A7F37 / 57AB5A, warn 9A6700 / D4A72C, bad C4291F / F47067"""


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [channel / 255 for channel in QColor(color).getRgb()[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_colours_are_those_of_the_design():
    for entry in DESIGN.replace("\n", " ").split(", "):
        name, light, _slash, dark = entry.split()
        assert (getattr(LIGHT, name), getattr(DARK, name)) == (f"#{light}", f"#{dark}")


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_everything_it_stands_on(colors: Colors):
    grounds = (colors.surface, colors.window, colors.selection)
    pairs = list(itertools.product((colors.text, colors.muted, colors.accent_text), grounds))
    pairs += itertools.product((colors.ok, colors.warn, colors.bad), (colors.surface,))
    pairs += [(colors.on_accent, colors.accent), (colors.accent_text, colors.accent_soft)]
    pairs += [(colors.warn_text, colors.warn_soft), (colors.text, colors.warn_soft), (colors.bad, colors.bad_soft)]
    pairs += [(colors.text, colors.hover), (colors.warn_text, colors.window)]
    weak = {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < 4.5}
    assert weak == {}


def test_the_typeface_is_the_one_that_ships_and_its_figures_can_be_of_equal_width():
    assert QFont(font()).exactMatch()
    assert font(TITLE, SEMIBOLD).pixelSize() == 22
    tabular = QFontMetricsF(font(tabular=True))
    assert tabular.horizontalAdvance("1111") == tabular.horizontalAdvance("0000")
    proportional = QFontMetricsF(font())
    assert proportional.horizontalAdvance("1111") < proportional.horizontalAdvance("0000")


def test_a_switch_changes_what_is_painted_and_what_the_style_sheet_says(qtbot: QtBot):
    card, field = Card("Weight"), QLineEdit("81.4")
    for widget in (card, field):
        qtbot.addWidget(widget)
        widget.resize(200, 60)
        widget.show()
    for mode, colors in (("dark", DARK), ("light", LIGHT)):
        theme().apply(mode)
        assert theme().dark is (mode == "dark")
        for widget in (card, field):
            image = widget.grab().toImage()
            assert image.pixelColor(100, 56).name().upper() == colors.surface
        assert QApplication.palette().text().color().name().upper() == colors.text


def test_a_switch_is_told_once_and_nothing_is_told_without_one(qtbot: QtBot):
    told: list[bool] = []
    theme().changed.connect(lambda: told.append(theme().dark))
    theme().apply("light")
    theme().apply("dark")
    theme().apply("dark")
    theme().apply("light")
    assert told == [True, False]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_headings_of_qts_own_file_dialog_stand_on_the_surface(qtbot: QtBot, mode: str):
    theme().apply(mode)
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    header = dialog.findChild(QHeaderView)
    image = header.grab().toImage()
    assert image.pixelColor(2, 2).name().upper() == theme().colors.surface.upper()
    assert image.pixelColor(image.width() - 3, 2).name().upper() == theme().colors.surface.upper()
