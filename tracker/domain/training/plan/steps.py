"""A structured workout as a value: steps with a length and an aim, and repeats of steps.

How it is typed is in `text`, what it adds up to in `totals`, and files it is written to are in `tracker.formats`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["warmup", "work", "rest", "cooldown"]
Measure = Literal["ftp", "power", "lthr", "heart_rate", "pace", "rpe"]
"""Power in % of threshold power or in W, heart rate in % of its threshold or in bpm, pace, or feel from 1 to 10."""

KINDS: tuple[Kind, ...] = ("warmup", "work", "rest", "cooldown")
SCALES: dict[Measure, int] = {"ftp": 10, "power": 1, "lthr": 10, "heart_rate": 1, "pace": 1000, "rpe": 10}
"""Stored integers per %, W, %, bpm, s/km and point."""
LARGEST: dict[Measure, int] = {
    "ftp": 10_000, "power": 5_000, "lthr": 2_000, "heart_rate": 250, "pace": 3_600_000, "rpe": 100
}  # fmt: skip
MOST_REPEATS = 100
MOST_STEPS = 1000
"""Steps one after the other, repeats counted, that a workout may have."""
SECOND = 1000
LONGEST = 7 * 24 * 3_600_000
"""ms that one step may take."""
FARTHEST = 20_000_000
"""0.1 m that one step may go."""


@dataclass(frozen=True)
class Aim:
    """What to hold, from `low` to `high`, at the scale of `SCALES`. A faster pace is the lower one."""

    measure: Measure
    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= LARGEST[self.measure]:
            raise ValueError(f"{self.measure} from {self.low} to {self.high}")

    @property
    def middle(self) -> float:
        """Half way between its ends."""
        return (self.low + self.high) / 2


@dataclass(frozen=True)
class Step:
    """One part of a workout. Without `time` (ms, whole seconds) and `distance` (0.1 m) it goes on until the lap key."""

    kind: Kind = "work"
    time: int | None = None
    distance: int | None = None
    aim: Aim | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.time is not None and self.distance is not None:
            raise ValueError("a step ends by time or by distance")
        if self.time is not None and not (0 < self.time <= LONGEST and self.time % SECOND == 0):
            raise ValueError(f"a step of {self.time} ms")
        if self.distance is not None and not 0 < self.distance <= FARTHEST:
            raise ValueError(f"a step of {self.distance / 10} m")


@dataclass(frozen=True)
class Repeat:
    """Steps that are done `times` times, one after the other."""

    times: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if not 1 < self.times <= MOST_REPEATS or not self.steps:
            raise ValueError(f"{len(self.steps)} steps, {self.times} times")


Part = Step | Repeat


@dataclass(frozen=True)
class Place:
    """A step where it stands in the whole: which round of how many it is in, both 0 outside a repeat."""

    step: Step
    round: int = 0
    rounds: int = 0


def unrolled(parts: Sequence[Part]) -> Iterator[Place]:
    """Every step in the order it is done."""
    for part in parts:
        if isinstance(part, Step):
            yield Place(part)
        else:
            for number in range(1, part.times + 1):
                yield from (Place(step, number, part.times) for step in part.steps)


def to_json(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as they are stored."""
    return [_repeat_json(part) if isinstance(part, Repeat) else _step_json(part) for part in parts]


def from_json(stored: object) -> tuple[Part, ...]:
    """Parts that were stored.

    Raises:
        ValueError: another version wrote something that this one cannot read.
    """
    if not isinstance(stored, list):
        raise ValueError("a workout is a list of steps")
    try:
        parts = tuple(_part(item) for item in stored)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a step: {error}") from error
    if sum(part.times * len(part.steps) if isinstance(part, Repeat) else 1 for part in parts) > MOST_STEPS:
        raise ValueError(f"more than {MOST_STEPS} steps")
    return parts


def _repeat_json(repeat: Repeat) -> dict[str, Any]:
    return {"times": repeat.times, "steps": [_step_json(step) for step in repeat.steps]}


def _step_json(step: Step) -> dict[str, Any]:
    stored: dict[str, Any] = {"kind": step.kind}
    for name in ("time", "distance"):
        if getattr(step, name) is not None:
            stored[name] = getattr(step, name)
    if step.aim:
        stored["aim"] = {"measure": step.aim.measure, "low": step.aim.low, "high": step.aim.high}
    return {**stored, "note": step.note} if step.note else stored


def _part(item: dict[str, Any]) -> Part:
    if "times" in item:
        return Repeat(_whole(item["times"]), tuple(_step(step) for step in item["steps"]))
    return _step(item)


def _step(item: dict[str, Any]) -> Step:
    if item["kind"] not in KINDS:
        raise ValueError(f"a step of kind {item['kind']}")
    aim = item.get("aim")
    if aim is not None and aim["measure"] not in SCALES:
        raise ValueError(f"an aim of {aim['measure']}")
    return Step(
        item["kind"],
        None if item.get("time") is None else _whole(item["time"]),
        None if item.get("distance") is None else _whole(item["distance"]),
        None if aim is None else Aim(aim["measure"], _whole(aim["low"]), _whole(aim["high"])),
        str(item.get("note", "")),
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} is no whole number")
    return value
