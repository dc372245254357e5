"""The quick-add line: what was understood shows while one types, Enter writes it, and nothing typed is lost.

What understands a text is imported with the first text: the first frame shows the line empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence

from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.store.rows import Hit
from tracker.ui.desk import Desk
from tracker.ui.diary.earlier_lines import EarlierLines
from tracker.ui.widgets.line_field import LineField

if TYPE_CHECKING:
    from tracker.operations.quick_add import Understanding
    from tracker.operations.quick_lines import Line
    from tracker.ui.diary.choices import Choice

WAIT_MS = 60
WIDTH = 430
TURNED_BACK = frozenset({"slot", "date", "plan", "sport", "recipe"})
"""Kinds of recognised words that may as well belong to a food's name: lunch bar, Sunday roast."""


class QuickAdd(LineField):
    """One line that logs food, weight and training.

    Enter adds, Shift+Enter creates a food that nobody knows, Down offers what else may be meant (or leaves an empty
    line), Up brings back earlier lines, Esc puts the line away among them. Backspace right behind a word that was taken
    for a meal, a day or a sport makes it a part of the name; pressed again, it deletes. F2 selects the words of one
    item after the other, to be typed anew.

    Signals: `understood` the meaning of what stands there (None while it is empty), `written` the changes, `focused`
    whether the line has the focus, `left` when Down or Esc is pressed in an empty line.
    """

    understood = Signal(object)
    written = Signal(object)
    focused = Signal(bool)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("2 eggs breakfast, weight 81.4 …", "Ctrl+N", "Quick add")
        self._desk = desk
        self.day = desk.today.isoformat()
        self.meaning: Understanding | None = None
        self.insisted = False
        self._chosen: dict[str, Hit] = {}
        self._lines = EarlierLines(desk)
        self._turned = ""
        self._refused = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.understand)
        self.textEdited.connect(self._edited)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def show_day(self, day: str) -> None:
        """Add to another day from now on."""
        if day != self.day:
            self.day = day
            self.understand()

    @Slot()
    def understand(self) -> None:
        """Find out what stands there, and show it."""
        self._wait.stop()
        self.meaning = self._meaning_of(self.text()) if self.text().strip() else None
        self.set_ghost(f"→ {self._described(self.meaning)} ⏎" if self.meaning else "")
        self.understood.emit(self.meaning)

    def _meaning_of(self, text: str) -> Understanding:
        from tracker.operations.quick_add import understand

        found = understand(self._desk.store, text, day=self.day, decimal_comma=self._desk.decimal_comma)
        from dataclasses import replace

        return replace(found, lines=tuple(map(self._as_chosen, found.lines)))

    def _described(self, meaning: Understanding) -> str:
        from tracker.ui.diary.meaning import describe

        return describe(self._desk, meaning, self.day)

    def put(self, text: str) -> None:
        """Put text into the line as if it were typed."""
        self.setText(text)
        self.insisted, self._turned = False, ""
        self.understand()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_for_window(event):
            event.ignore()
            return False
        if event.type() == QEvent.Type.ShortcutOverride and self._edits(event):
            event.accept()  # F2 is not for what the page has selected
            return True
        return super().event(event)

    def _edits(self, event: QEvent) -> bool:
        plain = isinstance(event, QKeyEvent) and not event.modifiers() and event.key() == Qt.Key.Key_F2
        return plain and bool(self.text().strip())

    def _is_for_window(self, event: QKeyEvent) -> bool:
        """Undo and redo take back what was added, where the line has nothing of its own to take back."""
        undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
        return (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Return: self._enter, Qt.Key.Key_Enter: self._enter, Qt.Key.Key_Up: self._earlier,
            Qt.Key.Key_Down: self._down, Qt.Key.Key_Escape: self._put_away, Qt.Key.Key_F2: self._edit_next,
        }  # fmt: skip
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() == Qt.Key.Key_Backspace and not event.isAutoRepeat() and self._turn_back():
            return
        action = keys.get(Qt.Key(event.key())) if plain else None
        shifted = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        if shifted and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            action = self._create_unknown
        if action is not None:
            action()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.focused.emit(False)

    def hideEvent(self, event: QHideEvent) -> None:
        if self._wait.isActive():  # not once the profile may be closed
            self.understand()
        super().hideEvent(event)

    @Slot()
    def _edited(self) -> None:
        self._lines.leave()
        self.insisted = False
        self.set_ghost("")
        self._wait.start()

    # Adding

    def _enter(self) -> None:
        if not self.text().strip():
            return
        if self._wait.isActive():
            self.understand()
        if self.meaning and (self.insisted or not any(line.doubt for line in self.meaning.lines)):
            from tracker.operations.quick_add import add

            self._desk.lane.write(add, self.meaning, on_done=self._done, on_failed=self._failed)
            self._keep()
            return
        self.insisted = True
        self.understood.emit(self.meaning)
        if self.meaning is not None and any(one.choices or one.unknown for one in self.meaning.problems):
            self._offer()

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        if self._refused and self.text().strip() == self._refused:
            self._keep()
        self._refused = ""
        self.written.emit(changes)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if not self.text():
            self._earlier()
            self._refused = self.text().strip()
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    # Earlier lines

    def _keep(self) -> None:
        """Empty the line; Up brings it back."""
        self._lines.keep(self.text().strip())
        self._chosen = {}
        self.put("")

    def _put_away(self) -> None:
        if self.text().strip():
            self._keep()
        else:
            self.left.emit()

    def _earlier(self) -> None:
        text = self._lines.earlier(self.text())
        if text is not None:
            self.put(text)

    def _down(self) -> None:
        if self._lines.browsing:
            self.put(self._lines.later())
        elif self.text().strip():
            self.understand()
            self._offer()
        else:
            self.left.emit()

    # What else may be meant

    def _as_chosen(self, line: Line) -> Line:
        hit = self._chosen.get(line.item.name) if line.item else None
        if hit is None or (line.kind, line.title) == (hit.kind, hit.title):
            return line
        from tracker.operations.quick_add import choose

        try:
            return choose(self._desk.store, line, hit)
        except KnownError:
            return line

    def _offer(self) -> None:
        if self.meaning is not None:
            from tracker.ui.diary.choices import ChoiceMenu

            menu = ChoiceMenu(self, self.meaning)
            menu.decided.connect(self._decided)
            menu.offer()

    @Slot(object)
    def _decided(self, choice: Choice) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        if choice.create:
            self._create(choice.name)
        elif choice.hit is not None:
            self._chosen[choice.name] = choice.hit
            self.understand()
        else:
            text = self.text()
            self.put(f"{text[: choice.start]}{choice.text}{text[choice.end :]}")

    # One item's words

    def edit_item(self, item: Line) -> None:
        """Select the words of an item, so that what is typed takes their place."""
        said = self.text()[item.start : item.end]
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setSelection(item.start, len(said.rstrip()))

    def _edit_next(self) -> None:
        """Select the words of the item after the selected one; after the last comes the first."""
        if self._wait.isActive():
            self.understand()
        items = {(one.start, one.end): one for one in self.meaning.lines} if self.meaning else {}
        if not items:
            self.selectAll()
            return
        after = self.selectionStart() if self.hasSelectedText() else -1
        ordered = sorted(items)
        self.edit_item(items[next((one for one in ordered if one[0] > after), ordered[0])])

    # A word that was taken for something else

    def _turn_back(self) -> bool:
        """Put the word before the cursor in quotes where it was recognised, and take them away again with its end."""
        text, cursor = self.text(), self.cursorPosition()
        if self.hasSelectedText():
            return False
        if self._turned and self._turned == text[:cursor]:
            opened = text.rindex('"', 0, cursor - 1)
            self._replace(opened, cursor, text[opened + 1 : cursor - 2])
            return True
        if self._wait.isActive():
            self.understand()
        for part in () if self.meaning is None else self.meaning.parts:
            if part.end == cursor and part.kind in TURNED_BACK and text[part.start : cursor].replace(" ", "").isalpha():
                self._replace(part.start, cursor, f'"{text[part.start : cursor]}"')
                self._turned = self.text()[: self.cursorPosition()]
                return True
        return False

    def _replace(self, start: int, end: int, words: str) -> None:
        """Put other words in place of some, as if they were typed: the line's own undo takes it back."""
        self._turned = ""
        self.setSelection(start, end - start)
        self.insert(words)
        self.understand()

    # A food that nobody knows

    def _create_unknown(self) -> None:
        """Create the food that the line names, if nobody knows it; else add the line."""
        self.understand()
        problems = self.meaning.problems if self.meaning is not None else ()
        unknown = next((one.unknown for one in problems if one.unknown), "")
        if unknown:
            self._create(unknown)
        else:
            self._enter()

    def _create(self, name: str) -> None:
        from tracker.ui.dialogs.food import FoodDialog

        dialog = FoodDialog(self._desk, self.window(), name=name)
        dialog.closed.connect(self._created)
        dialog.open()

    @Slot()
    def _created(self) -> None:
        """Look again at the line, which is still there."""
        self.setFocus()
        self.understand()
