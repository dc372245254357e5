"""Workouts in steps that are done again and again, and usual weeks of them: a list, and one in full beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.sports import label
from tracker.domain.training.plan.text import write_part
from tracker.domain.weeks import first_of
from tracker.errors import KnownError
from tracker.operations import favorites, plans
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import plans as query
from tracker.store.queries.settings import week_begins
from tracker.store.queries.weeks import Week, weeks
from tracker.store.rows import Plan
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.dialogs.plan import PlanDialog
from tracker.ui.page import View
from tracker.ui.training.plans.steps_chart import StepsChart
from tracker.ui.training.plans.week_pane import WeekPane, in_short
from tracker.ui.widgets.buttons import Button, IconButton, PrimaryButton, SecondaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.empty import EmptyState
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.head import TitledHead
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import done, duration_in_words

LIST_WIDTH = 350
COLUMNS = (Column("Plan"),)
MENU = ("plans.start", "plans.schedule", "plans.edit", "plans.star", "", "plans.export", "", "plans.delete")
WEEK_MENU = ("plans.schedule", "plans.edit", "", "plans.delete")
HEADING = "weeks"
USUAL_HOUR = 17
"""When a workout is planned that says no time."""
FILES = "Watch or bike computer (*.fit);;Indoor trainer (*.zwo)"


class PlansView(View):
    """The plans of single workouts and of weeks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plans: dict[str, Plan] = {}
        self._weeks: dict[str, Week] = {}
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Plans", header=False, two_lines=True)
        self._list.current_changed.connect(self._show_current)
        self._list.opened.connect(self._edit)
        self._list.edit_requested.connect(self._edit)
        self._list.delete_requested.connect(self._delete)
        self._list.menu_requested.connect(self._menu_at)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self._build_list())
        self._detail, self._week = QStackedWidget(), WeekPane()
        self._detail.addWidget(self._build_detail())
        self._detail.addWidget(self._week)
        self._week.lay_wanted.connect(self._schedule)
        self._week.edit_wanted.connect(self._edit_chosen)
        self._week.menu_wanted.connect(self._open_week_menu)
        row.addWidget(self._detail, 1)
        self._empty = EmptyState(
            "No plans yet",
            "A plan is a workout in steps, such as 3x(12min 90%, 4min 50%). Do it with sensors, put it on a day, "
            "or give it to a watch.",
            "New plan", "Ctrl+N",
        )  # fmt: skip
        self._empty.started.connect(self.add)
        self._pages = QStackedWidget()
        self._pages.addWidget(content)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    def _build_list(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        new, week = SecondaryButton("New plan", "Ctrl+N"), SecondaryButton("New week…")
        new.clicked.connect(self.add)
        week.clicked.connect(self.add_week)
        column.addWidget(FlowRow(new, week))
        column.addWidget(self._list, 1)
        return left

    def _build_detail(self) -> QWidget:
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        start, plan, more = PrimaryButton("Start"), Button("Plan…"), IconButton("⋯", "More")
        start.clicked.connect(self._start)
        plan.clicked.connect(self._schedule)
        more.clicked.connect(lambda: self._open_menu(more.mapToGlobal(more.rect().bottomLeft())))
        self._head = TitledHead(start, plan, more)
        column.addWidget(self._head)
        self._chart, self._steps, self._notes = StepsChart(), Text("", "body", wrap=True), Text("", "muted", wrap=True)
        shape = Card("Steps")
        shape.body.setSpacing(10)
        for part in (self._chart, self._steps, self._notes):
            shape.body.addWidget(part)
        column.addWidget(shape)
        column.addStretch(1)
        return detail

    # View

    def refresh(self, changes: Changes | None) -> None:
        """Show the plans as they are now."""
        if changes is not None and not changes.touches("workout_plan", "favorite", "threshold"):
            return
        self._plans = {one.id: one for one in query.plans(self._desk.store)}
        self._weeks = {one.id: one for one in weeks(self._desk.store)}
        rows = [_row(one) for one in self._plans.values()]
        if self._weeks:
            below = [Row(one.id, (Cell(one.name, detail=in_short(one, self._plans)),)) for one in self._weeks.values()]
            rows += [Row(HEADING, ("Weeks",), group=True), *below]
        self._model.set_rows(rows)
        self._pages.setCurrentIndex(0 if rows else 1)
        if rows and not self._list.current_id:
            self._list.select_first()
        self._show_current()

    def commands(self) -> Sequence[Command]:
        """What can be done with plans."""
        chosen, either = self._nothing_chosen, self._neither_chosen
        return (
            Command("workouts.new", "New plan…", "Workout", self.add, keys.NEW, ("structured", "intervals")),
            Command("plans.new_week", "New week…", "Workout", self.add_week, (), ("usual week", "pattern")),
            Command("plans.start", "Start this plan…", "Workout", self._start, (), ("record",), chosen),
            Command(
                "plans.schedule", "Put it on days…", "Workout", self._schedule, keys.COPY_TO, ("plan", "lay"), either
            ),
            Command("plans.edit", "Edit plan…", "Workout", self._edit_chosen, keys.EDIT, ("change",), either),
            Command("plans.star", "Star plan", "Workout", self._star, keys.STAR, ("favorite",), chosen),
            Command("plans.export", "Save as a file…", "Workout", self._export, (), ("fit", "zwo", "watch"), chosen),
            Command("plans.delete", "Delete", "Workout", self._delete_chosen, keys.DELETE, ("remove",), either),
        )

    def panes(self) -> Sequence[QWidget]:
        """The list."""
        return (self._list,) if self._plans or self._weeks else (self._empty,)

    def open_item(self, item: str) -> None:
        """Show a plan or a week."""
        if self._list.select(item):
            self._list.setFocus()

    # What is shown

    @Slot()
    def _show_current(self) -> None:
        week = self._weeks.get(self._list.current_id)
        self._detail.setCurrentIndex(1 if week else 0)
        if week:
            self._week.show_week(week, self._plans, begins=week_begins(self._desk.store))
        plan = self._plans.get(self._list.current_id)
        if plan is None:
            return
        known = query.thresholds_on(self._desk.store, self._desk.today.isoformat(), plan.sport)
        self._head.title.setText(plan.name + (" ★" if plan.starred else ""))
        self._head.line.setText(_about(plan))
        self._chart.setVisible(plan.readable)
        self._chart.show_steps(plan.parts, known)
        newer = "A newer version of Tracker wrote this plan's steps. Update Tracker to see them."
        self._steps.setText("\n".join(map(write_part, plan.parts)) if plan.readable else newer)
        self._notes.setText(plan.notes)
        self._notes.setVisible(bool(plan.notes))

    def _nothing_chosen(self) -> str | None:
        return None if self._list.current_id in self._plans else "Choose a plan in the list first."

    def _neither_chosen(self) -> str | None:
        known = self._list.current_id in self._plans or self._list.current_id in self._weeks
        return None if known else "Choose a plan or a week in the list first."

    # What is done

    @Slot()
    def add_week(self) -> None:
        """Ask for a usual week and write it down."""
        self._ask_week(None)

    def _ask_week(self, before: Week | None) -> None:
        from tracker.ui.dialogs.week import WeekDialog

        dialog = WeekDialog(self._desk, self, before)
        dialog.written.connect(self._added)
        dialog.open()

    @Slot()
    def add(self) -> None:
        """Ask for a plan and write it down."""
        dialog = PlanDialog(self._desk, self)
        dialog.written.connect(self._added)
        dialog.open()

    @Slot(object)
    def _added(self, changes: Changes) -> None:
        self.refresh(None)
        if changes.ids:
            self.open_item(changes.ids[0])

    @Slot(str)
    def _edit(self, record: str) -> None:
        plan, week = self._plans.get(record), self._weeks.get(record)
        if plan and plan.readable:
            PlanDialog(self._desk, self, plan).open()
        elif week and week.readable:
            self._ask_week(week)

    def _edit_chosen(self) -> None:
        self._edit(self._list.current_id)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._desk.lane.write(plans.delete, ids, on_done=self._did)

    def _delete_chosen(self) -> None:
        self._delete(self._list.selected_ids or (self._list.current_id,))

    def _star(self) -> None:
        self._desk.lane.write(favorites.toggle, "workout_plan", self._list.current_id)

    @Slot()
    def _start(self) -> None:
        self._desk.window.show_page("workouts", f"follow:{self._list.current_id}")

    @Slot()
    def _schedule(self) -> None:
        from tracker.ui.dialogs.when import WhenDialog

        if self._list.current_id in self._weeks:
            self._lay(self._weeks[self._list.current_id])
            return
        plan = self._plans[self._list.current_id]
        tomorrow = self._desk.today + timedelta(days=1)
        usual = datetime(tomorrow.year, tomorrow.month, tomorrow.day, USUAL_HOUR)  # noqa: DTZ001 - on the wall here

        def schedule(store: Store, at: int) -> Changes:
            return plans.schedule(store, plan.id, at)

        WhenDialog(self._desk, self, f"Plan {plan.name}", usual, schedule).open()

    def _lay(self, week: Week) -> None:
        from tracker.ui.dialogs.lay_week import LayWeek

        first = first_of(self._desk.today, week_begins(self._desk.store))
        LayWeek(self._desk, self, week, first).open()

    def _export(self) -> None:
        plan = self._plans[self._list.current_id]
        name, _ = QFileDialog.getSaveFileName(self, f"Save {plan.name}", f"{plan.name}.fit", FILES)
        if name:
            self._desk.lane.write(plans.write_file, plan.id, Path(name), on_failed=self._failed, here=True)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)

    @Slot(str, QPoint)
    def _menu_at(self, _record: str, where: QPoint) -> None:
        self._open_menu(where)

    @Slot(object)
    def _open_week_menu(self, where: QPoint) -> None:
        self._open_menu(where)

    def _open_menu(self, where: QPoint) -> None:
        self._desk.window.show_menu(WEEK_MENU if self._list.current_id in self._weeks else MENU, where)


def _row(plan: Plan) -> Row:
    return Row(plan.id, (Cell(plan.name, detail=_about(plan), star=plan.starred),))


def _about(plan: Plan) -> str:
    parts = (
        label(plan.sport).lower() if plan.sport else "",
        duration_in_words(plan.duration) if plan.duration else "as long as you like",
        "" if plan.load is None else f"load {plan.load}",
    )
    return " · ".join(filter(None, parts))
