"""What Garmin's account export says of activities beside their files: names and notes in JSON, told by their start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

MARK = b"summarizedActivitiesExport"


@dataclass(frozen=True)
class Told:
    """One activity: its start in ms since 1970, what the person called it, and what they wrote."""

    start: int
    name: str
    notes: str


def looks_like(head: bytes) -> bool:
    """Whether a file begins as the summaries do."""
    return MARK in head[:4096]


def read(data: bytes) -> list[Told]:
    """Every activity of a file of summaries; what is none is left out."""
    try:
        found = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return []
    lists = [one.get(MARK.decode(), []) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [told for listed in lists if isinstance(listed, list) for one in listed if (told := _told(one)) is not None]


def _told(one: Any) -> Told | None:
    if not isinstance(one, dict):
        return None
    start = one.get("startTimeGmt", one.get("beginTimestamp"))
    if not isinstance(start, int | float):
        return None
    return Told(round(start), str(one.get("name") or "").strip(), str(one.get("description") or "").strip())
