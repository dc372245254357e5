"""What the sync lane's thread works with, and what it tells the lane."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from tracker.store.database import Store
from tracker.sync import account, events
from tracker.sync.account import AccountStatus
from tracker.sync.report import Progress, SyncReport
from tracker.sync.secrets import Vault
from tracker.sync.status import SyncStatus, sync_status
from tracker.sync.transport import Http
from tracker.sync.wait import Post
from tracker.tasks.task import Progress as TaskProgress


@dataclass(frozen=True)
class LaneState:
    """What the lane does. `next_at`: when it syncs by itself next, UTC ms; `status` is None until it was read."""

    running: bool = False
    paused: bool = False
    progress: Progress | None = None
    next_at: int | None = None
    status: SyncStatus | None = None


@dataclass
class Desk:
    """What the lane's thread works with. The profile is opened for each piece of work and closed after it."""

    profile: Path
    vault: Vault
    cancelled: threading.Event
    lines: dict[str, Http] = field(default_factory=dict)

    def connect(self, server: str) -> Http:
        """The connection to a server, kept open from one sync to the next."""
        return self.lines.setdefault(server, Http(server, cancelled=self.cancelled))

    def close(self) -> None:
        """Let go of the connections."""
        for one in self.lines.values():
            one.close()


@dataclass(frozen=True)
class Outcome:
    """What a piece of work brought: a report or an account, and how sync stands after it.

    Attributes:
        pending: something waits to be sent.
        post: where to wait for news.
        paused: a person paused sync, perhaps in another window before.
    """

    status: SyncStatus
    report: SyncReport | None = None
    account: AccountStatus | None = None
    pending: bool = False
    post: Post | None = None
    paused: bool = False


def look_up(desk: Desk, _progress: TaskProgress) -> Outcome:
    """How sync stands and who is signed in; asks no server."""
    with Store.open(desk.profile) as store:
        now, who = sync_status(store), account.account_status(store, desk.vault)
        return Outcome(now, account=who, paused=events.is_paused(store))
