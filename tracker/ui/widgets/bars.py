"""Bars: eaten, planned and target of a macronutrient, and how far something is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.theme import BODY, BOLD, font, theme
from tracker.ui.widgets import paint


class ProgressBar(QWidget):
    """A thin bar. A share of None means that nobody knows how far it is.

    Args:
        name: what is measured, for screen readers.
        tone: colour of the filled part.
    """

    def __init__(self, name: str = "", tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = 0.0
        self._name = name
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_share(0.0)

    def set_share(self, share: float | None) -> None:
        """Fill it from 0 to 1."""
        self._share = share
        self.setAccessibleName(f"{self._name} {round(share * 100)} %" if share is not None else self._name)
        self.update()

    def set_tone(self, tone: str) -> None:
        """Change the colour of the filled part."""
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        color = theme().color(self._tone)
        if self._share is None:
            color.setAlphaF(0.4)
        parts = [(1.0 if self._share is None else self._share, color)]
        paint.bar(painter, QRectF(self.rect()), parts)


class MacroBar(QWidget):
    """A macronutrient against its target: the eaten part full, the planned part pale behind it; no bar without one.

    Args:
        name: for example "Protein".
        tone: protein, carbs or fat.
    """

    def __init__(self, name: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self._eaten: float | None = None
        self._planned: float | None = None
        self._target: float | None = None
        self._hidden = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(None, None, None)

    def set(self, eaten: float | None, planned: float | None, target: float | None, *, hidden: bool = False) -> None:
        """Show grams; `planned` is the whole day as planned, eaten included. None is unknown; `hidden` shows none."""
        self._hidden = hidden
        self._eaten, self._planned, self._target = eaten, planned, target
        self.setAccessibleName(f"{self._name} {self._strong()}{self._rest()}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(141, 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(84, 34)

    def _strong(self) -> str:
        if self._hidden:
            return ""
        return "—" if self._eaten is None else f"{self._eaten:.0f}"

    def _rest(self, *, short: bool = False) -> str:
        if self._hidden:
            return ""
        return " g" if self._target is None or short else f" / {self._target:.0f} g"

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        strong, plain = font(BODY, BOLD, tabular=True), font(tabular=True)
        rect = QRectF(0, 0, self.width(), 22)
        figures = QFontMetricsF(plain)
        strong_width = QFontMetricsF(strong).horizontalAdvance(self._strong())
        room = self.width() - strong_width - figures.horizontalAdvance(self._name) - 6
        rest = self._rest(short=figures.horizontalAdvance(self._rest()) > room)
        left = self.width() - figures.horizontalAdvance(rest) - strong_width
        paint.line_of_text(painter, QRectF(0, 0, left - 6, 22), self._name, colors.color("text"), plain)
        painter.setFont(strong)
        paint.line_of_text(painter, rect.adjusted(left, 0, 1, 0), self._strong(), colors.color("text"), strong)
        right = Qt.AlignmentFlag.AlignRight
        paint.line_of_text(painter, rect, rest, colors.color("muted"), plain, right)
        if self._target is not None:  # a bar says how much of a target is reached
            paint.bar(painter, QRectF(0, 26, self.width(), 6), self._parts(colors.color(self._tone), self._target))

    def _parts(self, color: QColor, target: float) -> list[tuple[float, QColor]]:
        whole = max(target, 1.0)
        pale = QColor(color)
        pale.setAlphaF(0.42)
        return [((self._planned or 0.0) / whole, pale), ((self._eaten or 0.0) / whole, color)]
