"""A value that a person typed in place of both versions of a contested one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from tracker.domain import units
from tracker.domain.fixed import AMOUNT, proportion, to_fixed
from tracker.domain.nutrients import BY_KEY, CORE
from tracker.errors import BadInput
from tracker.store.collections import Field
from tracker.sync.parts import Part
from tracker.sync.places import Place

_NUMBER = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?|[.,]\d+)\s*(.*?)\s*")
_TYPED = ("text", "prose", "integer", "choice", "day", "set")


@dataclass(frozen=True)
class Own:
    """What was typed."""

    text: str


def editable(place: Place) -> bool:
    """Whether a value of one's own can be typed there."""
    if place.part is None:
        return False
    if place.key is not None:
        return place.key in BY_KEY
    if place.part.field is not None:
        return place.part.field.kind in _TYPED
    return {"amount", "unit"} <= {field.name for field in place.part.fields}


def read(place: Place, own: Own, present: Any) -> Any:
    """The value that `own` means.

    Args:
        place: where it is to stand.
        own: what was typed.
        present: what stands there on this device; an amount's nutrition is scaled from it.

    Raises:
        BadInput: the text is no such value; the sentence says what would be.
    """
    if place.part is None or not editable(place):
        raise BadInput("This cannot be typed.", "Choose one of the two versions.")
    if place.key is not None:
        known = BY_KEY[place.key]
        return _number(own.text, known.scale, known.unit, known.label)
    if place.part.field is not None:
        return _field(place.part.field, own.text)
    return _amount(place.part, own.text, present)


def _field(field: Field, text: str) -> Any:
    if field.kind == "integer":
        return _number(text, field.scale, field.unit, field.label)
    if field.kind == "set":
        return sorted({member.strip() for member in text.split(",") if member.strip()})
    if field.kind == "choice":
        return _choice(field, text)
    if field.kind == "day":
        try:
            return date.fromisoformat(text.strip()).isoformat()
        except ValueError as error:
            raise BadInput(f"“{text}” is not a day.", "Type it as 2026-11-21.") from error
    return text if field.kind == "prose" else text.strip()


def lacks_unit(place: Place, own: Own) -> bool:
    """Whether energy was typed without its unit, which somebody who reads kJ may mean in kJ."""
    field = place.part.field if place.part is not None else None
    return field is not None and field.unit == "kcal" and bool(own.text.strip()) and not _split(own.text)[1]


def _choice(field: Field, text: str) -> str:
    wanted = text.strip().casefold()
    for key, label in dict(field.choices).items():
        if wanted in (key.casefold(), label.casefold()):
            return key
    raise BadInput(f"“{text}” is not a choice for {field.label}.", f"Use {', '.join(dict(field.choices).values())}.")


def _split(text: str) -> tuple[Decimal, str]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise BadInput(f"“{text}” is not a number.", "Type a number, such as 250.")
    try:
        return Decimal(found[1].replace(",", ".")), found[2]
    except InvalidOperation as error:
        raise BadInput(f"“{text}” is not a number.", "Type a number, such as 250.") from error


def _number(text: str, scale: int, unit: str, label: str) -> int | None:
    if not text.strip() or text.strip() == "—":
        return None
    number, said = _split(text)
    if unit == "kcal" and said.casefold() == "kj":
        return to_fixed(Fraction(number) / units.KILOJOULES_PER_KILOCALORIE, scale)
    if said and said.casefold() != unit.casefold():
        raise BadInput(f"{label} is in {unit or 'numbers without a unit'}.", "Type it so.")
    return to_fixed(number, scale)


def _amount(part: Part, text: str, present: Any) -> dict[str, Any]:
    """The group with another amount; what depends on the amount goes with it."""
    if not isinstance(present, Mapping):
        raise BadInput("There is no amount here to change.", "Choose the other version.")
    number, said = _split(text)
    amount, unit = to_fixed(number, AMOUNT), said or present.get("unit")
    if amount <= 0:
        raise BadInput("An amount must be more than nothing.", "Type a larger one.")
    before = present.get("amount")
    changed = {**present, "amount": amount, "unit": unit}
    if not before:
        return changed
    factor = Fraction(amount, before) * _ratio(unit, present.get("unit"))
    for field in part.fields:
        if field.name in ("mass", *CORE):
            changed[field.name] = proportion(present.get(field.name), factor.numerator, factor.denominator)
        elif field.name == "nutrients":
            changed["nutrients"] = {
                key: round(value * factor) for key, value in (present.get("nutrients") or {}).items()
            }
    return changed


def _ratio(unit: str | None, before: str | None) -> Fraction:
    if (unit or "") == (before or ""):
        return Fraction(1)
    return units.ratio(unit or "", before or "")
