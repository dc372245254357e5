"""The lane of sync: its own thread, connection and sign-in. When to sync by itself is in `timetable`.

The store of secrets and the data on the server are touched only on this lane. What a sync does is in `tracker.sync`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QObject, QTimer, Signal, Slot

from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.sync import account, modes, outbox, own_profile
from tracker.sync.account import AccountStatus
from tracker.sync.engine import synchronise
from tracker.sync.modes import Mode
from tracker.sync.moving import Move
from tracker.sync.report import Progress, SyncReport
from tracker.sync.secrets import Keep, vault_of
from tracker.sync.status import sync_status
from tracker.sync.wait import post
from tracker.tasks.lane import Lane
from tracker.tasks.recording_lane import RecordingLane
from tracker.tasks.sync_desk import Desk, LaneState, Outcome, look_up
from tracker.tasks.task import Progress as TaskProgress
from tracker.tasks.timetable import UNASKED, Timetable
from tracker.tasks.wait_lane import WaitLane

FRESH_MS = 5_000
"""What was fetched this lately counts as what the server has."""
REACHED = ("ok", "asking", "busy", "upgrade")
WAITED_IN = (*REACHED, "offline")
"""States after which the server answered, and after which it is worth while to wait there for news."""


class SyncLane(QObject):
    """Syncs a profile on a thread of its own: when asked, when it is due, and when the server has news.

    Args:
        profile: the profile's folder.
        interval_minutes: time between two syncs that nobody asked for.
    """

    state_changed = Signal(object)
    finished = Signal(object)
    changes = Signal(object)
    account_changed = Signal(object)
    mode_changed = Signal(str)
    other_profile = Signal(object)
    failed = Signal(object)
    _told = Signal(object)

    def __init__(self, profile: Path, *, interval_minutes: int = 15, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = LaneState()
        self._profile = profile
        self._again = False
        self._wants_check, self._checks = False, False
        self._wants_hurry, self._hurries = False, False
        self._telling = False
        self._closed = False
        self._cancelled = threading.Event()
        self._desk: Desk | None = None
        self._recordings: RecordingLane | None = None
        self._lane: Lane[Desk] = Lane("sync", self._open, Desk.close, self)
        self._told.connect(self._show_progress)
        self._times = Timetable(interval_minutes * 60.0, self)
        self._times.due.connect(self._sync_once)
        self._waiting = WaitLane(self)
        self._waiting.news.connect(self._hear_news)
        self._waiting.regained.connect(self._reach_again)

    # ----------------------------------------------------------------------------------- what can be asked

    @property
    def recordings(self) -> RecordingLane:
        """Fetches recorded samples beside the sync."""
        if self._recordings is None:
            self._recordings = RecordingLane(self._profile, self)
        return self._recordings

    def start(self) -> None:
        """Look how sync stands, and sync where somebody is signed in."""
        self._lane.ask(look_up, self._started, self._broken)
        QTimer.singleShot(0, self, self._watch_network)

    @Slot()
    def sync_now(self) -> None:
        """Sync as soon as possible because the person asks; during a sync, once more after it."""
        self._times.hurry()
        self._waiting.hurry()
        self._wants_hurry = True
        self._sync_once()

    @Slot()
    def _sync_once(self) -> None:
        self._times.clear()
        if self._closed:
            return
        if self.state.running:
            self._again = True
            return
        self._checks, self._wants_check = self._wants_check, False
        self._hurries, self._wants_hurry = self._wants_hurry, False
        self._cancelled.clear()
        self._show(running=True, progress=None, next_at=None)
        self._lane.ask(self._sync, self._synced, self._not_synced)

    @Slot()
    def verify(self) -> None:
        """Sync, and then compare everything with the server; `sync.verify.last_verified` tells what was found."""
        self._wants_check = True
        self.sync_now()

    def look(self) -> None:
        """Somebody wants to see what the server has: sync, unless that was done a moment ago."""
        if self.state.running or self.state.paused or self.state.status is None or not self._signed_in():
            return
        if QDateTime.currentMSecsSinceEpoch() - (self.state.status.last_sync or 0) > FRESH_MS:
            self._sync_once()

    @Slot()
    def edited(self) -> None:
        """Something was written here: sync when the person pauses for a moment."""
        if self._acts() and not self._telling:  # what a sync brought is no edit
            self._times.edited()

    def pause(self) -> None:
        """Sync no more until `resume`; what is under way is broken off. That it lasts is kept by `events.pause`."""
        self._again = False
        self._interrupt()
        self._show(paused=True, next_at=None)

    def resume(self) -> None:
        """Sync again, now and by itself."""
        self._show(paused=False)
        self.sync_now()

    def set_interval(self, minutes: int) -> None:
        """Set the time between two syncs that nobody asked for."""
        self._times.set_interval(minutes * 60.0)
        self._show(next_at=self._times.next_at)

    def register(
        self, server: str, email: str, password: str, keep: Keep = "keyring", *, move: Move | None = None
    ) -> None:
        """Open an account and sign in; answered by `account_changed` or `failed`. For `move` see `account.login`."""
        self._ask_account(partial(_enter, account.register, server, email, password, keep, move))

    def login(
        self, server: str, email: str, password: str, keep: Keep = "keyring", *, move: Move | None = None
    ) -> None:
        """Sign in; answered by `account_changed` or `failed`. For `move` see `account.login`."""
        self._ask_account(partial(_enter, account.login, server, email, password, keep, move))

    def sign_in_elsewhere(self, server: str, email: str, password: str, keep: Keep, *, new: bool = False) -> None:
        """Sign in to an account's own profile beside this one; answered by `other_profile` with it, or by `failed`."""
        if self._closed:
            return

        def work(desk: Desk, _progress: TaskProgress) -> Path:
            return own_profile.sign_in(desk.profile, server, email, password, keep, new=new, connect=desk.connect)

        self._cancelled.clear()
        self._lane.ask(work, self._elsewhere, self._broken)

    def logout(self) -> None:
        """Sign out; answered by `account_changed` or `failed`. No data is deleted."""
        self._times.clear()
        self._waiting.stop()
        self._ask_account(lambda store, desk: account.logout(store, desk.vault, connect=desk.connect))

    def set_mode(self, mode: Mode, *, anyway: bool = False) -> None:
        """Go over to another mode; answered by `mode_changed` with what that means, or by `failed`."""
        if mode == "local":
            self._interrupt()

        def work(store: Store, desk: Desk) -> AccountStatus:
            told = modes.switch(
                store, desk.vault, mode,
                anyway=anyway, progress=self._told.emit, cancelled=self._cancelled, connect=desk.connect,
            )  # fmt: skip
            self.mode_changed.emit(told)
            return account.account_status(store, desk.vault)

        self._ask_account(work)

    def remove_device(self, device: str) -> None:
        """Sign another device out; answered by `account_changed` or `failed`."""

        def work(store: Store, desk: Desk) -> AccountStatus:
            account.remove_device(store, desk.vault, device, connect=desk.connect)
            return account.account_status(store, desk.vault)

        self._ask_account(work)

    def shutdown(self, wait_ms: int = 8_000) -> bool:
        """Break off what is under way and end the thread; returns whether it ended in time."""
        self._closed = True
        self._interrupt()
        beside = self._recordings is None or self._recordings.shutdown(wait_ms)
        waited = self._waiting.shutdown(wait_ms)
        return self._lane.shutdown(drain=False, wait_ms=wait_ms) and beside and waited

    # ------------------------------------------------------------------------------------ on the lane's thread

    def _open(self) -> Desk:
        self._desk = Desk(self._profile, vault_of(self._profile), self._cancelled)
        return self._desk

    def _sync(self, desk: Desk, _progress: TaskProgress) -> Outcome:
        with Store.open(desk.profile) as store:
            report = synchronise(
                store,
                desk.vault,
                progress=self._told.emit,
                cancelled=self._cancelled,
                connect=desk.connect,
                verifies="now" if self._checks else "due",
                hurry=self._hurries,
            )
            status = sync_status(store)
            pending = status.waiting > 0 or outbox.frozen(store) is not None
            return Outcome(status, report=report, pending=pending, post=post(store, desk.vault))

    # ---------------------------------------------------------------------------------- back on the GUI thread

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        if self.state.running:
            self._show(progress=progress)

    @Slot(object)
    def _started(self, outcome: Outcome) -> None:
        self._show(status=outcome.status, paused=self.state.paused or outcome.paused)
        self.account_changed.emit(outcome.account)
        # Where the sign-in is lost, the sync says so and why.
        if outcome.account is not None and outcome.account.account_id is not None and not self.state.paused:
            self._sync_once()

    @Slot(object)
    def _synced(self, outcome: Outcome) -> None:
        report = outcome.report
        self._show(running=False, progress=None, status=outcome.status)
        if report is None or self._closed:
            return
        if report.changes:
            self._telling = True
            self.changes.emit(report.changes)
            self._telling = False
        self.finished.emit(report)
        if not self.state.paused and not self._closed:
            self._go_on(report, outcome)

    @Slot(object)
    def _not_synced(self, error: Exception) -> None:
        """Another process syncs for long, or nobody is signed in; anything else is reported as a bug by the lane."""
        self._show(running=False, progress=None)
        if isinstance(error, KnownError) and self._acts():
            self._times.failed()
            self._show(next_at=self._times.next_at)

    @Slot()
    def _hear_news(self) -> None:
        # A sync under way may bring them; where it does not, the next wait says so at once.
        if self._acts() and not self.state.running:
            self._times.soon()

    @Slot()
    def _reach_again(self) -> None:
        """The network or the server is back."""
        status = self.state.status
        if self._acts() and status is not None and (status.state not in ("ok", "asking") or status.waiting):
            self._times.hurry()
            self._sync_once()

    @Slot()
    def _watch_network(self) -> None:
        from tracker.tasks.network import Network

        if not self._closed:
            Network(self).regained.connect(self._hear_network)

    @Slot()
    def _hear_network(self) -> None:
        self._waiting.hurry()
        self._reach_again()

    @Slot(object)
    def _account_is(self, outcome: Outcome) -> None:
        self._show(running=False, status=outcome.status)
        self.account_changed.emit(outcome.account)
        if outcome.account is None or not outcome.account.signed_in:
            self._times.clear()
            self._waiting.stop()
        elif not self.state.paused:
            self._times.hurry()
            self._sync_once()

    @Slot(object)
    def _elsewhere(self, profile: Path) -> None:
        self.other_profile.emit(profile)

    @Slot(object)
    def _broken(self, error: Exception) -> None:
        self._show(running=False)
        if isinstance(error, KnownError):
            self.failed.emit(error)

    # ---------------------------------------------------------------------------------------------- helpers

    def _go_on(self, report: SyncReport, outcome: Outcome) -> None:
        """What follows a sync: another one, now or later, and waiting for news until then."""
        if report.is_complete:
            self.recordings.fetch_recent(news=report.received > 0)
        self._times.ended(report, pending=outcome.pending)
        if report.state in WAITED_IN and outcome.post is not None:
            self._waiting.wait(outcome.post, reachable=report.state in REACHED)
        else:
            self._waiting.stop()
        again, self._again = self._again, False
        if again and report.state not in UNASKED:
            self._sync_once()
        else:
            self._show(next_at=self._times.next_at)

    def _ask_account(self, work: Callable[[Store, Desk], AccountStatus]) -> None:
        if self._closed:
            return

        def carried_out(desk: Desk, _progress: TaskProgress) -> Outcome:
            with Store.open(desk.profile) as store:
                found = work(store, desk)
                return Outcome(sync_status(store), account=found)

        self._cancelled.clear()
        self._lane.ask(carried_out, self._account_is, self._broken)

    def _signed_in(self) -> bool:
        status = self.state.status
        return status is not None and status.state not in ("no_account", "local", "signed_out")

    def _acts(self) -> bool:
        """Whether it syncs by itself."""
        return not self.state.paused and not self._closed and self._signed_in()

    def _interrupt(self) -> None:
        self._times.clear()
        self._waiting.stop()
        self._cancelled.set()
        if self._recordings is not None:
            self._recordings.pause()
        if self._desk is not None:
            for one in list(self._desk.lines.values()):
                one.abort()

    def _show(self, **changed: object) -> None:
        state = replace(self.state, **changed)  # type: ignore[arg-type]  # the callers above name fields of LaneState
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def _enter(
    how: Callable[..., AccountStatus],
    server: str,
    email: str,
    password: str,
    keep: Keep,
    move: Move | None,
    store: Store,
    desk: Desk,
) -> AccountStatus:
    """Sign in on the lane's thread, by `account.login` or `account.register`."""
    return how(store, desk.vault, server, email, password, keep, move=move, connect=desk.connect)
