"""Opening another profile in a window beside this one: a process of its own, so that neither waits for the other."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def open_window(profile: Path) -> bool:
    """Start Tracker on another profile; returns whether that went."""
    module = [] if getattr(sys, "frozen", False) else ["-m", "tracker"]
    started, _ = QProcess.startDetached(sys.executable, [*module, "--profile", str(profile)], "")
    return bool(started)
