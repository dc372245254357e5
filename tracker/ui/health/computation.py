"""“How is this computed?”: the steps from the person's own numbers to a result, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.domain.body.explained import Line
from tracker.ui.widgets.text import Text


class Computation(QWidget):
    """Steps: what, the sum with its source under it, and what comes out at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._parts: list[QWidget] = []

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other steps."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.deleteLater()
        self._parts = []
        for number, line in enumerate(lines):
            self._put(Text(line.label, "heading"), number * 4, 0)
            result = Text(line.result, "body")
            result.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._put(result, number * 4, 1)
            self._put(Text(line.sum, "body", wrap=True), number * 4 + 1, 0)
            if line.source:
                self._put(Text(line.source, "small", wrap=True), number * 4 + 2, 0)
            self._grid.setRowMinimumHeight(number * 4 + 3, 8)
        self.setAccessibleName("; ".join(f"{line.label}: {line.sum} = {line.result}" for line in lines))

    def _put(self, part: Text, row: int, column: int) -> None:
        self._parts.append(part)
        self._grid.addWidget(part, row, column)
