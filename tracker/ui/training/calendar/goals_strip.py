"""The goals of training side by side: how far each is, and what an even pace would have come to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from tracker.domain.training.goals import Progress
from tracker.ui.theme import BODY, BOLD, CARD_RADIUS, SMALL, font, theme
from tracker.ui.training.calendar.goal_words import caption, pace_in_words, parts, reached
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter
from tracker.ui.widgets.flow import FlowLayout
from tracker.ui.words import Words

NARROWEST, WIDEST, HEIGHT, PAD, GAP = 168, 260, 78, 12, 10
BAR = 6


class GoalTile(PressedByEnter, QAbstractButton):
    """One goal; pressed it is changed, Del asks to delete it. A mark on its bar is the even pace."""

    delete_wanted = Signal(str)

    def __init__(self, found: Progress, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found, self._words, self._width = found, words, WIDEST
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{caption(found)}: {reached(found, words)}")
        self.setAccessibleDescription(f"{pace_in_words(found, words)}. Enter changes it, Del deletes it.")
        self.setToolTip(pace_in_words(found, words, whole=True))

    def sizeHint(self) -> QSize:
        return QSize(self._width, HEIGHT)

    def set_width(self, width: int) -> None:
        """Take so much room."""
        self._width = width
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.delete_wanted.emit(self.found.goal.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors, whole = theme(), QRectF(self.rect())
        paint.rounded(painter, whole, colors.color("surface"), colors.color("line"), CARD_RADIUS)
        inside = whole.adjusted(PAD, 8, -PAD, -8)
        told, words = self.found, self._words
        number, wanted = parts(told, words)
        line = QRectF(inside.left(), inside.top(), inside.width(), 18)
        strong, small = font(BODY, BOLD, tabular=True), font(SMALL)
        width = paint.line_of_text(painter, line, number, colors.color("text"), strong)
        beside = line.adjusted(width + 6, 0, 0, 0)
        paint.line_of_text(painter, beside, f"of {wanted}", colors.color("muted"), small)
        bar = QRectF(inside.left(), inside.top() + 25, inside.width(), BAR)
        paint.bar(painter, bar, [(told.share, colors.color("accent"))])
        pace = bar.left() + bar.width() * min(told.pace / told.goal.wanted, 1.0)
        if told.pace:
            painter.fillRect(QRectF(pace - 1, bar.top() - 3, 2, BAR + 6), colors.color("text"))
        name = caption(told)
        rest = pace_in_words(told, words)
        place = QRectF(inside.left(), inside.bottom() - 26, inside.width(), 14)
        paint.line_of_text(painter, place, name, colors.color("muted"), small)
        paint.line_of_text(painter, place.translated(0, 14), rest, colors.color("muted"), small)
        if self.hasFocus():
            paint.ring(painter, whole, CARD_RADIUS)


class GoalsStrip(QWidget):
    """The tiles of all goals, in as many lines as they need; hidden without one. Signals carry a goal's id."""

    edit_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, GAP)
        self._tiles: list[GoalTile] = []
        self._has_room = True
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_goals(self, found: Sequence[Progress], words: Words) -> None:
        """Show how far the goals are; the focus stays with the goal that had it."""
        focused = next((one.found.goal.id for one in self._tiles if one.hasFocus()), "")
        self._flow.clear()
        self._tiles = [GoalTile(one, words) for one in found]
        for tile in self._tiles:
            tile.clicked.connect(self._pressed)
            tile.delete_wanted.connect(self.delete_wanted)
            self._flow.addWidget(tile)
            tile.show()
            if tile.found.goal.id == focused:
                tile.setFocus()
        self._share_out()
        self.set_room(self._has_room)
        self.updateGeometry()

    def set_room(self, has_room: bool) -> None:
        """Say whether there is room for it; without, or without a goal, it is hidden."""
        self._has_room = has_room
        self.setVisible(has_room and bool(self._tiles))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        """As many beside each other as have room, all of one width."""
        if not self._tiles:
            return
        whole = self.width() + GAP
        columns = max(1, min(len(self._tiles), whole // (NARROWEST + GAP)))
        for tile in self._tiles:
            tile.set_width(min(WIDEST, whole // columns - GAP))

    @property
    def tiles(self) -> tuple[GoalTile, ...]:
        """The tiles that are shown."""
        return tuple(self._tiles)

    @Slot()
    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, GoalTile):
            self.edit_wanted.emit(tile.found.goal.id)
