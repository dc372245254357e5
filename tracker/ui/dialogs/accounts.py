"""The accounts on this computer: whose data there is, opening another one's, and signing in with one more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.sync.entrance import needs_no_password
from tracker.sync.only_here import in_words
from tracker.sync.own_profile import ProfileRow, profiles_here
from tracker.sync.secrets import Keep
from tracker.sync.status import sync_status
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text

HERE = "http://127.0.0.1:8765"


class AccountsDialog(Dialog):
    """Each account's data lies in a folder of its own; opening another one's changes nothing about this one's."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        words = "Each account has its own data on this computer. Changing between them deletes nothing."
        super().__init__(over, "Accounts on this computer", words, save="Sign in", cancel="Close", width=560)
        self._desk = desk
        self._asked = False
        rows = QVBoxLayout()
        rows.setSpacing(8)
        for one in profiles_here(desk.store.profile):
            rows.addLayout(self._row(one))
        self.body.addLayout(rows)
        self.body.addWidget(SectionHeader("Another account"))
        self.body.addWidget(self._build_form())
        self._busy = Text("", "muted")
        self._register = Button("Create an account")
        self._register.clicked.connect(self.register)
        self.add_left(self._register, self._busy)
        self.saved.connect(self.sign_in)
        self.guard(lambda: bool(self._email.text() or self._password.text()))
        desk.sync.failed.connect(self._failed)

    def _row(self, one: ProfileRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(one.words, wrap=True))
        if one.waiting:
            words.addWidget(Text(in_words(one.waiting), "small", wrap=True))
        line.addLayout(words, 1)
        if one.here:
            line.addWidget(Pill("open here", "accent"))
        else:
            button = Button("Open")
            button.setAccessibleName(f"Open {one.words}")
            button.clicked.connect(partial(self._open, one))
            line.addWidget(button)
        return line

    def _build_form(self) -> FormRows:
        form = self._form = FormRows()
        self._server, self._email = LineField(name="Server"), LineField(name="E-mail")
        self._password = LineField(name="Password")
        self._server.setText(sync_status(self._desk.store).server or HERE)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._file = QCheckBox("Keep the sign-in in a file, not in the keyring")
        for label, field in (("Server", self._server), ("E-mail", self._email), ("Password", self._password)):
            form.add(label, field)
        form.add("", self._file)
        return form

    def _open(self, one: ProfileRow) -> None:
        self.accept()
        self._desk.leave_for(one.path, False)

    @Slot()
    def sign_in(self) -> None:
        """Sign in, which opens the account's own data."""
        self._ask(new=False)

    @Slot()
    def register(self) -> None:
        """Open an account, and its data."""
        self._ask(new=True)

    def _ask(self, *, new: bool) -> None:
        lone = not new and needs_no_password(self._email.text(), self._password.text())
        wanted = (self._server,) if lone else (self._server, self._email, self._password)
        empty = [one for one in wanted if not one.text().strip()]
        for field in (self._server, self._email, self._password):
            wrong = f"Type the {field.accessibleName().lower()} of the account." if empty[:1] == [field] else ""
            self._form.show_wrong(field, wrong)
        if empty:
            empty[0].setFocus()
            return
        if self._asked:
            return
        self._wait("Signing in…")
        keep: Keep = "file" if self._file.isChecked() else "keyring"
        texts = (self._server.text().strip(), self._email.text().strip(), self._password.text())
        self._desk.sync.sign_in_elsewhere(*texts, keep, new=new)

    def _wait(self, words: str) -> None:
        self._asked = bool(words)
        self._busy.setText(words)
        self.save_button.setEnabled(not words)
        self._register.setEnabled(not words)

    @Slot(object)
    def _failed(self, error: KnownError) -> None:
        if self._asked:
            self._wait("")
            self.show_error(error)
