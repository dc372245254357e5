"""The tiles behind a track: asked for one by one, kept as pictures while the window is open.

Nothing is fetched unless a server is named in the settings. After a failure nothing more is asked for until another
track is shown, so that a server that is away is not called for each tile.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPixmap

from tracker import paths
from tracker.errors import KnownError
from tracker.operations import map_tiles
from tracker.store.queries.settings import value
from tracker.tasks.task import Cancelled, Progress, Task
from tracker.ui.desk import Desk

if TYPE_CHECKING:
    from tracker.domain.mercator import Tile
    from tracker.formats.web import Web

MOST = 160
"""Pictures that are kept in memory: 40 MB."""
FOLDER = "map tiles"


class MapTiles(QObject):
    """Pictures of tiles. `arrived` says that there is one more, `failed` carries why there are none."""

    arrived = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._server = _Server("")
        self._cache = map_tiles.Cache(paths.cache() / FOLDER)
        self._pictures: OrderedDict[Tile, QPixmap] = OrderedDict()
        self._asked: dict[Tile, Task] = {}
        self._is_off = False

    def begin(self) -> bool:
        """Begin with another track; whether a server is named for it."""
        template = str(value(self._desk.store, "map_tiles"))
        if template != self._server.template:
            self._pictures.clear()
        self._server = _Server(template)
        self._stop()
        self._is_off = not template
        return bool(template)

    @property
    def credit(self) -> str:
        """Who is to be named beside the map."""
        return str(value(self._desk.store, "map_credit"))

    def want(self, tiles: Sequence[Tile]) -> None:
        """Ask for those of some tiles that are not here, and for no others any more."""
        for tile in [one for one in self._asked if one not in tiles]:
            self._asked.pop(tile).cancel()
        for tile in tiles:
            if not (self._is_off or tile in self._pictures or tile in self._asked or self._desk.lane.closed):
                self._asked[tile] = self._desk.maps.ask(
                    partial(self._server.read, self._cache, tile), self._has_read, self._cannot_read
                )

    def picture(self, tile: Tile) -> QPixmap | None:
        """A tile, where it is here and the server draws it."""
        found = self._pictures.get(tile)
        return None if found is None or found.isNull() else found

    def _stop(self) -> None:
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()

    @Slot(object)
    def _has_read(self, found: tuple[str, Tile, bytes]) -> None:
        template, tile, told = found
        if template != self._server.template:
            return
        self._asked.pop(tile, None)
        picture = QPixmap()
        if told:
            picture.loadFromData(told)  # one that is no picture stays empty, and the track plain there
        self._pictures[tile] = picture
        while len(self._pictures) > MOST:
            self._pictures.popitem(last=False)
        self.arrived.emit()

    @Slot(object)
    def _cannot_read(self, error: Exception) -> None:
        if isinstance(error, KnownError) and not self._is_off:
            self._is_off = True
            self._stop()
            self.failed.emit(error)


class _Server:
    """The server of one track as the lane meets it: once it has failed, what waits behind is not asked for."""

    def __init__(self, template: str) -> None:
        self.template = template
        self._has_failed = False

    def read(self, cache: map_tiles.Cache, tile: Tile, web: Web, progress: Progress) -> tuple[str, Tile, bytes]:
        if self._has_failed:
            raise Cancelled
        try:
            return self.template, tile, map_tiles.tile(web, cache, self.template, tile, progress.check)
        except KnownError:
            self._has_failed = True
            raise
