"""What can be set about a server, with the values it has when nobody says anything."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields

from tracker.errors import BadInput
from tracker.protocol.limits import PROTOCOL, Limits

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
NAMES = tuple(one.name for one in fields(Limits))
RATES = tuple(name for name in NAMES if name.endswith("_per_minute"))


def system_clock() -> int:
    """The computer's clock in ms since 1970, UTC."""
    return time.time_ns() // 1_000_000


def limits_with(changes: Iterable[str]) -> Limits:
    """The limits with some of them changed, each as `name=number`.

    Raises:
        BadInput: there is no limit of that name, or it is no whole number.
    """
    values: dict[str, int] = {}
    for change in changes:
        name, _, number = change.partition("=")
        if name not in NAMES:
            raise BadInput(f"There is no limit called {name}.", f"There are {', '.join(NAMES)}.")
        if not (number.isascii() and number.isdecimal() and len(number) < 16) or (number == "0" and name not in RATES):
            raise BadInput(f"The limit {name} is a whole number, not “{number}”.", f"Write it as {name}=1000.")
        values[name] = int(number)
    return Limits(**values)


@dataclass(frozen=True)
class Settings:
    """Times are ms. `password_rounds` is bcrypt's cost: each more doubles the work of guessing.

    `single_user`: the server is for one person, see `single`.
    """

    limits: Limits = field(default_factory=Limits)
    password_rounds: int = 12
    access_lifetime: int = 15 * MINUTE
    refresh_lifetime: int = 180 * DAY
    tombstone_lifetime: int = 400 * DAY
    oldest_protocol: int = PROTOCOL
    single_user: bool = False
    clock: Callable[[], int] = system_clock
