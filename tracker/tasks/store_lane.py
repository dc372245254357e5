"""The lane of the writing connection: operations run here, in order, and what they changed goes to the bus.

Where a change counts only once the server has it, the operation is carried out by `tracker.sync.direct`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from tracker.errors import NotSaved
from tracker.store.changes import Changes
from tracker.store.queries.settings import value
from tracker.tasks.bus import Bus
from tracker.tasks.lane import Done, Failed, Lane
from tracker.tasks.task import Progress, Task

if TYPE_CHECKING:
    from tracker.store.database import Store
    from tracker.sync.direct import Direct, Saved


class StoreLane(Lane["Store"]):
    """Runs operations on the store's own thread.

    Signals: `not_simply_saved` carries what there is to say about a save in Server first (a
    `tracker.sync.direct.Saved`): that it waits as a draft, or that it met another device's version.

    Args:
        open_store: opens the store; called on the lane's thread, so that the connection belongs to it.
        bus: hears the `Changes` of every operation.
    """

    not_simply_saved = Signal(object)
    _saved = Signal(object)

    def __init__(self, open_store: Callable[[], Store], bus: Bus, parent: QObject | None = None) -> None:
        super().__init__("store", open_store, self._close, parent)
        self._bus = bus
        self._direct: Direct | None = None
        self._saved.connect(self._tell)

    def write(
        self,
        operation: Callable[..., object],
        *args: object,
        on_done: Done | None = None,
        on_failed: Failed | None = None,
        here: bool = False,
    ) -> Task:
        """Run `operation(store, *args)`; its `Changes`, or a value with `.changes`, are announced on the bus.

        Where the server has to have a change first and does not, it fails with a `NotSaved`, whose `keep` runs the
        same once more as a draft.

        Args:
            operation: a function of `tracker.operations`.
            *args: what it gets after the store.
            on_done: bound method of a QObject; gets what the operation returned, after the bus was told.
            on_failed: bound method of a QObject; gets the exception.
            here: write it here whatever the mode is: as a draft, or because it concerns this device alone.
        """
        keep = partial(self.write, operation, *args, on_done=on_done, on_failed=on_failed, here=True)

        def work(store: Store, _progress: Progress) -> object:
            return self._carry_out(store, lambda it: operation(it, *args), None if here else keep)

        return self.ask(work, on_done, on_failed)

    def write_long(
        self,
        operation: Callable[..., object],
        *args: object,
        on_done: Done | None = None,
        on_failed: Failed | None = None,
        here: bool = False,
    ) -> Task:
        """Like `write`, for `operation(store, *args, progress=…)` that reports how far it is."""
        keep = partial(self.write_long, operation, *args, on_done=on_done, on_failed=on_failed, here=True)

        def work(store: Store, progress: Progress) -> object:
            return self._carry_out(store, lambda it: operation(it, *args, progress=progress), None if here else keep)

        return self.ask(work, on_done, on_failed)

    # ------------------------------------------------------------------------------------ on the lane's thread

    def _carry_out(
        self, store: Store, operation: Callable[[Store], object], keep: Callable[[], object] | None
    ) -> object:
        """Write here, or in Server first see to it that the server has it."""
        if keep is None or value(store, "sync_mode") != "cloud":
            return operation(store)
        if self._direct is None:
            from tracker.sync.direct import Direct  # most profiles never need it
            from tracker.sync.secrets import vault_of

            self._direct = Direct(vault_of(store.profile))
        try:
            saved = self._direct.save(store, operation)
        except NotSaved as error:
            error.keep = keep
            raise
        self._saved.emit(saved)
        return saved.value

    def _close(self, store: Store) -> None:
        if self._direct is not None:
            self._direct.close()
        store.close()

    # ---------------------------------------------------------------------------------- back on the GUI thread

    @Slot(object)
    def _tell(self, saved: Saved) -> None:
        if saved.pulled:
            self._bus.publish(saved.pulled)
        if saved.notice or saved.contested:
            self.not_simply_saved.emit(saved)

    def _accept(self, value: object) -> None:
        changes = value if isinstance(value, Changes) else getattr(value, "changes", None)
        if isinstance(changes, Changes) and changes:
            self._bus.publish(changes)
