"""A line of text with ghost text and key hint; of the fields it is the one that the first frame shows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.ui.keys import hint
from tracker.ui.theme import BODY, font, theme
from tracker.ui.widgets import paint


class LineField(QLineEdit):
    """One line of text with the focus ring of the design.

    Args:
        placeholder: shown while it is empty.
        key: the key that leads here, shown after the placeholder.
        name: for screen readers; the placeholder if not given.
        pixels: size of the text.
    """

    def __init__(
        self, placeholder: str = "", key: str = "", name: str = "", pixels: int = BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._hint = hint(key) if key else ""
        self._ghost = ""
        self.setProperty("plain", True)
        self.setFont(font(pixels))
        self.setFrame(False)
        self.setAccessibleName(name or placeholder)
        self.setTextMargins(12, 0, 10, 0)
        self.setMinimumHeight(34)

    def set_placeholder(self, text: str) -> None:
        """Show other words while it is empty."""
        self._placeholder = text
        self.update()

    def set_ghost(self, text: str) -> None:
        """Show what was understood after what was typed, muted."""
        self._ghost = text
        self.setAccessibleDescription(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, colors.color("surface"), colors.color("line"))
        if self.hasFocus():
            paint.ring(painter, rect)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self)
        metrics = QFontMetricsF(self.font())
        left = rect.left() + 14
        if self.text():
            area = rect.adjusted(14 + metrics.horizontalAdvance(self.text()) + 5, 0, -12, 0)
            if self._ghost and area.width() > 30:
                paint.line_of_text(painter, area, self._ghost, colors.color("muted"), self.font())
            return
        area = QRectF(left, rect.top(), rect.width() - 26, rect.height())
        used = paint.line_of_text(painter, area, self._placeholder, colors.color("muted"), self.font())
        if self._hint and used + paint.key_hint_width(self._hint) + 8 < area.width():
            right = left + used + 5 + paint.key_hint_width(self._hint)
            paint.key_hint(painter, right, rect.center().y() + 0.5, self._hint)
