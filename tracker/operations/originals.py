"""What a workout was before its recording was edited: kept with it, so that it can be put back on every device.

`original` of a workout holds what its recording, its totals and its start were before the first edit. Where others
were merged into it, `merged` names them and `sets` the sets that came with them; what was split off it has `of`
instead, the workout whose original it is a part of, and `was` once that is whole again. `plans` is which plan it
followed before a merge gave it another's, and `begins` the start that belongs to the recording as it is, so that the
edits of two devices are never mixed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from tracker.domain.activity import Lap
from tracker.errors import BadInput, NotFound
from tracker.operations.activities import TOTALS
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import Body

WORKOUT = BY_NAME["workout"]
KEPT = ("start_at", "zone", "day", *TOTALS, "telemetry", "salvaged")
"""The fields that are kept as they were, beside the laps."""
LAP = tuple(field.name for field in fields(Lap))
OF, WAS, MERGED, SETS, PLANS = "of", "was", "merged", "sets", "plans"
BEGINS = "begins"
PLANNED = ("plan", "planned")


def kept(body: Body, begins: int, **more: Sequence[str]) -> dict[str, Any]:
    """The `original` of a workout that is about to be edited: what it has already, or what it is now.

    Args:
        body: the workout as it is.
        begins: the start that it will have.
        **more: what the edit adds to the lists of the original, such as merged=[id].
    """
    found = dict(body["original"])
    if OF not in found and "telemetry" not in found:
        found |= {name: body[name] for name in KEPT} | {"laps": _without_unknown(body["laps"])}
    return found | {BEGINS: begins} | {name: [*found.get(name, ()), *added] for name, added in more.items()}


def part_of(record: str, body: Body, begins: int) -> dict[str, Any]:
    """The `original` of what is split off a workout and begins then."""
    return {OF: body["original"].get(OF, record), BEGINS: begins}


def put_back(store: Store, record: str) -> Changes:
    """Make a workout again what it was before its recording was edited.

    What was split off it is deleted, and what was merged into it is a workout of its own again. Title, sport, notes
    and effort stay as they are.

    Raises:
        NotFound: it is gone, or was not edited.
        BadInput: its original cannot be read.
    """
    with store.step("Put the original back") as step:
        whole = _existing(store, record)["original"].get(OF, record)
        body = records.read_body(store, WORKOUT, whole)
        if body is None or not body["original"]:
            raise NotFound("The original of this workout is not there any more.", "Import its file again.")
        family = {whole: body["original"], **_parts(store, whole)}
        _put_back(store, whole, body, family)
        step.rename(f"Put the original of {body['title']} back")
        for part in family.keys() - {whole}:
            records.change(store, "workout", part, status="deleted", original={WAS: whole})
        merged = {one for original in family.values() for one in _texts(original, MERGED)} - family.keys()
        for one, other in records.read_bodies(store, WORKOUT, merged).items():
            if other["status"] == "deleted" and WAS not in other["original"]:
                records.change(store, "workout", one, status="completed")
    return step.changes


def _put_back(store: Store, record: str, body: Body, family: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the fields of the original, and take out the sets that a merge brought."""
    original = body["original"]
    if not all(name in original for name in (*KEPT, "laps")):
        raise BadInput("The original of this workout cannot be read.", "Update Tracker, or import its file again.")
    values = {name: original[name] for name in KEPT} | original.get(PLANS, {})
    laps = [{**dict.fromkeys(LAP), **lap} for lap in original["laps"]]
    status = "completed" if body["status"] == "deleted" else body["status"]
    came = {one for other in family.values() for one in _texts(other, SETS)}
    sets = [one for one in body["sets"] if one["_id"] not in came]
    records.write_bodies(
        store, WORKOUT, {record: {**values, "laps": laps, "status": status, "original": {}, "sets": sets}}
    )


def _parts(store: Store, whole: str) -> dict[str, Mapping[str, Any]]:
    """The originals of what was split off a workout, by their ids."""
    rows = store.rows(
        "SELECT id, original FROM workout WHERE original <> '{}' AND json_extract(original, '$.of') = ?", (whole,)
    )
    return {record: json.loads(original) for record, original in rows}


def _texts(original: Mapping[str, Any], name: str) -> list[str]:
    listed = original.get(name)
    return [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []


def _without_unknown(laps: Sequence[Any]) -> list[Any]:
    """Laps without what is unknown of them: half as long, since a record has its limit."""
    return [
        {name: value for name, value in lap.items() if value is not None} if isinstance(lap, dict) else lap
        for lap in laps
    ]


def _existing(store: Store, record: str) -> Body:
    body = records.read_body(store, WORKOUT, record)
    if body is None or body["status"] == "deleted":
        raise NotFound("This workout is not there any more.", "Another device may have deleted it.")
    return body
