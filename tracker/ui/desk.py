"""What every page works with: the profile's data to read, the lanes to write and sync by, and how to word things."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.queries import diary
from tracker.store.queries.settings import value
from tracker.store.rows import Hit
from tracker.tasks.store_lane import StoreLane
from tracker.tasks.task import Progress
from tracker.ui.page import Window
from tracker.ui.words import Words, short_date

if TYPE_CHECKING:
    from tracker.tasks.care_lane import CareLane
    from tracker.tasks.lookup_lane import LookupLane
    from tracker.tasks.sensor_lane import SensorLane
    from tracker.tasks.sync_lane import SyncLane


def _everything(_store: Store, _progress: Progress) -> Changes:
    from tracker.store.collections import COLLECTIONS

    return Changes(frozenset({*(one.name for one in COLLECTIONS), "device_setting"}))


def _stay(_profile: Path, _removing: bool) -> None:
    """A window that stands alone, as in a test, leads nowhere else."""


class Desk:
    """The shared things of one window.

    Attributes:
        store: reads on the GUI thread, each well under 5 ms; it cannot write.
        lane: writes, one operation after the other, off the GUI thread.
        make_sync: makes the lane of sync.
        endings: called before the window's lanes end, by whoever has something under way.
        leave_for: closes this window and opens that of another profile; with True this one's data is removed first.
    """

    def __init__(
        self,
        window: Window,
        store: Store,
        lane: StoreLane,
        make_sync: Callable[[], SyncLane],
        leave_for: Callable[[Path, bool], None] = _stay,
    ) -> None:
        self.window = window
        self.store = store
        self.lane = lane
        self.make_sync = make_sync
        self.leave_for = leave_for
        self.endings: list[Callable[[], None]] = []

    @cached_property
    def sync(self) -> SyncLane:
        """Syncs in the background; made when it is first asked for, since the first frame does not need it."""
        return self.make_sync()

    @cached_property
    def care(self) -> CareLane:
        """Backs up, restores and exports in the background; made when it is first asked for."""
        from tracker.tasks.care_lane import CareLane

        return CareLane(self.store.profile, self.store.clock)

    @cached_property
    def lookups(self) -> LookupLane:
        """Asks the web what a person asked for; made when it is first asked for."""
        from tracker.tasks.lookup_lane import LookupLane

        return LookupLane()

    @cached_property
    def maps(self) -> LookupLane:
        """Fetches tiles of maps, beside the look-ups; made when a person has named a server and looks at a track."""
        from tracker.tasks.lookup_lane import LookupLane

        return LookupLane("map tiles")

    @cached_property
    def sensors(self) -> SensorLane:
        """Listens to belts and power meters; made when it is first asked for."""
        from tracker.tasks.radios import Radios
        from tracker.tasks.sensor_lane import SensorLane

        return SensorLane(Radios)

    def close(self) -> None:
        """End what goes on in the background and belongs to the desk; what is not finished leaves nothing behind."""
        for end in self.endings:
            end()
        if "lookups" in self.__dict__:
            self.lookups.shutdown(drain=False)
        if "maps" in self.__dict__:
            self.maps.shutdown(drain=False)
        if "sensors" in self.__dict__:
            self.sensors.shutdown()
        if "care" in self.__dict__:
            self.care.shutdown(drain=False)

    @property
    def today(self) -> date:
        """The day of the diary that it is now, where the person is."""
        return diary.today(self.store)

    @property
    def decimal_comma(self) -> bool:
        """Whether this person writes 81,4."""
        mark = value(self.store, "decimal_mark")
        return QLocale().decimalPoint() == "," if mark == "system" else mark == "comma"

    @property
    def words(self) -> Words:
        """How numbers read for this person."""
        decimal = "," if self.decimal_comma else "."
        return Words(decimal, str(value(self.store, "energy_unit")), bool(value(self.store, "hide_numbers")))

    def all_changed(self) -> None:
        """Let every page read again what it shows, once what was asked for before is written."""
        self.lane.ask(_everything)

    def moment(self, instant: int) -> str:
        """An instant in ms as the clock on the wall here showed it: Today 02:00, 14 Nov 09:30."""
        then = local(instant, self.store.clock.zone())
        return f"{short_date(then.date(), self.today)} {then:%H:%M}"

    def search(self, text: str, *, kind: str = "", limit: int = 12, slot: str | None = None) -> list[Hit]:
        """What `text` finds, best first."""
        from tracker.store.search import search  # the first frame goes without it

        return search(self.store, text, kind=kind, limit=limit, slot=slot)
