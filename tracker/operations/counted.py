"""What a number counts that was said of a food without a unit: eggs, servings, slices, a whole pizza."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.fixed import AMOUNT
from tracker.domain.units import format_amount
from tracker.errors import BadInput
from tracker.operations import amounts
from tracker.operations.entries import Wanted
from tracker.store.database import Store
from tracker.store.queries import foods
from tracker.store.rows import Food

_CUT = frozenset({"slice", "wedge"})
"""Portions that are parts of a whole."""


def checked(store: Store, wanted: Wanted, title: str) -> Wanted:
    """The amount made definite: a bare number counts the food's own portion, or servings of a recipe."""
    if wanted.source_kind == "recipe":
        return replace(wanted, unit=wanted.unit or ("serving" if wanted.amount is not None else None))
    food = foods.food(store, wanted.source or "")
    if food is None or wanted.amount is None:
        return replace(wanted, unit=wanted.unit if wanted.amount is not None else None)
    unit = wanted.unit if wanted.unit is not None else _counted(food, wanted.amount)
    if amounts.mass_of(food, wanted.amount, unit) is None:
        known = ", ".join(portion.name for portion in food.portions)
        hint = f"Use grams, or one of its portions: {known}." if known else "Use grams."
        raise BadInput(f"Tracker does not know what {_one(unit)} of {title} weighs.", hint)
    return replace(wanted, unit=unit)


def _one(unit: str) -> str:
    return f"one {unit}" if unit else "one piece"


def _counted(food: Food, amount: int) -> str:
    """What a bare number counts: the food's first portion, but of what is cut in slices the whole, where that is known.

    Raises:
        BadInput: a part of one is meant, and nobody knows what a whole one weighs.
    """
    names = [portion.name for portion in food.portions]
    if not names or names[0] not in _CUT:
        return names[0] if names else ""
    if "whole" in names:
        return "whole"
    if amount % AMOUNT and "toast" not in food.name.casefold():
        piece = format_amount(amount, names[0])
        hint = f"Write {piece} {food.name.casefold()}, or grams."
        raise BadInput(f"Tracker does not know what a whole {food.name} weighs, only a {names[0]}.", hint)
    return names[0]
