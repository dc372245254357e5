"""Axes of a plot over time: h:mm:ss below at round steps, quiet numbers at the left, hairlines between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800)
"""Seconds between two labels: what people count in."""
LABEL = 72
"""Pixels that a label of time needs."""
LEFT = 30
BOTTOM = 20


def clock_text(seconds: float) -> str:
    """Seconds as 1:05:00."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def step_of(low: float, high: float, pixels: float) -> int:
    """The seconds between two labels so that they do not touch."""
    least = (high - low) / max(1.0, pixels / LABEL)
    return next((step for step in STEPS if step >= least), STEPS[-1])


def lay_out_axes(item: Any) -> None:
    """Give a plot item of pyqtgraph these axes."""
    bottom, left = item.getAxis("bottom"), item.getAxis("left")
    bottom.tickSpacing = _spacing
    bottom.tickStrings = _times
    bottom.setHeight(BOTTOM)
    left.setWidth(LEFT)
    left.tickSpacing = _rows
    for axis in (bottom, left):
        axis.setStyle(tickLength=0, tickTextOffset=4, hideOverlappingLabels=True)
        axis.setZValue(-20)  # the lines of the grid go behind the curves
    left.setGrid(255)
    left.enableAutoSIPrefix(False)
    bottom.enableAutoSIPrefix(False)


def _spacing(low: float, high: float, pixels: float) -> list[tuple[float, float]]:
    return [(float(step_of(low, high, pixels)), 0.0)]


def _times(values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
    return [clock_text(value) for value in values]


def _rows(low: float, high: float, _pixels: float) -> list[tuple[float, float]]:
    """Three or four hairlines at round numbers."""
    room = high - low
    steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
    return [(float(next((step for step in steps if room / step <= 4), 1000)), 0.0)]
