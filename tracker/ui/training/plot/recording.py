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
from tracker.ui.training.plot import derived
from tracker.ui.training.plot.axis import Axis, DistanceAxis, TimeAxis
from tracker.ui.training.plot.channels import Channel, channels_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tracker.domain.activity import Telemetry
    from tracker.domain.training.critical_power import Fit

WITH_POWER = ("power", "heart_rate", "speed", "altitude")
WITHOUT_POWER = ("heart_rate", "speed", "altitude")
"""What is drawn at first; the others are a press away."""


@dataclass(frozen=True, eq=False)
class PlotLine:
    """One line: seconds since the start and known values in the channel's unit.

    Args:
        channel: what it shows.
        seconds: of each value.
        values: those that are known.
        starts: the places in both at which the line begins again after an interruption.
    """

    channel: Channel
    seconds: NDArray[np.float64]
    values: NDArray[np.float64]
    starts: NDArray[np.int64]

    def at(self, seconds: float) -> float | None:
        """The value at a moment: that of the last sample before it; None before the first and in an interruption."""
        import numpy as np

        after = int(np.searchsorted(self.seconds, seconds, side="right"))
        if after == 0:
            return None
        is_over = after in self.starts or after == len(self.seconds)
        if is_over and seconds - self.seconds[after - 1] > 1:
            return None
        return float(self.values[after - 1])


@dataclass(frozen=True, eq=False)
class Recording:
    """The samples of one workout, what is drawn of them, and every line that could be.

    Args:
        workout: its id.
        telemetry: its samples.
        lines: those that are drawn.
        every: all that there are.
        distance: what it runs along as a distance; None where none is known.
        laps: start and end of each in s, where there are several.
        pauses: start and end of each in s.
        fit: critical power and W′ that it is looked at with; None where they are unknown.
        flat: how much faster it would have been on the flat; None where that is unknown.
    """

    workout: str
    telemetry: Telemetry
    lines: tuple[PlotLine, ...]
    every: tuple[PlotLine, ...]
    distance: DistanceAxis | None = None
    laps: tuple[tuple[float, float], ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()
    fit: Fit | None = None
    flat: float | None = None

    def with_lines(self, keys: Collection[str]) -> Recording:
        """The same recording with these channels drawn."""
        return replace(self, lines=tuple(line for line in self.every if line.channel.key in keys))

    @property
    def seconds(self) -> float:
        """How long the recording is, pauses included."""
        return float(self.telemetry.time[-1]) / 1000 if len(self.telemetry) else 0.0

    def axis(self, over: str) -> Axis:
        """What it runs along: "distance" where that is wanted and known, else the time."""
        return self.distance if over == "distance" and self.distance is not None else TimeAxis(self.seconds)


def read_recording(store: Store, workout: Workout, progress: Progress) -> Recording:
    """The samples of a workout, ready to be drawn.

    Raises:
        NotFound: they are on another device.
        BadFile: a file with samples is damaged.
    """
    progress.check()
    telemetry = samples(store, workout)
    progress.check()
    has_power = "power" in telemetry.channels
    return made_ready(workout, telemetry, derived.critical(store, workout) if has_power else None)


def made_ready(workout: Workout, telemetry: Telemetry, fit: Fit | None = None) -> Recording:
    """Samples, ready to be drawn; with `fit`, which is critical power and W′, also what was left of W′."""
    every = (*_lines(telemetry, workout.sport), *_derived(telemetry, workout.sport, fit))
    recording = Recording(
        workout.id, telemetry, (), every, _distance(telemetry), _laps(workout, telemetry), _pauses(telemetry),
        fit, derived.flat_ratio(telemetry, workout.sport),
    )  # fmt: skip
    shown = recording.with_lines(_usual(telemetry))
    return shown if shown.lines else recording.with_lines([line.channel.key for line in every])


def _usual(telemetry: Telemetry) -> tuple[str, ...]:
    """Power first; without it where none was measured."""
    import numpy as np

    power = telemetry.channels.get("power")
    return WITH_POWER if power is not None and bool(np.nansum(power) > 0) else WITHOUT_POWER


def _lines(telemetry: Telemetry, sport: str) -> list[PlotLine]:
    import numpy as np

    from tracker.domain.training.distance import speed

    found = []
    for channel in channels_of(sport):
        told = speed(telemetry) if channel.key == "speed" else telemetry.channels.get(channel.key)
        known = np.isfinite(told) if told is not None else np.zeros(0, bool)
        if told is None or known.sum() < 2 or (channel.from_zero and not told[known].any()):
            continue  # all zero is a sensor that was not there
        found.append(_line(channel, telemetry, told))
    return found


def _derived(telemetry: Telemetry, sport: str, fit: Fit | None) -> list[PlotLine]:
    import numpy as np

    found = []
    left = derived.w_left(telemetry, fit) if fit else None
    if left is not None:
        at, joules = left
        found.append(PlotLine(derived.W_LEFT, at, joules * derived.W_LEFT.scale, np.zeros(0, np.int64)))
    flat = derived.graded(telemetry, sport)
    if flat is not None:
        found.append(_line(derived.GRADED, telemetry, flat))
    return found


def _line(channel: Channel, telemetry: Telemetry, values: NDArray[np.float64]) -> PlotLine:
    """The known values of a channel, with its interruptions."""
    import numpy as np

    from tracker.domain.training.timeline import pause_limit

    known = np.isfinite(values)
    seconds = telemetry.time[known] / 1000
    starts = np.flatnonzero(np.diff(seconds) > pause_limit(telemetry.time) / 1000) + 1
    return PlotLine(channel, seconds, values[known] * channel.scale, starts)


def _distance(telemetry: Telemetry) -> DistanceAxis | None:
    import numpy as np

    from tracker.domain.training.distance import running_distance

    gone = running_distance(telemetry)
    if gone is None or not np.nanmax(gone, initial=0.0) > np.nanmin(gone, initial=np.inf):
        return None
    metres = np.nan_to_num(gone, nan=0.0)
    return DistanceAxis(telemetry.time / 1000, np.maximum.accumulate(metres))


def _laps(workout: Workout, telemetry: Telemetry) -> tuple[tuple[float, float], ...]:
    starts = sorted(start / 1000 for lap in workout.laps if (start := lap.get("start_ms")) is not None)
    if len(starts) < 2 or not len(telemetry):
        return ()
    return tuple(zip(starts, [*starts[1:], float(telemetry.time[-1]) / 1000], strict=True))


def _pauses(telemetry: Telemetry) -> tuple[tuple[float, float], ...]:
    import numpy as np

    from tracker.domain.training.timeline import pause_limit

    if len(telemetry) < 2:
        return ()
    after = np.flatnonzero(np.diff(telemetry.time) > pause_limit(telemetry.time)) + 1
    return tuple((float(telemetry.time[at - 1]) / 1000, float(telemetry.time[at]) / 1000) for at in after.tolist())
