"""One ingredient as it is typed: 600 g chicken breast, and beside it the food that it was understood as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QWidget

from tracker.operations.recipes import Line
from tracker.store.rows import Hit, Ingredient
from tracker.ui.desk import Desk
from tracker.ui.theme import font, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.line_field import LineField
from tracker.ui.words import cut

WAIT_MS = 60
OFFERED = 8
ERASERS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class IngredientField(LineField):
    """The text. Enter ends the line, Up and Down go to another, with Alt and Shift they carry it along."""

    ended = Signal()
    removed = Signal()
    left = Signal(int)
    carried = Signal(int)
    choosing = Signal()
    pasted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("600 g chicken breast", name="Ingredient", parent=parent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = not modifiers
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.ended.emit()
        elif key in STEPS and plain:
            self.left.emit(STEPS[Qt.Key(key)])
        elif key in STEPS and modifiers == Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier:
            self.carried.emit(STEPS[Qt.Key(key)])
        elif key == Qt.Key.Key_F4 and plain:
            self.choosing.emit()
        elif (key == Qt.Key.Key_Delete and control) or (key in ERASERS and plain and not self.text()):
            self.removed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste) and len(_clipboard_lines()) > 1:
            self.pasted.emit(_clipboard_lines())
        else:
            super().keyPressEvent(event)


def _clipboard_lines() -> tuple[str, ...]:
    text = QGuiApplication.clipboard().text()
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class MatchButton(QAbstractButton):
    """The food an ingredient was understood as, with its energy; pressed, it offers others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail, self._tone = "", ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_match("", "")

    def show_match(self, text: str, detail: str, tone: str = "", tip: str = "") -> None:
        """Show a food and its energy, or with the tone warn, what is missing."""
        self.setText(text)
        self._detail, self._tone = detail, tone
        self.setToolTip(cut(tip or text))
        self.setAccessibleName(", ".join(part for part in (text, detail, tip) if part) or "No food yet")
        self.setEnabled(bool(text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 34)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.hasFocus():
            paint.ring(painter, rect)
        elif self.underMouse() and self.isEnabled():
            paint.rounded(painter, rect, theme().color("hover"))
        inside = rect.adjusted(10, 0, -10, 0)
        muted, plain = theme().color("muted"), font(tabular=True)
        used = paint.line_of_text(painter, inside, self._detail, muted, plain, Qt.AlignmentFlag.AlignRight)
        if self._tone:
            paint.pill(painter, inside.left() - 2, rect.center().y(), self.text(), self._tone)
            return
        room = inside.adjusted(0, 0, -(used + 12 if used else 0), 0)
        paint.line_of_text(painter, room, self.text(), muted, font())


class IngredientLine(QWidget):
    """A line of a recipe while it is edited. `changed` says that it means something else now."""

    changed = Signal()

    def __init__(self, desk: Desk, line: Line | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line = line or Line("")
        self._hits: list[Hit] | None = None
        self._question = ""
        self.field, self.match = IngredientField(), MatchButton()
        self.field.setText(self._written(self._line))
        self._read_text = self.field.text()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 5)
        row.addWidget(self.match, 5)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.read)
        self.field.textChanged.connect(self._wait.start)
        self.field.choosing.connect(self.choose)
        self.match.clicked.connect(self.choose)

    def _written(self, line: Line) -> str:
        words = self._desk.words
        return f"{words.amount(line.amount, line.unit)} {line.name}".strip()

    @property
    def line(self) -> Line | None:
        """What the line means; None while it is empty."""
        return self._line if self.field.text().strip() else None

    @Slot()
    def read(self) -> None:
        """Understand what stands there now. A food stays while the name stays."""
        self._wait.stop()
        text = self.field.text()
        if text == self._read_text:
            return
        self._read_text = text
        from tracker.domain.recipes.line import read_ingredient  # only where something is typed
        from tracker.operations.ingredient_foods import matched

        found = read_ingredient(text, self._desk.decimal_comma)
        self._question = found.question
        before = self._line
        if found.name.casefold() != before.name.casefold():
            self._hits = None
            self._line = replace(matched(self._desk.store, found), id=before.id)
        else:
            self._line = Line(found.name, found.amount, found.unit, before.food, before.id, before.guessed)
        self.changed.emit()

    def accept_guess(self) -> None:
        """The food that was guessed is right."""
        self._line = replace(self._line, guessed=False)

    def show_match(self, one: Ingredient | None) -> None:
        """Show what the line is worth as part of its recipe."""
        if one is None:
            self.match.show_match("", "")
        elif self._question:
            self.match.show_match(self._question, "", "warn", "Type one amount, then what it is.")
        elif one.heading:
            self.match.show_match("", "")
        elif not one.food_name:
            self.match.show_match("match a food…", "", "warn", "It counts as nothing until a food is chosen.")
        elif not one.matched:
            unit = one.unit or "piece"
            tip = f"Type grams, or a portion of {one.food_name}."
            self.match.show_match(f"{one.food_name}: what does a {unit} weigh?", "", "warn", tip)
        else:
            energy = self._desk.words.energy_with_unit(one.nutrition.energy) if one.nutrition else ""
            if one.doubt == "food":
                tip = f"{one.food_name} is a guess. F4 and Enter keep it; F4 offers others."
                self.match.show_match(f"{one.food_name}?", energy, "warn", tip)
                return
            weight = f" About {self._desk.words.amount(one.mass, 'g')}." if one.doubt == "weight" else ""
            self.match.show_match(one.food_name, energy, tip=f"{one.food_name}.{weight} F4 chooses another food.")

    @Slot()
    def choose(self) -> None:
        """Offer the foods that the name may mean."""
        self.read()
        from tracker.operations.ingredient_foods import foods_for

        if self._hits is None:
            self._hits = foods_for(self._desk.store, self._line.name, OFFERED)
        self._offer(self._hits)

    def _offer(self, hits: Sequence[Hit]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for hit in hits:
            action = menu.addAction(f"{hit.title}   {hit.detail}".replace("&", "&&"))
            action.setData(hit.id)
        if not hits:
            menu.addAction(f"No food is called “{self._line.name}”. Try other words.").setEnabled(False)
        if self._line.food:
            menu.addSeparator()
            menu.addAction("No food").setData("")
        menu.triggered.connect(self._chosen)
        menu.popup(self.match.mapToGlobal(QPoint(0, self.match.height() + 2)))
        choices = [action for action in menu.actions() if action.isEnabled()]
        if choices:
            menu.setActiveAction(choices[0])

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        line = self._line
        self._line = Line(line.name, line.amount, line.unit, str(action.data()) or None, line.id)
        self.changed.emit()
        self.field.setFocus()
