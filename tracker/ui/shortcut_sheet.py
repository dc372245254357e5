"""The sheet of all shortcuts, built from the commands."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.commands import Command, Registry, menu_order
from tracker.ui.keys import hint
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.key_label import KeyLabel
from tracker.ui.widgets.text import Text

COLUMN = 300
"""px of width for which there is one column more."""


class ShortcutSheet(Dialog):
    """All keys that work now, by menu, in as many columns as there is room for."""

    def __init__(self, over: QWidget, registry: Registry) -> None:
        super().__init__(
            over, "All shortcuts", "Those of this screen and those that work everywhere.", save="", cancel="Close",
            width=900,
        )  # fmt: skip
        living = sorted((c for c in registry.living() if c.shortcut), key=lambda c: menu_order(c.group))
        groups = [(name, list(commands)) for name, commands in groupby(living, key=lambda c: c.group)]
        row = QHBoxLayout()
        row.setSpacing(32)
        count = max(1, min(3, self.stage().width() // COLUMN))
        columns = [QVBoxLayout() for _ in range(count)]
        filled = [0] * count
        for name, commands in groups:
            shortest = filled.index(min(filled))
            filled[shortest] += len(commands) + 2
            self._add_group(columns[shortest], name, commands)
        for column in columns:
            column.setSpacing(5)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)

    def _add_group(self, column: QVBoxLayout, name: str, commands: list[Command]) -> None:
        if column.count():
            column.addSpacing(10)
        column.addWidget(Text(name, "heading"))
        for command in commands:
            row = QHBoxLayout()
            row.addWidget(Text(command.title), 1)
            row.addWidget(KeyLabel(hint(command.shortcut[0])))
            column.addLayout(row)
