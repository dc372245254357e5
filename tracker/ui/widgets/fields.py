"""Fields: a filter, a list of choices, rows of a form; a line of text is in `line_field`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QDateTimeEdit,
    QFormLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.theme import SMALL, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text, shown_if

RADIO_HEIGHT = 22
RADIO_TEXT = 20
NONE: Mapping[str, str] = MappingProxyType({})


class FilterField(LineField):
    """Filters a list while one types. Esc empties it, then goes back to the list; Down goes to the list.

    Args:
        placeholder: for example "Filter favorites".
        target: the list that gets the focus.
        in_dialog: whether Esc on the empty field is the dialog's, which closes.
    """

    filtered = Signal(str)

    def __init__(
        self,
        placeholder: str,
        target: QWidget | None = None,
        parent: QWidget | None = None,
        *,
        in_dialog: bool = False,
    ) -> None:
        super().__init__(placeholder, "Ctrl+F", parent=parent)
        self.target = target
        self._leaves = (Qt.Key.Key_Down, Qt.Key.Key_Return, *(() if in_dialog else (Qt.Key.Key_Escape,)))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(40)
        self._wait.timeout.connect(self._tell)
        self.textChanged.connect(self._wait.start)

    def focus(self) -> None:
        """Take the focus with everything selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in self._leaves and self.target is not None:
            self.target.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @Slot()
    def _tell(self) -> None:
        self.filtered.emit(self.text().strip())


class RadioList(QWidget):
    """A few choices of which one holds.

    Args:
        choices: pairs of key and text.
        name: what is chosen, for screen readers.
        explanations: what a choice means, by key; stands under it.
    """

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        name: str,
        parent: QWidget | None = None,
        *,
        explanations: Mapping[str, str] = NONE,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys = [key for key, _text in choices]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for number, (key, text) in enumerate(choices):
            button = Radio(text)
            self._group.addButton(button, number)
            column.addWidget(button)
            if key in explanations:
                button.setAccessibleDescription(explanations[key])
                words = Text(explanations[key], "small", wrap=True)
                words.setContentsMargins(RADIO_TEXT, 0, 0, 8)
                column.addWidget(words)
        self._group.idClicked.connect(self._clicked)

    def add_below(self, *widgets: QWidget) -> None:
        """Put words under the choices."""
        for widget in widgets:
            self.layout().addWidget(widget)

    @property
    def current(self) -> str:
        """The key that holds, or nothing."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        self._group.button(self._keys.index(key)).setChecked(True)

    @Slot(int)
    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._keys[number])


class Radio(QRadioButton):
    """One round choice."""

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(font()).horizontalAdvance(self.text())) + 24, RADIO_HEIGHT)

    def hitButton(self, _pos: QPoint) -> bool:
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint.rounded(painter, rect, None, theme().color("accent"), 5)
        color = paint.text_color("" if self.isChecked() or self.underMouse() else "muted")
        paint.radio(painter, QRectF(2, 0, 12, rect.height()).center(), self.isChecked(), color)
        paint.line_of_text(painter, rect.adjusted(RADIO_TEXT, 0, 4, 0), self.text(), color, font())


class FormRows(QWidget):
    """Rows of a form: a label at the left, a field, and under it what is wrong with it.

    Args:
        spacing: between two rows.
        label_width: of the first column, so that several forms line up; a longer label takes two lines.
    """

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, label_width: int = 0) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(spacing)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._wrong: dict[QWidget, QLabel] = {}

    def add(self, label: str, field: QWidget, help_text: str = "") -> QWidget:
        """Add a row; returns the field. A help text stands under it until something is wrong."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(field)
        below = Text(help_text, "small", wrap=True)
        shown_if(below, bool(help_text))
        below.setProperty("help", help_text)
        column.addWidget(below)
        words = Text(label, wrap=bool(self._label_width))
        words.setMinimumHeight(RADIO_HEIGHT if isinstance(field, RadioList) else field.sizeHint().height())
        if self._label_width:
            words.setFixedWidth(self._label_width)  # a wider one would leave the fields' help too little height
        words.setBuddy(field)
        if isinstance(field, QAbstractSpinBox):
            indent(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        self._form.addRow(words, holder)
        self._form.setAlignment(words, Qt.AlignmentFlag.AlignTop)
        self._wrong[field] = below
        return field

    def add_note(self, text: str) -> None:
        """A line over both columns."""
        self._form.addRow(Text(text, "muted", wrap=True))

    def show_wrong(self, field: QWidget, sentence: str) -> None:
        """Say what is wrong with a field, or with nothing, that it is right."""
        below = self._wrong[field]
        below.setText(sentence or below.property("help"))
        below.setVisible(bool(below.text()))
        below.setFont(font(SMALL))
        assert isinstance(below, Text)
        below.set_tone("bad" if sentence else "")
        field.setAccessibleDescription(below.text())


def indent(field: QAbstractSpinBox) -> None:
    """Give a number or time field the space before its text that the style sheet cannot give it."""
    if not (isinstance(field, QDateTimeEdit) and field.calendarPopup()):
        field.lineEdit().setTextMargins(9, 0, 0, 0)
