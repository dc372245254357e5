"""How the days of the training calendar are laid out and painted: cards with a box that is ticked or open, and sums."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.domain.training.agenda import WEEK, Deed
from tracker.ui.theme import BODY, BOLD, BUTTON, MEDIUM, RADIUS, SEMIBOLD, SMALL, font, theme
from tracker.ui.training.calendar.model import CalendarModel, sum_in_words
from tracker.ui.widgets import paint
from tracker.ui.widgets.card_grid import DaysHeader
from tracker.ui.words import duration_in_words

MARGIN = 4
"""Between the lines of the grid and the cards, and between two cards."""
PAD = 6
NUMBER = 24
"""Height of the line with the day's number."""
LINE, DETAIL = 17, 16
HEAD = 27
LEAST = 64
BOX = 14
"""Width that the box before a title takes."""


@dataclass(frozen=True)
class Box:
    """A workout and where it is in its cell; a low one has no room for its second line."""

    deed: Deed
    area: QRectF
    is_low: bool


def boxes(deeds: tuple[Deed, ...], width: float, height: float) -> tuple[Box, ...]:
    """The cards of a day: with two lines where that fits into `height`, else with one."""
    tall = _stack(deeds, width, is_low=False)
    if tall and tall[-1].area.bottom() + MARGIN > height:
        return _stack(deeds, width, is_low=True)
    return tall


def _stack(deeds: tuple[Deed, ...], width: float, *, is_low: bool) -> tuple[Box, ...]:
    high = LINE + 6 + (0 if is_low else DETAIL)
    return tuple(
        Box(one, QRectF(MARGIN, NUMBER + number * (high + 2), width - 2 * MARGIN, high), is_low)
        for number, one in enumerate(deeds)
    )


class CalendarCells(QStyledItemDelegate):
    """Paints the cells. The grid sets where the cards are, and which of them has the cursor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: dict[tuple[int, int], tuple[Box, ...]] = {}
        self.current: tuple[int, int] = (-1, -1)
        self.card = 0
        self.focused = False
        self.target: tuple[int, int] | None = None

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, CalendarModel)
        area, colors = QRectF(option.rect), theme()
        painter.save()
        if not model.is_sum(index.column()) and model.day_at(index.row(), index.column()).month != model.month:
            painter.fillRect(area, colors.color("window"))
        if self.target == (index.row(), index.column()):
            painter.fillRect(area, colors.color("selection"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colors.color("line"))
        if index.column():
            painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()), colors.color("line"))
        if model.is_sum(index.column()):
            self._sum(painter, area, model, index.row())
        else:
            self._day(painter, area, model, (index.row(), index.column()))
        painter.restore()

    def _day(self, painter: QPainter, area: QRectF, model: CalendarModel, cell: tuple[int, int]) -> None:
        found, here = self.boxes.get(cell, ()), cell == self.current
        if here and not found:
            self._frame(painter, area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - 1))
        self._number(painter, area, model, cell)
        for number, box in enumerate(found):
            self._card(painter, box.area.translated(area.topLeft()), box, here and number == self.card)

    def _number(self, painter: QPainter, area: QRectF, model: CalendarModel, cell: tuple[int, int]) -> None:
        """The number of the day; today's in a filled pill."""
        day, colors = model.day_at(*cell), theme()
        text, is_today = str(day.day), day == model.today
        rect = QRectF(area.left() + 6, area.top() + 4, 22, 18)
        if is_today:
            paint.rounded(painter, rect, colors.color("accent"), radius=9)
        tone = "on_accent" if is_today else "text" if day.month == model.month else "muted"
        of = font(SMALL, SEMIBOLD if is_today else MEDIUM, tabular=True)
        paint.line_of_text(painter, rect, text, colors.color(tone), of, Qt.AlignmentFlag.AlignHCenter)

    def _card(self, painter: QPainter, area: QRectF, box: Box, chosen: bool) -> None:
        colors, one = theme(), box.deed
        is_done = one.standing in ("done", "going")
        if is_done:
            paint.rounded(painter, area, colors.color("accent_soft"), radius=6)
        elif one.standing == "planned":
            paint.rounded(painter, area, colors.color("surface"), colors.color("accent"), 6)
        else:
            paint.rounded(painter, area, colors.color("surface"), colors.color("line"), 6)
        if chosen:
            self._frame(painter, area)
        tone = "accent_text" if is_done else "muted" if one.standing == "missed" else "text"
        inside = area.adjusted(PAD, 3, -PAD + 2, -3)
        self._sign(painter, QPointF(inside.left() + 5, inside.top() + LINE / 2), one, colors.color(tone))
        title = QRectF(inside.left() + BOX, inside.top(), inside.width() - BOX, LINE)
        paint.line_of_text(painter, title, one.title, colors.color(tone), font(BUTTON))
        if not box.is_low:
            line = QRectF(inside.left() + BOX, inside.top() + LINE, inside.width() - BOX, DETAIL)
            tone = "accent_text" if is_done else "muted"
            paint.line_of_text(painter, line, _detail(one, line.width()), colors.color(tone), font(SMALL))

    def _sign(self, painter: QPainter, middle: QPointF, one: Deed, color: QColor) -> None:
        """An open box for what is planned, ticked where it was done, with a stroke where not; else a tick alone."""
        if one.standing in ("done", "going") and not one.was_planned:
            paint.tick(painter, middle, color)
            return
        paint.check_box(painter, middle, one.standing in ("done", "going"), color)
        if one.standing == "missed":
            painter.drawLine(QPointF(middle.x() - 2.5, middle.y()), QPointF(middle.x() + 2.5, middle.y()))

    def _frame(self, painter: QPainter, area: QRectF) -> None:
        """The mark of the cursor."""
        colors = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colors.color("accent" if self.focused else "muted"), 2))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS - 2, RADIUS - 2)

    def _sum(self, painter: QPainter, area: QRectF, model: CalendarModel, row: int) -> None:
        lines, colors = sum_in_words(model.week_sum(row), model.words), theme()
        top = area.top() + 5
        for number, line in enumerate(lines):
            is_ahead = line.startswith("+")
            strong = number == 0 and not is_ahead
            rect = QRectF(area.left() + 10, top, area.width() - 12, 20 if strong else DETAIL)
            of = font(BODY, BOLD, tabular=True) if strong else font(SMALL, tabular=True)
            if rect.bottom() <= area.bottom():
                tone = "text" if strong else "accent" if is_ahead else "muted"
                paint.line_of_text(painter, rect, line, colors.color(tone), of)
            top = rect.bottom()


def _detail(one: Deed, width: float) -> str:
    """How long it was and its load, as far as there is room; of what was not done that it was not."""
    time = duration_in_words(one.duration) if one.duration else ""
    load = "" if one.load is None else f"load {one.load:.0f}"
    if one.standing == "missed":
        time, load = "not done", time
    elif one.standing == "going":
        time, load = "being recorded", ""
    both = " · ".join(part for part in (time, load) if part)
    fits = QFontMetricsF(font(SMALL)).horizontalAdvance(both) <= width
    return both if fits or not time else time


class CalendarHead(DaysHeader):
    """The days of the week above the grid."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HEAD, parent)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        area = QRectF(rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme().color("line"))
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        inset = 10 if section in (0, WEEK) else 8
        paint.line_of_text(
            painter, area.adjusted(inset, 0, -2, -6), text, theme().color("muted"), font(SMALL, MEDIUM)
        )  # fmt: skip
