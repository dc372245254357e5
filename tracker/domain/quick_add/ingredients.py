"""Reading one line of a recipe: 600 g chicken breast, 2 large eggs, a pinch of salt, olive oil 3 tbsp.

Unlike the quick-add line it knows no meals, days or workouts: what is no amount is the ingredient's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.quick_add.amounts import Amount, amount_at, amount_ending
from tracker.domain.quick_add.tokens import Chunk, chunks_of, name_of


@dataclass(frozen=True)
class IngredientText:
    """An ingredient as read.

    Args:
        name: what it is; the whole line where there is a question.
        amount: 0.001 of `unit`; None where no amount is given.
        unit: None for a plain count.
        question: what must be made clear first, as a sentence.
    """

    name: str
    amount: int | None = None
    unit: str | None = None
    question: str = ""


def read_ingredient(text: str, decimal_comma: bool = False) -> IngredientText:
    """The amount, unit and name in one line; its amount stands before or after the name.

    Args:
        text: one line.
        decimal_comma: whether the person's decimal separator is a comma; the other one is understood too.
    """
    line = " ".join(text.split())
    chunks = chunks_of(line)
    amount, names = _amount_and_name(chunks, decimal_comma)
    if amount is None:
        return IngredientText(line)
    if amount.choices:
        return IngredientText(line, question=f"Which amount: {' or '.join(amount.choices)}?")
    value = to_fixed(amount.value, AMOUNT)
    if value <= 0:
        return IngredientText(line, question="An amount is more than nothing.")
    name, unit = name_of(line, names), amount.unit
    if not name and unit and unit.kind == "household":  # 2 rolls
        return IngredientText(unit.name if amount.value <= 1 else unit.plural, value)
    if not name:
        return IngredientText(line, question=f"{line} of what?")
    return IngredientText(name, value, unit.name if unit else None)


def _amount_and_name(chunks: Sequence[Chunk], comma: bool) -> tuple[Amount | None, Sequence[Chunk]]:
    front, back = amount_at(chunks, 0, comma), amount_ending(chunks, comma)
    if front and not (back and back.unit and front.spelled and front.unit is None):  # five spice powder 1 tsp
        return front, chunks[front.used :]
    return back, chunks[: len(chunks) - back.used] if back else chunks
