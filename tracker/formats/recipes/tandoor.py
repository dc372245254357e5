"""A recipe of Tandoor's export: JSON whose steps hold the ingredients, with a picture beside it."""

from __future__ import annotations

from typing import Any

from tracker.domain.recipes.found import FoundRecipe, Yield, read_yield
from tracker.formats.addresses import host
from tracker.formats.recipes.limits import MOST_LINES
from tracker.formats.recipes.plain import prose, summed, tags, text


def is_recipe(data: Any) -> bool:
    """Whether it is one of Tandoor's."""
    return isinstance(data, dict) and bool(text(data.get("name"))) and isinstance(data.get("steps"), list)


def read(data: dict[str, Any], photo: bytes = b"") -> FoundRecipe:
    """One recipe."""
    steps = [step for step in data["steps"] if isinstance(step, dict)]
    address = text(data.get("source_url"))
    return FoundRecipe(
        name=text(data["name"])[:300],
        lines=tuple(line for step in steps for line in _lines(step, headed=len(steps) > 1))[:MOST_LINES],
        makes=_makes(data),
        steps="\n".join(told for told in map(_told, steps) if told),
        tags=tags(data.get("keywords")),
        minutes=summed(_minutes(data.get(key)) for key in ("working_time", "waiting_time")),
        notes=prose(data.get("description")),
        source=address if host(address) else "",
        photo=photo,
    )


def _makes(data: dict[str, Any]) -> Yield | None:
    servings = data.get("servings")
    if isinstance(servings, bool) or not isinstance(servings, int | float) or servings <= 0:
        return None
    return read_yield(f"{servings:g} {text(data.get('servings_text'))}")


def _minutes(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _told(step: dict[str, Any]) -> str:
    name, told = text(step.get("name")), prose(step.get("instruction"))
    return f"{name.rstrip(':')}:\n{told}" if name and told else told or name


def _lines(step: dict[str, Any], *, headed: bool) -> list[str]:
    listed = step.get("ingredients")
    found = [_line(one) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    lines = [line for line in found if line]
    name = text(step.get("name"))
    return [f"{name.rstrip(':')}:", *lines] if headed and name and lines else lines


def _line(one: dict[str, Any]) -> str:
    """Amount, unit, food and note in one line; a header is a heading."""
    food, unit, note = _name(one.get("food")), _name(one.get("unit")), text(one.get("note"))
    if one.get("is_header"):
        heading = note or food
        return f"{heading.rstrip(':')}:" if heading else ""
    amount = one.get("amount")
    counted = (
        isinstance(amount, int | float) and not isinstance(amount, bool) and amount > 0 and not one.get("no_amount")
    )
    number = f"{amount:.3f}".rstrip("0").rstrip(".") if counted else ""
    line = " ".join(part for part in (number, unit if number else "", food) if part)
    return f"{line} ({note})" if line and note else line or note


def _name(value: object) -> str:
    return text(value.get("name")) if isinstance(value, dict) else text(value)
