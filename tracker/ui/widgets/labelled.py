"""A field with its label above it and what is wrong with it below, for forms of several columns."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QVBoxLayout, QWidget

from tracker.ui.widgets.fields import indent
from tracker.ui.widgets.text import Text


class Labelled(QWidget):
    """A field of a form.

    Args:
        label: what it is.
        field: where it is typed.
        help_text: stands below until something is wrong.
    """

    def __init__(self, label: str, field: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._help = help_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._label, self._below = Text(label, "small"), Text("", "small", wrap=True)
        self._label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(label)
        if isinstance(field, QAbstractSpinBox):
            indent(field)
        for part in (self._label, field, self._below):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(field)
        self.show_wrong("")

    def show_wrong(self, sentence: str) -> None:
        """Say what is wrong with the field and go there, or with nothing, that it is right."""
        self._below.setText(sentence or self._help)
        self._below.setVisible(bool(self._below.text()))
        self._below.set_tone("bad" if sentence else "")
        self.field.setAccessibleDescription(self._below.text())
        if sentence:
            self.field.setFocus()

    def set_label(self, label: str) -> None:
        """Change the label."""
        self._label.setText(label)
        self.field.setAccessibleName(label)
