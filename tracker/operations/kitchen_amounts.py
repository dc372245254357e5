"""What an ingredient's amount weighs: as `amounts`, and beyond it by the kitchen's own measures and rules of thumb.

A rule of thumb (a pinch, a handful, a cup of something whose density nobody wrote down) gives an estimate and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tracker.domain import units
from tracker.domain.fixed import AMOUNT
from tracker.domain.recipes.matching import stems
from tracker.operations import amounts
from tracker.store.kitchen import kitchen
from tracker.store.rows import Food, Portion

_MILLILITRES = {
    "pinch": Fraction(3, 10), "dash": Fraction(6, 10), "drop": Fraction(5, 100), "splash": Fraction(5),
    "drizzle": Fraction(5), "scoop": Fraction(60), "glass": Fraction(200), "mug": Fraction(300), "shot": Fraction(44),
    "ladle": Fraction(120), "spoonful": Fraction(15), "bowl": Fraction(300),
}  # fmt: skip
_GRAMS: dict[str, int | Fraction] = {
    "handful": 30, "sprig": Fraction(3, 2), "knob": 15, "thumb": 15, "bunch": 60, "can": 400, "tin": 400, "jar": 350,
    "sachet": 10, "leaf": Fraction(1, 2), "spray": 1, "hunk": 60, "stick": 113,
}  # fmt: skip
"""What kitchens mean with a measure where the food has none of its own."""
_PACKS = ("packet", "package", "sachet", "envelope", "pack", "bag")
_SAME = {
    **dict.fromkeys(_PACKS, _PACKS), "tin": ("can",), "rib": ("stalk",), "stalk": ("stalk", "rib"),
    "thumb": ("thumb", "knob"),
}  # fmt: skip
"""Measures that recipes call by other names."""
_RELATIVE = {"small": Fraction(7, 10), "medium": Fraction(1), "large": Fraction(13, 10)}
_DENSITIES = (
    (("spice", "herb"), Fraction(45, 100)),
    (("oil", "fat", "butter", "mayonnaise"), Fraction(92, 100)),
    (("milk", "cream", "yogurt", "drink", "beverage", "juice", "soup", "sauce", "dressing", "condiment", "wine", "beer",
      "liquor", "alcohol", "water", "tea", "coffee", "dips", "egg", "pudding"), Fraction(102, 100)),
    (("sugar", "syrup", "jam", "sweet"), Fraction(90, 100)),
    (("cheese",), Fraction(45, 100)),
    (("nut", "seed"), Fraction(55, 100)),
    (("bean", "lentil", "legume", "pea"), Fraction(75, 100)),
    (("grain", "pasta", "rice", "cereal", "flour", "breakfast", "oat"), Fraction(60, 100)),
    (("vegetable", "tomato", "potato", "onion", "mushroom", "salad", "lettuce", "pickle"), Fraction(60, 100)),
    (("fruit", "berr", "apple", "citrus"), Fraction(65, 100)),
    (("meat", "poultry", "beef", "pork", "chicken", "fish", "seafood", "sausage", "lamb", "turkey"), Fraction(60, 100)),
    (("bread", "bak", "cookie", "cracker", "cake", "snack", "chip"), Fraction(40, 100)),
)  # fmt: skip
"""Grams of a millilitre by words in a food's category: how it lies in a measuring cup, chopped or as it comes."""
_SEASONING = ("spice", "herb")
_SEASONINGS = frozenset({"tracker:salt", "tracker:black-pepper", "tracker:paprika-powder", "tracker:oregano-dried"})
_PINCH = 400
"""A pinch of a seasoning in mg (about 1/16 of a teaspoon of salt), where the food has none of its own."""


@dataclass(frozen=True)
class Weight:
    """A mass in mg; None where nobody knows. `about` says that a rule of thumb gave it."""

    mass: int | None
    about: bool = False


