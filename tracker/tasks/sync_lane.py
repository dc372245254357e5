"""The lane of sync: its own thread, connection and sign-in; when to sync next is decided here.

The store of secrets and the network are touched only on this lane. What a sync does is in `tracker.sync`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QDateTime, QElapsedTimer, QObject, QTimer, Signal, Slot

from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.sync import account, modes
from tracker.sync.account import AccountStatus
from tracker.sync.engine import synchronise
from tracker.sync.modes import Mode
from tracker.sync.report import Progress, SyncReport
from tracker.sync.secrets import Keep, Vault, vault_of
from tracker.sync.status import SyncStatus, sync_status
from tracker.sync.transport import Http
from tracker.tasks.lane import Lane
from tracker.tasks.recording_lane import RecordingLane
from tracker.tasks.task import Progress as TaskProgress

SETTLE_MS, SETTLE_AT_MOST_MS = 2_000, 10_000
"""A sync follows an edit when nothing was edited for this long, but does not wait longer than that."""
FRESH_MS = 5_000
"""What was fetched this lately counts as what the server has."""
RETRY_S, RETRY_AT_MOST_S = 2.0, 900.0


@dataclass(frozen=True)
class LaneState:
    """What the lane does. `next_at`: when it syncs by itself next, UTC ms; `status` is None until it was read."""

    running: bool = False
    paused: bool = False
    progress: Progress | None = None
    next_at: int | None = None
    status: SyncStatus | None = None


@dataclass
class _Desk:
    """What the lane's thread works with. The profile is opened for each piece of work and closed after it."""

    profile: Path
    vault: Vault
    cancelled: threading.Event
    lines: dict[str, Http] = field(default_factory=dict)

    def connect(self, server: str) -> Http:
        """The connection to a server, kept open from one sync to the next."""
        return self.lines.setdefault(server, Http(server, cancelled=self.cancelled))

    def close(self) -> None:
        for one in self.lines.values():
            one.close()


@dataclass(frozen=True)
class _Outcome:
    """What a piece of work brought: a report or an account, and how sync stands after it."""

    status: SyncStatus
    report: SyncReport | None = None
    account: AccountStatus | None = None


