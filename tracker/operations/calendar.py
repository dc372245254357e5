"""The plan as a calendar file that other calendars take: a meal is an event, and so is a planned workout."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Literal

from tracker.domain import dates, spoken
from tracker.domain.fixed import ENERGY
from tracker.domain.sports import label
from tracker.domain.training.plan.text import write_part
from tracker.formats.icalendar import Event, calendar, read_known
from tracker.operations.whole_file import write_whole
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import days, diary, workouts
from tracker.store.queries.plans import plan
from tracker.store.queries.settings import value
from tracker.store.rows import Entry, Slot, Workout

BACK = 30
"""Days before today that the calendar begins: what was planned and not ticked is still seen."""
MEAL = timedelta(minutes=45)
EARLIEST, LATEST = 7 * 60 + 30, 23 * 60
"""Minutes after midnight."""
USUAL = timedelta(hours=1)
"""How long a workout takes of which nobody said it."""
DOMAIN = "tracker.invalid"
"""The right half of a name; it belongs to nobody (RFC 2606), the left half is unique by itself."""
KEY = "calendar_id"
Only = Literal["", "meals", "workouts"]
EPOCH = 1_577_836_800_000
"""2020 in ms since 1970: versions are seconds from there on, so that they fit and grow on every device."""


def write(store: Store, path: Path, only: Only = "") -> int:
    """Write what is planned into a calendar file; returns how many events it has.

    Args:
        store: where it is planned.
        path: the file.
        only: meals or workouts; both where it is empty.

    Raises:
        KnownError: the folder is not there, or the disk refuses.
    """
    meals = () if only == "workouts" else _meals(store)
    trained = () if only == "meals" else _workouts(store)
    events = sorted([*meals, *trained], key=lambda one: (one.start, one.uid))
    known = read_known(path.read_bytes()) if path.is_file() else {}
    now = datetime.fromtimestamp(store.now() // 1000, UTC)
    write_whole(path, calendar(events, "Tracker", now, known))
    return len(events)


def person(store: Store) -> str:
    """What tells this person's meals from those of everybody else, the same on all devices; made when first asked.

    A meal has no id of its own: it is a day and a place in it.
    """
    record = derived_id("preference", KEY)
    body = records.read_body(store, BY_NAME["preference"], record)
    if body is not None and isinstance(body["value"], str) and body["value"]:
        return body["value"]
    made = str(uuid.uuid4())
    with store.database.atomic():
        records.write_bodies(store, BY_NAME["preference"], {record: {"key": KEY, "value": made}})
    return made


def _meals(store: Store) -> Iterator[Event]:
    today = diary.today(store)
    first = (today - timedelta(days=BACK)).isoformat()
    slots = {slot.id: slot for slot in days.slots(store)}
    planned = [one for one in days.entries(store, first, dates.LAST.isoformat()) if one.status == "planned"]
    if not planned:
        return
    key, versions = person(store), _versions(store, "meal_plan_entry", [one.id for one in planned])
    for (day, slot), group in groupby(planned, key=lambda one: (one.day, one.slot)):
        inside = list(group)
        known = slots.get(slot, Slot(slot, "Meal", 999, 12 * 60))
        start = _utc(diary.instant_of(store, date.fromisoformat(day), _usual_minute(known)))
        uid = f"{derived_id('calendar', f'{key}|{day}|{slot}')}@{DOMAIN}"
        yield Event(
            uid, start, start + MEAL, f"{known.name}: {', '.join(one.title for one in inside)}",
            "\n".join(_in_words(store, one) for one in inside), "Meal", max(versions[one.id] for one in inside),
        )  # fmt: skip


def _usual_minute(slot: Slot) -> int:
    """When a meal stands in the calendar: an hour after it becomes the usual one, but not before half past seven."""
    return min(max(slot.starts_at + 60, EARLIEST), LATEST)


def _in_words(store: Store, one: Entry) -> str:
    amount = "" if one.amount is None else spoken.amount(one.amount, one.unit, one.title)
    energy = one.nutrition.energy
    hidden = energy is None or value(store, "hide_numbers")
    parts = (one.title, amount, "" if hidden else f"{spoken.number((energy or 0) / ENERGY)} kcal", one.note)
    return " · ".join(part for part in parts if part)


def _workouts(store: Store) -> Iterator[Event]:
    first = (diary.today(store) - timedelta(days=BACK)).isoformat()
    rows = store.rows("SELECT id FROM workout WHERE status = 'planned' AND day >= ? ORDER BY start_at", (first,))
    found = workouts.workouts(store, [row[0] for row in rows])
    versions = _versions(store, "workout", [one.id for one in found])
    for one in found:
        start = _utc(one.start_at)
        length = timedelta(milliseconds=one.duration) if one.duration else USUAL
        uid = f"{one.id}@{DOMAIN}"
        yield Event(uid, start, start + length, one.title, _steps(store, one), label(one.sport), versions[one.id])


def _steps(store: Store, one: Workout) -> str:
    """What a planned workout consists of, line by line, with its load, and what the person wrote about it."""
    followed = plan(store, one.plan) if one.plan else None
    lines = [write_part(part) for part in followed.parts] if followed else []
    load = f"Load {followed.load}" if followed and followed.load is not None else ""
    distance = spoken.distance(one.distance) if one.distance else ""
    return "\n".join(line for line in (*lines, distance, load, one.notes) if line)


def _versions(store: Store, collection: str, ids: list[str]) -> dict[str, int]:
    """When each record was changed last, in seconds since 2020; 0 where nobody knows."""
    found = dict.fromkeys(ids, 0)
    for record, changed in store.rows("SELECT id, changed_at FROM sync_rec WHERE c = ?", (collection,)):
        if record in found and changed is not None:
            found[record] = max(0, (changed - EPOCH) // 1000)
    return found


def _utc(instant: int) -> datetime:
    return datetime.fromtimestamp(instant / 1000, UTC)
