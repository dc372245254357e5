"""Signing in to a server, or registering there; shown while this profile has no account."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.sync.account import AccountStatus, OtherAccount
from tracker.sync.entrance import needs_no_password
from tracker.sync.moving import Move
from tracker.sync.secrets import Keep
from tracker.sync.status import SyncStatus
from tracker.ui.desk import Desk
from tracker.ui.sync.move import MoveDialog
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.strips import ErrorStrip
from tracker.ui.widgets.text import Text
from tracker.ui.words import count

WHY = (
    "An account is only needed to keep several devices the same. Everything works without one, and nothing leaves "
    "this computer until you sign in."
)
HOW = (
    "No server yet? Run tracker-server on a computer that your devices can reach (from the sources: "
    "python3 packaging/dev.py server). One started with --single-user, for this computer alone, asks for no e-mail and "
    "no password: leave both empty."
)
ANEW = "Was the server set up anew? Create the account there again: what is here can be sent to it."
HERE = "http://127.0.0.1:8765"


class SignIn(Scrolling):
    """A form with server, e-mail and password. What was typed stays when something goes wrong.

    It scrolls where the window is too low for it: fields that are squeezed cut off what is typed.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(content, parent)
        self._desk = desk
        self._new = False  # what was asked for last: an account to be made, or one that is there
        self._takes_over = False
        self._card = card = Card("Keep several devices the same")
        card.setMaximumWidth(560)
        card.body.setSpacing(12)
        self._why = Text(WHY, "body", wrap=True)
        card.body.addWidget(self._why)
        self._error = ErrorStrip()
        card.body.addWidget(self._error)
        card.body.addWidget(self._build_form())
        card.body.addLayout(self._build_buttons())
        self._how = Text(HOW, "small", wrap=True)
        card.body.addWidget(self._how)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 12, 0, 0)
        middle = QHBoxLayout()  # an alignment would squeeze what wraps
        middle.addStretch(1)
        middle.addWidget(card, 560)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        desk.sync.account_changed.connect(self._done)

    def _build_form(self) -> FormRows:
        form = FormRows()
        self.first_field = self._server = LineField(name="Server")
        self._server.setText(HERE)
        self._email, self._password = LineField(name="E-mail"), LineField(name="Password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._file = QCheckBox("Keep the sign-in in a file, not in the keyring")
        for label, field in (("Server", self._server), ("E-mail", self._email), ("Password", self._password)):
            form.add(label, field)
            field.returnPressed.connect(self.sign_in if field is self._password else self._go_on)
        form.add("", self._file)
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

    def show_account(self, now: SyncStatus) -> None:
        """Say who was signed in here before, if anybody was; what was typed stays."""
        if now.server is None or now.email is None:
            return
        waiting = f" {count(now.waiting, 'change')} will be sent then." if now.waiting else ""
        self._why.setText(f"You are signed out of {now.host}. Sign in again to go on syncing.{waiting}")
        self._card.heading.set("Sign in again")
        self._how.setText(ANEW)
        if not self._email.text():
            self._server.setText(now.server)
            self._email.setText(now.email)
            self._file.setChecked(now.keep == "file")
        self.first_field = self._password

    def tell(self, error: KnownError) -> bool:
        """Say what was wrong with a sign-in that was asked for here; False where none was."""
        if not self._busy.text():
            return False
        self._wait("")
        self._takes_over = False
        if isinstance(error, OtherAccount) and error.same_name:
            self._error.show_error(error, "Choose what happens…", self._choose)
        elif isinstance(error, OtherAccount):
            self._error.show_error(error, "Open its own profile", self._sign_in_elsewhere)
        else:
            self._error.show_error(error)
        self._password.setFocus()
        self._password.selectAll()
        return True

    @Slot()
    def sign_in(self) -> None:
        """Sign in with what was typed; a server for one person needs nothing but its address."""
        if self._complete(lone=True):
            self._new = False
            self._wait("Signing in…")
            self._desk.sync.login(*self._typed())

    @Slot()
    def _go_on(self) -> None:
        """Enter before the last field: to the next one that is empty, else sign in."""
        if self._complete():
            self.sign_in()

    @Slot()
    def register(self) -> None:
        """Make an account with what was typed, and sign in."""
        if self._complete():
            self._new = True
            self._wait("Creating the account…")
            self._desk.sync.register(*self._typed())

    @Slot()
    def _choose(self) -> None:
        """The account has the name of the one that the data here belongs to."""
        if self._complete(lone=not self._new):
            server, email, _, _ = self._typed()
            dialog = MoveDialog(self._desk, self, email, server, new=self._new)
            dialog.going.connect(self._move)
            dialog.elsewhere.connect(self._sign_in_elsewhere)
            dialog.open()

    @Slot(str)
    def _move(self, move: Move) -> None:
        """Everything here goes along to the account, or makes room for what the account holds."""
        if self._complete(lone=not self._new):
            self._takes_over = move == "take over"
            self._wait("Making a backup…")
            enter = self._desk.sync.register if self._new else self._desk.sync.login
            enter(*self._typed(), move=move)

    @Slot()
    def _sign_in_elsewhere(self) -> None:
        """The data here is another account's: this one's lies in a folder of its own, which opens then."""
        if self._complete(lone=not self._new):
            self._wait("Signing in…")
            self._desk.sync.sign_in_elsewhere(*self._typed(), new=self._new)

    def _typed(self) -> tuple[str, str, str, Keep]:
        keep: Keep = "file" if self._file.isChecked() else "keyring"
        return self._server.text().strip(), self._email.text().strip(), self._password.text(), keep

    def _complete(self, *, lone: bool = False) -> bool:
        """Whether everything is typed; the first field that is empty says so and gets the focus.

        With `lone` neither e-mail nor password has to be: the server says whether it needs them.
        """
        lone = lone and needs_no_password(self._email.text(), self._password.text())
        wanted = (self._server,) if lone else (self._server, self._email, self._password)
        empty = [field for field in wanted if not field.text().strip()]
        for field, sentence in (
            (self._server, "Type the address of your server."),
            (self._email, "Type your e-mail address."),
            (self._password, "Type your password."),
        ):
            self._form.show_wrong(field, sentence if empty[:1] == [field] else "")
        if empty:
            empty[0].setFocus()
        return not empty and not self._busy.text()

    def _wait(self, words: str) -> None:
        self._error.clear()
        self._busy.setText(words)
        self._register.setEnabled(not words)
        self._login.setEnabled(not words)

    @Slot(object)
    def _done(self, found: AccountStatus) -> None:
        if not self._busy.text() or not found.signed_in:  # what was asked before may still be told
            return
        self._wait("")
        self._password.clear()
        if self._takes_over:
            self._takes_over = False
            self._desk.all_changed()
        self._desk.window.say(" ".join(part for part in ("Signed in.", found.token_sentence, found.warning) if part))
