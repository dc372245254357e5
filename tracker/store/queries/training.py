"""Training over time, from what is kept of each workout: load, zones, the power curve, fitness, fatigue and form.

Everything is computed from totals and curves; no samples are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tracker.domain.training import zones
from tracker.domain.training.curves import DRIFT, DRIFT_SCALE, HISTOGRAMS, MEAN_MAX, UNKNOWN, Curves, unfixed
from tracker.domain.training.drift import efficiency, variability
from tracker.domain.training.fitness import Form, fitness
from tracker.domain.training.load import Sex, heart_rate_load, impulse_a_minute, intensity, power_load, trimp
from tracker.domain.training.mean_max import DURATIONS
from tracker.domain.training.thresholds import Thresholds
from tracker.settings import BY_KEY
from tracker.store import curves
from tracker.store.curves import DONE
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.queries.thresholds import thresholds
from tracker.store.rows import Workout


@dataclass(frozen=True)
class Loads:
    """How hard a workout was; None where what it takes is unknown. `load` is that by power, else by heart rate."""

    load: float | None = None
    by_power: float | None = None
    by_heart_rate: float | None = None
    impulse: float | None = None
    intensity: float | None = None


@dataclass(frozen=True)
class Zones:
    """The time in each zone: its name, its lower bound in the unit of the channel, and s."""

    scheme: str
    names: tuple[str, ...]
    lower: tuple[float, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Analysis:
    """The numbers of one workout beyond its totals; drift in percent, efficiency in W or m/min for each heartbeat."""

    loads: Loads
    variability: float | None
    efficiency: float | None
    drift: float | None
    power_zones: Zones | None
    heart_rate_zones: Zones | None


@dataclass(frozen=True, eq=False)
class Curve:
    """A mean-maximal curve over many workouts: the best for each duration in s, and the workout and day it is from."""

    durations: NDArray[np.int64]
    values: NDArray[np.float64]
    workouts: tuple[str | None, ...]
    days: tuple[str | None, ...]


@dataclass(frozen=True, eq=False)
class Fitness:
    """Fitness, fatigue and form a day, with the load of the day and how many workouts have none that is known."""

    days: tuple[str, ...]
    loads: NDArray[np.float64]
    form: Form
    unknown: int


def analysis(store: Store, workout: Workout) -> Analysis:
    """The numbers of one workout against the thresholds of its day."""
    kept, known = curves.read(store, workout.id), thresholds(store)
    weighted, average = workout.weighted_power, workout.avg_power
    drift = kept.get(DRIFT)
    power_drift = None if drift is None or drift[0] == UNKNOWN else int(drift[0]) / DRIFT_SCALE
    speed_drift = None if drift is None or len(drift) < 2 or drift[1] == UNKNOWN else int(drift[1]) / DRIFT_SCALE
    return Analysis(
        loads=_loads(
            (workout.day, workout.sport, workout.duration, weighted, workout.avg_heart_rate),
            kept.get("heart_rate_time"), known, sex(store),
        ),
        variability=variability(weighted, average) if weighted and average else None,
        efficiency=efficiency(weighted, workout.avg_heart_rate) if weighted and workout.avg_heart_rate else None,
        drift=speed_drift if power_drift is None else power_drift,
        power_zones=_power_zones(kept, known, workout),
        heart_rate_zones=_heart_rate_zones(kept, known, workout),
    )  # fmt: skip


def sex(store: Store) -> Sex:
    """The sex for formulas, "" where it is not told."""
    told = value(store, "sex") if "sex" in BY_KEY else ""
    return "male" if told == "male" else "female" if told == "female" else ""


def _loads(
    row: tuple[str, str, int | None, int | None, int | None],
    beats: NDArray[np.int32] | NDArray[np.float64] | None,
    known: Thresholds,
    of: Sex,
) -> Loads:
    day, sport, duration, weighted, heart_rate = row
    ftp = known.at("ftp", day, sport)
    by_power = relative = None
    if ftp and weighted and duration:
        relative = intensity(weighted, ftp)
        by_power = power_load(duration / 1000, weighted, ftp)
    rest, highest, lthr = (known.at(kind, day, sport) for kind in ("rest_hr", "max_hr", "lthr"))
    impulse = by_heart_rate = None
    if rest and highest and highest > rest:
        if beats is not None:
            impulse = float(beats @ _impulse_a_ms(rest, highest, of)[: len(beats)])
        elif heart_rate and duration:
            impulse = trimp(np.array([duration / 1000]), np.array([float(heart_rate)]), rest, highest, of)
        if impulse is not None and lthr and lthr > rest:
            by_heart_rate = heart_rate_load(impulse, lthr, rest, highest, of)
    return Loads(by_heart_rate if by_power is None else by_power, by_power, by_heart_rate, impulse, relative)


@lru_cache(64)
def _impulse_a_ms(rest: float, highest: float, of: Sex) -> NDArray[np.float64]:
    """What a ms at each whole heart rate adds to the training impulse."""
    every = np.arange(HISTOGRAMS["heart_rate_time"][1] + 1, dtype=float)
    return impulse_a_minute(every, rest, highest, of) / 60_000


def _power_zones(kept: Curves, known: Thresholds, workout: Workout) -> Zones | None:
    ftp = known.at("ftp", workout.day, workout.sport)
    if not ftp or "power_time" not in kept:
        return None
    return _zones("power", zones.bounds(zones.SCHEMES["power"], ftp), kept["power_time"])


def _heart_rate_zones(kept: Curves, known: Thresholds, workout: Workout) -> Zones | None:
    """By threshold heart rate where it is known, else by the reserve."""
    if "heart_rate_time" not in kept:
        return None
    lthr, rest, highest = (known.at(kind, workout.day, workout.sport) for kind in ("lthr", "rest_hr", "max_hr"))
    if lthr:
        name = "heart_rate_running" if workout.sport in ("running", "walking", "hiking") else "heart_rate_cycling"
        return _zones(name, zones.bounds(zones.SCHEMES[name], lthr), kept["heart_rate_time"])
    if rest and highest and highest > rest:
        name = "heart_rate_reserve"
        return _zones(name, zones.reserve_bounds(zones.SCHEMES[name], rest, highest), kept["heart_rate_time"])
    return None


def _zones(scheme: str, lower: tuple[float, ...], times: NDArray[np.int32]) -> Zones:
    spent = zones.time_in_zones(np.arange(len(times), dtype=float), times.astype(float) / 1000, lower)
    return Zones(scheme, zones.SCHEMES[scheme].names, lower, spent)


def best_curve(
    store: Store, metric: str = "power", *, sports: Sequence[str] = (), since: str = "", until: str = "9999-12-31"
) -> Curve:
    """The best of all workouts over each duration, in W, bpm, m/s or rpm: raw, so not always falling.

    Args:
        store: where they are.
        metric: power, heart_rate, speed or cadence.
        sports: only these, or () for all.
        since: the first day.
        until: the last day.
    """
    found = curves.many(store, metric, MEAN_MAX[metric], len(DURATIONS), sports=sports, since=since, until=until)
    durations = np.array(DURATIONS, np.int64)
    if not found.ids:
        return Curve(durations[:0], np.zeros(0), (), ())
    known = np.where(np.isfinite(found.values), found.values, -np.inf)
    rows = known.argmax(axis=0)
    best = known[rows, np.arange(len(durations))]
    held = int(np.isfinite(best).sum()) and int(np.flatnonzero(np.isfinite(best))[-1]) + 1
    where = [int(row) if np.isfinite(one) else None for row, one in zip(rows[:held], best[:held], strict=True)]
    return Curve(
        durations[:held], np.where(np.isfinite(best), best, np.nan)[:held],
        tuple(None if row is None else found.ids[row] for row in where),
        tuple(None if row is None else found.days[row] for row in where),
    )  # fmt: skip


def own_curve(store: Store, workout: str, metric: str = "power") -> Curve:
    """The curve of one workout; empty where it has none."""
    kept = curves.read(store, workout).get(metric)
    durations = np.array(DURATIONS, np.int64)
    if kept is None:
        return Curve(durations[:0], np.zeros(0), (), ())
    values = unfixed(kept, MEAN_MAX[metric])
    return Curve(durations[: len(values)], values, (workout,) * len(values), (None,) * len(values))


def loads(store: Store, *, since: str = "", until: str = "9999-12-31") -> dict[str, tuple[str, Loads]]:
    """The day and the loads of every workout that was done, by its id."""
    known, of = thresholds(store), sex(store)
    rows = store.rows(
        "SELECT id, day, sport, duration, weighted_power, avg_heart_rate FROM workout "
        f"WHERE {DONE} AND day BETWEEN ? AND ? ORDER BY start_at",
        (since, until),
    )
    beats = curves.of(store, "heart_rate_time", [row[0] for row in rows])
    return {row[0]: (row[1], _loads(row[1:], beats.get(row[0]), known, of)) for row in rows}


def _load_of_each(store: Store, until: str) -> list[tuple[str, float | None]]:
    """The day and the load of every workout that was done; heart rate is looked at only where power tells nothing."""
    known, of = thresholds(store), sex(store)
    rows = store.rows(
        "SELECT id, day, sport, duration, weighted_power, avg_heart_rate FROM workout "
        f"WHERE {DONE} AND day <= ? ORDER BY start_at",
        (until,),
    )
    ftp = {key: known.at("ftp", *key) for key in {(day, sport) for _, day, sport, *_ in rows}}
    found = [
        power_load(row[3] / 1000, row[4], at) if (at := ftp[row[1:3]]) and row[3] and row[4] else None for row in rows
    ]
    left = [row for row, load in zip(rows, found, strict=True) if load is None]
    beats = curves.of(store, "heart_rate_time", [row[0] for row in left])
    by_heart_rate = {row[0]: _loads(row[1:], beats.get(row[0]), known, of).load for row in left}
    return [(row[1], by_heart_rate.get(row[0], load)) for row, load in zip(rows, found, strict=True)]


def fitness_by_day(store: Store, until: str, *, same_day: bool = False) -> Fitness:
    """Fitness, fatigue and form of every day from the first workout to `until`; days without training have load 0."""
    found = _load_of_each(store, until)
    if not found:
        return Fitness((), np.zeros(0), fitness(np.zeros(0)), 0)
    first = date.fromisoformat(min(day for day, _ in found))
    last = max(date.fromisoformat(until), first)
    count = (last - first).days + 1
    daily = np.zeros(count)
    for day, load in found:
        daily[(date.fromisoformat(day) - first).days] += load or 0.0
    days = tuple((first + timedelta(days=number)).isoformat() for number in range(count))
    unknown = sum(load is None for _, load in found)
    return Fitness(days, daily, fitness(daily, same_day=same_day), unknown)
