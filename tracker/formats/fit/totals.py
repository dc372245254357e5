"""FIT session and lap messages as totals and laps, in fixed point."""

from __future__ import annotations

from tracker.domain.activity import Lap, Summary
from tracker.domain.fixed import DISTANCE, ENERGY, TIME, to_fixed
from tracker.formats.fit.messages import Message


def summary(session: Message) -> Summary:
    """The totals that the device wrote.

    Devices write 0 for a sensor they did not have, so a total of 0 is unknown here; where there was a sensor
    the samples say 0 again.
    """
    return Summary(
        duration_ms=_told(session, "total_timer_time", TIME) or _told(session, "total_elapsed_time", TIME),
        elapsed_ms=_told(session, "total_elapsed_time", TIME),
        moving_ms=_told(session, "total_moving_time", TIME),
        distance=_told(session, "total_distance", DISTANCE),
        ascent=_known(session, "total_ascent", DISTANCE),
        avg_power=_told(session, "avg_power"),
        max_power=_told(session, "max_power"),
        weighted_power=_told(session, "normalized_power"),
        avg_heart_rate=_told(session, "avg_heart_rate"),
        max_heart_rate=_told(session, "max_heart_rate"),
        avg_cadence=_told(session, "avg_cadence"),
        energy=_told(session, "total_calories", ENERGY),
    )


def lap(message: Message, start: int) -> Lap:
    """A lap of the activity that started at `start` (Unix ms)."""
    begun = begin(message)
    return Lap(
        start_ms=0 if begun is None else begun - start,
        duration_ms=_known(message, "total_timer_time", TIME),
        elapsed_ms=_known(message, "total_elapsed_time", TIME),
        distance=_known(message, "total_distance", DISTANCE),
        avg_power=_known(message, "avg_power"),
        max_power=_known(message, "max_power"),
        avg_heart_rate=_told(message, "avg_heart_rate"),
        max_heart_rate=_told(message, "max_heart_rate"),
        avg_cadence=_told(message, "avg_cadence"),
        lengths=_told(message, "num_active_lengths"),
        strokes=_told(message, "total_cycles") if message.get("num_active_lengths") else None,
    )


def begin(message: Message) -> int | None:
    """When a session or lap started, in Unix ms; from its end where the start is not told."""
    start, end, elapsed = (_number(message.get(key)) for key in ("start_time", "timestamp", "total_elapsed_time"))
    if start is not None:
        return round(start * 1000)
    return None if end is None or elapsed is None else round((end - elapsed) * 1000)


def _known(message: Message, field: str, scale: int = 1) -> int | None:
    """A field at a scale."""
    value = _number(message.get(field))
    return None if value is None else to_fixed(value, scale)


def _told(message: Message, field: str, scale: int = 1) -> int | None:
    """A field at a scale, with 0 as unknown."""
    return _known(message, field, scale) or None


def _number(value: object) -> float | None:
    """A number that is one; fields of a wrong size come as tuples or bytes."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
