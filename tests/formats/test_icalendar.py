"""Calendar files: what RFC 5545 asks for, so that calendars take them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.formats.icalendar import Event, calendar, folded, read_known, text

NOW = datetime(2026, 11, 17, 12, tzinfo=UTC)
RIDE = Event("w1@tracker.invalid", NOW, NOW + timedelta(hours=1), "Sweet spot, 3×12", "Warm up; then\ngo", "Cycling", 7)


def made(*events: Event, now: datetime = NOW, known: bytes = b"") -> bytes:
    return b"".join(calendar(events, "Tracker", now, read_known(known)))


def test_a_calendar_has_what_every_calendar_must_have() -> None:
    lines = made(RIDE).decode().split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tracker//Tracker//EN"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    event = lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT")]
    assert event[1:6] == [
        "UID:w1@tracker.invalid", "DTSTAMP:20261117T120000Z", "SEQUENCE:7", "DTSTART:20261117T120000Z",
        "DTEND:20261117T130000Z",
    ]  # fmt: skip
    assert "SUMMARY:Sweet spot\\, 3×12" in event
    assert "DESCRIPTION:Warm up\\; then\\ngo" in event


def test_an_end_is_always_after_its_start() -> None:
    assert b"DTEND:20261117T120100Z" in made(Event("a", NOW, NOW, "Nothing"))
    assert b"DTEND:20261117T120100Z" in made(Event("a", NOW, NOW - timedelta(hours=1), "Backwards"))


def test_what_is_the_same_keeps_its_stamp_and_what_changed_gets_a_higher_number() -> None:
    first = made(RIDE)
    later = NOW + timedelta(days=1)
    assert made(RIDE, now=later, known=first) == first
    moved = Event(RIDE.uid, later, later + timedelta(hours=1), RIDE.summary, version=3)
    second = made(moved, now=later, known=first)
    assert b"SEQUENCE:8" in second
    assert b"DTSTAMP:20261118T120000Z" in second


def test_a_file_that_is_none_is_no_trouble() -> None:
    assert read_known(b"\xff\x00 BEGIN:VEVENT\r\nUID:x\r\nSEQUENCE:many\r\n") == {}
    assert read_known(b"") == {}


@pytest.mark.parametrize(
    ("value", "escaped"), [("a,b;c\\d", "a\\,b\\;c\\\\d"), ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
                           ("bell\x07", "bell")],
)  # fmt: skip
def test_text_is_escaped(value: str, escaped: str) -> None:
    assert text(value) == escaped


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folding_cuts_between_letters_and_unfolds_to_the_same(line: str) -> None:
    pieces = list(folded(line))
    assert all(len(piece) <= 75 + 2 and piece.endswith(b"\r\n") for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert b"".join(pieces).decode().replace("\r\n ", "")[:-2] == line
    for piece in pieces:
        piece.decode()  # no letter is cut
