"""What a write changed, so that every screen can tell whether it is concerned."""

from __future__ import annotations

from tracker.values import Frozen

LOCAL = frozenset({"device_setting", "personal_record"})
"""What stays on this device, or is computed on each."""


class Changes(Frozen):
    """The collections and records that one step touched, and the step's name for the user."""

    tables: frozenset[str] = frozenset()
    ids: tuple[str, ...] = ()
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.tables)

    def touches(self, *tables: str) -> bool:
        """Whether one of `tables` changed."""
        return not self.tables.isdisjoint(tables)
