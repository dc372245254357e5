"""The top line of a page: title, chips and words at the left, fields and buttons at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tracker.ui.widgets.text import Text


class TitleBar(QWidget):
    """The top line of a page.

    Args:
        title: the page's name, or the day or week it shows.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.title = Text(title, "title")
        self._before = QHBoxLayout()
        self._after = QHBoxLayout()
        self._right = QHBoxLayout()
        for part in (self._before, self._after, self._right):
            part.setSpacing(12)
        self._right.setSpacing(8)
        row.addLayout(self._before)
        row.addWidget(self.title)
        row.addLayout(self._after)
        row.addStretch(1)
        row.addLayout(self._right)
        self.setMinimumHeight(38)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.title.setText(title)

    def add_before(self, *widgets: QWidget) -> None:
        """Put widgets before the title."""
        for widget in widgets:
            self._before.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_after(self, *widgets: QWidget) -> None:
        """Put widgets right after the title."""
        for widget in widgets:
            self._after.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_right(self, *widgets: QWidget) -> None:
        """Put widgets at the right end."""
        for widget in widgets:
            self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
