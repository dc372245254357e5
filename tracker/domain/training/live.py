"""A workout while it goes on: what was measured, when it paused, where its laps begin.

Everything follows from its events in their order, so that a recording that was cut off goes on from what is left of
them. Where they are kept is `store.live`, and who listens to sensors is in `tasks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tracker.domain.activity import CHANNELS, Activity, Lap, Summary

if TYPE_CHECKING:
    from tracker.domain.activity import Telemetry

Mark = Literal["pause", "resume", "lap"]
FRESH_MS = 5_000
"""How long a value counts as the present one after it was measured."""


@dataclass(frozen=True)
class Event:
    """Something that happened `at` ms after the start: values measured by channel, or a mark."""

    at: int
    values: Mapping[str, float] = field(default_factory=dict)
    mark: Mark | None = None


@dataclass
class _Sum:
    """Values of one channel of one stretch, for its average."""

    total: float = 0.0
    count: int = 0
    highest: float = 0.0

    def add(self, value: float) -> None:
        self.total += value
        self.count += 1
        self.highest = max(self.highest, value)

    @property
    def average(self) -> float | None:
        return self.total / self.count if self.count else None


@dataclass(frozen=True)
class LiveLap:
    """A lap as far as it has come: its start and timer in ms, and the averages of its channels."""

    number: int
    start: int
    timer: int
    averages: Mapping[str, float]
    highest: Mapping[str, float]


class Live:
    """The state of a workout that goes on."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: list[Event] = []
        self.latest: dict[str, tuple[int, float]] = {}
        self._paused_at: int | None = None
        self._paused = 0
        self._last = 0
        self._lap_starts: list[tuple[int, int]] = [(0, 0)]
        self._sums: list[dict[str, _Sum]] = [{}]
        for event in events:
            self.add(event)

    @property
    def is_paused(self) -> bool:
        """Whether the timer stands."""
        return self._paused_at is not None

    @property
    def last(self) -> int:
        """When the last event was, in ms after the start."""
        return self._last

    def add(self, event: Event) -> bool:
        """Take one event in; what makes no sense (a pause in a pause, a step back in time) is left out.

        Returns:
            Whether it was taken.
        """
        if event.at < self._last:
            return False
        if event.mark == "pause":
            if self.is_paused:
                return False
            self._paused_at = event.at
        elif event.mark == "resume":
            if self._paused_at is None:
                return False
            self._paused += event.at - self._paused_at
            self._paused_at = None
        elif event.mark == "lap":
            if self.is_paused or event.at == self._lap_starts[-1][0]:
                return False
            self._lap_starts.append((event.at, self.timer(event.at)))
            self._sums.append({})
        else:
            self._measure(event)
        self._last = event.at
        self.events.append(event)
        return True

    def _measure(self, event: Event) -> None:
        for channel, value in event.values.items():
            if channel not in CHANNELS:
                continue
            self.latest[channel] = (event.at, value)
            if not self.is_paused:
                self._sums[-1].setdefault(channel, _Sum()).add(value)

    def timer(self, now: int) -> int:
        """The ms that count at `now`: all since the start without the pauses."""
        end = now if self._paused_at is None else self._paused_at
        return max(0, end - self._paused)

    def present(self, channel: str, now: int) -> float | None:
        """The value of a channel at `now`; None where the last one is older than 5 s."""
        at, value = self.latest.get(channel, (None, 0.0))
        return value if at is not None and now - at <= FRESH_MS else None

    def laps(self, now: int) -> list[LiveLap]:
        """Every lap, the one that goes on last."""
        ends = [timer for _, timer in self._lap_starts[1:]] + [self.timer(now)]
        whole = zip(self._lap_starts, ends, self._sums, strict=True)
        return [
            LiveLap(
                number, start, end - timer,
                {channel: one.average for channel, one in sums.items() if one.average is not None},
                {channel: one.highest for channel, one in sums.items()},
            )
            for number, ((start, timer), end, sums) in enumerate(whole, 1)
        ]  # fmt: skip

    def distance(self) -> float | None:
        """How far it went, in m, by the sensor's own counter; None where none counts."""
        return self.latest["distance"][1] if "distance" in self.latest else None

    def averages(self) -> Mapping[str, float]:
        """The mean of each channel over all that was measured while the timer ran."""
        sums: dict[str, _Sum] = {}
        for part in self._sums:
            for channel, one in part.items():
                whole = sums.setdefault(channel, _Sum())
                whole.total, whole.count = whole.total + one.total, whole.count + one.count
        return {channel: one.average for channel, one in sums.items() if one.average is not None}


def telemetry(events: Sequence[Event]) -> Telemetry:
    """What was measured while the timer ran, one sample an instant; a pause is a gap."""
    import numpy as np

    from tracker.domain.activity import Telemetry

    merged: dict[int, dict[str, float]] = {}
    paused = False
    for event in events:
        if event.mark in ("pause", "resume"):
            paused = event.mark == "pause"
        elif event.mark is None and not paused:
            merged.setdefault(event.at, {}).update(event.values)
    names = [name for name in CHANNELS if any(name in values for values in merged.values())]
    return Telemetry(
        np.fromiter(merged, np.int64, len(merged)),
        {name: np.array([values.get(name, np.nan) for values in merged.values()], float) for name in names},
    )


def finished(events: Sequence[Event], *, sport: str, sub_sport: str, start: int, end: int) -> Activity:
    """The workout that these events were, ended `end` ms after its start.

    Args:
        events: everything that happened, in order.
        sport: as chosen by the person.
        sub_sport: likewise, or "".
        start: the instant of the start, in ms UTC.
        end: when it ended, in ms after the start.
    """
    from tracker.domain.training.summary import summarize

    live = Live(events)
    end = max(end, live.last)
    samples = telemetry(live.events)
    timed = Summary(duration_ms=live.timer(end), elapsed_ms=end)
    laps = live.laps(end)
    return Activity(
        sport, sub_sport, start, "Tracker", timed.filled_from(summarize(samples)),
        tuple(map(_lap, laps)) if len(laps) > 1 else (), samples,
    )  # fmt: skip


def _lap(lap: LiveLap) -> Lap:
    def whole(values: Mapping[str, float], channel: str) -> int | None:
        return round(values[channel]) if channel in values else None

    return Lap(
        lap.start, duration_ms=lap.timer,
        avg_power=whole(lap.averages, "power"), max_power=whole(lap.highest, "power"),
        avg_heart_rate=whole(lap.averages, "heart_rate"), max_heart_rate=whole(lap.highest, "heart_rate"),
        avg_cadence=whole(lap.averages, "cadence"),
    )  # fmt: skip
