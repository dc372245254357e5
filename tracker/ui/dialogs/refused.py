"""Why the server does not take a record, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.store.changes import Changes
from tracker.sync import refused
from tracker.sync.refused import Refusal
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text

PAGES: Mapping[str, str] = {
    "meal_plan_entry": "today", "recipe": "favorites", "food": "favorites", "favorite": "favorites",
    "workout": "workouts", "exercise": "workouts", "threshold": "workouts", "workout_plan": "workouts",
    "measurement": "health", "goal": "workouts",
}  # fmt: skip
"""Where a record is put right."""


class RefusedDialog(Dialog):
    """Says why, and offers to go to the record or to send it again as it is."""

    def __init__(self, desk: Desk, over: QWidget, one: Refusal) -> None:
        super().__init__(
            over, f"“{one.title}” is not on the server yet", one.sentence, save="Try again", cancel="Close", width=560
        )
        self._desk, self._one = desk, one
        if one.size is not None:
            self.body.addWidget(Text(f"It takes {desk.words.number(one.size / 1000, 0)} KB.", wrap=True))
        self.body.addWidget(Text(one.advice, wrap=True))
        self.body.addWidget(
            Text("It stays on this computer whatever happens, and is sent when you change it.", "muted")
        )
        if one.c in PAGES:
            button = Button("Open it")
            button.clicked.connect(self._open_it)
            self.add_left(button)
        self.saved.connect(self._try_again)

    @Slot()
    def _open_it(self) -> None:
        self.accept()
        self._desk.window.show_page(PAGES[self._one.c], self._one.id)

    @Slot()
    def _try_again(self) -> None:
        one = self._one
        self._desk.lane.write(refused.try_again, one.c, one.id, on_done=self._sent, on_failed=self.failed)

    @Slot(object)
    def _sent(self, _: Changes) -> None:
        self._desk.sync.sync_now()
        self._desk.window.say(f"“{self._one.title}” is sent again.")
        self.accept()
