"""Which planned workout a done one was: asked where that is not clear, or where a person wants to say it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QWidget

from tracker.domain.sports import label
from tracker.errors import BadInput
from tracker.operations import planned
from tracker.operations.planned import Question
from tracker.store.clock import local
from tracker.store.rows import Workout
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import duration_in_words, short_date

NONE = "None of them"
LABEL = 230


class PlannedDialog(WritingDialog):
    """Asks of each done workout which planned one it was; closed without an answer, everything stays as it is."""

    def __init__(self, desk: Desk, over: QWidget, questions: Sequence[Question]) -> None:
        several = len(questions) > 1
        title = f"Which planned workouts were these {len(questions)}?" if several else "Which planned workout was this?"
        words = "It then shows what was planned beside what was done. It can be undone, and taken apart later."
        super().__init__(desk, over, title, words, save="Count as planned", cancel="Decide later", width=660)
        self._fields: dict[str, QComboBox] = {}
        form = FormRows(label_width=LABEL)
        for question in questions:
            field = QComboBox()
            field.setMinimumHeight(34)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(24)  # a long title is cut rather than make the dialog wider
            for one in question.planned:
                field.addItem(self._words(one), one.id)
            field.addItem(NONE, "")
            self._fields[question.done.id] = field
            form.add(self._words(question.done), field)
        self.body.addWidget(form)
        self.saved.connect(self._save)

    def _words(self, one: Workout) -> str:
        day = date.fromisoformat(one.day)
        parts = (
            one.title,
            label(one.sport).lower() if label(one.sport).casefold() not in one.title.casefold() else "",
            f"{short_date(day, self._desk.today)} {local(one.start_at, one.zone or 'UTC'):%H:%M}",
            duration_in_words(one.duration) if one.duration else "",
        )
        return " · ".join(part for part in parts if part)

    @Slot()
    def _save(self) -> None:
        answers = {record: str(field.currentData()) for record, field in self._fields.items()}
        chosen = [one for one in answers.values() if one]
        if len(chosen) != len(set(chosen)):
            self.show_error(BadInput("Two workouts cannot be the same planned one.", "Choose another for one of them."))
            return
        self._desk.lane.write(planned.settle, answers, on_done=self.done, on_failed=self.failed)
