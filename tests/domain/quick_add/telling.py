"""What a parse says, in one short line an item, so that a table of examples stays readable."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from tracker.domain.quick_add.items import Item, LocalMoment, Parsed, Typed
from tracker.domain.quick_add.parse import parse

SATURDAY = date(2026, 11, 21)
NOW = LocalMoment(SATURDAY, 10 * 60)
SLOTS = ("Breakfast", "Second breakfast", "Lunch", "Dinner", "Snacks")


def read(text: str, decimal_comma: bool = False) -> Parsed:
    """The text as read on Saturday 21 November 2026 at 10:00."""
    return parse(text, NOW, SLOTS, decimal_comma)


def told(parsed: Parsed) -> list[str]:
    """Each item as its type and the fields that say something, each question as ? with its choices."""
    questions = [f"? {' | '.join(problem.choices) or problem.sentence}" for problem in parsed.problems]
    return [tell(item) for item in parsed.items] + questions


def tell(item: Item) -> str:
    """One item: the type, then field=value for all but what is empty, today, the span and its parts."""
    said = [type(item).__name__]
    for field in fields(item):
        value = getattr(item, field.name)
        today = field.name == "day" and value == SATURDAY
        if field.name in ("span", "apart") or today or value is None or value is False or value == "":
            continue
        if isinstance(value, Typed):
            value = f"{value.text} {value.unit}".strip()
        said.append(f"{field.name}={value}")
    return " ".join(said)
