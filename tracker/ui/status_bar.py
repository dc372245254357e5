"""The foot of the window: how sync stands, what waits, and the way to the palette. Every word can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from tracker.ui.keys import PALETTE, hint
from tracker.ui.theme import SMALL, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter

HEIGHT = 28
DOTS = {"ok": "ok", "busy": "accent", "offline": "warn", "bad": "bad", "none": "line"}
PAD = 5
DOT = 14


class StatusWord(PressedByEnter, QAbstractButton):
    """A few words that lead somewhere, with a dot before or a key after them."""

    def __init__(self, name: str, *, dot: bool = False, key: str = "") -> None:
        super().__init__()
        self.name = name
        self._dot = "none" if dot else ""
        self._tone = "muted"
        self._hint = hint(key) if key else ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_words(self, words: str, tone: str = "muted", dot: str = "") -> None:
        """Say something, or with no words, nothing."""
        self.setText(words)
        self.setAccessibleName(words)
        self._tone = tone
        self._dot = dot or self._dot
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(font(SMALL)).horizontalAdvance(self.text()) + 2 * PAD
        width += DOT if self._dot else 0
        width += paint.key_hint_width(self._hint) + 4 if self._hint else 0
        return QSize(round(width), HEIGHT - 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint.rounded(painter, rect.adjusted(0, 1, 0, -1), None, colors.color("accent"), 5)
        left = rect.left() + PAD
        if self._dot:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color(DOTS[self._dot]))
            painter.drawEllipse(QRectF(left, rect.center().y() - 4, 8, 8))
            left += DOT
        color = colors.color("text" if self.underMouse() else self._tone)
        words = QRectF(left, rect.top(), rect.right() - left, rect.height())
        paint.line_of_text(painter, words, self.text(), color, font(SMALL))
        if self._hint:
            paint.key_hint(painter, rect.right() - PAD + 1, rect.center().y() + 0.5, self._hint)


class StatusBar(QWidget):
    """The foot of the window; `clicked` carries sync, waiting, conflicts, review or palette."""

    clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Status")
        row = QHBoxLayout(self)
        row.setContentsMargins(14 - PAD, 1, 14 - PAD, 0)
        row.setSpacing(18 - 2 * PAD)
        self._sync = StatusWord("sync", dot=True)
        self._waiting = StatusWord("waiting")
        self._conflicts = StatusWord("conflicts")
        self._review = StatusWord("review")
        self._palette = StatusWord("palette", key=PALETTE[0])
        for word in (self._sync, self._waiting, self._conflicts, self._review):
            row.addWidget(word)
        row.addStretch(1)
        row.addWidget(self._palette)
        for word in (self._sync, self._waiting, self._conflicts, self._review, self._palette):
            word.clicked.connect(self._clicked)
        self.show_sync("none", "")
        self.show_waiting(0)
        self.show_conflicts(0)
        self.show_review(0)
        self._palette.show_words("Search or run anything")

    def show_sync(self, state: str, words: str) -> None:
        """Say how sync stands; `state` is ok, busy, offline, bad or none."""
        self._sync.show_words(words, dot=state)

    def show_waiting(self, count: int) -> None:
        """Say how much waits to be sent; nothing for 0."""
        self._waiting.show_words(f"{count} waiting" if count else "")

    def show_conflicts(self, count: int) -> None:
        """Say how many conflicts need the user; nothing for 0."""
        words = f"{count} conflict" + ("s" if count > 1 else "") if count else ""
        self._conflicts.show_words(words, "warn_text")

    def show_review(self, count: int) -> None:
        """Say how many fields a rule decided since the user last looked; nothing for 0."""
        words = f"{count} field{'s' if count > 1 else ''} merged – review"
        self._review.show_words(words if count else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("window"))
        painter.fillRect(0, 0, self.width(), 1, theme().color("line"))

    @Slot()
    def _clicked(self) -> None:
        word = self.sender()
        assert isinstance(word, StatusWord)
        self.clicked.emit(word.name)
