"""Small records of any collection from a seeded generator, quick enough for a hundred thousand of them.

Values come from very few, so that two devices often write the same; unknown fields of a newer version are among them.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from tracker.store.collections import Collection, Field, ItemList

Body = dict[str, Any]

LINES = tuple(f"{letter} {letter * 40}" for letter in "pqrs")
"""Lines of which two make a text long enough to be merged line by line."""
IDS = ("i1", "i2", "i3")
UNKNOWN = ("color", "shape")
KEYS = ("fiber", "iron")


def record(dice: Random, collection: Collection) -> Body:
    """A record; now and then a field is missing, as from another version."""
    body = _fields(dice, collection.fields)
    for items in collection.lists:
        body[items.name] = [_item(dice, items, id) for id in IDS if dice.random() < 0.6]
        _in_order(body[items.name])
    return body


def edited(dice: Random, collection: Collection, body: Body) -> Body:
    """The record after a few edits; `body` itself stays as it is."""
    changed = dict(body)
    for _ in range(dice.randrange(4)):
        if collection.lists and dice.random() < 0.4:
            items = dice.choice(collection.lists)
            changed[items.name] = _edited_items(dice, items, changed[items.name])
        else:
            _edit(dice, collection.fields, changed)
    return changed


def _fields(dice: Random, fields: Sequence[Field]) -> Body:
    body = {field.name: _value(dice, field) for field in fields if dice.random() < 0.97}
    body.update((name, dice.randrange(2)) for name in UNKNOWN if dice.random() < 0.2)
    return body


def _edit(dice: Random, fields: Sequence[Field], body: Body) -> None:
    roll = dice.random()
    if roll < 0.1:
        body[dice.choice(UNKNOWN)] = dice.randrange(3)
    elif roll < 0.15:
        body.pop(dice.choice((*UNKNOWN, dice.choice(fields).name)), None)
    else:
        field = dice.choice(fields)
        body[field.name] = _value(dice, field, body.get(field.name))


def _value(dice: Random, field: Field, before: Any = None) -> Any:
    if field.kind == "prose":
        lines = before.split("\n") if before else [dice.choice(LINES) for _ in range(dice.randrange(4))]
        if lines and before:
            lines[dice.randrange(len(lines))] = dice.choice((*LINES, ""))
        return "\n".join(lines)
    if field.kind == "set":
        return sorted(tag for tag in "abc" if dice.random() < 0.5)
    if field.kind == "map":
        return {key: dice.randrange(3) for key in KEYS if dice.random() < 0.7}
    if field.kind == "json":
        return dice.choice(([], [{"b": "x"}], {"a": None}, None, True, 1))
    if field.kind in ("integer", "duration", "instant"):
        return dice.choice((None, 0, 1, 60_000))
    return dice.choice(("", "a", "b", "c"))


def _item(dice: Random, items: ItemList, id: str) -> Body:
    return {"_id": id, "_ord": dice.choice("abc"), **_fields(dice, items.fields)}


def _edited_items(dice: Random, items: ItemList, before: Sequence[Body]) -> list[Body]:
    found = {item["_id"]: item for item in before}
    id = dice.choice(IDS)
    roll = dice.random()
    if id not in found or roll < 0.2:
        found[id] = _item(dice, items, id)
    elif roll < 0.5:
        del found[id]
    else:
        found[id] = dict(found[id])
        if roll < 0.65:
            found[id]["_ord"] = dice.choice("abc")
        else:
            _edit(dice, items.fields, found[id])
    return _in_order(list(found.values()))


def _in_order(items: list[Body]) -> list[Body]:
    items.sort(key=lambda item: (item["_ord"], item["_id"]))
    return items
