"""The cards beside the sync lists: policy, interval, check, devices, data."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.store import doctor
from tracker.store.backup import backups
from tracker.store.backup_check import verdicts
from tracker.store.database import Store
from tracker.sync.newer import unread_count
from tracker.sync.policy import POLICIES
from tracker.sync.status import DeviceRow
from tracker.sync.verify import Verified
from tracker.sync.words import Words as SyncWords
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.fields import RadioList
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, ago, count

ORDER = ("manual", "server_wins", "client_wins", "most_recent")


class PolicyCard(Card):
    """What happens when two devices changed the same thing."""

    chosen = Signal(str)
    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("When two devices changed the same thing", parent=parent)
        words = {str(key): text for key, text in POLICIES.items()}
        self._list = RadioList([(key, words[key]) for key in ORDER], "When two devices changed the same thing")
        self._list.chosen.connect(self.chosen)
        self.body.addWidget(self._list)
        self._more = LinkButton("By kind…", tone="muted")
        self._more.setAccessibleName("Rules by kind of record and by field")
        self._more.clicked.connect(self.more_wanted)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_policy(self, policy: str, of_their_own: int) -> None:
        """Show the one that holds, and how many kinds and fields have a rule of their own."""
        self._list.choose(policy)
        self._more.setText(f"By kind… ({count(of_their_own, 'rule')})" if of_their_own else "By kind…")


class IntervalCard(Card):
    """How often Tracker syncs by itself."""

    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("When Tracker syncs", parent=parent)
        self._words = Text("", wrap=True)
        self._change = LinkButton("Change…", tone="muted")
        self._change.setAccessibleName("Change how often Tracker syncs")
        self._change.clicked.connect(self.change_wanted)
        self.body.addWidget(self._words)
        self.body.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)

    def show_interval(self, minutes: int, mode: str) -> None:
        """Show the minutes between two syncs, and what the mode makes of it."""
        often = "Every minute" if minutes == 1 else f"Every {minutes} minutes"
        self._words.setText({
            "local": "Not at all: everything stays on this computer.",
            "cloud": f"{often}, before a page is shown, and with each change: it counts once the server has it.",
        }.get(mode, f"{often}, at the start, and after each change."))  # fmt: skip


class VerifyCard(Card):
    """Whether this computer and the server hold the same, when that was looked at, and looking again."""

    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Does everything agree?", parent=parent)
        self._sentence, self._when = Text("", wrap=True), Text("", "muted", wrap=True)
        self._check = LinkButton("Verify now", tone="muted")
        self._check.setAccessibleDescription("Compares everything with the server and repairs what can be repaired.")
        self._check.clicked.connect(self.check_wanted)
        for part in (self._sentence, self._when):
            self.body.addWidget(part)
        self.body.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeft)

    def show_check(self, last: Verified | None, now: int, *, running: bool) -> None:
        """Show what the latest check found; `now` is UTC ms."""
        self._sentence.setText("Nothing was compared yet." if last is None else f"{last.sentence}.")
        self._when.setText("" if last is None else f"Checked {ago(last.at, now)}; once a week by itself.")
        self._when.setVisible(last is not None)
        self._check.setEnabled(not running)


class DevicesCard(Card):
    """The devices of the account, with when they were last seen, and where this one keeps its sign-in."""

    removed = Signal(str, str)
    signed_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Devices", parent=parent)
        self._shown: tuple[object, ...] = ()
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._kept = Text("", "small", wrap=True)
        self.body.addWidget(self._rows)
        self.body.addWidget(self._kept)

    def show_devices(self, devices: Sequence[DeviceRow], now: int, kept: str) -> None:
        """Show them, this one first; `kept` says where the sign-in is."""
        self._kept.setText(kept)
        self._kept.setVisible(bool(kept))
        listed = tuple(devices) or (DeviceRow("", "", None, True),)
        seen = tuple((one.dev, one.name, "" if one.last_seen is None else ago(one.last_seen, now)) for one in listed)
        if seen == self._shown:
            return  # a link keeps the focus while its line stands
        self._shown = seen
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for device in listed:
            self._column.addWidget(_DeviceLine(device, now, self))


class _DeviceLine(QWidget):
    def __init__(self, device: DeviceRow, now: int, card: DevicesCard) -> None:
        super().__init__()
        self._device, self._card = device, card
        self.setMinimumHeight(24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Text("This computer" if device.here else device.name))
        if device.here:
            row.addWidget(Pill("here", "accent"))
        elif device.last_seen is not None:
            row.addWidget(Text(f"· {ago(device.last_seen, now)}", "muted"))
        row.addStretch(1)
        act = LinkButton("Sign out" if device.here else "Remove…", tone="muted", underline=False)
        if not device.here:
            act.setAccessibleName(f"Remove {device.name}")
        act.clicked.connect(self._act)
        row.addWidget(act)

    def _act(self) -> None:
        if self._device.here:
            self._card.signed_out.emit()
        else:
            self._card.removed.emit(self._device.dev, self._device.name)


def _last_backup(store: Store) -> str:
    """When the last backup was made, and what a check found of that very file."""
    last = next(iter(backups(store.profile)), None)
    if last is None:
        return ""
    verdict = verdicts(store.profile).get(last.path)
    state = "not checked yet" if verdict is None else "damaged" if verdict.damage else "checked"
    return f"Last backup {SyncWords(store).moment(last.made_at)}, {state}"


class DataCard(Card):
    """How much there is, when it was backed up last, and how much of it only a newer Tracker can show."""

    unread_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Data", parent=parent)
        self._size, self._where = Text(""), Text("", "muted", wrap=True)
        self.body.addWidget(self._size)
        self.body.addWidget(self._where)
        self._unread = LinkButton("", tone="muted")
        self._unread.clicked.connect(self.unread_wanted)
        self.body.addWidget(self._unread, 0, Qt.AlignmentFlag.AlignLeft)

    def show_size(self, store: Store, words: Words) -> None:
        """Count the records and measure the file."""
        records = doctor.count_records(store)
        size = (store.profile / "tracker.db").stat().st_size / 1_000_000
        self._size.setText(f"{words.number(records)} records · {words.number(size, 0 if size >= 10 else 1)} MB")
        self._where.setText(_last_backup(store) or "In one file on this computer. No backup yet.")
        newer = unread_count(store)
        self._unread.setText(f"{count(newer, 'record')} from a newer Tracker…")
        self._unread.setVisible(newer > 0)
