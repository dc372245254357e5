"""Personal records: when a best was set, and what was best before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

FASTEST: Mapping[str, float] = MappingProxyType({
    "running": 12.5, "walking": 6.0, "hiking": 6.0, "swimming": 3.0, "rowing": 8.0, "cycling": 40.0,
})  # fmt: skip
"""m/s that nobody goes faster: above it a sensor was wrong. Other sports have no limit."""


@dataclass(frozen=True)
class Best:
    """A place (row of a workout, column of a mark) where a record was set, its value and the one before."""

    row: int
    column: int
    value: float
    previous: float | None
    previous_row: int | None


def bests(values: NDArray[np.float64], *, least: bool = False) -> Iterator[Best]:
    """Every record in the order in which they were set.

    Args:
        values: a row for each workout in the order of time, a column for each mark, NaN where there is none.
        least: whether less is better, as for times.
    """
    if not values.size:
        return
    turned = -values if least else values
    known = np.where(np.isfinite(turned), turned, -np.inf)
    before = np.vstack((np.full(known.shape[1], -np.inf), np.maximum.accumulate(known, axis=0)[:-1]))
    rows, columns = np.nonzero(known > before)
    last: dict[int, int] = {}
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        earlier = last.get(column)
        was = None if earlier is None else float(values[earlier, column])
        yield Best(row, column, float(values[row, column]), was, earlier)
        last[column] = row
