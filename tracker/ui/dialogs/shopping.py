"""The shopping list: made from the plan of some days, written on by hand, ticked off, printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from tracker.errors import NotFound
from tracker.operations import shopping
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import shopping as queries
from tracker.store.rows import ShoppingItem
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import NEAR, count, done, short_date

COLUMNS = (Column("", stretch=3), Column("Amount", 130, right=True), Column("", stretch=2, tone="muted", optional=True))
KEYS = "Space ticks off · F2 changes a line · Del deletes it · Enter adds what was typed above"
EMPTY = "Nothing is on the list. Make it from the plan, or type what to buy."
WEEK = timedelta(days=6)


class ShoppingDialog(Dialog):
    """Shows the list and what can be done with it.

    Args:
        first: the first day of the week that is shown; the list is made for it unless other days are chosen.
    """

    def __init__(self, desk: Desk, over: QWidget, first: date) -> None:
        super().__init__(over, "Shopping list", " ", save="Make from the plan", cancel="Close", width=720)
        self._desk = desk
        self._items: dict[str, ShoppingItem] = {}
        self._changing = ""
        self._since, self._until = DateField(first), DateField(first + WEEK)
        self.body.addLayout(self._days())
        self._model = RowsModel(COLUMNS)
        self._list = RowsView(self._model, "Shopping list", header=False, fit=True)
        self._empty = Text(EMPTY, "muted", wrap=True)
        self._line = LineField("What else to buy, such as 2 l milk", name="What to buy")
        self._line.installEventFilter(self)
        for part in (self._line, self._list, self._empty, Text(KEYS, "small", wrap=True)):
            self.body.addWidget(part)
        self._print, self._copy, self._clear = (
            Button("Print…", "Ctrl+P"),
            Button("Copy as text"),
            Button("Clear ticked"),
        )
        self.add_left(self._print, self._copy, self._clear)
        self._connect()
        self.refresh()

    def _days(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, field in (("From", self._since), ("to", self._until)):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(f"{words.capitalize()} day")
            row.addWidget(label)
            row.addWidget(field)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.saved.connect(self._make)
        self._list.ticked.connect(self._tick)
        self._list.delete_requested.connect(self._delete)
        self._list.edit_requested.connect(self._edit)
        self._list.opened.connect(self._edit)
        self._line.returnPressed.connect(self._write)
        self._print.clicked.connect(self.print_list)
        self._copy.clicked.connect(self.copy_text)
        self._clear.clicked.connect(self._clear_ticked)
        self.bind("Ctrl+P", self.print_list)

    def open(self) -> None:
        super().open()
        if self._items:
            self._list.setFocus()
            self._list.select_first()
        else:
            self.save_button.setFocus()

    # What is shown

    @Slot()
    def refresh(self) -> None:
        """Show the list as it is now."""
        found = queries.items(self._desk.store)
        self._items = {one.id: one for one in found}
        rows: list[Row] = []
        aisle = ""
        for one in found:
            if one.aisle != aisle:
                aisle = one.aisle
                rows.append(Row(f"aisle {aisle}", (aisle,), group=True))
            rows.append(self._row(one))
        self._model.set_rows(rows)
        self._list.setVisible(bool(found))
        self._empty.setVisible(not found)
        ticked = sum(one.bought for one in found)
        self.set_words("Shopping list", self._told(found, ticked))
        self._clear.setEnabled(ticked > 0)
        self._copy.setEnabled(ticked < len(found))
        self._print.setEnabled(ticked < len(found))
        if self.isVisible():
            self.place()

    def _row(self, one: ShoppingItem) -> Row:
        name = Cell(one.name, tone="muted" if one.bought else "")
        amount = shopping.amount_text(one, self._desk.words.decimal)
        used = ", ".join(one.used_in)
        return Row(one.id, (name, amount, Cell(used, tip=used)), checked=one.bought)

    def _told(self, found: tuple[ShoppingItem, ...], ticked: int) -> str:
        """For which days it was made, and how much of it is bought."""
        planned = next((one for one in found if one.since and one.until), None)
        parts = []
        if planned is not None:
            days = [short_date(date.fromisoformat(day), self._desk.today) for day in (planned.since, planned.until)]
            first, last = (day.lower() if day in NEAR else day for day in days)
            parts.append(f"For {first} to {last}")
        parts.append(f"{ticked} of {count(len(found), 'thing')} bought" if found else "Empty")
        return " · ".join(parts)

    # What is done

    @Slot()
    def _make(self) -> None:
        self._write_down(shopping.make, self._since.day, self._until.day)

    @Slot(object)
    def _tick(self, ids: tuple[str, ...]) -> None:
        bought = not all(self._items[record].bought for record in ids)
        self._desk.lane.write(shopping.tick, ids, bought, on_done=self._shown_again, on_failed=self.failed)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        known = tuple(record for record in ids if record in self._items)
        if known:
            self._write_down(shopping.delete, known)

    @Slot(str)
    def _edit(self, record: str) -> None:
        """Put a line into the field above, to be written anew."""
        if record in self._items:
            one = self._items[record]
            self._changing = record
            self._line.setText(" ".join(filter(None, (shopping.amount_text(one, self._desk.words.decimal), one.name))))
            self._line.selectAll()
            self._line.setFocus()

    @Slot()
    def _write(self) -> None:
        text = self._line.text().strip()
        if not text:
            return
        if self._changing in self._items:
            self._write_down(_change, self._changing, text, self._desk.decimal_comma)
        else:
            self._write_down(_add, text, self._desk.decimal_comma)
        self._changing = ""
        self._line.clear()

    @Slot()
    def _clear_ticked(self) -> None:
        self._write_down(shopping.clear_bought)

    def _write_down(self, operation: Callable[..., Changes], *args: object) -> None:
        self._desk.lane.write(operation, *args, on_done=self._done, on_failed=self.failed)

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.error.clear()
        if changes:
            self._desk.window.say(done(changes.label), undo=True)
        elif self._since.hasFocus() or self.save_button.hasFocus():
            self.show_error(NotFound("Nothing is planned on these days that has to be bought."))
        self.refresh()

    @Slot(object)
    def _shown_again(self, _: Changes) -> None:
        self.refresh()

    @Slot()
    def copy_text(self) -> None:
        """Put what is still to be bought on the clipboard."""
        text = shopping.as_text(tuple(self._items.values()), self._desk.words.decimal)
        QGuiApplication.clipboard().setText(text)
        self._desk.window.say("The list is on the clipboard.")

    @Slot()
    def print_list(self) -> None:
        """Ask for a printer, or a PDF file, and print what is still to be bought."""
        from tracker.ui.printing import print_html, shopping_html

        print_html(self, shopping_html(tuple(self._items.values()), self._desk.words.decimal))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the line takes back what was begun there, and only then closes; Down goes to the list."""
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            begun = bool(self._line.text()) and event.key() == Qt.Key.Key_Escape
            if begun:
                event.accept()
            return begun
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._line.text():
                self._changing = ""
                self._line.clear()
                return True
            if event.key() == Qt.Key.Key_Down and self._items:
                self._list.setFocus()
                return True
        return super().eventFilter(watched, event)


def _add(store: Store, text: str, comma: bool) -> Changes:
    return shopping.add(store, [text], decimal_comma=comma)


def _change(store: Store, record: str, text: str, comma: bool) -> Changes:
    return shopping.change(store, record, text, decimal_comma=comma)
