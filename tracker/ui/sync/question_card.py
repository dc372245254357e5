"""What sync asks, as a card with a button for each answer, at the top of the Sync page until it is answered."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from tracker.sync.questions import Question
from tracker.ui.theme import CARD_RADIUS, theme
from tracker.ui.widgets import paint
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.text import Text


class QuestionCard(Card):
    """The question, its answers with what each means, and a way to the list of what it is about."""

    answered = Signal(str, str)
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.question: Question | None = None
        self._heading, self._sentence = Text("", "strong", wrap=True), Text("", wrap=True)
        self._answers = QGridLayout()
        self._answers.setHorizontalSpacing(12)
        self._answers.setVerticalSpacing(6)
        self._answers.setColumnStretch(1, 1)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._sentence)
        self.body.addSpacing(4)
        self.body.addLayout(self._answers)
        self.hide()

    def show_question(self, question: Question | None) -> None:
        """Show a question, or with none, nothing."""
        if question != self.question:
            self.question = question
            self._fill()
        self.setVisible(question is not None)

    @property
    def first_button(self) -> QWidget | None:
        """Where the focus goes."""
        item = self._answers.itemAtPosition(0, 0)
        return item.widget() if item is not None else None

    def _fill(self) -> None:
        while (item := self._answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        question = self.question
        if question is None:
            return
        self.setAccessibleName(question.heading)
        self._heading.setText(question.heading)
        self._sentence.setText(question.sentence)
        row = 0
        if question.details:
            button = Button("Show list")
            button.clicked.connect(self.list_wanted)
            self._add(row, button, "See what it is about, and answer for each of it.")
            row += 1
        for option in question.options:
            button = Button(option.label)
            button.setProperty("answer", option.key)
            button.setAccessibleDescription(option.explanation)
            button.clicked.connect(self._pressed)
            self._add(row, button, option.explanation)
            row += 1

    def _add(self, row: int, button: Button, meaning: str) -> None:
        self._answers.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._answers.addWidget(Text(meaning, "muted", wrap=True), row, 1)

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if self.question is not None and isinstance(button, Button):
            self.answered.emit(self.question.kind, str(button.property("answer")))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = theme()
        paint.rounded(painter, QRectF(self.rect()), colors.color("surface"), colors.color("warn"), CARD_RADIUS)
