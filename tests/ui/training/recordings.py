"""Recordings that tests make up: an hour of riding, with a pause where it is wanted."""

from __future__ import annotations

import numpy as np

from tracker.domain.activity import Telemetry
from tracker.store.rows import Workout
from tracker.ui.training.plot.recording import Recording, made_ready

HOUR = 3600


def workout(sport: str = "cycling", **values: object) -> Workout:
    """A workout of which only what a recording needs is told."""
    told: dict[str, object] = {
        "id": "w", "title": "Ride", "sport": sport, "sub_sport": "", "status": "completed", "start_at": 0,
        "zone": "UTC", "day": "2026-11-20",
    }  # fmt: skip
    return Workout(**(told | values))


def recording(sport: str = "cycling", *, pause: int = 0, laps: int = 1, **channels: object) -> Recording:
    """An hour at 1 Hz and 5 m/s: 200 W, 140 bpm, with a pause of so many seconds in the middle.

    Args:
        sport: of the workout.
        pause: seconds without samples, after half an hour.
        laps: how many, equally long.
        channels: others, or None to leave one out.
    """
    time = np.arange(HOUR, dtype=np.int64)
    time[HOUR // 2 :] += pause
    usual: dict[str, object] = {
        "power": np.full(HOUR, 200.0), "heart_rate": np.full(HOUR, 140.0), "speed": np.full(HOUR, 5.0),
        "distance": np.arange(HOUR) * 5.0,
    }  # fmt: skip
    told = {name: np.asarray(values, float) for name, values in (usual | channels).items() if values is not None}
    made = [{"start_ms": number * HOUR * 1000 // laps} for number in range(laps)]
    return made_ready(workout(sport, laps=tuple(made)), Telemetry(time * 1000, told))
