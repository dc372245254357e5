"""The left edge of the window: the name, the pages with their keys, and what waits on one of them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.keys import hint
from tracker.ui.theme import BODY, BOLD, REGULAR, SEMIBOLD, SMALL, font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import PressedByEnter
from tracker.ui.widgets.text import Text

WIDTH, NARROW = 208, 122
"""px, and where the window is small: then the keys stand in the tool tips only."""


class PageButton(PressedByEnter, QAbstractButton):
    """A page in the sidebar, with its key or a badge."""

    def __init__(self, page_id: str, title: str, key: str) -> None:
        super().__init__()
        self.page_id = page_id
        self._badge = ""
        self._is_narrow = False
        self._hint = hint(key)
        self.setText(title)
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setToolTip(f"{title} ({self._hint})")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_badge(self, text: str) -> None:
        """Show a number instead of the key."""
        self._badge = text
        self.setAccessibleDescription(text)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Leave the key out."""
        self._is_narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(183, 34)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        rect = QRectF(self.rect())
        if self.isChecked():
            paint.rounded(painter, rect, colors.color("selection"))
        elif self.underMouse():
            paint.rounded(painter, rect, colors.color("hover"))
        if self.hasFocus():
            paint.rounded(painter, rect, None, colors.color("accent"))
        weight, name = (SEMIBOLD, "accent_text") if self.isChecked() else (REGULAR, "text")
        words = rect.adjusted(10, 0, -60 if not self._is_narrow else -36 if self._badge else 0, 0)
        paint.line_of_text(painter, words, self.text(), colors.color(name), font(BODY, weight))
        if self._badge:
            width = max(26.0, paint.pill_width(self._badge))
            box = QRectF(rect.right() - 10 - width, rect.center().y() - 12, width, 24)
            paint.rounded(painter, box, colors.color("warn_soft"), None, 12)
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.line_of_text(painter, box, self._badge, colors.color("warn_text"), font(SMALL), middle)
        elif not self._is_narrow:
            paint.key_hint(painter, rect.right() - 10, rect.center().y(), self._hint)


class MenuButton(PressedByEnter, QAbstractButton):
    """Three short lines that open the menus."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Menu")
        self.setToolTip("Menu (Alt)")
        self.setFixedSize(26, 26)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        if self.underMouse() or self.isDown():
            paint.rounded(painter, QRectF(self.rect()), colors.color("hover"), None, 6)
        for step in (-4, 0, 4):
            painter.fillRect(QRectF(7.5, 12.5 + step, 11, 1), colors.color("muted"))


class Sidebar(QWidget):
    """The pages; Up and Down move between them while it has the focus."""

    chosen = Signal(str)
    menu_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pages")
        self._buttons: dict[str, PageButton] = {}
        column = QVBoxLayout(self)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 4, 11)
        name = Text("Tracker", "strong")
        name.setFont(font(15, BOLD))
        self.menu_button = MenuButton()
        self.menu_button.clicked.connect(self.menu_requested)
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(self.menu_button)
        column.addLayout(head)
        self._top, self._bottom = QVBoxLayout(), QVBoxLayout()
        for part in (self._top, self._bottom):
            part.setSpacing(2)
        column.addLayout(self._top)
        column.addStretch(1)
        column.addLayout(self._bottom)
        self._column = column
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Take less of a small window."""
        self.setFixedWidth(NARROW if narrow else WIDTH)
        self._column.setContentsMargins(*((4, 10, 5, 8) if narrow else (12, 17, 13, 16)))
        for button in self._buttons.values():
            button.set_narrow(narrow)

    def add(self, page_id: str, title: str, key: str, *, bottom: bool = False) -> None:
        """Add a page at the end of the upper or the lower group."""
        button = PageButton(page_id, title, key)
        button.clicked.connect(self._clicked)
        self._buttons[page_id] = button
        (self._bottom if bottom else self._top).addWidget(button)

    def mark(self, page_id: str) -> None:
        """Show which page is open."""
        for name, button in self._buttons.items():
            button.setChecked(name == page_id)

    def set_badge(self, page_id: str, text: str) -> None:
        """Show a number on a page."""
        self._buttons[page_id].set_badge(text)

    def focus(self) -> None:
        """Take the focus on the page that is open."""
        for button in self._buttons.values():
            if button.isChecked():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = list(self._buttons.values())
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        here = next((number for number, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("window"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme().color("line"))

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, PageButton)
        button.setChecked(True)
        self.chosen.emit(button.page_id)
