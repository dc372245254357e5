"""The card under the quick-add line: a chip for each item that was understood, and a sentence for what is not clear."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from tracker.operations.quick_add import Understanding
from tracker.operations.quick_lines import Line
from tracker.ui.desk import Desk
from tracker.ui.diary.meaning import chip
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.keys import hint
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import Chip, Pill
from tracker.ui.widgets.flow import FlowLayout
from tracker.ui.widgets.text import Text

LEAST_WIDTH = 360
GAP = 6
MOST = 8
"""Items that have a chip of their own."""
SHADOW = QColor(15, 18, 21, 56)


class MeaningCard(Card):
    """Hangs under the line while something stands in it, over what the page shows there.

    Args:
        desk: for the words.
        line: the quick-add line.
        over: the page.
    """

    def __init__(self, desk: Desk, line: QuickAdd, over: QWidget) -> None:
        super().__init__(parent=over)
        self._desk, self._line, self._over = desk, line, over
        self.setAccessibleName("What will be added")
        self.body.setContentsMargins(12, 10, 12, 10)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._sentence = Text("", "small", wrap=True)
        self._keys = Text("", "small", wrap=True)
        for part in (self._chips, self._sentence, self._keys):
            self.body.addWidget(part)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 6)
        shadow.setColor(SHADOW)
        self.setGraphicsEffect(shadow)
        self.hide()
        over.installEventFilter(self)
        line.understood.connect(self.show_meaning)
        line.focused.connect(self._focused)

    @Slot(object)
    def show_meaning(self, meaning: Understanding | None) -> None:
        """Show it; nothing for an empty line."""
        if meaning is not None:
            self._show(meaning)
        self.setVisible(meaning is not None and self._line.hasFocus())
        self.place()

    def _show(self, meaning: Understanding) -> None:
        self._flow.clear()
        for line in meaning.lines[:MOST]:
            self._put(_ItemChip(chip(self._desk, line, self._line.day), line, self._line))
        if len(meaning.lines) > MOST:
            self._put(Pill(f"and {len(meaning.lines) - MOST} more"))
        self._chips.setVisible(bool(meaning.lines))
        self._chips.updateGeometry()
        self._say(self._sentence, self._problem(meaning))
        self._sentence.set_tone("warn" if self._line.insisted else "muted")
        self._say(self._keys, self._hint(meaning))
        self.setAccessibleDescription(self._sentence.text())

    def _put(self, one: QWidget) -> None:
        self._flow.addWidget(one)
        one.show()

    def place(self) -> None:
        """Stand right under the line, as high as needed."""
        if self.isHidden():
            return
        width = max(LEAST_WIDTH, self._line.width())
        corner = self._line.mapTo(self._over, QPoint(self._line.width() - width, self._line.height() + GAP))
        self.layout().activate()
        self.setGeometry(corner.x(), corner.y(), width, self.layout().heightForWidth(width))
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def sizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, 60)

    @Slot(bool)
    def _focused(self, here: bool) -> None:
        self.setVisible(here and self._line.meaning is not None)
        self.place()

    def _say(self, label: Text, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    def _problem(self, meaning: Understanding) -> str:
        if meaning.problems:
            problem = meaning.problems[0]
            said = (
                bool(problem.unknown)
                or not problem.choices
                or all(f" {choice}" in problem.sentence for choice in problem.choices)
            )
            return problem.sentence if said else f"{problem.sentence} ({' or '.join(problem.choices)})"
        doubt = next((line.doubt for line in meaning.lines if line.doubt), "")
        return f"{doubt} Enter again adds it as it is." if doubt and self._line.insisted else doubt

    def _hint(self, meaning: Understanding) -> str:
        if any(problem.unknown for problem in meaning.problems):
            return " · ".join([*["↓ similar names"] * any(one.choices for one in meaning.problems), "⇧ ⏎ create it"])
        if any(problem.choices for problem in meaning.problems):
            return "↓ choose"
        others = any(line.others for line in meaning.lines)
        several = len(meaning.lines) > 1
        return " · ".join(
            ["⏎ add"] * bool(meaning) + ["↓ something else was meant"] * others + [f"{hint('F2')} edit one"] * several
        )


class _ItemChip(Chip):
    """What one item will do. Pressed, its words in the line are selected: what is typed then takes their place.

    It never has the focus, which stays in the line; F2 there does the same.
    """

    def __init__(self, words: str, item: Line, line: QuickAdd) -> None:
        super().__init__(words, checkable=False, tone="accent" if item.eaten else "neutral")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Edit its words")
        self._item, self._line = item, line
        self.clicked.connect(self._edit)

    @Slot()
    def _edit(self) -> None:
        self._line.edit_item(self._item)
