"""A usual week of training: writing it down, and laying it on coming weeks, where nothing is planned twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from tracker.domain import dates
from tracker.domain.sports import usual_title
from tracker.domain.training.plan.week import DAYS, MOST_ITEMS, MOST_WEEKS, Item, laid, to_stored
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries import diary
from tracker.store.queries.plans import plans
from tracker.store.queries.weeks import there, week
from tracker.store.queries.workouts import workout
from tracker.values import Frozen

Stands = Literal["new", "there", "over", "gone"]
"""What becomes of a workout of the week on a day: planned, there already, over already, or without its plan."""


class Laid(Frozen):
    """A workout of the week on one day, as it would be planned."""

    day: date
    item: Item
    title: str
    sport: str
    duration: int | None
    stands: Stands
    start_at: int
    notes: str


def keep(store: Store, name: str, items: Sequence[Item], record: str = "") -> Changes:
    """Write a week down, or change one; the changes name it.

    Raises:
        BadInput: it has no name or no workout, or too many.
        NotFound: it is not there any more.
    """
    if not name.strip():
        raise BadInput("A week needs a name.", "Type one, such as Base week.")
    if not 0 < len(items) <= MOST_ITEMS:
        raise BadInput("A week needs a workout." if not items else f"A week has at most {MOST_ITEMS} workouts.")
    values: dict[str, Any] = {"name": name.strip(), "steps": to_stored(items)}
    with store.step(f"{'Change' if record else 'Add'} {name.strip()}") as step:
        if record:
            records.change(store, "workout_plan", record, **values)
        else:
            now = store.now()
            records.create(store, "workout_plan", new_id(now), kind="week", created_at=now, **values)
    return step.changes


def preview(store: Store, record: str, first: date, weeks: int) -> tuple[Laid, ...]:
    """What `lay` would plan, and what it would leave out and why.

    Args:
        store: where it is kept.
        record: the week.
        first: the first day it is laid on.
        weeks: how many weeks.

    Raises:
        NotFound: the week is gone.
        BadInput: these are no weeks.
    """
    found = week(store, record)
    if found is None:
        raise NotFound("This week is not there any more.", "Another device may have deleted it.")
    if not 1 <= weeks <= MOST_WEEKS:
        raise BadInput(f"A week is laid on 1 to {MOST_WEEKS} weeks.")
    if not found.readable:
        raise BadInput("A newer version of Tracker wrote this week.", "Update Tracker to lay it.")
    known = {one.id: one for one in plans(store)}
    today = diary.today(store)
    last = dates.moved(first, DAYS * weeks)
    followed, named = there(store, first.isoformat(), last.isoformat())
    made = []
    for day, item in laid(found.items, first, weeks):
        if not dates.has(day):
            continue
        plan, when = known.get(item.plan), day.isoformat()
        sport = (plan.sport if plan else item.sport) or "other"
        title = plan.name if plan else usual_title(sport, item.minute // 60)
        is_there = (when, item.plan) in followed if item.plan else (when, sport, title) in named
        stands: Stands = (
            "gone" if item.plan and plan is None else "over" if day < today else "there" if is_there else "new"
        )
        made.append(
            Laid(
                day, item, title, sport, plan.duration if plan else item.duration, stands,
                diary.wall_instant(store, day, item.minute), plan.notes if plan else "",
            )
        )  # fmt: skip
    return tuple(made)


def lay(store: Store, record: str, first: date, weeks: int) -> Changes:
    """Plan the workouts of a week on so many weeks, as one step; the changes name them.

    What is planned or done already stays as it is and is not planned again; days that are over are left out.

    Raises:
        NotFound, BadInput: as for `preview`; BadInput also where nothing is left to plan.
    """
    new = [one for one in preview(store, record, first, weeks) if one.stands == "new"]
    if not new:
        raise BadInput("All of this is there already, or over.", "Choose later weeks.")
    found = week(store, record)
    name = found.name if found else "week"
    zone = store.clock.zone()
    with store.step(f"Lay {name} on {weeks} week{'s' if weeks != 1 else ''}") as step:
        for one in new:
            records.create(
                store, "workout", _record(store, record, one), title=one.title, sport=one.sport, status="planned",
                start_at=one.start_at, zone=zone, day=one.day.isoformat(), duration=one.duration,
                plan=one.item.plan or None, notes=one.notes,
            )  # fmt: skip
    return step.changes


def _record(store: Store, pattern: str, one: Laid) -> str:
    """The id that every device gives it, so that two that lay the same week plan it once."""
    item = one.item
    made = derived_id("workout", f"week|{pattern}|{one.day}|{item.minute}|{item.plan}|{item.sport}|{item.duration}")
    return new_id(store.now()) if workout(store, made) else made
