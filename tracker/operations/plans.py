"""Structured workouts: writing one down, planning it on a day, giving it to a watch or a trainer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker import disk
from tracker.domain.training.plan.steps import Part, to_json
from tracker.domain.training.plan.text import read
from tracker.domain.training.plan.totals import totals
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.plans import plan, thresholds_on
from tracker.store.rows import Plan


def add(store: Store, name: str, sport: str, steps: str, notes: str = "") -> Changes:
    """Write a plan down; the changes name it.

    Args:
        store: where it is kept.
        name: what it is called.
        sport: the sport's own word.
        steps: the line that says them, as `tracker.domain.training.plan.text` reads it.
        notes: for the person.

    Raises:
        BadInput: it has no name, or a step is not understood.
    """
    values = _values(store, name, sport, read(steps), notes)
    with store.step(f"Add {values['name']}") as step:
        records.create(store, "workout_plan", new_id(store.now()), created_at=store.now(), **values)
    return step.changes


def edit(store: Store, record: str, name: str, sport: str, steps: str, notes: str = "") -> Changes:
    """Change a plan; workouts that follow it from now on follow the new one.

    Raises:
        BadInput: as for `add`.
        NotFound: it is not there any more.
    """
    _existing(store, record)
    values = _values(store, name, sport, read(steps), notes)
    with store.step(f"Change {values['name']}") as step:
        records.change(store, "workout_plan", record, **values)
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete plans, as one step. Workouts that followed them stay."""
    found = [one for one in (plan(store, record) for record in ids) if one]
    with store.step(f"Delete {found[0].name}" if len(found) == 1 else f"Delete {len(found)} plans") as step:
        records.delete_records(store, BY_NAME["workout_plan"], [one.id for one in found])
    return step.changes


def schedule(store: Store, record: str, start_at: int) -> Changes:
    """Plan a workout after a plan, at an instant in ms UTC; the changes name the workout.

    Raises:
        NotFound: the plan is gone.
    """
    found = _existing(store, record)
    zone = store.clock.zone()
    with store.step(f"Plan {found.name}") as step:
        records.create(
            store, "workout", new_id(store.now()), title=found.name, sport=found.sport or "other", status="planned",
            start_at=start_at, zone=zone, day=local(start_at, zone).date().isoformat(), duration=found.duration,
            plan=found.id, notes=found.notes,
        )  # fmt: skip
    return step.changes


def write_file(store: Store, record: str, path: Path) -> None:
    """Write a plan as a file for a watch (.fit) or a trainer's program (.zwo), by the name's ending.

    Raises:
        NotFound: the plan is gone.
        BadInput: the ending is another, or a step does not fit into the format.
        KnownError: the disk refuses it.
    """
    found = _existing(store, record)
    day = local(store.now(), store.clock.zone()).date().isoformat()
    known = thresholds_on(store, day, found.sport)
    if path.suffix.lower() == ".zwo":
        from tracker.formats.plans import zwo

        data = zwo.write(found.name, found.sport, found.notes, found.parts, known)
    elif path.suffix.lower() == ".fit":
        from tracker.formats.plans import fit_workout

        data = fit_workout.write(found.name, found.sport, found.parts, known, store.now() // 1000)
    else:
        raise BadInput(
            f"{path.name} is no kind of workout file.", "End the name in .fit for a watch, .zwo for a trainer."
        )
    with disk.explained(path), disk.placed(path) as part:
        part.write_bytes(data)


def _existing(store: Store, record: str) -> Plan:
    found = plan(store, record)
    if found is None:
        raise NotFound("This plan is not there any more.", "Another device may have deleted it.")
    return found


def _values(store: Store, name: str, sport: str, parts: tuple[Part, ...], notes: str) -> dict[str, Any]:
    if not name.strip():
        raise BadInput("A plan needs a name.", "Type one.")
    day = local(store.now(), store.clock.zone()).date().isoformat()
    sums = totals(parts, thresholds_on(store, day, sport))
    return {
        "name": name.strip(), "sport": sport, "steps": to_json(parts), "notes": notes.strip(),
        "duration": sums.time if sums.is_whole else None, "load": sums.load,
    }  # fmt: skip
