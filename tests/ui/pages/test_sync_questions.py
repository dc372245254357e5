"""What sync asks, on the Sync page and by key events only: many deletions at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import NOW
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, focus, shell
from tests.ui.hands import labels as words
from tracker.store.database import Store
from tracker.sync import events, kept, questions
from tracker.ui.desk import Desk
from tracker.ui.dialogs.kept import KeptDialog
from tracker.ui.dialogs.question_list import QuestionListDialog
from tracker.ui.dialogs.restore_many import RestoreManyDialog
from tracker.ui.pages.sync import SyncPage
from tracker.ui.sync.line import SyncLine
from tracker.ui.sync.question_card import QuestionCard
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def page(qtbot: QtBot, syncing_desk: Desk) -> SyncPage:
    """The laptop has deleted forty workouts an hour ago."""
    with Store.open(syncing_desk.store.profile, clock=syncing_desk.store.clock) as store, store.database.atomic():
        laptop = next(id for id, name in events.device_names(store).items() if name == "Laptop")
        ids = store.rows("SELECT id FROM sync_rec WHERE c = 'workout' AND stamp <= acked ORDER BY id LIMIT 40")
        store.connection.executemany(
            "INSERT INTO sync_held (c, id, rev, mt, dev, asked) VALUES ('workout', ?, 9999, ?, ?, 1)",
            [(id, NOW - 3_600_000, laptop) for (id,) in ids],
        )
        events.set_state(store, "asking", "")
    page = with_page(syncing_desk, "sync", SyncPage, "F9")
    settle(qtbot, syncing_desk)
    return page


def card(page: SyncPage) -> QuestionCard:
    found = page.findChild(QuestionCard)
    assert isinstance(found, QuestionCard)
    return found


def buttons(page: SyncPage) -> list[str]:
    return [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]


def workouts(desk: Desk) -> int:
    return int(desk.store.rows("SELECT COUNT(*) FROM workout")[0][0])


def answer(page: SyncPage, desk: Desk, qtbot: QtBot, label: str) -> None:
    """Go to the card with F6 and to the button with Tab, and press it."""
    while not card(page).isAncestorOf(focus()):
        qtbot.keyClick(focus(), Key.Key_F6)
    while focus().text() != label:
        qtbot.keyClick(focus(), Key.Key_Tab)
    qtbot.keyClick(focus(), Key.Key_Space)
    settle(qtbot, desk)


def test_the_question_stands_above_all_with_its_answers(page: SyncPage, syncing_desk: Desk) -> None:
    said = words(card(page))
    assert said[0] == "Laptop deleted 40 of your 74 workouts"
    assert "Nothing is deleted here yet" in said[1]
    buttons = [one.text() for one in card(page).findChildren(QPushButton)]
    assert buttons == ["Show list", "Delete them here too", "Keep them"]
    assert workouts(syncing_desk) == 74
    SyncLine(shell(syncing_desk), syncing_desk).tell()
    assert "Sync asks something" in [
        one.text() for one in shell(syncing_desk).status.findChildren(QWidget) if hasattr(one, "text")
    ]


def test_the_list_of_what_it_is_about_can_be_read(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    answer(page, syncing_desk, qtbot, "Show list")
    (dialog,) = shell(syncing_desk).findChildren(QuestionListDialog)
    assert focus() is dialog.list
    assert dialog.list.rows.rowCount() == 40
    assert any(dialog.list.rows.row_at(number).cell(0).text.startswith("Easy run, ") for number in range(40))
    qtbot.keyClick(focus(), Key.Key_Escape)
    assert questions.pending(syncing_desk.store) is not None


@pytest.mark.parametrize(("label", "left"), [("Delete them here too", 34), ("Keep them", 74)])
def test_an_answer_is_carried_out_and_sync_goes_on(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot, label: str, left: int
) -> None:
    asked: list[object] = []
    syncing_desk.sync.state_changed.connect(asked.append)
    answer(page, syncing_desk, qtbot, label)
    assert workouts(syncing_desk) == left
    assert questions.pending(syncing_desk.store) is None
    assert not card(page).isVisible()
    assert asked, "a sync was started"


def test_what_an_answer_deleted_is_in_the_trash(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    answer(page, syncing_desk, qtbot, "Delete them here too")
    assert len(kept.deleted(syncing_desk.store)) == 40


def in_the_trash(page: SyncPage, desk: Desk, qtbot: QtBot) -> RowsView:
    answer(page, desk, qtbot, "Delete them here too")
    # The sync that follows finds nobody signed in here, and the page turns to its form.
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 0, timeout=20_000)
    shell(desk).run("sync.trash")
    settle(qtbot, desk)
    view = page.panes()[1]
    assert isinstance(view, RowsView)
    assert focus() is view
    return view


def test_a_whole_deletion_comes_back_from_one_of_its_records(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    view = in_the_trash(page, syncing_desk, qtbot)
    assert view.rows.rowCount() == 40
    qtbot.keyClick(view, Key.Key_Return)
    one = shell(syncing_desk).findChild(KeptDialog)
    (button,) = [it for it in one.findChildren(QPushButton) if it.text() == "Restore all 40 of this deletion…"]
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    many = shell(syncing_desk).findChild(RestoreManyDialog)
    assert "Restore 40 records?" in words(many)
    assert many.list.rows.rowCount() == 40
    qtbot.keyClick(focus(), Key.Key_Return)
    settle(qtbot, syncing_desk)
    assert workouts(syncing_desk) == 74
    assert view.rows.rowCount() == 0
    shell(syncing_desk).run("edit.undo")
    settle(qtbot, syncing_desk)
    assert workouts(syncing_desk) == 34


def test_several_are_selected_by_keyboard_and_restored_together(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot
) -> None:
    view = in_the_trash(page, syncing_desk, qtbot)
    assert "Restore all 40…" in buttons(page)
    for _ in range(4):
        qtbot.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert "Restore 5 selected…" in buttons(page)
    qtbot.keyClick(view, Key.Key_Return)
    assert "Restore 5 records?" in words(shell(syncing_desk).findChild(RestoreManyDialog))
    qtbot.keyClick(focus(), Key.Key_Return)
    settle(qtbot, syncing_desk)
    assert (workouts(syncing_desk), view.rows.rowCount()) == (39, 35)


def test_with_ctrl_a_everything_is_restored(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    view = in_the_trash(page, syncing_desk, qtbot)
    qtbot.keyClick(view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Key.Key_Return)
    qtbot.keyClick(focus(), Key.Key_Return)
    settle(qtbot, syncing_desk)
    assert workouts(syncing_desk) == 74


def test_what_is_deleted_and_what_stays_is_ticked_in_the_list(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    answer(page, syncing_desk, qtbot, "Show list")
    dialog = shell(syncing_desk).findChild(QuestionListDialog)
    assert dialog.save_button.text() == "Delete all 40"
    assert all(dialog.list.rows.row_at(number).checked for number in range(40))
    first = dialog.list.current_id
    qtbot.keyClick(dialog.list, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(dialog.list, Key.Key_Space)
    assert dialog.save_button.text() == "Delete 38, keep 2"
    assert [dialog.list.rows.row_at(number).checked for number in range(3)] == [False, False, True]
    qtbot.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, syncing_desk)
    assert workouts(syncing_desk) == 36
    assert syncing_desk.store.rows("SELECT 1 FROM workout WHERE id = ?", (first.partition(":")[2],))
    assert questions.pending(syncing_desk.store) is None


def test_nothing_ticked_keeps_everything(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    answer(page, syncing_desk, qtbot, "Show list")
    dialog = shell(syncing_desk).findChild(QuestionListDialog)
    (button,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "Tick none"]
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    assert (dialog.save_button.text(), button.text()) == ("Keep all 40", "Tick all")
    qtbot.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, syncing_desk)
    assert workouts(syncing_desk) == 74
    assert questions.pending(syncing_desk.store) is None
