"""The star behind the name of a food, recipe or workout."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tracker.ui.keys import hint
from tracker.ui.theme import font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter

PIXELS = 16


class StarButton(PressedByEnter, QAbstractButton):
    """A star that is filled while something is starred.

    Args:
        key: the key that does the same, for the tool tip.
    """

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint(key) if key else ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_starred(False)

    def show_starred(self, starred: bool) -> None:
        """Show whether there is a star, without telling anybody."""
        self._starred = starred  # follows the data, not the click
        name = "Remove star" if starred else "Star"
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self._hint})" if self._hint else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint.rounded(painter, rect, None, theme().color("accent"), 6)
        color = theme().color("carbs" if self._starred or self.underMouse() else "muted")
        sign = "★" if self._starred else "☆"
        paint.line_of_text(painter, rect, sign, color, font(PIXELS), Qt.AlignmentFlag.AlignHCenter)
