"""Looking a food up in Open Food Facts: asked when the person says so, chosen from what was found, reviewed then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain.described import DescribedFood
from tracker.errors import BadInput, KnownError
from tracker.operations import lookup
from tracker.operations.lookup import Question
from tracker.tasks.task import Cancelled
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text

if TYPE_CHECKING:
    from tracker.formats.web import Web
    from tracker.tasks.task import Progress, Task

LIST_HEIGHT = 320
TAKE, REVIEW, SHOW = "Take these numbers", "Review…", "Show yours"
CREDIT = (
    "Only what stands in the field is sent, to world.openfoodfacts.org. Its data is made by its users and under the "
    "Open Database License (ODbL)."
)


class LookupDialog(Dialog):
    """`chosen` carries the food that was picked, a `DescribedFood`; `known` the id of one that is kept already.

    Args:
        desk: the shared things.
        over: any widget of the window.
        text: what to look up.
        refill: whether the numbers are for a form that is open and asked for them: they are fetched at once. Else the
            first Enter asks, and a food that is kept already is shown.
    """

    chosen = Signal(object)
    known = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, text: str = "", *, refill: bool = False) -> None:
        super().__init__(over, "Look up in Open Food Facts", save=TAKE if refill else REVIEW, width=620)
        self._refill = refill
        self._desk = desk
        self._found: dict[str, DescribedFood] = {}
        self._task: Task | None = None
        self._asked: Question | None = None
        self._field = LineField("Barcode, or a name such as crispbread", name="Barcode or name")
        self._field.setText(text)
        self._field.installEventFilter(self)
        self._ask = Button("Look up")
        self._ask.clicked.connect(self.ask)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._ask)
        columns = (
            Column("Food"),
            Column(f"{desk.words.energy_unit} / 100 g", 108, right=True),
            Column("", 92, right=True),
        )
        self._model = RowsModel(columns)
        self.list = RowsView(self._model, "Found", header=False, two_lines=True, multiple=False)
        self.list.setFixedHeight(LIST_HEIGHT)
        self.list.hide()
        self._state = Text("", "muted", wrap=True)
        self._state.hide()
        self.body.addLayout(row)
        for part in (self._state, self.list, Text(CREDIT, "small", wrap=True)):
            self.body.addWidget(part)
        self.save_button.setEnabled(False)
        self.list.current_changed.connect(self._current)
        self.list.opened.connect(self._opened)
        self.saved.connect(self._choose)
        self.closed.connect(self._stop)

    def open(self) -> None:
        super().open()
        self._field.setFocus()
        self._field.end(False)
        if self._refill and self._field.text().strip():
            self.ask()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._found:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """Ask what stands in the field; where that was asked, choose."""
        try:
            same = self._found and lookup.question(self._field.text()) == self._asked
        except BadInput:
            same = False
        if same:
            self._choose()
        else:
            self.ask()

    # Asking

    @Slot()
    def ask(self) -> None:
        """Look up what stands in the field."""
        self._stop()
        self.error.clear()
        try:
            self._asked = lookup.question(self._field.text())
        except BadInput as error:
            self._show([])
            self.show_error(error)
            return
        self._say("Asking Open Food Facts…")
        self._desk.lane.write(lookup.begin, self._asked, on_done=self._begun, on_failed=self._failed, here=True)

    @Slot(object)
    def _begun(self, known: list[DescribedFood] | None) -> None:
        if known is not None:
            self._show(known)
            return
        asked = self._asked
        if asked is None or not self.isVisible():
            return

        def fetch(web: Web, progress: Progress) -> list[dict[str, Any]]:
            return lookup.fetch(web, asked, progress.check)

        self._task = self._desk.lookups.ask(fetch, on_done=self._fetched, on_failed=self._failed)

    @Slot(object)
    def _fetched(self, products: list[dict[str, Any]]) -> None:
        self._task = None
        self._desk.lane.write(
            lookup.remember, self._asked, products, on_done=self._show, on_failed=self._failed, here=True
        )

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, Cancelled):
            return
        self._show([])
        self.show_error(error if isinstance(error, KnownError) else BadInput("This could not be looked up."))

    @Slot()
    def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            self._desk.lookups.give_up(task)

    # What was found

    def _say(self, sentence: str) -> None:
        self._state.setText(sentence)
        self._state.setVisible(bool(sentence))
        self.place()

    @Slot(object)
    def _show(self, found: Sequence[DescribedFood]) -> None:
        self._found = {one.key: one for one in found}
        self._model.set_rows([self._row(one) for one in self._found.values()])
        self.list.setVisible(bool(self._found))
        self.save_button.setEnabled(bool(self._found))
        self._say("")
        if self._found:
            self.list.select(next(iter(self._found)))
            self._current(self.list.current_id)

    def _row(self, one: DescribedFood) -> Row:
        here = lookup.here_already(self._desk.store, one)
        if here is not None:
            last = Cell("kept", pill="accent", tip=f"You have it as {here.name}.")
        elif one.doubts:
            last = Cell("check", pill="warn", tip="\n".join(one.doubts))
        else:
            last = Cell("")
        detail = " · ".join(part for part in (one.brand, one.category, one.barcode) if part)
        return Row(one.key, (Cell(one.name, detail=detail or "—"), self._desk.words.energy(one.nutrition.energy), last))

    @Slot(str)
    def _current(self, key: str) -> None:
        """Say what may be wrong with the chosen one, and what becomes of it."""
        one = self._found.get(key)
        here = lookup.here_already(self._desk.store, one) if one else None
        self.save_button.setText(TAKE if self._refill else SHOW if here else REVIEW)
        self._say("\n".join(f"May be wrong: {doubt}" for doubt in one.doubts) if one else "")

    @Slot(str)
    def _opened(self, _: str) -> None:
        self._choose()

    @Slot()
    def _choose(self) -> None:
        one = self._found.get(self.list.current_id)
        if one is None:
            self.ask()
            return
        here = lookup.here_already(self._desk.store, one)
        self.accept()
        if here is not None and not self._refill:
            self.known.emit(here.id)
        else:
            self.chosen.emit(one)
