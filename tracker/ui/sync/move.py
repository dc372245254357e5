"""What becomes of the data here where the account on the server is another one of the same name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

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
    """Asks what becomes of what is here: `going` is the answer for `account.login`.

    `elsewhere`: it stays, and the account shall have a profile of its own.

    Args:
        desk: what it works with.
        over: the form.
        email: the account's name.
        server: its server's address.
        new: the account is still to be made, so that it holds nothing to take over.
    """

    going = Signal(str)
    elsewhere = Signal()

    def __init__(self, desk: Desk, over: QWidget, email: str, server: str, *, new: bool) -> None:
        place = host(normal_server(server))
        super().__init__(
            over, "What should happen with what is here?", f"{email or ONE_PERSON} on {place}", save="", width=620
        )
        now = sync_status(desk.store)
        records = desk.words.number(doctor.count_records(desk.store))
        self._answers = QGridLayout()
        self._answers.setHorizontalSpacing(12)
        self._answers.setVerticalSpacing(12)
        self._answers.setColumnStretch(1, 1)
        self._add(
            "Send what is here",
            f"A backup is made first. Then all {records} records and their recorded samples go to the account. What it "
            "holds already comes here, and what is on both sides becomes one.",
            self._send,
        )
        if not new:
            self._add(
                "Take over what is there",
                "For a device whose data another one has sent already. A backup is made first. Then this device is "
                "emptied and gets what the account holds now.",
                self._take_over,
            )
        self._add(
            "Open its own profile",
            "The data here stays as it is, and the account's is kept beside it.",
            self._elsewhere,
        )
        self.body.addLayout(self._answers)
        if place != now.host:
            self.body.addWidget(
                Text(f"With the first two {now.email} on {now.host} is not synced with any more.", wrap=True)
            )

    def _add(self, label: str, meaning: str, pressed: Callable[[], None]) -> None:
        button, row = Button(label), self._answers.count() // 2
        button.setAccessibleDescription(meaning)
        button.clicked.connect(pressed)
        top = Qt.AlignmentFlag.AlignTop
        self._answers.addWidget(button, row, 0, top)
        self._answers.addWidget(Text(meaning, "muted", wrap=True), row, 1, top)

    @Slot()
    def _send(self) -> None:
        self.accept()
        self.going.emit("send")

    @Slot()
    def _take_over(self) -> None:
        self.accept()
        self.going.emit("take over")

    @Slot()
    def _elsewhere(self) -> None:
        self.accept()
        self.elsewhere.emit()
