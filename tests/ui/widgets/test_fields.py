"""Fields and small widgets: what they tell, what they show, what screen readers hear."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.ui.diary.spark import LineSpark
from tracker.ui.theme import theme
from tracker.ui.widgets.bars import MacroBar, ProgressBar
from tracker.ui.widgets.buttons import IconButton, PrimaryButton
from tracker.ui.widgets.cards import ChoiceCard, StatCard
from tracker.ui.widgets.chips import ChipBar, Pill
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.fields import FilterField, RadioList
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def pixels(widget: QWidget, color: str) -> int:
    """How many pixels have exactly this colour."""
    image = widget.grab().toImage()
    wanted = theme().color(color).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_filter_tells_once_after_fast_typing_and_down_goes_to_the_list(qtbot: QtBot):
    target = Text("list")
    target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder = QWidget()
    field = FilterField("Filter favorites", target, holder)
    target.setParent(holder)
    shown(qtbot, holder)
    told: list[str] = []
    field.filtered.connect(told.append)
    field.focus()
    qtbot.keyClicks(field, " chi ")
    qtbot.waitUntil(lambda: told == ["chi"])
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: told == ["chi", ""])
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert target.hasFocus()


def test_what_was_understood_is_shown_after_what_was_typed_and_heard(qtbot: QtBot):
    field = LineField("Log food")
    field.resize(400, 34)
    shown(qtbot, field)
    field.setText("2 eggs")
    before = pixels(field, "muted")
    field.set_ghost("→ breakfast, 156 kcal")
    assert pixels(field, "muted") > before
    assert field.accessibleDescription() == "→ breakfast, 156 kcal"


def test_chips_choose_one_by_mouse_and_arrow_keys(qtbot: QtBot):
    bar = ChipBar([("history", "History"), ("plans", "Plans"), ("records", "Records")], "Part")
    shown(qtbot, bar)
    told: list[str] = []
    bar.chosen.connect(told.append)
    assert bar.current == "history"
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    qtbot.keyClick(bar, Qt.Key.Key_Left)
    assert told == ["plans", "history", "records"]
    bar.choose("plans")
    bar.set_choices([("plans", "Plans 3"), ("new", "New")])
    assert bar.current == "plans"
    assert told == ["plans", "history", "records"]


def test_a_radio_list_tells_what_was_chosen_and_not_what_was_set(qtbot: QtBot):
    choices = RadioList([("ask", "Ask me"), ("newest", "Keep the newest")], "Policy")
    shown(qtbot, choices)
    told: list[str] = []
    choices.chosen.connect(told.append)
    choices.choose("newest")
    assert (choices.current, told) == ("newest", [])
    qtbot.mouseClick(choices.layout().itemAt(0).widget(), Qt.MouseButton.LeftButton)
    assert (choices.current, told) == ("ask", ["ask"])


def test_a_macro_bar_says_unknown_as_unknown_and_fills_by_the_target(qtbot: QtBot):
    bar = MacroBar("Protein", "protein")
    bar.resize(200, 34)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "Protein — g"
    bar.set(70, 100, 140)
    assert bar.accessibleName() == "Protein 70 / 140 g"
    half = pixels(bar, "protein")
    bar.set(140, 140, 140)
    assert abs(pixels(bar, "protein") - 2 * half) < half / 5
    bar.set(0, 0, 140)
    assert pixels(bar, "protein") == 0


def test_without_a_target_a_macro_bar_is_only_a_number(qtbot: QtBot):
    bar = MacroBar("Protein", "protein")
    bar.resize(200, 34)
    qtbot.addWidget(bar)
    bar.set(90, 120, None)
    assert bar.accessibleName() == "Protein 90 g"
    assert (pixels(bar, "protein"), pixels(bar, "line")) == (0, 0)


def test_a_progress_bar_fills_by_its_share(qtbot: QtBot):
    bar = ProgressBar("Sending")
    bar.resize(200, 6)
    qtbot.addWidget(bar)
    bar.set_share(0.25)
    quarter = pixels(bar, "accent")
    bar.set_share(0.5)
    assert abs(pixels(bar, "accent") - 2 * quarter) < quarter / 4
    assert bar.accessibleName() == "Sending 50 %"


def test_a_sparkline_draws_its_trend_in_the_accent_and_nothing_without_points(qtbot: QtBot):
    spark = LineSpark("Weight")
    spark.resize(200, 52)
    qtbot.addWidget(spark)
    assert pixels(spark, "accent") == 0
    spark.set([(0, 82), (1, 81)], [(0, 82), (1, 81.5)])
    assert pixels(spark, "accent") > 50


def test_buttons_show_keys_and_say_what_they_do(qtbot: QtBot):
    plain, keyed = PrimaryButton("Add meal"), PrimaryButton("Add meal", "Ctrl+N")
    for button in (plain, keyed):
        qtbot.addWidget(button)
    assert keyed.sizeHint().width() > plain.sizeHint().width()
    assert keyed.accessibleDescription() == "Ctrl N"
    chevron = IconButton("‹", "Day before", "Ctrl+PgUp")
    qtbot.addWidget(chevron)
    assert chevron.accessibleName() == "Day before"
    assert chevron.toolTip() == "Day before (Ctrl PgUp)"


def test_cards_and_pills_follow_a_switch_of_theme(qtbot: QtBot):
    pill, card = Pill("conflict", "warn"), StatCard("waiting to be sent")
    for widget in (pill, card):
        qtbot.addWidget(widget)
    card.set("3")
    assert card.accessibleName() == "3 waiting to be sent"
    for mode in ("dark", "light"):
        theme().apply(mode)
        assert pixels(pill, "warn_soft") > 100
        assert pixels(card, "surface") > 100


def test_choice_cards_of_one_parent_exclude_each_other(qtbot: QtBot):
    holder = QWidget()
    cards = [ChoiceCard("Meals", "plan weeks", holder), ChoiceCard("Training", "rides, runs", holder)]
    shown(qtbot, holder)
    for card in cards:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert [card.isChecked() for card in cards] == [False, True]


def test_an_empty_list_says_what_comes_here_and_starts_it(qtbot: QtBot):
    empty = EmptyState("No workouts yet", "Drop a file on the window.", "Start workout", "Ctrl+N")
    both = ListOrEmpty(Text("list"), empty)
    shown(qtbot, both)
    both.show_list(False)
    assert empty.isVisible()
    with qtbot.waitSignal(empty.started):
        empty.findChild(PrimaryButton).click()
    both.show_list(True)
    assert not empty.isVisible()


def test_words_of_the_user_are_never_markup(qtbot: QtBot):
    label = Text("<b>egg</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
