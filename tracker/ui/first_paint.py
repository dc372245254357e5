"""Tells when the first frame with rows was on the screen, for the benchmark of the start."""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from tracker.ui.shell import Shell
from tracker.ui.widgets.rows_view import RowsView


class FirstPaint(QObject):
    """Waits until Today's list was painted with rows, prints the ms since the process began, and closes the window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._done = False
        (self._list,) = (pane for pane in shell.page("today").panes() if isinstance(pane, RowsView))
        self._list.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._list.rows.rowCount() and not self._done:
            self._done = True
            QTimer.singleShot(0, self, self._report)
        return False

    @Slot()
    def _report(self) -> None:
        print(f"first_paint_ms {since_start():.1f}", flush=True)  # noqa: T201 - its purpose
        self._shell.close()


def since_start() -> float:
    """The ms since this process was started, to the kernel's clock tick on Linux; else since Python was."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks) * 1000
    except (OSError, AttributeError, ValueError):
        return time.perf_counter() * 1000
