"""What else a workout says in numbers: how even it was, whether heart rate drifted, what was left, pace on the flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.rows import Workout
from tracker.ui.training.plot.channels import ON_FOOT, PACES, pace_text, pace_unit
from tracker.ui.training.plot.derived import W_LEFT
from tracker.ui.training.plot.recording import Recording
from tracker.ui.training.workout import numbers
from tracker.ui.words import Words

if TYPE_CHECKING:
    from tracker.store.queries.training import Analysis


def more_numbers(
    workout: Workout, analysis: Analysis, recording: Recording | None, words: Words
) -> list[tuple[str, str]]:
    """Pairs of caption and number, of what is known; what takes samples is there once `recording` is."""
    told: list[tuple[str, str]] = []
    if analysis.variability is not None:
        told.append(("variability", words.number(analysis.variability, 2)))
    if analysis.efficiency is not None:
        told.append(("W per bpm", words.number(analysis.efficiency, 2)))
    if analysis.drift is not None:
        told.append(("decoupling", f"{words.number(analysis.drift, 1)} %".replace("-", "−")))
    if analysis.loads.impulse is not None:
        told.append(("TRIMP", words.number(analysis.loads.impulse)))
    told += _of_samples(workout, recording, words) if recording else []
    return told


def _of_samples(workout: Workout, recording: Recording, words: Words) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    fast = numbers.metres_a_second(numbers.of_workout(workout))
    if recording.flat and fast and workout.sport in ON_FOOT:
        metres = PACES[workout.sport]
        told.append(("pace on the flat", f"{pace_text(metres / (fast * recording.flat))} {pace_unit(metres)}"))
    left = next((line for line in recording.every if line.channel is W_LEFT), None)
    if left is not None and recording.fit is not None:
        told.append(("critical power", words.plain(round(recording.fit.cp), "W")))
        lowest = f"{words.number(float(left.values.min()), 1)} of {words.number(recording.fit.w_prime / 1000, 1)} kJ"
        told.append(("lowest W′ left", lowest.replace("-", "−")))
    return told
