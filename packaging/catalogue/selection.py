"""Which foods the catalogue keeps where several mean the same, and which come first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from catalogue.food import Food, difference
from catalogue.usda import SOURCES

_ODD_CATEGORY = re.compile(r"^(baby|formula|american indian)|^not included", re.IGNORECASE)
_ODD_NAME = re.compile(
    r"\b(baby food|formula|alaska native|dry mix|imitation|condensed|separable|external fat|seam fat|dehydrated"
    r"|freeze-dried|uncooked|frozen|low sodium|reduced sodium|puerto rican|brains?|testes|frozen meal)\b",
    re.IGNORECASE,
)
_FORM = re.compile(r", (raw|plain|regular|cooked)$", re.IGNORECASE)
_PLAIN = re.compile(r"\b(raw|plain|whole|cooked|boiled)\b", re.IGNORECASE)
_COMPOUND = re.compile(r"\b(with|and|or|in|without|made|from)\b|\(", re.IGNORECASE)
_PREFERENCE = {source: place for place, source in enumerate(SOURCES.values())}


def one_per_id(foods: Iterable[Food]) -> dict[str, Food]:
    """`foods` by id: of those with the same id the fullest, and of equally full ones the first in `SOURCES`."""
    return _fullest(foods, lambda food: food.id)


def together(everyday: list[Food], usda: Mapping[str, Food], replaced: set[str]) -> list[Food]:
    """The catalogue in its order: the everyday foods as they stand, then the USDA foods, simplest first.

    A name comes once, on the fullest of the foods that share it. A USDA food whose name is one that an everyday food
    answers to, or that of a food in `replaced`, is left out, and so is "Orange, raw" beside an everyday orange.
    """
    answers = {name.casefold(): food for food in reversed(everyday) for name in (food.name, *food.synonyms)}
    gone = {usda[id].name.casefold() for id in replaced} | answers.keys()
    rest = _fullest(usda.values(), lambda food: food.name.casefold())
    kept = [food for name, food in rest.items() if name not in gone and not _says_again(food, answers)]
    return everyday + sorted(kept, key=_simplicity)


def _says_again(food: Food, answers: Mapping[str, Food]) -> bool:
    """Whether `food` is the raw or plain form of an everyday food that has the same figures."""
    everyday = answers.get(_FORM.sub("", food.name).casefold())
    return everyday is not None and difference(everyday, food) is None


def _fullest(foods: Iterable[Food], key: Callable[[Food], str]) -> dict[str, Food]:
    best: dict[str, Food] = {}
    for food in foods:
        other = best.get(key(food))
        if other is None or _fullness(food) > _fullness(other):
            best[key(food)] = food
    return best


def _fullness(food: Food) -> tuple[int, int]:
    return len(food.nutrients), -_PREFERENCE[food.source]


def _simplicity(food: Food) -> tuple[int, int, int, int, str]:
    odd = 2 if _ODD_CATEGORY.search(food.category) else 1 if _ODD_NAME.search(food.name) else 0
    parts = food.name.count(",") + len(_COMPOUND.findall(food.name)) - bool(_PLAIN.search(food.name))
    return odd, parts, len(food.name.split()), len(food.name), food.name
