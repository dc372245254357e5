"""The list of a day's meals: a heading with its sums for each, its entries under it, dragged to their places.

What only a drag needs is imported there: the first frame shows the list.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal

from tracker.domain.nutrients import Total, total
from tracker.store.rows import Day, Entry, Meal
from tracker.ui.dragging import ENTRIES
from tracker.ui.theme import theme
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QPaintEvent

MEAL = "meal:"
"""Before the id of a meal whose heading is a row of the list."""
DRAG_FROM = 8
"""Pixels that the mouse moves before it drags."""
COLUMNS = (
    Column("Food"), Column("Energy", 98, right=True), Column("Protein", 78, right=True, tone="muted"),
    Column("Carbs", 70, right=True, tone="muted"), Column("Fat", 49, right=True, tone="muted"),
)  # fmt: skip


def rows_of(day: Day, words: Words) -> list[Row]:
    """The rows of a day: meals that have something, each under its heading."""
    rows: list[Row] = []
    for meal in day.meals:
        if meal.entries:
            rows.append(_heading(meal, words))
            rows.extend(_row(one, words) for one in meal.entries)
    return rows


def _heading(meal: Meal, words: Words) -> Row:
    if words.hidden:
        return Row(f"{MEAL}{meal.slot.id}", (meal.slot.name, "", "", "", ""), group=True)
    sums = {key: total((one.nutrition for one in meal.entries), key) for key in ("energy", "protein", "carbs", "fat")}
    macros = ", ".join(f"{_at_least(sums[key], words.grams(sums[key].value))} g {key}" for key in ("protein", "carbs",
                       "fat") if sums[key].known)  # fmt: skip
    title = Cell(meal.slot.name, suffix=f"   {macros}" if macros else "", tip=_coverage(meal, sums))
    found = sums["energy"]
    energy = _at_least(found, words.energy_with_unit(found.value)) if found.known else ""
    return Row(f"{MEAL}{meal.slot.id}", (title, Cell(energy, tip=title.tip), "Protein", "Carbs", "Fat"), group=True)


def _at_least(found: Total, text: str) -> str:
    return text if found.complete else f"≥ {text}"


def _coverage(meal: Meal, sums: dict[str, Total]) -> str:
    """What the sums of a meal leave out; nothing where they are whole."""
    lacking = [f"{key} of {found.known}" for key, found in sums.items() if not found.complete]
    return f"Known of {len(meal.entries)}: {', '.join(lacking)}." if lacking else ""


def _row(one: Entry, words: Words) -> Row:
    amount = words.amount(one.amount, one.unit, one.title)
    nutrition = one.nutrition
    title = Cell(one.title, suffix=f" · {amount}" if amount else "", star=one.starred, tip=one.note)
    macros = (words.grams(nutrition.protein), words.grams(nutrition.carbs), words.grams(nutrition.fat))
    return Row(one.id, (title, words.energy(nutrition.energy), *macros), checked=one.eaten)


class MealRows(RowsView):
    """The list. `placed` tells ids, the meal, the entry they go before ("" for its end), and whether to copy."""

    placed = Signal(object, str, str, bool)

    def __init__(self, model: RowsModel) -> None:
        super().__init__(model, "Meals", header=False)
        self.setAcceptDrops(True)
        self._pressed: QPoint | None = None
        self._kept_selection = False
        self._gap = -1

    # Dragging away

    def mousePressEvent(self, event: QMouseEvent) -> None:
        where = event.position().toPoint()
        index = self.indexAt(where)
        left = event.button() == Qt.MouseButton.LeftButton and index.isValid()
        draggable = left and self.rows.row_at(index.row()).can_select and not self._on_box(index, event)
        self._pressed = where if draggable else None
        chosen = draggable and self.rows.row_at(index.row()).id in self.selected_ids
        self._kept_selection = chosen and event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not self._kept_selection:  # several that are chosen stay so for the drag
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() >= DRAG_FROM:
            self._pressed, self._kept_selection = None, False
            self._drag()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._kept_selection:
            self.select(self.rows.row_at(self.indexAt(event.position().toPoint()).row()).id)
        self._pressed, self._kept_selection = None, False
        super().mouseReleaseEvent(event)

    def _drag(self) -> None:
        from PySide6.QtCore import QByteArray, QMimeData
        from PySide6.QtGui import QDrag

        ids = self.selected_ids
        if not ids:
            return
        data = QMimeData()
        data.setData(ENTRIES, QByteArray(json.dumps(ids).encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        first = self.visualRect(self.rows.index(self.rows.number_of(ids[0]), 0))
        drag.setPixmap(self.viewport().grab(QRect(0, first.top(), self.viewport().width(), first.height())))
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(ENTRIES):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        spot = self._spot(event.position().toPoint()) if event.mimeData().hasFormat(ENTRIES) else None
        self._mark(spot[2] if spot else -1)
        if spot:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._mark(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(-1)
        spot = self._spot(event.position().toPoint()) if event.mimeData().hasFormat(ENTRIES) else None
        if spot is None:
            event.ignore()
            return
        event.acceptProposedAction()
        ids = tuple(json.loads(bytes(event.mimeData().data(ENTRIES).data())))
        self.placed.emit(ids, spot[0], spot[1], event.dropAction() == Qt.DropAction.CopyAction)

    def _spot(self, where: QPoint) -> tuple[str, str, int] | None:
        """The meal, the entry to go before, and the height of the gap, under the mouse."""
        number = self.rowAt(where.y())
        last = self.rows.rowCount() - 1
        if last < 0:
            return None
        after = number < 0
        number = last if after else number
        area = self.visualRect(self.rows.index(number, 0))
        row = self.rows.row_at(number)
        if row.group:
            return row.id.removeprefix(MEAL), self._id_below(number), area.bottom()
        meal = next(self.rows.row_at(above) for above in range(number, -1, -1) if self.rows.row_at(above).group)
        slot = meal.id.removeprefix(MEAL)
        if after or where.y() > area.center().y():
            return slot, self._id_below(number), area.bottom()
        return slot, row.id, area.top()

    def _id_below(self, number: int) -> str:
        """The entry right below a row, if it is of the same meal."""
        below = self.rows.row_at(number + 1) if number + 1 < self.rows.rowCount() else None
        return "" if below is None or below.group else below.id

    def _mark(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._gap >= 0:
            from PySide6.QtGui import QPainter

            painter = QPainter(self.viewport())
            painter.fillRect(0, self._gap - 1, self.viewport().width(), 2, theme().color("accent"))
