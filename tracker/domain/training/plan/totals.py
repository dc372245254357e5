"""What a structured workout adds up to: its time, its distance and its load."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.training.plan.steps import Aim, Part, Step, unrolled

FULL = 1000
"""A whole threshold, in 0.1 %."""


@dataclass(frozen=True)
class Thresholds:
    """What the aims are measured against: threshold power in W, threshold heart rate in bpm; None is unknown."""

    power: int | None = None
    heart_rate: int | None = None


@dataclass(frozen=True)
class Totals:
    """Sums of a workout; `is_whole` says whether every step told its time. Time in ms, distance in 0.1 m."""

    time: int
    distance: int
    load: int | None
    is_whole: bool


def totals(parts: Sequence[Part], thresholds: Thresholds) -> Totals:
    """The sums of all steps.

    A step by distance takes the time that its pace says, and one by time goes as far as its pace says. Load is
    hours × intensity² × 100 of the steps whose share of threshold power is known (Coggan, for steady parts); a step
    without one counts nothing, and where no step has one the load is unknown.
    """
    time = distance = 0
    load, is_known, is_whole = 0.0, False, True
    for place in unrolled(parts):
        step = place.step
        took = time_of(step)
        time += took or 0
        is_whole &= took is not None
        distance += distance_of(step) or 0
        share = None if step.aim is None else share_of_power(step.aim, thresholds)
        if share is not None and took is not None:
            load += took / 3_600_000 * share**2 * 100
            is_known = True
    return Totals(time, distance, round(load) if is_known else None, is_whole)


def time_of(step: Step) -> int | None:
    """The ms that a step takes; None where nothing tells."""
    if step.distance is not None and step.aim is not None and step.aim.measure == "pace":
        return round(step.distance / 10_000 * step.aim.middle)
    return step.time


def distance_of(step: Step) -> int | None:
    """How far a step goes, in 0.1 m; None where nothing tells."""
    if step.time is not None and step.aim is not None and step.aim.measure == "pace" and step.aim.middle:
        return round(step.time / step.aim.middle * 10_000)
    return step.distance


def share_of_power(aim: Aim, thresholds: Thresholds) -> float | None:
    """The middle of an aim as a share of threshold power, 1 at the threshold; None for what is no power."""
    if aim.measure == "ftp":
        return aim.middle / FULL
    if aim.measure == "power" and thresholds.power:
        return aim.middle / thresholds.power
    return None


def absolute(aim: Aim, thresholds: Thresholds) -> Aim | None:
    """The aim in W or bpm where it is a share of a threshold that is known; itself where it is absolute."""
    whole = {"ftp": thresholds.power, "lthr": thresholds.heart_rate}.get(aim.measure, 0)
    if whole is None:
        return None
    if aim.measure == "ftp":
        return Aim("power", round(aim.low * whole / FULL), round(aim.high * whole / FULL))
    if aim.measure == "lthr":
        return Aim("heart_rate", round(aim.low * whole / FULL), round(aim.high * whole / FULL))
    return aim
