"""The right side of Favorites: a title with what can be done with it, and headings with text."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui import keys
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.head import Head
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.star import StarButton
from tracker.ui.widgets.text import Text
from tracker.ui.words import cut

GAP = 17
"""Before a heading."""


class Details(Scrolling):
    """A title with its star and buttons, a line below it, and what a subclass adds to `body`."""

    star_wanted = Signal()
    edit_wanted = Signal()
    add_wanted = Signal()

    def __init__(self, name: str, add: str, parent: QWidget | None = None) -> None:
        content = QWidget()
        super().__init__(content, parent)
        self.setAccessibleName(name)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 12)
        self.body.setSpacing(8)
        self.title, self.line = LongText("", "section"), LongText("", "muted")
        self.star = StarButton(keys.STAR[0])
        self.edit, self.add = Button("Edit"), PrimaryButton(add)
        self.star.clicked.connect(self.star_wanted)
        self.edit.clicked.connect(self.edit_wanted)
        self.add.clicked.connect(self.add_wanted)
        self.buttons = FlowRow(self.edit, self.add)
        self.body.addWidget(self._head())
        self.body.addWidget(self.line)
        self.verticalScrollBar().rangeChanged.connect(self._scrolls)

    @Slot(int, int)
    def _scrolls(self, _: int, most: int) -> None:
        """Keep away from the scroll bar where there is one."""
        self.body.setContentsMargins(0, 0, 8 if most else 0, 12)

    def _head(self) -> Head:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.title, 1)
        row.addWidget(self.star, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        return Head(row, self.buttons)

    def show_title(self, title: str, line: str, starred: bool) -> None:
        """Show the name with its star, and the line below."""
        self.title.setText(title)
        self.title.setMaximumWidth(round(QFontMetricsF(self.title.font()).horizontalAdvance(cut(title))) + 4)
        self.line.setText(line)
        self.star.show_starred(starred)

    def sizeHint(self) -> QSize:
        return QSize(380, 400)


class Section(QWidget):
    """A heading with wrapped text below it; hidden while there is no text."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP - 8, 0, 0)
        column.setSpacing(6)
        self._text = Text("", "muted", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(SectionHeader(heading))
        column.addWidget(self._text)

    def show_text(self, text: str) -> None:
        """Show it."""
        self._text.setText(text.strip())
        self.setVisible(bool(text.strip()))
