"""One plain record of every collection, and strategies that make any record the schema allows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tracker.store.collections import COLLECTIONS, Collection, Field, ItemList
from tracker.store.records import Body

NOON = 1_794_916_800_000
PLAIN: dict[str, Body] = {
    "preference": {"key": "theme", "value": "dark"},
    "meal_slot": {"name": "Second breakfast", "position": 5, "starts_at": 600},
    "meal_plan_entry": {
        "day": "2026-11-17", "slot": "lunch", "position": 1, "status": "eaten", "eaten_at": NOON,
        "zone": "Europe/Berlin", "title": "Rye bread", "source_kind": "food", "source": "tracker:rye-bread",
        "amount": 2000, "unit": "slice", "mass": 64_000, "energy": 1658, "protein": 5400, "carbs": 31_000,
        "fat": 2100, "nutrients": {"fiber": 3700}, "parts": [], "note": "",
    },
    "day_status": {"day": "2026-11-17", "status": "complete", "note": "Knee sore"},
    "meal_template": {
        "name": "Usual breakfast", "slot": "breakfast", "created_at": NOON,
        "items": [
            {"_id": "t1", "_ord": "i", "title": "Oats, rolled", "source_kind": "food", "source": "tracker:oats-rolled",
             "amount": 60_000, "unit": "g", "mass": 60_000, "energy": 2274, "protein": 7900, "carbs": 40_600,
             "fat": 3900, "nutrients": {"fiber": 6100}, "note": ""},
            {"_id": "t2", "_ord": "r", "title": "Coffee", "source_kind": "raw", "source": None, "amount": None,
             "unit": None, "mass": None, "energy": 20, "protein": None, "carbs": None, "fat": None, "nutrients": {},
             "note": "black"},
        ],
    },
    "target": {
        "since": "2026-01-01", "energy": 22_000, "protein": 120_000, "carbs": None, "fat": None,
        "formula": "mifflin_st_jeor", "resting": 17_450, "factor": 1550, "spent": 27_050, "change": -5_000,
        "days": [
            {"_id": "training", "_ord": "i", "which": "training", "energy": 25_000, "protein": 120_000, "carbs": None,
             "fat": None},
        ],
    },
    "measurement_kind": {"name": "Grip", "unit": "kg", "decimals": 1},
    "recipe": {
        "name": "Beef chili", "cuisine": "Mexican", "tags": ["batch", "spicy"], "servings": 4000, "yields": "",
        "cooked_mass": None, "photo": [],
        "minutes": 45, "steps": "Brown. Simmer.", "notes": "", "source": "", "created_at": NOON,
        "ingredients": [
            {"_id": "i1", "_ord": "i", "name": "beef", "food": "tracker:ground-beef", "amount": 500_000, "unit": "g",
             "mass": 500_000, "doubt": None},
            {"_id": "i2", "_ord": "r", "name": "beans", "food": None, "amount": None, "unit": None, "mass": None,
             "doubt": None},
        ],
    },
    "shopping_item": {
        "name": "Onion", "food": "tracker:onion", "amounts": [{"amount": 3000, "unit": ""}], "aisle": "Vegetables",
        "origin": "plan", "used_in": ["Beef chili"], "since": "2026-11-16", "until": "2026-11-22", "bought": 0,
        "created_at": NOON,
    },
    "food": {
        "name": "Knäckebröd", "brand": "Wasa", "barcode": "7300400481595", "category": "Bread", "source": "",
        "energy": 3340, "protein": 9000, "carbs": 63_000, "fat": 1700, "nutrients": {"fiber": 15_000}, "notes": "",
        "created_at": NOON, "portions": [{"_id": "p1", "_ord": "i", "name": "slice", "mass": 10_000}],
    },
    "favorite": {"kind": "food", "target": "tracker:egg", "created_at": NOON},
    "workout": {
        "title": "Morning ride", "sport": "cycling", "sub_sport": "road", "status": "completed", "start_at": NOON,
        "zone": "Europe/Berlin", "day": "2026-11-15", "duration": 3_600_000, "elapsed": 3_700_000, "moving": 3_500_000,
        "distance": 300_000, "ascent": 2500, "avg_power": 190, "max_power": 600, "weighted_power": 205,
        "avg_heart_rate": 140, "max_heart_rate": 171, "avg_cadence": 85, "energy": 7000, "laps": [{"start": 0}],
        "telemetry": [], "device": "", "file_name": "", "file_hash": "", "session": 0, "salvaged": "", "notes": "windy",
        "effort": 70, "gear": "Winter bike", "plan": None, "original": {},
        "planned": {"record": "workout-0", "title": "Sweet spot", "start_at": NOON, "duration": 3_900_000, "load": 75},
        "sets": [
            {"_id": "s1", "_ord": "i", "exercise": "tracker:back-squat", "name": "Back squat", "kind": "normal",
             "status": "done", "weight": 100_000, "typed": "100", "unit": "kg", "reps": 5, "duration": None,
             "distance": None, "effort": 80, "rest": 120_000, "superset": "", "note": ""},
        ],
    },
    "exercise": {
        "name": "Sled push", "muscles": ["quadriceps"], "secondary": ["glutes", "calves"], "equipment": "sled",
        "measure": "distance", "notes": "", "created_at": NOON,
    },
    "threshold": {"kind": "ftp", "sport": "cycling", "since": "2026-03-01", "value": 250, "source": "", "note": ""},
    "workout_plan": {
        "name": "Four by eight", "kind": "workout", "sport": "cycling", "sub_sport": "",
        "steps": [{"duration": 480_000, "power": 105}], "duration": 3_600_000, "load": 75, "notes": "",
        "created_at": NOON,
    },
    "goal": {"period": "week", "measure": "time", "sport": "cycling", "wanted": 28_800_000, "created_at": NOON},
    "measurement": {
        "kind": "weight", "value": 81_400, "value2": None, "typed": "81.4", "unit": "kg", "at": NOON, "zone": "UTC",
        "day": "2026-11-17", "note": "",
    },
}  # fmt: skip
"""One record of every collection."""
CHANGED: dict[str, Body] = {
    "preference": {"value": [1, {"a": None}]}, "meal_slot": {"name": "Brunch"},
    "meal_plan_entry": {"status": "planned", "eaten_at": None, "nutrients": {}}, "target": {"fat": 70_000},
    "recipe": {"name": "Chili", "ingredients": PLAIN["recipe"]["ingredients"][:1]},
    "food": {"energy": None, "portions": []}, "favorite": {"created_at": 1}, "workout": {"notes": "", "sets": []},
    "measurement": {"value": 80_000, "typed": "80"}, "measurement_kind": {"decimals": 0},
    "shopping_item": {"bought": 1}, "day_status": {"status": "open"},
    "meal_template": {"name": "Weekend breakfast", "items": []},
    "exercise": {"muscles": []}, "threshold": {"value": 260}, "workout_plan": {"steps": [], "duration": None},
    "goal": {"wanted": 36_000_000},
}  # fmt: skip
"""What another version of each of these records has."""

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
_names = _texts.filter(bool)
_instants = st.integers(0, 1 << 45)
_counts = st.integers(0, (1 << 53) - 1)
_days = st.dates().map(lambda day: day.isoformat())
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)
_SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "starts_at": st.integers(0, 1439),
    "source_kind": st.sampled_from(("food", "recipe")),
    "servings": st.integers(1, 1 << 40),
    "decimals": st.integers(0, 3),
    "laps": st.lists(_json, max_size=2),
    "telemetry": st.lists(_json, max_size=2),
    "original": st.dictionaries(_texts, _json, max_size=2),
    "photo": st.lists(_json, max_size=2),
    "parts": st.lists(_json, max_size=2),
    "amounts": st.lists(_json, max_size=2),
    "used_in": st.lists(_json, max_size=2),
    "planned": st.dictionaries(_names, _json, max_size=3),
    "bought": st.integers(0, 1),
    "nutrients": st.dictionaries(_names, _counts, max_size=3),
    "tags": st.lists(_names, max_size=3),
    "muscles": st.lists(_names, max_size=3),
    "secondary": st.lists(_names, max_size=3),
    "steps": st.lists(_json, max_size=2),
    "effort": st.none() | st.integers(10, 100),
}
_POSITIVE = frozenset({"amount", "cooked_mass"})
_ABOVE_NOTHING = frozenset({"target", "target.days", "food.portions"})
_SIGNED = frozenset({"position", "value", "session", "change"})


def _values(collection: str, field: Field, *, required: bool) -> st.SearchStrategy[Any]:
    values: st.SearchStrategy[Any]
    if field.name in _SPECIAL and field.kind != "prose":
        return _SPECIAL[field.name]
    if collection == "favorite" and field.name == "kind":
        return st.sampled_from(("food", "recipe", "workout"))
    if field.kind == "choice":
        return st.sampled_from([key for key, _ in field.choices])
    if field.kind == "json":
        return _json
    if field.kind == "day":
        values = _days
    elif field.kind in ("integer", "duration", "instant"):
        values = st.integers(-(1 << 53), 1 << 53) if field.name in _SIGNED else _counts
        if (collection, field.name) in (("threshold", "value"), ("goal", "wanted")):
            return st.integers(1, 1 << 53)
        if field.name in _POSITIVE or (collection in _ABOVE_NOTHING and field.name in ("energy", "mass")):
            values = st.integers(1, 1 << 53)
    else:
        values = _names if field.name in ("name", "title", "kind") else _texts
    return values if required else st.none() | values


def _columns(collection: str, part: Collection | ItemList) -> dict[str, st.SearchStrategy[Any]]:
    fields = part.model._meta.fields
    return {field.name: _values(collection, field, required=not fields[field.name].null) for field in part.fields}


def bodies(collection: Collection) -> st.SearchStrategy[Body]:
    """Any body of a collection that the schema allows."""
    made = _columns(collection.name, collection)
    for items in collection.lists:
        item = st.fixed_dictionaries({
            "_id": st.uuids().map(lambda value: value.hex[:16]),
            "_ord": st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6),
            **_columns(f"{collection.name}.{items.name}", items),
        })  # fmt: skip
        made[items.name] = st.lists(item, max_size=4, unique_by=lambda one: one["_id"]).map(
            lambda found: sorted(found, key=lambda one: (one["_ord"], one["_id"]))
        )
    return st.fixed_dictionaries(made)


NAMES = [collection.name for collection in COLLECTIONS]
