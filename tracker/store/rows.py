"""What the screens and the command line see of the data: frozen values, never live rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.domain.nutrients import Nutrition
from tracker.domain.recipes.untold import NOT_KNOWN
from tracker.values import Frozen, field

if TYPE_CHECKING:
    from tracker.domain.training.plan.steps import Part


class Portion(Frozen):
    """A household measure: its name and its mass in mg."""

    name: str
    mass: int


class Food(Frozen):
    """A food with its nutrition per 100 g; `own` where the person keeps it, else from the catalogue."""

    id: str
    name: str
    brand: str
    category: str
    source: str
    nutrition: Nutrition
    portions: tuple[Portion, ...] = ()
    own: bool = False
    starred: bool = False
    notes: str = ""
    barcode: str = ""


class Ingredient(Frozen):
    """One line of a recipe. `nutrition` is that of the whole amount, None while no food is matched.

    `doubt` is "food" where the food is only a guess, "weight" where a rule of thumb says what the amount weighs.
    """

    id: str
    name: str
    amount: int | None
    unit: str | None
    mass: int | None
    food: str | None
    food_name: str = ""
    nutrition: Nutrition | None = None
    doubt: str | None = None

    @property
    def heading(self) -> bool:
        """Whether it only says what the lines below are for: “For the sauce:”."""
        return self.name.endswith(":") and self.amount is None and not self.food

    @property
    def matched(self) -> bool:
        """Whether a food is known for it, and what its amount weighs; "salt" alone needs no weight."""
        return bool(self.food_name) and (self.mass is not None or self.amount is None)

    @property
    def known(self) -> bool:
        """Whether its energy is in the recipe's."""
        return self.nutrition is not None and self.nutrition.energy is not None


class Recipe(Frozen):
    """A recipe; `serving` is the nutrition of one serving as far as its ingredients are matched."""

    id: str
    name: str
    cuisine: str
    tags: tuple[str, ...]
    servings: int
    cooked_mass: int | None
    minutes: int | None
    steps: str
    notes: str
    source: str
    ingredients: tuple[Ingredient, ...]
    serving: Nutrition
    starred: bool = False
    yields: str = ""
    photo: tuple[dict[str, object], ...] = ()

    @property
    def told(self) -> bool:
        """Whether anybody said how many servings it makes."""
        return self.yields != NOT_KNOWN

    @property
    def parts(self) -> tuple[Ingredient, ...]:
        """Its ingredients without the headings between them."""
        return tuple(one for one in self.ingredients if not one.heading)

    @property
    def matched(self) -> int:
        """How many of its ingredients are matched."""
        return sum(one.matched for one in self.parts)

    @property
    def known(self) -> int:
        """How many of its ingredients the nutrition of a serving is made of."""
        return sum(one.known for one in self.parts)

    @property
    def unsure(self) -> int:
        """How many of its ingredients have a food that was guessed, and want a look."""
        return sum(one.doubt == "food" for one in self.parts)


class ShoppingItem(Frozen):
    """One line of the shopping list; `parts` are amounts side by side, as (0.001 of the unit, unit)."""

    id: str
    name: str
    food: str | None
    parts: tuple[tuple[int, str], ...]
    aisle: str
    planned: bool
    used_in: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    bought: bool = False


class RecipeInShort(Frozen):
    """What a list shows of a recipe; energy and protein are those of a serving, if it is `told` how many there are."""

    id: str
    name: str
    cuisine: str
    tags: tuple[str, ...]
    minutes: int | None
    starred: bool
    energy: int | None
    protein: int | None
    told: bool = True


class Slot(Frozen):
    """A meal of the day; `starts_at` is the minute after midnight from which it is the usual one."""

    id: str
    name: str
    position: int
    starts_at: int


class Entry(Frozen):
    """Something planned or eaten."""

    id: str
    day: str
    slot: str
    position: int
    status: str
    title: str
    source_kind: str
    source: str | None
    amount: int | None
    unit: str | None
    mass: int | None
    nutrition: Nutrition
    note: str = ""
    eaten_at: int | None = None
    starred: bool = False

    @property
    def eaten(self) -> bool:
        """Whether it was eaten, rather than only planned."""
        return self.status == "eaten"


