"""A recorded workout as a value: its samples, its laps and its totals.

Nothing here reads a file or computes a number: `tracker.formats` reads files, and `tracker.domain.training`
computes what a device does not tell. numpy is named for types alone, so importing this costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CHANNELS: Mapping[str, str] = {
    "power": "W",
    "heart_rate": "bpm",
    "cadence": "rpm",
    "speed": "m/s",
    "distance": "m",
    "altitude": "m",
    "latitude": "°",
    "longitude": "°",
    "temperature": "°C",
}
"""Every channel that telemetry may have, with its unit."""


@dataclass(frozen=True, eq=False)
class Telemetry:
    """Samples over time.

    Args:
        time: ms since the activity's start, never decreasing, never negative.
        channels: values by channel name, as long as `time`; NaN is a missing value, and 0 a measured one.
    """

    time: NDArray[np.int64]
    channels: Mapping[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        for name, values in self.channels.items():
            if name not in CHANNELS or len(values) != len(self.time):
                raise ValueError(f"channel {name}: {len(values)} values for {len(self.time)} samples")

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Lap:
    """One lap: start in ms since the activity's start, timer and elapsed time in ms, 0.1 m, W, bpm, rpm.

    In a pool also its lengths and strokes.
    """

    start_ms: int
    duration_ms: int | None = None
    elapsed_ms: int | None = None
    distance: int | None = None
    avg_power: int | None = None
    max_power: int | None = None
    avg_heart_rate: int | None = None
    max_heart_rate: int | None = None
    avg_cadence: int | None = None
    lengths: int | None = None
    strokes: int | None = None


@dataclass(frozen=True)
class Summary:
    """An activity's totals in fixed point; None is unknown.

    Timer, elapsed and moving time in ms; distance and ascent in 0.1 m; power in W; heart rate in bpm; cadence
    in rpm (strides a minute on foot); energy in 0.1 kcal.
    """

    duration_ms: int | None = None
    elapsed_ms: int | None = None
    moving_ms: int | None = None
    distance: int | None = None
    ascent: int | None = None
    avg_power: int | None = None
    max_power: int | None = None
    weighted_power: int | None = None
    avg_heart_rate: int | None = None
    max_heart_rate: int | None = None
    avg_cadence: int | None = None
    energy: int | None = None

    def filled_from(self, other: Summary) -> Summary:
        """This summary, with what it does not know taken from `other`."""
        unknown = {part.name for part in fields(self) if getattr(self, part.name) is None}
        return replace(self, **{name: getattr(other, name) for name in unknown})


@dataclass(frozen=True)
class Activity:
    """One workout as a device recorded it.

    Args:
        sport: the field's own word, such as "cycling"; "generic" where nothing is told.
        sub_sport: a narrower word, such as "indoor_cycling", or "".
        start: the instant of `telemetry.time` 0, in ms UTC.
        device: what recorded it, for people, or "".
        summary: the device's own totals, completed by what the samples say.
        session_index: which workout of its file this is, from 0.
        salvaged: whether the file was damaged and parts of the workout may be missing.
        notes: sentences for the user about how the file was read, and what the file says of it.
        title: what the file calls it, or "".
    """

    sport: str
    sub_sport: str
    start: int
    device: str
    summary: Summary
    laps: tuple[Lap, ...]
    telemetry: Telemetry
    session_index: int = 0
    salvaged: bool = False
    notes: tuple[str, ...] = ()
    title: str = ""
