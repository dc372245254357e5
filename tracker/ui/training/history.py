"""The history of training at the left, one workout in full at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.date_words import period_of
from tracker.operations import favorites, workouts
from tracker.store.changes import Changes
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.contested import marked, open_conflict
from tracker.ui.desk import Desk
from tracker.ui.dialogs.workout import WorkoutDialog
from tracker.ui.page import NARROW, View
from tracker.ui.training.history_model import HistoryModel, history_row
from tracker.ui.training.sport_choice import show_sports
from tracker.ui.training.workout.detail import WorkoutDetail
from tracker.ui.training.workout.edits import MENU as EDITS
from tracker.ui.training.workout.edits import WorkoutEdits
from tracker.ui.training.workout.planned_deeds import PlannedDeeds
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows import Row
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.words import done

STATUSES = (
    ("", "All"), ("completed", "Done"), ("planned", "Planned"), ("missed", "Not done"), ("archived", "Archived"),
)  # fmt: skip
LIST_SHARE, DETAIL_SHARE = 35, 64
NARROWEST_LIST, WIDEST_LIST = 312, 372
LIST_IN_LITTLE_ROOM = 220
"""px of the list where the page is narrow."""
START = "start:"
"""Before the id of a planned workout that is to begin now, as an item of the page of workouts."""
MENU = (
    "workouts.edit", "workouts.done", "workouts.star", "workouts.planned", "workouts.part", "", *EDITS, "",
    "workouts.archive", "workouts.unarchive", "workouts.delete",
)  # fmt: skip


class HistoryView(View):
    """The history of training."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self._build_history(), LIST_SHARE)
        row.addWidget(self._build_detail(), DETAIL_SHARE)
        self._nothing = EmptyState(
            "No workouts yet",
            "Bring in the files of a watch or bike computer, or drop them on this window. "
            "A workout without a file is added by hand, or typed on Today: run 45min 8km.",
            "Import files…", "Ctrl+Shift+I",
        )  # fmt: skip
        self._nothing.started.connect(self._import)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._content)
        self._pages.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _build_history(self) -> QWidget:
        self._model = HistoryModel(self._rows)
        self._list = RowsView(self._model, "History of workouts", header=False, two_lines=True)
        self._model.modelReset.connect(self._span_headings)
        self._list.current_changed.connect(self._show_current)
        self._list.opened.connect(self._open)
        self._list.mark_opened.connect(partial(open_conflict, self._desk, self))
        self._list.edit_requested.connect(self._edit)
        self._list.delete_requested.connect(self._delete)
        self._list.menu_requested.connect(self._menu_at)
        self._filter = FilterField("Filter workouts", self._list)
        self._filter.filtered.connect(self._filter_changed)
        self._list.filter_requested.connect(self._filter.focus)
        self._sport, self._status = QComboBox(), QComboBox()
        for field, name in ((self._sport, "Sport"), (self._status, "Status")):
            field.setAccessibleName(name)
            field.setMinimumHeight(34)
        for status, text in STATUSES:
            self._status.addItem(text, status)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        for field, share in ((self._sport, 3), (self._status, 2)):
            field.currentIndexChanged.connect(self._filter_changed)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            choices.addWidget(field, share)
        no_match = EmptyState("No workout fits this filter")
        self._list_or_empty = ListOrEmpty(self._list, no_match)
        left = self._left = QWidget()
        left.setMaximumWidth(WIDEST_LIST)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._filter)
        column.addLayout(choices)
        column.addWidget(self._list_or_empty, 1)
        return left

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave more to the workout where there is little room."""
        super().resizeEvent(event)
        self._left.setMinimumWidth(LIST_IN_LITTLE_ROOM if self.width() < NARROW else NARROWEST_LIST)

    def _build_detail(self) -> QWidget:
        self._detail = WorkoutDetail(self._desk)
        self._edits = WorkoutEdits(self._desk, self, self._current, self._detail.plot)
        self._detail.edit_requested.connect(self._edit_chosen)
        self._detail.done_requested.connect(self._done_chosen)
        self._detail.start_requested.connect(self._start_chosen)
        self._detail.menu_requested.connect(self._open_menu)
        self._planned = PlannedDeeds(self._desk, self, self._current)
        self._detail.planned.part_wanted.connect(self._planned.part)
        return Scrolling(self._detail)

    # View

    def refresh(self, changes: Changes | None) -> None:
        """Show the history as it is now."""
        if changes is not None and not changes.touches("workout", "favorite", "preference"):
            return
        store = self._desk.store
        sports = query.sports(store)
        show_sports(self._sport, sports)
        months = query.history(
            store,
            text=self._filter.text().strip(),
            sport=self._sport.currentData() or "",
            status=self._status.currentData(),
            days=self._days(),
            today=self._desk.today.isoformat(),
        )
        self._model.show_months(months, self._desk.today)
        self._list_or_empty.show_list(bool(months))
        self._pages.setCurrentWidget(self._content if months or sports else self._nothing)
        if not self._list.current_id:
            self._list.select_first()
        self._show_current()

    def commands(self) -> Sequence[Command]:
        """What can be done with workouts."""
        chosen, planned = self._nothing_chosen, self._not_planned
        return (
            Command("workouts.new", "Add workout…", "Workout", self.add, keys.NEW, ("log", "training")),
            Command("workouts.edit", "Edit workout…", "Workout", self._edit_chosen, keys.EDIT, ("change",), chosen),
            Command("workouts.done", "Mark as done", "Workout", self._done_chosen, (), ("complete",), planned),
            Command("workouts.star", "Star workout", "Workout", self._star, keys.STAR, ("favorite",), chosen),
            Command(
                "workouts.archive",
                "Archive",
                "Workout",
                self._archive,
                (),
                ("hide", "put away"),
                partial(self._not_of, "completed"),
            ),
            Command(
                "workouts.unarchive",
                "Take out of the archive",
                "Workout",
                partial(self._archive, back=True),
                (),
                ("show again",),
                partial(self._not_of, "archived"),
            ),
            Command("workouts.delete", "Delete", "Workout", self._delete_chosen, keys.DELETE, ("remove",), chosen),
            Command("workouts.date", "Go to date…", "Go", self.go_to_date, keys.GO_TO_DATE, ("day", "calendar")),
            Command("workouts.filter", "Filter workouts", "View", self._filter.focus, keys.FILTER, ("find", "search")),
            Command(
                "workouts.sets", "Write down sets", "Workout", self._to_sets, (), ("strength", "lift"), self._no_sets
            ),
            Command(
                "workouts.set_kind",
                "Warm-up, drop set or ordinary",
                "Workout",
                self._detail.sets.change_kind,
                (),
                ("failure",),
                self._no_sets,
            ),
            *self._detail.commands(),
            *self._edits.commands(),
            *self._planned.commands(),
        )

    def panes(self) -> Sequence[QWidget]:
        """The list, the plot, the line for sets, the power curve, the laps, the filter."""
        if self._pages.currentWidget() is self._nothing:
            return (self._nothing,)
        return (
            self._list,
            self._detail.plot,
            self._detail.sets.line,
            self._detail.curve,
            self._detail.laps,
            self._filter,
        )

    def open_item(self, item: str) -> None:
        """Show a workout, whatever the filter says."""
        if self._model.number_of(item) < 0:
            self.refresh(None)
        if self._model.number_of(item) < 0:
            self._clear_filter()
        if self._model.number_of(item) < 0 and query.workout(self._desk.store, item):
            self._status.setCurrentIndex(self._status.findData("archived"))
        if self._list.select(item):
            self._list.setFocus()

    # The list

    def _days(self) -> tuple[str, str]:
        """The days that are meant by what was typed as a filter: 2019, sep 2019, 2019-09-20."""
        found = period_of(self._filter.text(), self._desk.today)
        return (found[0].isoformat(), found[1].isoformat()) if found else query.NO_DAYS

    def go_to_date(self) -> None:
        """Ask for a date and show the workout of that day, or the one before it."""
        from tracker.ui.dialogs.go_to_date import GoToDate

        dialog = GoToDate(self._desk, self)
        dialog.chosen.connect(self._go_to)
        dialog.open()

    @Slot(object)
    def _go_to(self, day: date) -> None:
        record = query.latest_until(self._desk.store, day.isoformat())
        if record:
            self.open_item(record)

    def _rows(self, ids: Sequence[str]) -> Sequence[Row]:
        today, words = self._desk.today, self._desk.words  # once for all: they are read from the settings
        rows = [history_row(workout, today, words) for workout in query.listed(self._desk.store, ids)]
        return marked(self._desk.store, "workout", rows, 1)

    @Slot()
    def _span_headings(self) -> None:
        """A month's name takes the whole width."""
        self._list.clearSpans()
        for number in self._model.group_numbers():
            self._list.setSpan(number, 0, 1, len(self._model.columns))

    @Slot()
    def _filter_changed(self) -> None:
        self.refresh(None)

    def _clear_filter(self) -> None:
        self._filter.clear()
        self._sport.setCurrentIndex(0)
        self._status.setCurrentIndex(0)
        self.refresh(None)

    @Slot()
    def _show_current(self) -> None:
        record = self._list.current_id
        self._detail.show_workout(query.workout(self._desk.store, record) if record else None)

    @Slot(str)
    def _open(self, _record: str) -> None:
        self._detail.plot.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _current(self) -> Workout | None:
        return query.workout(self._desk.store, self._list.current_id) if self._list.current_id else None

    def _chosen(self) -> tuple[str, ...]:
        return self._list.selected_ids or tuple(filter(None, (self._list.current_id,)))

    def _nothing_chosen(self) -> str | None:
        return None if self._chosen() else "Choose a workout in the list first."

    def _not_of(self, status: str) -> str | None:
        workout = self._current()
        if workout is not None and workout.status == status:
            return None
        return (
            f"Choose {'an archived workout' if status == 'archived' else 'a workout that was done'} in the list first."
        )

    def _archive(self, *, back: bool = False) -> None:
        chosen = self._chosen()
        self._desk.lane.write(lambda store: workouts.archive(store, chosen, back=back), on_done=self._did)

    def _no_sets(self) -> str | None:
        return None if self._detail.sets.isVisible() else "Choose a strength workout in the list first."

    def _to_sets(self) -> None:
        self._detail.sets.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _not_planned(self) -> str | None:
        workout = self._current()
        return None if workout and workout.status == "planned" else "Choose a planned workout in the list first."

    # What is done with workouts

    @Slot()
    def add(self) -> None:
        """Ask for a workout and write it down."""
        dialog = WorkoutDialog(self._desk, self)
        dialog.written.connect(self._added)
        dialog.open()

    @Slot(object)
    def _added(self, changes: Changes) -> None:
        self.refresh(changes)
        if changes.ids:
            self.open_item(changes.ids[0])

    @Slot(str)
    def _edit(self, record: str) -> None:
        workout = query.workout(self._desk.store, record)
        if workout:
            WorkoutDialog(self._desk, self, workout).open()

    @Slot()
    def _edit_chosen(self) -> None:
        self._edit(self._list.current_id)

    @Slot()
    def _done_chosen(self) -> None:
        self._desk.lane.write(workouts.complete, self._list.current_id, on_done=self._did)

    @Slot()
    def _start_chosen(self) -> None:
        self._desk.window.show_page("workouts", START + self._list.current_id)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._desk.lane.write(workouts.delete, ids, on_done=self._did)

    def _delete_chosen(self) -> None:
        self._delete(self._chosen())

    def _star(self) -> None:
        self._desk.lane.write(favorites.toggle, "workout", self._list.current_id)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)

    @Slot()
    def _import(self) -> None:
        self._desk.window.run("file.import")

    @Slot(str, QPoint)
    def _menu_at(self, _record: str, where: QPoint) -> None:
        self._open_menu(where)

    @Slot(object)
    def _open_menu(self, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)