def weigh(food: Food, amount: int | None, unit: str | None, servings: int = AMOUNT) -> Weight:
    """What `amount` (0.001 of `unit`) of a food weighs.

    Without an amount a seasoning counts as a pinch for each of the `servings` (0.001): "salt to taste" is not nothing.
    """
    if amount is None:
        return Weight(round(_pinch(food) * Fraction(servings, AMOUNT)), about=True) if _seasons(food) else Weight(None)
    sized = units.sized(unit or "")
    if sized is not None:
        return weigh(food, round(Fraction(sized.holds * amount, AMOUNT)), sized.unit)
    if not unit or unit == "piece":
        return _counted(food, amount)
    own = kitchen().measures.get(food.id, {})
    unit = next((one for one in _SAME.get(unit, ()) if one in own), unit)
    if unit in own and units.find(unit) is not None and amounts.portion_named(food, unit) is None:
        return Weight(round(Fraction(amount * own[unit], AMOUNT)))
    known = units.find(unit)
    if known is not None and known.kind == "volume":
        return _poured(food, amount, known)
    mass = amounts.mass_of(food, amount, unit)
    if mass is not None:
        return Weight(mass)
    return _by_thumb(food, amount, unit)


def _counted(food: Food, amount: int) -> Weight:
    """So many of it: what the kitchen calls one, or the portion that is the food itself."""
    own = kitchen().measures.get(food.id, {})
    if "piece" in own:
        return Weight(round(Fraction(amount * own["piece"], AMOUNT)))
    whole = next((one for one in food.portions if _is_one(food, one)), None)
    if whole is not None:
        return Weight(round(Fraction(amount * whole.mass, AMOUNT)))
    first = next((one for one in food.portions if _countable(one)), None)
    return Weight(round(Fraction(amount * first.mass, AMOUNT)), about=True) if first else Weight(None)


def _is_one(food: Food, portion: Portion) -> bool:
    name = portion.name.casefold()
    return name in ("piece", "medium", "whole", "each") or set(stems(name)) <= set(stems(food.name))


def _countable(portion: Portion) -> bool:
    named = units.find(portion.name.split()[0])
    return named is None or (
        named.kind == "household" and portion.name.casefold() not in ("serving", "portion", "bowl")
    )


def _poured(food: Food, amount: int, unit: units.Unit) -> Weight:
    """A volume: by the food's own volume portion, the kitchen's, or how foods of its kind lie in a cup."""
    mass = amounts.mass_of(food, amount, unit.name)
    if mass is not None:
        return Weight(mass)
    assert unit.size is not None
    for name, grams in kitchen().measures.get(food.id, {}).items():
        measure = units.find(name)
        if measure is not None and measure.kind == "volume" and measure.size is not None:
            return Weight(round(amount * unit.size * grams / (measure.size * AMOUNT)))
    density = _density(food)
    return Weight(None) if density is None else Weight(round(amount * unit.size * density), about=True)


def _by_thumb(food: Food, amount: int, unit: str) -> Weight:
    if unit in _RELATIVE:
        one = _counted(food, amount)
        return Weight(None if one.mass is None else round(one.mass * _RELATIVE[unit]), about=True)
    if unit == "pinch" and _seasons(food):
        return Weight(round(Fraction(amount * _pinch(food), AMOUNT)))
    if unit in _MILLILITRES:
        poured = _poured(food, round(amount * _MILLILITRES[unit]), units.named("ml"))
        return Weight(poured.mass, about=True)
    if unit in _GRAMS:
        return Weight(round(amount * Fraction(_GRAMS[unit])), about=True)
    return Weight(None)


def _density(food: Food) -> Fraction | None:
    category = food.category.casefold()
    for words, density in _DENSITIES:
        if any(word in category for word in words):
            return density
    return None


def _seasons(food: Food) -> bool:
    category = food.category.casefold()
    return food.id in _SEASONINGS or any(word in category for word in _SEASONING)


def _pinch(food: Food) -> int:
    return kitchen().measures.get(food.id, {}).get("pinch", _PINCH)
