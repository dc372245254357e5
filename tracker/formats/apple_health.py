"""Reads Apple Health's export.xml as a stream, however large: workouts with their routes and heart rate, and readings.

Its document type is broken and may not be obeyed, so it is cut out before anything is parsed. Steps and energy of
several sources overlap and are not added up here.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from tracker.domain.activity import Activity, Summary, Telemetry
from tracker.domain.fixed import DISTANCE, ENERGY, TIME, to_fixed
from tracker.domain.sports import sport_of
from tracker.domain.training.summary import summarize
from tracker.errors import BadFile, KnownError
from tracker.formats import gpx
from tracker.formats.points import LIMITS, number
from tracker.formats.xml_stream import stream

MARK = b"<HealthData"
PROLOGUE = 1 << 20
"""Bytes within which the data begins; before it stands the document type."""
ROUTES = "workout-routes"
_STEP = 1 << 20
_TYPES = {
    "HKQuantityTypeIdentifierBodyMass": "weight", "HKQuantityTypeIdentifierBodyFatPercentage": "body_fat",
    "HKQuantityTypeIdentifierRestingHeartRate": "resting_heart_rate",
    "HKQuantityTypeIdentifierWaistCircumference": "waist",
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": "hrv",
    "HKQuantityTypeIdentifierBloodPressureSystolic": "systolic",
    "HKQuantityTypeIdentifierBloodPressureDiastolic": "diastolic",
}  # fmt: skip
_HEART_RATE = "HKQuantityTypeIdentifierHeartRate"
_UNITS = {"count/min": "bpm", "in": "in", "cm": "cm", "kg": "kg", "lb": "lb", "ms": "ms", "%": "%", "mmHg": "mmHg"}
_METRES = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048, "cm": 0.01}
_SECONDS = {"s": 1.0, "min": 60.0, "hr": 3600.0}
_KCAL = {"kcal": 1.0, "Cal": 1.0, "kJ": 1 / 4.184, "J": 1 / 4184}
_ROUTE_MS = 60_000
"""How far before and after a workout its route and heart rate may lie."""


@dataclass(frozen=True)
class Reading:
    """A reading of the body: a kind of `domain.measures`, what was written with its unit, and the instant in ms."""

    kind: str
    typed: str
    unit: str
    at: int


@dataclass
class _Workout:
    kind: str
    start: int
    end: int
    seconds: float | None
    device: str
    metres: float | None = None
    kcal: float | None = None
    climbed: float | None = None
    locations: list[tuple[int, float, float, float | None]] = field(default_factory=list)
    routes: list[str] = field(default_factory=list)


@dataclass
class Found:
    """What an export holds; `damage` is a clause, or ""."""

    activities: list[Activity]
    readings: list[Reading]
    damage: str = ""


def read(path: Path, heard: Callable[[int, int], None] = lambda _done, _total: None) -> Found:
    """Everything in an export that Tracker keeps.

    Args:
        path: its export.xml.
        heard: hears how many bytes of how many were read; it may raise to give up.

    Raises:
        BadFile: nothing in it can be used.
    """
    listener = _Listener()
    damage = stream(_pieces(path, heard), listener, path.name)
    beats = _Beats(listener.beats_at, listener.beats)
    last = listener.workouts[-1:]  # the one in which a damage lies, if any
    activities = [_activity(one, beats, path.parent, damage if [one] == last else "") for one in listener.workouts]
    readings = [*listener.readings, *_pressures(listener.pressures)]
    if not activities and not readings:
        reason = f"it is damaged: {damage}" if damage else "it holds no workout and no reading that Tracker keeps"
        raise BadFile(f"{path.name} cannot be imported: {reason}.", "Export it from the Health app again.")
    return Found(activities, readings, damage)


def _pieces(path: Path, heard: Callable[[int, int], None]) -> Iterator[bytes]:
    """The file without its document type."""
    size = path.stat().st_size
    with path.open("rb") as file:
        begun = file.read(PROLOGUE)
        begin, mark = begun.find(b"<!DOCTYPE"), begun.find(MARK)
        yield begun if begin < 0 or mark < begin else begun[:begin] + begun[mark:]
        while piece := file.read(_STEP):
            heard(file.tell(), size)
            yield piece


class _Listener:
    """Gathers workouts, readings and every heartbeat rate."""

    def __init__(self) -> None:
        self.workouts: list[_Workout] = []
        self.readings: list[Reading] = []
        self.pressures: dict[int, dict[str, str]] = {}
        self.beats_at, self.beats = array("d"), array("f")

    def start(self, path: list[str], attributes: Mapping[str, str]) -> None:
        name = path[-1]
        if name == "Record":
            self._record(attributes)
        elif name == "Workout":
            self._workout(attributes)
        elif self.workouts and "Workout" in path:
            self._in_workout(self.workouts[-1], name, attributes)

    def end(self, path: list[str], text: str) -> None:
        """Everything stands in attributes."""

    def _record(self, said: Mapping[str, str]) -> None:
        kind = said.get("type", "")
        if kind != _HEART_RATE and kind not in _TYPES:
            return
        at, value = instant(said.get("startDate", "")), said.get("value", "")
        found = number(value)
        if at is None or found is None:
            return
        if kind == _HEART_RATE:
            self.beats_at.append(at)
            self.beats.append(found)
        elif _TYPES[kind] in ("systolic", "diastolic"):
            self.pressures.setdefault(at, {})[_TYPES[kind]] = str(round(found))
        else:
            typed = f"{found * 100:g}" if kind.endswith("BodyFatPercentage") and found <= 1 else value
            self.readings.append(Reading(_TYPES[kind], typed, _UNITS.get(said.get("unit", ""), ""), at))

    def _workout(self, said: Mapping[str, str]) -> None:
        start, end = instant(said.get("startDate", "")), instant(said.get("endDate", ""))
        if start is None or end is None or end <= start:
            return
        self.workouts.append(
            _Workout(
                said.get("workoutActivityType", ""), start, end,
                _amount(said.get("duration"), said.get("durationUnit", "min"), _SECONDS), said.get("sourceName", ""),
                _amount(said.get("totalDistance"), said.get("totalDistanceUnit", ""), _METRES),
                _amount(said.get("totalEnergyBurned"), said.get("totalEnergyBurnedUnit", ""), _KCAL),
            )
        )  # fmt: skip

    def _in_workout(self, workout: _Workout, name: str, said: Mapping[str, str]) -> None:
        if name == "WorkoutStatistics":
            kind, total, unit = said.get("type", ""), said.get("sum"), said.get("unit", "")
            if "Distance" in kind:
                workout.metres = _amount(total, unit, _METRES) or workout.metres
            elif kind.endswith("ActiveEnergyBurned"):
                workout.kcal = _amount(total, unit, _KCAL) or workout.kcal
        elif name == "MetadataEntry" and said.get("key") == "HKElevationAscended":
            value, _, unit = said.get("value", "").partition(" ")
            workout.climbed = _amount(value, unit, _METRES)
        elif name == "Location":
            at = instant(said.get("date", ""))
            where = number(said.get("latitude", "")), number(said.get("longitude", ""))
            if at is not None and where[0] is not None and where[1] is not None:
                workout.locations.append((at, where[0], where[1], number(said.get("altitude", ""))))
        elif name == "FileReference":
            workout.routes.append(Path(said.get("path", "")).name)


def instant(text: str) -> int | None:
    """A date and time as 2016-11-14 07:25:44 -0700, in ms since 1970; None for anything else."""
    try:
        return round(datetime.fromisoformat(text[:19] + text[20:]).timestamp() * 1000)
    except ValueError:
        return None


def _amount(text: str | None, unit: str, units: Mapping[str, float]) -> float | None:
    value = number(text or "")
    return None if not value or unit not in units else value * units[unit]


def _pressures(found: Mapping[int, Mapping[str, str]]) -> Iterator[Reading]:
    for at, both in found.items():
        if len(both) == 2:
            yield Reading("blood_pressure", f"{both['systolic']}/{both['diastolic']}", "mmHg", at)


class _Beats:
    """All heart rates by time."""

    def __init__(self, at: array[float], beats: array[float]) -> None:
        times, values = np.array(at, np.int64), np.array(beats, float)
        order = np.argsort(times, kind="stable")
        self._times, self._values = times[order], values[order]

    def between(self, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
        """The instants and rates of a time, one for an instant."""
        first, last = np.searchsorted(self._times, (start, end + 1))
        times, unique = np.unique(self._times[first:last], return_index=True)
        low, high = LIMITS["heart_rate"]
        values = self._values[first:last][unique]
        return times, np.where((values >= low) & (values <= high), values, np.nan)


def _activity(one: _Workout, beats: _Beats, folder: Path, damage: str) -> Activity:
    sport, sub_sport = sport_of(one.kind.removeprefix("HKWorkoutActivityType"))
    samples, notes = _samples(one, beats, folder)
    if damage:
        notes.append(f"The file is damaged: {damage}.")
    told = Summary(
        duration_ms=None if one.seconds is None else to_fixed(one.seconds, TIME), elapsed_ms=one.end - one.start,
        distance=None if one.metres is None else to_fixed(one.metres, DISTANCE),
        ascent=None if one.climbed is None else to_fixed(one.climbed, DISTANCE),
        energy=None if one.kcal is None else to_fixed(one.kcal, ENERGY),
    )  # fmt: skip
    return Activity(
        sport=sport, sub_sport=sub_sport, start=one.start, device=one.device,
        summary=told.filled_from(summarize(samples)), laps=(), telemetry=samples, notes=tuple(notes),
        salvaged=bool(damage),
    )  # fmt: skip


def _samples(one: _Workout, beats: _Beats, folder: Path) -> tuple[Telemetry, list[str]]:
    """Route and heart rate over one line of time, from the workout's start; and what is missing of them."""
    columns: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    times, values = beats.between(one.start, one.end)
    if len(times):
        columns["heart_rate"] = (times, values)
    notes = []
    for name in one.routes:
        try:
            route = gpx.read((folder / ROUTES / name).read_bytes(), name)[0]
        except (KnownError, OSError):
            notes.append(f"Its route {name} is missing.")
            continue
        for channel, found in route.telemetry.channels.items():
            columns.setdefault(channel, (route.start + route.telemetry.time, found))
    if one.locations and "latitude" not in columns:
        at = np.array([place[0] for place in one.locations], np.int64)
        _, unique = np.unique(at, return_index=True)
        for index, channel in enumerate(("latitude", "longitude", "altitude"), start=1):
            found = np.array([np.nan if (value := place[index]) is None else value for place in one.locations], float)
            columns[channel] = (at[unique], found[unique])
    every = np.unique(np.concatenate([np.zeros(0, np.int64), *(at for at, _ in columns.values())]))
    every = every[(every >= one.start) & (every <= one.end + _ROUTE_MS)]
    made = {}
    for channel, (at, found) in columns.items():
        column = np.full(len(every), np.nan)
        inside = np.isin(at, every)
        column[np.searchsorted(every, at[inside])] = found[inside]
        if np.isfinite(column).any():
            made[channel] = column
    return Telemetry(every - one.start, made), notes
