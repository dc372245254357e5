"""All exercises, those that come with Tracker and the person's own: added, changed and removed here."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from tracker.operations import exercises
from tracker.store.changes import Changes
from tracker.store.queries import exercises as query
from tracker.store.rows import Exercise
from tracker.ui.desk import Desk
from tracker.ui.dialogs.exercise import ExerciseDialog
from tracker.ui.widgets.buttons import SecondaryButton
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import done

COLUMNS = (Column("Exercise"), Column("Equipment", 120, tone="muted"), Column("", 70, right=True, tone="accent"))
HEIGHT = 340


class ExercisesDialog(Dialog):
    """Lists them; Enter and F2 change one, Del removes one's own."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, "Exercises", save="", cancel="Close", width=640)
        self._desk = desk
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Exercises", header=False, two_lines=True, multiple=False)
        self._list.setMinimumHeight(HEIGHT)
        self._list.opened.connect(self._edit)
        self._list.edit_requested.connect(self._edit)
        self._list.delete_requested.connect(self._remove)
        self._filter = FilterField("Filter by name, muscle or equipment", self._list, in_dialog=True)
        self._filter.filtered.connect(self._show)
        self._list.filter_requested.connect(self._filter.focus)
        self._none = Text("", "muted", wrap=True)
        for part in (self._filter, self._list, self._none):
            self.body.addWidget(part)
        self._new = SecondaryButton("New exercise…")
        self._new.clicked.connect(self._add)
        keys = Text("⏎ change · Del remove", "small")
        keys.setMinimumHeight(self._new.sizeHint().height())
        self.add_left(self._new, keys)
        self._show()

    def open(self) -> None:
        super().open()
        self._filter.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show(self) -> None:
        wanted = self._filter.text().casefold().split()
        found = [one for one in query.exercises(self._desk.store) if all(word in _words(one) for word in wanted)]
        self._model.set_rows([_row(one) for one in found])
        self._none.setText(f"No exercise fits “{self._filter.text().strip()}”. New exercise… adds it.")
        self._none.setVisible(not found)

    @Slot()
    def _add(self) -> None:
        name = self._filter.text().strip()
        name = "" if self._model.rowCount() else name[:1].upper() + name[1:]
        self._ask(ExerciseDialog(self._desk, self, name=name))

    @Slot(str)
    def _edit(self, record: str) -> None:
        found = query.exercise(self._desk.store, record)
        if found:
            self._ask(ExerciseDialog(self._desk, self, found))

    def _ask(self, dialog: ExerciseDialog) -> None:
        dialog.written.connect(self._written)
        dialog.open()

    @Slot(object)
    def _remove(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._desk.lane.write(exercises.remove, ids[0], on_done=self._removed, on_failed=self.failed)

    @Slot(object)
    def _removed(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        self._written(changes)

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        self.error.hide()
        written = next((one for one in changes.ids if query.exercise(self._desk.store, one)), "")
        self._show()
        if written and not self._list.select(written):
            self._filter.clear()  # it would not be among what is shown
            self._show()
            self._list.select(written)


def _words(one: Exercise) -> str:
    """What the filter looks into."""
    return " ".join((one.name, *one.aliases, *one.muscles, *one.secondary, one.equipment)).casefold()


def _row(one: Exercise) -> Row:
    helping = f"; also {', '.join(one.secondary)}" if one.secondary else ""
    detail = ", ".join(one.muscles) + helping if one.muscles else "no muscles named"
    return Row(one.id, (Cell(one.name, detail=detail), one.equipment, "yours" if one.own else ""))
