"""Lines and areas drawn from columns of numbers, and the scale that they need.

numpy's arrays are handed to Qt as they are: turned into points one by one, a frame would take five times as long. Areas
are boxes a pixel wide, and lines are drawn end by end, since Qt takes twenty times as long for one path.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from shiboken6 import wrapInstance

from tracker.ui.training.plot.columns import Columns, Floats

SPIKES = 2
"""Percent of the columns whose lowest or highest may be cut off."""

Starts = NDArray[np.int64]


def bounds(drawn: Sequence[Columns]) -> tuple[float, float]:
    """The lowest and the highest of lines: all of their means, and nearly all that their columns hold."""
    lows, highs = [], []
    for one in drawn:
        few = len(one.low) * SPIKES // 100
        lows.append(min(float(one.mean.min()), float(np.partition(one.low, few)[few])))
        highs.append(max(float(one.mean.max()), float(np.partition(one.high, -1 - few)[-1 - few])))
    return min(lows), max(highs)


def draw(painter: QPainter, x: Floats, y: Floats, starts: Starts, pen: QPen) -> None:
    """A line through points, in pixels, that begins anew at `starts`; a point between two of them is a short dash."""
    ends = np.empty((max(len(x) - 1, 0), 4))
    ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3] = x[:-1], y[:-1], x[1:], y[1:]
    edges = np.concatenate(([0], starts, [len(x)]))
    alone = edges[:-1][np.diff(edges) == 1]
    dashes = np.column_stack((x[alone] - 0.5, y[alone], x[alone] + 0.5, y[alone]))
    lines = np.ascontiguousarray(np.concatenate((np.delete(ends, starts - 1, axis=0), dashes)))
    if len(lines):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawLines(cast(QLineF, wrapInstance(lines.ctypes.data, QLineF)), len(lines))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def fill(
    painter: QPainter, field: QRectF, x: Floats, upper: Floats, lower: Floats | float, starts: Starts, color: QColor
) -> None:
    """The area between two lines, in pixels, without the parts where they are interrupted."""
    if len(x) < 2:
        return
    across = np.arange(max(math.floor(x[0]), field.left()), min(math.ceil(x[-1]), field.right()) + 1)
    is_start = np.zeros(len(x) + 1, bool)
    is_start[starts] = True
    across = across[~is_start[np.searchsorted(x, across)]]
    boxes = np.empty((len(across), 4))
    boxes[:, 0], boxes[:, 1], boxes[:, 2] = across - 0.5, np.interp(across, x, upper), 1
    boxes[:, 3] = (lower if isinstance(lower, float) else np.interp(across, x, lower)) - boxes[:, 1]
    if len(boxes):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRects(cast(QRectF, wrapInstance(boxes.ctypes.data, QRectF)), len(boxes))
