"""The lower part of the Sync page: what happened, earlier versions that lost, and what other devices deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tracker.store.clock import local
from tracker.store.database import Store
from tracker.sync import kept, status
from tracker.sync.kept import KeptRow, Kind
from tracker.sync.status import HistoryRow
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import Cell, Column, LazyRowsModel, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import Words, short_date

HAPPENED, VERSIONS, TRASH = "happened", "version", "deleted"
EVENTS = (Column("", 68, tone="muted"), Column(""), Column("", 62, right=True, tone="muted"))
KEPT = (
    Column("", 68, tone="muted"), Column("", stretch=3), Column("", 92, tone="muted", optional=True),
    Column("", 104, right=True, key="act"),
)  # fmt: skip
RESTORE = "Restore…"


class SyncHistory(QWidget):
    """Three lists of which one is shown. `opened` carries the list ("version" or "deleted") and the keys of rows."""

    opened = Signal(str, object)
    turned = Signal(str)
    log_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips = ChipBar(
            [(HAPPENED, "What happened"), (VERSIONS, "Earlier versions"), (TRASH, "Trash")], "Kind of history"
        )
        self._chips.chosen.connect(self._turn)
        self._copy = LinkButton("Copy log", tone="muted", pixels=13)
        self._copy.setToolTip("Copies what sync did, without personal data, for a report.")
        self._copy.clicked.connect(self.log_wanted)
        self._many = LinkButton("", tone="muted", pixels=13)
        self._many.clicked.connect(self._open_many)
        self._stack = QStackedWidget()
        self._store: Store | None = None
        self._events = RowsModel(EVENTS)
        self._kept: dict[str, LazyRowsModel] = {
            which: LazyRowsModel(KEPT, partial(self._rows, which)) for which in (VERSIONS, TRASH)
        }
        self._add(self._events, "What happened", "Nothing was synced yet.")
        self._add(self._kept[VERSIONS], "Earlier versions", "No version lost in the last 90 days.")
        self._add(self._kept[TRASH], "Trash", "No other device deleted anything in the last 90 days.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionHeader("History", "", self._copy, self._many, _gap(), self._chips))
        column.addWidget(self._stack, 1)
        self._tell_many()

    def _add(self, model: RowsModel, name: str, empty: str) -> None:
        kept_here = model is not self._events
        view = RowsView(model, name, header=False, two_lines=kept_here, multiple=kept_here)
        view.opened.connect(self._open)
        view.button_clicked.connect(self._open)
        view.selection_changed.connect(self._tell_many)
        self._stack.addWidget(ListOrEmpty(view, EmptyState(empty)))

    @property
    def shown(self) -> str:
        """Which list is shown."""
        return self._chips.current

    @property
    def list(self) -> RowsView:
        """The list that is shown."""
        view = self._stack.currentWidget().findChild(RowsView)
        assert isinstance(view, RowsView)
        return view

    def turn_to(self, which: str) -> None:
        """Show another of the three lists."""
        self._chips.choose(which)
        self._turn(which)

    def show_history(self, store: Store, words: Words, today: date) -> None:
        """Read the list that is shown anew."""
        self._store, self._day = store, _Day(store, today)
        if self.shown == HAPPENED:
            self._events.set_rows([_event_row(one, words, self._day) for one in status.history(store)])
        else:
            self._kept[self.shown].set_ids(kept.keys(store, _kind(self.shown)))
        holder = self._stack.currentWidget()
        assert isinstance(holder, ListOrEmpty)
        holder.show_list(self.list.rows.rowCount() > 0)
        self._tell_many()

    def _rows(self, which: str, keys: Sequence[str]) -> Sequence[Row]:
        """What stands in a part of one of the lists; what is back meanwhile has no row until it is read again."""
        return (
            []
            if self._store is None
            else [_kept_row(one, self._day) for one in kept.rows(self._store, _kind(which), keys)]
        )

    @Slot(str)
    def _turn(self, which: str) -> None:
        self._stack.setCurrentIndex((HAPPENED, VERSIONS, TRASH).index(which))
        self._copy.setVisible(which == HAPPENED)
        self.turned.emit(which)

    @Slot()
    @Slot(object)
    def _tell_many(self, _: object = None) -> None:
        """Offer what is selected, or all of the list."""
        selected, every = len(self.list.selected_ids), self.list.rows.rowCount()
        self._many.setVisible(self.shown != HAPPENED and every > 1)
        self._many.setText(f"Restore {selected} selected…" if selected > 1 else f"Restore all {every}…")

    @Slot()
    def _open_many(self) -> None:
        selected = self.list.selected_ids
        keys = selected if len(selected) > 1 else kept.keys(self._store, _kind(self.shown)) if self._store else ()
        if keys:
            self.opened.emit(self.shown, keys)

    @Slot(str)
    @Slot(str, str)
    def _open(self, row: str, _column: str = "") -> None:
        if self.shown != HAPPENED:
            selected = self.list.selected_ids
            self.opened.emit(self.shown, selected if row in selected else (row,))


def _kind(which: str) -> Kind:
    return "version" if which == VERSIONS else "deleted"


class _Day:
    """Says when something was: the time for today, else the day."""

    def __init__(self, store: Store, today: date) -> None:
        self._zone, self._today = store.clock.zone(), today

    def words(self, instant: int) -> str:
        when = local(instant, self._zone)
        if when.date() == self._today:
            return when.strftime("%H:%M")
        said = short_date(when.date(), self._today)
        return f"{when:%a} {when.day}" if said == "Yesterday" else said


def _event_row(one: HistoryRow, words: Words, day: _Day) -> Row:
    took = "" if one.seconds is None else f"{words.number(max(one.seconds, 0.1), 1)} s"
    return Row(str(one.seq), (day.words(one.at), Cell(one.sentence, tip=one.sentence), took))


def _kept_row(one: KeptRow, day: _Day) -> Row:
    why = f"Deleted {one.why}" if one.kind == "deleted" else one.why[:1].upper() + one.why[1:]
    return Row(
        one.key, (day.words(one.at), Cell(one.title, detail=why, tip=one.title), one.label, Cell(button=RESTORE))
    )


def _gap() -> QWidget:
    gap = QWidget()
    gap.setFixedWidth(8)
    return gap
