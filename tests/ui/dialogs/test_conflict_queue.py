"""Several conflicts by key events: one after the other, many at once, long texts, and days of meals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from tests.sync.world import START, Pair, entry, recipe
from tests.ui.desk_fixture import Opened, settle, shown
from tests.ui.hands import focus, shell
from tests.ui.hands import labels as words
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.sync.conflicts import open_conflicts as waiting
from tracker.sync.resolve import resolve_all
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict import open_conflicts
from tracker.ui.dialogs.conflict_base import ConflictDialog
from tracker.ui.dialogs.conflict_deletion import DeletionDialog
from tracker.ui.dialogs.conflict_fields import FieldsDialog
from tracker.ui.dialogs.decide_all import DecideAllDialog
from tracker.ui.widgets.chips import Pill

Key, Modifier = Qt.Key, Qt.KeyboardModifier
SOUP, PIE, SKYR, TOAST = (new_id(START + number) for number in range(4))
STEPS = "\n".join(f"Step {number}: stir for {number} minutes." for number in range(1, 9))


class Several(Pair):
    """Four conflicts: the steps of a soup, the name of a pie, an amount of skyr, and toast that the laptop deleted."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        here, there = self.desktop, self.laptop
        here.put("recipe", SOUP, recipe("Soup", steps=STEPS))
        here.put("recipe", PIE, recipe("Pie"))
        here.put("meal_plan_entry", SKYR, entry())
        here.put("meal_plan_entry", TOAST, entry("Toast", energy=1000, slot="breakfast"))
        self.sync()
        here.edit("recipe", SOUP, steps=STEPS.replace("for 5 minutes", "for 50 minutes"))
        there.edit("recipe", SOUP, steps=STEPS.replace("for 5 minutes", "gently for 5 minutes"))
        here.edit("recipe", PIE, name="Apple pie")
        there.edit("recipe", PIE, name="Plum pie")
        here.edit("meal_plan_entry", SKYR, amount=100_000, mass=100_000, energy=630)
        there.edit("meal_plan_entry", SKYR, amount=200_000, mass=200_000, energy=1270)
        here.edit("meal_plan_entry", TOAST, note="with jam")
        there.delete("meal_plan_entry", TOAST)
        here.store.connection.execute("UPDATE sync_rec SET changed_at = ?", (START + 9,))
        there.store.connection.execute("UPDATE sync_rec SET changed_at = ?", (START + 5,))
        self.server.now = here.clock.instant = there.clock.instant = START + 60_000
        there.sync()
        here.sync()


@pytest.fixture
def several(tmp_path: Path) -> Iterator[Several]:
    world = Several(tmp_path)
    yield world
    world.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, several: Several) -> Iterator[Desk]:
    yield from shown(qtbot, Opened(several.desktop.store.profile))


