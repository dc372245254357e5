"""Opening the conflicts that wait, one after the other. The dialogs are in `conflict_fields` and `_deletion`."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from tracker.errors import NotFound
from tracker.sync import conflicts
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict_base import ConflictDialog
from tracker.ui.dialogs.conflict_deletion import DeletionDialog
from tracker.ui.dialogs.conflict_fields import FieldsDialog
from tracker.ui.sync.conflict_queue import ConflictQueue


def open_conflicts(desk: Desk, over: QWidget, first: str = "") -> ConflictDialog | None:
    """Open the dialog on the conflict of the record `first`, or on the oldest; None where nothing waits."""
    waiting = conflicts.open_conflicts(desk.store)
    if not waiting:
        desk.window.say("No conflicts wait.")
        return None
    return _open(desk, over, ConflictQueue.of(waiting, first))


def _open(desk: Desk, over: QWidget, queue: ConflictQueue) -> ConflictDialog | None:
    try:
        detail = conflicts.conflict(desk.store, queue.one.c, queue.one.id)
    except NotFound:
        following = queue.finished().step(1)
        return None if following is None else _open(desk, over, following)
    kind = FieldsDialog if detail.kind == "fields" else DeletionDialog
    dialog = kind(desk, over, detail, queue, partial(_open, desk, over))
    dialog.open()
    return dialog
