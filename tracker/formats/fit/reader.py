"""Reads FIT files: by the compiled reader, and what that refuses by the tolerant one, as far as it goes."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.activity import Activity
from tracker.errors import BadFile
from tracker.formats.fit import native, tolerant
from tracker.formats.fit.messages import Messages
from tracker.formats.fit.pieces import Piece, pieces
from tracker.formats.fit.workouts import workouts
from tracker.formats.xml_stream import Heard, unheard

OTHER_KINDS = {
    "device": "a device's description",
    "settings": "a device's settings",
    "sport": "a sport's settings",
    "workout": "a planned workout",
    "course": "a course to follow",
    "schedules": "a schedule",
    "weight": "weights",
    "totals": "a device's totals",
    "goals": "goals",
    "blood_pressure": "blood pressures",
    "monitoring_a": "a day's steps",
    "monitoring_daily": "a day's steps",
    "monitoring_b": "a day's steps",
    "segment": "a segment",
    "segment_list": "a list of segments",
}
HINT = "Copy the file from the device again, or export it again from the service it came from."


def read(data: bytes, name: str, heard: Heard = unheard) -> list[Activity]:
    """Every workout in a FIT file, chained files included; `heard` may raise to stop.

    Raises:
        BadFile: nothing in it can be used, and why.
    """
    made: list[Activity] = []
    reason = "it holds no workout"
    for piece in pieces(data):
        messages = _messages(piece, heard)
        kind = messages.file_id.get("type")
        if kind in OTHER_KINDS:
            reason = f"it holds {OTHER_KINDS[kind]}, not a workout"
            continue
        notes = [f"The file is damaged: {messages.damage}."] if messages.damage else []
        found = workouts(messages, notes, salvaged=bool(messages.damage))
        if not found and messages.damage:
            reason = f"it is damaged: {messages.damage}, and no workout could be saved"
        made += found
    if not made:
        raise BadFile(f"{name} cannot be imported: {reason}.", HINT if "damaged" in reason else "")
    return [replace(activity, session_index=index) for index, activity in enumerate(made)]


def _messages(piece: Piece, heard: Heard) -> Messages:
    """The messages of one file of the chain, with what is wrong with it."""
    try:
        return native.read(piece.data)
    except native.Refused as refused:
        why = str(refused)
    messages = tolerant.read(piece.body, heard)
    return replace(messages, damage=messages.damage or _damage(piece, why))


def _damage(piece: Piece, refused: str) -> str:
    """What is wrong with a file that could be read to its end."""
    if piece.cut:
        return "its end is missing"
    return "its checksum does not match" if "checksum" in refused else ""
