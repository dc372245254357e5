"""Calendars as iCalendar (RFC 5545) writes them: events with times in UTC, folded lines, stable names.

Which events there are is decided in `operations.calendar`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

PRODUCT = "-//Tracker//Tracker//EN"
WIDEST = 75
"""Octets of a line, without its end."""
SHORTEST = timedelta(minutes=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """Something in a calendar.

    Attributes:
        uid: names it for ever, in every calendar of the world.
        start: in UTC.
        end: later than the start, whatever is said here.
        version: grows with every change; what a calendar holds is only replaced by a higher one.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    categories: str = ""
    version: int = 0


@dataclass(frozen=True)
class Known:
    """What an earlier file said of an event: its version, when it was written, and a digest of what it said."""

    version: int
    stamp: str
    digest: str


def calendar(events: Iterable[Event], name: str, now: datetime, known: Mapping[str, Known]) -> Iterator[bytes]:
    """The lines of a calendar, ended by CR and LF.

    Args:
        events: in the order in which they are to stand.
        name: of the calendar.
        now: in UTC; the stamp of events that are new or changed.
        known: what an earlier file said: an event that says the same keeps its stamp and its version.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{text(name)}"]  # fmt: skip
    for event in events:
        lines += _lines(event, now, known.get(event.uid))
    lines.append("END:VCALENDAR")
    for line in lines:
        yield from folded(line)


def _lines(event: Event, now: datetime, known: Known | None) -> list[str]:
    said = [
        f"DTSTART:{_moment(event.start)}", f"DTEND:{_moment(max(event.end, event.start + SHORTEST))}",
        f"SUMMARY:{text(event.summary)}",
        *([f"DESCRIPTION:{text(event.description)}"] if event.description else []),
        *([f"CATEGORIES:{text(event.categories)}"] if event.categories else []),
        "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
    stamp, version = _moment(now), event.version
    if known is not None and known.digest == digest:
        stamp, version = known.stamp, known.version
    elif known is not None:
        version = max(version, known.version + 1)
    return [
        "BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamp}", f"SEQUENCE:{version}", *said, f"X-TRACKER:{digest}",
        "END:VEVENT",
    ]  # fmt: skip


def read_known(data: bytes) -> dict[str, Known]:
    """What an earlier file of Tracker's says of its events; what cannot be read is left out."""
    unfolded = data.decode("utf-8", "replace").replace("\r\n ", "").replace("\r\n\t", "")
    found: dict[str, Known] = {}
    for part in unfolded.split("BEGIN:VEVENT")[1:]:
        values = dict(line.partition(":")[::2] for line in part.splitlines() if ":" in line)
        version = values.get("SEQUENCE", "")
        if values.get("UID") and version.isdecimal():
            found[values["UID"]] = Known(int(version), values.get("DTSTAMP", ""), values.get("X-TRACKER", ""))
    return found


def text(value: str) -> str:
    """A text value: backslashes, commas, semicolons and line ends escaped, other control characters gone."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub("", escaped.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n"))


def folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, cut between letters; the next ones begin with a space."""
    piece = b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > WIDEST:
            yield piece + b"\r\n"
            piece = b" "
        piece += encoded
    yield piece + b"\r\n"


def _moment(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"
