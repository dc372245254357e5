"""Cards: boxes with a line around them. Plain, with a number, and to be chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.theme import CARD_RADIUS, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.text import Text, shown_if


class Card(QFrame):
    """A box with an optional heading. Add what it holds to `body`.

    Args:
        heading: short, in small semibold.
        note: stands after the heading, less strong.
    """

    def __init__(self, heading: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(heading)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(17, 13, 17, 15)
        self.body.setSpacing(6)
        self.heading = SectionHeader(heading, note)
        shown_if(self.heading, bool(heading))
        self.body.addWidget(self.heading)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        paint.rounded(painter, rect, colors.color("surface"), colors.color("line"), CARD_RADIUS)


class StatCard(Card):
    """A number and what it means, as on the sync screen.

    Args:
        caption: what the number means.
        heading: above the number, when the caption is long.
    """

    def __init__(self, caption: str, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(heading, parent=parent)
        self.body.setSpacing(0)
        self._number = Text("", "number")
        self._caption = Text(caption, "small" if heading else "muted", wrap=bool(heading))
        self.body.addWidget(self._number)
        self.body.addWidget(self._caption)

    def set(self, number: str, caption: str | None = None, tone: str = "") -> None:
        """Show a number; unknown is shown as "—" by whoever calls."""
        self._number.setText(number)
        self._number.set_tone(tone)
        if caption is not None:
            self._caption.setText(caption)
        self.setAccessibleName(f"{number} {self._caption.text()}")


class Stat(QWidget):
    """A number over a small caption, for rows of numbers inside a card."""

    def __init__(self, caption: str, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._caption = caption
        self._number = Text("—", "section", tone)
        column.addWidget(self._number)
        column.addWidget(Text(caption, "small"))

    def set(self, number: str) -> None:
        """Show a number."""
        self._number.setText(number)
        self.setAccessibleName(f"{number} {self._caption}")


class ChoiceCard(PressedByEnter, QAbstractButton):
    """A card that is chosen among others: a strong line and an explaining one.

    Args:
        title: the choice.
        detail: what it means.
    """

    def __init__(self, title: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(15, 12, 15, 12)
        column.setSpacing(0)
        for label in (Text(title, "strong"), Text(detail, "muted")):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        fill = colors.color("selection" if self.isChecked() else "hover" if self.underMouse() else "surface")
        paint.rounded(painter, rect, fill, colors.color("accent" if self.isChecked() else "line"), CARD_RADIUS)
        if self.hasFocus():
            paint.ring(painter, rect, CARD_RADIUS)


class SectionHeader(QWidget):
    """A small heading with a note and, at the right, buttons.

    Args:
        text: the heading.
        note: stands after it, less strong.
        widgets: what stands at the right.
    """

    def __init__(self, text: str, note: str = "", *widgets: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self._text = Text(text, "heading")
        self._note = Text(note, "small")
        shown_if(self._note, bool(note))
        row.addWidget(self._text)
        row.addWidget(self._note)
        row.addStretch(1)
        for widget in widgets:
            row.addWidget(widget)

    def set(self, text: str, note: str = "") -> None:
        """Change the words."""
        self._text.setText(text)
        self._note.setText(note)
        self._note.setVisible(bool(note))


def row_of(*buttons: QWidget) -> FlowRow:
    """Buttons at the foot of a card, in several lines where it is narrow."""
    row = FlowRow(*buttons)
    row.setContentsMargins(0, 4, 0, 0)
    return row
