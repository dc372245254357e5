"""Buttons: the filled one, the outlined one, the small square one, and the one that looks like text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from tracker.ui.keys import hint
from tracker.ui.theme import BODY, BUTTON, REGULAR, Colors, font, theme
from tracker.ui.widgets import paint

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as _Base
else:
    _Base = object  # Qt's own class is the other base of whoever inherits


class PressedByEnter(_Base):
    """Makes a button react to Enter as well as to Space; Ctrl+Enter is left to the dialog around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(PressedByEnter, QPushButton):
    """A button with an optional key hint after its text.

    Args:
        text: what it does.
        key: the key that does the same, for example "Ctrl+N"; shown, not bound.
        danger: whether it destroys something.
    """

    def __init__(self, text: str, key: str = "", *, danger: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(font(BUTTON, REGULAR))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self._danger = danger
        self._hint = ""
        self.set_key(key)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._hint = hint(key) if key else ""
        self.setAccessibleDescription(self._hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = metrics.horizontalAdvance(self.text())
        if self._hint:
            width += metrics.horizontalAdvance(" " + self._hint)
        return QSize(round(width) + 26, 27)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        rect = QRectF(self.rect())
        fill, border, text, faint = self._look(theme().colors)
        paint.rounded(painter, rect, fill, border)
        if self.hasFocus():
            paint.ring(painter, rect)
        metrics = QFontMetricsF(self.font())
        first = metrics.horizontalAdvance(self.text())
        left = rect.center().x() - (first + (metrics.horizontalAdvance(" " + self._hint) if self._hint else 0)) / 2
        area = QRectF(left, rect.top(), rect.right() - left, rect.height())
        paint.line_of_text(painter, area, self.text(), text, self.font())
        if self._hint:
            paint.line_of_text(painter, area.adjusted(first, 0, 0, 0), " " + self._hint, faint, self.font())

    def _look(self, c: Colors) -> tuple[QColor, QColor, QColor, QColor]:
        """Fill, border, text, and hint colour in the present state."""
        fill = QColor(c.hover if self.isDown() or self.underMouse() or self.isChecked() else c.surface)
        return fill, QColor(c.line), QColor(c.bad if self._danger else c.text), QColor(c.muted)


class SecondaryButton(Button):
    """The outlined button."""


class PrimaryButton(Button):
    """The filled button: at most one in a row of buttons."""

    def _look(self, c: Colors) -> tuple[QColor, QColor, QColor, QColor]:
        fill = QColor(c.bad if self._danger else c.accent)
        if self.isDown():
            fill = fill.darker(115)
        elif self.underMouse():
            fill = fill.lighter(108)
        text = QColor(c.on_accent)
        faint = QColor(text)
        faint.setAlphaF(0.85)
        return fill, fill, text, faint


class IconButton(Button):
    """A small square button: a chevron "‹" "›", or one character.

    Args:
        sign: what it shows.
        name: what it does, for tool tips and screen readers.
    """

    def __init__(self, sign: str, name: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(sign, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({hint(key)})" if key else name)

    def sizeHint(self) -> QSize:
        return QSize(30, 27)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text() not in "‹›":
            super().paintEvent(event)
            return
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill, border, text, _faint = self._look(theme().colors)
        paint.rounded(painter, rect, fill, border)
        if self.hasFocus():
            paint.ring(painter, rect)
        painter.setPen(QPen(text, 1.3))
        middle, turn = rect.center(), 1.8 if self.text() == "‹" else -1.8
        corners = [(turn / 1.2, -3.2), (-turn / 1.2, 0.0), (turn / 1.2, 3.2)]
        painter.drawPolyline([QPointF(middle.x() + x, middle.y() + y) for x, y in corners])


class LinkButton(PressedByEnter, QPushButton):
    """A button that looks like underlined text.

    Args:
        text: what it does.
        tone: colour of the text.
        underline: whether it is underlined; when not, it is on hover.
    """

    def __init__(
        self,
        text: str,
        tone: str = "text",
        *,
        pixels: int = BODY,
        underline: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._tone = tone
        self._underline = underline
        self.setFont(font(pixels))
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        return QSize(round(metrics.horizontalAdvance(self.text())) + 4, round(metrics.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.update()
        super().mouseMoveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint.rounded(painter, rect, None, theme().color("accent"), 4)
        shown = self.font()
        shown.setUnderline(self._underline or self.underMouse())
        color = paint.text_color(self._tone if self.isEnabled() else "muted")
        paint.line_of_text(painter, rect.adjusted(2, 0, 2, 0), self.text(), color, shown)
