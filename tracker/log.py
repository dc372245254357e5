"""Where Tracker writes down what happened: one rotating file in the profile, without personal data."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

LARGEST = 1 << 20
KEPT = 3


def start(profile: Path) -> None:
    """Log to `logs/tracker.log` in the profile from now on; where the folder cannot be written, to nowhere."""
    root = logging.getLogger("tracker")
    root.setLevel(logging.INFO)
    try:
        folder = profile / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "tracker.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
