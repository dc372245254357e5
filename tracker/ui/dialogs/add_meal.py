"""Putting something into a meal of the plan: found while typing, with its amount."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from tracker.errors import BadInput, KnownError
from tracker.operations import entries, quick_add, templates
from tracker.operations.entries import Wanted
from tracker.operations.quick_lines import Line
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days, foods, recipes
from tracker.store.queries.templates import MealTemplate
from tracker.store.rows import Hit
from tracker.store.rows import Slot as Meal
from tracker.ui.desk import Desk
from tracker.ui.diary.amount_fields import AmountFields
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import row_of
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import done, long_date

if TYPE_CHECKING:
    from tracker.domain.described import DescribedFood

WAIT_MS = 40
SHOWN = 7
RECENT_RECIPES, RECENT_FOODS = 3, 4
PLANNED = ("food", "recipe", "raw", "template")
WHOLE = "whole"
"""The kind of the one row that stands for all that was typed."""


class AddMeal(Dialog):
    """Plans foods and recipes for one meal, one after the other with Ctrl+Shift+Enter.

    Args:
        desk: the shared things.
        over: the page.
        day: the day it is planned for.
        meal: the meal.
        text: what was typed already.
    """

    def __init__(self, desk: Desk, over: QWidget, day: date, meal: Meal, text: str = "") -> None:
        super().__init__(over, f"Add to {meal.name.lower()}", long_date(day, desk.today), save="Add", width=520)
        self._desk, self._day, self._meal = desk, day.isoformat(), meal
        self._hits: dict[str, Hit] = {}
        self._asked: tuple[int | None, str | None] = (None, None)
        self._again = False
        self._whole: tuple[Line, ...] = ()
        self._find = LineField("Recipe or food, such as beef chili or 150 g skyr", name="Recipe or food")
        self._find.setText(text)
        self._model = RowsModel((Column("Name"),))
        self._list = RowsView(self._model, "Found", header=False, multiple=False)
        self._list.setFixedHeight(SHOWN * 35)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nothing = Text("", "muted", wrap=True)
        self._elsewhere = Button("Look up in Open Food Facts…")
        self._amount = AmountFields(desk)
        form = FormRows()
        form.add("Amount", self._amount)
        for part in (self._find, self._list, self._nothing):
            self.body.addWidget(part)
        self.body.addWidget(row_of(self._elsewhere))
        self.body.addWidget(form)
        self.add_left(Text("Ctrl ⇧ ⏎ adds and goes on", "small"))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._connect()
        self._search()

    def _connect(self) -> None:
        self._find.installEventFilter(self)
        self._find.textEdited.connect(self._typed)
        self._wait.timeout.connect(self._search)
        self._list.current_changed.connect(self._chosen)
        self._list.opened.connect(self._go_on)
        self._elsewhere.clicked.connect(self._look_up)
        self._amount.confirmed.connect(self._save)
        self.saved.connect(self._save)
        self.bind("Ctrl+Shift+Return", self._save_and_go_on)

    def open(self) -> None:
        super().open()
        self._find.setFocus()
        self._find.end(False)

    # Finding

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._find and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._go_on()
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _typed(self) -> None:
        self._wait.start()

    @Slot()
    def _search(self) -> None:
        self._wait.stop()
        text = self._find.text().strip()
        name, self._asked = self._said(text)
        self._whole = self._as_said(text)
        hits = [self._whole_hit()] if self._whole else self._found(name) if text else self._usual()
        self._hits = {f"{hit.kind}:{hit.id}": hit for hit in hits}
        rows = [Row(key, (Cell(hit.title, f" · {hit.detail}" if hit.detail else "", star=hit.starred),))
                for key, hit in self._hits.items()]  # fmt: skip
        before = self._list.current_id
        self._model.set_rows(rows)
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._elsewhere.setVisible(bool(text) and not rows)
        self._nothing.setText(
            f"Nothing is called “{name}”. Try another word." if text else "Type what you plan to eat."
        )
        if rows:
            self._list.select(rows[0].id)
        if self._list.current_id == before or not rows:
            self._chosen(self._list.current_id if rows else "")
        if self.isVisible():
            self.place()

    def _said(self, text: str) -> tuple[str, tuple[int | None, str | None]]:
        """The name in what was typed, and the amount if there is one: 150 g skyr."""
        found = quick_add.understand(self._desk.store, text, decimal_comma=self._desk.decimal_comma) if text else None
        items = [line.item for line in found.lines if line.item] if found else []
        if len(items) == 1 and items[0].amount is not None:
            line = next(line for line in found.lines if line.item) if found else None
            return items[0].name, (line.amount, line.unit) if line else (None, None)
        return text, (None, None)

    def _as_said(self, text: str) -> tuple[Line, ...]:
        """What is typed as it would be logged, where it is more than one food with its amount: several, or none."""
        found = quick_add.understand(self._desk.store, text, decimal_comma=self._desk.decimal_comma) if text else None
        lines = found.lines if found else ()
        whole = len(lines) > 1 or any(line.kind in ("raw", "template") for line in lines)
        return lines if whole and all(line.kind in PLANNED for line in lines) else ()

    def _whole_hit(self) -> Hit:
        words = self._desk.words
        parts = [f"{line.title} {words.amount(line.amount, line.unit, line.title)}".strip() for line in self._whole]
        energy = [line.energy for line in self._whole if line.energy is not None]
        return Hit(WHOLE, "", ", ".join(parts), words.energy_with_unit(sum(energy)) if energy else "")

    def _found(self, name: str) -> list[Hit]:
        hits = self._desk.search(name, limit=24, slot=self._meal.id)
        return [hit for hit in hits if hit.kind in ("food", "recipe")][:SHOWN]

    def _usual(self) -> list[Hit]:
        """What was planned or eaten last."""
        store = self._desk.store
        cooked = recipes.recipes(store, days.recent_sources(store, "recipe", RECENT_RECIPES))
        eaten = foods.foods(store, days.recent_sources(store, "food", RECENT_FOODS))
        words = self._desk.words
        return [
            Hit("recipe", key, one.name, words.energy_per(one.serving.energy, "serving"), one.starred)
            for key, one in cooked.items()
        ] + [
            Hit("food", key, one.name, words.energy_per(one.nutrition.energy, "100 g"), one.starred)
            for key, one in eaten.items()
        ]

    # What is not here

    @Slot()
    def _look_up(self) -> None:
        """Ask Open Food Facts for what was typed; what is kept of it can be added then."""
        from tracker.ui.dialogs.lookup import LookupDialog

        dialog = LookupDialog(self._desk, self, self._said(self._find.text().strip())[0])
        dialog.chosen.connect(self._review)
        dialog.open()

    @Slot(object)
    def _review(self, found: DescribedFood) -> None:
        from tracker.ui.dialogs.food import FoodDialog

        dialog = FoodDialog(self._desk, self, found=found)
        dialog.written.connect(self._kept)
        dialog.open()

    @Slot(object)
    def _kept(self, changes: Changes) -> None:
        """Find what was kept, by the name that it has now."""
        kept = foods.food(self._desk.store, changes.ids[0]) if changes.ids else None
        if kept is not None:
            self._find.setText(kept.name)
        self._search()
        self._find.setFocus()

    # Choosing and adding

    @Slot(str)
    def _chosen(self, key: str) -> None:
        hit = self._hits.get(key)
        known = hit is not None and hit.kind != WHOLE
        read = None if not known or hit is None else recipes.recipe if hit.kind == "recipe" else foods.food
        source = read(self._desk.store, hit.id) if read and hit else None
        self._amount.show_source(source, *self._asked)
        self.save_button.setEnabled(source is not None or bool(self._whole))

    @Slot()
    def _go_on(self) -> None:
        if self._wait.isActive():
            self._search()
        if self._whole:
            self._save()
        elif self._list.current_id:
            self._amount.select()

    def _save_and_go_on(self) -> None:
        self._again = True
        self._save()

    @Slot()
    def _save(self) -> None:
        if self._wait.isActive():
            self._search()
        if self._whole:
            self._desk.lane.write(
                plan_lines, self._day, self._meal.id, self._whole, on_done=self._added, on_failed=self._failed
            )
            return
        hit = self._hits.get(self._list.current_id)
        if hit is None or self._amount.amount is None:
            self._again = False
            (self._amount.select if hit else self._find.setFocus)()
            return
        wanted = (Wanted(hit.kind, hit.id, self._amount.amount, self._amount.unit),)
        self._desk.lane.write(plan, self._day, self._meal.id, wanted, on_done=self._added, on_failed=self._failed)

    @Slot(object)
    def _added(self, changes: Changes) -> None:
        self._desk.window.say(done(changes.label), undo=True)
        if not self._again:
            self.accept()
            return
        self._again = False
        self._find.clear()
        self._search()
        self._find.setFocus()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._again = False
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be added."))


def plan(store: Store, day: str, slot: str, wanted: Iterable[Wanted]) -> Changes:
    """Put something into a meal as planned."""
    return entries.add(store, day, slot, tuple(wanted), eaten=False)


def plan_lines(store: Store, day: str, slot: str, lines: Iterable[Line]) -> Changes:
    """Put all that was understood of a line into a meal as planned, whatever meal and day it names."""
    with store.step("") as step:
        titles = []
        for line in lines:
            titles.append(line.title)
            if isinstance(line.content, MealTemplate):
                templates.put(store, line.content.id, day, slot)
            elif isinstance(line.content, Wanted):
                entries.add(store, day, slot, [line.content], eaten=False)
        what = titles[0] if len(titles) == 1 else f"{len(titles)} entries"
        step.rename(entries.added(store, what, day, planned=True))
    return step.changes
