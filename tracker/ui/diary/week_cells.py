"""How the cells of the week are laid out and painted: cards, the plus of an empty cell, totals, headers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.store.rows import Entry
from tracker.ui.contested import MARK
from tracker.ui.diary.week_model import Card, WeekModel, energy_words
from tracker.ui.theme import BODY, BOLD, BUTTON, MEDIUM, RADIUS, SEMIBOLD, SMALL, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.card_grid import DaysHeader
from tracker.ui.widgets.long_text import in_lines

MARGIN = 6
"""Between the lines of the grid and the cards, and between two cards."""
PAD = 8
LINE = 17
MOST_LINES, NARROW = 2, 96
"""A card has so many lines for its title; in a column that is narrower than this, one more."""
STAR = " ★"
LABELS = 82
"""Width of the column with the meals' names."""
HEAD = 29
ROW, LEAST_ROW = 104, 80
LEAST_COLUMN = 84
"""px of a day; with less room the week is wider than the window and goes along with the cursor."""
TOTALS = 56


@dataclass(frozen=True)
class Box:
    """A card and where it is in its cell."""

    card: Card
    area: QRectF
    lines: tuple[str, ...]


def boxes(entries: tuple[Entry, ...], width: float, height: float) -> tuple[Box, ...]:
    """The cards of a cell: one for each entry where that fits into `height`, else one for all."""
    apart = _stack([Card((one,)) for one in entries], width)
    if len(apart) > 1 and apart[-1].area.bottom() + MARGIN > height:
        return _stack([Card(entries)], width)
    return apart


def _stack(cards: list[Card], width: float) -> tuple[Box, ...]:
    top = float(MARGIN)
    stacked = []
    for card in cards:
        most = MOST_LINES + (width < NARROW)
        lines = in_lines(card.title, font(BUTTON), width - 2 * (MARGIN + PAD), most, STAR if card.starred else "")
        area = QRectF(MARGIN, top, width - 2 * MARGIN, len(lines) * LINE + LINE + 12)
        stacked.append(Box(card, area, lines))
        top = area.bottom() + MARGIN
    return tuple(stacked)


class WeekCells(QStyledItemDelegate):
    """Paints the cells. The grid sets where the boxes are, and which of them has the cursor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: dict[tuple[int, int], tuple[Box, ...]] = {}
        self.current: tuple[int, int] = (-1, -1)
        self.card = 0
        self.focused = False
        self.target: tuple[int, int] = (-1, -1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, WeekModel)
        area = QRectF(option.rect)
        painter.save()
        line = theme().color("line")
        painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()), line)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), line)
        cell = (index.row(), index.column())
        if model.is_total(index.row()):
            self._total(painter, area, model, index.column())
        else:
            if cell == self.target:
                painter.fillRect(area.adjusted(1, 0, 0, -1), theme().color("selection"))
            self._cell(painter, area, model, cell)
        painter.restore()

    def _cell(self, painter: QPainter, area: QRectF, model: WeekModel, cell: tuple[int, int]) -> None:
        found = self.boxes.get(cell, ())
        for number, box in enumerate(found):
            chosen = cell == self.current and number == self.card
            self._card(painter, box.area.translated(area.topLeft()), box, model, chosen)
        if not found:
            if cell == self.current:
                self._frame(painter, plus_area(area))
            paint.line_of_text(
                painter, plus_area(area), "+", theme().color("muted"), font(BODY), Qt.AlignmentFlag.AlignHCenter
            )

    def _card(self, painter: QPainter, area: QRectF, box: Box, model: WeekModel, chosen: bool) -> None:
        colors = theme()
        if chosen:
            self._frame(painter, area)
        else:
            paint.rounded(painter, area, colors.color("window"))
        inside = area.adjusted(PAD, 6, -PAD, -6)
        for number, line in enumerate(box.lines):
            rect = QRectF(inside.left(), inside.top() + number * LINE, inside.width() + 2, LINE)
            paint.line_of_text(painter, rect, line, colors.color("text"), font(BUTTON))
        rect = QRectF(inside.left(), inside.bottom() - LINE, inside.width(), LINE)
        energy = _energy(box.card, model, rect.width())
        used = paint.line_of_text(painter, rect, energy, colors.color("muted"), font(SMALL))
        if model.contested.intersection(box.card.ids):
            _mark(painter, rect, used)

    def _frame(self, painter: QPainter, area: QRectF) -> None:
        """The mark of the cursor."""
        colors = theme()
        paint.rounded(painter, area, colors.color("selection"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.color("accent" if self.focused else "line"), 2))
        painter.drawRoundedRect(area, RADIUS, RADIUS)

    def _total(self, painter: QPainter, area: QRectF, model: WeekModel, column: int) -> None:
        found, target = model.energy(column), model.target(column)
        inside = area.adjusted(11, 12, -10, 0)
        text = energy_words(found, model.words)
        strong = font(BODY, BOLD, tabular=True)
        paint.line_of_text(painter, QRectF(inside.left(), inside.top(), inside.width(), 22), text,
                           theme().color("text"), strong)  # fmt: skip
        if target:
            bar = QRectF(inside.left(), inside.top() + 25, inside.width(), 6)
            paint.bar(painter, bar, [(found.value / target, theme().color("accent"))])


def _mark(painter: QPainter, line: QRectF, used: float) -> None:
    """Say that an entry is in conflict, at the end of a card's last line; where there is no room for words, a dot."""
    width = paint.pill_width(MARK)
    if width + used + 4 <= line.width():
        paint.pill(painter, line.right() - width, line.center().y(), MARK, "warn")
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("warn"))
    painter.drawEllipse(QRectF(line.right() - 8, line.center().y() - 4, 8, 8))


def _energy(card: Card, model: WeekModel, width: float) -> str:
    """The energy of a card, ticked where it was eaten; without its unit where there is no room."""
    tick = "✓ " if card.eaten else ""
    text = tick + energy_words(card.energy, model.words, unit=True)
    if QFontMetricsF(font(SMALL)).horizontalAdvance(text) <= width:
        return text
    return tick + energy_words(card.energy, model.words)


def plus_area(area: QRectF) -> QRectF:
    """Where the plus of an empty cell is."""
    return QRectF(area.left() + MARGIN, area.top() + MARGIN, 28, 28)


class Corner(QWidget):
    """What lies over the corner between the two headers, which a table would fill with a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setGeometry(0, 0, LABELS, HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color("line"))


class DayHead(DaysHeader):
    """The days above the grid; today in the accent's colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HEAD, parent)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        assert isinstance(model, WeekModel)
        today = model.date_at(section) == model.today
        area = QRectF(rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme().color("line"))
        color: QColor = theme().color("accent" if today else "muted")
        text = str(model.headerData(section, Qt.Orientation.Horizontal))
        paint.line_of_text(
            painter, area.adjusted(10, 0, -4, -8), text, color, font(SMALL, SEMIBOLD if today else MEDIUM)
        )


class MealHead(QHeaderView):
    """The meals before the grid."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setFixedWidth(LABELS)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(TOTALS)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        assert isinstance(model, WeekModel)
        area = QRectF(rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme().color("line"))
        painter.setPen(theme().color("muted"))
        painter.setFont(font(SMALL, MEDIUM))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(10, 9, -2, -2), flags, str(model.headerData(section, Qt.Orientation.Vertical)))
