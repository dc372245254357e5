"""What a sync tells: while it runs, and when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tracker.store.changes import Changes

State = Literal[
    "no_account", "local", "never", "signed_out", "ok", "offline", "busy", "upgrade", "asking", "stopped", "cancelled"
]
"""How sync stands: 'busy' is a server that asks for patience, 'asking' a question that waits for its answer while all
else is in sync, 'stopped' needs a person, 'cancelled' ends one sync."""


@dataclass(frozen=True)
class Progress:
    """How far a sync is; `of` is None where nobody knows."""

    phase: Literal["sending", "receiving", "sending samples", "fetching samples"]
    done: int
    of: int | None

    @property
    def sentence(self) -> str:
        """The words beside the bar."""
        verb = self.phase.capitalize()
        return f"{verb} {self.done}" if self.of is None else f"{verb} {self.done} of {self.of}"


@dataclass(frozen=True)
class SyncReport:
    """What one sync did.

    Attributes:
        online: the server answered.
        merged: records that both sides had changed and that went together by themselves.
        conflicts: records that wait for a decision now, refused: records that the server does not take.
        changes: what the pull changed in this profile.
        retry_after: seconds that the server asked for.
        more: something is left to be sent at once, because other devices were faster too often.
    """

    online: bool
    sent: int
    received: int
    merged: int
    conflicts: int
    refused: int
    seconds: float
    state: State
    sentence: str
    changes: Changes
    retry_after: float | None = None
    more: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether everything was exchanged that can be; a question may wait, which holds up nothing else."""
        return self.state in ("ok", "asking")

    def figures(self) -> dict[str, bool | int | float]:
        """The report as `sync --json` prints it."""
        return {
            "online": self.online,
            "sent": self.sent,
            "received": self.received,
            "merged": self.merged,
            "conflicts": self.conflicts,
            "refused": self.refused,
            "seconds": round(self.seconds, 3),
        }


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 change", "2 changes"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def words(sent: int, received: int, merged: int, opened: int, refused: int) -> str:
    """What a sync did, as a sentence of the history."""
    parts = [
        f"{sent} sent" if sent else "",
        f"{received} received" if received else "",
        f"{merged} merged by itself" if merged == 1 else f"{merged} merged by themselves" if merged else "",
        f"{opened} in conflict" if opened else "",
        f"{refused} refused" if refused else "",
    ]
    return ", ".join(part for part in parts if part) or "Nothing new"
