"""Lengths of a pool as samples: watches in a pool write a message for each length, and little or nothing between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tracker.domain.activity import Telemetry
from tracker.formats.fit.messages import Message
from tracker.formats.fit.totals import begin

ACTIVE = "active"


def swum(telemetry: Telemetry, start: int, lengths: Sequence[Message], pool: float) -> Telemetry:
    """The telemetry with those of distance, speed and strokes a minute that it lacks, from the lengths.

    Within a length the distance grows evenly; at the wall, and in a length that was rest, the speed is 0.

    Args:
        telemetry: in ms since `start`; without any samples each length makes two.
        start: Unix ms.
        lengths: the messages of this session.
        pool: its length in m.
    """
    told = sorted((_length(one, start) for one in lengths if begin(one) is not None), key=lambda one: one[0])
    if not told or pool <= 0:
        return telemetry
    begins, ends, active, strokes = (np.array(column, float) for column in zip(*told, strict=True))
    after = np.cumsum(np.where(active > 0, pool, 0.0))
    edges = np.column_stack((begins, ends)).ravel()
    metres = np.column_stack((after - np.where(active > 0, pool, 0.0), after)).ravel()
    time = telemetry.time if len(telemetry) else np.unique(np.maximum(edges, 0).astype(np.int64))
    which = np.maximum(np.searchsorted(begins, time, side="right") - 1, 0)
    swims = (time >= begins[which]) & (time < ends[which]) & (active[which] > 0)
    seconds = np.maximum(ends - begins, 1.0) / 1000
    made = {
        "distance": np.interp(time, edges, metres),
        "speed": np.where(swims, pool / seconds[which], 0.0),
        "cadence": np.where(swims, strokes[which] * 60 / seconds[which], np.nan),
    }
    known = {name: values for name, values in made.items() if np.isfinite(values).any()}
    return Telemetry(time, {**known, **telemetry.channels})


def _length(message: Message, start: int) -> tuple[float, float, bool, float]:
    """Begin and end in ms since the start, whether it was swum, and the strokes of it."""
    first = float((begin(message) or start) - start)
    seconds = message.get("total_elapsed_time") or message.get("total_timer_time") or 0.0
    strokes = message.get("total_strokes")
    count = float(strokes) if isinstance(strokes, int | float) else float("nan")
    return first, first + float(seconds) * 1000, message.get("length_type", ACTIVE) == ACTIVE, count
