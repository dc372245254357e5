"""Paints a row: selection, hairline, box, words, second line, pill, button, bar."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from tracker.ui.theme import BODY, BUTTON, MEDIUM, REGULAR, ROW, SEMIBOLD, SMALL, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.rows import ROW_ROLE, Cell, Column, Row, RowsModel

PAD = 10
BOX = 32
STAR = " ★"


def button_rect(cell: Cell, area: QRectF, right: bool) -> QRectF:
    """Where the button of a cell is."""
    width = QFontMetricsF(font(BUTTON)).horizontalAdvance(cell.button) + 26
    left = area.right() - PAD - width if right else area.left() + PAD
    return QRectF(left, area.center().y() - 13.5, width, 27)


def press_rect(cell: Cell, area: QRectF, right: bool) -> QRectF:
    """Where a press counts: on the cell's button, or on its pill where that leads somewhere."""
    if cell.button:
        return button_rect(cell, area, right)
    width = paint.pill_width(cell.text)
    left = area.right() - PAD - width if right else area.left() + PAD
    return QRectF(left, area.center().y() - 12, width, 24)


SUFFIX_ROOM = 150
"""Less than this is too little for what stands after a heading."""


class RowsDelegate(QStyledItemDelegate):
    """The one delegate of every list."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.focus_row = -1
        self.lines = True

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, RowsModel)
        row: Row = index.data(ROW_ROLE)
        area = QRectF(option.rect)
        painter.save()
        self._background(painter, index, area)
        column, cell = model.columns[index.column()], row.cell(index.column())
        inside = area.adjusted(PAD, 0, -PAD, -1)
        if row.group:
            self._group(painter, inside, column, cell, index.column() == 0)
        else:
            if row.checked is not None and index.column() == 0:
                middle = QPointF(area.left() + PAD + 6, inside.center().y())
                paint.check_box(painter, middle, row.checked, theme().color("text"))
                inside.adjust(BOX, 0, 0, 0)
            self._cell(painter, inside, area, column, cell)
        painter.restore()

    def _background(
        self,
        painter: QPainter,
        index: QModelIndex | QPersistentModelIndex,
        area: QRectF,
    ) -> None:
        colors = theme()
        selected = self._view.selectionModel().isSelected(index)
        if selected:
            painter.fillRect(area, colors.color("selection"))
        if index.row() == self.focus_row and index.column() == 0:
            painter.fillRect(QRectF(area.left(), area.top(), 2, area.height() - 1), colors.color("accent"))
        if self.lines:
            painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colors.color("line"))

    def _group(self, painter: QPainter, area: QRectF, column: Column, cell: Cell, first: bool) -> None:
        align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        text_font = font(BUTTON, SEMIBOLD) if first else font(SMALL, MEDIUM, tabular=column.right)
        color = paint.text_color(cell.tone or ("" if first else "muted"))
        used = paint.line_of_text(painter, area.adjusted(0, 8, 0, 0), cell.text, color, text_font, align)
        if first and cell.suffix and area.width() - used > SUFFIX_ROOM:
            rest = area.adjusted(used, 8, 0, 0)
            paint.line_of_text(painter, rest, cell.suffix, theme().color("muted"), font(SMALL))

    def _cell(self, painter: QPainter, inside: QRectF, area: QRectF, column: Column, cell: Cell) -> None:
        if cell.button:
            self._button(painter, button_rect(cell, area, column.right), cell)
        elif cell.share is not None:
            bar = QRectF(inside.left(), inside.center().y() - 3, inside.width(), 6)
            paint.bar(painter, bar, [(cell.share, theme().color(cell.tone or "accent"))])
        elif cell.pill:
            width = paint.pill_width(cell.text)
            left = inside.right() - width if column.right else inside.left()
            paint.pill(painter, left, inside.center().y(), cell.text, cell.pill)
        elif cell.detail:
            half = inside.height() / 2
            upper = QRectF(inside.left(), inside.top() + half - 22, inside.width(), 22)
            self._words(painter, upper, column, cell)
            lower = QRectF(inside.left(), inside.top() + half, inside.width(), 20)
            align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            paint.line_of_text(painter, lower, cell.detail, theme().color("muted"), font(SMALL), align)
        else:
            self._words(painter, inside, column, cell)

    def _words(self, painter: QPainter, area: QRectF, column: Column, cell: Cell) -> None:
        strong = cell.strong or column.strong
        text_font = font(BODY, SEMIBOLD if strong else REGULAR, tabular=column.right)
        color = paint.text_color(cell.tone or column.tone)
        if cell.radio is not None:
            paint.radio(painter, QPointF(area.left() + 6, area.center().y()), cell.radio, theme().color("text"))
            area = area.adjusted(18, 0, 0, 0)
        if column.right and not cell.suffix:
            paint.line_of_text(painter, area, cell.text, color, text_font, Qt.AlignmentFlag.AlignRight)
            return
        self._run(painter, area, cell, column.right, color, text_font)

    def _run(self, painter: QPainter, area: QRectF, cell: Cell, right: bool, color: QColor, text_font: QFont) -> None:
        """Text, star and suffix one after the other; the suffix gives way first."""
        metrics = QFontMetricsF(text_font)
        star = metrics.horizontalAdvance(STAR) if cell.star else 0.0
        mark = paint.pill_width(cell.mark) + 8 if cell.mark else 0.0
        suffix_font = font()
        if right:
            total = metrics.horizontalAdvance(cell.text) + QFontMetricsF(suffix_font).horizontalAdvance(cell.suffix)
            area = area.adjusted(max(0.0, area.width() - total - star - mark), 0, 0, 0)
        used = paint.line_of_text(painter, area.adjusted(0, 0, -star - mark, 0), cell.text, color, text_font)
        if cell.star:
            after = area.adjusted(used, 0, 4, 0)
            paint.line_of_text(painter, after, STAR, color, text_font)
            used += star
        if cell.mark:
            paint.pill(painter, area.left() + used + 8, area.center().y(), cell.mark, "warn")
            used += mark
        left_over = area.width() - used
        if cell.suffix and left_over > 24:
            rest = area.adjusted(used, 0, 0, 0)
            paint.line_of_text(painter, rest, cell.suffix, theme().color("muted"), suffix_font)

    def _button(self, painter: QPainter, rect: QRectF, cell: Cell) -> None:
        colors = theme()
        paint.rounded(painter, rect, colors.color("surface"), colors.color("line"))
        color = paint.text_color(cell.tone)
        paint.line_of_text(painter, rect, cell.button, color, font(BUTTON), Qt.AlignmentFlag.AlignHCenter)
