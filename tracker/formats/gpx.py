"""Reads GPX tracks, with power, heart rate and cadence as Garmin, Strava and others write them into extensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tracker.domain.activity import Activity, Summary, Telemetry
from tracker.domain.sports import sport_of
from tracker.domain.training.summary import summarize
from tracker.errors import BadFile
from tracker.formats.points import Point, instant, number, telemetry
from tracker.formats.xml_stream import Heard, in_steps, stream, unheard

_POINT = {
    "ele": "altitude", "power": "power", "PowerInWatts": "power", "watts": "power", "hr": "heart_rate",
    "heartrate": "heart_rate", "cad": "cadence", "cadence": "cadence", "atemp": "temperature", "temp": "temperature",
    "speed": "speed", "distance": "distance",
}  # fmt: skip
"""What stands in a point, in whatever extension, and its channel."""
APART_MS = 6 * 3_600_000
"""Tracks of one sport that follow each other closer than this are one workout with a pause."""
NO_TIMES = "it has no times, so it is a route to follow and not a workout"


@dataclass
class _Track:
    name: str = ""
    sport: str = ""
    notes: str = ""
    times: list[int] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    segments: list[list[int]] = field(default_factory=list)


class _Listener:
    """Gathers tracks and their points."""

    def __init__(self) -> None:
        self.found: list[_Track] = []
        self.creator = ""
        self.timeless = 0
        self._point: Point = {}
        self._time: int | None = None

    def start(self, path: list[str], attributes: Mapping[str, str]) -> None:
        name = path[-1]
        if name == "trkpt":
            self._point, self._time = {}, None
            for axis, channel in (("lat", "latitude"), ("lon", "longitude")):
                value = number(attributes.get(axis, ""))
                if value is not None:
                    self._point[channel] = value
        elif name == "trk":
            self.found.append(_Track())
        elif name == "trkseg" and self.found:
            self.found[-1].segments.append([])
        elif name == "gpx":
            self.creator = attributes.get("creator", "")

    def end(self, path: list[str], text: str) -> None:
        name = path[-1]
        if name == "trkpt":
            if self._time is None:
                self.timeless += 1
            elif self.found:
                self.found[-1].times.append(self._time)
                self.found[-1].points.append(self._point)
                if self.found[-1].segments:
                    self.found[-1].segments[-1].append(self._time)
        elif "trkpt" in path:
            self._in_point(name, text)
        elif self.found and path[-2:-1] == ["trk"]:
            track = self.found[-1]
            if name == "name":
                track.name = text
            elif name == "type":
                track.sport = text
            elif name == "desc":
                track.notes = text

    def _in_point(self, name: str, text: str) -> None:
        if name == "time":
            self._time = instant(text)
        elif name in _POINT:
            value = number(text)
            if value is not None:
                self._point[_POINT[name]] = value


def read(data: bytes, name: str, heard: Heard = unheard) -> list[Activity]:
    """Every workout in a GPX file, in the order of time; `heard` may raise to stop.

    Raises:
        BadFile: nothing in it can be used, and why.
    """
    listener = _Listener()
    damage = stream(in_steps(data, heard), listener, name)
    tracks = sorted((one for one in listener.found if one.times), key=lambda one: min(one.times))
    if not tracks:
        reason = f"it is damaged: {damage}, and no workout could be saved" if damage else "it holds no track"
        raise BadFile(f"{name} cannot be imported: {NO_TIMES if listener.timeless else reason}.")
    made = [_activity(one, listener.creator, damage) for one in _joined(tracks)]
    return [replace(one, session_index=index) for index, one in enumerate(made)]


def _joined(tracks: list[_Track]) -> list[_Track]:
    """The tracks with those that follow each other in one sport put together."""
    made = [tracks[0]]
    for one in tracks[1:]:
        last = made[-1]
        if one.sport == last.sport and min(one.times) - max(last.times) < APART_MS:
            last.times += one.times
            last.points += one.points
            last.segments += one.segments
        else:
            made.append(one)
    return made


def _activity(track: _Track, creator: str, damage: str) -> Activity:
    start, samples, unusable = telemetry(track.times, track.points)
    notes = [track.notes] if track.notes else []
    if damage:
        notes.append(f"The file is damaged: {damage}.")
    if unusable:
        notes.append(f"Samples left out because their time is not credible: {unusable}.")
    sport, sub_sport = sport_of(track.sport)
    return Activity(
        sport=sport, sub_sport=sub_sport, start=start, device=creator, summary=_summary(track, samples), laps=(),
        telemetry=samples, salvaged=bool(damage), notes=tuple(notes), title=track.name,
    )  # fmt: skip


def _summary(track: _Track, samples: Telemetry) -> Summary:
    """The totals by the samples; the recording ran for as long as its segments do, pauses being between them."""
    found = summarize(samples)
    ran = sum(max(times) - min(times) for times in track.segments if times)
    if not ran:
        return found
    return replace(found, duration_ms=ran, moving_ms=None if found.moving_ms is None else min(found.moving_ms, ran))
