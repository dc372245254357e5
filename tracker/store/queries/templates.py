"""Meals that were kept as templates."""

from __future__ import annotations

from tracker.domain.nutrients import Nutrition
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import Body, read_bodies
from tracker.store.words import fold
from tracker.values import Frozen


class TemplateItem(Frozen):
    """One food, recipe or number of a meal template, with the nutrition it had."""

    title: str
    source_kind: str
    source: str | None
    amount: int | None
    unit: str | None
    mass: int | None
    nutrition: Nutrition
    note: str = ""


class MealTemplate(Frozen):
    """A meal that was kept; `slot` is the meal it was."""

    id: str
    name: str
    slot: str | None
    items: tuple[TemplateItem, ...]


def templates(store: Store) -> tuple[MealTemplate, ...]:
    """All of them, by name."""
    ids = [row[0] for row in store.rows("SELECT id FROM meal_template")]
    bodies = read_bodies(store, BY_NAME["meal_template"], ids)
    found = [_template(record, body) for record, body in bodies.items()]
    return tuple(sorted(found, key=lambda one: (fold(one.name), one.id)))


def template(store: Store, record: str) -> MealTemplate | None:
    """One of them, or None where there is none."""
    body = read_bodies(store, BY_NAME["meal_template"], [record]).get(record)
    return _template(record, body) if body else None


def named(store: Store, *names: str) -> MealTemplate | None:
    """The template that is called one of these, whatever the case."""
    wanted = {fold(name) for name in names}
    for record, name in store.rows("SELECT id, name FROM meal_template"):
        if fold(name) in wanted:
            return template(store, record)
    return None


def _template(record: str, body: Body) -> MealTemplate:
    return MealTemplate(record, body["name"], body["slot"], tuple(map(_item, body["items"])))


def _item(one: Body) -> TemplateItem:
    nutrition = Nutrition(one["energy"], one["protein"], one["carbs"], one["fat"], one["nutrients"])
    return TemplateItem(
        one["title"], one["source_kind"], one["source"], one["amount"], one["unit"], one["mass"], nutrition,
        one["note"],
    )  # fmt: skip
