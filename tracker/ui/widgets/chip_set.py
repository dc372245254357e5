"""Chips of which any number is chosen. One stop of the Tab key: arrows go from chip to chip, Space chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.flow import FlowRow

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Chip(Chip):
    """A chip that leaves the arrows to its set: a button would take them for itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class ChipSet(FlowRow):
    """Several of many.

    Args:
        words: what can be chosen.
        name: what is chosen, for screen readers.
    """

    changed = Signal()

    def __init__(self, words: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(spacing=6, parent=parent)
        self.setAccessibleName(name)
        self._chips = [_Chip(word) for word in words]
        for chip in self._chips:
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            chip.toggled.connect(self._toggled)
            self.flow.addWidget(chip)
        if self._chips:
            self._be_stop(self._chips[0])

    @property
    def chosen(self) -> tuple[str, ...]:
        """The words that are chosen, in their order."""
        return tuple(chip.text() for chip in self._chips if chip.isChecked())

    def choose(self, words: Iterable[str]) -> None:
        """Choose these and no others."""
        wanted = set(words)
        for chip in self._chips:
            chip.setChecked(chip.text() in wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        place = next((place for place, chip in enumerate(self._chips) if chip.hasFocus()), None)
        if step is None or place is None:
            super().keyPressEvent(event)
            return
        self._be_stop(self._chips[(place + step) % len(self._chips)])
        self._chips[(place + step) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)

    def _be_stop(self, chip: Chip) -> None:
        """Let the Tab key stop at this chip alone."""
        for one in self._chips:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is chip else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(chip)

    @Slot()
    def _toggled(self) -> None:
        self.changed.emit()
