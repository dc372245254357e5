"""One list of the Favorites screen, or what it says while it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from tracker.ui.contested import marked, open_conflict
from tracker.ui.desk import Desk
from tracker.ui.foods.shelves import Shelf
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import LazyRowsModel, Row
from tracker.ui.widgets.rows_view import RowsView


class ShelfView(ListOrEmpty):
    """A list that reads itself again on `refresh`."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self._desk, self._shelf = desk, shelf
        self._model = LazyRowsModel(shelf.columns(desk.words), self._rows)
        self.view = RowsView(self._model, shelf.plural, two_lines=True)
        title, detail = shelf.empty
        action = "" if shelf.kind == "workout" else f"New {shelf.kind}"
        self.empty = EmptyState(title, detail, action, "Ctrl+N" if action else "")
        super().__init__(self.view, self.empty)
        self.view.mark_opened.connect(partial(open_conflict, desk, self))

    @property
    def pane(self) -> QWidget:
        """What takes the focus: the list, or the empty state's button."""
        return self.view if self.currentWidget() is self.view else self.empty

    def _rows(self, ids: Sequence[str]) -> Sequence[Row]:
        return marked(self._desk.store, self._shelf.kind, self._shelf.rows(self._desk, ids))

    def refresh(self, text: str, guest: str = "") -> None:
        """Show what `text` finds now; everything where it is empty, with a `guest` before it that is no favorite."""
        columns = self._shelf.columns(self._desk.words)
        if columns != self._model.columns:
            self._model.set_columns(columns)
        ids = self._shelf.ids(self._desk.store, text)
        if guest and not text and guest not in ids:
            ids = (guest, *ids)
        self._model.set_ids(ids)
        title, detail = self._shelf.empty
        if text:
            title, detail = f"Nothing here matches “{text}”", "Esc empties the filter. Ctrl+L searches everything."
        self.empty.set(title, detail)
        self.show_list(bool(ids))
