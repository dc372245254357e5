"""The accounts of a computer and removing data, in the window with a real server, up to the next window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.end_to_end.world import Visitor
from tests.server.process import Server, running_server
from tests.sync.world import recipe
from tests.ui.hands import words
from tracker import app
from tracker.app import Desktop
from tracker.protocol.accounts import ONE_PERSON
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.restore import restore
from tracker.sync import account, counts, events, ledger, own_profile
from tracker.sync.engine import synchronise
from tracker.sync.secrets import vault_of
from tracker.sync.status import sync_status
from tracker.ui.dialogs.accounts import AccountsDialog
from tracker.ui.dialogs.remove_data import RemoveDataDialog
from tracker.ui.pages.sync import SyncPage
from tracker.ui.sync.move import MoveDialog
from tracker.ui.sync.sign_in import SignIn
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.text import Text

ADA, BOB, PASSWORD = "ada@example.org", "bob@example.org", "an ordinary sentence"
LONG = 15_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        yield server


@pytest.fixture
def profile(tmp_path: Path, server: Server) -> Path:
    """Ada's profile, with a recipe that is not sent yet."""
    profile = tmp_path / "profiles" / "default"
    with Store.open(profile) as store:
        account.register(store, vault_of(profile), server.url, ADA, PASSWORD, "memory")
        with store.step("Add"):
            records.write_bodies(store, BY_NAME["recipe"], {"0190b6a0-0000-7000-8000-000000000001": recipe()})
    return profile


@pytest.fixture
def desktop(qtbot: QtBot, qapp: QApplication, profile: Path) -> Iterator[Desktop]:
    one = Desktop(profile)
    one.sync.pause()
    one.start()
    qtbot.waitExposed(one.shell)
    yield one
    one.shell.close()
    one.close()


def type_into(dialog: AccountsDialog, name: str, text: str) -> None:
    next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name).setText(text)


def test_another_account_signs_in_and_its_own_data_opens_next(
    desktop: Desktop, server: Server, profile: Path, qtbot: QtBot
) -> None:
    dialog = AccountsDialog(desktop.desk, desktop.shell)
    dialog.open()
    assert f"{ADA} on {server.url.removeprefix('http://')}" in words(dialog)
    assert "1 record holds what is nowhere else." in words(dialog)
    type_into(dialog, "E-mail", BOB)
    dialog.sign_in()
    assert "Type the password of the account." in words(dialog)
    type_into(dialog, "Password", PASSWORD)
    dialog.sign_in()
    qtbot.waitUntil(lambda: "wrong" in dialog.error.accessibleName(), timeout=LONG)
    assert desktop.next_profile is None
    dialog.register()
    qtbot.waitUntil(lambda: desktop.closed, timeout=LONG)
    assert desktop.next_profile is not None
    assert not desktop.removes_data
    with Store.open(desktop.next_profile) as store:
        assert ledger.meta(store).email == BOB
        assert store.rows("SELECT COUNT(*) FROM recipe") == [(0,)]
    with Store.open(profile) as store:
        assert ledger.meta(store).email == ADA
        assert counts.waiting(store) == 1


def test_the_data_of_an_account_that_is_here_is_one_press_away(desktop: Desktop, server: Server, profile: Path) -> None:
    other = own_profile.sign_in(profile, server.url, BOB, PASSWORD, "memory", new=True)
    dialog = AccountsDialog(desktop.desk, desktop.shell)
    dialog.open()
    next(one for one in dialog.findChildren(Button) if one.text() == "Open").click()
    assert desktop.closed
    assert desktop.next_profile == other


