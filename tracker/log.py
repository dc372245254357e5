"""Where Tracker writes down what happened: one rotating file in the profile, without personal data."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path

LARGEST = 1 << 20
KEPT = 3


def start(profile: Path) -> None:
    """Log to `logs/tracker.log` in this profile alone from now on; where that cannot be written, to nowhere."""
    logging.raiseExceptions = False  # a full disk would print a traceback with every line
    root = logging.getLogger("tracker")
    for before in [one for one in root.handlers if isinstance(one, _Later)]:
        root.removeHandler(before)
        before.close()
    root.setLevel(logging.INFO)
    try:
        folder = profile / "logs"
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    root.addHandler(_Later(folder / "tracker.log"))


class _Later(logging.Handler):
    """Opens the file with the first line: what turns files over brings sockets and pickle, which a start can spare."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @cached_property
    def _file(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        handler = RotatingFileHandler(self._path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        return handler

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._file.emit(record)
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        if "_file" in self.__dict__:
            self._file.close()
        super().close()
