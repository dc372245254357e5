"""A field for a few lines of text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

HEIGHT = 72


class NotesField(QPlainTextEdit):
    """A few lines of text, as high as a form has room for.

    Args:
        text: what stands in it.
        height: in pixels.
    """

    def __init__(self, text: str = "", height: int = HEIGHT, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._height = height
        self.setFixedHeight(height)
        self.setTabChangesFocus(True)

    def sizeHint(self) -> QSize:
        return QSize(220, self._height)
