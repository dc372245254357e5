"""What syncs: the collections, their fields, and how each field is merged and named for people.

A record is an aggregate: a recipe carries its ingredients. Merge, triggers, the search index, conflict texts and the
full export are all built from this one declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tracker.domain.body.sorts import DAYS, WAYS
from tracker.domain.fixed import AMOUNT, BODY_MASS, ENERGY, MACRO
from tracker.domain.nutrients import MACROS, macros_fit
from tracker.store import models
from tracker.store.collection import JSON_KINDS, Check, Collection, Field, Group, ItemList, Kind, Policy, table_of
from tracker.store.training_collections import TRAINING

__all__ = [
    "BY_NAME", "COLLECTIONS", "JSON_KINDS", "PARENTS", "Check", "Collection", "Field", "Group", "ItemList", "Kind",
    "Policy", "table_of",
]  # fmt: skip


def _nutrition(group: str = "") -> tuple[Field, ...]:
    return (
        Field("energy", "Energy", "integer", group, ENERGY, "kcal"),
        Field("protein", "Protein", "integer", group, MACRO, "g"),
        Field("carbs", "Carbs", "integer", group, MACRO, "g"),
        Field("fat", "Fat", "integer", group, MACRO, "g"),
    )


def _eaten_food() -> tuple[Field, ...]:
    """What an entry or a part of a template is: a food with its amount and the nutrition of it."""
    return (
        Field("title", "Food", "text", "food"),
        Field("source_kind", "Kind", "text", "food"),
        Field("source", "Food", "reference", "food"),
        Field("amount", "Amount", "integer", "food", AMOUNT),
        Field("unit", "Unit", "text", "food"),
        Field("mass", "Weight", "integer", "food", AMOUNT, "g"),
        *_nutrition("food"),
        Field("nutrients", "Other nutrients", "map", "food"),
    )


def _named_once(body: Mapping[str, Any]) -> bool:
    """Whether each portion of a food has a name of its own."""
    names = [str(portion.get("name")).strip().casefold() for portion in body.get("portions", ())]
    return len(set(names)) == len(names)


COLLECTIONS: tuple[Collection, ...] = (
    Collection(
        "preference", "Setting", "Settings", models.UserPreference, "key",
        (Field("key", "Setting", "text"), Field("value", "Value", "json")),
        policy="most_recent",
    ),
    Collection(
        "meal_slot", "Meal", "Meals", models.MealSlot, "name",
        (
            Field("name", "Name"),
            Field("position", "Order", "integer", soft=True),
            Field("starts_at", "Usual from", "integer"),
        ),
        policy="most_recent",
    ),
    Collection(
        "meal_plan_entry", "Meal entry", "Meal entries", models.MealPlanEntry, "title",
        (
            Field("day", "Day", "day"),
            Field("slot", "Meal", "reference"),
            Field("position", "Order", "integer", soft=True),
            Field("status", "Eaten", "choice", "eaten", choices=(("planned", "Planned"), ("eaten", "Eaten"))),
            Field("eaten_at", "Eaten at", "instant", "eaten"),
            Field("zone", "Time zone", "text", "eaten"),
            *_eaten_food(),
            Field("parts", "Ingredients", "json", "food"),
            Field("note", "Note", "prose"),
        ),
        groups=(
            Group("eaten", "Eaten", ("status",)),
            Group("food", "Food and amount", ("title", "amount", "unit", "energy")),
        ),
        searchable=True, search_extra=("note",), repeats=True,
    ),
    Collection(
        "day_status", "Day", "Days", models.DayStatus, "day",
        (
            Field("day", "Day", "day"),
            Field(
                "status", "Logged", "choice",
                choices=(("open", "Not yet"), ("complete", "Everything"), ("not_tracked", "Not meant to be")),
            ),
            Field("note", "Note", "prose"),
        ),
    ),
    Collection(
        "meal_template", "Meal template", "Meal templates", models.MealTemplate, "name",
        (
            Field("name", "Name"),
            Field("slot", "Meal", "reference"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        lists=(
            ItemList(
                "items", "Foods", "Food", models.MealTemplateItem, "template", "title",
                (*_eaten_food(), Field("note", "Note", "prose")),
            ),
        ),
        groups=(Group("food", "Food and amount", ("title", "amount", "unit", "energy")),),
    ),
    Collection(
        "target", "Target", "Targets", models.Target, "since",
        (
            Field("since", "From", "day"),
            *_nutrition(),
            Field("formula", "Computed by", "choice", "basis", choices=WAYS),
            Field("resting", "At rest", "integer", "basis", ENERGY, "kcal"),
            Field("factor", "Activity", "integer", "basis", 1000),
            Field("spent", "Spent", "integer", "basis", ENERGY, "kcal"),
            Field("change", "Added", "integer", "basis", ENERGY, "kcal"),
        ),
        lists=(
            ItemList(
                "days", "Other days", "Days", models.TargetDay, "target", "which",
                (Field("which", "Days", "choice", choices=DAYS), *_nutrition()),
            ),
        ),
        groups=(Group("basis", "How it was computed", ("formula", "spent", "change")),),
    ),
    Collection(
        "recipe", "Recipe", "Recipes", models.Recipe, "name",
        (
            Field("name", "Name"),
            Field("cuisine", "Cuisine"),
            Field("tags", "Tags", "set"),
            Field("servings", "Servings", "integer", scale=AMOUNT),
            Field("yields", "Makes"),
            Field("cooked_mass", "Cooked weight", "integer", scale=AMOUNT, unit="g"),
            Field("minutes", "Cooking time", "integer", unit="min"),
            Field("steps", "Steps", "prose"),
            Field("notes", "Notes", "prose"),
            Field("source", "Source"),
            Field("photo", "Photo", "json"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        lists=(
            ItemList(
                "ingredients", "Ingredients", "Ingredient", models.RecipeIngredient, "recipe", "name",
                (
                    Field("name", "Ingredient", "text", "food"),
                    Field("food", "Food", "reference", "food"),
                    Field("amount", "Amount", "integer", "food", AMOUNT),
                    Field("unit", "Unit", "text", "food"),
                    Field("mass", "Weight", "integer", "food", AMOUNT, "g"),
                    Field(
                        "doubt", "Guessed", "choice", "food",
                        choices=(("food", "The food"), ("weight", "The weight")),
                    ),
                ),
            ),
        ),
        groups=(Group("food", "Ingredient", ("amount", "unit", "name")),),
        samples="photo", searchable=True, search_extra=("cuisine", "tags"),
    ),
    Collection(
        "shopping_item", "Shopping", "Shopping list", models.ShoppingItem, "name",
        (
            Field("name", "What", "text", "what"),
            Field("food", "Food", "reference", "what"),
            Field("amounts", "Amount", "json", "what"),
            Field("aisle", "Aisle"),
            Field("origin", "From", "choice", "plan", choices=(("hand", "Typed"), ("plan", "The plan"))),
            Field("used_in", "Used in", "json", "plan"),
            Field("since", "From day", "text", "plan"),
            Field("until", "To day", "text", "plan"),
            Field("bought", "Bought", "integer"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        groups=(Group("what", "What to buy", ("name",)), Group("plan", "From the plan", ("origin",))),
        policy="most_recent",
    ),
    Collection(
        "food", "Food", "Foods", models.Food, "name",
        (
            Field("name", "Name"),
            Field("brand", "Brand"),
            Field("barcode", "Barcode"),
            Field("category", "Category"),
            Field("source", "Source"),
            *_nutrition(),
            Field("nutrients", "Other nutrients", "map"),
            Field("notes", "Notes", "prose"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        lists=(
            ItemList(
                "portions", "Portions", "Portion", models.FoodPortion, "food", "name",
                (
                    Field("name", "Portion", "text", "portion"),
                    Field("mass", "Weight", "integer", "portion", AMOUNT, "g"),
                ),
            ),
        ),
        groups=(Group("portion", "Portion", ("name", "mass")),),
        checks=(
            Check(MACROS, macros_fit, "Protein, carbs and fat are more than the food itself."),
            Check(("portions",), _named_once, "Two portions have the same name."),
        ),
        searchable=True, search_extra=("brand", "category", "barcode"),
    ),
    Collection(
        "favorite", "Favorite", "Favorites", models.Favorite, "target",
        (
            Field("kind", "Kind", "text", "what"),
            Field("target", "What", "reference", "what"),
            Field("created_at", "Added", "instant", soft=True),
        ),
        groups=(Group("what", "Favorite", ("target",)),),
        policy="most_recent",
    ),
    Collection(
        "measurement_kind", "Kind of measurement", "Kinds of measurement", models.MeasurementKind, "name",
        (
            Field("name", "Name"),
            Field("unit", "Unit"),
            Field("decimals", "Decimals", "integer"),
        ),
        policy="most_recent",
    ),
    Collection(
        "measurement", "Measurement", "Measurements", models.Measurement, "kind",
        (
            Field("kind", "Kind", "text", "value"),
            Field("value", "Value", "integer", "value", BODY_MASS),
            Field("value2", "Second value", "integer", "value"),
            Field("typed", "Value", "text", "value"),
            Field("unit", "Unit", "text", "value"),
            Field("at", "When", "instant", "when"),
            Field("zone", "Time zone", "text", "when"),
            Field("day", "Day", "day", "when"),
            Field("note", "Note", "prose"),
        ),
        groups=(Group("value", "Value", ("typed", "unit")), Group("when", "When", ("at",))),
    ),
    *TRAINING,
)  # fmt: skip

PARENTS: Mapping[str, str] = MappingProxyType(
    {table_of(items.model): items.parent for collection in COLLECTIONS for items in collection.lists}
)
"""The tables of items, and the column of each that names the record."""
BY_NAME: Mapping[str, Collection] = MappingProxyType({collection.name: collection for collection in COLLECTIONS})
