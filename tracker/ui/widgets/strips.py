"""Lines that say something at the place of work: an error with one action, an undo, and how far something is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.errors import KnownError, NotSaved
from tracker.tasks.task import Step, Task
from tracker.ui.theme import RADIUS, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.bars import ProgressBar
from tracker.ui.widgets.buttons import Button, IconButton, LinkButton
from tracker.ui.widgets.text import Text
from tracker.ui.words import cut

TOAST_MS = 8000
TOAST_RADIUS = 10
SHOW_AFTER_MS = 600
COUNTABLE = 10_000
ROOM = 280
LONGEST_SENTENCE = 90
KEEP_AS_DRAFT = "Keep as draft on this device"


def announce(widget: QWidget) -> None:
    """Let screen readers say the widget's name now."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # 6 ms of enumerations that the start can spare

    QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class ErrorStrip(QWidget):
    """What the world did, what to do about it, one action, and a way to close it. Hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(8)
        self._words = words = QVBoxLayout()
        words.setSpacing(0)
        self._sentence, self._hint = Text("", "strong", wrap=True), Text("", wrap=True)
        words.addWidget(self._sentence)
        words.addWidget(self._hint)
        row.addLayout(words, 1)
        self._button = Button("")
        self._button.clicked.connect(self._act)
        self._under = False
        self._close = IconButton("×", "Close this message", "Esc")
        self._close.clicked.connect(self.clear)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._action: Callable[[], None] | None = None
        self.hide()

    def show_error(self, error: KnownError, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show an error.

        Args:
            error: its sentence and hint.
            action: words of the button.
            run: what the button does. What was not saved because the server does not have it offers a draft.
        """
        if isinstance(error, NotSaved) and error.keep is not None and not action:
            action, run = KEEP_AS_DRAFT, _silently(error.keep)
        self._sentence.setText(error.sentence)
        self._hint.setText(error.hint)
        self._hint.setVisible(bool(error.hint))
        self._action = run
        self._button.setText(action)
        self._button.setAccessibleName(action)
        self._button.setVisible(bool(action))
        self._button.updateGeometry()
        self._place_button()
        self.setAccessibleName(str(error))
        self.show()
        announce(self)

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        return QSize(wanted.width(), self.heightForWidth(self.width()) if self.isVisible() else wanted.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_button()
            self.updateGeometry()

    def _place_button(self) -> None:
        """Beside the words, or under them where they would be left with less than half of the line."""
        under = not self._button.isHidden() and self.width() < 2 * self._button.sizeHint().width() + ROOM
        if under == self._under:
            return
        self._under = under
        if under:
            self._words.addSpacing(6)
            self._words.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._words.takeAt(2)
            self._row.insertWidget(1, self._button)

    @Slot()
    def clear(self) -> None:
        """Take the message away."""
        self._action = None
        self.hide()

    @Slot()
    def _act(self) -> None:
        action = self._action
        self.clear()
        if action is not None:
            action()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.contentsRect()), theme().color("warn_soft"), None, RADIUS)


def _silently(act: Callable[[], object]) -> Callable[[], None]:
    """`act` without what it returns."""

    def run() -> None:
        act()

    return run


class Toast(QWidget):
    """A line at the foot of the page that goes away by itself: "Deleted egg. Undo Ctrl+Z"."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(10)
        self._text = Text("")
        self._undo = Button("Undo", "Ctrl+Z")
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(self._undone)
        row.addWidget(self._text)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show a sentence for eight seconds, with or without a way back."""
        self._text.setText(cut(sentence, LONGEST_SENTENCE))
        self._undo.setVisible(undo)
        self.setAccessibleName(sentence)
        self.layout().activate()
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        announce(self)
        self._timer.start(TOAST_MS)

    def place(self) -> None:
        """Stand at the right above the lower edge: what can be done there stands at the left."""
        area = self.parentWidget().rect()
        width = min(self.sizeHint().width(), area.width() - 32)
        height = max(41, self.sizeHint().height())
        self.setGeometry(area.width() - width - 16, area.height() - height - 16, width, height)

    @Slot()
    def _undone(self) -> None:
        self.hide()
        self.undo_requested.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        paint.rounded(painter, QRectF(self.rect()), colors.color("surface"), colors.color("line"), TOAST_RADIUS)


class ProgressStrip(QWidget):
    """How far a task is, and a way to stop it; appears only if the task takes longer than 600 ms."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._bar = ProgressBar()
        self._text = Text("", "muted")
        self._cancel = LinkButton("Cancel", "muted")
        self._cancel.clicked.connect(self._stop)
        row.addWidget(self._bar, 1)
        row.addWidget(self._text)
        row.addWidget(self._cancel)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)
        self._task: Task | None = None
        self._words = ""
        self.hide()

    def watch(self, task: Task, words: str) -> None:
        """Follow a task; `words` say what it does."""
        if self._task is not None:
            self._task.progressed.disconnect(self._step)
            self._task.finished.disconnect(self._done)
        self._task, self._words = task, words
        self._text.setText(words)
        self.setAccessibleName(words)
        self._bar.set_share(None)
        task.progressed.connect(self._step)
        task.finished.connect(self._done)
        if task.running:
            self._timer.start(SHOW_AFTER_MS)

    @Slot(object)
    def _step(self, step: Step) -> None:
        self._bar.set_share(step.done / step.total if step.total else None)
        self._text.setText(" · ".join(part for part in (self._words, _how_far(step), step.text) if part))

    @Slot()
    def _done(self) -> None:
        self._timer.stop()
        self._task = None
        self.hide()

    @Slot()
    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()


def _how_far(step: Step) -> str:
    """A step as a count, or in percent where it counts what nobody would, such as bytes."""
    if not step.total:
        return ""
    return f"{step.done} of {step.total}" if step.total <= COUNTABLE else f"{100 * step.done // step.total} %"
