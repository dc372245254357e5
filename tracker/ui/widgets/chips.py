"""Chips: short words in a pill. `Pill` says a state; `Chip` is pressed; `ChipBar` chooses one of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from tracker.ui.theme import SMALL, font
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter
from tracker.ui.widgets.flow import FlowRow

GAP = 12
"""px between chips."""


class Pill(QWidget):
    """A state in a word.

    Args:
        text: the word.
        tone: neutral, accent, ok, warn or bad.
    """

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def set(self, text: str, tone: str = "neutral") -> None:
        """Show another state."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(font(SMALL)).horizontalAdvance(self._text)) + 18, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, text, border = paint.tone_colors(self._tone)
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, fill, border, 10)
        paint.line_of_text(painter, rect, self._text, text, font(SMALL), Qt.AlignmentFlag.AlignHCenter)


class Chip(PressedByEnter, QAbstractButton):
    """A pill that is pressed; checked it has the accent's colour.

    Args:
        text: what it stands for.
        checkable: whether it stays pressed.
        tone: its colour, where that is not whether it is checked.
    """

    def __init__(self, text: str, *, checkable: bool = True, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setText(text)
        self.setCheckable(checkable)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(font(SMALL)).horizontalAdvance(self.text())) + 18, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        rect = QRectF(self.rect())
        fill, text, border = paint.tone_colors(self._tone or ("accent" if self.isChecked() else "neutral"))
        if self.underMouse() and not self.isChecked():
            text = paint.text_color("")
        paint.rounded(painter, rect, fill, border, 10)
        if self.hasFocus():
            paint.ring(painter, rect, 10)
        paint.line_of_text(painter, rect, self.text(), text, font(SMALL), Qt.AlignmentFlag.AlignHCenter)


class ChipBar(FlowRow):
    """Chips of which one is chosen; the arrow keys move the choice.

    Args:
        choices: pairs of key and text.
        name: what is chosen, for screen readers.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = (), name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(spacing=GAP, parent=parent)
        self.setAccessibleName(name)
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._group.buttonToggled.connect(self._toggled)
        self.set_choices(choices)

    @property
    def current(self) -> str:
        """The key of the chosen chip, or nothing."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the chips; what was chosen stays chosen if it is still there."""
        before = self.current if self._keys else ""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self.flow.removeWidget(button)
            button.deleteLater()
        self._keys = [key for key, _text in choices]
        for number, (_key, text) in enumerate(choices):
            chip = Chip(text)
            self._group.addButton(chip, number)
            self.flow.addWidget(chip)
        if self._keys:
            self.choose(before if before in self._keys else self._keys[0])

    def set_text(self, key: str, text: str) -> None:
        """Change the words of a chip, for example a count."""
        chip = self._group.button(self._keys.index(key))
        chip.setText(text)
        chip.setAccessibleName(text)
        chip.updateGeometry()

    def choose(self, key: str) -> None:
        """Choose without telling anybody."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._keys:
            super().keyPressEvent(event)
            return
        number = (self._group.checkedId() + step) % len(self._keys)
        self._group.button(number).setFocus()
        self._group.button(number).click()

    @Slot(QAbstractButton, bool)
    def _toggled(self, chip: QAbstractButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(chip)

    @Slot(int)
    def _clicked(self, number: int) -> None:
        self.chosen.emit(self._keys[number])
