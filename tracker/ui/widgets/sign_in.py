"""Signing in to a server, or registering there; shown while this profile has no account."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.strips import ErrorStrip
from tracker.ui.widgets.text import Text

WHY = (
    "An account is only needed to keep several devices the same. Everything works without one, and nothing leaves "
    "this computer until you sign in."
)
HOW = "Start a server of your own with  tracker-server  on a computer that your devices can reach."


class SignIn(QWidget):
    """A form with server, e-mail and password. What was typed stays when something goes wrong."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        card = Card("Keep several devices the same")
        card.setFixedWidth(560)
        card.body.addWidget(Text(WHY, "body", wrap=True))
        self._error = ErrorStrip()
        card.body.addWidget(self._error)
        card.body.addWidget(self._build_form())
        card.body.addLayout(self._build_buttons())
        card.body.addWidget(Text(HOW, "small", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 0)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        desk.sync.failed.connect(self._failed)
        desk.sync.account_changed.connect(self._done)

    def _build_form(self) -> FormRows:
        form = FormRows()
        self.first_field = self._server = QLineEdit("http://127.0.0.1:8765")
        self._email, self._password = QLineEdit(), QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._file = QCheckBox("Keep the sign-in in a file instead of the system's keyring")
        form.add("Server", self._server)
        form.add("E-mail", self._email)
        form.add("Password", self._password)
        form.add("", self._file)
        self._password.returnPressed.connect(self.sign_in)
        self._form = form
        return form

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._register, self._login = Button("Create an account"), PrimaryButton("Sign in")
        self._register.clicked.connect(self.register)
        self._login.clicked.connect(self.sign_in)
        self._busy = Text("", "muted")
        row.addWidget(self._busy, 1)
        row.addWidget(self._register)
        row.addWidget(self._login)
        return row

    @Slot()
    def sign_in(self) -> None:
        """Sign in with what was typed."""
        if self._complete():
            self._wait("Signing in…")
            self._desk.sync.login(*self._typed())

    @Slot()
    def register(self) -> None:
        """Make an account with what was typed, and sign in."""
        if self._complete():
            self._wait("Creating the account…")
            self._desk.sync.register(*self._typed())

    def _typed(self) -> tuple[str, str, str, str]:
        keep = "file" if self._file.isChecked() else "keyring"
        return self._server.text().strip(), self._email.text().strip(), self._password.text(), keep

    def _complete(self) -> bool:
        for field, sentence in (
            (self._server, "Type the address of your server."),
            (self._email, "Type your e-mail address."),
            (self._password, "Type your password."),
        ):
            if not field.text().strip():
                self._form.show_wrong(field, sentence)
                field.setFocus()
                return False
        return True

    def _wait(self, words: str) -> None:
        self._error.clear()
        self._busy.setText(words)
        self._register.setEnabled(not words)
        self._login.setEnabled(not words)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._wait("")
        if isinstance(error, KnownError):
            self._error.show_error(error)

    @Slot(object)
    def _done(self, _: object) -> None:
        self._wait("")
        self._password.clear()
