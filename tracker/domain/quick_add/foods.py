"""Reading food: [amount] [unit] name, with the amount before or after the name, and the meal anywhere around it.

Everything that is not understood belongs to the food's name, so nothing that was typed is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.quick_add.amounts import Amount, amount_at, amount_ending, plainly
from tracker.domain.quick_add.frame import Draft, Frame, When, take_back, take_front, take_marked_slot
from tracker.domain.quick_add.items import FoodItem, Part
from tracker.domain.quick_add.numbers import may_be_thousands, spellings
from tracker.domain.quick_add.tokens import Chunk, name_of, word_at
from tracker.domain.units import format_amount

_MOST = {"mass": 50_000, "volume": 50_000}
_MOST_PIECES = 1_000
"""More than 50 kg, 50 l or a thousand pieces at once is a slip of the finger."""
_MOST_APART = 40
"""Foods without amounts in one list."""
_ALSO_FOODS = frozenset({"bar", "roll", "patty", "fillet", "loaf"})
"""Units that name a food when no other name is there: 2 rolls."""


def read_food(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...]:
    """The food that the chunks name."""
    frame.family = "food"
    rest = take_front(frame, take_marked_slot(frame, chunks))
    recipe = word_at(rest, 0) == "recipe" and len(rest) > 1
    if recipe:
        frame.part("recipe", rest[:1], "recipe")
        rest = rest[1:]
    amount, names = _amount_and_name(frame, plainly(rest, frame.context.decimal_comma))
    name = name_of(frame.context.text, names)
    value, unit = (None, None) if amount is None else _settle(frame, amount)
    if not name and amount and amount.unit and amount.unit.name in _ALSO_FOODS:
        name, unit = amount.unit.name if amount.value <= 1 else amount.unit.plural, None
    if name:
        if names:
            frame.part("name", names, name)
    elif not frame.problems:
        _ask_what(frame, amount, value, unit)
    if not name:
        return ()
    if recipe and value is not None and unit is None:
        unit = "serving"
    pieces = _pieces(names)
    measured = len(pieces) - 1 if amount and names and amount.start > names[0].start else 0

    def draft(when: When) -> FoodItem:
        whole = FoodItem(name, value, unit, when.slot, when.day, when.time, when.planned, frame.span, recipe)
        return replace(whole, apart=_apart(frame, whole, pieces, measured))

    return (draft,)


def _ask_what(frame: Frame, amount: Amount | None, value: int | None, unit: str | None) -> None:
    """Ask what an amount is of; a number alone that has decimals is mostly a body weight: 81,4."""
    said = frame.context.text[amount.start : amount.end] if amount else ""
    if unit is None and re.fullmatch("[0-9]{2,3}[.,][0-9]{1,2}", said):
        place = (amount.start, amount.end) if amount else frame.span
        frame.ask(place, f"{said} of what? Type weight {said} for a body weight.", f"weight {said}")
    elif value:
        frame.ask(frame.span, f"{format_amount(value, unit, frame.context.decimal)} of what?")
    else:
        frame.ask(frame.span, "What was it?")


def _pieces(names: Sequence[Chunk]) -> list[list[Chunk]]:
    """The name cut at what may stand between foods; nothing where it does not, or there are very many."""
    pieces: list[list[Chunk]] = [[]]
    for chunk in names:
        if chunk.soft:
            pieces.append([])
        else:
            pieces[-1].append(chunk)
    pieces = [piece for piece in pieces if piece]
    return pieces if 1 < len(pieces) <= _MOST_APART else []


def _apart(frame: Frame, whole: FoodItem, pieces: Sequence[Sequence[Chunk]], measured: int) -> tuple[FoodItem, ...]:
    """A food for each piece; the amount belongs to the one it stands beside, number `measured`."""
    start, end = whole.span
    found = []
    for number, piece in enumerate(pieces):
        span = (start if number == 0 else piece[0].start, end if number == len(pieces) - 1 else piece[-1].end)
        one = replace(whole, name=name_of(frame.context.text, piece), span=span)
        found.append(one if number == measured else replace(one, amount=None, unit=None))
    return tuple(found)


def _amount_and_name(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Amount | None, list[Chunk]]:
    """The one amount of the food and the chunks of its name."""
    comma = frame.context.decimal_comma
    front = amount_at(chunks, 0, comma)
    head = list(chunks[: front.used]) if front else []
    rest = take_back(frame, chunks[len(head) :])
    back = amount_ending(rest, comma)
    if front and back and not back.unit:
        back = None  # 100 g omega 3
    if back is None:
        return front, rest
    rest = take_back(frame, rest[: -back.used])
    another = amount_ending(rest, comma)
    if another and another.unit:
        _ask_one(frame, another, back)
    if front is None:
        return back, rest
    if front.spelled and front.unit is None and front.value != 1:
        return back, [*head, *rest]  # five spice powder 1 tsp
    return _both(frame, front, back), rest


def _both(frame: Frame, front: Amount, back: Amount) -> Amount:
    """Two amounts: 1 can cola 330ml is one, 2x cola 330ml multiplies, anything else must be asked."""
    span = (front.start, front.end)
    second = frame.context.text[back.start : back.end]
    if front.times or (front.value == 1 and not front.measured):
        frame.parts.append(Part("times", *span, f"{front.value} ×"))
        return replace(back, value=back.value * front.value)
    if front.measured or front.choices:
        _ask_one(frame, back, front)
        return front
    if front.value.denominator == 1 and 1 < front.value < _MOST_PIECES:
        frame.ask(span, f"“{second}” each, or “{second}” in all?", f"{front.value}x", "")
    else:
        _ask_one(frame, front, back)
    return back


def _ask_one(frame: Frame, dropped: Amount, kept: Amount) -> None:
    """Asks which of two amounts is meant, offering to drop one."""
    said = frame.context.text
    sentence = f"“{said[kept.start : kept.end]}” or “{said[dropped.start : dropped.end]}”? A food has one amount."
    frame.ask((dropped.start, dropped.end), sentence, "")


def _settle(frame: Frame, amount: Amount) -> tuple[int | None, str | None]:
    """The amount in 0.001 of its unit; unknown, with a question, where it is ambiguous or cannot be meant."""
    unit = amount.unit.name if amount.unit else None
    value = to_fixed(amount.value, AMOUNT)
    amount = _of_thousands(frame, amount)
    most = _MOST.get(amount.unit.kind, _MOST_PIECES) if amount.unit else _MOST_PIECES
    if amount.choices or amount.value < 0:
        _ask_number(frame, amount)
    elif value == 0:
        frame.ask((amount.start, amount.end), "The amount is zero, so there is nothing to log.")
    elif amount.value * ((amount.unit and amount.unit.size) or 1) > most:
        said = frame.context.text[amount.start : amount.end]
        frame.ask((amount.start, amount.end), f"“{said}” is more than anyone eats at once.")
    else:
        understood = format_amount(value, unit, frame.context.decimal)
        frame.parts.append(Part("amount", amount.start, amount.end, understood))
        return value, unit
    return None, unit


def _of_thousands(frame: Frame, amount: Amount) -> Amount:
    """The amount with both readings of 1.000 g, whichever mark this person uses; not where only one can be eaten."""
    said = frame.context.text[amount.start : amount.number_end]
    most = _MOST.get(amount.unit.kind, _MOST_PIECES) if amount.unit else _MOST_PIECES
    if amount.choices or not may_be_thousands(said):
        return amount
    if amount.value * 1000 * ((amount.unit and amount.unit.size) or 1) > most:
        return amount
    return replace(amount, choices=spellings(said, frame.context.decimal_comma))


def _ask_number(frame: Frame, amount: Amount) -> None:
    said, span = frame.context.text[amount.start : amount.number_end], (amount.start, amount.number_end)
    if amount.value < 0:
        days = ("yesterday",) if amount.value == -1 and amount.unit is None else ()
        frame.ask(span, f"An amount cannot be negative, as {said} is.", said[1:], *days)
    else:
        frame.ask_which(span, amount.choices)
