"""A profile as a person has it after three months: recipes, two weeks of meals, training, readings of the body.

The clock stands at Saturday, 21 November 2026, 13:58 in Berlin; lunch was just eaten, dinner is planned.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.fixed import AMOUNT
from tracker.operations import entries, favorites, measurements, recipes, targets, workouts
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.operations.recipes import Draft, Line
from tracker.store.clock import FixedClock, instant
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.rows import Target

ZONE = "Europe/Berlin"
TODAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 16)
WEIGHTS = 90


def at(day: date, hour: int = 12, minute: int = 0) -> int:
    """The instant of a wall-clock time where the person is."""
    return instant(datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(ZONE)))


NOW = at(TODAY, 13, 58)


def clock() -> FixedClock:
    """The clock of the profile."""
    return FixedClock(NOW, ZONE)


# What is cooked: name → (cuisine, tags, servings, minutes, steps, ingredients as food, g)
RECIPES: dict[str, tuple[str, tuple[str, ...], int, int, str, tuple[tuple[str, str, int], ...]]] = {
    "Beef chili": (
        "Mexican", ("high protein",), 4, 35, "Fry the onions and the beef. Add the rest and simmer for 25 minutes.",
        (("ground beef", "ground-beef", 500), ("kidney beans", "kidney-beans", 400), ("tomatoes", "tomato", 500),
         ("onions", "onion", 150), ("olive oil", "olive-oil", 15)),
    ),
    "Chicken and lentil salad": (
        "Mediterranean", ("meal prep",), 4, 25, "Boil the lentils for 18 minutes. Fry the chicken. Toss everything.",
        (("chicken breast", "chicken-breast", 800), ("green lentils, dry", "lentils-dry", 250),
         ("olive oil", "olive-oil", 54), ("cherry tomatoes", "tomato", 200), ("parsley", "", 0)),
    ),
    "Chicken salad": (
        "", ("quick",), 2, 15, "Cut, mix, season.",
        (("chicken breast", "chicken-breast", 300), ("cucumber", "cucumber", 200), ("tomatoes", "tomato", 200),
         ("olive oil", "olive-oil", 30), ("rye bread", "rye-bread", 160)),
    ),
    "Lentil soup": (
        "Turkish", ("vegan",), 4, 40, "Sweat the onions, add lentils and water, simmer, purée.",
        (("red lentils, dry", "lentils-dry", 350), ("carrots", "carrot", 200), ("onions", "onion", 150),
         ("olive oil", "olive-oil", 30)),
    ),
    "Overnight oats": (
        "", ("breakfast",), 1, 5, "Stir. Leave in the fridge overnight.",
        (("rolled oats", "oats-rolled", 60), ("skyr", "skyr-plain", 150), ("blueberries", "blueberries", 80)),
    ),
    "Roast chicken": (
        "French", ("sunday",), 4, 80, "Roast at 200 °C for 70 minutes.",
        (("chicken breast", "chicken-breast", 900), ("potatoes", "potato-baked", 900), ("butter", "butter", 40)),
    ),
    "Salmon with roast potatoes": (
        "Nordic", ("omega 3",), 2, 45, "Roast the potatoes for 30 minutes, then the salmon beside them for 12.",
        (("salmon", "salmon-raw", 350), ("potatoes", "potato-raw", 600), ("olive oil", "olive-oil", 20)),
    ),
    "Tofu stir-fry": (
        "Chinese", ("vegan",), 2, 20, "Fry the tofu crisp, then the vegetables; add the sauce.",
        (("tofu", "tofu-firm", 350), ("rice, cooked", "rice-white-cooked", 360), ("carrots", "carrot", 200),
         ("soy sauce", "soy-sauce", 32), ("oil", "olive-oil", 15)),
    ),
}  # fmt: skip
STARRED = tuple(name for name in RECIPES if name != "Chicken salad")

OATS = (("oats-rolled", 60, "g"), ("skyr-plain", 150, "g"), ("blueberries", 80, "g"))
WEEK: tuple[dict[str, tuple[tuple[str, float, str], ...]], ...] = (
    {"Breakfast": OATS, "Lunch": (("Lentil soup", 1.5, "serving"),), "Dinner": (("Tofu stir-fry", 1.5, "serving"),),
     "Snacks": (("apple", 1, "apple"), ("almonds", 20, "g"))},
    {"Breakfast": OATS, "Lunch": (("Chicken salad", 1, "serving"),), "Dinner": (("Beef chili", 1, "serving"),),
     "Snacks": (("skyr-plain", 1, "container"),)},
    {"Breakfast": OATS, "Lunch": (("Lentil soup", 1.5, "serving"),), "Dinner": (("Beef chili", 1, "serving"),)},
    {"Breakfast": OATS, "Lunch": (("chicken-wrap", 260, "g"),), "Dinner": (("pasta-with-pesto", 330, "g"),),
     "Snacks": (("banana", 1, "banana"),)},
    {"Breakfast": OATS, "Lunch": (("Chicken salad", 1, "serving"),), "Dinner": (("pizza-margherita", 270, "g"),),
     "Snacks": (("skyr-plain", 1, "container"),)},
    {"Breakfast": OATS, "Lunch": (("Chicken and lentil salad", 1, "serving"),),
     "Dinner": (("Salmon with roast potatoes", 1, "serving"), ("green-beans", 120, "g"))},
    {"Breakfast": (("egg", 3, "egg"), ("rye-bread", 2, "slice")), "Dinner": (("Roast chicken", 1, "serving"),),
     "Snacks": (("apple", 1, "apple"),)},
)  # fmt: skip


def fill(store: Store) -> None:
    """Write everything; undo begins after it. The store's clock must be a `FixedClock`."""
    stands = store.clock
    assert isinstance(stands, FixedClock)
    with store.step("Fill"):
        _targets(store)
        cooked = _recipes(store, stands)
        _meals(store, stands, cooked)
        _training(store)
        _body(store)
        favorites.set_starred(store, "food", "tracker:skyr-plain", True)
        favorites.set_starred(store, "food", "tracker:banana", True)
    stands.instant = NOW
    store.database.execute_sql("DELETE FROM undo_step")