def test_the_form_offers_another_account_its_own_data(desktop: Desktop, server: Server, qtbot: QtBot) -> None:
    desktop.sync.logout()
    qtbot.waitUntil(lambda: sync_status(desktop.store).state == "signed_out", timeout=LONG)
    own_profile.sign_in(desktop.store.profile, server.url, BOB, PASSWORD, "memory", new=True)
    desktop.shell.show_page("sync")
    page = desktop.shell.page("sync")
    assert isinstance(page, SyncPage)
    form = page.findChild(SignIn)
    for name, text in (("E-mail", BOB), ("Password", PASSWORD)):
        next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == name).setText(text)
    form.sign_in()

    def offers() -> list[Button]:
        return [one for one in form.findChildren(Button) if one.text() == "Open its own profile"]

    qtbot.waitUntil(lambda: bool(offers()), timeout=LONG)
    offers()[0].click()
    qtbot.waitUntil(lambda: desktop.closed, timeout=LONG)
    assert desktop.next_profile is not None


def signed_out_form(desktop: Desktop, server: Server, qtbot: QtBot) -> SignIn:
    """The form of a window whose server was lost after everything was sent there; the password is typed."""
    desktop.sync.resume()
    qtbot.waitUntil(lambda: counts.waiting(desktop.store) == 0, timeout=LONG)
    server.lose()
    desktop.sync.sync_now()
    qtbot.waitUntil(lambda: sync_status(desktop.store).state == "signed_out", timeout=LONG)
    desktop.shell.show_page("sync")
    page = desktop.shell.page("sync")
    assert isinstance(page, SyncPage)
    form = page.findChild(SignIn)
    next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Password").setText(PASSWORD)
    return form


def press(desktop: Desktop, qtbot: QtBot, text: str) -> None:
    """Press a button once it is there."""

    def found() -> list[Button]:
        buttons = desktop.shell.findChildren(Button)
        return [one for one in buttons if one.text() == text and one.isVisible() and one.isEnabled()]

    qtbot.waitUntil(lambda: bool(found()), timeout=LONG)
    found()[0].click()


def test_what_is_here_goes_to_a_server_that_was_set_up_anew(
    desktop: Desktop, server: Server, profile: Path, qtbot: QtBot
) -> None:
    form = signed_out_form(desktop, server, qtbot)
    press(desktop, qtbot, "Sign in")
    qtbot.waitUntil(lambda: any("set up anew, create" in one.text() for one in form.findChildren(Text)), timeout=LONG)
    press(desktop, qtbot, "Create an account")
    press(desktop, qtbot, "Choose what happens…")
    dialog = desktop.shell.findChild(MoveDialog)
    assert any("A backup is made first." in one.text() for one in dialog.findChildren(Text))
    assert "Take over what is there" not in words(dialog), "there is nothing in an account that is still to be made"
    press(desktop, qtbot, "Send what is here")
    qtbot.waitUntil(lambda: sync_status(desktop.store).state == "ok", timeout=LONG)
    assert counts.waiting(desktop.store) == 0
    assert list((profile / "backups").glob("*before-moving*"))
    assert list(Visitor(server.url, ADA, PASSWORD).bodies("recipe").values()) == [recipe()]


