"""A dialog that shows what it would do while its fields are filled: computed on the store's lane, the latest counts.

What it does then tells how far it is where that takes long, and can be stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.operations.imported import Report
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.tasks.task import Progress, Task
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.strips import ProgressStrip
from tracker.ui.words import done

SOON_MS = 120
"""After the last key, so that nothing is computed for a number that is half typed."""


class LookingDialog(Dialog):
    """Asks `question`, shows the answer, and does `deed` when it is saved. It can be saved once there is an answer."""

    def __init__(self, desk: Desk, over: QWidget, title: str, subtitle: str, *, save: str, width: int = 560) -> None:
        super().__init__(over, title, subtitle, save=save, width=width)
        self._desk = desk
        self._task: Task | None = None
        self._progress = ProgressStrip(self)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SOON_MS)
        self._wait.timeout.connect(self._ask)
        self.saved.connect(self._do)

    # What each dialog says for itself

    def question(self) -> Callable[[Store], object] | None:
        """What is to be computed for what the fields say now; None where they say nothing."""
        raise NotImplementedError

    def show_answer(self, answer: Any) -> None:
        """Show what was computed."""
        raise NotImplementedError

    def show_refusal(self, error: KnownError) -> None:
        """Show why nothing can be done."""
        raise NotImplementedError

    def deed(self) -> Callable[[Store, Report], Changes]:
        """What saving does; it tells the `Report` how far it is."""
        raise NotImplementedError

    # Looking

    @Slot()
    def look(self) -> None:
        """Something was filled in: compute again, soon."""
        self.save_button.setEnabled(False)
        self._wait.start()

    @Slot()
    def _ask(self) -> None:
        question = self.question()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if question is not None and not self._desk.lane.closed:
            self._task = self._desk.lane.ask(partial(_answer, question), self._answered, self._refused)

    @Slot(object)
    def _answered(self, answer: object) -> None:
        if self._task is not None and not self._task.running and not self._wait.isActive():
            self.save_button.setEnabled(True)
            self.show_answer(answer)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        if isinstance(error, KnownError) and self._task is not None and not self._task.running:
            self.show_refusal(error)

    # Saving

    @Slot()
    def _do(self) -> None:
        self.save_button.setEnabled(False)
        task = self._desk.lane.write_long(carried, self.deed(), on_done=self._done, on_failed=self.failed)
        self.body.addWidget(self._progress)
        self._progress.watch(task, self.save_button.text())

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self.accept()


def carried(store: Store, deed: Callable[[Store, Report], Changes], *, progress: Progress) -> Changes:
    """Do what tells how far it is."""
    return deed(store, progress.report)


def _answer(question: Callable[[Store], object], store: Store, _: Progress) -> object:
    return question(store)
