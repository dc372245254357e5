"""What can be done with the shopping list: make it from the plan, write on it, tick off. Each is one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.domain import shopping, spoken
from tracker.domain.recipes.line import read_ingredient
from tracker.errors import BadInput, NotFound
from tracker.operations.ingredient_foods import guess
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.store.queries import shopping as queries
from tracker.store.queries.foods import foods
from tracker.store.records import Body
from tracker.store.rows import ShoppingItem

COLLECTION = BY_NAME["shopping_item"]
LONGEST_RANGE = 92


def make(store: Store, since: date, until: date) -> Changes:
    """Put on the list what is planned for the days `since` to `until`, in place of what was planned for others.

    What was written by hand stays, and so does a tick where no more is needed than was bought.

    Raises:
        BadInput: the days end before they begin, or are too many.
    """
    if until < since:
        raise BadInput("The last day is before the first one.", "Change one of them.")
    if (until - since).days >= LONGEST_RANGE:
        raise BadInput("This is more than three months.", "Choose fewer days.")
    wanted = shopping.summed(queries.needs(store, since.isoformat(), until.isoformat()))
    before = {one.id: one for one in queries.items(store) if one.planned}
    bodies = {}
    for item in wanted:
        record = derived_id("shopping_item", shopping.key_of(item.name, item.food))
        old = before.get(record)
        bought = old is not None and old.bought and not _more(item.parts, old.parts)
        bodies[record] = _body(store, item, since, until, bought=bought)
    with store.step("Make the shopping list") as step:
        records.delete_records(store, COLLECTION, [record for record in before if record not in bodies])
        records.write_bodies(store, COLLECTION, bodies)
    return step.changes


def _more(now: shopping.Parts, before: shopping.Parts) -> bool:
    """Whether more is needed than before; other units count as more."""
    had = {unit: amount for amount, unit in before}
    return any(amount > had.get(unit, 0) for amount, unit in now)


def _body(store: Store, item: shopping.Item, since: date, until: date, *, bought: bool) -> Body:
    return {
        "name": item.name, "food": item.food, "amounts": _amounts(item.parts), "aisle": item.aisle, "origin": "plan",
        "used_in": list(item.used_in), "since": since.isoformat(), "until": until.isoformat(), "bought": int(bought),
        "created_at": store.now(),
    }  # fmt: skip


def _amounts(parts: shopping.Parts) -> list[dict[str, object]]:
    return [{"amount": amount, "unit": unit} for amount, unit in parts]


def add(store: Store, texts: Sequence[str], *, decimal_comma: bool = False) -> Changes:
    """Write lines on the list by hand: milk, 2 l milk, 6 eggs. What is there already is written once.

    Raises:
        BadInput: there is nothing in them.
    """
    lines = [text.strip() for text in texts if text.strip()]
    if not lines:
        raise BadInput("There is nothing to write down.", "Type what to buy, such as 2 l milk.")
    with store.step(f"Add {lines[0]}" if len(lines) == 1 else f"Add {len(lines)} things") as step:
        for text in lines:
            values = _typed(store, text, decimal_comma)
            same = next((one for one in queries.items(store) if _is_same(one, values)), None)
            if same is None:
                records.create(
                    store,
                    COLLECTION.name,
                    new_id(store.now()),
                    origin="hand",
                    created_at=store.now(),
                    bought=0,
                    **values,
                )
            elif same.parts:
                together = [{**values["amounts"][0], "amount": values["amounts"][0]["amount"] + same.parts[0][0]}]
                records.change(store, COLLECTION.name, same.id, amounts=together)
    return step.changes


def _is_same(one: ShoppingItem, typed: Body) -> bool:
    """Whether a line by hand is of what was typed, still to be bought, and in amounts that add up to one."""
    here, more = [unit for _, unit in one.parts], [part["unit"] for part in typed["amounts"]]
    return (
        not one.planned and not one.bought and here == more and len(here) < 2
        and one.name.casefold() == typed["name"].casefold()
    )  # fmt: skip


def change(store: Store, record: str, text: str, *, decimal_comma: bool = False) -> Changes:
    """Write something else in a line. One that came from the plan is then one's own, and stays when that changes."""
    if not text.strip():
        raise BadInput("There is nothing to write down.", "Press Del to delete the line.")
    with store.step(f"Change {text.strip()}") as step:
        values = _typed(store, text.strip(), decimal_comma)
        records.change(store, COLLECTION.name, record, origin="hand", used_in=[], since="", until="", **values)
    return step.changes


def _typed(store: Store, text: str, decimal_comma: bool) -> Body:
    line = read_ingredient(text, decimal_comma)
    if line.question:
        return {"name": text, "food": None, "amounts": [], "aisle": shopping.OTHER}
    found = guess(store, line)
    food = foods(store, [found.food]).get(found.food) if found else None
    amounts = [] if line.amount is None else [{"amount": line.amount, "unit": line.unit or ""}]
    return {
        "name": line.name, "food": food.id if food else None, "amounts": amounts,
        "aisle": shopping.aisle_of(food.category) if food else shopping.OTHER,
    }  # fmt: skip


def tick(store: Store, ids: Sequence[str], bought: bool) -> Changes:
    """Tick lines off, or take the tick away."""
    names = _names(store, ids)
    with store.step(f"{'Tick' if bought else 'Untick'} {_together(names)}") as step:
        for record in ids:
            records.change(store, COLLECTION.name, record, bought=int(bought))
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Take lines off the list."""
    names = _names(store, ids)
    with store.step(f"Delete {_together(names)}") as step:
        records.delete_records(store, COLLECTION, ids)
    return step.changes


def clear_bought(store: Store) -> Changes:
    """Take everything off the list that is ticked.

    Raises:
        NotFound: nothing is.
    """
    ids = [one.id for one in queries.items(store) if one.bought]
    if not ids:
        raise NotFound("Nothing on the list is ticked off.")
    with store.step("Clear what is bought") as step:
        records.delete_records(store, COLLECTION, ids)
    return step.changes


def _names(store: Store, ids: Sequence[str]) -> list[str]:
    known = {one.id: one.name for one in queries.items(store)}
    if any(record not in known for record in ids):
        raise NotFound("This line is not on the list any more.", "Another device may have deleted it.")
    return [known[record] for record in ids]


def _together(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} things"


def amount_text(item: ShoppingItem, decimal: str = ".") -> str:
    """How much of it, for people: 500 g, 2 + 100 g; "" where nobody said."""
    return " + ".join(spoken.amount(amount, unit or None, item.name, decimal) for amount, unit in item.parts)


def as_text(items: Sequence[ShoppingItem], decimal: str = ".") -> str:
    """What is still to be bought as plain text, by aisle."""
    lines: list[str] = []
    aisle = ""
    for item in items:
        if item.bought:
            continue
        if item.aisle != aisle:
            lines += ["", item.aisle] if lines else [item.aisle]
            aisle = item.aisle
        lines.append(f"- {' '.join(part for part in (amount_text(item, decimal), item.name) if part)}")
    return "\n".join(lines)
