"""What becomes of the data here where the account on the server is another one of the same name."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.protocol.accounts import ONE_PERSON
from tracker.store import doctor
from tracker.sync.account import normal_server
from tracker.sync.messages import host
from tracker.sync.status import sync_status
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text


class MoveDialog(Dialog):
    """Asks whether everything here goes along to the account. `elsewhere`: it shall have a profile of its own instead.

    Args:
        desk: what it works with.
        over: the form.
        email: the account's name.
        server: its server's address.
    """

    elsewhere = Signal()

    def __init__(self, desk: Desk, over: QWidget, email: str, server: str) -> None:
        place = host(normal_server(server))
        who = f"{email or ONE_PERSON} on {place}"
        super().__init__(over, "Send what is here to this account?", who, save="Send what is here", width=560)
        now = sync_status(desk.store)
        records = desk.words.number(doctor.count_records(desk.store))
        self.body.addWidget(Text(
            f"A backup is made first. Then all {records} records and their recorded samples go to the account. What it "
            "holds already comes here, and what is on both sides becomes one.", wrap=True,
        ))  # fmt: skip
        if place != now.host:
            self.body.addWidget(Text(f"{now.email} on {now.host} is not synced with any more.", wrap=True))
        other = Button("Open its own profile")
        other.setToolTip("The data here stays as it is, and the account's is kept beside it.")
        other.clicked.connect(self._elsewhere)
        self.add_left(other)
        self.saved.connect(self.accept)

    @Slot()
    def _elsewhere(self) -> None:
        self.accept()
        self.elsewhere.emit()
