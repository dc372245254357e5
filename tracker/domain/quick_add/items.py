"""What a quick-add line can mean: the items, the recognised parts and the questions. Values only.

Numbers are fixed point as everywhere: amounts 0.001 of their unit, energy 0.1 kcal, macronutrients 1 mg, weights
1 g, durations 1 ms, distances 0.1 m; load and effort (RPE) 0.1. `span` is where in the text the item was said.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
SlotName: TypeAlias = str
"""A meal's name as the user wrote it; items name their meal by it."""


@dataclass(frozen=True)
class OwnMeasure:
    """A kind of reading of the person's own: its id, its name and its unit, which may be ''."""

    kind: str
    name: str
    unit: str


@dataclass(frozen=True)
class LocalMoment:
    """Now, where the user is: the diary day and minutes after midnight."""

    date: datetime.date
    minutes: int


@dataclass(frozen=True)
class Typed:
    """What the person wrote, kept beside the canonical value: ("180", "lb"), ("81,4", "kg"), ("7h20", "")."""

    text: str
    unit: str


@dataclass(frozen=True)
class FoodItem:
    """A food by name. `amount` None: this food's last portion; `unit` None: a plain count. `slot` None: by the clock.

    `recipe` says that it was asked for among recipes ("recipe chili 1.5"); its unit is then servings by default.
    `apart` is what it says where the “and”, comma or plus in its name stands between foods: egg, banana.
    """

    name: str
    amount: int | None
    unit: str | None
    slot: SlotName | None
    day: datetime.date
    time: int | None
    planned: bool
    span: Span
    recipe: bool = False
    apart: tuple[FoodItem, ...] = ()


@dataclass(frozen=True)
class QuickEnergy:
    """Energy and macronutrients without a food; None is unknown. `typed` is the energy as it was written."""

    title: str
    energy: int | None
    protein: int | None
    carbs: int | None
    fat: int | None
    slot: SlotName | None
    day: datetime.date
    time: int | None
    planned: bool
    span: Span
    typed: Typed | None = None


@dataclass(frozen=True)
class Weight:
    """Body weight in g."""

    value: int
    typed: Typed
    day: datetime.date
    time: int | None
    span: Span


@dataclass(frozen=True)
class Measure:
    """A reading of the body: `values` in 0.001 of the canonical `unit`.

    Blood pressure has two values, systolic and diastolic; sleep is in s, so its value is in ms.
    """

    kind: str
    values: tuple[int, ...]
    unit: str
    typed: Typed
    day: datetime.date
    time: int | None
    span: Span


@dataclass(frozen=True)
class WorkoutItem:
    """Training done or planned. `note` holds the words that are none of the numbers."""

    sport: str
    duration_ms: int | None
    distance: int | None
    power: int | None
    heart_rate: int | None
    planned: bool
    day: datetime.date
    time: int | None
    span: Span
    energy: int | None = None
    load: int | None = None
    rpe: int | None = None
    note: str = ""
    typed_distance: Typed | None = None


@dataclass(frozen=True)
class SetItem:
    """Sets of a strength exercise; `weight` in g, None for bodyweight; what is held has ms, what is walked 0.1 m."""

    exercise: str
    weight: int | None
    reps: int | None
    sets: int
    rpe: int | None
    planned: bool
    day: datetime.date
    time: int | None
    span: Span
    typed: Typed | None = None
    duration: int | None = None
    distance: int | None = None


@dataclass(frozen=True)
class SameMeal:
    """Log again on `day` what `slot` had on `from_day`; None: the whole day."""

    slot: SlotName | None
    from_day: datetime.date
    day: datetime.date
    span: Span


@dataclass(frozen=True)
class CopyMeal:
    """Copy `slot` of `from_day` to `to_slot` on `day`; `slot` None: the whole day, `to_slot` None: the same meal."""

    slot: SlotName | None
    from_day: datetime.date
    to_slot: SlotName | None
    day: datetime.date
    span: Span


@dataclass(frozen=True)
class Note:
    """A note for the day."""

    text: str
    day: datetime.date
    time: int | None
    span: Span


@dataclass(frozen=True)
class DayComplete:
    """What is said of a whole day: everything that was eaten is logged, nothing is meant to be, or neither."""

    day: datetime.date
    span: Span
    status: str = "complete"


Item: TypeAlias = (
    FoodItem | QuickEnergy | Weight | Measure | WorkoutItem | SetItem | SameMeal | CopyMeal | Note | DayComplete
)


@dataclass(frozen=True)
class Part:
    """One recognised part of the text, for its chip: what kind it is and how it was understood."""

    kind: str
    start: int
    end: int
    understood: str


@dataclass(frozen=True)
class Problem:
    """What must be settled first. Each of `choices` is a text that, put in place of start…end, settles it.

    `unknown` is the name of a food that nobody knows, which can be made.
    """

    start: int
    end: int
    sentence: str
    choices: tuple[str, ...] = ()
    unknown: str = ""


@dataclass(frozen=True)
class Parsed:
    """The items in the order they were said, the recognised parts in the order of the text, and what to ask."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...]
