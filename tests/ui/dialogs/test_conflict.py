"""The conflict dialog, by key events only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.sync.world import START, Pair, recipe
from tests.ui.desk_fixture import Opened, settle, shown
from tests.ui.hands import focus, shell
from tests.ui.hands import labels as words
from tests.ui.sync_content import CHILI
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

Key, Modifier = Qt.Key, Qt.KeyboardModifier


def press(qtbot: QtBot, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    """Real key events, each to whatever has the focus then."""
    for key in keys:
        qtbot.keyClick(focus(), key, modifier)


def type_in(qtbot: QtBot, text: str) -> None:
    assert isinstance(focus(), QLineEdit)
    qtbot.keyClicks(focus(), text)


def save(qtbot: QtBot, desk: Desk) -> None:
    press(qtbot, Key.Key_Return, modifier=Modifier.ControlModifier)
    settle(qtbot, desk)


def title(desk: Desk, words: str) -> str:
    """The id of the record in conflict that is called so."""
    return next(one.id for one in waiting(desk.store) if one.title.startswith(words))


def dialogs(desk: Desk) -> list[ConflictDialog]:
    return [one for one in shell(desk).findChildren(ConflictDialog) if one.isVisible()]


def table(dialog: FieldsDialog) -> dict[str, tuple[str, str]]:
    """Result and state of each field."""
    model = dialog.table.model()
    rows = range(model.rowCount())
    read = [[model.index(row, column).data() for column in range(6)] for row in rows]
    return {one[0]: (one[4], one[5]) for one in read}


def body(desk: Desk, id: str) -> dict[str, Any] | None:
    return records.read_body(desk.store, BY_NAME["recipe"], id)


@pytest.fixture
def salad(qtbot: QtBot, syncing_desk: Desk) -> FieldsDialog:
    dialog = open_conflicts(syncing_desk, shell(syncing_desk), title(syncing_desk, "Chicken"))
    assert isinstance(dialog, FieldsDialog)
    settle(qtbot, syncing_desk)
    return dialog


def test_it_shows_what_merged_and_waits_at_the_first_choice(salad: FieldsDialog) -> None:
    assert table(salad) == {
        "Name": ("Chicken & lentil salad", "server"),
        "Cooking time": ("25 min", "same"),
        "Notes": ("", "choose"),
        "chicken breast": ("", "choose"),
        "olive oil": ("2 tbsp", "server"),
        "cherry tomatoes": ("200 g (added)", "this device"),
    }
    assert focus() is salad.table
    assert salad.table.currentIndex().row() == 0
    assert list(table(salad))[:2] == ["Notes", "chicken breast"], "what is to be chosen stands above the line"


def test_fields_are_chosen_with_arrows_saved_and_the_next_conflict_follows(
    salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot
) -> None:
    id = salad.detail.id
    press(qtbot, Key.Key_Left, Key.Key_Down, Key.Key_Right)
    assert table(salad)["Notes"] == ("Less salt next time", "this device")
    assert table(salad)["chicken breast"] == ("450 g", "server")
    save(qtbot, syncing_desk)
    found = body(syncing_desk, id)
    assert found is not None
    amounts = {one["name"]: one["amount"] for one in found["ingredients"]}
    assert (found["name"], found["notes"]) == ("Chicken & lentil salad", "Less salt next time")
    assert (amounts["chicken breast"], amounts["cherry tomatoes"]) == (450_000, 200_000)
    (following,) = dialogs(syncing_desk)
    assert isinstance(following, DeletionDialog)
    assert any(one.startswith(f"“{CHILI}” was deleted here") for one in words(following))


def test_it_is_not_saved_before_all_is_chosen(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Left)
    assert not salad.save_button.isEnabled()
    save(qtbot, syncing_desk)
    assert dialogs(syncing_desk) == [salad]
    assert len(waiting(syncing_desk.store)) == 2


def test_a_value_of_ones_own_is_typed_into_the_result(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    id = salad.detail.id
    press(qtbot, Key.Key_F2)
    focus().selectAll()
    type_in(qtbot, "Less salt, more feta")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: focus() is salad.table)
    assert table(salad)["Notes"] == ("Less salt, more feta", "your own")
    press(qtbot, Key.Key_Down, Key.Key_F2)
    focus().selectAll()
    type_in(qtbot, "550 g")
    save(qtbot, syncing_desk)  # what is being typed counts
    found = body(syncing_desk, id)
    assert found is not None
    assert found["notes"] == "Less salt, more feta"
    assert {one["name"]: one["mass"] for one in found["ingredients"]}["chicken breast"] == 550_000


def test_a_value_that_is_none_stays_to_be_put_right(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Left, Key.Key_Down, Key.Key_Left, Key.Key_F2)
    focus().selectAll()
    type_in(qtbot, "some")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(salad.error.isVisible)
    qtbot.waitUntil(lambda: isinstance(focus(), QLineEdit) and focus().text() == "some")
    save(qtbot, syncing_desk)
    assert dialogs(syncing_desk) == [salad]
    assert len(waiting(syncing_desk.store)) == 2
    qtbot.waitUntil(lambda: isinstance(focus(), QLineEdit))
    press(qtbot, Key.Key_Escape)
    assert table(salad)["chicken breast"] == ("600 g", "this device")
    save(qtbot, syncing_desk)
    assert len(waiting(syncing_desk.store)) == 1


def test_one_side_is_taken_whole_with_alt(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Right, modifier=Modifier.AltModifier)
    assert {table(salad)[name] for name in ("Notes", "chicken breast")} == {("Add feta", "server"), ("450 g", "server")}
    press(qtbot, Key.Key_Left, modifier=Modifier.AltModifier)
    assert table(salad)["Notes"] == ("Less salt next time", "this device")
    assert table(salad)["Name"] == ("Chicken & lentil salad", "server"), "what merged by itself stays"


def test_both_can_be_kept(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, Key.Key_Tab)
    assert focus().text() == "Keep both as two recipes"
    press(qtbot, Key.Key_Space)
    settle(qtbot, syncing_desk)
    names = [row[0] for row in syncing_desk.store.rows("SELECT name FROM recipe WHERE name LIKE 'Chicken%lentil%'")]
    assert sorted(names) == ["Chicken & lentil salad", "Chicken & lentil salad (copy)"]


def test_deciding_later_decides_nothing(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Left, Key.Key_Escape)
    settle(qtbot, syncing_desk)
    assert dialogs(syncing_desk) == []
    assert len(waiting(syncing_desk.store)) == 2


def test_what_was_typed_is_not_thrown_away_by_one_escape(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_F2)
    focus().selectAll()
    type_in(qtbot, "A long thought")
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: focus() is salad.table)
    press(qtbot, Key.Key_Escape)
    assert dialogs(syncing_desk) == [salad]
    assert "This is not saved yet." in words(salad)


def test_resolving_is_one_step_that_undo_takes_back(salad: FieldsDialog, syncing_desk: Desk, qtbot: QtBot) -> None:
    id = salad.detail.id
    before = body(syncing_desk, id)
    press(qtbot, Key.Key_Right, modifier=Modifier.AltModifier)
    save(qtbot, syncing_desk)
    assert body(syncing_desk, id) != before
    press(qtbot, Key.Key_Escape)
    settle(qtbot, syncing_desk)
    shell(syncing_desk).run("edit.undo")
    settle(qtbot, syncing_desk)
    assert body(syncing_desk, id) == before


@pytest.mark.parametrize(("keys", "there"), [((Key.Key_Space,), False), ((Key.Key_Down, Key.Key_Space), True)])
def test_a_deletion_is_confirmed_or_taken_back(
    syncing_desk: Desk, qtbot: QtBot, keys: tuple[Qt.Key, ...], there: bool
) -> None:
    id = title(syncing_desk, CHILI)
    dialog = open_conflicts(syncing_desk, shell(syncing_desk), id)
    assert isinstance(dialog, DeletionDialog)
    assert {"Changed on Laptop", "Cooking time", "35 min → 45 min", "Notes", "More cumin"} <= set(words(dialog))
    assert not dialog.save_button.isEnabled()
    press(qtbot, *keys)
    save(qtbot, syncing_desk)
    assert (body(syncing_desk, id) is not None) is there
    assert [one.id for one in waiting(syncing_desk.store)] == [title(syncing_desk, "Chicken")]


# ------------------------------------------------------------------------------ when the world goes on meanwhile


class Meanwhile(Pair):
    """A window on a profile that another process syncs while a dialog is open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.id = new_id(START)
        self.desktop.put("recipe", self.id, recipe("Salad"))
        self.sync()
        self.desktop.edit("recipe", self.id, name="Mine", notes="Less salt")
        self.laptop.edit("recipe", self.id, name="Theirs", notes="Add feta")
        self.laptop.sync()
        self.desktop.sync()


