"""The quick-add line: what was understood shows while one types, Enter writes it, and nothing typed is lost."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.operations import quick_add
from tracker.operations.quick_add import Line, Understanding
from tracker.store.changes import Changes
from tracker.ui.desk import Desk
from tracker.ui.finding import describe
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.fields import LineField
from tracker.ui.widgets.flow import FlowLayout
from tracker.ui.widgets.text import Text

WAIT_MS = 60
KEPT = 50


class QuickAdd(LineField):
    """One line that logs food, weight and training.

    Signals: `understood` the meaning of what stands there (None while it is empty), `written` the changes.
    """

    understood = Signal(object)
    written = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("2 eggs breakfast, weight 81.4 …", "Ctrl+N", "Quick add", parent=parent)
        self._desk = desk
        self.day = desk.today.isoformat()
        self.slot: str | None = None
        self._meaning: Understanding | None = None
        self._history: list[str] = []
        self._place = 0
        self._sent = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._understand)
        self.textEdited.connect(self._edited)

    @Slot()
    def _edited(self) -> None:
        self.set_ghost("")
        self._wait.start()

    @Slot()
    def _understand(self) -> None:
        self._wait.stop()
        text = self.text().strip()
        self._meaning = None
        if text:
            self._meaning = quick_add.understand(
                self._desk.store, text, day=self.day, slot=self.slot, decimal_comma=self._desk.decimal_comma
            )
        ghost = f"→ {describe(self._desk, self._meaning)} ⏎" if self._meaning else ""
        self.set_ghost(ghost)
        self.understood.emit(self._meaning)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter()
        elif event.key() == Qt.Key.Key_Up:
            self._remember(-1)
        elif event.key() == Qt.Key.Key_Down:
            if self._meaning and self._place == len(self._history):
                self._choose()
            else:
                self._remember(1)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.setText("")
            self._understand()
        else:
            super().keyPressEvent(event)

    def insertFromText(self, text: str) -> None:
        """Put text into the line as if it were typed."""
        self.setText(text)
        self._understand()

    def _enter(self) -> None:
        if not self.text().strip():
            return
        if self._wait.isActive() or self._meaning is None:
            self._understand()
        if self._meaning:
            self._sent = self.text()
            self._desk.lane.write(quick_add.add, self._meaning, on_done=self._done, on_failed=self._failed)
            self._keep()

    def _keep(self) -> None:
        self._history = [*[line for line in self._history if line != self._sent][-KEPT:], self._sent]
        self._place = len(self._history)
        self.setText("")
        self._understand()

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.written.emit(changes)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not self.text():
            self.insertFromText(self._sent)
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    def _remember(self, step: int) -> None:
        place = self._place + step
        if 0 <= place <= len(self._history) and self._history:
            self._place = place
            self.insertFromText(self._history[place] if place < len(self._history) else "")

    # What else a name could mean

    def _choose(self) -> None:
        """Offer what else the last food could be."""
        ambiguous = [line for line in self._meaning.lines if line.others] if self._meaning else []
        if not ambiguous:
            return
        line = ambiguous[-1]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for hit in line.others:
            action = menu.addAction(f"{hit.title}   {hit.detail}".replace("&", "&&"))
            action.setData((line, hit))
        menu.triggered.connect(self._chosen)
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    @Slot(object)
    def _chosen(self, action: object) -> None:
        line, hit = action.data()  # type: ignore[attr-defined]
        if self._meaning is None:
            return
        try:
            chosen = quick_add.choose(self._desk.store, line, hit)
        except KnownError as error:
            self._desk.window.show_error(error)
            return
        lines = tuple(chosen if one is line else one for one in self._meaning.lines)
        self._meaning = Understanding(lines, self._meaning.problems, self._meaning.parts)
        self.set_ghost(f"→ {describe(self._desk, self._meaning)} ⏎")
        self.understood.emit(self._meaning)


class Meaning(QWidget):
    """What a quick-add line was understood as: a chip for each item, and a sentence for what is not clear."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._sentence = Text("", "small", "warn", wrap=True)
        column.addWidget(self._chips)
        column.addWidget(self._sentence)
        self.hide()

    @Slot(object)
    def show_meaning(self, meaning: Understanding | None) -> None:
        """Show it; nothing for an empty line."""
        self._flow.clear()
        for line in meaning.lines if meaning else ():
            self._flow.addWidget(Pill(self._words(line), "accent" if line.eaten else "neutral"))
        self._chips.setVisible(bool(meaning and meaning.lines))
        problem = meaning.problems[0] if meaning and meaning.problems else None
        self._sentence.setText(self._problem(problem) if problem else self._hint(meaning))
        self._sentence.set_tone("warn" if problem else "muted")
        self._sentence.setVisible(bool(self._sentence.text()))
        self.setVisible(meaning is not None)

    def _problem(self, problem: object) -> str:
        choices = getattr(problem, "choices", ())
        return f"{problem.sentence} {' or '.join(choices)}".strip() if choices else problem.sentence  # type: ignore[attr-defined]

    def _hint(self, meaning: Understanding | None) -> str:
        if meaning and any(line.others for line in meaning.lines):
            return "Down: something else was meant"
        return ""

    def _words(self, line: Line) -> str:
        words = self._desk.words
        parts = [line.title, words.amount(line.amount, line.unit)]
        parts.append(line.slot.name.lower() if line.slot else "")
        parts.append(words.energy_with_unit(line.energy) if line.energy is not None else "")
        if line.day != self._desk.today.isoformat():
            parts.append(line.day)
        return " · ".join(part for part in parts if part)
