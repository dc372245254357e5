"""FIT messages by fitdecode: slow, but it reads on until the damage, and it expands every field.

Checksums are not looked at here: `reader` knows from `native` whether they match.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import fitdecode
import numpy as np
from numpy.typing import NDArray

from tracker.formats.fit.messages import EPOCH_S, Messages
from tracker.formats.fit.pieces import HEADER_SIZES, framed
from tracker.formats.xml_stream import Heard, unheard

INSTANTS = ("timestamp", "start_time", "time_created")
POSITIONS = ("position_lat", "position_long")
DEGREES_PER_SEMICIRCLE = 180 / 2**31
HEARD_EVERY = 1 << 14
"""Bytes after which it is told how far it is: some tens of ms."""
KINDS = ("file_id", "sport", "session", "lap", "length", "record")


def read(body: bytes, heard: Heard = unheard) -> Messages:
    """Every message of a FIT file's body up to where it can be read no further; `heard` may raise to stop."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    damage, position = "", 0
    frames = _frames(body)
    told = 0
    while position < len(body):
        if position >= told:
            heard(position, len(body))
            told = position + HEARD_EVERY
        try:
            frame, position = next(frames)
        except fitdecode.FitEOFError:
            damage = "its end is missing"
            break
        except Exception:  # noqa: BLE001 - damaged bytes make fitdecode fail in any way: struct, key, assertion
            damage = f"only the first {100 * position // len(body)} % of it can be read"
            break
        if isinstance(frame, fitdecode.FitDataMessage) and frame.name in found:
            found[frame.name].append(_values(frame))
    return Messages(
        file_id=next(iter(found["file_id"]), {}),
        sports=tuple(found["sport"]),
        sessions=tuple(found["session"]),
        laps=tuple(found["lap"]),
        lengths=tuple(found["length"]),
        records=_columns(found["record"]),
        damage=damage,
    )


def _frames(body: bytes) -> Iterator[tuple[Any, int]]:
    """The messages and definitions one after the other, with where in the body each ends."""
    with fitdecode.FitReader(
        framed(body),
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    ) as reader:
        position = -HEADER_SIZES[0]
        for frame in reader:
            position += len(frame.chunk.bytes)
            yield frame, position


def _values(frame: fitdecode.FitDataMessage) -> dict[str, Any]:
    """The valid values of a message; a profile field goes before a developer's field of the same name."""
    values: dict[str, Any] = {}
    own: set[str] = set()
    for part in frame.fields:
        name = part.parent_field.name if part.parent_field else part.name
        is_own = not (part.field_def and part.field_def.is_dev)
        if part.value is None or (name in values and (name in own or not is_own)):
            continue
        values[name] = _converted(name, part.value)
        if is_own:
            own.add(name)
    return values


def _converted(name: str, value: Any) -> Any:
    """The value as fitfast gives it: Unix seconds, degrees."""
    if not isinstance(value, int):
        return value
    if name in INSTANTS:
        return value + EPOCH_S
    return value * DEGREES_PER_SEMICIRCLE if name in POSITIONS else value


def _columns(rows: list[dict[str, Any]]) -> dict[str, NDArray[np.float64]]:
    """Records as columns; what is not a number is left out."""
    names = dict.fromkeys(name for row in rows for name, value in row.items() if isinstance(value, (int, float)))
    return {name: np.array([_number(row.get(name)) for row in rows]) for name in names}


def _number(value: Any) -> float:
    """A number, or NaN for anything else."""
    return float(value) if isinstance(value, (int, float)) else float("nan")
