"""The names of an account's histories: `e_1f0c9a3e`, or `e2_1f0c9a3e` after the account was started over twice.

A device compares names only. That the account was started over, rather than put back from a backup, is told by the
number in it, whatever happened since.
"""

from __future__ import annotations

import re
import secrets

_EPOCH = re.compile(r"e(\d*)_")


def new_epoch(before: str = "", *, reset: bool = False) -> str:
    """A name for a history that no device has seen, after the one called `before`."""
    number = resets(before) + reset
    return f"e{number or ''}_{secrets.token_hex(4)}"


def resets(epoch: str) -> int:
    """How often the account had been started over when this history began."""
    found = _EPOCH.match(epoch)
    return int(found[1]) if found and found[1] else 0
