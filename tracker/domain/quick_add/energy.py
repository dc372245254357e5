"""Reading energy without a food: quick 450kcal p30 c40 f18 lunch, pizza 800kcal, 1900kJ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.fixed import ENERGY, MACRO, to_fixed
from tracker.domain.quick_add.frame import Draft, Frame, When, take_back, take_front, take_marked_slot
from tracker.domain.quick_add.items import QuickEnergy, Typed
from tracker.domain.quick_add.quantities import Quantity, keyed_at, quantity_at, settled
from tracker.domain.quick_add.tokens import Chunk, name_of, word_at
from tracker.domain.units import convert, format_number

_KCAL = ("kcal", "cal", "cals", "calories", "kilocalories")
_KJ = ("kj", "kilojoules")
_MACROS = {
    "protein": ("protein", "p"),
    "carbs": ("carbs", "carb", "carbohydrates", "c"),
    "fat": ("fat", "f"),
}
_KCAL_PER_GRAM = {"protein": 4, "carbs": 4, "fat": 9}
_FAR_MORE, _LEAST_MORE = 1.5, 50
"""Fiber and sweeteners count as carbs and have less energy, and labels round."""
_MOST_ENERGY = 20_000
"""kcal in one item."""
_MOST_MACRO = 2_000
"""g of one macronutrient in one item."""


def energy_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Quantity | None:
    """The energy that begins at chunk `index`, or None."""
    return quantity_at(chunks, index, decimal_comma, *_KCAL, *_KJ)


def macro_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> tuple[str, Quantity] | None:
    """The macronutrient and its grams that begin at chunk `index`: p30, protein 30g, 30g protein, 30p."""
    for name, keys in _MACROS.items():
        after = quantity_at(chunks, index, decimal_comma, "g", "")
        following = index + (len(after.chunks) if after else 0)
        if after and word_at(chunks, following) in keys:
            said = (*after.chunks, chunks[following])
            return name, Quantity(after.readings, after.number, after.unit, said)
        found = keyed_at(chunks, index, decimal_comma, *keys) or quantity_at(chunks, index, decimal_comma, *keys)
        if found:
            return name, found
    return None


def is_energy(chunks: Sequence[Chunk], decimal_comma: bool) -> bool:
    """Whether the chunks say an energy, or begin with “quick” and say a macronutrient."""
    quick = "quick" in (chunk.word for chunk in chunks)
    return any(
        energy_at(chunks, index, decimal_comma) or (quick and macro_at(chunks, index, decimal_comma))
        for index in range(len(chunks))
    )


def read_energy(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...]:
    """The energy and macronutrients that the chunks say; the other words are its title."""
    frame.family = "food"
    comma = frame.context.decimal_comma
    energy: Quantity | None = None
    macros: dict[str, int] = {}
    left: list[Chunk] = []
    index = 0
    while index < len(chunks):
        found = None if energy else energy_at(chunks, index, comma)
        macro = macro_at(chunks, index, comma)
        if found:
            energy = found
        elif macro and macro[0] not in macros:
            name, found = macro
            macros[name] = _grams(frame, name, found)
        else:
            left.append(chunks[index])
        index += len(found.chunks) if found else 1
    kcal = None if energy is None else _kcal(frame, energy)
    if energy and _apart(left, energy):
        frame.ask(
            (left[-1].start, energy.chunks[-1].end),
            f"Is {left[-1].word} {energy.number} one number?",
            f"{left[-1].word}{energy.number} {energy.unit}",
        )
        return ()
    title = _title(frame, left)
    if kcal is not None and not frame.problems:
        _ask_too_little(frame, kcal, macros)
    if kcal == 0 and not title:
        frame.ask(frame.span, "The energy is zero, so there is nothing to log.")
        return ()
    typed = Typed(energy.number, "kJ" if energy.unit in _KJ else "kcal") if energy else None
    return (_draft(frame, title, kcal, macros, typed),)


def _apart(left: Sequence[Chunk], energy: Quantity) -> bool:
    """Whether the energy may be one number with a space in it: 1 200 kcal."""
    if not left or energy.chunks[0].start - left[-1].end != 1:
        return False
    return bool(re.fullmatch("[1-9][0-9]?", left[-1].word) and re.fullmatch("[0-9]{3}", energy.number))


def _ask_too_little(frame: Frame, kcal: int, macros: dict[str, int]) -> None:
    """Asks where protein, carbs and fat have far more energy than was said: a digit or a unit was missed."""
    held = sum(_KCAL_PER_GRAM[name] * grams for name, grams in macros.items()) / MACRO
    if held > kcal / ENERGY * _FAR_MORE + _LEAST_MORE:
        names = " and ".join(", ".join(macros).rsplit(", ", 1))
        frame.ask(
            frame.span, f"{held:.0f} kcal are in so much {names}, but {kcal / ENERGY:.0f} kcal is said. Which is wrong?"
        )


def _draft(frame: Frame, title: str, kcal: int | None, macros: dict[str, int], typed: Typed | None) -> Draft:
    def draft(when: When) -> QuickEnergy:
        protein, carbs, fat = (macros.get(name) for name in _MACROS)
        frame_of = (when.slot, when.day, when.time, when.planned, frame.span)
        return QuickEnergy(title, kcal, protein, carbs, fat, *frame_of, typed)

    return draft


def _title(frame: Frame, left: Sequence[Chunk]) -> str:
    rest = take_back(frame, take_front(frame, take_marked_slot(frame, left)))
    if rest and rest[0].word == "quick":
        frame.part("quick", rest[:1], "energy only")
        rest = take_front(frame, rest[1:])
    title = name_of(frame.context.text, rest)
    if title:
        frame.part("name", rest, title)
    return title


def _kcal(frame: Frame, energy: Quantity) -> int:
    plain = re.sub("[.,]", "", energy.number)
    # Nobody tells thousandths of a kcal, whatever the decimal mark is: 1.500 kcal are thousands.
    number = Fraction(plain) if re.fullmatch("[1-9][0-9]?[.,][0-9]{3}", energy.number) else settled(frame, energy)
    kcal = convert(number, "kJ", "kcal") if energy.unit in _KJ else number
    if kcal > _MOST_ENERGY:
        frame.ask(_span(energy), f"{energy.number} {energy.unit} is more than anyone eats at once.")
    value = to_fixed(kcal, ENERGY)
    frame.part("energy", energy.chunks, f"{_decimal(frame, kcal)} kcal")
    return value


def _grams(frame: Frame, name: str, found: Quantity) -> int:
    grams = settled(frame, found)
    if grams > _MOST_MACRO:
        frame.ask(_span(found), f"{found.number} g of {name} is more than anyone eats at once.")
    frame.part(name, found.chunks, f"{_decimal(frame, grams)} g {name}")
    return to_fixed(grams, MACRO)


def _decimal(frame: Frame, value: Fraction) -> str:
    """A number for a chip, to one decimal."""
    return format_number(to_fixed(value, 10) * 100, frame.context.decimal)


def _span(found: Quantity) -> tuple[int, int]:
    return found.chunks[0].start, found.chunks[-1].end
