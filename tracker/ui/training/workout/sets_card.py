"""The sets of a strength workout: the list, and a line that says the next ones as quick add would.

Enter on the empty line repeats the last set; while a line is typed, the card tells what was lifted last time and which
plates go on the bar.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.quick_add.items import SetItem, Typed
from tracker.domain.training.plates import BAR, KILOGRAM_PLATES, POUND_BAR, POUND_PLATES, loading
from tracker.domain.training.strength import Lift, estimated_max, volume
from tracker.errors import BadInput, KnownError
from tracker.operations import lifting
from tracker.store.changes import Changes
from tracker.store.queries.exercises import last_sets, named, sets_of
from tracker.store.queries.settings import value
from tracker.store.rows import ExerciseSet, Workout
from tracker.ui.desk import Desk
from tracker.ui.training.lifted import lifted, lifting_unit
from tracker.ui.training.workout.rest import Rest
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words, clock, count, done

EXERCISE, SET = Column("Exercise"), Column("Set", 110, right=True, strong=True)
EFFORT = Column("Effort", 64, right=True, tone="muted", optional=True)
BEST = Column("Est. max", 84, right=True, tone="muted", optional=True)
KINDS = {"normal": "", "warmup": "warm-up", "drop": "drop set", "failure": "to failure"}
ORDER = tuple(KINDS)
BARS = ("barbell", "ez bar", "trap bar")
PLACEHOLDER = "squat 100x5x3 @8"
GRAMS_A_POUND = 453.59237


class SetsCard(Card):
    """What was lifted in a workout.

    Args:
        desk: the window's.
        is_live: whether the workout goes on: the rest since the last set is told.
    """

    added = Signal()

    def __init__(self, desk: Desk, *, is_live: bool = False, parent: QWidget | None = None) -> None:
        super().__init__("Sets", parent=parent)
        self._desk, self._is_live = desk, is_live
        self._workout: Workout | None = None
        self._sets: tuple[ExerciseSet, ...] = ()
        self._edited = ""
        self._model = RowsModel((EXERCISE, SET, BEST))
        self.list = RowsView(self._model, "Sets", fit=True)
        self.list.ticked.connect(self._tick)
        self.list.current_changed.connect(self._tell)
        self.list.opened.connect(self._edit)
        self.list.edit_requested.connect(self._edit)
        self.list.delete_requested.connect(self._delete)
        self.line = LineField(PLACEHOLDER, name="Next set")
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._enter)
        self._said, self._rest = Text("", "small", "muted", wrap=True), Rest()
        self._unknown = LinkButton("", tone="accent", pixels=13)
        self._unknown.clicked.connect(self._add_exercise)
        for part in (self.list, self.line, self._said, self._unknown, self._rest):
            self.body.addWidget(part)
        self._unknown.hide()

    def show_workout(self, workout: Workout) -> None:
        """Show the sets of a workout as they are now."""
        if self._workout is None or self._workout.id != workout.id:
            self._edited = ""
        self._workout = workout
        self._sets = sets_of(self._desk.store, [workout.id]).get(workout.id, ())
        words = self._desk.words
        has_effort = any(one.effort is not None for one in self._sets)
        columns = (EXERCISE, SET, EFFORT, BEST) if has_effort else (EXERCISE, SET, BEST)
        if columns != self._model.columns:
            self._model.set_columns(columns)
        self._model.set_rows([_row(one, words, has_effort=has_effort) for one in self._sets])
        if not self._sets and self.list.hasFocus():
            self.line.setFocus()
        self.list.setVisible(bool(self._sets))
        lifts = [Lift(one.name, one.weight, one.reps, one.kind) for one in self._sets if one.status == "done"]
        in_all = volume(lifts)
        note = count(len(lifts), "set") + (f" · {lifted(self._desk, in_all)} in all" if in_all else "")
        self.heading.set("Sets", note if lifts else "")
        self._tell()

    # The line

    def _read(self) -> tuple[SetItem, ...]:
        last = self._sets[-1].name if self._sets else ""
        return lifting.read(
            self.line.text(), exercise=last, decimal_comma=self._desk.decimal_comma, mass_unit=lifting_unit(self._desk)
        )

    @Slot()
    def _typed(self) -> None:
        if not self.line.text():
            self._edited = ""  # what is typed next is a set of its own, and overwrites none
        self._tell()

    @Slot()
    def _tell(self) -> None:
        """Say what helps with the line: last time's sets and the plates, or how to repeat."""
        text = self.line.text().strip()
        self._said.set_tone("muted")
        unknown = self.unknown_exercise()
        self._unknown.setText(f"Add {unknown} to your exercises…")
        self._unknown.setVisible(bool(unknown))
        if not text:
            last = f"Enter does {_in_words(self._sets[-1], self._desk.words)} again. " if self._sets else ""
            self._said.setText(f"{last}Space ticks, F2 changes, Del deletes a set.")
            return
        try:
            item = self._read()[0]
        except BadInput:
            item = None
        exercise = item.exercise if item else text
        self._said.setText(" ".join(filter(None, (self._last_time(exercise), self._plates(item)))))

    def unknown_exercise(self) -> str:
        """The exercise of the line, or of the chosen or last set, where there is none of that name yet."""
        chosen = next((one for one in self._sets if one.id == self.list.current_id), None)
        name = (chosen or self._sets[-1]).name if self._sets else ""
        if self.line.text().strip():
            try:
                name = self._read()[0].exercise
            except BadInput:
                return ""
        return "" if not name or named(self._desk.store, name) else name[:1].upper() + name[1:]

    @Slot()
    def _add_exercise(self) -> None:
        from tracker.ui.dialogs.exercise import ExerciseDialog

        dialog = ExerciseDialog(self._desk, self, name=self.unknown_exercise())
        dialog.written.connect(self._exercise_added)
        dialog.open()

    @Slot()
    def _exercise_added(self) -> None:
        if self._workout:
            self.show_workout(self._workout)
        self.line.setFocus()

    def _last_time(self, name: str) -> str:
        known = named(self._desk.store, name)
        before = self._workout.start_at if self._workout else None
        sets = last_sets(self._desk.store, known.id if known else name, before=before) if name else ()
        if not sets:
            return ""
        words = self._desk.words
        return f"Last time: {', '.join(_in_words(one, words, short=True) for one in sets)}."

    def _plates(self, item: SetItem | None) -> str:
        if item is None or not item.weight:
            return ""
        known = named(self._desk.store, item.exercise)
        if known and known.equipment not in BARS:
            return ""  # no plates go on a dumbbell or a machine
        in_pounds = item.typed is not None and item.typed.unit == "lb"
        found = loading(item.weight, *((POUND_BAR, POUND_PLATES) if in_pounds else (BAR, KILOGRAM_PLATES)))
        if found is None or not found.side:
            return ""
        one = GRAMS_A_POUND if in_pounds else 1000
        words = self._desk.words
        plates = " + ".join(words.number(plate / one, _places(plate / one)) for plate in found.side)
        return f"On the bar, each side: {plates}."

    @Slot()
    def _enter(self) -> None:
        if self._workout is None:
            return
        if not self.line.text().strip():
            self._repeat()
            return
        try:
            items = self._read()
        except BadInput as error:
            self._said.setText(str(error))
            self._said.set_tone("warn")
            return
        if self._edited:
            self._write(lifting.change, self._edited, items[0])
        else:
            self._write(lifting.add, items, done=self._workout.status != "planned")

    def _repeat(self) -> None:
        if self._sets and self._workout:
            last = self._sets[-1]
            typed = Typed(last.typed, last.unit) if last.typed else None
            item = SetItem(
                last.name, last.weight, last.reps, 1, last.effort, False, self._desk.today, None, (0, 0), typed,
                duration=last.duration, distance=last.distance,
            )  # fmt: skip
            self._write(lifting.add, (item,), done=self._workout.status != "planned")

    def _write(self, operation: Any, *args: Any, **named_args: Any) -> None:
        workout = self._workout
        assert workout is not None

        def work(store: object) -> Changes:
            changes: Changes = operation(store, workout.id, *args, **named_args)
            return changes

        self._desk.lane.write(work, on_done=self._written, on_failed=self._failed)

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        was_edit, self._edited = bool(self._edited), ""
        self.line.clear()
        if self._workout:
            self.show_workout(self._workout)
        if self._is_live and not was_edit and changes.label.startswith("Add"):
            self._rest.begin(int(str(value(self._desk.store, "set_rest"))) * 1000)
        elif not self._is_live and changes.label.startswith("Delete"):
            self._desk.window.say(done(changes.label), undo=True)
        self.added.emit()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._said.setText(str(error))
            self._said.set_tone("warn")

    # The list

    @Slot(object)
    def _tick(self, ids: tuple[str, ...]) -> None:
        chosen = [one for one in self._sets if one.id in ids]
        status = "planned" if chosen and all(one.status == "done" for one in chosen) else "done"
        self._write(lifting.mark, tuple(ids), status=status)

    @Slot(str)
    def _edit(self, record: str) -> None:
        found = next((one for one in self._sets if one.id == record), None)
        if found:
            self._edited = record
            self.line.setText(_typed_of(found))
            self.line.setFocus()
            self.line.selectAll()

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        self._write(lifting.delete, tuple(ids))

    def change_kind(self) -> None:
        """Make the chosen sets warm-ups, drop sets, sets to failure or ordinary ones, one after the other."""
        ids = self.list.selected_ids or tuple(filter(None, (self.list.current_id,)))
        first = next((one for one in self._sets if one.id in ids), None)
        if first:
            following = ORDER[(ORDER.index(first.kind) + 1) % len(ORDER)] if first.kind in ORDER else ORDER[0]
            self._write(lifting.mark, ids, kind=following)


