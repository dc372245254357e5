"""The palette: what it lists for what is typed, its keys, and what happens to the focus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SmallPage
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.palette import Palette
from tracker.ui.palette_rows import SearchHit, leads, spans_of
from tracker.ui.shell import Shell

FOODS = (
    SearchHit("food", "f1", "Chicken breast, roasted", "165 kcal / 100 g", enter="add to lunch"),
    SearchHit("recipe", "r1", "Roast chicken", "610 kcal / serving", starred=True),
    SearchHit("food", "f2", "Chicken breast, raw", "120 kcal / 100 g"),
)


@pytest.fixture
def palette(shell: Shell) -> Palette:
    made = shell.palette_overlay
    made.set_search(lambda text: [hit for hit in FOODS if text in hit.title.casefold()], lambda: 9412)
    made.set_recent(lambda: FOODS[1:2])
    made.set_dates(lambda words: date(2026, 11, 20) if words == "yesterday" else None)
    made.set_quick_add(lambda text: "2 eggs, breakfast, 156 kcal" if text == "2 eggs" else None)
    made.set_actions(actions_of)
    return made


def actions_of(hit: SearchHit) -> Sequence[tuple[str, str]]:
    return (("star", "Star"), ("plan", "Add to plan…")) if hit.kind == "food" else ()


def lines(palette: Palette) -> list[str]:
    """What is listed: headings in capitals."""
    return [row.title if row.does else row.title.upper() for row in palette.list.lines.rows]


def control(qtbot: QtBot, palette: Palette, key: Qt.Key) -> None:
    qtbot.keyClick(palette.field, key, Qt.KeyboardModifier.ControlModifier)


def test_ctrl_l_opens_it_and_esc_gives_the_focus_back(shell: Shell, palette: Palette, qtbot: QtBot):
    before = shell.focusWidget()
    qtbot.keyClick(before, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "chicken")
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert shell.focusWidget() is before
    shell.open_palette()
    assert palette.field.text() == ""


def test_hits_stand_by_kind_in_the_order_of_the_best_then_commands(palette: Palette):
    palette.open_with("chicken")
    assert lines(palette) == [
        "FOODS", "Chicken breast, roasted", "Chicken breast, raw", "RECIPES", "Roast chicken",
    ]  # fmt: skip
    palette.open_with("sam")
    assert lines(palette) == ["COMMANDS", "Same as yesterday"]


def test_a_command_stands_first_where_its_name_begins_with_what_is_typed(shell: Shell, palette: Palette, qtbot: QtBot):
    palette.set_search(lambda _text: [SearchHit("food", "f", "Ridged crisps"), SearchHit("food", "r", "Rides bar")])
    palette.open_with("rid")
    assert lines(palette) == ["COMMANDS", "Rides", "FOODS", "Ridged crisps", "Rides bar"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert shell.current_page == "rides"
    palette.open_with("ri")
    assert lines(palette)[0] == "FOODS"


def test_another_word_for_a_command_leads_unless_something_found_begins_with_it(palette: Palette):
    found = [SearchHit("food", "f", "Plantain")]
    palette.set_search(lambda _text: found)
    palette.open_with("repeat")
    assert lines(palette)[:2] == ["COMMANDS", "Same as yesterday"]
    found[0] = SearchHit("food", "f", "Repeat, the bar")
    palette.open_with("repeat")
    assert lines(palette) == ["FOODS", "Repeat, the bar", "COMMANDS", "Same as yesterday"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("plan", "Meal plan"), ("weight", "Health"), ("theme", "Settings"), ("dark", "Settings"), ("account", "Sync")],
)
def test_screens_are_found_by_what_else_they_are_called(typed: str, title: str):
    command = Command(f"page.{title.casefold().replace(' ', '_')}", title, "Go", lambda: None)
    assert leads([typed], command, [SearchHit("food", "f", "Plantain, raw")])


def test_a_doubtful_line_is_logged_with_the_second_enter(palette: Palette, qtbot: QtBot):
    palette.set_quick_add(lambda text: "Egg · 500", lambda text: "That is much." if text == "500 eggs" else "")
    logged: list[str] = []
    palette.logged.connect(logged.append)
    palette.open_with("500 eggs")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette._footer.text() == "That is much. Enter again logs it as it is."
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert logged == ["500 eggs"]
    palette.open_with("500 eggs")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_it_tells_how_much_was_found_of_how_much(palette: Palette):
    palette.open_with("chicken")
    assert palette._told.text().startswith("3 of 9 412 · ")


def test_empty_shows_recent_things_and_what_fits_this_screen(shell: Shell, palette: Palette):
    page = shell.page("meals")
    assert isinstance(page, SmallPage)
    page.reason = "Yesterday is empty."
    palette.open_with("")
    assert lines(palette) == ["RECENT", "Roast chicken", "ON THIS SCREEN", "New meal", "Delete"]


def test_arrows_skip_headings_and_go_round(palette: Palette, qtbot: QtBot):
    palette.open_with("chicken")
    chosen = []
    for _ in range(4):
        chosen.append(palette.list.current().title)
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert chosen == ["Chicken breast, roasted", "Chicken breast, raw", "Roast chicken", "Chicken breast, roasted"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.current().title == "Roast chicken"


def test_enter_opens_and_ctrl_enter_adds_to_today(palette: Palette, qtbot: QtBot):
    palette.open_with("chicken")
    with qtbot.waitSignal(palette.opened) as opened:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert opened.args == [FOODS[0]]
    assert not palette.isVisible()
    palette.open_with("chicken")
    with qtbot.waitSignal(palette.added) as added:
        control(qtbot, palette, Qt.Key.Key_Return)
    assert added.args == [FOODS[0]]


def test_tab_lists_more_actions_and_esc_goes_back_to_the_hits(palette: Palette, qtbot: QtBot):
    palette.open_with("chicken")
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert lines(palette) == ["CHICKEN BREAST, ROASTED", "Star", "Add to plan…"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isVisible()
    assert lines(palette)[0] == "FOODS"
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.acted) as acted:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert acted.args == [FOODS[0], "plan"]


def test_a_sign_lists_commands_with_their_keys_and_runs_them(shell: Shell, palette: Palette, qtbot: QtBot):
    qtbot.keyClick(
        shell.focusWidget(), Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert palette.field.text() == ">"
    qtbot.keyClicks(palette.field, "rid")
    assert lines(palette) == ["COMMANDS", "Rides"]
    assert palette.list.current().key == "Ctrl 2"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert shell.current_page == "rides"


def test_a_command_that_cannot_run_comes_last_says_why_and_stays(shell: Shell, palette: Palette, qtbot: QtBot):
    page = shell.page("meals")
    assert isinstance(page, SmallPage)
    page.reason = "Yesterday is empty."
    palette.open_with(">")
    last = palette.list.lines.rows[-1]
    assert (last.title, last.detail, last.key) == ("Same as yesterday", "Yesterday is empty.", "Ctrl Shift Y")
    palette.open_with(">same")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert page.done == []


def test_synonyms_and_first_letters_find_a_command(palette: Palette):
    for typed in (">repeat", ">yest same", ">sayest"):
        palette.open_with(typed)
        assert lines(palette) == ["COMMANDS", "Same as yesterday"], typed


def test_a_day_after_the_sign_for_dates(palette: Palette, qtbot: QtBot):
    palette.open_with("@yesterday")
    assert lines(palette) == ["DAYS", "Friday, 20 November 2026"]
    with qtbot.waitSignal(palette.date_chosen) as chosen:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert chosen.args == [date(2026, 11, 20)]
    palette.open_with("@nonsense")
    assert palette.list.current() is None


def test_the_key_that_filters_finds_in_everything_where_a_page_has_no_filter(
    shell: Shell, palette: Palette, qtbot: QtBot
):
    qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert palette.isVisible()
    assert palette.field.hasFocus()
    assert "Find…" not in lines(palette), "it is there already"
    edit = next(menu for menu in shell.registry.menus() if menu.title() == "Edit")
    assert "Find…" in [action.text() for action in edit.actions()]


def test_what_can_be_logged_stands_first_and_enter_logs_it(palette: Palette, qtbot: QtBot):
    palette.open_with("2 eggs")
    assert lines(palette)[:2] == ["LOG", "2 eggs, breakfast, 156 kcal"]
    with qtbot.waitSignal(palette.logged) as logged:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert logged.args == ["2 eggs"]


def test_nothing_found_is_said_and_enter_does_nothing(palette: Palette, qtbot: QtBot):
    palette.open_with("zzzz")
    assert lines(palette) == ["NOTHING FOUND FOR “ZZZZ”"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_no_key_reaches_the_window_while_it_is_open(shell: Shell, palette: Palette, qtbot: QtBot):
    palette.open_with("chicken")
    for key in (Qt.Key.Key_2, Qt.Key.Key_N, Qt.Key.Key_L):
        control(qtbot, palette, key)
    assert shell.current_page == "meals"
    assert shell.page("meals").done == []
    assert palette.field.text() == "chicken"


def test_a_press_beside_it_closes_it(shell: Shell, palette: Palette, qtbot: QtBot):
    palette.open_with("")
    qtbot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomRight() / 2 * 1.9)
    assert not palette.isVisible()


def test_it_dims_the_page_and_stays_inside_a_small_window(shell: Shell, palette: Palette):
    palette.open_with(">")
    assert palette.stage() == shell.stage_rect()
    shell.resize(1024, 700)
    QApplication.processEvents()
    assert shell.stage_rect().contains(palette.card.geometry())


@pytest.mark.parametrize(
    ("words", "title", "spans"),
    [
        (["chi"], "Chicken", ((0, 3),)),
        (["chi"], "Roast chicken", ((6, 3),)),
        (["hic"], "Chicken", ()),
        (["roast", "chi"], "Roast chicken", ((0, 5), (6, 3))),
        (["s"], "Straße", ((0, 1),)),
        (["i"], "İstanbul", ()),
    ],
)
def test_bold_letters_are_those_that_begin_a_word(words: list[str], title: str, spans: tuple[tuple[int, int], ...]):
    assert spans_of(words, title) in (spans, ())
    if len(title) == len(title.casefold()):
        assert spans_of(words, title) == spans


def test_in_the_whole_window_import_runs_and_a_doubtful_line_asks(desk: Desk, qtbot: QtBot):
    palette = desk.window.palette_overlay
    palette.open_with("import")
    assert palette.list.current().title == "Import files…"
    palette.open_with("500 eggs")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette._footer.text() == "Egg would be 35\u202f750 kcal; is the amount right? Enter again logs it as it is."
