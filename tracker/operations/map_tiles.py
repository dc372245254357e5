"""Tiles of a map: from the disk where they were fetched not long ago, else from the server that the person named.

They lie in the platform's cache folder and not in the profile: they are no data of anybody's, and go with a backup of
nothing. What is kept is limited, and what is old is fetched again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import KnownError
from tracker.formats import map_tiles

if TYPE_CHECKING:
    from tracker.domain.mercator import Tile
    from tracker.formats.web import Web

LIMIT = 200 << 20
"""Bytes that are kept at most; about ten thousand tiles."""
FRESH = 30 * 24 * 3600
"""Seconds after which a tile is fetched again."""
LEFT = 0.8
"""The part of the limit that is left once the oldest are cleared away."""


@dataclass
class Cache:
    """Files below a folder, a tile each. Used by one thread at a time.

    Args:
        folder: made when something is kept.
        limit: bytes.
        now: seconds since 1970.
    """

    folder: Path
    limit: int = LIMIT
    now: Callable[[], float] = time.time
    _size: int | None = field(default=None, init=False)

    def get(self, template: str, tile: Tile) -> tuple[bytes, bool] | None:
        """What is kept of a tile, and whether it is fresh; None where it is not kept."""
        path = self._path(template, tile)
        try:
            return path.read_bytes(), self.now() - path.stat().st_mtime < FRESH
        except OSError:
            return None

    def keep(self, template: str, tile: Tile, picture: bytes) -> None:
        """Keep a tile. A disk that is full or not to be written keeps none, and nobody needs to know."""
        path = self._path(template, tile)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".part")
            half.write_bytes(picture)
            half.replace(path)
            os.utime(path, (self.now(), self.now()))
            self._size = self._counted() if self._size is None else self._size + len(picture)
            if self._size > self.limit:
                self._clear()

    def _path(self, template: str, tile: Tile) -> Path:
        server = hashlib.sha256(template.encode()).hexdigest()[:16]
        return self.folder / server / str(tile.zoom) / str(tile.x % 2**tile.zoom) / str(tile.y)

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for path in self.folder.rglob("*"):
            with suppress(OSError):
                if path.is_file():
                    told = path.stat()
                    found.append((told.st_mtime, told.st_size, path))
        return found

    def _counted(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _clear(self) -> None:
        """Take the oldest away until there is room again."""
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self.limit * LEFT:
                break
            with suppress(OSError):
                path.unlink()
                left -= size
        self._size = left


def tile(web: Web, cache: Cache, template: str, wanted: Tile, stopped: Callable[[], None] | None = None) -> bytes:
    """The picture of a tile; empty where the server has none. An old one does while the server cannot be reached.

    Raises:
        KnownError: as `map_tiles.fetch` does.
    """
    kept = cache.get(template, wanted)
    if kept is not None and kept[1]:
        return kept[0]
    try:
        picture = map_tiles.fetch(web, template, wanted, stopped)
    except KnownError:
        if kept is None:
            raise
        return kept[0]
    cache.keep(template, wanted, picture)
    return picture
