"""The note of a day."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.operations import diary
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.words import long_date

HEIGHT = 140


class DayNote(WritingDialog):
    """A text of several lines; Ctrl+Enter saves it."""

    def __init__(self, desk: Desk, over: QWidget, day: date, note: str) -> None:
        super().__init__(desk, over, "Note of the day", long_date(day, desk.today), width=480)
        self._day, self._before = day.isoformat(), note
        self._text = QPlainTextEdit(note)
        self._text.setAccessibleName("Note")
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(HEIGHT)
        self.body.addWidget(self._text)
        self.guard(self._unsaved_text)
        self.saved.connect(self._save)

    def _unsaved_text(self) -> bool:
        return self._text.toPlainText().strip() != self._before.strip()

    @Slot()
    def _save(self) -> None:
        self.save_button.setEnabled(False)
        text = self._text.toPlainText()
        self._desk.lane.write(diary.set_note, self._day, text, on_done=self.done, on_failed=self.failed)