class Target(Frozen):
    """What the person aims at; None where they set no aim. `added` is the part of the energy that training gave."""

    energy: int | None = None
    protein: int | None = None
    carbs: int | None = None
    fat: int | None = None
    added: int = 0

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.energy, self.protein, self.carbs, self.fat))


class Meal(Frozen):
    """A slot of a day with its entries in order."""

    slot: Slot
    entries: tuple[Entry, ...]


class Workout(Frozen):
    """A workout without its samples. Units as stored: ms, 0.1 m, W, bpm, rpm, 0.1 kcal; effort in tenths of 10."""

    id: str
    title: str
    sport: str
    sub_sport: str
    status: str
    start_at: int
    zone: str | None
    day: str
    duration: int | None = None
    elapsed: int | None = None
    moving: int | None = None
    distance: int | None = None
    ascent: int | None = None
    avg_power: int | None = None
    max_power: int | None = None
    weighted_power: int | None = None
    avg_heart_rate: int | None = None
    max_heart_rate: int | None = None
    avg_cadence: int | None = None
    energy: int | None = None
    laps: tuple[dict[str, int | None], ...] = ()
    telemetry: tuple[dict[str, object], ...] = ()
    device: str = ""
    file_name: str = ""
    salvaged: str = ""
    effort: int | None = None
    gear: str = ""
    plan: str | None = None
    planned: dict[str, object] = field(default_factory=dict)
    notes: str = ""
    is_edited: bool = False
    starred: bool = False

    @property
    def samples(self) -> int:
        """How many samples were recorded."""
        return sum(int(str(chunk["n"])) for chunk in self.telemetry)


class Measurement(Frozen):
    """One reading. `typed` and `unit` are what the person wrote; `value` is canonical (weight: g).

    `own_name` is the name of its kind where that is one of the person's own.
    """

    id: str
    kind: str
    at: int
    zone: str | None
    day: str
    value: int
    value2: int | None
    typed: str
    unit: str
    note: str = ""
    own_name: str = ""


class DayState(Frozen):
    """Whether everything of a day is logged (complete) or nothing was meant to be (not_tracked), and its note."""

    status: str = "open"
    note: str = ""


class Day(Frozen):
    """Everything of one day."""

    day: str
    meals: tuple[Meal, ...]
    target: Target
    state: DayState = DayState()
    workouts: tuple[Workout, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order of their meals."""
        return tuple(entry for meal in self.meals for entry in meal.entries)


class Hit(Frozen):
    """One search result: `kind` is food, recipe, meal_plan_entry or workout."""

    kind: str
    id: str
    title: str
    detail: str
    starred: bool = False

    def __eq__(self, other: object) -> bool:
        """Whether it is the same record shown the same way, starred or not."""
        return isinstance(other, Hit) and self._shown == other._shown

    def __hash__(self) -> int:
        return hash(self._shown)

    @property
    def _shown(self) -> tuple[str, ...]:
        return (self.kind, self.id, self.title, self.detail)


class ThresholdRow(Frozen):
    """What the person can do from a day on; `value` at the scale of `domain.training.thresholds.KINDS`."""

    id: str
    kind: str
    sport: str
    since: str
    value: int
    source: str = ""
    note: str = ""


class ExerciseSet(Frozen):
    """One set of a workout. Units as stored: g (None: one's own weight), ms, 0.1 m, RPE in tenths."""

    id: str
    exercise: str | None
    name: str
    kind: str = "normal"
    status: str = "done"
    weight: int | None = None
    typed: str = ""
    unit: str = ""
    reps: int | None = None
    duration: int | None = None
    distance: int | None = None
    effort: int | None = None
    rest: int | None = None
    superset: str = ""
    note: str = ""


class Exercise(Frozen):
    """An exercise: one that comes with Tracker, or with `own` one of the person's."""

    id: str
    name: str
    muscles: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    equipment: str = ""
    measure: str = "weight"
    notes: str = ""
    aliases: tuple[str, ...] = ()
    own: bool = False


class Plan(Frozen):
    """A structured workout that can be done again and again. Duration in ms; load as of the day it was written."""

    id: str
    name: str
    sport: str
    parts: tuple[Part, ...]
    notes: str = ""
    duration: int | None = None
    load: int | None = None
    starred: bool = False
    readable: bool = True
