"""The table of a conflict: each field with its versions, chosen with Left and Right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from tracker.ui.sync.picks import BEFORE, FIELD, MINE, NOT_CHOSEN, RESULT, STATE, THEIRS, PicksModel
from tracker.ui.sync.picks_delegate import PicksDelegate, PicksHeader

ROW = 36
SHARES = {FIELD: 14, BEFORE: 18, MINE: 20, THEIRS: 18, RESULT: 20}
STATE_WIDTH, NARROWEST = 96, 480


class PicksTable(QTableView):
    """Rows are chosen with Up and Down, versions with Left and Right, a value of one's own with F2 or Enter."""

    refused = Signal(object)
    grown = Signal()
    moved = Signal(int)

    def __init__(self, model: PicksModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picks = model
        self._unread = ""
        self._delegate = PicksDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(PicksHeader(self))
        self.setModel(model)
        self.setAccessibleName("Fields with two versions")
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self._lay_out)
        model.dataChanged.connect(self._lay_out)

    def go_to(self, number: int) -> None:
        """Make a row the current one."""
        if 0 <= number < self._picks.rowCount():
            self.setCurrentIndex(self._picks.index(number, RESULT))
            self.moved.emit(number)

    def row_rect(self, number: int) -> QRect:
        """Where a row is, in the table's coordinates."""
        top = self.viewport().y() + self.rowViewportPosition(number)
        return QRect(0, top, self.width(), self.rowHeight(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.currentIndex().row()
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._picks.pick_all("mine" if key == Qt.Key.Key_Left else "theirs")
        elif not plain:
            event.ignore()  # such keys belong to the dialog
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._pick(number, "mine" if key == Qt.Key.Key_Left else "theirs")
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go_to(number + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._edit(number)
        elif key == Qt.Key.Key_Space:
            self._pick(number, "mine" if self._picks.choice(number).pick == "theirs" else "theirs")
        else:
            super().keyPressEvent(event)

    def finish_typing(self) -> bool:
        """Take what is being typed as if Enter had been pressed; False where it cannot be understood."""
        if self.state() == QAbstractItemView.State.EditingState:
            self.setFocus()
        return not self._unread

    def _pick(self, number: int, side: str) -> None:
        if number >= 0:
            self._picks.pick(number, "mine" if side == "mine" else "theirs")

    def _edit(self, number: int) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if number >= 0 and not editing and self._picks.choice(number).row.editable:
            self.edit(self._picks.index(number, RESULT))

    def commitData(self, editor: QWidget) -> None:
        super().commitData(editor)
        error, self._picks.refused = self._picks.refused, None
        self._unread = ""
        if error is not None:
            self._unread = _typed(editor)
            self.refused.emit(error)
            QTimer.singleShot(0, self, self._type_again)

    @Slot()
    def _type_again(self) -> None:
        """What could not be understood stays to be put right; Esc gives it up."""
        self._edit(self.currentIndex().row())
        for editor in self.viewport().findChildren(QLineEdit):
            editor.setText(self._unread)
        for several in self.viewport().findChildren(QPlainTextEdit):
            several.setPlainText(self._unread)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if hint == QAbstractItemDelegate.EndEditHint.RevertModelCache:
            self._unread = ""
        super().closeEditor(editor, hint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if index.isValid():
            self.moved.emit(index.row())
        if index.column() in (MINE, THEIRS):
            self._pick(index.row(), "mine" if index.column() == MINE else "theirs")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.column() == RESULT:
            self._edit(index.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        before = self.sizeHint()
        width = self.viewport().width() - STATE_WIDTH
        for column, share in SHARES.items():
            self.setColumnWidth(column, width * share // sum(SHARES.values()))
        self.setColumnWidth(STATE, STATE_WIDTH)
        for number in range(self._picks.rowCount()):
            texts = [str(self._picks.index(number, column).data() or NOT_CHOSEN) for column in SHARES]
            heights = [
                self._delegate.height(text, column, self.columnWidth(column)) for column, text in enumerate(texts)
            ]
            self.setRowHeight(number, max(ROW, *heights))
        if self.sizeHint() != before:
            self.updateGeometry()
            self.grown.emit()

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(number) for number in range(self._picks.rowCount()))
        return QSize(800, self.horizontalHeader().height() + rows + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, self.sizeHint().height())


def _typed(editor: QWidget) -> str:
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else str(editor.property("text"))
