"""Keeping one's foods in order: several changed at once, and those that are the same made one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.order import marks
from tracker.errors import BadInput, NotFound
from tracker.operations import favorites
from tracker.operations.foods import FOOD
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.ids import new_item_id
from tracker.store.queries.favorites import is_starred
from tracker.store.queries.food_use import entry_counts
from tracker.store.queries.foods import foods
from tracker.store.rows import Food
from tracker.store.words import fold, split

_REFERENCES = (
    ("meal_plan_entry", "source", "source_kind = 'food' AND"),
    ("meal_template_item", "source", "source_kind = 'food' AND"),
    ("recipe_ingredient", "food", ""),
)
"""Tables that name a food, the column that does, and when it means one."""
FILLED = ("brand", "barcode", "category", "notes")


@dataclass(frozen=True)
class Together:
    """Changes to several foods; None leaves a field as it is in each of them."""

    brand: str | None = None
    category: str | None = None


def change_together(store: Store, ids: Sequence[str], change: Together) -> Changes:
    """Give several foods of the person's own the same brand or category, as one step."""
    values = {
        name: text.strip()
        for name, text in (("brand", change.brand), ("category", change.category))
        if text is not None
    }
    own = [key for key, food in foods(store, ids).items() if food.own]
    with store.step(f"Change {len(own)} food{'s' if len(own) != 1 else ''}") as step:
        for record in own if values else ():
            records.change(store, "food", record, **values)
    return step.changes


def merge(store: Store, keep: str, others: Sequence[str]) -> Changes:
    """Make several foods one: what was logged, cooked or starred with `others` goes on with `keep`, and they go.

    Entries keep the numbers that they have. `keep`, where it is the person's own, takes portions that it lacks, and
    brand, barcode, category and notes where it has none. A food of the catalogue can be kept; given up, it only loses
    its star and what refers to it.

    Raises:
        NotFound: one of them is not there any more.
        BadInput: there is nothing to merge.
    """
    gone = [one for one in dict.fromkeys(others) if one != keep]
    known = foods(store, [keep, *gone])
    if not gone:
        raise BadInput("Choose two or more foods to merge.")
    if missing := [one for one in (keep, *gone) if one not in known]:
        raise NotFound("One of these foods is not there any more.", f"Choose again ({len(missing)} missing).")
    with store.step(f"Merge {len(gone) + 1} foods into {known[keep].name}") as step:
        for table, column, when in _REFERENCES:
            sql = f"UPDATE {table} SET {column} = ? WHERE {when} {column} = ?"  # noqa: S608 - names of ours
            store.connection.executemany(sql, [(keep, one) for one in gone])
        if any(is_starred(store, "food", one) for one in gone):
            favorites.set_starred(store, "food", keep, True)
            favorites.unstar(store, "food", gone)
        if known[keep].own:
            _fill(store, keep, [known[one] for one in gone])
        records.delete_records(store, FOOD, [one for one in gone if known[one].own])
    return step.changes


def _fill(store: Store, keep: str, others: Sequence[Food]) -> None:
    """Give `keep` what it has not and the others have."""
    body = records.read_body(store, FOOD, keep)
    if body is None:
        return
    for name in FILLED:
        body[name] = body[name] or next((value for one in others if (value := getattr(one, name))), "")
    named = {portion["name"].casefold() for portion in body["portions"]}
    for other in others:
        bodies = records.read_body(store, FOOD, other.id) or {"portions": []}
        for portion in bodies["portions"]:
            if portion["name"].casefold() not in named:
                named.add(portion["name"].casefold())
                body["portions"].append({**portion, "_id": new_item_id(), "_ord": None})
    places = marks([portion["_ord"] for portion in body["portions"]])
    for portion, place in zip(body["portions"], places, strict=True):
        portion["_ord"] = place
    records.write_bodies(store, FOOD, {keep: body})


def duplicates(store: Store) -> list[tuple[Food, ...]]:
    """Foods of the person's own that seem to be the same: one barcode, or one name and brand.

    In each group the one that is used most comes first, then the one with more known about it.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for record, name, brand, code in store.rows("SELECT id, name, brand, barcode FROM main.food ORDER BY id"):
        digits = code.lstrip("0")
        groups[f"code {digits}" if digits else f"name {' '.join(split(name))}|{' '.join(split(brand))}"].append(record)
    several = [ids for ids in groups.values() if len(ids) > 1]
    every = [record for ids in several for record in ids]
    known, used = foods(store, every), entry_counts(store, every)

    def worth(food: Food) -> tuple[int, int]:
        return used.get(food.id, 0), len(food.nutrition.others) + len(food.portions)

    found = [tuple(sorted((known[one] for one in ids), key=worth, reverse=True)) for ids in several]
    return sorted(found, key=lambda group: fold(group[0].name))
