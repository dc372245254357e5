"""Today: what was eaten and what is planned, logged in one line.

This is what the first frame shows, so that what only a key or a press needs (dialogs, operations) is imported there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain import dates
from tracker.store.changes import Changes
from tracker.store.queries import days
from tracker.store.rows import Day, Entry
from tracker.store.rows import Slot as Meal
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.contested import marked, open_conflict
from tracker.ui.desk import Desk
from tracker.ui.diary import today_side
from tracker.ui.diary.day_deeds import DayDeeds, Place
from tracker.ui.diary.meal_rows import COLUMNS, rows_of
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.diary.today_cards import DaySums
from tracker.ui.diary.today_side import TodaySide
from tracker.ui.page import Page
from tracker.ui.widgets.buttons import IconButton
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import MONTHS, WEEKDAYS, long_date

if TYPE_CHECKING:
    from tracker.operations.quick_add import Understanding
    from tracker.ui.diary.day_foot import DayFoot
    from tracker.ui.diary.meaning_card import MeaningCard

WIDE, MIDDLE, NARROW = 960, 740, 560
"""From these widths of the page on there is room for everything, for all columns, and for the cards at the side."""
LOOK_AT_CLOCK = 20_000
"""ms between looks at the date."""
EMPTY = "Type what it was, such as 2 eggs breakfast. Ctrl+Shift+Y repeats the day before."
MENU = (
    "today.edit", "today.tick", "today.star", "", "today.copy", "today.move", "today.keep", "", "today.delete",
)  # fmt: skip


class TodayPage(Page):
    """One day of the diary."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._day = self._today = desk.today
        self._shown: Day | None = None
        self._hidden = False
        here = Place(day=lambda: self._day, meal=self._meal_here, ids=self._ids_of_meal)
        self._foot: DayFoot | None = None
        self._deeds = DayDeeds(desk, self, "today", here, eaten=True)
        self._build_head()
        content = QHBoxLayout()
        content.setSpacing(24)
        content.addLayout(self._build_list(), 1)
        self._side = TodaySide(desk)
        self._side.opened.connect(self._open_workout)
        self._side.move_wanted.connect(self._move_workout)
        content.addWidget(self._side)
        self.body.addLayout(content, 1)
        self._meaning: MeaningCard | None = None
        self._midnight = QTimer(self)
        self._midnight.setInterval(LOOK_AT_CLOCK)
        self._midnight.timeout.connect(self._look_at_clock)
        self._midnight.start()

    def _build_head(self) -> None:
        self._title = TitleBar("")
        before, after = IconButton("‹", "Day before", "Ctrl+PgUp"), IconButton("›", "Day after", "Ctrl+PgDown")
        before.clicked.connect(self.day_before)
        after.clicked.connect(self.day_after)
        self._pill = Pill("Today", "accent")
        self._title.add_before(before)
        self._title.add_after(after, self._pill)
        self._quick = QuickAdd(self._desk)
        self._quick.setMinimumWidth(120)
        self._quick.written.connect(self._deeds.done)
        self._quick.left.connect(self._go_to_list)
        self._quick.understood.connect(self._understood)
        self._title.add_right(self._quick)
        self.body.addWidget(self._title)

    def _build_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self._sums = DaySums()
        self._sums.target_wanted.connect(self.set_target)
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Meals", header=False)
        self._list.shift_requested.connect(self._deeds.shift)
        self._list.ticked.connect(self._tick)
        self._list.opened.connect(self._edit)
        self._list.mark_opened.connect(partial(open_conflict, self._desk, self))
        self._list.edit_requested.connect(self._edit)
        self._list.delete_requested.connect(self._delete)
        self._list.menu_requested.connect(self._show_menu)
        self._list.filter_requested.connect(self.focus_quick_add)
        self._empty = EmptyState("", EMPTY, "Quick add", "Ctrl+N")
        self._empty.started.connect(self.focus_quick_add)
        self._list_or_empty = ListOrEmpty(self._list, self._empty)
        column.addWidget(self._sums)
        column.addWidget(self._list_or_empty, 1)
        self._column = column
        return column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way from the edges where the window is small."""
        super().resizeEvent(event)
        width = event.size().width()
        self._side.setFixedWidth(today_side.WIDTH if width >= WIDE else today_side.NARROW)
        self._side.setVisible(width >= NARROW)
        self._sums.set_narrow(width < WIDE)
        self._show_title()
        self._lay_columns(width)

    def _lay_columns(self, width: int) -> None:
        """As many columns as there is room for; no numbers where the person wants to see none."""
        columns = COLUMNS[: 1 if self._hidden else 5 if width >= MIDDLE else 3]
        if columns != self._model.columns:
            self._model.set_columns(columns, self._model.rows)  # the first cells are the same

    def paintEvent(self, event: QPaintEvent) -> None:
        """What only hands reach comes once the first frame is there."""
        super().paintEvent(event)
        if self._foot is None and self._shown:
            QTimer.singleShot(0, self, self._build_rest)

    @Slot()
    def _build_rest(self) -> None:
        if self._foot is None and self._shown and not self._desk.store.closed:
            self._foot = self._deeds.build_rest(self._list)
            self._foot.show_state(self._shown.state, ahead=self._day > self._desk.today)
            self._column.addWidget(self._foot)
            self._foot.show()  # the layout would only ask for it
            QTimer.singleShot(100, self._side, self._side.show_measured)

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the day as it is now."""
        today = self._desk.today
        words = self._desk.words
        self._show_title()
        self._hidden = words.hidden
        self._lay_columns(self.width())
        self._pill.setVisible(self._day == today)
        self._quick.show_day(self._day.isoformat())
        day = self._shown = days.day(self._desk.store, self._day.isoformat())
        self._sums.show_day(day, words)
        self._model.set_rows(marked(self._desk.store, "meal_plan_entry", rows_of(day, words)))
        if self._foot:
            self._foot.show_state(day.state, ahead=self._day > today)
        self._empty.set("Nothing here yet" if self._day <= today else "Nothing planned yet", EMPTY)
        self._list_or_empty.show_list(bool(day.entries))
        self._side.show_day(self._day, day, measured=changes is None or changes.touches("measurement", "preference"))

    def _show_title(self) -> None:
        text = long_date(self._day, self._desk.today)
        short = f"{WEEKDAYS[self._day.weekday()][:3]} {self._day.day} {MONTHS[self._day.month - 1][:3]}"
        self._title.set_title(text if self.width() >= MIDDLE else short)

    def commands(self) -> Sequence[Command]:
        """What can be done with a day."""
        chosen = self._nothing_chosen
        return (
            Command("today.new", "Quick add", "Food", self.focus_quick_add, keys.NEW, ("log", "eat")),
            Command("today.tick", "Tick as eaten", "Food", self._tick_chosen, keys.TICK, ("eaten",), chosen),
            Command("today.edit", "Edit entry…", "Food", self._edit_chosen, keys.EDIT, ("amount",), chosen),
            Command("today.delete", "Delete", "Food", self._delete_chosen, keys.DELETE, ("remove",), chosen),
            Command("today.star", "Star", "Food", self._star, keys.STAR, ("favorite",), chosen),
            Command("today.copy", "Copy to…", "Food", self._copy_to, keys.COPY_TO, ("duplicate",), chosen),
            Command("today.move", "Move to…", "Food", self._move_to, (), ("another day", "another meal"), chosen),
            Command("today.up", "Move up", "Food", lambda: self._shift(-1), keys.UP, ("order", "before"), chosen),
            Command("today.down", "Move down", "Food", lambda: self._shift(1), keys.DOWN, ("order", "after"), chosen),
            Command("today.same", "Same as yesterday", "Day", self._deeds.fill_up, keys.SAME_AS_YESTERDAY, ("repeat",)),
            Command("today.before", "Day before", "Day", self.day_before, keys.PREVIOUS, ("yesterday",)),
            Command("today.after", "Day after", "Day", self.day_after, keys.NEXT, ("tomorrow",)),
            Command("today.now", "Go to today", "Day", self.go_to_today, keys.TODAY, ("now",)),
            Command("today.date", "Go to date…", "Day", self.go_to_date, keys.GO_TO_DATE, ("calendar",)),
            Command("today.target", "Set a target…", "Day", self.set_target, (), ("goal", "calories")),
            *self._deeds.commands(),
        )

    def panes(self) -> Sequence[QWidget]:
        """The quick-add line, then the list."""
        return (self._quick, self._list)

    def open_item(self, item: str) -> None:
        """Show a day by its date, or the day of an entry with the entry chosen."""
        entry = days.entry(self._desk.store, item)
        try:
            self._day = dates.nearest(date.fromisoformat(entry.day if entry else item))
        except ValueError:
            return
        self.refresh(None)
        if entry:
            self._list.select(entry.id)
            self._list.setFocus()

    # The list

    def _entry(self, record: str) -> Entry | None:
        shown = self._shown.entries if self._shown else ()
        return next((one for one in shown if one.id == record), None)

    def _chosen(self) -> tuple[str, ...]:
        return self._list.selected_ids or tuple(filter(None, (self._list.current_id,)))

    def _meal_here(self) -> Meal:
        """The meal of the chosen entry, or the one that is usual now."""
        entry = self._entry(self._list.current_id)
        known = {slot.id: slot for slot in days.slots(self._desk.store)}
        return known.get(entry.slot if entry else "") or days.slot_now(self._desk.store)

    def _ids_of_meal(self) -> Sequence[str]:
        meal, shown = self._meal_here(), self._shown.entries if self._shown else ()
        return [one.id for one in shown if one.slot == meal.id]

    def _nothing_chosen(self) -> str | None:
        return None if self._chosen() else "Choose an entry in the list first."

    # What is done with entries

    def focus_quick_add(self) -> None:
        """Put the cursor into the quick-add line."""
        self._quick.setFocus()
        self._quick.selectAll()

    @Slot(object)
    def _understood(self, meaning: Understanding | None) -> None:
        """Hang the card under the line with the first thing that is understood."""
        if self._meaning is None and meaning is not None:
            from tracker.ui.diary.meaning_card import MeaningCard

            self._meaning = MeaningCard(self._desk, self._quick, self)
            self._meaning.show_meaning(meaning)

    @Slot()
    def _go_to_list(self) -> None:
        if self._shown and self._shown.entries:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str, QPoint)
    def _show_menu(self, _: str, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)

    @Slot(object)
    def _tick(self, ids: tuple[str, ...]) -> None:
        chosen = [one for one in map(self._entry, ids) if one]
        if chosen:
            from tracker.operations import entries

            eaten = not all(one.eaten for one in chosen)
            self._desk.lane.write(entries.set_eaten, [one.id for one in chosen], eaten)

    def _tick_chosen(self) -> None:
        self._tick(self._chosen())

    @Slot(str)
    def _edit(self, record: str) -> None:
        entry = self._entry(record)
        if entry:
            from tracker.ui.dialogs.entry import EntryDialog

            EntryDialog(self._desk, self, entry).open()

    def _edit_chosen(self) -> None:
        self._edit(self._list.current_id)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        if ids:
            from tracker.operations import entries

            self._desk.lane.write(entries.delete, list(ids), on_done=self._deeds.done)

    def _delete_chosen(self) -> None:
        self._delete(self._chosen())

    def _shift(self, steps: int) -> None:
        self._deeds.shift(self._list.current_id, steps)

    def _star(self) -> None:
        entry = self._entry(self._list.current_id)
        if entry and entry.source:
            from tracker.operations import favorites

            self._desk.lane.write(favorites.toggle, entry.source_kind, entry.source)
        elif entry:
            self._desk.window.say("Only foods and recipes can have a star.")

    def _copy_to(self, *, move: bool = False) -> None:
        from tracker.ui.dialogs.copy_to import CopyTo

        CopyTo(self._desk, self, self._chosen(), self._day, move=move).open()

    def _move_to(self) -> None:
        self._copy_to(move=True)

    @Slot()
    def set_target(self) -> None:
        """Ask for the target from this day on."""
        from tracker.ui.dialogs.target import TargetDialog

        TargetDialog(self._desk, self, self._day).open()

    @Slot(str)
    def _open_workout(self, record: str) -> None:
        self._desk.window.show_page("workouts", record)

    @Slot(str)
    def _move_workout(self, record: str) -> None:
        from tracker.ui.dialogs.move_workout import MoveWorkout

        workouts = self._shown.workouts if self._shown else ()
        for one in workouts:
            if one.id == record:
                MoveWorkout(self._desk, self, one).open()

    # Days

    @Slot()
    def day_before(self) -> None:
        """Show the day before."""
        self.show_day(dates.moved(self._day, -1))

    @Slot()
    def day_after(self) -> None:
        """Show the day after."""
        self.show_day(dates.moved(self._day, 1))

    @Slot()
    def go_to_today(self) -> None:
        """Show today."""
        self.show_day(self._desk.today)

    def go_to_date(self) -> None:
        """Ask for a date and show it."""
        from tracker.ui.dialogs.go_to_date import GoToDate

        dialog = GoToDate(self._desk, self)
        dialog.chosen.connect(self.show_day)
        dialog.open()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Show another day."""
        self._day = day
        self.refresh(None)

    @Slot()
    def _look_at_clock(self) -> None:
        """At midnight, today is another day; whoever looked at today goes along."""
        if self._desk.store.closed:
            return  # and so is the window, which is not gone yet
        today = self._desk.today
        if today != self._today:
            followed = self._day == self._today
            self._today = today
            if followed:
                self._day = today
            if self.isVisible():
                self.refresh(None)
