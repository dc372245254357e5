"""Reads TCX files (Training Center XML, version 2), as Garmin and many others export them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tracker.domain.activity import Activity, Lap, Summary
from tracker.domain.fixed import DISTANCE, ENERGY, TIME, to_fixed
from tracker.domain.sports import sport_of
from tracker.domain.training.summary import summarize
from tracker.errors import BadFile
from tracker.formats.points import Point, instant, number, telemetry
from tracker.formats.xml_stream import Heard, in_steps, stream, unheard

_POINT = {
    "LatitudeDegrees": "latitude", "LongitudeDegrees": "longitude", "AltitudeMeters": "altitude",
    "DistanceMeters": "distance", "Cadence": "cadence", "RunCadence": "cadence", "Watts": "power", "Speed": "speed",
}  # fmt: skip
"""What stands in a point, and its channel."""


@dataclass
class _Lap:
    start: int | None
    seconds: float | None = None
    metres: float | None = None
    kcal: float | None = None
    values: dict[str, int] = field(default_factory=dict)


@dataclass
class _Workout:
    sport: str
    start: int | None = None
    notes: str = ""
    device: str = ""
    laps: list[_Lap] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)


class _Listener:
    """Gathers activities, laps and points."""

    def __init__(self) -> None:
        self.found: list[_Workout] = []
        self._point: Point = {}
        self._time: int | None = None

    def start(self, path: list[str], attributes: Mapping[str, str]) -> None:
        name = path[-1]
        if name == "Trackpoint":
            self._point, self._time = {}, None
        elif name == "Activity":
            self.found.append(_Workout(attributes.get("Sport", "")))
        elif name == "Lap" and self.found:
            self.found[-1].laps.append(_Lap(instant(attributes.get("StartTime", ""))))

    def end(self, path: list[str], text: str) -> None:
        if not self.found:
            return
        if "Trackpoint" in path:
            self._in_point(path, text)
        elif "Lap" in path:
            self._in_lap(self.found[-1], path, text)
        elif path[-2:] == ["Activity", "Id"]:
            self.found[-1].start = instant(text)
        elif path[-2:] == ["Activity", "Notes"]:
            self.found[-1].notes = text
        elif path[-2:] == ["Creator", "Name"]:
            self.found[-1].device = text

    def _in_point(self, path: list[str], text: str) -> None:
        name = path[-1]
        if name == "Trackpoint":
            if self._time is not None and self._point:
                self.found[-1].times.append(self._time)
                self.found[-1].points.append(self._point)
        elif name == "Time":
            self._time = instant(text)
        elif name in _POINT or path[-2:] == ["HeartRateBpm", "Value"]:
            value = number(text)
            if value is not None:
                self._point[_POINT.get(name, "heart_rate")] = value

    def _in_lap(self, workout: _Workout, path: list[str], text: str) -> None:
        if not workout.laps:
            return
        lap, name, value = workout.laps[-1], path[-1], number(text)
        if value is None:
            return
        within = path[-2] if len(path) > 1 else ""
        if within == "Lap" and name in ("TotalTimeSeconds", "DistanceMeters", "Calories"):
            setattr(lap, {"TotalTimeSeconds": "seconds", "DistanceMeters": "metres", "Calories": "kcal"}[name], value)
        elif name == "Value" and within in ("AverageHeartRateBpm", "MaximumHeartRateBpm"):
            lap.values["avg_heart_rate" if within.startswith("Average") else "max_heart_rate"] = round(value)
        elif within == "LX" and name in ("AvgWatts", "MaxWatts", "AvgRunCadence"):
            lap.values[{"AvgWatts": "avg_power", "MaxWatts": "max_power"}.get(name, "avg_cadence")] = round(value)
        elif within == "Lap" and name == "Cadence":
            lap.values["avg_cadence"] = round(value)


def read(data: bytes, name: str, heard: Heard = unheard) -> list[Activity]:
    """Every workout in a TCX file, in the order of time; `heard` may raise to stop.

    Raises:
        BadFile: nothing in it can be used, and why.
    """
    listener = _Listener()
    damage = stream(in_steps(data, heard), listener, name)
    made = [_activity(one, damage) for one in listener.found if one.times or one.laps]
    if not made:
        reason = f"it is damaged: {damage}, and no workout could be saved" if damage else "it holds no workout"
        raise BadFile(f"{name} cannot be imported: {reason}.")
    made.sort(key=lambda one: one.start)
    return [replace(one, session_index=index) for index, one in enumerate(made)]


def _activity(found: _Workout, damage: str) -> Activity:
    begun, samples, unusable = telemetry(found.times, found.points)
    told = [one for one in (found.start, *(lap.start for lap in found.laps)) if one is not None]
    start = begun if found.times else min(told, default=0)
    notes = [found.notes] if found.notes else []
    if damage:
        notes.append(f"The file is damaged: {damage}.")
    if unusable:
        notes.append(f"Samples left out because their time is not credible: {unusable}.")
    sport, sub_sport = sport_of(found.sport)
    return Activity(
        sport=sport, sub_sport=sub_sport, start=start, device=found.device,
        summary=_summary(found.laps).filled_from(summarize(samples)),
        laps=tuple(_lap(one, start) for one in found.laps), telemetry=samples, salvaged=bool(damage),
        notes=tuple(notes),
    )  # fmt: skip


def _summary(laps: list[_Lap]) -> Summary:
    """The totals that the laps add up to; a total that one of them does not tell is unknown."""
    highest = [lap.values["max_heart_rate"] for lap in laps if "max_heart_rate" in lap.values]
    return Summary(
        duration_ms=_total([lap.seconds for lap in laps], TIME),
        distance=_total([lap.metres for lap in laps], DISTANCE) or None,
        energy=_total([lap.kcal for lap in laps], ENERGY) or None,
        max_heart_rate=max(highest, default=None),
    )


def _total(values: list[float | None], scale: int) -> int | None:
    known = [value for value in values if value is not None and value >= 0]
    return to_fixed(sum(known), scale) if known and len(known) == len(values) else None


def _lap(lap: _Lap, start: int) -> Lap:
    return Lap(
        start_ms=0 if lap.start is None else max(lap.start - start, 0), duration_ms=_total([lap.seconds], TIME),
        distance=_total([lap.metres], DISTANCE), **lap.values,
    )  # fmt: skip
