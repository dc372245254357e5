"""The list of every screen: rows with hairlines, selection by row, and the keys that belong to a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from tracker.ui.theme import GROUP_ROW, HEADER, MEDIUM, ROW, SMALL, TWO_LINE_ROW, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.rows import Row, RowsModel
from tracker.ui.widgets.rows_delegate import BOX, PAD, RowsDelegate, press_rect

MINIMUM_STRETCH = 90
COMFORTABLE_STRETCH = 200


class RowsHeader(QHeaderView):
    """Column titles, small and muted over a hairline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEADER)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(10)
        self.sorted_by, self.ascending = "", True

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        assert isinstance(model, RowsModel)
        column = model.columns[section]
        area = QRectF(rect)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme().color("line"))
        align = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        title = column.title
        if column.key and column.key == self.sorted_by:
            title += " ↑" if self.ascending else " ↓"
        inside = area.adjusted(PAD, 0, -PAD, -1)
        paint.line_of_text(painter, inside, title, theme().color("muted"), font(SMALL, MEDIUM), align)


class RowsView(QTableView):
    """A list of rows.

    Signals carry row ids: `opened`, in its place `mark_opened` where the row has a mark, `edit_requested`,
    `current_changed`, `button_clicked` (id, column key) one, `ticked`, `delete_requested`, `selection_changed` a
    tuple. `shift_requested` an id and -1 or 1, for a list that is ordered by hand. `sort_requested` carries a column
    key and whether it ascends; `menu_requested` an id and where.

    Args:
        model: the rows.
        name: what is listed, for screen readers.
        header: whether column titles are shown.
        two_lines: rows with a second line.
        fit: as high as its rows, for a list inside a card or a page that scrolls.
        multiple: whether several rows can be selected.
    """

    opened = Signal(str)
    mark_opened = Signal(str)
    edit_requested = Signal(str)
    ticked = Signal(object)
    delete_requested = Signal(object)
    current_changed = Signal(str)
    selection_changed = Signal(object)
    button_clicked = Signal(str, str)
    menu_requested = Signal(str, QPoint)
    filter_requested = Signal()
    shift_requested = Signal(str, int)
    sort_requested = Signal(str, bool)

    def __init__(
        self,
        model: RowsModel,
        name: str,
        *,
        header: bool = True,
        two_lines: bool = False,
        fit: bool = False,
        multiple: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # for one of Qt's own, PySide would look through all its classes (15 ms)
        self.rows = model
        self._fit = fit
        self._kept: tuple[list[str], str, int] = ([], "", -1)
        self._tall: set[int] = set()
        self._delegate = RowsDelegate(self)
        self._header = RowsHeader(self)
        self.setAccessibleName(name)
        self._behave(multiple)
        self.setHorizontalHeader(self._header)
        self._header.setVisible(header)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setDefaultSectionSize(TWO_LINE_ROW if two_lines else ROW)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self._header.sectionClicked.connect(self._sort)
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        self._restore()

    def _behave(self, multiple: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.viewport().setAutoFillBackground(False)
        if self._fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    # What is shown and chosen

    @property
    def current_id(self) -> str:
        """The row the keys work on, or nothing."""
        index = self.currentIndex()
        return self.rows.id_at(index.row()) if index.isValid() else ""

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """All selected rows in the order shown."""
        numbers = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self.rows.id_at(number) for number in numbers)

    def select(self, row_id: str) -> bool:
        """Make a row the current and only selected one and scroll to it; False if it is not here."""
        number = self.rows.number_of(row_id)
        if number < 0:
            return False
        self._choose(number)
        self.scrollTo(self.rows.index(number, 0))
        return True

    def _choose(self, number: int) -> None:
        """Select this row alone; `selectRow` would toggle it while Ctrl is held, as it is after Ctrl+1."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows.index(number, 0), flag.ClearAndSelect | flag.Rows)

    def select_first(self) -> None:
        """Select the first row that can be, unless one is selected."""
        if self.currentIndex().isValid():
            return
        for number in range(self.rows.rowCount()):
            if self.rows.row_at(number).can_select:
                self._choose(number)
                return

    def show_sorted(self, key: str, ascending: bool) -> None:
        """Mark the column the rows are sorted by."""
        self._header.sorted_by, self._header.ascending = key, ascending
        self._header.viewport().update()

    def sizeHint(self) -> QSize:
        if not self._fit:
            return super().sizeHint()
        header = HEADER if not self._header.isHidden() else 0
        return QSize(300, self.verticalHeader().length() + header)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height()) if self._fit else QSize(160, 80)

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self._tick,
            Qt.Key.Key_Delete: self._delete,
            Qt.Key.Key_F2: self._edit,
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Slash: self.filter_requested.emit,
        }
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if plain and event.key() in keys:
            keys[event.key()]()
            return
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if steps and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == both:
            if self.current_id:
                self.shift_requested.emit(self.current_id, steps)
            return
        if event.modifiers() == Qt.KeyboardModifier.NoModifier and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_end(event.key() == Qt.Key.Key_End)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and self._press(index, event):
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.rows.row_at(index.row()).can_select and not self._on_box(index, event):
            self._open()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            where = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            where = event.globalPos()
        if self.current_id:
            self.menu_requested.emit(self.current_id, where)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.select_first()  # before Qt makes a row the current one without selecting it
        super().focusInEvent(event)
        self._mark_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark_focus()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self._mark_focus()
        self.current_changed.emit(self.current_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_columns()

    def _tick(self) -> None:
        ids = [row_id for row_id in self.selected_ids if self._row(row_id).checked is not None]
        if ids:
            self.ticked.emit(tuple(ids))

    def _delete(self) -> None:
        if self.selected_ids:
            self.delete_requested.emit(self.selected_ids)

    def _edit(self) -> None:
        if self.current_id:
            self.edit_requested.emit(self.current_id)

    def _open(self) -> None:
        if self.current_id:
            marked = self.rows.row_at(self.currentIndex().row()).mark
            (self.mark_opened if marked else self.opened).emit(self.current_id)

    def _to_end(self, last: bool) -> None:
        numbers = range(self.rows.rowCount())
        for number in reversed(numbers) if last else numbers:
            if self.rows.row_at(number).can_select:
                self._choose(number)
                return

    def _press(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """Whether the press hit a box or a button, and was dealt with."""
        row = self.rows.row_at(index.row())
        if self._on_box(index, event):
            self.ticked.emit((row.id,))
            return True
        column, cell = self.rows.columns[index.column()], row.cell(index.column())
        area = QRectF(self.visualRect(index))
        pressable = cell.button or (cell.pill and column.key)
        if pressable and press_rect(cell, area, column.right).contains(event.position()):
            if row.can_select:
                self._choose(index.row())
            self.button_clicked.emit(row.id, column.key)
            return True
        return False

    def _on_box(self, index: QModelIndex, event: QMouseEvent) -> bool:
        has_box = index.column() == 0 and self.rows.row_at(index.row()).checked is not None
        return has_box and event.position().x() < self.visualRect(index).left() + BOX

    def _row(self, row_id: str) -> Row:
        return self.rows.row_at(self.rows.number_of(row_id))

    def _mark_focus(self) -> None:
        self._delegate.focus_row = self.currentIndex().row() if self.hasFocus() else -1
        self.viewport().update()

    # What follows the model

    @Slot()
    def _keep(self) -> None:
        self._kept = (list(self.selected_ids), self.current_id, self.currentIndex().row())

    @Slot()
    def _restore(self) -> None:
        groups = set(self.rows.group_numbers())
        ordinary = self.verticalHeader().defaultSectionSize()
        for number in groups | {number for number in self._tall if number < self.rows.rowCount()}:
            self.setRowHeight(number, GROUP_ROW if number in groups else ordinary)
        self._tall = groups
        self._lay_out_columns()
        ids, current, number = self._kept
        self._kept = ([], "", -1)
        if number >= 0:
            self._select_again(ids, current, number)
        self.updateGeometry()

    def _select_again(self, ids: Sequence[str], current: str, number: int) -> None:
        """Keep the selection over a change; where the current row is gone, its neighbour takes over."""
        flag = QItemSelectionModel.SelectionFlag
        here = self.rows.number_of(current)
        if here >= 0:
            self.selectionModel().setCurrentIndex(self.rows.index(here, 0), flag.NoUpdate)
            for number_of in (self.rows.number_of(row_id) for row_id in ids):
                if number_of >= 0:
                    self.selectionModel().select(self.rows.index(number_of, 0), flag.Select | flag.Rows)
            return
        count = self.rows.rowCount()
        nearest = sorted(range(max(0, number - 30), min(count, number + 30)), key=lambda n: (abs(n - number), n))
        for candidate in nearest:
            if self.rows.row_at(candidate).can_select:
                self._choose(candidate)
                return

    def _lay_out_columns(self) -> None:
        columns = self.rows.columns
        stretching = [column for column in columns if not column.width]
        room = self.viewport().width() - sum(column.width for column in columns)
        for number, column in reversed(list(enumerate(columns))):
            # Optional columns go first; of the others only numbers, and only where not even a name has room.
            least = (
                COMFORTABLE_STRETCH if column.optional else MINIMUM_STRETCH if column.right and not column.key else 0
            )
            narrow = least > 0 and room < least * len(stretching)
            self.setColumnHidden(number, narrow)
            room += column.width if narrow else 0
        shown = [column for number, column in enumerate(columns) if not self.isColumnHidden(number)]
        shares = sum(column.stretch for column in shown if not column.width) or 1
        for number, column in enumerate(columns):
            width = column.width or max(MINIMUM_STRETCH, room * column.stretch // shares)
            self.setColumnWidth(number, width)

    @Slot(int)
    def _sort(self, section: int) -> None:
        key = self.rows.columns[section].key
        if key:
            ascending = not self._header.ascending if key == self._header.sorted_by else True
            self.show_sorted(key, ascending)
            self.sort_requested.emit(key, ascending)

    @Slot()
    def _selection_changed(self) -> None:
        self.selection_changed.emit(self.selected_ids)
