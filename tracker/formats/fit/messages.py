"""What both FIT readers hand over: the messages that make a workout, in the profile's names and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EPOCH_S = 631_065_600
"""1989-12-31T00:00:00Z, where FIT time starts, in Unix seconds."""
CLOCK_SET_S = 0x10000000
"""FIT time below this counts from the device's start: its clock was not set."""

FIELDS = frozenset(
    [
        "timestamp",
        "start_time",
        "sport",
        "sub_sport",
        "total_elapsed_time",
        "total_timer_time",
        "total_moving_time",
        "total_distance",
        "total_calories",
        "total_ascent",
        "avg_heart_rate",
        "max_heart_rate",
        "avg_cadence",
        "avg_power",
        "max_power",
        "normalized_power",
        "position_lat",
        "position_long",
        "altitude",
        "heart_rate",
        "cadence",
        "fractional_cadence",
        "distance",
        "speed",
        "power",
        "compressed_speed_distance",
        "temperature",
        "enhanced_speed",
        "enhanced_altitude",
        "pool_length",
        "length_type",
        "total_strokes",
        "num_active_lengths",
        "total_cycles",
    ]
)
"""The fields of sessions, laps and records that workouts are made of."""

Message = Mapping[str, Any]
"""Values by field name; a field without a valid value is absent; instants in Unix seconds."""


@dataclass(frozen=True)
class Messages:
    """The messages of one FIT file.

    Args:
        records: columns by field name, NaN where a record has no valid value; positions in degrees.
        damage: a clause that says what is wrong with the file, or "".
    """

    file_id: Message
    sports: tuple[Message, ...]
    sessions: tuple[Message, ...]
    laps: tuple[Message, ...]
    lengths: tuple[Message, ...]
    records: Mapping[str, NDArray[np.float64]]
    damage: str = ""


def clock_is_set(instant_s: float) -> bool:
    """Whether an instant in Unix seconds comes from a clock that was set."""
    return instant_s - EPOCH_S >= CLOCK_SET_S
