"""What a person does at the window, and what is read there: keys where the focus is, and the words that can be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tracker.ui.desk import Desk
from tracker.ui.shell import Shell
from tracker.ui.widgets.text import Text

Key = Qt.Key
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)  # fmt: skip


def shell(desk: Desk) -> Shell:
    """The window of a desk."""
    assert isinstance(desk.window, Shell)
    return desk.window


def focus() -> QWidget:
    """What has the focus."""
    found: QWidget | None = QApplication.focusWidget()
    assert found is not None
    return found


def press(*keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press keys, one after the other, each where the focus is then."""
    for key in keys:
        QTest.keyClick(focus(), key, modifiers)


def labels(widget: QWidget) -> list[str]:
    """The words of each label that can be seen."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def words(widget: QWidget) -> str:
    """All words that can be seen, a line each."""
    return "\n".join(one.text() for one in widget.findChildren(Text) if one.isVisible())
