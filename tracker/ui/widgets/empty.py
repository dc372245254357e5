"""What a list shows while it is empty: what comes here and which key starts it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.ui.widgets.buttons import PrimaryButton
from tracker.ui.widgets.text import Text, shown_if

DETAIL_WIDTH = 460


class EmptyState(QWidget):
    """A sentence or two and one button.

    Args:
        title: what comes here.
        detail: how it gets here.
        action: words of the button; none makes no button.
        key: the key that does the same.
    """

    started = Signal()

    def __init__(
        self, title: str, detail: str = "", action: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(6)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title, self._detail = Text(title, "strong"), Text(detail, "muted", wrap=True)
        for label in (self._title, self._detail):
            label.setAlignment(middle)
        self._detail.setMaximumWidth(DETAIL_WIDTH)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._detail, DETAIL_WIDTH)
        row.addStretch(1)
        column.addLayout(row)
        shown_if(self._detail, bool(detail))
        if action:
            column.addSpacing(8)
            button = PrimaryButton(action, key)
            button.clicked.connect(self.started)
            self.setFocusProxy(button)
            column.addWidget(button, 0, middle)
        column.addStretch(2)

    def set(self, title: str, detail: str = "") -> None:
        """Say something else, for example that the filter matches nothing."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)


class ListOrEmpty(QStackedWidget):
    """A list, or its empty state while it has no rows. Call `show_list` after every refresh.

    Args:
        content: the list.
        empty: what stands there instead.
    """

    def __init__(self, content: QWidget, empty: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addWidget(content)
        self.addWidget(empty)

    def minimumSizeHint(self) -> QSize:
        """Of what is shown: a list can be lower than the words that stand there without one."""
        return self.currentWidget().minimumSizeHint()

    def show_list(self, has_rows: bool) -> None:
        """Show the list or the empty state."""
        self.setCurrentIndex(0 if has_rows else 1)
        self.updateGeometry()
