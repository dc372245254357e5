"""Undo and redo from the log that the triggers keep.

Undoing applies the inverse as an ordinary write, so it syncs like any other. The inverse is itself a step, of the
other kind, which is how redo works. A record that something outside a step changed since has left the log whole.
"""

from __future__ import annotations

import json

from tracker.errors import NotFound
from tracker.store.changes import Changes
from tracker.store.database import Store


def next_undo(store: Store) -> str | None:
    """The name of the step that undo would take back."""
    return _next(store, "undo")


def next_redo(store: Store) -> str | None:
    """The name of the step that redo would do again."""
    return _next(store, "redo")


def _latest(store: Store, kind: str) -> tuple[int, str] | None:
    rows = store.rows(
        "SELECT id, name FROM undo_step WHERE kind = ? AND EXISTS "
        "(SELECT 1 FROM undo_change WHERE step = undo_step.id) ORDER BY id DESC LIMIT 1",
        (kind,),
    )
    return rows[0] if rows else None


def _next(store: Store, kind: str) -> str | None:
    found = _latest(store, kind)
    return None if found is None else found[1]


def undo(store: Store) -> Changes:
    """Take back the latest step.

    Raises:
        NotFound: there is nothing to undo.
    """
    return _reverse(store, "undo", "redo")


def redo(store: Store) -> Changes:
    """Do the step again that was undone last.

    Raises:
        NotFound: there is nothing to redo.
    """
    return _reverse(store, "redo", "undo")


def _reverse(store: Store, kind: str, opposite: str) -> Changes:
    found = _latest(store, kind)
    if found is None:
        raise NotFound(f"There is nothing to {kind}.")
    number, name = found
    with store.step(name, kind=opposite, fresh=False) as step:
        rows = store.rows(
            "SELECT tbl, record, row_id, before FROM undo_change WHERE step = ? ORDER BY seq DESC", (number,)
        )
        store.database.execute_sql("DELETE FROM undo_step WHERE id = ?", (number,))
        for row in rows:
            _put_back(store, *row)
    return step.changes


def take_back(store: Store, since: int) -> None:
    """Make it so as if the steps after step `since` had never been done: they are put back, and forgotten.

    Must run inside a transaction.
    """
    with store.step("", kind="redo", fresh=False):
        rows = store.rows(
            "SELECT tbl, record, row_id, before FROM undo_change WHERE step > ? ORDER BY seq DESC", (since,)
        )
        for row in rows:
            _put_back(store, *row)
    store.database.execute_sql("DELETE FROM undo_step WHERE id > ?", (since,))


def _put_back(store: Store, table: str, record: str, row_id: str, before: str | None) -> None:
    from tracker.store.collections import PARENTS  # the window asks what could be undone before its first frame
    from tracker.store.records import upsert

    if before is None:
        owner = f"{PARENTS.get(table, 'id')} = ? AND id = ?"
        store.database.execute_sql(f"DELETE FROM {table} WHERE {owner}", (record, row_id))
        return
    row = json.loads(before)
    upsert(store, table, tuple(row), [tuple(row.values())])
