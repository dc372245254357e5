"""Web Mercator: places on Earth as places on a square map of the world, and the square tiles that it is cut into.

The map is 1 wide and 1 high, its x grows eastwards and its y southwards. At zoom z it is 2^z tiles wide and high (the
scheme of "slippy maps", EPSG:3857 on a sphere). Nothing here fetches or draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NORTHMOST = math.degrees(math.atan(math.sinh(math.pi)))
"""85.0511°: where the square ends. What lies beyond is drawn on its edge."""
TILE = 256
"""Pixels of a tile."""
CLOSEST = 18
"""The closest zoom that is asked for: most servers draw no closer one."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tile:
    """One square of the map: zoom, column from the west, row from the north."""

    zoom: int
    x: int
    y: int

    @property
    def corner(self) -> tuple[float, float]:
        """Its north-western corner on the map."""
        return self.x * self.size, self.y * self.size

    @property
    def size(self) -> float:
        """How wide and high it is on the map."""
        return 1.0 / (1 << self.zoom)


def project(latitude: Floats, longitude: Floats) -> tuple[Floats, Floats]:
    """Degrees as places on the map. A way over the 180th meridian goes on beyond the edge, and does not jump back."""
    east = np.unwrap(longitude, period=360.0)
    north = np.radians(np.clip(latitude, -NORTHMOST, NORTHMOST))
    return east / 360 + 0.5, 0.5 - np.arcsinh(np.tan(north)) / (2 * np.pi)


def unproject(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Places on the map as degrees of latitude and longitude."""
    return np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y)))), (x - 0.5) * 360


def zoom_for(pixels: float) -> int:
    """The zoom whose tiles are drawn nearest to their own size, where the whole map would be so many pixels wide."""
    return min(max(round(math.log2(max(pixels, 1.0) / TILE)), 0), CLOSEST)


def tiles(zoom: int, left: float, top: float, right: float, bottom: float) -> list[Tile]:
    """The tiles that cover a part of the map, row by row. East of its edge it begins again, with x beyond 2^zoom."""
    count = 2**zoom
    rows = range(max(math.floor(top * count), 0), min(math.floor(bottom * count), count - 1) + 1)
    columns = range(math.floor(left * count), math.floor(right * count) + 1)
    return [Tile(zoom, x, y) for y in rows for x in columns]
