"""Exercises of the person's own: adding one, changing one, removing it; one that comes with Tracker can be changed too.

Sets name their exercise by its id, so a change shows everywhere without rewriting what was lifted.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries import exercises as query
from tracker.store.records import Body

EXERCISE, WORKOUT = BY_NAME["exercise"], BY_NAME["workout"]
LONGEST = 80
GONE = "This exercise is not there any more."


@dataclass(frozen=True)
class Said:
    """What is said of an exercise; `measure` is one of weight, bodyweight, duration and distance."""

    name: str
    muscles: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    equipment: str = ""
    measure: str = "weight"


def add(store: Store, said: Said) -> Changes:
    """Make an exercise. Sets that were written down under its name before belong to it from now on.

    Raises:
        BadInput: it has no name, or one that an exercise goes by already.
    """
    body = _body(store, said)
    record = derived_id("exercise", query.key_of(said.name))  # the same where two devices add it
    if records.existing(store, EXERCISE, [record]):
        record = new_id(store.now())  # it was made by this name and has another now
    with store.step(f"Add {body['name']}") as step:
        records.write_bodies(store, EXERCISE, {record: body | {"created_at": store.now()}})
        _adopt(store, record, body["name"])
    return step.changes


def edit(store: Store, record: str, said: Said) -> Changes:
    """Change an exercise. Of one that comes with Tracker, this person's version is kept beside it.

    Raises:
        NotFound: it is gone.
        BadInput: it would have no name, or one that another exercise goes by.
    """
    before = query.exercise(store, record)
    if before is None:
        raise NotFound(GONE, "Another device may have removed it.")
    body = _body(store, said, but=record)
    with store.step(f"Change {before.name}") as step:
        new = {} if before.own else {"notes": before.notes, "created_at": store.now()}
        records.write_bodies(store, EXERCISE, {record: body | new})
        _adopt(store, record, body["name"])
    return step.changes


def remove(store: Store, record: str) -> Changes:
    """Remove an exercise of one's own; its sets keep its name. One that comes with Tracker is as it came again.

    Raises:
        NotFound: it is gone.
        BadInput: it came with Tracker and was not changed.
    """
    before = query.exercise(store, record)
    if before is None:
        raise NotFound(GONE, "Another device may have removed it.")
    if not before.own:
        raise BadInput(f"{before.name} came with Tracker and cannot be removed.", "It does no harm in the list.")
    comes = query.comes_along(record)
    with store.step(f"Put {before.name} back as it came" if comes else f"Remove {before.name}") as step:
        records.delete_records(store, EXERCISE, [record])
        if not comes:
            _write_sets(store, query.sets_with(store, record), record, {"exercise": None, "name": before.name})
    return step.changes


def _adopt(store: Store, record: str, name: str) -> None:
    """Give an exercise the sets that have its name and no exercise."""
    key = query.key_of(name)
    found = {workout for workout, called in query.nameless_sets(store) if query.key_of(called) == key}
    _write_sets(store, found, key, {"exercise": record, "name": name})


def _write_sets(store: Store, workouts: set[str], of: str, said: Body) -> None:
    """Say something of the sets of an exercise, which is an id, or the key of a name."""

    def said_of(one: Body) -> Body:
        return {**one, **said} if of == (one["exercise"] or query.key_of(one["name"])) else one

    bodies = records.read_bodies(store, WORKOUT, sorted(workouts))
    changed = {record: {"sets": [said_of(one) for one in body["sets"]]} for record, body in bodies.items()}
    records.write_bodies(store, WORKOUT, changed)


def _body(store: Store, said: Said, but: str = "") -> Body:
    name = " ".join(said.name.split())
    if not query.key_of(name):
        raise BadInput("An exercise needs a name.", "Type one, such as Kroc row.")
    if len(name) > LONGEST:
        raise BadInput(f"The name is longer than {LONGEST} letters.", "Shorten it.")
    taken = query.named(store, name)
    if taken is not None and taken.id != but:
        also = "" if taken.name.casefold() == name.casefold() else f", which goes by “{name}” too"
        raise BadInput(f"There is an exercise {taken.name} already{also}.", "Choose another name, or change that one.")
    working = tuple(dict.fromkeys(said.muscles))
    return {
        "name": name, "muscles": list(working), "equipment": said.equipment.strip(), "measure": said.measure,
        "secondary": [one for one in dict.fromkeys(said.secondary) if one not in working],
    }  # fmt: skip
