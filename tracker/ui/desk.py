"""What every page works with: the profile's data to read, the lanes to write and sync by, and how to word things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from tracker.store.clock import today
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Hit
from tracker.store.search import search
from tracker.tasks.store_lane import StoreLane
from tracker.ui.page import Window
from tracker.ui.words import Words

if TYPE_CHECKING:
    from tracker.tasks.sync_lane import SyncLane


@dataclass
class Desk:
    """The shared things of one window.

    Attributes:
        store: reads on the GUI thread, each well under 5 ms; it cannot write.
        lane: writes, one operation after the other, off the GUI thread.
        sync: syncs in the background.
    """

    window: Window
    store: Store
    lane: StoreLane
    sync: SyncLane

    @property
    def today(self) -> date:
        """The date where the person is."""
        return today(self.store.clock)

    @property
    def decimal_comma(self) -> bool:
        """Whether this person writes 81,4."""
        mark = value(self.store, "decimal_mark")
        return QLocale().decimalPoint() == "," if mark == "system" else mark == "comma"

    @property
    def words(self) -> Words:
        """How numbers read for this person."""
        return Words("," if self.decimal_comma else ".", str(value(self.store, "energy_unit")))

    def search(self, text: str, *, kind: str = "", limit: int = 12, slot: str | None = None) -> list[Hit]:
        """What `text` finds, best first."""
        return search(self.store, text, kind=kind, limit=limit, slot=slot)
