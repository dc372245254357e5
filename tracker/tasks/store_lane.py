"""The lane of the writing connection: operations run here, in order, and what they changed goes to the bus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.store.changes import Changes
from tracker.tasks.bus import Bus
from tracker.tasks.lane import Done, Failed, Lane
from tracker.tasks.task import Progress, Task

if TYPE_CHECKING:
    from tracker.store.database import Store


class StoreLane(Lane["Store"]):
    """Runs operations on the store's own thread.

    Args:
        open_store: opens the store; called on the lane's thread, so that the connection belongs to it.
        bus: hears the `Changes` of every operation.
    """

    def __init__(self, open_store: Callable[[], Store], bus: Bus, parent: QObject | None = None) -> None:
        super().__init__("store", open_store, _close, parent)
        self._bus = bus

    def write(
        self,
        operation: Callable[..., object],
        *args: object,
        on_done: Done | None = None,
        on_failed: Failed | None = None,
    ) -> Task:
        """Run `operation(store, *args)`; its `Changes`, or a value with `.changes`, are announced on the bus.

        Args:
            operation: a function of `tracker.operations`.
            *args: what it gets after the store.
            on_done: bound method of a QObject; gets what the operation returned, after the bus was told.
            on_failed: bound method of a QObject; gets the exception.
        """

        def work(store: Store, _progress: Progress) -> object:
            return operation(store, *args)

        return self.ask(work, on_done, on_failed)

    def write_long(
        self,
        operation: Callable[..., object],
        *args: object,
        on_done: Done | None = None,
        on_failed: Failed | None = None,
    ) -> Task:
        """Like `write`, for `operation(store, *args, progress=…)` that reports how far it is."""

        def work(store: Store, progress: Progress) -> object:
            return operation(store, *args, progress=progress)

        return self.ask(work, on_done, on_failed)

    def _accept(self, value: object) -> None:
        changes = value if isinstance(value, Changes) else getattr(value, "changes", None)
        if isinstance(changes, Changes):
            self._bus.publish(changes)


def _close(store: Store) -> None:
    store.close()
