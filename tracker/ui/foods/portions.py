"""The portions of a food while they are edited: a name and what it weighs, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.units import format_number
from tracker.store.rows import Portion
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, to_amount


class PortionLine(QWidget):
    """Name and weight."""

    ended = Signal()
    removed = Signal()

    def __init__(self, portion: Portion | None, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit(portion.name if portion else "")
        self.name.setPlaceholderText("slice")
        self.name.setAccessibleName("Portion")
        self.grams = QLineEdit(format_number(portion.mass, words.decimal) if portion else "")
        self.grams.setPlaceholderText("30")
        self.grams.setAccessibleName("Weight of the portion, g")
        self.grams.setFixedWidth(110)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.grams)
        row.addWidget(Text("g", "muted"))

    @property
    def empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.name.text().strip() and not self.grams.text().strip()

    @property
    def portion(self) -> Portion | None:
        """The portion; None where a part is missing."""
        name, mass = self.name.text().strip(), to_amount(self.grams.text())
        return Portion(name, mass) if name and mass and mass > 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Delete and (control or (self.empty and not event.modifiers())):
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class Portions(QWidget):
    """Lines, at least one; Enter adds one, Del removes an empty one. `resized`: there are more or fewer."""

    resized = Signal()

    def __init__(self, portions: Sequence[Portion], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: list[PortionLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for portion in portions or (None,):
            self._insert(len(self._lines), portion)

    @property
    def portions(self) -> tuple[Portion, ...]:
        """The portions that are complete."""
        return tuple(line.portion for line in self._lines if line.portion is not None)

    @property
    def incomplete(self) -> bool:
        """Whether a line has a name without a weight, or the other way round."""
        return any(line.portion is None and not line.empty for line in self._lines)

    @property
    def typed(self) -> tuple[tuple[str, str], ...]:
        """What stands in the fields."""
        return tuple((line.name.text(), line.grams.text()) for line in self._lines)

    def add(self, portions: Sequence[Portion]) -> None:
        """Add those whose names are not here yet, in the place of an empty line."""
        named = {portion.name.casefold() for portion in self.portions}
        new = [portion for portion in portions if portion.name.casefold() not in named]
        if not new:
            return
        if len(self._lines) == 1 and self._lines[0].empty:
            gone = self._lines.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for portion in new:
            self._insert(len(self._lines), portion)
        self.resized.emit()

    def _insert(self, place: int, portion: Portion | None = None) -> PortionLine:
        line = PortionLine(portion, self._words)
        line.ended.connect(self._end)
        line.removed.connect(self._remove)
        self._lines.insert(place, line)
        self._column.insertWidget(place, line)
        line.show()  # now, or it could not take the focus yet
        stops = [stop for one in self._lines for stop in (one.name, one.grams)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        return line

    def _here(self) -> int:
        focus = QApplication.focusWidget()
        return next((place for place, one in enumerate(self._lines) if focus in (one.name, one.grams)), 0)

    @Slot()
    def _end(self) -> None:
        place = self._here()
        line = self._lines[place]
        if line.empty:
            self.focusNextChild()
            return
        if line.name.hasFocus() and not line.grams.text().strip():
            line.grams.setFocus()
            return
        self._insert(place + 1).name.setFocus()
        self.resized.emit()

    @Slot()
    def _remove(self) -> None:
        place = self._here()
        gone = self._lines[place]
        if len(self._lines) == 1:
            gone.name.clear()
            gone.grams.clear()
            gone.name.setFocus()
            return
        self._lines.pop(place)
        self._lines[min(place, len(self._lines) - 1)].name.setFocus()
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self.resized.emit()