def test_a_second_device_takes_over_what_is_in_the_account_by_keys_alone(
    desktop: Desktop, server: Server, profile: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    desktop.shell.show_page("favorites")
    signed_out_form(desktop, server, qtbot)
    with Store.open(tmp_path / "first") as store:
        account.register(store, vault_of(tmp_path / "first"), server.url, ADA, PASSWORD, "memory")
        with store.step("Add"):
            records.write_bodies(store, BY_NAME["recipe"], {"0190b6a0-0000-7000-8000-000000000002": recipe("Theirs")})
        synchronise(store, vault_of(tmp_path / "first"))
    press(desktop, qtbot, "Sign in")
    press(desktop, qtbot, "Choose what happens…")
    dialog = desktop.shell.findChild(MoveDialog)
    QTest.keyClick(desktop.shell.focusWidget(), Qt.Key.Key_Tab)
    assert desktop.shell.focusWidget().text() == "Take over what is there"
    told: list[Changes] = []
    desktop.bus.changed.connect(told.append)
    QTest.keyClick(desktop.shell.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: sync_status(desktop.store).state == "ok", timeout=LONG)
    assert desktop.store.rows("SELECT name FROM recipe") == [("Theirs",)]
    assert list((profile / "backups").glob("*before-moving*"))
    qtbot.waitUntil(lambda: any("favorite" in one.tables for one in told), timeout=LONG)
    assert dialog is not None


def test_a_server_for_one_person_needs_only_its_address(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    with running_server(tmp_path / "alone", "--single-user") as server:
        one = Desktop(tmp_path / "fresh")
        one.start()
        qtbot.waitExposed(one.shell)
        one.shell.show_page("sync")
        page = one.shell.page("sync")
        assert isinstance(page, SyncPage)
        form = page.findChild(SignIn)
        assert any("asks for no e-mail and no password" in text.text() for text in form.findChildren(Text))
        next(field for field in form.findChildren(QLineEdit) if field.accessibleName() == "Server").setText(server.url)
        form.sign_in()
        qtbot.waitUntil(lambda: sync_status(one.store).state == "ok", timeout=LONG)
        assert sync_status(one.store).email == ONE_PERSON
        one.shell.close()
        one.close()


def test_what_is_only_here_is_copied_before_it_can_be_removed(
    desktop: Desktop, profile: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = RemoveDataDialog(desktop.desk, desktop.shell)
    dialog.open()
    assert "1 record holds what is nowhere else. Sync first" in words(dialog)
    assert not dialog.save_button.isEnabled()
    copy = tmp_path / "copy.tracker"
    dialog.keep(copy)
    qtbot.waitUntil(dialog.save_button.isEnabled, timeout=LONG)
    dialog.save_button.click()
    assert desktop.closed
    assert (desktop.next_profile, desktop.removes_data) == (profile, True)
    app._remove_data(profile)
    assert not (profile / "tracker.db").exists()
    elsewhere = tmp_path / "elsewhere"
    Store.open(elsewhere).close()
    restore(elsewhere, copy)
    with Store.open(elsewhere) as store:
        assert store.rows("SELECT COUNT(*) FROM recipe") == [(1,)]


def test_what_the_server_keeps_is_told_as_far_as_it_is_known(
    desktop: Desktop, server: Server, profile: Path, qtbot: QtBot
) -> None:
    def told() -> str:
        dialog = RemoveDataDialog(desktop.desk, desktop.shell)
        dialog.open()
        said = words(dialog)
        dialog.reject()
        return said

    assert "stays there and comes back when you sign in again" in told()
    desktop.sync.logout()
    qtbot.waitUntil(lambda: sync_status(desktop.store).state == "signed_out", timeout=LONG)
    assert "sign in first to be sure that what was synced is still there" in told()
    with Store.open(profile) as store, store.database.atomic():
        events.remember(store, events.ACCOUNT_LOST, True)
    assert "None of it is known to be on 127.0.0.1" in told()


def test_it_may_be_given_up_in_so_many_words(desktop: Desktop) -> None:
    dialog = RemoveDataDialog(desktop.desk, desktop.shell)
    dialog.open()
    give_up = next(one for one in dialog.findChildren(QCheckBox) if one.text() == "Remove it without a copy")
    give_up.click()
    assert dialog.save_button.isEnabled()
    give_up.click()
    assert not dialog.save_button.isEnabled()
    dialog.reject()
    assert not desktop.closed


def test_one_window_follows_the_other_in_one_process(
    qtbot: QtBot, qapp: QApplication, profile: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = own_profile.sign_in(profile, server.url, BOB, PASSWORD, "memory", new=True)
    opened: list[Path] = []

    def go_on() -> int:
        window = next(one for one in seen if not one.closed)
        opened.append(window.store.profile)
        if len(opened) == 1:
            window.desk.leave_for(other, True)
        else:
            window.shell.close()
        return 0

    seen: list[Desktop] = []
    real = Desktop.start

    def start(self: Desktop) -> None:
        seen.append(self)
        real(self)

    monkeypatch.setattr(Desktop, "start", start)
    monkeypatch.setattr(QApplication, "exec", staticmethod(go_on))
    code, following = app._run(profile)
    assert (code, following) == (0, other)
    assert not (profile / "tracker.db").exists()
    assert following is not None
    assert app._run(following) == (0, None)
    assert opened == [profile, other]
