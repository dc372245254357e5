"""The Sync page, by keyboard: what waits, what conflicts, what was refused, and signing in."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import partial
from typing import Literal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton, QTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import NOW
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, focus, shell
from tests.ui.hands import labels as words
from tests.ui.sync_content import CHILI, MINUTE
from tracker.errors import KnownError
from tracker.store import carried
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import delete_records
from tracker.sync import events, policy, status
from tracker.sync.conflicts import open_conflicts
from tracker.sync.report import Progress
from tracker.sync.resolve import resolve_all
from tracker.sync.status import sync_status
from tracker.sync.views import local_bodies, text
from tracker.ui.desk import Desk
from tracker.ui.dialogs.policies import PoliciesDialog
from tracker.ui.dialogs.unread import UnreadDialog
from tracker.ui.pages.sync import SyncPage
from tracker.ui.status_bar import StatusWord
from tracker.ui.sync import line as sync_line
from tracker.ui.sync.line import SyncLine
from tracker.ui.sync.sign_in import SignIn
from tracker.ui.sync.text_compare import TextCompare
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.side import Side

SALAD = "Chicken & lentil salad"


@pytest.fixture
def page(qtbot: QtBot, syncing_desk: Desk) -> SyncPage:
    page = with_page(syncing_desk, "sync", SyncPage, "F9")
    settle(qtbot, syncing_desk)
    return page


def rows(view: RowsView) -> list[tuple[str, ...]]:
    """A list as it reads, second lines after a comma."""
    model = view.rows
    found = []
    for number in range(model.rowCount()):
        cells = [model.row_at(number).cell(column) for column in range(model.columnCount())]
        found.append(tuple(", ".join(filter(None, (cell.text or cell.button, cell.detail))) for cell in cells))
    return found


def lists(page: SyncPage) -> tuple[RowsView, RowsView]:
    waiting, history = page.panes()
    assert isinstance(waiting, RowsView)
    assert isinstance(history, RowsView)
    return waiting, history


def test_what_waits_stands_with_what_is_to_be_done_conflicts_first(page: SyncPage) -> None:
    waiting, _ = lists(page)
    assert rows(waiting) == [
        (SALAD, "edited", "conflict", "4 min", "Resolve…"),
        (CHILI, "deleted here, edited on Laptop", "conflict", "4 min", "Resolve…"),
        ("Easy run", "edited", "server said no: too large", "2 d", "Fix…"),
        ("Pizza Margherita, Dinner, 20 Nov", "edited", "waiting", "just now", ""),
        ("Weight 81.4 kg", "added", "waiting", "6 min", ""),
        ("Long ride, hills", "added", "waiting", "7 min", ""),
    ]


def test_history_and_devices_are_told_in_words(page: SyncPage) -> None:
    _, history = lists(page)
    assert [row[:2] for row in rows(history)] == [
        ("13:54", "1 sent, 2 received, 2 in conflict"),
        ("13:43", "Offline: could not reach home.example.org. Nothing is lost; it will be sent later."),
        ("Thu 19", "323 sent"),
        ("Thu 19", "Everything agrees with home.example.org: 323 records compared"),
    ]
    said = words(page)
    for sentence in ("home.example.org · signed in as you@example.org", "This computer", "Laptop", "· 41 d ago"):
        assert sentence in said
    assert "The sign-in is kept in a file in the profile that only you can read." in said


def test_numbers_say_how_sync_stands(page: SyncPage, syncing_desk: Desk) -> None:
    syncing_desk.sync._show(next_at=NOW + 13 * MINUTE - 1000)
    said = words(page)
    pairs = [f"{number} {caption}" for number, caption in itertools.pairwise(said)]
    for number in (
        "3 waiting to be sent", "2 conflicts need you", "2 min ago last complete sync", "13 min until the next one",
    ):  # fmt: skip
        assert number in pairs
    syncing_desk.sync._show(running=True, progress=Progress("sending", 3, 5), next_at=None)
    assert {"Sending 3 of 5", "syncing"} <= set(words(page))
    syncing_desk.sync._show(running=False, progress=None)
    assert "Sending 3 of 5" not in words(page)


def test_the_list_has_the_focus_and_enter_resolves(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    waiting, _ = lists(page)
    assert focus() is waiting
    assert waiting.selected_ids == (waiting.rows.row_at(0).id,)
    qtbot.keyClick(waiting, Key.Key_Return)
    (dialog,) = shell(syncing_desk).findChildren(Dialog)
    assert f"Two versions of “{SALAD}”" in words(dialog)
    qtbot.keyClick(focus(), Key.Key_Escape)
    settle(qtbot, syncing_desk)
    assert focus() is waiting
    assert sync_status(syncing_desk.store).conflicts == 2


def test_f6_goes_from_what_waits_to_history(page: SyncPage, qtbot: QtBot) -> None:
    waiting, history = lists(page)
    qtbot.keyClick(waiting, Key.Key_F6)
    assert focus() is history


def open_refused(page: SyncPage, desk: Desk, qtbot: QtBot) -> Dialog:
    waiting, _ = lists(page)
    for _ in range(2):
        qtbot.keyClick(waiting, Key.Key_Down)
    qtbot.keyClick(waiting, Key.Key_Return)
    (dialog,) = shell(desk).findChildren(Dialog)
    assert isinstance(dialog, Dialog)
    return dialog


def test_what_was_refused_says_why_and_what_helps(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    dialog = open_refused(page, syncing_desk, qtbot)
    said = words(dialog)
    assert said[:2] == ["“Easy run” is not on the server yet", "It is larger than the server takes."]
    assert any(one.endswith(" KB.") for one in said)
    buttons = {one.text() for one in dialog.findChildren(QPushButton) if one.isVisible()}
    assert buttons == {"Open it", "Close", "Try again"}


def test_what_was_refused_is_tried_again_by_keyboard(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    open_refused(page, syncing_desk, qtbot)
    asked: list[object] = []
    syncing_desk.sync.state_changed.connect(asked.append)
    qtbot.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, syncing_desk)
    now = sync_status(syncing_desk.store)
    assert (now.refused, now.waiting) == (0, 4)
    assert asked, "a sync was started"


def test_chips_turn_history_into_earlier_versions_and_trash(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    chip = next(one for one in page.findChildren(Chip) if one.text() == "What happened")
    chip.setFocus()
    qtbot.keyClick(chip, Key.Key_Right)
    assert "No version lost in the last 90 days." in words(page)
    qtbot.keyClick(focus(), Key.Key_Right)
    assert "No other device deleted anything in the last 90 days." in words(page)
    assert focus().text() == "Trash"


def decide(desk: Desk, side: Literal["mine", "theirs"]) -> None:
    """Decide the conflict about the salad, as another window would."""
    with Store.open(desk.store.profile, clock=desk.store.clock) as store:
        one = next(one for one in open_conflicts(store) if one.title == SALAD)
        resolve_all(store, one.c, one.id, side)


def names(desk: Desk) -> set[str]:
    return {row[0] for row in desk.store.rows("SELECT name FROM recipe")}


def test_the_version_that_lost_is_looked_at_and_restored_by_keyboard(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot
) -> None:
    decide(syncing_desk, "theirs")
    shell(syncing_desk).run("sync.versions")
    assert rows(page.panes()[1]) == [("13:58", f"{SALAD}, Your version, before you decided", "Recipe", "Restore…")]
    qtbot.keyClick(focus(), Key.Key_Return)
    (dialog,) = shell(syncing_desk).findChildren(Dialog)
    assert {"Notes", "Add feta → Less salt next time", "chicken breast", "450 g → 600 g"} <= set(words(dialog))
    qtbot.keyClick(focus(), Key.Key_Return)
    settle(qtbot, syncing_desk)
    notes = syncing_desk.store.rows("SELECT notes FROM recipe WHERE name = ?", (SALAD,))
    assert notes == [("Less salt next time",)]
    shell(syncing_desk).run("edit.undo")
    settle(qtbot, syncing_desk)
    assert syncing_desk.store.rows("SELECT notes FROM recipe WHERE name = ?", (SALAD,)) == [("Add feta",)]


def test_the_status_bar_leads_to_what_a_rule_decided(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    decide(syncing_desk, "theirs")
    with Store.open(syncing_desk.store.profile) as store, store.database.atomic():
        events.settled(store, 2)
    line = SyncLine(shell(syncing_desk), syncing_desk)
    line.tell()
    word = next(one for one in shell(syncing_desk).status.findChildren(StatusWord) if one.name == "review")
    assert word.text() == "2 fields merged – review"
    word.setFocus()
    qtbot.keyClick(word, Key.Key_Space)
    settle(qtbot, syncing_desk)
    view = page.panes()[1]
    assert focus() is view
    assert [row[1] for row in rows(view)] == [f"{SALAD}, Your version, before you decided"]
    line.tell()
    assert not word.isVisible()


def test_while_records_are_on_their_way_the_status_bar_reads_nothing(
    page: SyncPage, syncing_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = SyncLine(shell(syncing_desk), syncing_desk)
    line.tell()
    monkeypatch.setattr(sync_line, "sync_status", lambda _: pytest.fail("counted thousands for one step"))
    state = replace(syncing_desk.sync.state, running=True, progress=Progress("sending", 3, 5))
    line._changed(state)
    said = [word.text() for word in shell(syncing_desk).status.findChildren(StatusWord)]
    assert "Sending 3 of 5" in said


def test_long_texts_are_compared_before_a_version_is_restored(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    decide(syncing_desk, "theirs")
    with Store.open(syncing_desk.store.profile, clock=syncing_desk.store.clock) as store, store.step("Edit"):
        store.connection.execute("UPDATE recipe SET notes = ? WHERE name = ?", ("Add feta.\n" * 20, SALAD))
    shell(syncing_desk).run("sync.versions")
    qtbot.keyClick(focus(), Key.Key_Return)
    (dialog,) = shell(syncing_desk).findChildren(Dialog)
    (texts,) = dialog.findChildren(TextCompare)
    assert "Notes – what differs is marked" in words(texts)
    assert "Less salt next time" in texts.findChild(QTextEdit).toPlainText()


def test_what_another_device_deleted_is_restored_from_the_trash(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot
) -> None:
    with Store.open(syncing_desk.store.profile, clock=syncing_desk.store.clock) as store:
        ((id, name),) = store.rows("SELECT id, name FROM recipe WHERE name LIKE 'Lentil%' LIMIT 1")
        with store.applying():
            body = text(local_bodies(store, BY_NAME["recipe"], {}, [id])[id])
            store.connection.execute("INSERT INTO sync_trash VALUES ('recipe', ?, ?, ?)", (id, NOW - MINUTE, body))
            delete_records(store, BY_NAME["recipe"], [id])
    shell(syncing_desk).run("sync.trash")
    assert name not in names(syncing_desk)
    assert [row[1] for row in rows(page.panes()[1])] == [f"{name}, Deleted on another device"]
    qtbot.keyClick(focus(), Key.Key_Return)
    qtbot.keyClick(focus(), Key.Key_Return)
    settle(qtbot, syncing_desk)
    assert name in names(syncing_desk)
    assert "No other device deleted anything in the last 90 days." in words(page)


def test_the_log_can_be_copied_and_tells_nothing_personal(page: SyncPage, qtbot: QtBot) -> None:
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Copy log")
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    log = QApplication.clipboard().text()
    assert "Offline: could not reach the server. Nothing is lost; it will be sent later." in log
    assert "Refused: 1 × workout, too large" in log
    for secret in ("example", "Laptop", "Desktop", "Chicken", "chili", "Easy run", "{"):
        assert secret not in log


def test_a_policy_is_chosen_by_keyboard_and_can_be_undone(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    radio = next(one for one in page.findChildren(QRadioButton) if one.text() == "Ask me")
    radio.setFocus()
    qtbot.keyClick(radio, Key.Key_Down)
    qtbot.keyClick(focus(), Key.Key_Space)
    settle(qtbot, syncing_desk)
    assert policy.policy(syncing_desk.store) == "server_wins"
    qtbot.keyClick(focus(), Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, syncing_desk)
    assert policy.policy(syncing_desk.store) == "manual"


def test_pause_becomes_resume_and_is_kept(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    shell(syncing_desk).run("sync.pause")
    assert syncing_desk.sync.state.paused
    SyncLine(shell(syncing_desk), syncing_desk).tell()
    assert "Sync is paused" in [word.text() for word in shell(syncing_desk).status.findChildren(StatusWord)]
    assert {"paused", "until you resume"} <= set(words(page))
    assert "Resume" in [button.text() for button in page.findChildren(QPushButton) if button.isVisible()]
    settle(qtbot, syncing_desk)
    assert events.is_paused(syncing_desk.store)
    shell(syncing_desk).run("sync.pause")
    settle(qtbot, syncing_desk)
    assert not events.is_paused(syncing_desk.store)


def test_of_a_long_list_the_rest_is_counted(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("more" in one for one in words(page) if one.startswith("…"))
    monkeypatch.setattr(status, "waiting", partial(status.waiting, limit=2))
    page.refresh(None)
    rows = status.count_listed(syncing_desk.store)
    assert f"… and {rows - 2} more" in words(page)
    with Store.open(syncing_desk.store.profile) as store:
        last = status.waiting(store, limit=1000)[-1]
    assert status.waiting(syncing_desk.store, record=last.id) == [last], "what is past the list opens all the same"


def test_being_offline_is_told_in_a_sentence(page: SyncPage, syncing_desk: Desk) -> None:
    sentence = "Offline: could not reach home.example.org. Nothing is lost; it will be sent later."
    with Store.open(syncing_desk.store.profile) as store, store.database.atomic():
        events.set_state(store, "offline", sentence)
    page.refresh(None)
    assert sentence in words(page)


def test_what_the_latest_check_found_is_told(page: SyncPage) -> None:
    said = words(page)
    assert "Everything agrees with home.example.org: 323 records compared." in said
    assert "Checked 2 d ago; once a week by itself." in said


def test_nothing_in_the_cards_beside_the_lists_is_cut_off(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    for width, height in ((1280, 800), (1024, 700)):
        shell(syncing_desk).resize(width, height)
        settle(qtbot, syncing_desk)
        side = page.findChild(Side)
        wrapped = [label for label in side.findChildren(QLabel) if label.wordWrap() and label.isVisible()]
        assert wrapped
        assert [label.text() for label in wrapped if label.height() < label.heightForWidth(label.width())] == []


def test_verifying_is_asked_for_by_keyboard(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Verify now")
    button.setFocus()
    with qtbot.waitSignal(syncing_desk.sync.finished, timeout=20_000):
        qtbot.keyClick(button, Key.Key_Space)
        assert not button.isEnabled(), "one at a time"


def test_signed_out_what_waits_can_still_be_decided(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    with Store.open(syncing_desk.store.profile) as store, store.database.atomic():
        events.set_state(store, "signed_out", "Signed out of home.example.org. Sign in again; your changes wait here.")
    page.refresh(None)
    assert page.findChild(SignIn).isVisible()
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "What waits here")
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    waiting, _ = lists(page)
    assert focus() is waiting
    assert "Signed out of home.example.org. Sign in again; your changes wait here." in words(page)
    qtbot.keyClick(waiting, Key.Key_Return)
    assert f"Two versions of “{SALAD}”" in words(shell(syncing_desk).findChildren(Dialog)[0])
    qtbot.keyClick(focus(), Key.Key_Escape)
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Space)
    assert page.findChild(SignIn).isVisible()
    shell(syncing_desk).run("sync.trash")
    assert "No other device deleted anything in the last 90 days." in words(page)


def test_removing_a_device_asks_first(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    remove = next(one for one in page.findChildren(QPushButton) if one.accessibleName() == "Remove Laptop")
    remove.setFocus()
    qtbot.keyClick(remove, Key.Key_Space)
    (dialog,) = shell(syncing_desk).findChildren(Dialog)
    assert "Sign out “Laptop”?" in words(dialog)
    with qtbot.waitSignal(syncing_desk.sync.failed, timeout=20_000):  # there is no such server
        qtbot.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell(syncing_desk).stage.error.isVisible()


def test_the_page_fits_a_small_window(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    assert page.minimumSizeHint().width() <= 816
    shell(syncing_desk).resize(1024, 700)
    settle(qtbot, syncing_desk)
    waiting, _ = lists(page)
    shown = sum(waiting.columnWidth(column) for column in range(5) if not waiting.isColumnHidden(column))
    assert shown <= waiting.viewport().width()


# ----------------------------------------------------------------------------------------------- signing in


@pytest.fixture
def form(qtbot: QtBot, empty_desk: Desk) -> SyncPage:
    page = with_page(empty_desk, "sync", SyncPage, "F9")
    settle(qtbot, empty_desk)
    return page


def fields(page: SyncPage) -> list[LineField]:
    return [one for one in page.findChildren(LineField) if one.isVisible()]


def test_without_an_account_the_form_says_that_none_is_needed(form: SyncPage) -> None:
    said = words(form)
    assert any(one.startswith("An account is only needed to keep several devices the same.") for one in said)
    assert focus() is fields(form)[0]


def test_what_is_missing_is_said_at_its_field(form: SyncPage, qtbot: QtBot) -> None:
    server, email, password = fields(form)
    qtbot.keyClick(server, Key.Key_Return)
    assert "Type your e-mail address." in words(form)
    assert focus() is email
    qtbot.keyClicks(email, "ada@example.org")
    qtbot.keyClick(email, Key.Key_Return)
    assert "Type your e-mail address." not in words(form)
    assert "Type your password." in words(form)
    assert focus() is password


def test_a_sign_in_that_fails_keeps_what_was_typed(form: SyncPage, empty_desk: Desk, qtbot: QtBot) -> None:
    server, email, password = fields(form)
    server.selectAll()
    qtbot.keyClicks(server, "localhost:9")
    qtbot.keyClicks(email, "ada@example.org")
    qtbot.keyClicks(password, "a long password")
    with qtbot.waitSignal(empty_desk.sync.failed, timeout=20_000):
        qtbot.keyClick(password, Key.Key_Return)
    assert "Could not reach localhost:9." in words(form)
    assert [one.text() for one in fields(form)] == ["localhost:9", "ada@example.org", "a long password"]
    assert focus() is password
    assert not shell(empty_desk).stage.error.isVisible()


def test_what_is_typed_survives_what_else_happens_to_the_account(form: SyncPage, empty_desk: Desk) -> None:
    _, email, password = fields(form)
    email.setText("ada@example.org")
    password.setText("half a pass")
    empty_desk.sync.account_changed.emit(None)
    empty_desk.sync.failed.emit(KnownError("Something else went wrong."))
    assert [one.text() for one in fields(form)][1:] == ["ada@example.org", "half a pass"]


def test_who_is_signed_out_signs_in_again_with_the_password_alone(
    page: SyncPage, syncing_desk: Desk, qtbot: QtBot
) -> None:
    with Store.open(syncing_desk.store.profile) as store, store.database.atomic():
        events.set_state(store, "signed_out", "Signed out of home.example.org. Your changes wait here.")
    page.refresh(None)
    assert [one.text() for one in fields(page)] == ["https://home.example.org", "you@example.org", ""]
    assert focus() is fields(page)[2]
    assert any("3 changes will be sent then." in one for one in words(page))
    assert any("Was the server set up anew?" in one for one in words(page))
    assert "Create an account" in [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]


def test_the_sign_in_keeps_the_height_of_its_fields_in_a_low_window(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "sync", SyncPage, "F9")
    settle(qtbot, empty_desk)
    page.window().setMinimumSize(0, 0)  # as on a small display
    page.window().resize(880, 400)
    form = page.findChild(SignIn)
    QApplication.focusWidget().setText("")
    form.sign_in()
    form._busy.setText("Signing in…")
    form.tell(KnownError("Nothing answers at this address.", "Start the server there, or type another address."))
    qtbot.wait(50)
    tops = [field.mapTo(form.widget(), field.rect().topLeft()).y() for field in form.findChildren(LineField)]
    assert [field.height() for field in form.findChildren(LineField)] == [34, 34, 34]
    assert all(lower - upper >= 42 for upper, lower in itertools.pairwise(tops))
    assert form.widget().height() >= form.widget().layout().heightForWidth(form.widget().width())
    assert form.verticalScrollBar().maximum() > 0, "the rest is reached by scrolling"


def test_enter_on_create_an_account_presses_it(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "sync", SyncPage, "F9")
    settle(qtbot, empty_desk)
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "Create an account")
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Return)
    assert "Type your e-mail address." in words(page)


def test_what_a_newer_tracker_wrote_is_shown_to_be_read(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    with Store.open(syncing_desk.store.profile) as store:
        carried.add_opaque(store, [carried.Opaque("mood", "m1", 9, 0, "d_later", '{"title":"Calm","level":7}')])
    page.refresh(None)
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "1 record from a newer Tracker…")
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Return)
    shown = page.window().findChild(UnreadDialog).list.rows
    said = [[shown.row_at(number).cell(column).text for column in (0, 1)] for number in range(shown.rowCount())]
    assert said == [["Mood: Calm", ""], ["Title", "Calm"], ["Level", "7"]]


def test_a_kind_and_a_field_get_rules_of_their_own(page: SyncPage, syncing_desk: Desk, qtbot: QtBot) -> None:
    button = next(one for one in page.findChildren(QPushButton) if one.text() == "By kind…")
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Return)
    dialog = page.window().findChild(PoliciesDialog)
    assert [policy.POLICIES["manual"].lower() in dialog.choices[of].itemText(0) for of in ("recipe", "food")] == [
        True
    ] * 2
    dialog.choices["recipe"].setCurrentIndex(dialog.choices["recipe"].findData("server_wins"))
    fields = next(one for one in dialog.findChildren(QPushButton) if one.accessibleName() == "Fields of Recipes")
    fields.click()
    inner = next(one for one in page.window().findChildren(PoliciesDialog) if one is not dialog)
    inner.choices["recipe.notes"].setCurrentIndex(inner.choices["recipe.notes"].findData("client_wins"))
    inner.save_button.click()
    settle(qtbot, syncing_desk)
    dialog.save_button.click()
    settle(qtbot, syncing_desk)
    rules = policy.Rules(syncing_desk.store)
    recipe = BY_NAME["recipe"]
    assert (rules.policy(recipe, "name"), rules.policy(recipe, "notes")) == ("server_wins", "client_wins")
    assert button.text() == "By kind… (2 rules)"
    button.click()
    dialog = next(one for one in page.window().findChildren(PoliciesDialog) if one.isVisible())
    dialog.choices["recipe"].setCurrentIndex(0)
    dialog.save_button.click()
    settle(qtbot, syncing_desk)
    assert policy.Rules(syncing_desk.store).policy(recipe, "name") == "manual"
