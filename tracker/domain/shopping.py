"""What has to be bought: the same food of several recipes as one line, in units that a shop understands, by aisle."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain import units
from tracker.domain.fixed import AMOUNT

_AISLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Vegetables and fruit", ("vegetable", "fruit", "potato", "salad", "lettuce", "tomatoes", "onions", "apple", "berr",
                              "citrus", "banana", "melon", "pears", "mushroom", "broccoli", "spinach", "carrot")),
    ("Bread and bakery", ("bread", "baked products", "bakery", "rolls", "bagel", "tortilla", "yeast")),
    ("Dairy and eggs", ("dairy", "milk", "cream", "yogurt", "cheese", "eggs", "butter and animal")),
    ("Meat and fish", ("meat", "poultry", "beef", "pork", "lamb", "sausage", "chicken", "turkey", "bacon", "fish",
                       "seafood", "shellfish", "cold cuts")),
    ("Pasta, rice and flour", ("grain", "pasta", "rice", "cereal", "flour", "breakfast", "noodle", "oat")),
    ("Beans, nuts and seeds", ("bean", "lentil", "legume", "nut", "seed", "soy")),
    ("Oils, sauces and spices", ("oil", "fat", "sauce", "spice", "herb", "condiment", "dressing", "mustard", "vinegar",
                                 "olives", "pickle", "soup", "dip", "gravies", "mayonnaise", "margarine")),
    ("Sugar and sweets", ("sugar", "sweet", "syrup", "jam", "candy", "cookie", "cake", "snack", "chip", "cracker",
                          "pudding", "dessert", "ice cream", "baking")),
    ("Drinks", ("drink", "beverage", "juice", "tea", "coffee", "water", "wine", "beer", "liquor", "alcohol")),
)  # fmt: skip
OTHER = "Other things"
AISLES: tuple[str, ...] = (*(name for name, _ in _AISLES), OTHER)
"""In the order in which one usually walks."""
_SPOONS = frozenset({"tsp", "tbsp", "cup", "fl oz", "pint", "quart"})
Parts = tuple[tuple[int, str], ...]
"""Amounts that do not add up to one, as (0.001 of the unit, unit); "" counts pieces."""


@dataclass(frozen=True)
class Need:
    """One ingredient of one planned meal. `amount` is 0.001 of `unit`; `mass` is in mg; either may be unknown."""

    name: str
    food: str | None
    amount: int | None
    unit: str | None
    mass: int | None
    aisle: str = OTHER
    used_in: str = ""


@dataclass(frozen=True)
class Item:
    """One line of the list, with what it is for."""

    name: str
    food: str | None
    parts: Parts
    aisle: str
    used_in: tuple[str, ...]


def aisle_of(category: str) -> str:
    """The aisle of a food by its category."""
    plain = category.casefold()
    if "chips" in plain or "crisps" in plain:
        return "Sugar and sweets"
    return next((aisle for aisle, words in _AISLES if any(word in plain for word in words)), OTHER)


def summed(needs: Iterable[Need]) -> tuple[Item, ...]:
    """One line for each food, in the order of the aisles. The first name that is met names it."""
    together: dict[str, list[Need]] = defaultdict(list)
    for need in needs:
        together[key_of(need.name, need.food)].append(need)
    items = [
        Item(
            some[0].name, some[0].food, parts_of(some), some[0].aisle,
            tuple(dict.fromkeys(need.used_in for need in some if need.used_in)),
        )
        for some in together.values()
    ]  # fmt: skip
    return tuple(sorted(items, key=lambda one: (place_of(one.aisle), one.name.casefold())))


def key_of(name: str, food: str | None) -> str:
    """What makes two ingredients one line: their food, else their name."""
    return food or f"name:{' '.join(name.casefold().split())}"


def place_of(aisle: str) -> int:
    """Where an aisle comes in the shop; one that nobody knows comes last."""
    return AISLES.index(aisle) if aisle in AISLES else len(AISLES)


def parts_of(needs: Sequence[Need]) -> Parts:
    """The amounts together: as pieces, spoons or millilitres where all are such, else by weight, else side by side.

    What is counted is rounded up to whole ones: nobody buys a third of an onion.
    """
    counted = [need for need in needs if need.amount is not None]
    if not counted:
        return ()
    names = {need.unit or "" for need in counted}
    if len(names) == 1:
        return _same_unit(sum(need.amount or 0 for need in counted), names.pop())
    kinds = {_kind(name) for name in names}
    if kinds == {"volume"}:
        return (_poured(counted),)
    masses = [need.mass for need in counted]
    if all(masses):
        return (_weighed(sum(mass or 0 for mass in masses)),)
    by_unit: dict[str, list[Need]] = defaultdict(list)
    for need in counted:
        by_unit[need.unit or ""].append(need)
    return tuple(part for unit, some in by_unit.items() for part in _same_unit(sum(n.amount or 0 for n in some), unit))


def _kind(unit: str) -> str:
    known = units.find(unit) if unit else None
    return known.kind if known is not None else "count"


def _same_unit(amount: int, unit: str) -> Parts:
    if unit in ("g", "kg"):
        return (_weighed(amount * (1 if unit == "g" else 1000)),)
    if unit in ("ml", "cl", "dl", "l"):
        return (_litres(amount * units.ratio(unit, "ml")),)
    if _kind(unit) in ("mass", "volume"):
        return ((amount, unit),)
    return ((math.ceil(Fraction(amount, AMOUNT)) * AMOUNT, unit),)


def _poured(needs: Sequence[Need]) -> tuple[int, str]:
    total = sum((need.amount or 0) * units.ratio(need.unit or "", "ml") for need in needs)
    if all(need.unit in _SPOONS for need in needs):
        for unit in ("cup", "tbsp"):
            if total >= units.ratio(unit, "ml") * AMOUNT / 4 or unit == "tbsp":
                return _rounded(total / units.ratio(unit, "ml"), AMOUNT // 4), unit
    return _litres(total)


def _litres(millilitres: Fraction | int) -> tuple[int, str]:
    if millilitres >= 1000 * AMOUNT:
        return _rounded(Fraction(millilitres) / 1000, AMOUNT // 20), "l"
    return _rounded(Fraction(millilitres), AMOUNT * (5 if millilitres >= 50 * AMOUNT else 1)), "ml"


def _weighed(milligrams: int) -> tuple[int, str]:
    """Rounded up: to grams, from 100 g to five, from a kilogram to ten."""
    if milligrams >= 1_000_000:
        return _rounded(Fraction(milligrams, 1000), 10), "kg"
    return _rounded(Fraction(milligrams), AMOUNT * (5 if milligrams >= 100_000 else 1)), "g"


def _rounded(value: Fraction, step: int) -> int:
    return max(math.ceil(value / step), 1) * step
