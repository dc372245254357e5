"""Structured workouts as FIT workout files, which watches and bike computers take.

Messages, fields and their units are those of the FIT profile: file_id (0), workout (26) and workout_step (27). A custom
target in heart rate is bpm + 100 and in power W + 1000, below that they are shares in %; speed is in mm/s.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.training.plan.steps import Aim, Kind, Part, Step
from tracker.domain.training.plan.text import write_aim
from tracker.domain.training.plan.totals import Thresholds, absolute

EPOCH = 631_065_600
"""Unix seconds of FIT's first second, 1989-12-31 00:00 UTC."""
_PROTOCOL, _PROFILE = 0x10, 2132
_WORKOUT_FILE, _DEVELOPMENT = 5, 255
_SPORTS = {
    "running": 1,
    "cycling": 2,
    "swimming": 5,
    "walking": 11,
    "training": 10,
    "strength_training": 10,
    "rowing": 15,
}
_INTENSITY: dict[Kind, int] = {"work": 0, "rest": 1, "warmup": 2, "cooldown": 3}
_TIME, _DISTANCE, _LAP, _REPEAT = 0, 1, 5, 6
_SPEED_TARGET, _HEART_RATE_TARGET, _OPEN_TARGET, _POWER_TARGET = 0, 1, 2, 4
_BPM, _WATT = 100, 1000
_INVALID = 0xFFFFFFFF
_NAME_SIZE, _NOTE_SIZE = 48, 64
_ENUM, _UINT16, _UINT32, _STRING, _UINT32Z = 0x00, 0x84, 0x86, 0x07, 0x8C


@dataclass(frozen=True)
class _Message:
    """A kind of message: its number, and number, size and base type of each field, with how they are packed."""

    number: int
    fields: tuple[tuple[int, int, int], ...]
    form: str


_FILE_ID = _Message(0, ((0, 1, _ENUM), (1, 2, _UINT16), (2, 2, _UINT16), (3, 4, _UINT32Z), (4, 4, _UINT32)), "<BHHII")
_WORKOUT = _Message(26, ((4, 1, _ENUM), (6, 2, _UINT16), (8, _NAME_SIZE, _STRING)), f"<BH{_NAME_SIZE}s")
_STEP = _Message(
    27,
    (
        (254, 2, _UINT16), (0, _NAME_SIZE, _STRING), (1, 1, _ENUM), (2, 4, _UINT32), (3, 1, _ENUM), (4, 4, _UINT32),
        (5, 4, _UINT32), (6, 4, _UINT32), (7, 1, _ENUM), (8, _NOTE_SIZE, _STRING),
    ),
    f"<H{_NAME_SIZE}sBIBIIIB{_NOTE_SIZE}s",
)  # fmt: skip


def write(name: str, sport: str, parts: Sequence[Part], thresholds: Thresholds, created: int) -> bytes:
    """A workout as a FIT file.

    Args:
        name: what the device shows; cut to what the format holds.
        sport: the sport's own word.
        parts: the workout.
        thresholds: makes W and bpm of shares. Without one, a share of power goes as such, and an aim that only a
            threshold could tell stands in the step's note.
        created: when the file was made, in Unix seconds; with the name it tells files apart on a device.
    """
    steps = _steps(parts, thresholds)
    body = _defined(0, _FILE_ID) + _data(
        0, _FILE_ID, _WORKOUT_FILE, _DEVELOPMENT, 0, created & 0xFFFF or 1, created - EPOCH
    )
    body += _defined(1, _WORKOUT) + _data(1, _WORKOUT, _SPORTS.get(sport, 0), len(steps), _text(name, _NAME_SIZE))
    body += _defined(2, _STEP) + b"".join(_data(2, _STEP, number, *step) for number, step in enumerate(steps))
    header = struct.pack("<BBHI4s", 14, _PROTOCOL, _PROFILE, len(body), b".FIT")
    whole = header + struct.pack("<H", checksum(header)) + body
    return whole + struct.pack("<H", checksum(whole))


def checksum(data: bytes) -> int:
    """The CRC-16 of FIT files (polynomial 0xA001, reflected, from 0)."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def _steps(parts: Sequence[Part], thresholds: Thresholds) -> list[tuple[object, ...]]:
    """Every workout_step, a repeat as the step that goes back to the first of what it repeats."""
    steps: list[tuple[object, ...]] = []
    for part in parts:
        if isinstance(part, Step):
            steps.append(_step(part, thresholds))
            continue
        first = len(steps)
        steps += [_step(step, thresholds) for step in part.steps]
        steps.append((b"", _REPEAT, first, _OPEN_TARGET, part.times, _INVALID, _INVALID, 0, b""))
    return steps


def _step(step: Step, thresholds: Thresholds) -> tuple[object, ...]:
    if step.time is not None:
        length = (_TIME, step.time)
    elif step.distance is not None:
        length = (_DISTANCE, step.distance * 10)
    else:
        length = (_LAP, _INVALID)
    target = None if step.aim is None else _target(step.aim, thresholds)
    said = " ".join(filter(None, (step.note, write_aim(step.aim) if step.aim and target is None else "")))
    kind, low, high = target or (_OPEN_TARGET, _INVALID, _INVALID)
    value = _INVALID if target is None else 0
    return (
        _text(said, _NAME_SIZE), *length, kind, value, low, high, _INTENSITY[step.kind], _text(said, _NOTE_SIZE),
    )  # fmt: skip


def _target(aim: Aim, thresholds: Thresholds) -> tuple[int, int, int] | None:
    exact = absolute(aim, thresholds)
    if exact is None and aim.measure == "ftp":
        return _POWER_TARGET, round(aim.low / 10), round(aim.high / 10)
    if exact is None or exact.measure == "rpe":
        return None
    if exact.measure == "power":
        return _POWER_TARGET, exact.low + _WATT, exact.high + _WATT
    if exact.measure == "heart_rate":
        return _HEART_RATE_TARGET, exact.low + _BPM, exact.high + _BPM
    if not exact.low:
        return None
    # A pace is ms per km; the slower end is the lower speed.
    return _SPEED_TARGET, round(1e9 / exact.high), round(1e9 / exact.low)


def _text(text: str, size: int) -> bytes:
    """UTF-8 that fits with its final zero, cut between characters."""
    return text.encode()[: size - 1].decode(errors="ignore").encode()


def _defined(local: int, message: _Message) -> bytes:
    fields = b"".join(bytes(field) for field in message.fields)
    return struct.pack("<BBBHB", 0x40 | local, 0, 0, message.number, len(message.fields)) + fields


def _data(local: int, message: _Message, *values: object) -> bytes:
    return bytes([local]) + struct.pack(message.form, *values)
