"""The lane of backups, restores and exports: they read and copy everything, and nobody's writing waits for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.store.clock import Clock
from tracker.tasks.lane import Done, Failed, Lane
from tracker.tasks.task import Progress, Task

if TYPE_CHECKING:
    from tracker.store.database import Store

WEEK = 7 * 24 * 3600 * 1000


class CareLane(Lane["Store"]):
    """Takes care of a profile's data on a thread and a connection of its own.

    Args:
        profile: the profile's folder.
        clock: what tells the time.
    """

    def __init__(self, profile: Path, clock: Clock, parent: QObject | None = None) -> None:
        def opened() -> Store:
            from tracker.store.database import Store

            return Store.open(profile, clock=clock)

        super().__init__("care", opened, lambda store: store.close(), parent)

    def back_up(self, on_done: Done | None = None, on_failed: Failed | None = None, *, to: Path | None = None) -> Task:
        """Make a backup that holds everything, in the profile's folder or in the file `to`; gives its file."""

        def work(store: Store, progress: Progress) -> Path:
            from tracker.store.backup import back_up_by_hand

            return back_up_by_hand(store, to, report=progress.report)

        return self.ask(work, on_done, on_failed)

    def back_up_weekly(self, on_done: Done | None = None, on_failed: Failed | None = None) -> Task:
        """Make a backup if the last one is a week old and something was written since; gives its file or None."""

        def work(store: Store, progress: Progress) -> Path | None:
            from tracker.store.backup import WEEKLY, back_up, is_due

            return back_up(store, WEEKLY, report=progress.report) if is_due(store, WEEK) else None

        return self.ask(work, on_done, on_failed)

    def restore(self, file: Path, on_done: Done | None = None, on_failed: Failed | None = None) -> Task:
        """Put a backup in the place of the data, while the window has it open; gives a `store.restore.Restored`."""

        def work(store: Store, progress: Progress) -> object:
            from tracker.sync.restoring import restore

            return restore(store.profile, file, alone=True, report=progress.report)

        return self.ask(work, on_done, on_failed)

    def export(
        self, folder: Path, on_done: Done | None = None, on_failed: Failed | None = None, *, tables: bool = False
    ) -> Task:
        """Write everything into a folder, as JSON or as tables; gives an `operations.export.Exported`."""

        def work(store: Store, progress: Progress) -> object:
            from tracker.operations.export import export

            return export(store, folder, form="csv" if tables else "json", report=progress.report)

        return self.ask(work, on_done, on_failed)
