"""Ctrl+C: before a command has begun it ends at once and says nothing; from then on it is heard, and ends in order."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit code that shells make of Ctrl+C."""


@contextmanager
def quiet() -> Iterator[None]:
    """End at once where it comes before `listen`: nothing has been begun that could be left halfway."""
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler and _is_main()
    if usual:
        signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def listen() -> None:
    """Raise KeyboardInterrupt from now on; where it is kept from this process, it stays so."""
    if _is_main() and signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()


def _end(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
