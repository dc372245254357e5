"""Sync: what waits, what conflicts, what was refused, what happened, and who this device is for the server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.queries.settings import value
from tracker.sync import policy, status
from tracker.sync.status import HistoryRow, SyncStatus, WaitingRow
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict import open_conflicts
from tracker.ui.dialogs.remove_device import RemoveDeviceDialog
from tracker.ui.page import Page
from tracker.ui.theme import HEADER, ROW, TWO_LINE_ROW
from tracker.ui.widgets.bars import ProgressBar
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import SectionHeader, StatCard
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.side import Side
from tracker.ui.widgets.sign_in import SignIn
from tracker.ui.widgets.sync_cards import DataCard, DevicesCard, IntervalCard, PolicyCard
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import ago, count, short_date

MODES = {"local": "This computer only", "hybrid": "Hybrid", "cloud": "Server first"}
WAITING = (
    Column("Waiting and in conflict"), Column("Change", 130, tone="muted", optional=True), Column("State", 168),
    Column("Since", 78, right=True, tone="muted", optional=True), Column("", 104, right=True, key="act"),
)  # fmt: skip
HISTORY = (Column("", 68, tone="muted"), Column(""), Column("", 62, right=True, tone="muted"))
TONES = {"waiting": "accent", "conflict": "warn", "refused": "bad"}
BUTTONS = {"conflict": "Resolve…", "refused": "Fix…"}
PAGES = {
    "meal_plan_entry": "today", "recipe": "favorites", "food": "favorites", "favorite": "favorites",
    "workout": "workouts", "measurement": "health",
}  # fmt: skip
"""Where a record is put right that the server does not take."""
SECOND = 1000
PARTS, CHANGES = " · ", ", "
"""Where a title and a change are parted into two lines."""
EMPTY_HEIGHT = 200
NARROW = 900


class SyncPage(Page):
    """The Sync screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build_head()
        self._stack = QStackedWidget()
        self._sign_in = SignIn(desk)
        self._stack.addWidget(self._sign_in)
        self._stack.addWidget(self._build_state())
        self.body.addWidget(self._stack, 1)
        self._ticking = QTimer(self)
        self._ticking.setInterval(SECOND)
        self._ticking.timeout.connect(self._tell_times)
        desk.sync.state_changed.connect(self._state_changed)
        desk.sync.account_changed.connect(self._account_changed)
        desk.sync.finished.connect(self._finished)
        desk.sync.failed.connect(self._failed)

    def _build_head(self) -> None:
        self._title = TitleBar("Sync")
        self._mode, self._who = Pill("", "accent"), Text("", "muted")
        self._title.add_after(self._mode, self._who)
        self._pause, self._now = Button("Pause"), PrimaryButton("Sync now", "F5")
        self._pause.clicked.connect(self.pause_or_go_on)
        self._now.clicked.connect(self._desk.sync.sync_now)
        self._title.add_right(self._pause, self._now)
        self.body.addWidget(self._title)

    def _build_state(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._build_stats())
        self._progress, self._progress_words = ProgressBar("Sync"), Text("", "muted")
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._progress, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._progress_words)
        self._progress_line = QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        self._progress_line.setLayout(line)
        column.addWidget(self._progress_line)
        self._trouble = Text("", "body", "warn", wrap=True)
        column.addWidget(self._trouble)
        self._content = QHBoxLayout()
        self._side = self._build_side()
        self._content.addLayout(self._build_lists(), 1)
        self._content.addWidget(self._side)
        column.addLayout(self._content, 1)
        return whole

    def _build_stats(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._waiting_card = StatCard("waiting to be sent")
        self._conflict_card = StatCard("conflicts need you")
        self._last_card = StatCard("last complete sync")
        self._next_card = StatCard("until the next one")
        for card in (self._waiting_card, self._conflict_card, self._last_card, self._next_card):
            row.addWidget(card)
        return row

    def _build_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self._waiting_model = RowsModel(WAITING)
        self._waiting = RowsView(self._waiting_model, "Waiting and in conflict", multiple=False)
        self._waiting.opened.connect(self.resolve)
        self._waiting.button_clicked.connect(self._act)
        empty = EmptyState("Nothing waits: every change is on the server.")
        self._waiting_or_empty = ListOrEmpty(self._waiting, empty)
        self._history_model = RowsModel(HISTORY)
        self._history = RowsView(self._history_model, "History", header=False, multiple=False)
        column.addWidget(self._waiting_or_empty, 3)
        column.addSpacing(8)
        column.addWidget(SectionHeader("History"))
        column.addWidget(self._history, 2)
        column.addStretch(0)
        return column

    def _build_side(self) -> QWidget:
        self._policy, self._interval = PolicyCard(), IntervalCard()
        self._devices, self._data = DevicesCard(), DataCard()
        self._policy.chosen.connect(self._set_policy)
        self._devices.removed.connect(self._ask_to_remove)
        self._devices.signed_out.connect(self.sign_out)
        self._interval.change_wanted.connect(self._change_interval)
        return Side(self._policy, self._interval, self._devices, self._data)

    @Slot()
    def _change_interval(self) -> None:
        self._desk.window.show_page("settings", "sync")

    # Page

    def refresh(self, _: Changes | None) -> None:
        """Show how things are."""
        store = self._desk.store
        now = status.sync_status(store)
        signed_in = now.server is not None and now.state not in ("no_account", "signed_out")
        if not signed_in:
            self._sign_in.show_account(now)
        self._turn_to(1 if signed_in else 0)
        for part in (self._pause, self._now, self._mode):
            part.setVisible(signed_in)
        self._tell_who(now)
        if not signed_in:
            return
        self._show_waiting(status.waiting(store))
        self._history_model.set_rows([self._history_row(one) for one in status.history(store)])
        self._history.setMaximumHeight(max(1, self._history_model.rowCount()) * ROW)
        self._policy.show_policy(policy.policy(store))
        self._interval.show_interval(int(value(store, "sync_interval")))
        self._devices.show_devices(status.devices(store), store.now(), now.token_sentence)
        self._data.show_size(store, self._desk.words)
        self._state_changed()

    def _turn_to(self, side: int) -> None:
        """Show the form or how sync stands; the focus goes along where it was here."""
        shown = self._stack.currentWidget()
        focused = QApplication.focusWidget()
        here = focused is not None and shown.isAncestorOf(focused)
        turned = side != self._stack.currentIndex()
        self._stack.setCurrentIndex(side)
        if turned and here:
            self.panes()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < NARROW
        self._content.setSpacing(16 if narrow else 24)
        self._side.setFixedWidth(284 if narrow else 300)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._ticking.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)

    def commands(self) -> Sequence[Command]:
        """What can be done with sync."""
        return (
            Command(
                "sync.resolve", "Resolve conflicts…", "Sync", self.resolve_next, (),
                ("check for conflicts", "decide"), self._no_conflict,
            ),
            Command("sync.pause", "Pause or resume sync", "Sync", self.pause_or_go_on, (), ("stop",), self._no_account),
            Command("sync.out", "Sign out", "Sync", self.sign_out, (), ("log out",), self._no_account),
        )  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        """The sign-in form, or the lists."""
        return (self._sign_in.first_field,) if self._stack.currentIndex() == 0 else (self._waiting, self._history)

    def open_item(self, item: str) -> None:
        """Open the conflict of a record."""
        self.resolve(item)

    # Words

    def _tell_who(self, now: SyncStatus) -> None:
        self._mode.set(MODES[now.mode], "accent")
        if now.server is None or now.email is None:
            self._who.setText("Your data is on this computer only.")
        elif now.state == "signed_out":
            self._who.setText(f"{now.host} · {now.email} is signed out")
        else:
            self._who.setText(f"{now.host} · signed in as {now.email}")

    def _show_waiting(self, waiting: Sequence[WaitingRow]) -> None:
        """A row whose words need it takes two lines; the list is no higher than its rows, so that history follows."""
        self._waiting_model.set_rows([self._waiting_row(one) for one in waiting])
        self._waiting_or_empty.show_list(bool(waiting))
        height = HEADER
        for number, one in enumerate(waiting):
            row = TWO_LINE_ROW if PARTS in one.title or CHANGES in one.change_words else ROW
            self._waiting.setRowHeight(number, row)
            height += row
        self._waiting_or_empty.setMaximumHeight(height if waiting else EMPTY_HEIGHT)

    def _waiting_row(self, one: WaitingRow) -> Row:
        title, _, place = one.title.partition(PARTS)
        change, _, other = one.change_words.partition(CHANGES)
        state = Cell(one.state_words, pill=TONES[one.state], tip=one.detail)
        since = "" if one.since is None else ago(one.since, self._desk.store.now()).removesuffix(" ago")
        button = Cell(button=BUTTONS[one.state]) if one.state in BUTTONS else Cell()
        cells = (Cell(title, detail=place, tip=one.title), Cell(change, detail=other), state, since, button)
        return Row(f"{one.c}:{one.id}", cells)

    def _history_row(self, one: HistoryRow) -> Row:
        zone = self._desk.store.clock.zone()
        when = local(one.at, zone)
        today = self._desk.today
        day = when.date()
        words = when.strftime("%H:%M") if day == today else short_date(day, today)
        words = f"{when:%a} {day.day}" if words == "Yesterday" else words
        took = "" if one.seconds is None else f"{self._desk.words.number(max(one.seconds, 0.1), 1)} s"
        return Row(str(one.seq), (words, Cell(one.sentence, tip=one.sentence), took))

    @Slot()
    @Slot(object)
    def _state_changed(self, _: object = None) -> None:
        if not self.isVisible():
            return
        lane = self._desk.sync.state
        now = status.sync_status(self._desk.store)
        self._waiting_card.set(str(now.waiting))
        caption = "conflict needs you" if now.conflicts == 1 else "conflicts need you"
        self._conflict_card.set(str(now.conflicts), caption, "warn" if now.conflicts else "")
        self._pause.setText("Resume" if lane.paused else "Pause")
        self._progress_line.setVisible(lane.running and lane.progress is not None)
        if lane.progress is not None:
            self._progress.set_share(lane.progress.done / lane.progress.of if lane.progress.of else None)
            self._progress_words.setText(lane.progress.sentence)
        self._trouble.setText("" if now.state in ("ok", "never", "local") else now.sentence)
        self._trouble.setVisible(bool(self._trouble.text()))
        self._tell_times()

    @Slot()
    def _tell_times(self) -> None:
        lane, now = self._desk.sync.state, self._desk.store.now()
        last = status.sync_status(self._desk.store).last_sync
        self._last_card.set("never" if last is None else ago(last, now))
        if lane.running:
            self._next_card.set("now", "syncing")
        elif lane.paused:
            self._next_card.set("paused", "until you resume")
        elif lane.next_at is None:
            self._next_card.set("–", "until the next one")
        else:
            seconds = max(0, lane.next_at - now) // 1000
            self._next_card.set(f"{seconds // 60 + 1} min" if seconds >= 60 else f"{seconds} s", "until the next one")

    @Slot(object)
    def _finished(self, _: object) -> None:
        if self.isVisible():
            self.refresh(None)

    @Slot(object)
    def _failed(self, error: KnownError) -> None:
        """The form tells what is wrong with a sign-in; anything else is told here."""
        if not self._sign_in.tell(error) and self.isVisible():
            self._desk.window.show_error(error)

    @Slot(object)
    def _account_changed(self, _: object) -> None:
        if self.isVisible():
            self.refresh(None)

    # Deeds

    def _no_account(self) -> str | None:
        return None if status.sync_status(self._desk.store).server else "Sign in to a server first."

    def _no_conflict(self) -> str | None:
        return None if status.sync_status(self._desk.store).conflicts else "No conflicts wait."

    @Slot(str, str)
    def _act(self, row_id: str, _: str) -> None:
        self.resolve(row_id)

    @Slot(str)
    def resolve(self, row_id: str) -> None:
        """Open the conflict of a row, or say what is the matter with it."""
        record = row_id.partition(":")[2] or row_id
        rows = [one for one in status.waiting(self._desk.store) if one.id == record]
        if rows and rows[0].state == "conflict":
            open_conflicts(self._desk, self, record)
        elif rows and rows[0].state == "refused":
            self._fix(rows[0])

    def _fix(self, one: WaitingRow) -> None:
        """Say why the server does not take a record, and lead to where it can be changed."""
        error = KnownError(f"{one.title}: {one.state_words}.", one.detail)
        page = PAGES.get(one.c)
        if page is None:
            self._desk.window.show_error(error)
            return
        self._desk.window.show_error(error, "Open it", partial(self._desk.window.show_page, page, one.id))

    def resolve_next(self) -> None:
        """Open the oldest conflict."""
        open_conflicts(self._desk, self)

    @Slot()
    def pause_or_go_on(self) -> None:
        """Stop syncing by itself, or start again."""
        lane = self._desk.sync
        if lane.state.paused:
            lane.resume()
        else:
            lane.pause()

    @Slot()
    def sign_out(self) -> None:
        """Sign out; all data stays here."""
        now = status.sync_status(self._desk.store)
        self._desk.sync.logout()
        waiting = f" {count(now.waiting, 'change')} will be sent when you sign in again." if now.waiting else ""
        self._desk.window.say(f"Signed out. Your data stays on this computer.{waiting}")

    @Slot(str)
    def _set_policy(self, chosen: str) -> None:
        self._desk.lane.write(policy.set_policy, chosen)

    @Slot(str, str)
    def _ask_to_remove(self, device: str, name: str) -> None:
        RemoveDeviceDialog(self._desk, self, device, name).open()