class SyncLane(QObject):
    """Syncs a profile on a thread of its own: when asked, after edits, at an interval, and again after a failure.

    Args:
        profile: the profile's folder.
        interval_minutes: time between two syncs that nobody asked for.
    """

    state_changed = Signal(object)
    finished = Signal(object)
    changes = Signal(object)
    account_changed = Signal(object)
    mode_changed = Signal(str)
    failed = Signal(object)
    _told = Signal(object)

    def __init__(self, profile: Path, *, interval_minutes: int = 15, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = LaneState()
        self._profile = profile
        self._interval = interval_minutes * 60.0
        self._failures = 0
        self._again = False
        self._closed = False
        self._cancelled = threading.Event()
        self._desk: _Desk | None = None
        self._recordings: RecordingLane | None = None
        self._lane: Lane[_Desk] = Lane("sync", self._open, _Desk.close, self)
        self._told.connect(self._show_progress)
        self._next = _timer(self, self.sync_now)
        self._settle = _timer(self, self.sync_now)
        self._unsettled = QElapsedTimer()

    # ----------------------------------------------------------------------------------- what can be asked

    @property
    def recordings(self) -> RecordingLane:
        """Fetches recorded samples beside the sync."""
        if self._recordings is None:
            self._recordings = RecordingLane(self._profile, self)
        return self._recordings

    def start(self) -> None:
        """Look how sync stands, and sync where somebody is signed in."""
        self._lane.ask(_look, self._started, self._broken)

    @Slot()
    def sync_now(self) -> None:
        """Sync as soon as possible; during a sync, once more after it."""
        self._settle.stop()
        self._next.stop()
        if self._closed:
            return
        if self.state.running:
            self._again = True
            return
        self._cancelled.clear()
        self._show(running=True, progress=None, next_at=None)
        self._lane.ask(self._sync, self._synced, self._not_synced)

    def look(self) -> None:
        """Somebody wants to see what the server has: sync, unless that was done a moment ago."""
        if self.state.running or self.state.paused or self.state.status is None or not self._signed_in():
            return
        if QDateTime.currentMSecsSinceEpoch() - (self.state.status.last_sync or 0) > FRESH_MS:
            self.sync_now()

    @Slot()
    def edited(self) -> None:
        """Something was written here: sync when the person pauses for a moment."""
        if self.state.paused or self._closed or not self._signed_in():
            return
        if not self._settle.isActive():
            self._unsettled.start()
        left = SETTLE_AT_MOST_MS - self._unsettled.elapsed()
        self._settle.start(max(0, min(SETTLE_MS, left)))

    def pause(self) -> None:
        """Sync no more until `resume`; what is under way is broken off."""
        self._next.stop()
        self._settle.stop()
        self._again = False
        self._interrupt()
        self._show(paused=True, next_at=None)

    def resume(self) -> None:
        """Sync again, now and by itself."""
        self._show(paused=False)
        self.sync_now()

    def set_interval(self, minutes: int) -> None:
        """Set the time between two syncs that nobody asked for."""
        self._interval = minutes * 60.0
        if self._next.isActive():
            self._arm(self._interval)

    def register(self, server: str, email: str, password: str, keep: Keep = "keyring") -> None:
        """Open an account and sign in; answered by `account_changed` or `failed`."""
        self._ask_account(
            lambda store, desk: account.register(store, desk.vault, server, email, password, keep, connect=desk.connect)
        )

    def login(self, server: str, email: str, password: str, keep: Keep = "keyring") -> None:
        """Sign in; answered by `account_changed` or `failed`."""
        self._ask_account(
            lambda store, desk: account.login(store, desk.vault, server, email, password, keep, connect=desk.connect)
        )

    def logout(self) -> None:
        """Sign out; answered by `account_changed` or `failed`. No data is deleted."""
        self._next.stop()
        self._settle.stop()
        self._ask_account(lambda store, desk: account.logout(store, desk.vault, connect=desk.connect))

    def set_mode(self, mode: Mode, *, anyway: bool = False) -> None:
        """Go over to another mode; answered by `mode_changed` with what that means, or by `failed`."""
        if mode == "local":
            self._next.stop()
            self._settle.stop()
            self._interrupt()

        def work(store: Store, desk: _Desk) -> AccountStatus:
            told = modes.switch(
                store, desk.vault, mode,
                anyway=anyway, progress=self._told.emit, cancelled=self._cancelled, connect=desk.connect,
            )  # fmt: skip
            self.mode_changed.emit(told)
            return account.account_status(store, desk.vault)

        self._ask_account(work)

    def remove_device(self, device: str) -> None:
        """Sign another device out; answered by `account_changed` or `failed`."""

        def work(store: Store, desk: _Desk) -> AccountStatus:
            account.remove_device(store, desk.vault, device, connect=desk.connect)
            return account.account_status(store, desk.vault)

        self._ask_account(work)

    def shutdown(self, wait_ms: int = 8_000) -> bool:
        """Break off what is under way and end the thread; returns whether it ended in time."""
        self._closed = True
        self._next.stop()
        self._settle.stop()
        self._interrupt()
        ended = self._recordings is None or self._recordings.shutdown(wait_ms)
        return self._lane.shutdown(drain=False, wait_ms=wait_ms) and ended

    # ------------------------------------------------------------------------------------ on the lane's thread

    def _open(self) -> _Desk:
        self._desk = _Desk(self._profile, vault_of(self._profile), self._cancelled)
        return self._desk

    def _sync(self, desk: _Desk, _progress: TaskProgress) -> _Outcome:
        with Store.open(desk.profile) as store:
            report = synchronise(
                store, desk.vault, progress=self._told.emit, cancelled=self._cancelled, connect=desk.connect
            )
            return _Outcome(sync_status(store), report=report)

    # ---------------------------------------------------------------------------------- back on the GUI thread

    @Slot(object)
    def _show_progress(self, progress: Progress) -> None:
        if self.state.running:
            self._show(progress=progress)

    @Slot(object)
    def _started(self, outcome: _Outcome) -> None:
        self._show(status=outcome.status)
        self.account_changed.emit(outcome.account)
        # Where the sign-in is lost, the sync says so and why.
        if outcome.account is not None and outcome.account.account_id is not None and not self.state.paused:
            self.sync_now()

    @Slot(object)
    def _synced(self, outcome: _Outcome) -> None:
        report = outcome.report
        self._show(running=False, progress=None, status=outcome.status)
        if report is None or self._closed:
            return
        if report.changes:
            self.changes.emit(report.changes)
        self.finished.emit(report)
        if report.state == "ok" and not self.state.paused:
            self.recordings.fetch_recent(news=report.received > 0)
        self._failures = self._failures + 1 if report.state in ("offline", "busy") or report.more else 0
        self._plan(report)

    @Slot(object)
    def _not_synced(self, error: Exception) -> None:
        """Another process syncs for long, or nobody is signed in; anything else is reported as a bug by the lane."""
        self._show(running=False, progress=None)
        if isinstance(error, KnownError) and not self._closed and self._signed_in():
            self._failures += 1
            self._arm(self._pause_s())

    @Slot(object)
    def _account_is(self, outcome: _Outcome) -> None:
        self._show(running=False, status=outcome.status)
        self.account_changed.emit(outcome.account)
        if outcome.account is not None and outcome.account.signed_in and not self.state.paused:
            self.sync_now()

    @Slot(object)
    def _broken(self, error: Exception) -> None:
        self._show(running=False)
        if isinstance(error, KnownError):
            self.failed.emit(error)

    # ------------------------------------------------------------------------------------------------- when

    def _plan(self, report: SyncReport) -> None:
        if self.state.paused or report.state in ("no_account", "local", "signed_out"):
            return
        if self._again:
            self._again = False
            self.sync_now()
        elif self._failures:
            self._arm(max(self._pause_s(), report.retry_after or 0.0))
        else:
            self._arm(self._interval)

    def _pause_s(self) -> float:
        """Seconds until the next try: growing with each failure, and spread so that devices do not come together."""
        longest = min(RETRY_S * 2.0 ** min(self._failures, 16), RETRY_AT_MOST_S, self._interval)
        return random.uniform(longest / 2, longest)

    def _arm(self, seconds: float) -> None:
        self._next.start(round(seconds * 1000))
        self._show(next_at=QDateTime.currentMSecsSinceEpoch() + round(seconds * 1000))

    # ---------------------------------------------------------------------------------------------- helpers

    def _ask_account(self, work: Callable[[Store, _Desk], AccountStatus]) -> None:
        if self._closed:
            return

        def carried_out(desk: _Desk, _progress: TaskProgress) -> _Outcome:
            with Store.open(desk.profile) as store:
                found = work(store, desk)
                return _Outcome(sync_status(store), account=found)

        self._cancelled.clear()
        self._lane.ask(carried_out, self._account_is, self._broken)

    def _signed_in(self) -> bool:
        status = self.state.status
        return status is not None and status.state not in ("no_account", "local", "signed_out")

    def _interrupt(self) -> None:
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


def _look(desk: _Desk, _progress: TaskProgress) -> _Outcome:
    with Store.open(desk.profile) as store:
        return _Outcome(sync_status(store), account=account.account_status(store, desk.vault))


def _timer(parent: QObject, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
