"""The mark on a row whose record is in conflict, and what Enter and the menu do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.store.database import Store
from tracker.store.queries.contested import contested
from tracker.ui.widgets.rows import Row

if TYPE_CHECKING:
    from tracker.ui.desk import Desk

MARK = "conflict"
RESOLVE = "sync.resolve_this"
"""The command that opens the conflict of what is chosen."""


def marked(store: Store, collection: str, rows: Sequence[Row], column: int = 0) -> Sequence[Row]:
    """The rows, with a mark after the words of one column where a record waits for a decision."""
    waiting = contested(store, collection)
    return [_marked(row, column) if row.id in waiting else row for row in rows] if waiting else rows


def open_conflict(desk: Desk, over: QWidget, record: str) -> None:
    """Open the conflict of a record over a page."""
    from tracker.ui.dialogs.conflict import open_conflicts  # the first frame needs no dialog

    open_conflicts(desk, over, record)


def _marked(row: Row, column: int) -> Row:
    from dataclasses import replace  # not before the first frame, see `tracker.values`

    cells = list(row.cells)
    cells[column] = replace(row.cell(column), mark=MARK)
    return replace(row, cells=tuple(cells))
