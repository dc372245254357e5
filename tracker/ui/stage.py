"""The part of the window beside the sidebar: error strip, progress, the pages, and the toast over them."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tracker.ui.theme import theme
from tracker.ui.widgets.strips import ErrorStrip, ProgressStrip, Toast


class Stage(QWidget):
    """Where pages are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.error = ErrorStrip()
        self.progress = ProgressStrip()
        self.pages = QStackedWidget()
        for strip, margins in ((self.error, (28, 14, 28, 0)), (self.progress, (28, 10, 28, 0))):
            strip.setContentsMargins(*margins)
            column.addWidget(strip)
        column.addWidget(self.pages, 1)
        self.toast = Toast(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.toast.isVisible():
            self.toast.place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().color("surface"))
