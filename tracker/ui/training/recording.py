"""A workout's samples made ready for a plot: which lines, in which colours, with gaps where the recording paused.

Everything here runs on a lane's thread, so that the window never waits for numpy or for a long recording.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.operations.activities import samples
from tracker.store.database import Store
from tracker.store.rows import Workout
from tracker.tasks.task import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tracker.domain.activity import Telemetry

METRES_A_SECOND_IN_KMH = 3.6


@dataclass(frozen=True)
class Channel:
    """How a channel is drawn: its name, unit, colour of the theme, and places of its numbers."""

    key: str
    label: str
    unit: str
    color: str
    places: int = 0
    scale: float = 1.0


CHANNELS = (
    Channel("power", "Power", "W", "carbs"),
    Channel("heart_rate", "Heart rate", "bpm", "bad"),
    Channel("cadence", "Cadence", "rpm", "fat"),
    Channel("speed", "Speed", "km/h", "protein", 1, METRES_A_SECOND_IN_KMH),
    Channel("altitude", "Altitude", "m", "muted"),
)
WITH_POWER, WITHOUT_POWER = ("power", "heart_rate"), ("heart_rate", "speed", "altitude")
"""What is drawn at first; the others are a press away."""


@dataclass(frozen=True, eq=False)
class PlotLine:
    """One line: seconds since the start, values in the channel's unit, NaN where the line is interrupted."""

    channel: Channel
    x: NDArray[np.float64]
    y: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Recording:
    """The samples of one workout, what is drawn of them, and every line that could be."""

    workout: str
    telemetry: Telemetry
    lines: tuple[PlotLine, ...]
    every: tuple[PlotLine, ...]

    def with_lines(self, keys: Collection[str]) -> Recording:
        """The same recording with these channels drawn."""
        return replace(self, lines=tuple(line for line in self.every if line.channel.key in keys))

    @property
    def seconds(self) -> float:
        """How long the recording is, pauses included."""
        return float(self.telemetry.time[-1]) / 1000 if len(self.telemetry) else 0.0

    @property
    def title(self) -> str:
        """What the lines show: Power and heart rate."""
        names = [line.channel.label for line in self.lines]
        names = [*names[:1], *(name.lower() for name in names[1:])]
        return ", ".join(names[:-1]) + (" and " if names[1:] else "") + names[-1] if names else ""


def read_recording(store: Store, workout: Workout, progress: Progress) -> Recording:
    """The samples of a workout, ready to be drawn.

    Raises:
        NotFound: they are on another device.
        BadFile: a file with samples is damaged.
    """
    progress.check()
    telemetry = samples(store, workout)
    progress.check()
    every = tuple(_lines(telemetry))
    return Recording(workout.id, telemetry, (), every).with_lines(_usual(telemetry))


def _usual(telemetry: Telemetry) -> tuple[str, ...]:
    """Power and heart rate; speed and altitude where no power was measured."""
    import numpy as np

    power = telemetry.channels.get("power")
    return WITH_POWER if power is not None and bool(np.nansum(power) > 0) else WITHOUT_POWER


def _lines(telemetry: Telemetry) -> list[PlotLine]:
    import numpy as np

    return [
        _line(telemetry, channel)
        for channel in CHANNELS
        if channel.key in telemetry.channels and np.isfinite(telemetry.channels[channel.key]).sum() > 1
    ]


def _line(telemetry: Telemetry, channel: Channel) -> PlotLine:
    import numpy as np

    from tracker.domain.training.timeline import pause_limit

    x, y = telemetry.time / 1000, telemetry.channels[channel.key] * channel.scale
    known = np.isfinite(y)
    x, y = x[known], y[known]
    pauses = np.flatnonzero(np.diff(x) > pause_limit(telemetry.time) / 1000) + 1
    return PlotLine(channel, np.insert(x, pauses, x[pauses] - 0.5), np.insert(y, pauses, np.nan))
