"""The clock of the rest between two sets."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from tracker.ui.widgets.text import Text
from tracker.ui.words import clock

TICK_MS = 500


class Rest(Text):
    """Counts down to the end of the rest and rings once, or counts up where no rest was wished for; hidden before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "number", "accent", parent=parent)
        self._since, self._wanted, self._has_rung = QElapsedTimer(), 0, False
        self._ticks = QTimer(self)
        self._ticks.setInterval(TICK_MS)
        self._ticks.timeout.connect(self._tick)
        self.hide()

    def begin(self, wanted: int) -> None:
        """A set was just done; `wanted` is the rest until the next one in ms, 0 for any."""
        self._wanted, self._has_rung = wanted, False
        self._since.start()
        self._ticks.start()
        self._tick()
        self.show()

    @Slot()
    def _tick(self) -> None:
        rested = self._since.elapsed()
        left = self._wanted - rested
        if not self._wanted:
            self.setText(f"Rest {clock(rested)}")
        elif left > 0:
            self.setText(f"Rest {clock(left + 999)} left")
        else:
            self.setText(f"Rest is over, {clock(rested)}")
            if not self._has_rung:
                self._has_rung = True
                QApplication.beep()
