"""The list inside the palette: its model, and a delegate that paints bold matches and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.ui.palette_rows import PaletteRow
from tracker.ui.theme import BODY, REGULAR, SEMIBOLD, SMALL, font, theme
from tracker.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
LINE, HEADING = 34, 30
PAD = 19


class PaletteModel(QAbstractListModel):
    """The lines of the palette."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PaletteRow, ...] = ()

    def set_rows(self, rows: Sequence[PaletteRow]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].does is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(word for word in (row.title, row.detail, row.key) if word)
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Paints headings, bold matches, details, keys."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        model = index.model()
        assert isinstance(model, PaletteModel)
        return QSize(100, HEADING if model.rows[index.row()].does is None else LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PaletteModel)
        row = model.rows[index.row()]
        area = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colors = theme()
        painter.save()
        inside = area.adjusted(PAD, 0, -PAD, 0)
        if row.does is None:
            paint.line_of_text(painter, inside.adjusted(0, 6, 0, 0), row.title, colors.color("muted"), font(SMALL))
        else:
            if selected:
                painter.fillRect(area, colors.color("selection"))
            used = self._right(painter, inside, row, selected)
            self._words(painter, inside.adjusted(0, 0, -used - 12, 0), row)
        painter.restore()

    def _right(self, painter: QPainter, area: QRectF, row: PaletteRow, selected: bool) -> float:
        if row.key:
            return paint.key_hint(painter, area.right(), area.center().y(), row.key)
        if selected and row.enter:
            right = Qt.AlignmentFlag.AlignRight
            words = f"⏎ {row.enter}"
            return paint.line_of_text(painter, area, words, theme().color("muted"), font(), right)
        return 0.0

    def _words(self, painter: QPainter, area: QRectF, row: PaletteRow) -> None:
        color = theme().color("muted" if row.reason else "text")
        left = area.left()
        for text, weight in _pieces(row):
            left += _piece(painter, area, left, text, weight, color)
        if row.starred:
            left += _piece(painter, area, left, " ★", REGULAR, color)
        if row.detail and area.right() - left > 40:
            rest = QRectF(left + 10, area.top(), area.right() - left - 10, area.height())
            paint.line_of_text(painter, rest, row.detail, theme().color("muted"), font())


def _pieces(row: PaletteRow) -> list[tuple[str, int]]:
    """The title cut into plain and bold pieces."""
    pieces, at = [], 0
    for start, length in row.spans:
        if start >= at:
            pieces += [(row.title[at:start], REGULAR), (row.title[start : start + length], SEMIBOLD)]
            at = start + length
    pieces.append((row.title[at:], REGULAR))
    return [(text, weight) for text, weight in pieces if text]


def _piece(painter: QPainter, area: QRectF, left: float, text: str, weight: int, color: QColor) -> float:
    room = area.right() - left
    if room < 8:
        return 0.0
    shown = font(BODY, weight)
    paint.line_of_text(painter, QRectF(left, area.top(), room, area.height()), text, color, shown)
    return min(room, QFontMetricsF(shown).horizontalAdvance(text))


class PaletteList(QListView):
    """The list; the field keeps the focus, so this only shows and takes the mouse."""

    def __init__(self, model: PaletteModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(PaletteDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Results")
        self.viewport().setAutoFillBackground(False)

    def current(self) -> PaletteRow | None:
        """The chosen line."""
        index = self.currentIndex()
        return self.lines.rows[index.row()] if index.isValid() else None

    def choose_first(self) -> None:
        """Choose the first line that is no heading."""
        self.setCurrentIndex(QModelIndex())
        self.step(1)

    def step(self, step: int) -> None:
        """Choose the next line or the one before, round and round."""
        count = len(self.lines.rows)
        number = self.currentIndex().row()
        if number < 0 and step < 0:
            number = 0
        for _ in range(count):
            number = (number + step) % count
            if self.lines.rows[number].does is not None:
                self.setCurrentIndex(self.lines.index(number))
                return

    def wanted_height(self) -> int:
        """How high all lines are."""
        return sum(HEADING if row.does is None else LINE for row in self.lines.rows)