def _row(one: ExerciseSet, words: Words, *, has_effort: bool) -> Row:
    best = estimated_max(Lift(one.name, one.weight, one.reps, one.kind))
    effort = "" if one.effort is None else words.number(one.effort / 10, 0 if one.effort % 10 == 0 else 1)
    kinds = (KINDS.get(one.kind, ""), "superset" if one.superset else "")
    cells = (
        Cell(one.name, suffix="".join(f" · {word}" for word in kinds if word), tip=one.note),
        _in_words(one, words, short=True),
        *((effort,) if has_effort else ()),
        "" if best is None else f"{words.number(best / 1000, 1)} kg",
    )
    return Row(one.id, cells, checked=one.status == "done")


def _in_words(one: ExerciseSet, words: Words, *, short: bool = False) -> str:
    """A set: 100 kg × 5, 12 reps, 1:30."""
    if one.weight is not None:
        typed = one.typed or words.number(one.weight / 1000, _places(one.weight / 1000))
        said = f"{typed} {one.unit or 'kg'}" + (f" × {one.reps}" if one.reps else "")
        if not one.reps and (one.duration or one.distance):
            said += f", {clock(one.duration) if one.duration else words.plain(round((one.distance or 0) / 10), 'm')}"
    elif one.reps:
        said = count(one.reps, "rep")
    elif one.duration:
        said = clock(one.duration)
    else:
        said = words.plain(round(one.distance / 10), "m") if one.distance else "—"
    return said if short else f"{one.name} {said}"


def _typed_of(one: ExerciseSet) -> str:
    """A set as it is typed."""
    weight = "bw" if one.weight is None else f"{one.typed or one.weight / 1000:}{one.unit or 'kg'}"
    effort = "" if one.effort is None else f" @{one.effort / 10:g}"
    if not one.reps and (one.duration or one.distance):
        far = clock(one.duration) if one.duration else f"{(one.distance or 0) / 10:g}m"
        return f"{one.name} {'' if one.weight is None else weight + ' '}{far}{effort}"
    return f"{one.name} {weight}x{one.reps or 1}{effort}"


def _places(value: float) -> int:
    return 0 if value == int(value) else 1 if round(value, 1) == round(value, 3) else 2
