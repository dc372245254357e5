"""Two long texts beside each other with the words that differ marked; made from `tracker.sync.compare`."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from tracker.sync.compare import Line, Span, compare
from tracker.ui.theme import BODY, SMALL, font, theme
from tracker.ui.widgets.text import Text

HEIGHT = 150
SIDES = ("This device", "Server")
MOST_LINES = 300
"""Lines that are shown; a table of more would hold up the window."""


class TextCompare(QWidget):
    """A field's two texts under its name. Words that the other side has otherwise are tinted and underlined.

    Args:
        sides: what the two texts are.
    """

    def __init__(self, sides: tuple[str, str] = SIDES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides = sides
        self._lines: tuple[Line, ...] = ()
        self._heading = Text("", "heading")
        self._view = _View()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._view)
        theme().changed.connect(self._write)

    def show_texts(self, label: str, mine: str, theirs: str) -> None:
        """Compare two texts of the field called `label`."""
        self._heading.setText(f"{label} – what differs is marked")
        self._view.setAccessibleName(f"{label}, both versions")
        self._lines = compare(mine, theirs)
        self._write()

    @Slot()
    def _write(self) -> None:
        document = self._view.document()
        document.clear()
        if not self._lines:
            return
        cursor = QTextCursor(document)
        shown, rest = self._lines[:MOST_LINES], len(self._lines) - MOST_LINES
        table = cursor.insertTable(len(shown) + 1 + (rest > 0), 2, _table_format())
        for column, title in enumerate(self._sides):
            table.cellAt(0, column).firstCursorPosition().insertText(title, _plain("muted", SMALL))
        if rest > 0:
            _insert_note(table, len(shown) + 1, f"… {rest} more lines")
        for number, line in enumerate(shown, 1):
            if line.skipped:
                _insert_note(table, number, f"… {line.skipped} lines that are the same")
                continue
            for column, spans in enumerate((line.mine, line.theirs)):
                _insert(table.cellAt(number, column).firstCursorPosition(), spans or ())
        self._view.moveCursor(QTextCursor.MoveOperation.Start)


class _View(QTextEdit):
    """Read only; scrolls with the keys, and Tab goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font(BODY))
        self.setFixedHeight(HEIGHT)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)


def _insert_note(table: QTextTable, row: int, words: str) -> None:
    table.mergeCells(row, 0, 1, 2)
    table.cellAt(row, 0).firstCursorPosition().insertText(words, _plain("muted", SMALL))


def _insert(cursor: QTextCursor, spans: tuple[Span, ...]) -> None:
    for span in spans:
        style = _plain("text", BODY)
        if span.differs:
            style.setBackground(theme().color("warn_soft"))
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            style.setUnderlineColor(theme().color("warn"))
        cursor.insertText(span.text, style)


def _plain(color: str, pixels: int) -> QTextCharFormat:
    style = QTextCharFormat()
    style.setFont(font(pixels))
    style.setForeground(theme().color(color))
    return style


def _table_format() -> QTextTableFormat:
    style = QTextTableFormat()
    style.setBorder(0)
    style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    style.setBorderBrush(QColor(Qt.GlobalColor.transparent))
    style.setCellPadding(3)
    style.setCellSpacing(0)
    style.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    style.setColumnWidthConstraints([half, half])
    return style
