"""The tables that hold the user's data, as peewee models without a database: a `Store` runs each query on its own.

What the columns mean beyond their types (what syncs, scales, groups, words for people) is in `collections`. The
bookkeeping of sync, undo and search is plain SQL where it belongs, in `sync`, `undo` and `search_index`.
"""

from __future__ import annotations

from peewee import CompositeKey, IntegerField, Model, TextField

from tracker.store import training_models


class UserPreference(Model):
    """One setting that follows the person to all devices."""

    id = TextField(primary_key=True)
    key = TextField(unique=True)
    value = TextField()

    class Meta:
        """Named in the plural, as in the documents Tracker grew out of."""

        table_name = "user_preferences"


class MealSlot(Model):
    """A meal of the day, such as breakfast, and the minute after midnight from which it is the usual one."""

    id = TextField(primary_key=True)
    name = TextField()
    position = IntegerField()
    starts_at = IntegerField()

    class Meta:
        table_name = "meal_slot"


class MealPlanEntry(Model):
    """Something planned or eaten, with the nutrition it had when it was logged.

    `parts` lists the ingredients of a recipe where this helping was made in another way.
    """

    id = TextField(primary_key=True)
    day = TextField()
    slot = TextField()
    position = IntegerField()
    status = TextField()
    title = TextField()
    source_kind = TextField()
    source = TextField(null=True)
    amount = IntegerField(null=True)
    unit = TextField(null=True)
    mass = IntegerField(null=True)
    energy = IntegerField(null=True)
    protein = IntegerField(null=True)
    carbs = IntegerField(null=True)
    fat = IntegerField(null=True)
    nutrients = TextField(default="{}")
    parts = TextField(default="[]")
    eaten_at = IntegerField(null=True)
    zone = TextField(null=True)
    note = TextField(default="")

    class Meta:
        table_name = "meal_plan_entry"


class DayStatus(Model):
    """Whether everything of a day is logged, or nothing was meant to be, and what the person noted of the day."""

    id = TextField(primary_key=True)
    day = TextField()
    status = TextField(default="open")
    note = TextField(default="")

    class Meta:
        table_name = "day_status"


class MealTemplate(Model):
    """A meal that was kept to be put into other days; `slot` is the meal it was."""

    id = TextField(primary_key=True)
    name = TextField()
    slot = TextField(null=True)
    created_at = IntegerField()

    class Meta:
        table_name = "meal_template"


class MealTemplateItem(Model):
    """One food, recipe or number of a meal template, as an entry carries it."""

    id = TextField()
    template = TextField()
    ord = TextField()
    title = TextField()
    source_kind = TextField()
    source = TextField(null=True)
    amount = IntegerField(null=True)
    unit = TextField(null=True)
    mass = IntegerField(null=True)
    energy = IntegerField(null=True)
    protein = IntegerField(null=True)
    carbs = IntegerField(null=True)
    fat = IntegerField(null=True)
    nutrients = TextField(default="{}")
    note = TextField(default="")

    class Meta:
        table_name = "meal_template_item"
        primary_key = CompositeKey("template", "id")


class Target(Model):
    """What the person aims at from a day on, and how the energy was computed."""

    id = TextField(primary_key=True)
    since = TextField()
    energy = IntegerField(null=True)
    protein = IntegerField(null=True)
    carbs = IntegerField(null=True)
    fat = IntegerField(null=True)
    formula = TextField(default="")
    resting = IntegerField(null=True)
    factor = IntegerField(null=True)
    spent = IntegerField(null=True)
    change = IntegerField(null=True)

    class Meta:
        table_name = "target"


class TargetDay(Model):
    """What a target is on days of one sort: those with training, or a day of the week."""

    id = TextField()
    target = TextField()
    ord = TextField()
    which = TextField()
    energy = IntegerField(null=True)
    protein = IntegerField(null=True)
    carbs = IntegerField(null=True)
    fat = IntegerField(null=True)

    class Meta:
        table_name = "target_day"
        primary_key = CompositeKey("target", "id")


