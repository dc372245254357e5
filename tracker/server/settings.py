"""What can be set about a server, with the values it has when nobody says anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.protocol.limits import PROTOCOL, Limits

MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def system_clock() -> int:
    """The computer's clock in ms since 1970, UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class Settings:
    """Times are ms. `password_rounds` is bcrypt's cost: each more doubles the work of guessing."""

    limits: Limits = field(default_factory=Limits)
    password_rounds: int = 12
    access_lifetime: int = 15 * MINUTE
    refresh_lifetime: int = 180 * DAY
    tombstone_lifetime: int = 400 * DAY
    oldest_protocol: int = PROTOCOL
    clock: Callable[[], int] = system_clock
