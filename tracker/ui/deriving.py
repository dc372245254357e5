"""Keeps what is derived from workouts up to date while nobody waits for anything: curves and personal records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.tasks.bus import Bus
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.shell import Shell

if TYPE_CHECKING:
    from tracker.operations.derived import Derived

FIRST_MS = 20_000
"""ms after the start when it is first looked: workouts of other devices may have come meanwhile."""
SOON_MS = 1_500
"""ms after a workout changed: several changes are computed at once."""
RECORDS = Changes(frozenset({"personal_record"}))


class Deriving(QObject):
    """Has curves and records computed on the store's lane, a few at a time, after workouts changed."""

    def __init__(self, shell: Shell, desk: Desk, bus: Bus) -> None:
        super().__init__(shell)
        self._desk, self._bus = desk, bus
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        bus.changed.connect(self._written)
        shell.closing.connect(self._stop)
        self._timer.start(FIRST_MS)

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        if changes.touches("workout"):
            self._timer.start(SOON_MS)

    @Slot()
    def _stop(self) -> None:
        self._bus.changed.disconnect(self._written)
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Compute some of what is missing, unless something else is being written."""
        if self._desk.lane.busy:
            self._timer.start(SOON_MS)
            return
        self._desk.lane.ask(_refresh, self._done)

    @Slot(object)
    def _done(self, derived: Derived | None) -> None:
        if derived is None:
            return
        if derived.more:
            self._timer.start(0)
        if derived.records or derived.curves:
            self._bus.publish(RECORDS)


def _refresh(store: Store, _: Progress) -> Derived | None:
    from tracker.store.stale import stale

    if not stale(store) and not _lacks_curves(store):
        return None
    from tracker.operations.derived import refresh  # brings numpy, which most starts do without

    return refresh(store)


def _lacks_curves(store: Store) -> bool:
    """Whether a workout with samples has no curves yet."""
    from tracker.store.queries.workouts import lack_curves

    return lack_curves(store)
