"""How hard a workout felt, chosen from a scale."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.fixed import EFFORT

EFFORTS = (
    "Not said", "1 · very easy", "2 · easy", "3 · moderate", "4 · somewhat hard", "5 · hard", "6", "7 · very hard",
    "8", "9", "10 · as hard as can be",
)  # fmt: skip
"""The CR-10 scale of effort for a whole session (Borg; Foster 2001, J Strength Cond Res 15:109), by its numbers."""


class EffortField(QComboBox):
    """A choice of 1 to 10, or none; what stands between two numbers stays exact until another is chosen."""

    def __init__(self, effort: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItems(EFFORTS)
        self.setMinimumHeight(34)
        self.setCurrentIndex(0 if effort is None else round(effort / EFFORT))
        self._before = self.currentIndex(), effort

    @property
    def effort(self) -> int | None:
        """The effort in tenths."""
        number = self.currentIndex()
        return self._before[1] if number == self._before[0] else number * EFFORT or None
