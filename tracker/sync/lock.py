"""The lock that lets one process sync a profile at a time, so that window and command line wait for each other."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.errors import Busy
from tracker.locks import FileLock

PATIENCE = 120.0
"""Seconds to wait for another process; a first sync of years of data takes less."""
_AGAIN = 0.05


@contextmanager
def sync_lock(profile: Path, *, patience: float = PATIENCE, cancelled: threading.Event | None = None) -> Iterator[None]:
    """Hold `sync.lock` of a profile. The operating system lets go of it when the process ends, however it ends.

    Raises:
        Busy: another process kept it for longer than `patience` seconds, or waiting was cancelled.
    """
    lock = FileLock(profile / "sync.lock")
    try:
        until = time.monotonic() + patience
        while not lock.take():
            if time.monotonic() > until or (cancelled is not None and cancelled.is_set()):
                raise Busy("Another Tracker is syncing this profile.", "Try again when it has finished.")
            time.sleep(_AGAIN)
        yield
    finally:
        lock.let_go()
