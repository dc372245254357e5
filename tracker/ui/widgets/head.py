"""The head of what is shown in full: its name at the left and what can be done at the right, or below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.text import Text

ROOM_FOR_WORDS = 150
"""px that are left to the name beside the buttons; with less, the buttons stand below it."""


class Head(QWidget):
    """Words with buttons.

    Args:
        words: the name and what belongs to it.
        buttons: what can be done.
    """

    def __init__(self, words: QLayout, buttons: FlowRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)
        self._row.addWidget(buttons, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() - self._buttons.sizeHint().width() >= ROOM_FOR_WORDS
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)


class TitledHead(Head):
    """A name with a line below it, `title` and `line`, and what can be done."""

    def __init__(self, *buttons: QPushButton) -> None:
        self.title, self.line = LongText("", "section"), Text("", "muted", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.line)
        super().__init__(words, FlowRow(*buttons))
