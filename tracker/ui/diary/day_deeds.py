"""What can be done with a day as a whole, on every page that shows one: its state and note, and meal templates.

What a press needs is imported then: Today is in the first frame.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError, NotFound
from tracker.store.changes import Changes
from tracker.store.queries import days
from tracker.ui.commands import Command
from tracker.ui.words import done
from tracker.values import Frozen

if TYPE_CHECKING:
    from tracker.store.database import Store
    from tracker.store.rows import DayState
    from tracker.store.rows import Slot as Meal
    from tracker.ui.desk import Desk
    from tracker.ui.diary.day_foot import DayFoot
    from tracker.ui.widgets.rows_view import RowsView


class Place(Frozen):
    """Where on a page one is: the day, the meal of the cursor, and the ids of what is in that meal."""

    day: Callable[[], date]
    meal: Callable[[], Meal]
    ids: Callable[[], Sequence[str]]


class DayDeeds(QObject):
    """The commands of a day.

    Args:
        desk: the shared things.
        page: over which dialogs open.
        prefix: of the commands' ids.
        place: where on the page one is.
        eaten: whether a template that is put into a meal which has begun counts as eaten.
    """

    def __init__(self, desk: Desk, page: QWidget, prefix: str, place: Place, *, eaten: bool) -> None:
        super().__init__(page)
        self._desk, self._page, self._prefix, self._place, self._eaten = desk, page, prefix, place, eaten

    def commands(self) -> Sequence[Command]:
        """Declared once for each page."""
        name = self._prefix
        return (
            Command(f"{name}.templates", "Meal templates…", "Food", self.show_templates, (), ("usual meal",)),
            Command(f"{name}.keep", "Keep meal as a template…", "Food", self.keep, (), ("save meal",), self._no_meal),
            Command(f"{name}.complete", "Day is complete", "Day", self.switch_complete, (), ("finished", "done"),
                    checked=lambda: self._state().status == "complete"),
            Command(f"{name}.not_tracked", "Day is not tracked", "Day", self.switch_not_tracked, (), ("skip", "pause"),
                    checked=lambda: self._state().status == "not_tracked"),
            Command(f"{name}.note", "Note of the day…", "Day", self.write_note, (), ("diary", "comment")),
        )  # fmt: skip

    def _state(self) -> DayState:
        return days.day(self._desk.store, self._place.day().isoformat()).state

    def _no_meal(self) -> str | None:
        return None if self._place.ids() else "Choose a meal that has something in it first."

    # The day

    def switch_complete(self) -> None:
        """Say that everything of the day is logged, or take it back."""
        self.set_status("open" if self._state().status == "complete" else "complete")

    def switch_not_tracked(self) -> None:
        """Say that nothing of the day is meant to be logged, or take it back."""
        self.set_status("open" if self._state().status == "not_tracked" else "not_tracked")

    @Slot(str)
    def set_status(self, status: str) -> None:
        """Say what the day is."""
        from tracker.operations import diary

        day = self._place.day().isoformat()
        self._desk.lane.write(diary.set_status, day, status, on_done=self.done, on_failed=self.not_done)

    @Slot()
    def write_note(self) -> None:
        """Ask for the note of the day."""
        from tracker.ui.dialogs.day_note import DayNote

        DayNote(self._desk, self._page, self._place.day(), self._state().note).open()

    def build_rest(self, view: RowsView) -> DayFoot:
        """What stands under the day's meals, and dragging in their list: for hands, which the first frame has not."""
        from tracker.ui.diary.day_foot import DayFoot
        from tracker.ui.diary.meal_drags import MealDrags

        foot = DayFoot()
        foot.status_wanted.connect(self.set_status)
        foot.note_wanted.connect(self.write_note)
        MealDrags(view).placed.connect(self.placed)
        return foot

    # Meals

    @Slot()
    def fill_up(self) -> None:
        """Repeat the day before in every meal that is still empty."""
        day = self._place.day()
        source = (day - timedelta(days=1)).isoformat()
        self._desk.lane.write(_fill_up, source, day.isoformat(), on_done=self.done, on_failed=self.not_done)

    @Slot(object, str, str, bool)
    def placed(self, ids: tuple[str, ...], slot: str, before: str, copied: bool) -> None:
        """Put entries where they were dropped, or copies of them at the end of that meal."""
        from tracker.operations import placing

        day = self._place.day().isoformat()
        if copied:
            self._desk.lane.write(_copy, ids, day, slot, on_done=self.done, on_failed=self.not_done)
        else:
            self._desk.lane.write(placing.place, ids, day, slot, before or None, on_failed=self.not_done)

    @Slot(str, int)
    def shift(self, record: str, steps: int) -> None:
        """Move an entry up or down."""
        from tracker.operations import placing

        self._desk.lane.write(placing.shift, record, steps, on_failed=self.not_done)

    # Templates

    @Slot()
    def show_templates(self) -> None:
        """Show the meals that were kept, to put one into the meal of the cursor."""
        from tracker.ui.dialogs.templates import TemplatesDialog

        TemplatesDialog(self._desk, self._page, self._place.day(), self._place.meal(), eaten=self._eaten).open()

    def keep(self) -> None:
        """Ask for a name and keep the meal of the cursor under it."""
        from tracker.operations import templates
        from tracker.ui.dialogs.name import NameDialog

        ids, meal = tuple(self._place.ids()), self._place.meal()
        if ids:
            sentence = f"{meal.name} can be put into any day from then on. A template of the same name is replaced."
            dialog = NameDialog(self._desk, self._page, "Keep as a template", sentence, f"Usual {meal.name.lower()}")
            dialog.ask(lambda store, name: templates.keep(store, name, ids))

    @Slot(object)
    def done(self, changes: Changes) -> None:
        """Tell what was done."""
        if changes:
            self._desk.window.say(done(changes.label), undo=True)

    @Slot(object)
    def not_done(self, error: Exception) -> None:
        """Tell why nothing was."""
        if isinstance(error, NotFound):
            self._desk.window.say(str(error))
        elif isinstance(error, KnownError):
            self._desk.window.show_error(error)


def _copy(store: Store, ids: Sequence[str], day: str, slot: str) -> Changes:
    from tracker.operations import entries

    return entries.copy(store, ids, day, slot, slot in entries.begun(store, day))


def _fill_up(store: Store, source: str, day: str) -> Changes:
    from tracker.operations import entries

    return entries.repeat(store, source, day, only_empty=True)
