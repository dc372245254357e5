"""Dialogs: a card over the dimmed window with title, body and a row of buttons. Esc closes, Ctrl+Enter saves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from tracker.errors import KnownError
from tracker.tasks.task import Cancelled
from tracker.ui.page import NARROW
from tracker.ui.widgets.buttons import Button, PrimaryButton
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.long_text import LongText
from tracker.ui.widgets.overlay import Overlay
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.strips import ErrorStrip
from tracker.ui.widgets.text import Text, shown_if

MARGIN, PADDING = 24, (27, 21)
TIGHT_MARGIN, TIGHT_PADDING = 8, (16, 12)
"""px around the card and inside it, and in a small window."""


class Dialog(Overlay):
    """A question with fields. Fill `body`, connect `saved`, call `open`; it deletes itself when closed.

    Args:
        over: any widget of the window.
        title: what it is about.
        subtitle: what happened or what will.
        save: words of the filled button; none makes no such button.
        cancel: words of the button that closes.
        width: of the card in pixels, less in a small window.
        danger: whether saving destroys something.
    """

    saved = Signal()
    rejected = Signal()

    def __init__(
        self,
        over: QWidget,
        title: str,
        subtitle: str = "",
        *,
        save: str = "Save",
        cancel: str = "Cancel",
        width: int = 560,
        danger: bool = False,
    ) -> None:
        super().__init__(over)
        self.setAccessibleName(title)
        self._wanted_width = width
        self._unsaved: Callable[[], bool] | None = None
        column = QVBoxLayout(self.card)
        column.setSpacing(14)
        column.addLayout(self._head(title, subtitle))
        self.error = ErrorStrip()
        column.addWidget(self.error)
        self._content = _Content()
        self._content_height = 0
        self._settle = QTimer(self)  # not from within the layout that changes
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self._content_changed)
        self._content.changed.connect(self._settle.start)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 2, 0, 2)
        self.body.setSpacing(12)
        self._scroll = _Scroll(self._content)
        column.addWidget(self._scroll, 1)
        column.addLayout(self._foot(save, cancel, danger))
        self.bind("Esc", self.reject)
        self.bind("Ctrl+Return", self._save_by_key)
        self.bind("PgDown", self._page_down)
        self.bind("PgUp", self._page_up)
        self.closed.connect(self.deleteLater)

    def _head(self, title: str, subtitle: str) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        self._title, self._subtitle = LongText(title, "section"), Text(subtitle, "muted", wrap=True)
        shown_if(self._subtitle, bool(subtitle))
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        row.addLayout(words, 1)
        self._corner = QHBoxLayout()
        row.addLayout(self._corner)
        return row

    def _foot(self, save: str, cancel: str, danger: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._left = FlowRow()
        row.addWidget(self._left, 1, Qt.AlignmentFlag.AlignBottom)
        self.cancel_button = Button(cancel)
        shown_if(self.cancel_button, bool(cancel))
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = PrimaryButton(save, "Ctrl+Return", danger=danger)
        shown_if(self.save_button, bool(save))
        self.save_button.clicked.connect(self.saved)
        for button in (self.cancel_button, self.save_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def set_words(self, title: str, subtitle: str = "") -> None:
        """Change title and subtitle."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def add_left(self, *widgets: QWidget) -> None:
        """Put buttons or words at the left of the foot."""
        for widget in widgets:
            self._left.flow.addWidget(widget)

    def add_corner(self, widget: QWidget) -> None:
        """Put something into the upper right corner, for example "1 of 2"."""
        self._corner.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def show_part(self, part: QWidget, area: QRect) -> None:
        """Scroll so that `area` of a widget in the body can be seen, in a window too low for all of it."""
        top = part.mapTo(self._content, area.topLeft()).y()
        self._scroll.ensureVisible(0, top + area.height() // 2, 0, area.height() // 2 + 4)

    def guard(self, unsaved: Callable[[], bool]) -> None:
        """Ask before closing while `unsaved()` holds, so that nothing typed is lost by Esc."""
        self._unsaved = unsaved

    def show_error(self, error: KnownError, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show an error above the body; what was typed stays."""
        self.error.show_error(error, action, run)
        self.place()

    @Slot(object)
    def failed(self, error: Exception) -> None:
        """Say why it was not done, unless the person stopped it. What was typed stays, and it can be tried again."""
        self.save_button.setEnabled(True)
        if not isinstance(error, Cancelled):
            self.show_error(error if isinstance(error, KnownError) else KnownError("This could not be done."))

    def open(self) -> None:
        super().open()
        self.focusNextPrevChild(True)
        for field in self._content.findChildren(QLineEdit):
            if not field.hasFocus() and not isinstance(field.parent(), QAbstractSpinBox | QComboBox):
                field.home(False)  # the beginning of what is too long tells more than its end

    def tab_stops(self) -> list[QWidget]:
        # Corner and foot were made before the fields, but come after them; so do the last two buttons after the others.
        last = (self.cancel_button, self.save_button)
        corner = [self._corner.itemAt(number).widget() for number in range(self._corner.count())]

        def place(stop: QWidget) -> tuple[bool, bool, bool]:
            return not self._scroll.isAncestorOf(stop), any(one.isAncestorOf(stop) for one in corner), stop in last

        return sorted(super().tab_stops(), key=place)

    @Slot()
    def reject(self) -> None:
        """Close without saving, after asking if something would be lost."""
        if self._unsaved is not None and self._unsaved():
            question = KnownError("This is not saved yet.", "Keep editing, or throw it away.")
            self.show_error(question, "Throw away", self._throw_away)
            return
        self._throw_away()

    def accept(self) -> None:
        """Close after saving."""
        self.close_overlay()

    @Slot()
    def _content_changed(self) -> None:
        """What is wrong with a field takes a line: the card grows rather than hide what is below."""
        height = self._scroll.sizeHint().height()
        if self.isVisible() and height != self._content_height:
            self._content_height = height
            self._scroll.updateGeometry()
            self.place()

    def place(self) -> None:
        stage = self.stage()
        tight = stage.width() < NARROW
        margin, (sides, ends) = (TIGHT_MARGIN, TIGHT_PADDING) if tight else (MARGIN, PADDING)
        width = min(self._wanted_width, stage.width() - 2 * margin)
        self.card.setFixedWidth(width)
        layout = self.card.layout()
        layout.setContentsMargins(sides, ends, sides, ends)
        self._scroll.updateGeometry()  # what it holds may have grown, which a scroll area keeps to itself
        layout.activate()
        wanted = layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
        height = min(wanted, stage.height() - 2 * margin)
        left = stage.left() + (stage.width() - width) // 2
        self.card.setGeometry(left, stage.top() + (stage.height() - height) // 2, width, height)
        self.update()

    @Slot()
    def _throw_away(self) -> None:
        self.rejected.emit()
        self.close_overlay()

    def _page_down(self) -> None:
        self._scroll_by(1)

    def _page_up(self) -> None:
        self._scroll_by(-1)

    def _scroll_by(self, pages: int) -> None:
        """What is read rather than typed into has no focus that scrolling could follow."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _save_by_key(self) -> None:
        if self.save_button.isVisible() and self.save_button.isEnabled():
            self.save_button.click()


class _Content(QWidget):
    """What a dialog holds; tells when its parts changed their size."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return handled


class _Scroll(Scrolling):
    """As high as what it holds where there is room; scrolls in a small window."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        content = self.widget()
        layout = content.layout()
        height = layout.heightForWidth(self.width()) if layout.hasHeightForWidth() else 0
        return QSize(content.sizeHint().width(), max(height, content.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 40)