@pytest.fixture
def meanwhile(tmp_path: Path) -> Iterator[Meanwhile]:
    world = Meanwhile(tmp_path)
    yield world
    world.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, meanwhile: Meanwhile) -> Iterator[Desk]:
    yield from shown(qtbot, Opened(meanwhile.desktop.store.profile))


def test_changed_again_elsewhere_shows_the_new_version_and_keeps_the_picks(
    window: Desk, meanwhile: Meanwhile, qtbot: QtBot
) -> None:
    dialog = open_conflicts(window, shell(window), meanwhile.id)
    assert isinstance(dialog, FieldsDialog)
    press(qtbot, Key.Key_Right)
    assert table(dialog) == {"Name": ("Theirs", "server"), "Notes": ("", "choose")}
    meanwhile.laptop.edit("recipe", meanwhile.id, notes="Add olives", minutes=5)
    meanwhile.laptop.sync()
    window.sync.finished.emit(meanwhile.desktop.sync())
    assert any(one.startswith("Changed again on ") for one in words(dialog.error))
    assert table(dialog)["Name"] == ("Theirs", "server")
    number = next(number for number, row in enumerate(dialog.detail.rows) if row.label == "Notes")
    assert dialog.table.model().index(number, 3).data() == "Add olives"
    dialog.table.go_to(number)
    press(qtbot, Key.Key_Right)
    save(qtbot, window)
    found = body(window, meanwhile.id)
    assert found is not None
    assert (found["name"], found["notes"], found["minutes"]) == ("Theirs", "Add olives", 5)


