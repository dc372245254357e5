"""What a person does to a record: one small change out of deliberately few values."""

from __future__ import annotations

import random
from typing import Any

from tests.simulation import samples
from tests.simulation.look import Key
from tests.simulation.plan import PREFERENCES
from tests.simulation.server import START
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.sync.views import complete

LINES = [f"Line {number}: stir it slowly until it is done." for number in range(5)]
"""A text long enough to be merged line by line."""


def recipe(name: str) -> dict[str, Any]:
    """A new recipe."""
    return {
        "name": name, "cuisine": "", "tags": [], "servings": 2000, "yields": "", "cooked_mass": None,
        "minutes": 30, "steps": "",
        "photo": [], "notes": "\n".join(LINES), "source": "", "created_at": START, "ingredients": [],
    }  # fmt: skip


def entry(title: str) -> dict[str, Any]:
    """A new meal entry."""
    return {
        "day": "2024-10-04", "slot": "lunch", "position": 1, "status": "planned", "title": title,
        "source_kind": "food", "source": None, "amount": 150_000, "unit": "g", "mass": 150_000, "energy": 950,
        "protein": 16_500, "carbs": 6000, "fat": 300, "nutrients": {}, "parts": [],
        "eaten_at": None, "zone": None, "note": "",
    }  # fmt: skip


def measurement(grams: int) -> dict[str, Any]:
    """A new reading."""
    return {
        "kind": "weight", "at": START, "zone": "UTC", "day": "2024-10-04", "value": grams, "value2": None,
        "typed": f"{grams / 1000:g}", "unit": "kg", "note": "",
    }  # fmt: skip


def workout(title: str) -> dict[str, Any]:
    """A new workout without samples."""
    known = {"title": title, "sport": "cycling", "status": "completed", "start_at": START, "day": "2024-10-04"}
    return complete(BY_NAME["workout"], known)


def fresh(key: Key, dice: random.Random) -> dict[str, Any]:
    """A record as it is made."""
    if key[0] == "workout":
        return workout(dice.choice(("Ride", "Run")))
    if key[0] == "recipe":
        return recipe(dice.choice("ABC"))
    if key[0] == "meal_plan_entry":
        return entry(dice.choice(("Skyr", "Oats")))
    if key[0] == "measurement":
        return measurement(dice.choice((80_000, 81_000)))
    name = next(name for name in PREFERENCES if derived_id("preference", name) == key[1])
    return {"key": name, "value": dice.randrange(3)}


def edit(store: Store, key: Key, dice: random.Random) -> str:
    """Change a record, or make it where it is not there; returns what was done, in short."""
    collection = BY_NAME[key[0]]
    body = records.read_body(store, collection, key[1])
    if body is None:
        body, words = fresh(key, dice), "make"
    else:
        words = change(key, body, dice)
    if key[0] == "workout" and dice.random() < 0.5:
        if body.get("telemetry") and not body.get("original"):  # an edit keeps what was recorded first
            body["original"] = {"telemetry": body["telemetry"]}
        body["telemetry"] = samples.record(store, dice)
        words += f", records {len(body['telemetry'])} samples"
    with store.step("Edit"):
        records.write_bodies(store, collection, {key[1]: body})
    return words


def delete(store: Store, key: Key) -> None:
    """Delete a record."""
    with store.step("Delete"):
        records.delete_records(store, BY_NAME[key[0]], [key[1]])


def change(key: Key, body: dict[str, Any], dice: random.Random) -> str:
    """Change one thing in a body; returns what, in short."""
    changes = {
        "recipe": _recipe, "meal_plan_entry": _entry, "measurement": _measurement, "preference": _preference,
        "workout": _workout,
    }  # fmt: skip
    return changes[key[0]](body, dice)


def _set(body: dict[str, Any], **values: Any) -> str:
    body.update(values)
    return ", ".join(f"{name}={value!r}"[:40] for name, value in values.items())


def _recipe(body: dict[str, Any], dice: random.Random) -> str:
    what = dice.choice(("name", "minutes", "tags", "notes", "text", "item", "item", "item"))
    if what == "name":
        return _set(body, name=dice.choice("ABC"))
    if what == "minutes":
        return _set(body, minutes=dice.choice((None, 5, 6)))
    if what == "tags":
        return _set(body, tags=sorted(dice.sample("abc", dice.randrange(4))))
    if what == "notes":
        return _set(body, notes=dice.choice(("", "short", "\n".join(LINES))))
    if what == "text":
        lines = body["notes"].split("\n")
        number = dice.randrange(len(lines))
        lines[number] = f"Line {number} {dice.choice('xyz')}" + "." * 30
        body["notes"] = "\n".join(lines)
        return f"line {number} of notes"
    return _items(body, dice)


def _items(body: dict[str, Any], dice: random.Random) -> str:
    items = {item["_id"]: dict(item) for item in body["ingredients"]}
    id = dice.choice(("i1", "i2", "i3"))
    grams = dice.choice((100, 200)) * 1000
    if id in items and dice.random() < 0.35:
        del items[id]
        words = f"remove {id}"
    elif id in items and dice.random() < 0.3:
        items[id]["_ord"] = dice.choice("abc")
        words = f"move {id}"
    elif id in items:
        items[id].update(amount=grams, mass=grams)
        words = f"{id}={grams}"
    else:
        items[id] = {
            "_id": id, "_ord": dice.choice("abc"), "name": "Feta", "food": None, "amount": grams, "unit": "g",
            "mass": grams,
        }  # fmt: skip
        words = f"add {id}={grams}"
    body["ingredients"] = sorted(items.values(), key=lambda item: (item["_ord"], item["_id"]))
    return words


def _entry(body: dict[str, Any], dice: random.Random) -> str:
    what = dice.choice(("eaten", "food", "note", "position", "slot"))
    if what == "eaten":
        eaten = body["status"] == "planned"
        return _set(
            body,
            status="eaten" if eaten else "planned",
            eaten_at=START if eaten else None,
            zone="UTC" if eaten else None,
        )
    if what == "food":
        return _set(body, title=dice.choice(("Skyr", "Oats")), amount=dice.choice((100_000, 200_000)))
    if what == "position":
        return _set(body, position=dice.randrange(3))
    if what == "slot":
        return _set(body, slot=dice.choice(("lunch", "dinner")))
    return _set(body, note=dice.choice(("", "a", "b")))


def _measurement(body: dict[str, Any], dice: random.Random) -> str:
    if dice.random() < 0.5:
        return _set(body, note=dice.choice(("", "a", "b")))
    grams = dice.choice((80_000, 81_000, 82_000))
    return _set(body, value=grams, typed=f"{grams / 1000:g}")


def _workout(body: dict[str, Any], dice: random.Random) -> str:
    if dice.random() < 0.5:
        return _set(body, title=dice.choice(("Ride", "Run", "Ride home")))
    return _set(body, notes=dice.choice(("", "windy", "wet")))


def _preference(body: dict[str, Any], dice: random.Random) -> str:
    return _set(body, value=dice.randrange(3))
