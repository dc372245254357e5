"""Web Mercator, against its formulas and well-known tiles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.mercator import CLOSEST, NORTHMOST, Tile, project, tiles, unproject, zoom_for


def at(latitude: float, longitude: float) -> tuple[float, float]:
    x, y = project(np.array([latitude]), np.array([longitude]))
    return float(x[0]), float(y[0])


def test_the_corners_and_the_middle_of_the_world() -> None:
    assert at(0, 0) == pytest.approx((0.5, 0.5))
    assert at(NORTHMOST, -180) == pytest.approx((0, 0), abs=1e-12)
    assert at(-NORTHMOST, 180) == pytest.approx((1, 1))
    assert at(90, 0)[1] == pytest.approx(0, abs=1e-12), "the pole stands on the edge"
    assert pytest.approx(85.0511, abs=1e-4) == NORTHMOST


@pytest.mark.parametrize(
    ("latitude", "longitude", "zoom", "tile"),
    [(52.52, 13.405, 10, (550, 335)), (-33.8568, 151.2153, 12, (3768, 2457)), (0.001, -0.001, 1, (0, 0))],
)
def test_a_place_lies_in_its_well_known_tile(latitude: float, longitude: float, zoom: int, tile: object) -> None:
    x, y = at(latitude, longitude)
    assert [(one.x, one.y) for one in tiles(zoom, x, y, x, y)] == [tile]


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_a_place_comes_back(latitude: float, longitude: float) -> None:
    x, y = project(np.array([latitude]), np.array([longitude]))
    back = unproject(x, y)
    assert (back[0][0], back[1][0]) == pytest.approx((latitude, longitude), abs=1e-9)


@given(st.floats(-80, 80))
def test_a_metre_is_as_long_in_both_directions(latitude: float) -> None:
    middle, east, north = at(latitude, 10), at(latitude, 10.001), at(latitude + 0.001, 10)
    shorter = math.cos(math.radians(latitude))
    assert (east[0] - middle[0]) / shorter == pytest.approx(middle[1] - north[1], rel=1e-3)


def test_a_way_over_the_180th_meridian_does_not_jump() -> None:
    x, _ = project(np.array([-17.0, -17.0, -17.0]), np.array([179.9, -179.9, -179.8]))
    assert np.diff(x) == pytest.approx([0.2 / 360, 0.1 / 360])


def test_tiles_cover_a_part_row_by_row_and_stop_at_the_poles() -> None:
    found = tiles(2, 0.3, -0.1, 0.6, 0.3)
    assert found == [Tile(2, 1, 0), Tile(2, 2, 0), Tile(2, 1, 1), Tile(2, 2, 1)]
    assert [one.x for one in tiles(1, 0.9, 0.1, 1.1, 0.1)] == [1, 2], "east of the edge it begins again"
    assert (found[-1].corner, found[-1].size) == ((0.5, 0.25), 0.25)


@pytest.mark.parametrize(("pixels", "zoom"), [(0, 0), (256, 0), (512, 1), (700, 1), (800, 2), (1e12, CLOSEST)])
def test_the_zoom_whose_tiles_are_nearest_to_their_own_size(pixels: float, zoom: int) -> None:
    assert zoom_for(pixels) == zoom