class Recipe(Model):
    """A dish with its ingredients. `yields` is what its servings are called where they are slices or cookies."""

    id = TextField(primary_key=True)
    name = TextField()
    cuisine = TextField(default="")
    tags = TextField(default="[]")
    servings = IntegerField()
    yields = TextField(default="")
    cooked_mass = IntegerField(null=True)
    minutes = IntegerField(null=True)
    steps = TextField(default="")
    notes = TextField(default="")
    source = TextField(default="")
    photo = TextField(default="[]")
    created_at = IntegerField()

    class Meta:
        table_name = "recipe"


class RecipeIngredient(Model):
    """One line of a recipe; `food` names the food it was matched to, `doubt` says what of that is only a guess."""

    id = TextField()
    recipe = TextField()
    ord = TextField()
    name = TextField()
    amount = IntegerField(null=True)
    unit = TextField(null=True)
    mass = IntegerField(null=True)
    food = TextField(null=True)
    doubt = TextField(null=True)

    class Meta:
        table_name = "recipe_ingredient"
        primary_key = CompositeKey("recipe", "id")


class ShoppingItem(Model):
    """One line of the shopping list: put there by hand, or summed from what is planned for the days since…until."""

    id = TextField(primary_key=True)
    name = TextField()
    food = TextField(null=True)
    amounts = TextField(default="[]")
    aisle = TextField(default="")
    origin = TextField(default="hand")
    used_in = TextField(default="[]")
    since = TextField(default="")
    until = TextField(default="")
    bought = IntegerField(default=0)
    created_at = IntegerField()

    class Meta:
        table_name = "shopping_item"


class Food(Model):
    """A food of the person's own, or one that was looked up; values per 100 g."""

    id = TextField(primary_key=True)
    name = TextField()
    brand = TextField(default="")
    barcode = TextField(default="")
    category = TextField(default="")
    source = TextField(default="")
    energy = IntegerField(null=True)
    protein = IntegerField(null=True)
    carbs = IntegerField(null=True)
    fat = IntegerField(null=True)
    nutrients = TextField(default="{}")
    notes = TextField(default="")
    created_at = IntegerField()

    class Meta:
        table_name = "food"


class FoodPortion(Model):
    """A household measure of a food, such as a slice."""

    id = TextField()
    food = TextField()
    ord = TextField()
    name = TextField()
    mass = IntegerField()

    class Meta:
        table_name = "food_portion"
        primary_key = CompositeKey("food", "id")


class Favorite(Model):
    """A star on a food, a recipe or a workout."""

    id = TextField(primary_key=True)
    kind = TextField()
    target = TextField()
    created_at = IntegerField()

    class Meta:
        table_name = "favorite"


class MeasurementKind(Model):
    """A kind of reading of the person's own. Values of it are kept in 0.001 of `unit` and shown with `decimals`."""

    id = TextField(primary_key=True)
    name = TextField()
    unit = TextField(default="")
    decimals = IntegerField(default=0)

    class Meta:
        table_name = "measurement_kind"


class Measurement(Model):
    """One reading of the body. `typed` and `unit` are what the person wrote; `value` is canonical."""

    id = TextField(primary_key=True)
    kind = TextField()
    at = IntegerField()
    zone = TextField(null=True)
    day = TextField()
    value = IntegerField()
    value2 = IntegerField(null=True)
    typed = TextField()
    unit = TextField(default="")
    note = TextField(default="")

    class Meta:
        table_name = "measurement"


class CachedNutrition(Model):
    """Something computed or looked up that may be forgotten after `expires_at`. Never synced."""

    key = TextField(primary_key=True)
    value = TextField()
    expires_at = IntegerField()

    class Meta:
        table_name = "cached_nutrition_data"


class DeviceSetting(Model):
    """One setting that stays on this device."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "device_setting"


ALL: tuple[type[Model], ...] = (
    UserPreference, MealSlot, MealPlanEntry, DayStatus, MealTemplate, MealTemplateItem, Target, TargetDay,
    Recipe, RecipeIngredient, ShoppingItem, Food, FoodPortion, Favorite, MeasurementKind, Measurement, CachedNutrition,
    DeviceSetting, *training_models.ALL,
)  # fmt: skip
