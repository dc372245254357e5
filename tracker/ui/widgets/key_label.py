"""A key in its little box, as a widget."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.widgets import paint


class KeyLabel(QWidget):
    """A key in its little box.

    Args:
        text: as `keys.hint` writes it.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(paint.key_hint_width(self._text)) + 1, 21)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.key_hint(painter, self.width(), self.height() / 2, self._text)
