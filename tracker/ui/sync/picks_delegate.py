"""How the table of a conflict is painted and typed into: its header, its cells, and the editors of the result."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tracker.ui.sync.picks import BEFORE, FIELD, MINE, NOT_CHOSEN, RESULT, STATE, THEIRS, TONES, Choice, PicksModel
from tracker.ui.theme import BODY, MEDIUM, REGULAR, SEMIBOLD, SMALL, font, theme
from tracker.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
PAD, RADIO = 10, 15
PROSE_HEIGHT = 130
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class PicksHeader(QHeaderView):
    """Column titles, with the key that chooses a column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(36)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        area = QRectF(rect)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        used = paint.line_of_text(
            painter, area.adjusted(PAD, 0, 0, 0), title, theme().color("muted"), font(SMALL, MEDIUM)
        )
        key = {MINE: "←", THEIRS: "→"}.get(section)
        if key:
            right = area.left() + PAD + used + 6 + paint.key_hint_width(key)
            paint.key_hint(painter, right, area.center().y() + 0.5, key)
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme().color("line"))
        painter.restore()


class PicksDelegate(QStyledItemDelegate):
    """Paints a field's versions, wrapped where they are long."""

    def font_of(self, column: int) -> QFont:
        """The font of a column."""
        return font(BODY, {FIELD: MEDIUM, RESULT: SEMIBOLD}.get(column, REGULAR))

    def height(self, text: str, column: int, width: int) -> int:
        """How high a cell is with this text."""
        inner = width - 2 * PAD - (RADIO if column in (MINE, THEIRS) else 0)
        metrics = QFontMetricsF(self.font_of(column))
        return round(metrics.boundingRect(QRectF(0, 0, max(20, inner), 10_000), int(WRAP), text).height()) + 16

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), self.parent()
        assert isinstance(model, PicksModel)
        assert isinstance(view, QTableView)
        choice, area, colors = model.choice(index.row()), QRectF(option.rect), theme()
        painter.save()
        if index.row() == view.currentIndex().row():
            painter.fillRect(area, colors.color("selection"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colors.color("line"))
        if index.row() == model.first_merged:
            painter.fillRect(QRectF(area.left(), area.top() - 1, area.width(), 3), colors.color("line"))
        inside = area.adjusted(PAD, 0, -PAD, -1)
        if index.column() == STATE:
            paint.pill(painter, inside.left(), inside.center().y(), choice.state, TONES.get(choice.state, "neutral"))
        else:
            self._words(painter, inside, index, choice)
        painter.restore()

    def _words(self, painter: QPainter, inside: QRectF, index: Index, choice: Choice) -> None:
        column = index.column()
        text, color = str(index.data()), theme().color("muted" if column == BEFORE else "text")
        if column in (MINE, THEIRS):
            chosen = choice.pick == ("mine" if column == MINE else "theirs")
            middle = QPointF(inside.left() + 5, inside.center().y())
            paint.radio(painter, middle, chosen, theme().color("text"))
            inside = inside.adjusted(RADIO, 0, 0, 0)
        if column == RESULT and not text:
            text, color = NOT_CHOSEN, theme().color("muted")
        painter.setFont(self.font_of(column))
        painter.setPen(color)
        painter.drawText(inside, int(WRAP), text)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, PicksModel)
        if model.choice(index.row()).is_long:
            return self._named(_Lines(parent))
        return self._named(QLineEdit(parent))

    def _named(self, editor: QWidget) -> QWidget:
        editor.setFont(font(BODY))
        editor.setAccessibleName("Your own value")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """A text of lines gets the width from this device's version on, and some height, within the table."""
        area = QRect(option.rect)
        view = self.parent()
        if isinstance(editor, QPlainTextEdit) and isinstance(view, QTableView):
            area.setLeft(view.columnViewportPosition(MINE))
            area.setHeight(max(area.height(), PROSE_HEIGHT))
            area.moveBottom(min(area.bottom(), view.viewport().height() - 1))
            area.moveTop(max(0, area.top()))
        editor.setGeometry(area)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            return False  # Ctrl+Enter is the dialog's, which takes what is being typed before it saves
        return super().eventFilter(watched, event)


class _Lines(QPlainTextEdit):
    """The editor of a text of several lines; the cells below it do not shine through."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().color("surface"))
        painter.end()
        super().paintEvent(event)
