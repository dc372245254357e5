"""The target that holds now, with the way to change it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.store.rows import Target
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words


class TargetCard(Card):
    """Energy and macronutrients of a day. `change_wanted`: the button was pressed."""

    change_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Daily target", parent=parent)
        self._energy, self._macros = Text("", "number"), Text("", "muted", wrap=True)
        self.change = Button("Change…")
        self.change.setAccessibleName("Change the daily target")
        self.change.clicked.connect(self.change_wanted)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(self.change)
        row.addStretch(1)
        self.body.addWidget(self._energy)
        self.body.addWidget(self._macros)
        self.body.addLayout(row)

    def show_target(self, target: Target, words: Words) -> None:
        """Show it."""
        energy = words.energy_with_unit(target.energy) if target.energy is not None else "No energy target"
        self._energy.setText(energy if target else "No target")
        parts = [f"{words.grams_with_unit(getattr(target, key))} {key}" for key in ("protein", "carbs", "fat")
                 if getattr(target, key) is not None and not words.hidden]  # fmt: skip
        self._macros.setText(" · ".join(parts) or "Set one to see on Today what is left of it.")
        self._macros.setVisible(bool(parts) or not target)