def test_saving_over_a_newer_version_is_refused_and_keeps_the_picks(
    window: Desk, meanwhile: Meanwhile, qtbot: QtBot
) -> None:
    dialog = open_conflicts(window, shell(window), meanwhile.id)
    assert isinstance(dialog, FieldsDialog)
    press(qtbot, Key.Key_Left, Key.Key_Down, Key.Key_Left)
    meanwhile.laptop.edit("recipe", meanwhile.id, notes="Add olives")
    meanwhile.laptop.sync()
    meanwhile.desktop.sync()  # and the window has not heard of it yet
    save(qtbot, window)
    assert dialog.error.isVisible()
    assert {state for _, state in table(dialog).values()} == {"this device"}
    save(qtbot, window)
    assert waiting(window.store) == []
    meanwhile.sync()
    assert meanwhile.laptop.get("recipe", meanwhile.id) == recipe("Mine", notes="Less salt")


def test_decided_elsewhere_it_closes_and_says_so(window: Desk, meanwhile: Meanwhile, qtbot: QtBot) -> None:
    open_conflicts(window, shell(window), meanwhile.id)
    with Store.open(meanwhile.desktop.store.profile, clock=meanwhile.desktop.clock) as store:
        resolve_all(store, "recipe", meanwhile.id, "theirs")
    window.sync.finished.emit(meanwhile.desktop.sync())
    settle(qtbot, window)
    assert dialogs(window) == []


def test_deleted_there_while_it_is_open_becomes_the_question_it_is_now(
    window: Desk, meanwhile: Meanwhile, qtbot: QtBot
) -> None:
    open_conflicts(window, shell(window), meanwhile.id)
    meanwhile.laptop.delete("recipe", meanwhile.id)
    meanwhile.laptop.sync()
    window.sync.finished.emit(meanwhile.desktop.sync())
    settle(qtbot, window)
    (dialog,) = dialogs(window)
    assert isinstance(dialog, DeletionDialog)
    press(qtbot, Key.Key_Space)
    save(qtbot, window)
    assert waiting(window.store) == []
    assert body(window, meanwhile.id) == recipe("Mine", notes="Less salt")


def typed_notes(dialog: ConflictDialog | None, qtbot: QtBot, text: str) -> None:
    """Type into the result of the notes, and leave the line open."""
    assert isinstance(dialog, FieldsDialog)
    dialog.table.go_to(next(number for number, row in enumerate(dialog.detail.rows) if row.label == "Notes"))
    press(qtbot, Key.Key_F2)
    focus().selectAll()
    type_in(qtbot, text)


def test_what_was_typed_is_written_where_the_record_is_kept_that_was_deleted_meanwhile(
    window: Desk, meanwhile: Meanwhile, qtbot: QtBot
) -> None:
    typed_notes(open_conflicts(window, shell(window), meanwhile.id), qtbot, "Less salt, more feta")
    meanwhile.laptop.delete("recipe", meanwhile.id)
    meanwhile.laptop.sync()
    window.sync.finished.emit(meanwhile.desktop.sync())
    settle(qtbot, window)
    (dialog,) = dialogs(window)
    assert isinstance(dialog, DeletionDialog)
    assert "Less salt, more feta" in words(dialog)
    press(qtbot, Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.error.isVisible(), "one Esc throws nothing away"
    dialog.cards["mine"].click()
    save(qtbot, window)
    assert body(window, meanwhile.id) == recipe("Mine", notes="Less salt, more feta")


def test_what_was_typed_is_written_although_it_was_decided_elsewhere(
    window: Desk, meanwhile: Meanwhile, qtbot: QtBot
) -> None:
    typed_notes(open_conflicts(window, shell(window), meanwhile.id), qtbot, "Less salt, more feta")
    with Store.open(meanwhile.desktop.store.profile, clock=meanwhile.desktop.clock) as store:
        resolve_all(store, "recipe", meanwhile.id, "theirs")
    window.sync.finished.emit(meanwhile.desktop.sync())
    settle(qtbot, window)
    (dialog,) = dialogs(window)
    assert any("decided meanwhile" in one for one in words(dialog.error))
    save(qtbot, window)
    assert dialogs(window) == []
    found = body(window, meanwhile.id)
    assert found is not None
    assert (found["name"], found["notes"]) == ("Theirs", "Less salt, more feta")
