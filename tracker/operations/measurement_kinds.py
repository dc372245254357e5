"""Kinds of measurement of the person's own."""

from __future__ import annotations

from tracker.domain.measures import MEASURES
from tracker.errors import BadInput, NotFound
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import measurements as query

MOST_DECIMALS = 3
LONGEST = 60
KIND, READING = BY_NAME["measurement_kind"], BY_NAME["measurement"]
GONE = "This kind of measurement is not there any more."


def identity(name: str) -> str:
    """The id of a kind by its name, the same on every device, so that two devices' Grip is one kind."""
    return derived_id("measurement_kind", " ".join(name.casefold().split()))


def add(store: Store, name: str, unit: str = "", decimals: int = 0) -> Changes:
    """Make a kind called `name`, measured in `unit`, shown with `decimals`.

    Raises:
        BadInput: it has no name, or one that is taken.
    """
    body = _body(store, name, unit, decimals)
    record = identity(body["name"])
    if query.own_kind(store, record):
        raise BadInput(f"There is a kind “{body['name']}” already.", "Choose another name.")
    with store.step(f"Add the kind {body['name']}") as step:
        records.write_bodies(store, KIND, {record: body})
    return step.changes


def edit(store: Store, record: str, name: str, unit: str, decimals: int) -> Changes:
    """Change a kind. Its readings keep what was typed.

    Raises:
        NotFound: it is gone.
        BadInput: it would have no name, or one that is taken.
    """
    if query.own_kind(store, record) is None:
        raise NotFound(GONE, "Another device may have deleted it.")
    body = _body(store, name, unit, decimals, but=record)
    with store.step(f"Change the kind {body['name']}") as step:
        records.write_bodies(store, KIND, {record: body})
    return step.changes


def delete(store: Store, record: str) -> Changes:
    """Delete a kind with its readings, as one step.

    Raises:
        NotFound: it is gone.
    """
    known = query.own_kind(store, record)
    if known is None:
        raise NotFound(GONE)
    readings = [row[0] for row in store.rows("SELECT id FROM measurement WHERE kind = ?", (record,))]
    count = f" and {len(readings)} reading{'s' if len(readings) != 1 else ''}" if readings else ""
    with store.step(f"Delete {known.name}{count}") as step:
        records.delete_records(store, READING, readings)
        records.delete_records(store, KIND, [record])
    return step.changes


def _body(store: Store, name: str, unit: str, decimals: int, but: str = "") -> records.Body:
    said = " ".join(name.split())
    if not said:
        raise BadInput("A kind of measurement needs a name.", "Type one, such as Grip strength.")
    if len(said) > LONGEST:
        raise BadInput(f"The name is longer than {LONGEST} letters.", "Shorten it.")
    if not 0 <= decimals <= MOST_DECIMALS:
        raise BadInput(f"There can be 0 to {MOST_DECIMALS} decimals.", "Choose another number.")
    taken = {one.label.casefold() for one in MEASURES.values()}
    taken |= {one.name.casefold() for one in query.own_kinds(store) if one.id != but}
    if said.casefold() in taken:
        raise BadInput(f"There is a kind “{said}” already.", "Choose another name.")
    return {"name": said, "unit": unit.strip(), "decimals": decimals}
