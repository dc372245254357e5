"""The meal plan: a week of meals against the target."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QWidget

from tracker.domain import dates
from tracker.domain.weeks import first_of
from tracker.errors import NotFound
from tracker.operations import entries, favorites
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.contested import contested
from tracker.store.queries.settings import week_begins
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.contested import RESOLVE
from tracker.ui.desk import Desk
from tracker.ui.dialogs.add_meal import AddMeal
from tracker.ui.dialogs.copy_to import CopyTo
from tracker.ui.dialogs.copy_week import CopyWeek
from tracker.ui.dialogs.entry import EntryDialog
from tracker.ui.dialogs.go_to_date import GoToDate
from tracker.ui.dialogs.meal import MealDialog
from tracker.ui.diary.day_deeds import DayDeeds, Place
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.diary.week_paper import WeekPaper
from tracker.ui.page import Page
from tracker.ui.widgets.buttons import IconButton, PrimaryButton, SecondaryButton
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import week_range

MENU = (
    "plan.new", "plan.edit", "plan.tick", "plan.star", "", "plan.copy", "plan.move", "plan.same", "plan.templates",
    "plan.keep", "", "plan.delete",
)  # fmt: skip
EMPTY = (
    "Nothing is planned this week. Ctrl+N adds to the marked meal, or just begin to type what it is; "
    "Copy week… in another week brings its meals here."
)
TABLES = ("meal_plan_entry", "meal_slot", "day_status", "target", "preference", "favorite", "recipe", "food")


class MealPlanPage(Page):
    """One week, a day in each column."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._first = self._week_of(desk.today)
        self._title = TitleBar("")
        before = IconButton("‹", "Week before", "Ctrl+PgUp")
        after = IconButton("›", "Week after", "Ctrl+PgDown")
        before.clicked.connect(self.week_before)
        after.clicked.connect(self.week_after)
        self._range = Text("", "muted")
        copy, kept = SecondaryButton("Copy week…"), SecondaryButton("Templates")
        add = PrimaryButton("Add meal", "Ctrl+N")
        here = Place(day=lambda: self._grid.day, meal=lambda: self._grid.slot, ids=self._ids_of_meal)
        self._deeds = DayDeeds(desk, self, "plan", here, eaten=False)
        shop = SecondaryButton("Shopping list…")
        shop.clicked.connect(self.open_shopping)
        copy.clicked.connect(self.copy_week)
        kept.clicked.connect(self._deeds.show_templates)
        add.clicked.connect(self.add)
        self._title.add_before(before)
        self._title.add_after(after, self._range)
        self._title.add_right(shop, copy, kept, add)
        self._title.spare(self._range, shop, copy, kept)
        self._grid = WeekGrid()
        self._paper = WeekPaper(desk, self._grid, self)
        self.body.addWidget(self._title)
        self.body.addWidget(self._grid, 1)
        self._empty = Text(EMPTY, "muted", wrap=True)
        self.body.addWidget(self._empty)
        self.body.addStretch()
        self._connect()
        self._opened = False

    def _connect(self) -> None:
        grid = self._grid
        grid.add_requested.connect(self._add)
        grid.edit_requested.connect(self._edit)
        grid.resolve_requested.connect(self._resolve)
        grid.tick_requested.connect(self._tick)
        grid.delete_requested.connect(self._delete)
        grid.menu_requested.connect(self._show_menu)
        grid.week_requested.connect(self._turn)
        grid.moved.connect(self._moved)

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the week as it is now."""
        if changes is not None and not changes.touches(*TABLES):
            return
        cursor = self._grid.day if self._grid.week.days else self._desk.today
        self._first = self._week_of(self._first + timedelta(days=3))  # weeks may begin on another day now
        monday = self._first + timedelta(days=-self._first.weekday() % 7)
        self._title.set_title(f"Week {monday.isocalendar().week}")
        store = self._desk.store
        waiting = contested(store, "meal_plan_entry")
        self._grid.show_week(days.week(store, self._first), self._desk.today, self._desk.words, waiting)
        self._range.setText(" · ".join(filter(None, (week_range(self._first), self._grid.week.week_total()))))
        self._range.setToolTip(self._grid.week.week_coverage())
        empty = not any(day.entries for day in self._grid.week.days)
        self._empty.setVisible(empty)
        self._grid.set_snug(empty)
        if not self._opened:
            self._opened = True
            self._grid.go_to(cursor, days.slot_now(self._desk.store).id)

    def _week_of(self, day: date) -> date:
        """The first day of the week of a day, as this person's weeks begin."""
        return first_of(day, week_begins(self._desk.store))

    def commands(self) -> Sequence[Command]:
        """What can be done with a week."""
        chosen = self._nothing_chosen
        return (
            Command("plan.new", "Add meal…", "Food", self.add, keys.NEW, ("plan", "food", "recipe")),
            Command("plan.edit", "Edit entry…", "Food", self._edit, keys.EDIT, ("amount",), chosen),
            Command("plan.tick", "Tick as eaten", "Food", self._tick, keys.TICK, ("eaten",), chosen),
            Command("plan.delete", "Delete", "Food", self._delete, keys.DELETE, ("remove",), chosen),
            Command("plan.star", "Star", "Food", self._star, keys.STAR, ("favorite",), chosen),
            Command("plan.copy", "Copy to…", "Food", self._copy_to, keys.COPY_TO, ("duplicate", "day"), chosen),
            Command("plan.move", "Move to…", "Food", self._move_to, (), ("another day", "another meal"), chosen),
            Command("plan.same", "Same as the day before", "Day", self._same, keys.SAME_AS_YESTERDAY, ("repeat",)),
            Command("plan.copy_week", "Copy week…", "Day", self.copy_week, (), ("repeat week",)),
            Command(
                "plan.shopping",
                "Shopping list…",
                "Day",
                self.open_shopping,
                ("Ctrl+Shift+L",),
                ("buy", "groceries"),
            ),
            Command("plan.before", "Week before", "Day", self.week_before, keys.PREVIOUS, ("last week",)),
            Command("plan.after", "Week after", "Day", self.week_after, keys.NEXT, ("next week",)),
            Command("plan.now", "Go to this week", "Day", self.go_to_today, keys.TODAY, ("today", "now")),
            Command("plan.date", "Go to date…", "Day", self.go_to_date, keys.GO_TO_DATE, ("calendar",)),
            Command("plan.day", "Open this day", "Day", self._open_day, (), ("today", "diary")),
            *self._deeds.commands(),
            *self._paper.commands(),
        )

    def panes(self) -> Sequence[QWidget]:
        """The grid."""
        return (self._grid,)

    def open_item(self, item: str) -> None:
        """Show the week of a day by its date, or of an entry."""
        entry = days.entry(self._desk.store, item)
        try:
            self.show_day(date.fromisoformat(entry.day if entry else item))
        except ValueError:
            return
        if entry:
            self._grid.find(entry.id)

    def _ids_of_meal(self) -> Sequence[str]:
        cell = self._grid.cell
        return cell.ids if cell else ()

    def _nothing_chosen(self) -> str | None:
        return None if self._grid.card else "Choose a meal in the grid first."

    # What is done with meals

    @Slot()
    def add(self) -> None:
        """Plan something for the meal of the cursor."""
        self._add("")

    @Slot(str)
    def _add(self, text: str) -> None:
        AddMeal(self._desk, self, self._grid.day, self._grid.slot, text).open()

    @Slot()
    def _resolve(self) -> None:
        self._desk.window.run(RESOLVE)

    @Slot()
    def _edit(self) -> None:
        card = self._grid.card
        if card is None:
            return
        if len(card.entries) == 1:
            EntryDialog(self._desk, self, card.entries[0]).open()
        else:
            MealDialog(self._desk, self, self._grid.day, self._grid.slot).open()

    @Slot()
    def _tick(self) -> None:
        card = self._grid.card
        if card:
            self._desk.lane.write(entries.set_eaten, card.ids, not card.eaten)

    @Slot()
    def _delete(self) -> None:
        card = self._grid.card
        if card:
            self._desk.lane.write(entries.delete, card.ids, on_done=self._deeds.done)

    def _star(self) -> None:
        card = self._grid.card
        entry = card.entries[0] if card and len(card.entries) == 1 else None
        if entry and entry.source:
            self._desk.lane.write(favorites.toggle, entry.source_kind, entry.source)
        else:
            self._desk.window.say("Only a single food or recipe can have a star.")

    def _copy_to(self) -> None:
        card = self._grid.card
        if card:
            CopyTo(self._desk, self, card.ids, self._grid.day).open()

    def _move_to(self) -> None:
        card = self._grid.card
        if card:
            CopyTo(self._desk, self, card.ids, self._grid.day, move=True).open()

    def _same(self) -> None:
        day, slot = self._grid.day, self._grid.slot
        source = (day - timedelta(days=1)).isoformat()
        self._desk.lane.write(
            _same_meal, source, day.isoformat(), slot.id, on_done=self._deeds.done, on_failed=self._deeds.not_done
        )

    @Slot(object, object, str, bool)
    def _moved(self, ids: tuple[str, ...], day: date, slot: str, copied: bool) -> None:
        operation = entries.copy if copied else entries.move
        self._desk.lane.write(operation, ids, day.isoformat(), slot, on_done=self._deeds.done)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)

    # Weeks

    @Slot()
    def copy_week(self) -> None:
        """Ask where to copy this week, and show it there."""
        dialog = CopyWeek(self._desk, self, self._first)
        dialog.written.connect(lambda: self.show_day(dialog.target))
        dialog.open()

    @Slot()
    def open_shopping(self) -> None:
        """Show the shopping list, to be made for this week."""
        from tracker.ui.dialogs.shopping import ShoppingDialog

        ShoppingDialog(self._desk, self, self._first).open()

    @Slot()
    def week_before(self) -> None:
        """Show the week before."""
        self._turn(-1)

    @Slot()
    def week_after(self) -> None:
        """Show the week after."""
        self._turn(1)

    @Slot(int)
    def _turn(self, weeks: int) -> None:
        self._first = self._week_of(dates.moved(self._first + timedelta(days=6), 7 * weeks))
        self.refresh(None)

    @Slot()
    def go_to_today(self) -> None:
        """Show this week with the cursor on today."""
        self.show_day(self._desk.today)

    def go_to_date(self) -> None:
        """Ask for a date and show its week."""
        dialog = GoToDate(self._desk, self)
        dialog.chosen.connect(self.show_day)
        dialog.open()

    @Slot(object)
    def show_day(self, day: date) -> None:
        """Show the week of a day with the cursor on it."""
        self._opened = True
        day = dates.nearest(day)
        self._first = self._week_of(day)
        self.refresh(None)
        self._grid.go_to(day)

    def _open_day(self) -> None:
        self._desk.window.show_page("today", self._grid.day.isoformat())


def _same_meal(store: Store, source: str, day: str, slot: str) -> Changes:
    """Plan for a meal what the day before had in it."""
    found = [one.id for one in days.entries(store, source, source) if one.slot == slot]
    if not found:
        raise NotFound("The day before has nothing in this meal.")
    return entries.copy(store, found, day, slot)
