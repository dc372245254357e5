"""Health: one kind of reading over time, all readings as a list, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.body import mass_index
from tracker.errors import BadInput
from tracker.operations import measurement_kinds, measurements, profile
from tracker.operations.measurements import label_of
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import measurements as query
from tracker.store.queries import targets
from tracker.store.queries.settings import value
from tracker.store.rows import Measurement
from tracker.store.rows_of_body import Basis
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.contested import marked, open_conflict
from tracker.ui.desk import Desk
from tracker.ui.dialogs.how_computed import HowComputed
from tracker.ui.dialogs.measurement import MeasurementDialog
from tracker.ui.dialogs.measurement_kind import MeasurementKindDialog
from tracker.ui.dialogs.target import TargetDialog
from tracker.ui.health import readings
from tracker.ui.health.cards import (
    HeartCard,
    IndexCard,
    MeasuredCard,
    PlotCard,
    TargetCard,
    TrendCard,
)
from tracker.ui.page import Page
from tracker.ui.widgets.beside import Beside
from tracker.ui.widgets.buttons import PrimaryButton, SecondaryButton
from tracker.ui.widgets.chips import Chip, ChipBar
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.rows import Cell, Column, LazyRowsModel, Row
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.side import Side
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import done

COLUMNS = (
    Column("When", 114, tone="muted"), Column("What", stretch=5), Column("Value", 116, right=True, strong=True),
    Column("Note", 150, tone="muted", optional=True),
)  # fmt: skip
SIDE = 260
FILTER = 280
USUAL_DAYS = 90
SHOWN = ("measurement", "measurement_kind", "target", "preference", "meal_plan_entry", "day_status", "workout")
EMPTY = "Type weight 81.4 on Today, or bp 122/78, or sleep 7h20; or add a measurement here."
MENU = ("health.edit", "", "health.delete")


class HealthPage(Page):
    """Readings of the body."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build_head()
        self._content = Beside(self._build_readings(), self._build_side(), SIDE)
        self.body.addWidget(self._content, 1)

    def _build_head(self) -> None:
        head = TitleBar("Health")
        self._shown_kinds = readings.kinds(self._desk.store)
        self._kinds = ChipBar(self._shown_kinds, "Kind of measurement")
        self._kinds.chosen.connect(self._show_plot)
        targets, add = SecondaryButton("Targets…"), PrimaryButton("Add measurement", "Ctrl+N")
        targets.clicked.connect(self.set_target)
        add.clicked.connect(self.add)
        plus = Chip("+ kind", checkable=False)
        plus.setAccessibleName("New kind of measurement")
        plus.clicked.connect(self.add_kind)
        self._chips = QWidget()
        chips = QHBoxLayout(self._chips)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(12)
        chips.addWidget(self._kinds)
        chips.addWidget(plus)
        chips.addStretch(1)
        head.add_views(self._chips)
        head.add_right(targets, add)
        head.spare(targets)
        self.body.addWidget(head)

    def _build_readings(self) -> QVBoxLayout:
        self._plot = PlotCard()
        self._plot.span_chosen.connect(self._show_plot)
        self._model = LazyRowsModel(COLUMNS, self._rows)
        self._list = RowsView(self._model, "Readings")
        self._list.opened.connect(self._edit)
        self._list.mark_opened.connect(partial(open_conflict, self._desk, self))
        self._list.edit_requested.connect(self._edit)
        self._list.delete_requested.connect(self._delete)
        self._list.menu_requested.connect(self._menu_at)
        self._filter = FilterField("Filter readings", self._list)
        self._filter.filtered.connect(self._show_list)
        self._list.filter_requested.connect(self._filter.focus)
        self._empty = EmptyState("No readings yet", EMPTY, "Add measurement", "Ctrl+N")
        self._empty.started.connect(self.add)
        self._list_or_empty = ListOrEmpty(self._list, self._empty)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._plot)
        self._filter.setMaximumWidth(FILTER)
        column.addWidget(self._filter)
        column.addWidget(self._list_or_empty, 1)
        return column

    def _build_side(self) -> Side:
        self._trend, self._target, self._heart = TrendCard(), TargetCard(), HeartCard()
        self._measured, self._index = MeasuredCard(), IndexCard()
        self._target.change_wanted.connect(self.set_target)
        self._target.how_wanted.connect(self.show_how)
        self._cards = (self._trend, self._target, self._measured, self._heart, self._index)
        return Side(*self._cards)

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the readings as they are now."""
        if changes is not None and not changes.touches(*SHOWN):
            return
        known = readings.kinds(self._desk.store)
        if list(known) != list(self._shown_kinds):
            self._shown_kinds = known
            self._kinds.set_choices(known)
        self._show_list()
        self._show_plot()
        self._show_cards()

    def commands(self) -> Sequence[Command]:
        """What can be done with readings."""
        chosen, own = self._nothing_chosen, self._no_own_kind
        return (
            Command("health.new", "Add measurement…", "Health", self.add, keys.NEW, ("weight", "log")),
            Command("health.edit", "Edit reading…", "Health", self._edit_chosen, keys.EDIT, ("change",), chosen),
            Command("health.delete", "Delete", "Health", self._delete_chosen, keys.DELETE, ("remove",), chosen),
            Command("health.target", "Targets…", "Health", self.set_target, (), ("goal", "calories")),
            Command("health.how", "How is this computed?", "Health", self.show_how, (), ("formula", "expenditure")),
            Command("health.kind", "New kind of measurement…", "Health", self.add_kind, (), ("own", "custom")),
            Command("health.kind_edit", "Change this kind…", "Health", self.edit_kind, (), ("rename", "unit"), own),
            Command("health.kind_delete", "Delete this kind", "Health", self.delete_kind, (), ("remove",), own),
            Command("health.export", "Export readings…", "Health", self.export, (), ("csv", "table", "spreadsheet")),
            Command("health.filter", "Filter readings", "View", self._filter.focus, keys.FILTER, ("find", "search")),
        )

    def panes(self) -> Sequence[QWidget]:
        """The list, the plot, the filter."""
        if self._list.isHidden():
            return (self._empty,)
        return (self._list, self._plot.plot, self._filter)

    def open_item(self, item: str) -> None:
        """Show a reading, whatever the filter says, and its kind in the plot."""
        found = query.measurement(self._desk.store, item)
        if found is None:
            return
        if self._model.number_of(item) < 0:
            self._filter.clear()
            self._show_list()
        self._kinds.choose(found.kind)
        self._show_plot()
        self._list.select(item)
        self._list.setFocus()

    # What is shown

    @Slot()
    def _show_plot(self) -> None:
        series = readings.series(self._desk.store, self._kinds.current, self._plot.days, self._desk.today)
        self._plot.show_series(series, self._desk.words)

    @Slot()
    def _show_list(self) -> None:
        text = self._filter.text().strip()
        ids = query.ids(self._desk.store, text)
        if not ids and text:
            self._empty.set("No reading fits this filter")
        elif not ids:
            self._empty.set("No readings yet", EMPTY)
        self._model.set_ids(ids)
        self._list_or_empty.show_list(bool(ids))
        self._filter.setVisible(bool(ids or text))
        self._plot.setVisible(bool(ids or text))
        self._list.select_first()

    def _show_cards(self) -> None:
        store, today, words = self._desk.store, self._desk.today, self._desk.words
        trends = readings.trends(store, "weight")
        self._trend.show_trend(trends[0] if trends else [], measurements.unit_of(store, "weight"), words)
        found = targets.set_on(store, today.isoformat())
        target = targets.target_on(store, today.isoformat())
        usual = found is not None and target.energy == (found.usual.energy or 0) + target.added
        self._target.show_target(target, found.basis if found and usual else Basis(), words)
        self._measured.show_expenditure(profile.measured_expenditure(store), words)
        self._show_index()
        latest = query.latest(store, "resting_heart_rate", 1)
        first = (today - timedelta(days=USUAL_DAYS)).isoformat()
        values = [one.value for one in query.between(store, "resting_heart_rate", first, today.isoformat())]
        self._heart.show_readings(latest[0] if latest else None, values, today, words)
        self._content.show_side(any(not card.isHidden() for card in self._cards))

    def _show_index(self) -> None:
        """The body mass index, where the person asked for it and height and weight are known."""
        store, words = self._desk.store, self._desk.words
        try:
            who = profile.person(store) if value(store, "body_mass_index") else None
        except BadInput:
            who = None
        index = mass_index.body_mass_index(who.mass, who.height) if who else None
        said = mass_index.in_words(index, who.age, expecting=who.expecting) if who and index is not None else ""
        said = said if said == mass_index.LIMITS else f"{said[:1].upper()}{said[1:]}. {mass_index.LIMITS}"
        self._index.show_index(index, said, words)

    def _rows(self, ids: Sequence[str]) -> Sequence[Row]:
        rows = [self._row(one) for one in query.measurements(self._desk.store, ids)]
        return marked(self._desk.store, "measurement", rows, 1)

    def _row(self, one: Measurement) -> Row:
        said = readings.in_words(one, self._desk.words)
        return Row(one.id, (readings.when(one, self._desk.today), label_of(one), said, Cell(one.note, tip=one.note)))

    # What is done with readings

    def _chosen(self) -> tuple[str, ...]:
        return self._list.selected_ids or tuple(filter(None, (self._list.current_id,)))

    def _nothing_chosen(self) -> str | None:
        return None if self._chosen() else "Choose a reading in the list first."

    @Slot()
    def add(self) -> None:
        """Ask for a reading of the kind that is shown, and write it down."""
        dialog = MeasurementDialog(self._desk, self, self._kinds.current)
        dialog.written.connect(self._added)
        dialog.open()

    @Slot(object)
    def _added(self, changes: Changes) -> None:
        self.refresh(changes)
        if changes.ids:
            self.open_item(changes.ids[0])

    @Slot(str)
    def _edit(self, record: str) -> None:
        found = query.measurement(self._desk.store, record)
        if found:
            MeasurementDialog(self._desk, self, found.kind, found).open()

    def _edit_chosen(self) -> None:
        self._edit(self._list.current_id)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        if ids:
            self._desk.lane.write(measurements.delete, ids, on_done=self._did)

    def _delete_chosen(self) -> None:
        self._delete(self._chosen())

    @Slot(object)
    def _did(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)

    @Slot()
    def set_target(self) -> None:
        """Ask for the target from today on."""
        TargetDialog(self._desk, self, self._desk.today).open()

    @Slot()
    def show_how(self) -> None:
        """Show how target and expenditure came about."""
        HowComputed(self._desk, self).open()

    def export(self) -> None:
        """Ask for a file, and write all readings into it."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(
            self, "Export readings", str(Path.home() / "readings.csv"), "Table (*.csv)"
        )
        if name:
            self._desk.lane.write(_write_table, Path(name), on_done=self._exported)

    @Slot(object)
    def _exported(self, count: int) -> None:
        self._desk.window.say(f"{count} readings exported.")

    # Kinds of one's own

    def _no_own_kind(self) -> str | None:
        own = query.own_kind(self._desk.store, self._kinds.current)
        return None if own else "Choose a kind of your own above first."

    @Slot()
    def add_kind(self) -> None:
        """Ask for a kind of measurement of the person's own."""
        dialog = MeasurementKindDialog(self._desk, self)
        dialog.written.connect(self._kind_written)
        dialog.open()

    def edit_kind(self) -> None:
        """Change the chosen kind."""
        MeasurementKindDialog(self._desk, self, query.own_kind(self._desk.store, self._kinds.current)).open()

    def delete_kind(self) -> None:
        """Delete the chosen kind with its readings."""
        self._desk.lane.write(measurement_kinds.delete, self._kinds.current, on_done=self._did)

    @Slot(object)
    def _kind_written(self, changes: Changes) -> None:
        self.refresh(None)
        self._kinds.choose(changes.ids[0])
        self._show_plot()

    @Slot(str, QPoint)
    def _menu_at(self, _record: str, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)


def _write_table(store: Store, path: Path) -> int:
    from tracker.operations import reading_files

    return reading_files.write(store, path)
