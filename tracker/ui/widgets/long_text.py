"""Names that may be of any length: broken anywhere, in so many lines and no more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets import paint
from tracker.ui.widgets.text import Text
from tracker.ui.words import cut

WIDEST = 400
"""px that are asked for where the text is wider."""


def in_lines(text: str, text_font: QFont, width: float, most: int, ending: str = "") -> tuple[str, ...]:
    """The text in as many lines as it may have, the last one elided before its ending, such as a star."""
    whole = cut(text) + ending
    layout = QTextLayout(whole, text_font)
    layout.setTextOption(wrapping())
    layout.beginLayout()
    found: list[str] = []
    start = 0
    while len(found) < most - 1:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        found.append(whole[line.textStart() : line.textStart() + line.textLength()].rstrip())
        start = line.textStart() + line.textLength()
    layout.endLayout()
    rest = whole[start:].strip()
    if rest:
        metrics = QFontMetricsF(text_font)
        last = ending if metrics.horizontalAdvance(rest) > width else ""
        room = width - metrics.horizontalAdvance(last)
        body = rest.removesuffix(last) if last else rest
        found.append(metrics.elidedText(body, Qt.TextElideMode.ElideRight, room) + last)
    return tuple(found)


def wrapping() -> QTextOption:
    """Breaks between words where it can, and inside one that is wider than the line."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class LongText(Text):
    """A name in a role of `Text` that takes `most` lines at most; what is cut off stands in the tool tip.

    Args:
        text: shown as it is.
        role: size, weight and colour.
        most: lines.
    """

    def __init__(self, text: str = "", role: str = "section", most: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(text, role, wrap=True, parent=parent)
        self._most = most
        self._broken: tuple[object, tuple[str, ...]] = (None, ())

    def _lines(self, width: int) -> tuple[str, ...]:
        """The lines at a width; a layout asks for them dozens of times before it comes to another one."""
        asked = (self.text(), self.font().key(), width)
        if self._broken[0] != asked:
            self._broken = (asked, in_lines(self.text(), self.font(), width, self._most))
        return self._broken[1]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self.minimumHeight(), round(len(self._lines(width)) * self._line_height()))

    def _line_height(self) -> float:
        return QFontMetricsF(self.font()).height()

    def sizeHint(self) -> QSize:
        width = min(round(QFontMetricsF(self.font()).horizontalAdvance(cut(self.text()))) + 2, WIDEST)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(min(60, self.sizeHint().width()), self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:  # only now, rather than at every change of the text or the width
            whole = "".join("".join(self._lines(self.width())).split()) == "".join(self.text().split())
            self.setToolTip("" if whole else cut(self.text()))
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lines, height = self._lines(self.width()), self._line_height()
        top = max(0.0, (self.height() - len(lines) * height) / 2)
        color = self.palette().color(self.foregroundRole())
        for number, line in enumerate(lines):
            area = QRectF(0, top + number * height, self.width() + 1, height)
            paint.line_of_text(painter, area, line, color, self.font())
