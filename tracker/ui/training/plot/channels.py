"""What can be drawn of a recording: the channels, how each is called and scaled, and how its numbers read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tracker.ui.words import Words

KMH = 3.6
ON_FOOT = frozenset({"running", "walking", "hiking"})
PACES = {**dict.fromkeys(ON_FOOT, 1000), "swimming": 100, "rowing": 500}
"""The metres that a pace is for, where people say how long they take and not how fast they are."""
SLOWEST = 3600.0
"""Seconds: a pace beyond this is standing still."""


@dataclass(frozen=True)
class Channel:
    """How a channel is drawn.

    Args:
        key: its name in the telemetry.
        label: for people.
        unit: of its numbers.
        color: in the theme.
        places: decimals of its numbers.
        scale: what a stored value is multiplied by.
        least: how much its scale shows at least, in the unit, so that noise looks like noise.
        from_zero: whether its scale begins at 0.
        per: where it is a speed that is told as a pace, the metres of the pace; its values are m/s then.
    """

    key: str
    label: str
    unit: str
    color: str
    places: int = 0
    scale: float = 1.0
    least: float = 0.0
    from_zero: bool = False
    per: int = 0

    def say(self, value: float | None, words: Words) -> str:
        """A value with its unit: 214 W, 4:52 /km; a dash where it is not known."""
        if value is None:
            return words.number(None)
        return f"{self.figure(value, words)} {self.unit}"

    def figure(self, value: float, words: Words) -> str:
        """A value without its unit."""
        if not self.per:
            return words.number(value, self.places)
        seconds = self.per / value if value > 0 else SLOWEST
        return pace_text(seconds) if seconds < SLOWEST else words.number(None)


def pace_text(seconds: float) -> str:
    """The time for a distance: 4:52."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def pace_unit(metres: int) -> str:
    """What a pace is for: /km, /100 m."""
    return "/km" if metres == 1000 else f"/{metres} m"


CHANNELS = (
    Channel("power", "Power", "W", "carbs", least=50, from_zero=True),
    Channel("heart_rate", "Heart rate", "bpm", "bad", least=20),
    Channel("cadence", "Cadence", "rpm", "fat", least=20, from_zero=True),
    Channel("speed", "Speed", "km/h", "protein", 1, KMH, least=5, from_zero=True),
    Channel("altitude", "Elevation", "m", "muted", least=20),
    Channel("temperature", "Temperature", "°C", "warn", least=5),
)


def channels_of(sport: str) -> tuple[Channel, ...]:
    """The channels of a workout of a sport: a pace rather than a speed on foot and in water, steps on foot."""
    return tuple(_of_sport(channel, sport) for channel in CHANNELS)


def _of_sport(channel: Channel, sport: str) -> Channel:
    if channel.key == "speed" and sport in PACES:
        metres = PACES[sport]
        return replace(channel, label="Pace", unit=pace_unit(metres), scale=1.0, least=1.0, per=metres)
    if channel.key == "cadence" and sport in ON_FOOT:
        return replace(channel, unit="spm", scale=2.0)
    if channel.key == "cadence" and sport in ("swimming", "rowing"):
        return replace(channel, label="Stroke rate", unit="/min")
    return channel
