"""What a workout was to be, kept with what was done; and which planned workout a done one is likely to be.

A planned workout ends where a done one takes its place: the done one carries what was planned, as it was then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tracker.domain.training.plan.steps import Part, from_json, to_json
from tracker.values import Frozen

FEWEST, MOST = 0.5, 2.0
"""As many times longer as planned a workout may be and still be the planned one without a question."""


class Planned(Frozen):
    """What was planned. Units as stored: ms, 0.1 m; None where the plan did not say it.

    Attributes:
        record: the planned workout that the done one took the place of.
        plan: the structured workout it followed, or "".
        steps: those it had then.
    """

    record: str
    title: str
    start_at: int
    duration: int | None = None
    distance: int | None = None
    load: int | None = None
    plan: str = ""
    notes: str = ""
    steps: tuple[Part, ...] = ()


class Span(Frozen):
    """A workout as far as it tells which planned one it is: its day, sport and length in ms."""

    id: str
    day: str
    sport: str
    duration: int | None


def to_stored(planned: Planned) -> dict[str, Any]:
    """What is kept of it in the record of the done one."""
    return {
        "record": planned.record, "title": planned.title, "start_at": planned.start_at, "duration": planned.duration,
        "distance": planned.distance, "load": planned.load, "plan": planned.plan, "notes": planned.notes,
        "steps": to_json(planned.steps),
    }  # fmt: skip


def from_stored(stored: Mapping[str, Any]) -> Planned | None:
    """What was planned; None where nothing was, or where another version wrote something that this one cannot read."""
    if not stored:
        return None
    start_at, duration, distance, load = (stored.get(name) for name in ("start_at", "duration", "distance", "load"))
    if not isinstance(start_at, int) or not all(_is_whole(one) for one in (duration, distance, load)):
        return None
    try:
        steps = from_json(stored.get("steps", []))
    except ValueError:
        steps = ()
    record, title, plan, notes = (str(stored.get(name) or "") for name in ("record", "title", "plan", "notes"))
    return Planned(record, title, start_at, duration, distance, load, plan, notes, steps)


def _is_whole(value: object) -> bool:
    return value is None or isinstance(value, int)


def pairs(planned: Iterable[Span], done: Iterable[Span]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Which done workout is which planned one.

    Returns:
        Those that are clear, as planned id by done id: the only planned and the only done one of a day and sport, of
        about the length that was planned. And those that a person has to say, with the planned ids they may be.
    """
    ahead, over = _grouped(planned), _grouped(done)
    clear: dict[str, str] = {}
    unclear: dict[str, tuple[str, ...]] = {}
    for place, some in over.items():
        wanted = ahead.get(place, [])
        if len(some) == len(wanted) == 1 and _is_about(some[0].duration, wanted[0].duration):
            clear[some[0].id] = wanted[0].id
        elif wanted:
            unclear.update((one.id, tuple(it.id for it in wanted)) for one in some)
    return clear, unclear


def _grouped(spans: Iterable[Span]) -> dict[tuple[str, str], list[Span]]:
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for one in spans:
        found[one.day, one.sport].append(one)
    return found


def _is_about(done: int | None, planned: int | None) -> bool:
    """Whether two lengths are near enough; one that nobody knows tells nothing against it."""
    return not done or not planned or FEWEST * planned <= done <= MOST * planned
