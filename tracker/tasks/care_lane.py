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
        """Make a backup that holds everything, in the profile's folder or in the file `to`, and check it.

        Gives its file; fails where that cannot be restored.
        """

        def work(store: Store, progress: Progress) -> Path:
            from tracker.store.backup import back_up_by_hand

            return _checked(store, back_up_by_hand(store, to, report=progress.report), progress)

        return self.ask(work, on_done, on_failed)

    def back_up_weekly(self, on_done: Done | None = None, on_failed: Failed | None = None) -> Task:
        """Make a backup if the last one is a week old and something was written since; gives its file or None."""

        def work(store: Store, progress: Progress) -> Path | None:
            from tracker.store.backup import WEEKLY, back_up, is_due

            _forget_copies(store.profile)
            if not is_due(store, WEEK):
                return None
            return _checked(store, back_up(store, WEEKLY, report=progress.report), progress)

        return self.ask(work, on_done, on_failed)

    def check_backup(self, file: Path, on_done: Done | None = None, on_failed: Failed | None = None) -> Task:
        """See whether a backup can be restored; gives a `store.backup_check.Verdict`."""

        def work(store: Store, progress: Progress) -> object:
            from tracker.store.backup_check import check

            return check(store.profile, file, store.now(), report=progress.report)

        return self.ask(work, on_done, on_failed)

    def look_inside(self, file: Path, on_done: Done | None = None, on_failed: Failed | None = None) -> Task:
        """Unpack a backup into a profile of its own, without touching this one; gives its folder."""

        def work(store: Store, progress: Progress) -> Path:
            from tracker.sync.look_inside import unpack

            return unpack(store.profile, file, report=progress.report)

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


def _checked(store: Store, file: Path, progress: Progress) -> Path:
    """The file of a backup that was read back from the disk and can be restored."""
    from tracker.errors import BadFile
    from tracker.store.backup_check import check

    verdict = check(store.profile, file, store.now(), report=progress.report)
    if verdict.damage:
        raise BadFile(f"The backup was written, but cannot be read back. {verdict.damage}", "Check the disk.")
    return file


def _forget_copies(profile: Path) -> None:
    """Remove copies of backups that somebody looked into and whose windows are closed."""
    from tracker import profiles

    if any(profiles.family(profile).glob(f"{profiles.INSIDE}*")):
        from tracker.sync.look_inside import forget

        forget(profile)
