"""Things that lie over the window: the dimming, the card in its middle, focus and keys kept inside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tracker.ui.theme import CARD_RADIUS, theme
from tracker.ui.widgets import paint

DIM = QColor(15, 18, 21)
SHADOW = 26


class Overlay(QWidget):
    """Covers the window of a widget and holds one card. While it is open no key reaches what lies below.

    The part that is dimmed is the window's `stage_rect()` if it has one (the page, not the sidebar).

    Args:
        over: any widget of the window.
    """

    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over.window())
        self.card = _CardFrame(self)
        self._keys: dict[str, Callable[[], object]] = {}
        self._focus_before: QWidget | None = None
        self.hide()

    def bind(self, key: str, action: Callable[[], object]) -> None:
        """Let a key do something while this is open."""
        self._keys[QKeySequence(key).toString()] = action

    def open(self) -> None:
        """Show it and take the focus."""
        self._focus_before = QApplication.focusWidget()
        window = self.parentWidget()
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.place()
        self.show()
        self.raise_()

    def close_overlay(self) -> None:
        """Hide it, give the focus back to where it was, and tell."""
        if not self.isVisible():
            return
        self.parentWidget().removeEventFilter(self)
        self.hide()
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def stage(self) -> QRect:
        """The part of the window that is dimmed."""
        stage_rect = getattr(self.parentWidget(), "stage_rect", None)
        return stage_rect() if stage_rect is not None else self.rect()

    def place(self) -> None:
        """Put the card where it belongs; called when the window changes its size."""
        raise NotImplementedError

    def outside_clicked(self) -> None:
        """The mouse was pressed beside the card."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.parentWidget().rect())
            self.place()
        return False

    def event(self, event: QEvent) -> bool:
        # Accepting the override keeps the window's shortcuts from firing; the key then comes as an ordinary one.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        combination: QKeyCombination = event.keyCombination()
        action = self._keys.get(QKeySequence(combination).toString().replace("Enter", "Return"))
        if action is not None:
            action()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        stops = self.tab_stops()
        if not stops:
            return False
        focus: QWidget | None = QApplication.focusWidget()
        step = 1 if forward else -1
        place = stops.index(focus) + step if focus in stops else (0 if forward else -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[place % len(stops)].setFocus(reason)
        return True

    def tab_stops(self) -> list[QWidget]:
        """Where Tab goes, in order."""
        stops, candidate = [], self.card.nextInFocusChain()
        while candidate is not None and candidate is not self.card:
            # The line inside a date or number field hands the focus back to it: going there would stay there.
            tabs = bool(candidate.focusPolicy() & Qt.FocusPolicy.TabFocus) and candidate.focusProxy() is None
            if tabs and self.isAncestorOf(candidate) and candidate.isVisible() and candidate.isEnabled():
                stops.append(candidate)
            candidate = candidate.nextInFocusChain()
        return stops

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.outside_clicked()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        dim = QColor(DIM)
        dim.setAlphaF(0.55 if theme().dark else 0.35)
        painter.fillRect(self.stage(), dim)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        card = QRectF(self.card.geometry())
        painter.setBrush(QColor(0, 0, 0, 3))
        for spread in range(SHADOW, 0, -2):
            painter.drawRoundedRect(
                card.adjusted(-spread, 4 - spread, spread, 6 + spread), CARD_RADIUS + spread, CARD_RADIUS + spread
            )


class _CardFrame(QWidget):
    """The box itself."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, colors.color("surface"), colors.color("line"), CARD_RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
