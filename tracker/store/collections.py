"""What syncs: the collections, their fields, and how each field is merged and named for people.

A record is an aggregate: a recipe carries its ingredients. Merge, triggers, the search index, conflict texts and the
full export are all built from this one declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from peewee import Model

from tracker.domain.body.sorts import DAYS, WAYS
from tracker.domain.fixed import AMOUNT, BODY_MASS, DISTANCE, ENERGY, MACRO
from tracker.domain.nutrients import MACROS, macros_fit
from tracker.store import models
from tracker.store.blobs import is_id

Kind = Literal["text", "prose", "integer", "choice", "day", "instant", "duration", "set", "map", "json", "reference"]
"""How a value is stored and shown. 'set', 'map' and 'json' are JSON text in the table and values in the body."""
Policy = Literal["manual", "most_recent", "server_wins", "client_wins"]

JSON_KINDS = frozenset({"set", "map", "json"})


@dataclass(frozen=True, eq=False)
class Field:
    """One column of a collection.

    Attributes:
        group: fields of one group only make sense together and merge as one path.
        scale: stored integers per `unit` for people.
        soft: a change of this field alone never contests a deletion.
    """

    name: str
    label: str
    kind: Kind = "text"
    group: str = ""
    scale: int = 1
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    soft: bool = False


@dataclass(frozen=True, eq=False)
class ItemList:
    """Child rows that belong to their parent's record, in the order of `ord`. An item's id is its own in its record."""

    name: str
    label: str
    item: str
    model: type[Model]
    parent: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, eq=False)
class Group:
    """Fields that are one path in a merge, with the words for them and the fields that say what it is."""

    name: str
    label: str
    shown: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Check:
    """What must hold between parts of a record that merge one by one. The operations refuse what breaks it.

    Attributes:
        paths: the fields, groups ("@name") or lists that it is about.
        holds: whether it does, of a body; values of another version must not trouble it.
        sentence: what is wrong where it does not.
    """

    paths: tuple[str, ...]
    holds: Callable[[Mapping[str, Any]], bool]
    sentence: str


@dataclass(frozen=True, eq=False)
class Collection:
    """A kind of record that syncs.

    Attributes:
        search_extra: what is searched beside the title.
        repeats: titles come again and again, so the records of one title share one entry of the search index.
        samples: the field that lists blobs, as `telemetry.manifest` writes it.
    """

    name: str
    label: str
    plural: str
    model: type[Model]
    title: str
    fields: tuple[Field, ...]
    lists: tuple[ItemList, ...] = ()
    groups: tuple[Group, ...] = ()
    checks: tuple[Check, ...] = ()
    policy: Policy = "manual"
    schema: int = 1
    search_extra: tuple[str, ...] = ()
    searchable: bool = False
    repeats: bool = False
    samples: str = ""

    def blobs_of(self, body: Mapping[str, Any] | None) -> tuple[str, ...]:
        """The blobs that a body names; what is no name of one, as another version may write, is left out."""
        listed = (body or {}).get(self.samples) if self.samples else None
        chunks = listed if isinstance(listed, list) else []
        names = [chunk.get("b") for chunk in chunks if isinstance(chunk, dict)]
        return tuple(dict.fromkeys(name for name in names if is_id(name)))

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return next(one for one in self.fields if one.name == name)

    def list(self, name: str) -> ItemList:
        """The item list called `name`."""
        return next(items for items in self.lists if items.name == name)

    @property
    def table(self) -> str:
        """The table that holds the record itself."""
        return table_of(self.model)


def table_of(model: type[Model]) -> str:
    """The name of a model's table."""
    name: str = model._meta.table_name
    return name


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
            Field("cooked_mass", "Cooked weight", "integer", scale=AMOUNT, unit="g"),
            Field("minutes", "Cooking time", "integer", unit="min"),
            Field("steps", "Steps", "prose"),
            Field("notes", "Notes", "prose"),
            Field("source", "Source"),
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
                ),
            ),
        ),
        groups=(Group("food", "Ingredient", ("amount", "unit", "name")),),
        searchable=True, search_extra=("cuisine", "tags"),
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
        searchable=True, search_extra=("brand", "category"),
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
        "workout", "Workout", "Workouts", models.Workout, "title",
        (
            Field("title", "Title"),
            Field("sport", "Sport", "text", "sport"),
            Field("sub_sport", "Kind", "text", "sport"),
            Field(
                "status", "Status", "choice",
                choices=(
                    ("planned", "Planned"), ("active", "Active"), ("paused", "Paused"), ("completed", "Completed"),
                    ("archived", "Archived"), ("deleted", "Deleted"),
                ),
            ),
            Field("start_at", "Start", "instant", "start"),
            Field("zone", "Time zone", "text", "start"),
            Field("day", "Day", "day", "start"),
            Field("duration", "Duration", "duration", "recording"),
            Field("elapsed", "Elapsed", "duration", "recording"),
            Field("moving", "Moving", "duration", "recording"),
            Field("distance", "Distance", "integer", "recording", DISTANCE, "m"),
            Field("ascent", "Ascent", "integer", "recording", DISTANCE, "m"),
            Field("avg_power", "Average power", "integer", "recording", unit="W"),
            Field("max_power", "Maximum power", "integer", "recording", unit="W"),
            Field("weighted_power", "Weighted power", "integer", "recording", unit="W"),
            Field("avg_heart_rate", "Average heart rate", "integer", "recording", unit="bpm"),
            Field("max_heart_rate", "Maximum heart rate", "integer", "recording", unit="bpm"),
            Field("avg_cadence", "Average cadence", "integer", "recording", unit="rpm"),
            Field("energy", "Energy", "integer", "recording", ENERGY, "kcal"),
            Field("laps", "Laps", "json", "recording"),
            Field("telemetry", "Samples", "json", "recording"),
            Field("device", "Device", "text", "recording"),
            Field("file_name", "File", "text", "recording"),
            Field("file_hash", "File", "text", "recording"),
            Field("session", "Session", "integer", "recording"),
            Field("salvaged", "Salvaged", "text", "recording"),
            Field("notes", "Notes", "prose"),
        ),
        groups=(
            Group("sport", "Sport", ("sport",)),
            Group("start", "Start", ("start_at",)),
            Group("recording", "Time and distance", ("duration", "distance", "avg_power")),
        ),
        samples="telemetry", searchable=True, search_extra=("sport", "notes"),
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
)  # fmt: skip

PARENTS: Mapping[str, str] = MappingProxyType(
    {table_of(items.model): items.parent for collection in COLLECTIONS for items in collection.lists}
)
"""The tables of items, and the column of each that names the record."""
BY_NAME: Mapping[str, Collection] = MappingProxyType({collection.name: collection for collection in COLLECTIONS})
