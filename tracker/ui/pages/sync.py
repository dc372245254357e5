"""Sync: what waits, what conflicts, what was refused, what happened, and who this device is for the server."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.queries.settings import value
from tracker.sync import events, kept, policy, questions, rules, status
from tracker.sync.modes import LABELS
from tracker.sync.status import SyncStatus
from tracker.sync.verify import last_verified
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import Page
from tracker.ui.sync.cards import DataCard, DevicesCard, IntervalCard, PolicyCard, VerifyCard
from tracker.ui.sync.deeds import SyncDeeds
from tracker.ui.sync.history import HAPPENED, TRASH, VERSIONS, SyncHistory
from tracker.ui.sync.numbers import SyncNumbers
from tracker.ui.sync.question_card import QuestionCard
from tracker.ui.sync.sign_in import SignIn
from tracker.ui.sync.waiting import SyncWaiting
from tracker.ui.widgets.beside import Beside
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.side import Side
from tracker.ui.widgets.text import shown_if
from tracker.ui.widgets.title_bar import TitleBar

SECOND = 1000
NARROW, SIDE = 900, 304


class SyncPage(Page):
    """The Sync screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._looks_on = False
        self._deeds = SyncDeeds(desk, self)
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
        self._mode, self._who = Pill("", "accent"), LongText("", "muted", 1)
        self._title.add_after(self._mode, self._who)
        self._pause, self._now = Button("Pause"), PrimaryButton("Sync now", "F5")
        self._pause.clicked.connect(self._deeds.pause_or_go_on)
        self._now.clicked.connect(self._desk.sync.sync_now)
        self._other = Button("")
        self._other.clicked.connect(self._turn_over)
        shown_if(self._other, False)
        self._switch = Button("Change mode…")
        self._switch.clicked.connect(self._change_interval)
        self._title.add_right(self._switch, self._other, self._pause, self._now)
        self.body.addWidget(self._title)

    def _build_state(self) -> QWidget:
        self._question, self._numbers = QuestionCard(), SyncNumbers()
        self._question.answered.connect(self._deeds.answer)
        self._question.list_wanted.connect(self._deeds.show_list)
        self._deeds.answered.connect(self._answered)
        self._content = Beside(self._build_lists(), self._build_side(), SIDE, self._question, self._numbers)
        return self._content

    def _build_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(16)
        self._waiting, self._history = SyncWaiting(), SyncHistory()
        self._waiting.opened.connect(self._deeds.resolve)
        self._history.opened.connect(self._deeds.look_at)
        self._history.turned.connect(self._turned)
        self._history.log_wanted.connect(self._deeds.copy_log)
        column.addWidget(self._waiting, 3)
        column.addWidget(self._history, 2)
        return column

    def _build_side(self) -> Side:
        self._policy, self._interval, self._check = PolicyCard(), IntervalCard(), VerifyCard()
        self._devices, self._data = DevicesCard(), DataCard()
        self._policy.chosen.connect(self._deeds.set_policy)
        self._policy.more_wanted.connect(self._deeds.show_rules)
        self._devices.removed.connect(self._deeds.remove_device)
        self._devices.signed_out.connect(self._deeds.sign_out)
        self._interval.change_wanted.connect(self._change_interval)
        self._data.unread_wanted.connect(self._deeds.show_unread)
        self._check.check_wanted.connect(self._deeds.verify)
        return Side(self._policy, self._devices, self._data, self._check, self._interval)

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
        shown = signed_in or (self._looks_on and now.server is not None)
        self._turn_to(1 if shown else 0)
        for part in (self._pause, self._now):
            part.setVisible(signed_in and now.mode != "local")
        self._switch.setVisible(shown and now.mode == "local")
        self._mode.setVisible(shown)
        self._other.setText("Sign in…" if shown else "What waits here")
        self._other.setVisible(not signed_in and now.server is not None)
        self._tell_who(now)
        if not shown:
            return
        self._question.show_question(questions.pending(store))
        self._waiting.show_waiting(status.waiting(store), store.now(), status.count_listed(store))
        self._show_history()
        self._policy.show_policy(policy.policy(store), rules.count_of(store))
        self._interval.show_interval(int(value(store, "sync_interval")), now.mode)
        self._devices.show_devices(status.devices(store), store.now(), now.token_sentence)
        self._data.show_size(store, self._desk.words)
        self._state_changed()

    @Slot()
    def _turn_over(self) -> None:
        """Signed out: from the form to what waits here, or back."""
        self._look_on(on=self._stack.currentIndex() == 0)

    def _look_on(self, *, on: bool) -> None:
        """Show how sync stands although nobody is signed in: what waits can be decided and restored all the same."""
        self._looks_on = on
        self.refresh(None)
        self.panes()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def before_leaving(self) -> None:
        self._looks_on = False

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
        self._content.set_side(298 if narrow else SIDE, 16 if narrow else 24)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._ticking.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)

    def commands(self) -> Sequence[Command]:
        """What can be done with sync."""
        do = self._deeds
        return (
            Command(
                "sync.resolve", "Resolve conflicts…", "Sync", do.resolve_next, (),
                ("check for conflicts", "decide"), do.no_conflict,
            ),
            Command(
                "sync.try_again", "Send again what was refused", "Sync", do.try_again, (),
                ("retry",), do.nothing_refused,
            ),
            Command(
                "sync.question", "Answer what sync asks", "Sync", self.go_to_question, (), (), self._nothing_asked
            ),
            Command(
                "sync.verify", "Verify sync", "Sync", do.verify, (), ("check", "compare", "agree"), do.no_account
            ),
            Command("sync.versions", "Earlier versions", "Sync", self.show_versions, (), ("review", "lost", "history")),
            Command("sync.trash", "Deleted on other devices", "Sync", self.show_trash, (), ("trash", "restore")),
            Command("sync.log", "Copy the sync log", "Sync", do.copy_log, (), ("report",)),
            Command("sync.pause", "Pause or resume sync", "Sync", do.pause_or_go_on, (), ("stop",), do.no_account),
            Command("sync.out", "Sign out", "Sync", do.sign_out, (), ("log out",), do.no_account),
        )  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        """The sign-in form, or the lists, and what sync asks."""
        if self._stack.currentIndex() == 0:
            return (self._sign_in.first_field,)
        asked = self._question.first_button if self._question.question is not None else None
        return (self._waiting.list, self._history.list, *((asked,) if asked is not None else ()))

    def open_item(self, item: str) -> None:
        """Open the conflict of a record, or with "version" or "deleted" one of the lists below."""
        if item in (VERSIONS, TRASH, HAPPENED):
            self.turn_history(item)
        else:
            self._deeds.resolve(item)

    # Words

    def _tell_who(self, now: SyncStatus) -> None:
        self._mode.set(LABELS[now.mode], "accent")
        if now.server is None or now.email is None:
            self._who.setText("Your data is on this computer only.")
        elif now.state == "signed_out":
            self._who.setText(f"{now.host} · {now.email} is signed out")
        elif now.mode == "local":
            self._who.setText(f"Nothing goes to {now.host} · {now.email}")
        else:
            self._who.setText(f"{now.host} · signed in as {now.email}")

    def _show_history(self) -> None:
        self._history.show_history(self._desk.store, self._desk.words, self._desk.today)
        if self._history.shown == VERSIONS and events.to_review(self._desk.store):
            self._desk.lane.write(kept.mark_reviewed, here=True)

    @Slot()
    @Slot(object)
    def _state_changed(self, _: object = None) -> None:
        if not self.isVisible():
            return
        lane = self._desk.sync.state
        self._pause.setText("Resume" if lane.paused else "Pause")
        self._numbers.show_status(status.sync_status(self._desk.store), lane)
        self._check.show_check(last_verified(self._desk.store), self._desk.store.now(), running=lane.running)
        self._tell_times()

    @Slot()
    def _tell_times(self) -> None:
        now = status.sync_status(self._desk.store)
        self._numbers.show_times(now.last_sync, self._desk.sync.state, self._desk.store.now())

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

    def _nothing_asked(self) -> str | None:
        return None if self._question.question is not None else "Sync asks nothing."

    @Slot()
    def _answered(self) -> None:
        self.refresh(None)
        self.panes()[0].setFocus()

    @Slot(str)
    def _turned(self, _: str) -> None:
        self._show_history()

    def turn_history(self, which: str) -> None:
        """Show what happened, earlier versions or the trash, and go there."""
        if self._stack.currentIndex() == 0:
            self._look_on(on=True)
        self._history.turn_to(which)
        self._history.list.setFocus(Qt.FocusReason.TabFocusReason)

    def show_versions(self) -> None:
        """Show the versions that lost."""
        self.turn_history(VERSIONS)

    def show_trash(self) -> None:
        """Show what other devices deleted."""
        self.turn_history(TRASH)

    def go_to_question(self) -> None:
        """Go to what sync asks."""
        asked = self._question.first_button
        if asked is not None:
            asked.setFocus(Qt.FocusReason.TabFocusReason)