def press(qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Real key events, each to whatever has the focus then."""
    for key in keys:
        qtbot.keyClick(focus(), key, modifier)


def save(qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, Key.Key_Return, modifier=Modifier.ControlModifier)
    settle(qtbot, desk)


def open_fields(desk: Desk, id: str) -> FieldsDialog:
    dialog = open_conflicts(desk, shell(desk), id)
    assert isinstance(dialog, FieldsDialog)
    return dialog


def on_top(desk: Desk) -> ConflictDialog:
    (dialog,) = (one for one in shell(desk).findChildren(ConflictDialog) if one.isVisible())
    assert isinstance(dialog, ConflictDialog)
    return dialog


def many(desk: Desk) -> DecideAllDialog:
    (dialog,) = (one for one in shell(desk).findChildren(DecideAllDialog) if one.isVisible())
    assert isinstance(dialog, DecideAllDialog)
    return dialog


def place(dialog: ConflictDialog) -> str:
    (pill,) = dialog.findChildren(Pill)
    return str(pill.accessibleName())


def name_of(desk: Desk, id: str) -> str:
    found = records.read_body(desk.store, BY_NAME["recipe"], id)
    assert found is not None
    return str(found["name"])


# ---------------------------------------------------------------------------------------- one after the other


def test_one_that_cannot_be_decided_now_is_passed_over_and_comes_again(window: Desk, qtbot: QtBot) -> None:
    assert place(open_fields(window, PIE)) == "1 of 4"
    for expected in ("2 of 4", "3 of 4", "4 of 4", "1 of 4"):
        press(qtbot, Key.Key_PageDown, modifier=Modifier.ControlModifier)
        assert place(on_top(window)) == expected
    press(qtbot, Key.Key_PageUp, modifier=Modifier.ControlModifier)
    assert place(on_top(window)) == "4 of 4"
    assert len(waiting(window.store)) == 4


def test_after_a_decision_the_next_opens_until_none_is_left(window: Desk, qtbot: QtBot) -> None:
    open_fields(window, PIE)
    for left in (3, 2, 1, 0):
        if isinstance(on_top(window), DeletionDialog):
            press(qtbot, Key.Key_Space)
        else:
            press(qtbot, Key.Key_Left, modifier=Modifier.AltModifier)
        save(qtbot, window)
        assert len(waiting(window.store)) == left
    assert not [one for one in shell(window).findChildren(ConflictDialog) if one.isVisible()]


def test_what_was_typed_is_not_lost_by_going_on(window: Desk, qtbot: QtBot) -> None:
    dialog = open_fields(window, PIE)
    press(qtbot, Key.Key_F2)
    focus().selectAll()
    qtbot.keyClicks(focus(), "Pear pie")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: focus() is dialog.table)
    press(qtbot, Key.Key_PageDown, modifier=Modifier.ControlModifier)
    assert on_top(window) is dialog
    assert "This is not saved yet." in words(dialog)


def test_the_newest_is_one_key(window: Desk, qtbot: QtBot) -> None:
    open_fields(window, PIE)
    press(qtbot, Key.Key_Up, modifier=Modifier.AltModifier)
    save(qtbot, window)
    assert name_of(window, PIE) == "Apple pie"


def test_keeping_ones_own_offers_no_undo_of_something_else(window: Desk, qtbot: QtBot) -> None:
    open_fields(window, PIE)
    press(qtbot, Key.Key_Left)
    save(qtbot, window)
    toast = shell(window).stage.toast
    assert "“Apple pie” is resolved." in words(toast)
    assert not [one for one in toast.findChildren(QPushButton) if one.isVisible() and one.text() == "Undo"]


# ------------------------------------------------------------------------------------------------ many at once


def open_many(window: Desk, qtbot: QtBot) -> DecideAllDialog:
    dialog = open_fields(window, PIE)
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Decide all…")
    button.setFocus()
    press(qtbot, Key.Key_Space)
    return many(window)


def test_all_of_a_kind_are_decided_after_saying_how_many(window: Desk, qtbot: QtBot) -> None:
    dialog = open_many(window, qtbot)
    assert dialog.save_button.text() == "Decide 2 conflicts", "the kind of the one that was open"
    assert not dialog.save_button.isEnabled()
    press(qtbot, Key.Key_Tab, Key.Key_Down, Key.Key_Space)
    assert "2 conflicts will be decided: the server's version of each." in words(dialog)
    save(qtbot, window)
    assert name_of(window, PIE) == "Plum pie"
    assert {one.c for one in waiting(window.store)} == {"meal_plan_entry"}
    assert on_top(window).detail.c == "meal_plan_entry", "what still waits follows"
    assert "2 conflicts are resolved." in words(shell(window).stage.toast)


def test_the_whole_queue_is_decided_and_undone_in_one_step(window: Desk, qtbot: QtBot) -> None:
    dialog = open_many(window, qtbot)
    press(qtbot, Key.Key_Left)
    assert dialog.save_button.text() == "Decide 4 conflicts"
    dialog.cards["newest"].setFocus()
    press(qtbot, Key.Key_Space)
    assert any(one.startswith("4 conflicts will be decided: this device's version of ") for one in words(dialog))
    press(qtbot, Key.Key_Up, Key.Key_Space)
    save(qtbot, window)
    assert waiting(window.store) == []
    assert name_of(window, PIE) == "Plum pie"
    assert not [one for one in shell(window).findChildren(ConflictDialog) if one.isVisible()]
    shell(window).run("edit.undo")
    settle(qtbot, window)
    assert name_of(window, PIE) == "Apple pie"


# ---------------------------------------------------------------------------------------------- what it shows


def test_long_texts_are_compared_while_their_field_is_the_current_one(window: Desk, qtbot: QtBot) -> None:
    dialog = open_fields(window, SOUP)
    assert dialog.compare.isVisible()
    text = dialog.compare.findChild(QTextEdit).toPlainText()
    assert "stir for 50 minutes." in text
    assert "stir gently for 5 minutes." in text
    assert "lines that are the same" in text
    press(qtbot, Key.Key_PageDown, modifier=Modifier.ControlModifier)
    following = on_top(window)
    assert not (isinstance(following, FieldsDialog) and following.compare.isVisible())


def test_a_long_text_of_ones_own_has_lines(window: Desk, several: Several, qtbot: QtBot) -> None:
    open_fields(window, SOUP)
    press(qtbot, Key.Key_F2)
    assert isinstance(focus(), QPlainTextEdit)
    focus().selectAll()
    qtbot.keyClicks(focus(), "Stir.")
    press(qtbot, Key.Key_Return)
    qtbot.keyClicks(focus(), "Serve.")
    save(qtbot, window)
    found = several.desktop.get("recipe", SOUP)
    assert found is not None
    assert found["steps"] == "Stir.\nServe."


def test_the_day_of_a_meal_is_counted_with_each_choice(window: Desk, qtbot: QtBot) -> None:
    dialog = open_fields(window, SKYR)
    press(qtbot, Key.Key_Right)
    assert any("comes to 227 kcal with this result (163 kcal as it is here now)" in one for one in words(dialog))
    press(qtbot, Key.Key_Left)
    assert any("comes to 163 kcal with this result:" in one for one in words(dialog))


def test_a_deletion_shows_what_would_be_lost_and_what_the_day_comes_to(window: Desk, qtbot: QtBot) -> None:
    dialog = open_conflicts(window, shell(window), TOAST)
    assert isinstance(dialog, DeletionDialog)
    assert {"Changed here", "Note", "with jam", "What else it holds", "Toast, 150 g, 100 kcal"} <= set(words(dialog))
    press(qtbot, Key.Key_Down, Key.Key_Space)
    assert any("comes to 63 kcal with this result" in one for one in words(dialog))
    save(qtbot, window)
    assert records.read_body(window.store, BY_NAME["meal_plan_entry"], TOAST) is None


# ---------------------------------------------------------------------------------------------- meanwhile


def test_a_choice_of_a_version_that_changed_again_is_asked_anew(window: Desk, several: Several, qtbot: QtBot) -> None:
    dialog = open_fields(window, PIE)
    press(qtbot, Key.Key_Right)
    assert dialog.save_button.isEnabled()
    several.laptop.edit("recipe", PIE, name="Cherry pie")
    several.laptop.sync()
    window.sync.finished.emit(several.desktop.sync())
    assert any(one.startswith("Changed again on ") and one.endswith("refreshed.") for one in words(dialog.error))
    assert not dialog.save_button.isEnabled()
    model = dialog.table.model()
    assert [model.index(0, column).data() for column in (3, 4, 5)] == ["Cherry pie", "", "changed"]
    press(qtbot, Key.Key_Right)
    save(qtbot, window)
    assert name_of(window, PIE) == "Cherry pie"


def test_one_that_was_decided_elsewhere_makes_way_for_the_next(window: Desk, several: Several, qtbot: QtBot) -> None:
    open_fields(window, PIE)
    with Store.open(several.desktop.store.profile, clock=several.desktop.clock) as store:
        resolve_all(store, "recipe", PIE, "mine")
    window.sync.finished.emit(several.desktop.sync())
    settle(qtbot, window)
    assert on_top(window).detail.id != PIE
