"""The plot of a recorded workout under the hands: cursor, selected range, zoom and pan, by mouse and by keys.

What is drawn is in `strips_view`; what the selected range means is computed by whoever listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.training.plot.strips_view import StripsView
from tracker.ui.words import Words

if TYPE_CHECKING:
    from tracker.ui.training.plot.recording import Recording

STEP, HALF, QUARTER = 0.01, 0.5, 0.25
"""The shares of what is shown that keys move."""
ZOOM = 1.5
"""What one press or notch of zooming does."""
NOTCH = 120
"""Of a wheel, in eighths of a degree."""
CLICK = 3
"""Pixels: a drag that is shorter is a click."""
MOVES = {
    Qt.Key.Key_Left: -STEP,
    Qt.Key.Key_Right: STEP,
    Qt.Key.Key_PageUp: -HALF,
    Qt.Key.Key_PageDown: HALF,
}
PANS = {Qt.Key.Key_Left: -QUARTER, Qt.Key.Key_Right: QUARTER}


class TelemetryPlot(StripsView):
    """Strips over time or distance.

    `selected` carries (start, end) in ms, or None; `pointed` the seconds under the pointer or cursor, or None.
    """

    selected = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor: float | None = None
        self._pressed_at: QPointF | None = None
        self._panned: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Recording")
        self.setAccessibleDescription(
            "Arrows move the cursor, with Shift they select a range, with Ctrl they pan. "
            "Plus and minus zoom, 0 shows everything."
        )

    def show_recording(self, recording: Recording | None, words: Words | None = None) -> None:
        before = self.range
        self._anchor = self._pressed_at = self._panned = None
        super().show_recording(recording, words)
        if before is not None:
            self.selected.emit(None)

    def show_over(self, over: str) -> None:
        super().show_over(over)
        self.point_at(self._cursor)

    def select(self, start: int, end: int) -> None:
        """Select a range, in ms, and bring it into view."""
        if self._recording is not None:
            self._select((start / 1000, end / 1000))
            self._reveal(self._axis.place(start / 1000))
            self._reveal(self._axis.place(end / 1000))

    def zoom(self, closer: bool) -> None:
        """Zoom one step in or out, around the cursor where it is in view."""
        left, right = self._view
        middle = self._cursor if self._cursor is not None and left <= self._cursor <= right else (left + right) / 2
        self._zoom(1 / ZOOM if closer else ZOOM, middle)

    @property
    def range(self) -> tuple[int, int] | None:
        """The selected range in ms."""
        return None if self._range is None else (round(self._range[0] * 1000), round(self._range[1] * 1000))

    def span_of_other(self) -> tuple[int, int] | None:
        """The part of the other recording, in ms, that lies where the selected range of this one does."""
        if self._range is None or self._other_axis is None:
            return None
        start, end = (self._other_axis.moment(self._axis.place(edge)) for edge in self._range)
        return round(start * 1000), round(end * 1000)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        pans = event.button() == Qt.MouseButton.MiddleButton or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if pans:
            self._panned = (event.position().x(), self._view[0])
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._recording is None:
            return
        x = event.position().x()
        if self._panned is not None:
            start, left = self._panned
            span = self._view[1] - self._view[0]
            left += (start - x) / max(1.0, self._field.width()) * span
            self.show_part(left, left + span)
            return
        if self._pressed_at is not None and abs(x - self._pressed_at.x()) >= CLICK:
            edges = (self._place_at(edge) for edge in (self._pressed_at.x(), x))
            first, last = (self._axis.moment(place) for place in edges)
            self._select((first, last))
        self.point_at(self._place_at(x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is not None and abs(event.position().x() - self._pressed_at.x()) < CLICK:
            self._anchor = None
            self._select(None)
        self._pressed_at = self._panned = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms; sideways, or with Shift, it pans; else it scrolls the page that the plot is on."""
        turn, held = event.angleDelta(), event.modifiers()
        along = turn.x() or (turn.y() if held & Qt.KeyboardModifier.ShiftModifier else 0)
        if self._recording is None or not (held & Qt.KeyboardModifier.ControlModifier or along):
            event.ignore()
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._zoom(ZOOM ** (-turn.y() / NOTCH), self._place_at(event.position().x()))
        else:
            self._pan(-along / NOTCH * QUARTER / 2)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(None)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._recording is None or not self._pressed(event):
            super().keyPressEvent(event)

    def _pressed(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, held = Qt.Key(event.key()), event.modifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.ControlModifier:
            if key in PANS:
                self._pan(PANS[key])
            return key in PANS
        if key in MOVES:
            self._step(MOVES[key], extend=shift)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go_to(0.0 if key == Qt.Key.Key_Home else self._axis.length, extend=shift)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(key != Qt.Key.Key_Minus)
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key == Qt.Key.Key_Escape and self._range is not None:
            self._anchor = None
            self._select(None)
        else:
            return False
        return True

    def _step(self, share: float, *, extend: bool) -> None:
        left, right = self._view
        start = self._cursor if self._cursor is not None else left
        self._go_to(start + (right - left) * share, extend=extend)

    def _go_to(self, place: float, *, extend: bool) -> None:
        before = self._cursor if self._cursor is not None else self._view[0]
        where = min(max(0.0, place), self._length)
        if extend:
            self._anchor = before if self._anchor is None else self._anchor
            self._select((self._axis.moment(self._anchor), self._axis.moment(where)))
        else:
            self._anchor = None
        self.point_at(where)
        self._reveal(where)

    # Moving

    def _pan(self, share: float) -> None:
        left, right = self._view
        move = (right - left) * share
        self.show_part(left + move, right + move)

    def _zoom(self, factor: float, middle: float) -> None:
        left, right = self._view
        factor = max(factor, self._axis.closest / (right - left))
        self.show_part(middle - (middle - left) * factor, middle + (right - middle) * factor)

    def _reveal(self, place: float) -> None:
        """Pan as far as needed to show a place."""
        left, right = self._view
        move = min(0.0, place - left) or max(0.0, place - right)
        if move:
            self.show_part(left + move, right + move)

    def point_at(self, place: float | None) -> None:
        self._cursor = place
        if place is None:
            self.pointed.emit(None)
        else:
            self.pointed.emit(self._axis.moment(place))
            told = [f"{strip.channel.label} {self._value(strip, place)}" for strip in self._strips]
            if self._other_axis is not None:
                told += [f"other {strip.channel.label} {self._value_of_other(strip, place)}" for strip in self._strips]
            self.setAccessibleName(", ".join([self._where(place), *told]))
        self.update()

    def _select(self, span: tuple[float, float] | None) -> None:
        before, end = self._range, self._recording.seconds if self._recording else 0.0
        self._range = None
        if span is not None:
            low, high = (min(max(0.0, edge), end) for edge in sorted(span))
            self._range = (low, high) if high > low else None
        self.update()
        if self._range != before:
            self.selected.emit(self.range)

    # Focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(None)