def _targets(store: Store) -> None:
    targets.set_target(store, "2026-08-01", Target(21500, 140_000, 240_000, 70_000))


def _recipes(store: Store, stands: FixedClock) -> dict[str, str]:
    stands.instant = at(date(2026, 10, 1))
    for name, (cuisine, tags, servings, minutes, steps, parts) in RECIPES.items():
        lines = [
            Line(what, grams * AMOUNT, "g", f"tracker:{food}") if food else Line(what, AMOUNT, "bunch")
            for what, food, grams in parts
        ]
        recipes.save(
            store, Draft(name, servings * AMOUNT, lines, cuisine=cuisine, tags=tags, minutes=minutes, steps=steps)
        )
    found = {name: record for record, name in store.rows("SELECT id, name FROM recipe")}
    for name in STARRED:
        favorites.set_starred(store, "recipe", found[name], True)
    return found


def _meals(store: Store, stands: FixedClock, cooked: dict[str, str]) -> None:
    slots = {slot.name: slot.id for slot in days.slots(store)}
    for offset in range(-7, 7):
        day = MONDAY + timedelta(days=offset)
        stands.instant = min(at(day, 19), NOW)
        for meal, things in WEEK[offset % 7].items():
            eaten = day < TODAY or (day == TODAY and meal in ("Breakfast", "Lunch"))
            wanted = [_wanted(cooked, name, amount, unit) for name, amount, unit in things]
            entries.add(store, day.isoformat(), slots[meal], wanted, eaten=eaten)


def _wanted(cooked: dict[str, str], name: str, amount: float, unit: str) -> Wanted:
    if name in cooked:
        return Wanted("recipe", cooked[name], round(amount * AMOUNT), unit)
    return Wanted("food", f"tracker:{name}", round(amount * AMOUNT), unit)


TRAINING = (
    ("Morning run", "running", 41, 8.1, None, 148),
    ("Endurance ride", "cycling", 142, 61.4, 172, 134),
    ("Strength", "strength", 55, None, None, None),
    ("Threshold 2×20", "cycling", 78, 36.2, 221, 156),
    ("Easy run", "running", 32, 5.8, None, 138),
    ("Long ride", "cycling", 223, 97.4, 181, 138),
)


def _training(store: Store) -> None:
    for week in range(12):
        for number, (title, sport, minutes, km, watts, beats) in enumerate(TRAINING):
            day = TODAY - timedelta(days=7 * week + number + 1)
            draft = workouts.Draft(
                title, sport, "completed", at(day, 17 if number % 2 else 7, 10), (minutes - week % 4) * 60_000,
                None if km is None else round(km * 10_000), None if km is None else round(km * 60),
                None if watts is None else watts - week, beats, (minutes - week % 4) * 95,
            )  # fmt: skip
            workouts.add(store, draft)
    plan = workouts.Draft("Sweet spot 3×12", "cycling", "planned", at(TODAY, 17, 30), 65 * 60_000)
    workouts.add(store, plan)


def _body(store: Store) -> None:
    for ago in range(WEIGHTS, -1, -1):
        day = TODAY - timedelta(days=ago)
        if ago and day.toordinal() % 11 == 0:
            continue  # nobody steps on the scales every day
        weight = 81.4 + 0.028 * ago + (0.3 * math.sin(ago * 1.9) + 0.25 * math.sin(ago * 0.7) if ago else 0)
        _read(store, "weight", f"{weight:.1f}", "kg", day, 7)
        if ago % 6 == 0:
            _read(store, "blood_pressure", f"{118 + ago % 9}/{74 + ago % 5}", "mmHg", day, 8)
        if ago < 30:
            _read(store, "resting_heart_rate", str(51 + ago % 5), "bpm", day, 7)
            _read(store, "sleep", str(410 + ago * 37 % 90), "min", day, 7)


def _read(store: Store, kind: str, typed: str, unit: str, day: date, hour: int) -> None:
    measurements.add(store, Reading(kind, typed, unit, at(day, hour), day.isoformat()))
