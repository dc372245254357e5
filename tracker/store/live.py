"""The recording of a workout that goes on, kept beside the database: one line an event, on the disk before it is shown.

    live/<workout>.jsonl    the first line says when it began, each other one what happened

A program that was ended, or a computer that lost its power, leaves everything but the line that it was writing. When
the workout is finished its samples go where all samples are, and the file goes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker import disk
from tracker.domain.training.live import Event
from tracker.errors import BadFile, NotFound

SUFFIX = ".jsonl"
VERSION = 1
_MARKS = ("pause", "resume", "lap")


@dataclass(frozen=True)
class Recording:
    """What a file of a recording holds: the instant of its start in ms UTC, and its events."""

    start: int
    events: tuple[Event, ...]


def begin(profile: Path, workout: str, start: int) -> None:
    """Make the file of a recording that starts now.

    Raises:
        KnownError: the disk refuses it.
    """
    folder = profile / "live"
    with disk.explained(folder):
        folder.mkdir(exist_ok=True)
        with disk.placed(_path(profile, workout)) as part:
            part.write_text(json.dumps({"v": VERSION, "start": start}) + "\n", encoding="utf-8")


def append(profile: Path, workout: str, events: Iterable[Event]) -> None:
    """Add events; they are on the disk when this returns.

    Raises:
        KnownError: the disk refuses it; what was there before stays as it was.
    """
    path = _path(profile, workout)
    lines = "".join(json.dumps(_written(event), allow_nan=False) + "\n" for event in events)
    with disk.explained(path.parent), path.open("r+b") as file:
        file.seek(0, os.SEEK_END)
        end = file.tell()
        if end and not _ends_a_line(file, end):  # a line that was cut off stays a line of its own, and is passed over
            lines = "\n" + lines
        try:
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


def read(profile: Path, workout: str) -> Recording:
    """A recording as far as it was written; a line that cannot be read is passed over.

    Raises:
        NotFound: it is not on this device.
        BadFile: not even its start can be read.
    """
    try:
        lines = _path(profile, workout).read_bytes().splitlines()
    except FileNotFoundError:
        raise NotFound(
            "This workout is not being recorded on this device.", "Finish it where it was started."
        ) from None
    try:
        start = json.loads(lines[0])["start"]
        if not isinstance(start, int):
            raise ValueError("no instant")
    except (ValueError, LookupError, TypeError) as error:
        raise BadFile("The file of this recording is damaged.", "Delete the workout, or add it by hand.") from error
    return Recording(start, tuple(_events(lines[1:])))


def running(profile: Path) -> tuple[str, ...]:
    """The workouts that are being recorded on this device."""
    return tuple(sorted(path.stem for path in (profile / "live").glob(f"*{SUFFIX}")))


def end(profile: Path, workout: str) -> None:
    """Take the file away; its samples are kept elsewhere now, or not wanted."""
    _path(profile, workout).unlink(missing_ok=True)


def _path(profile: Path, workout: str) -> Path:
    return profile / "live" / f"{workout}{SUFFIX}"


def _ends_a_line(file: Any, end: int) -> bool:
    file.seek(end - 1)
    last: bytes = file.read(1)
    file.seek(0, os.SEEK_END)
    return last == b"\n"


def _written(event: Event) -> dict[str, Any]:
    return {"at": event.at, "mark": event.mark} if event.mark else {"at": event.at, **event.values}


def _events(lines: Iterable[bytes]) -> Iterator[Event]:
    for line in lines:
        try:
            said = json.loads(line)
            at, mark = said.pop("at"), said.pop("mark", None)
            values = {name: float(value) for name, value in said.items()}
        except (ValueError, LookupError, TypeError, AttributeError):
            continue
        if isinstance(at, int) and (mark is None or mark in _MARKS):
            yield Event(at, values, mark)
