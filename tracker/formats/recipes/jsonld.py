"""Recipes as schema.org describes them, read from JSON: a page's JSON-LD, Nextcloud Cookbook, Mealie, Tracker's own.

What other apps put in beside (a Mealie ingredient is a thing with a quantity, not a text) is understood too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.domain.recipes.found import FoundRecipe, Yield, read_yield
from tracker.formats.addresses import host
from tracker.formats.recipes.limits import MOST_LINES
from tracker.formats.recipes.plain import minutes, prose, summed, tags, text, texts

DEEPEST = 6


def recipes_in(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Every recipe in a JSON document: itself, in a list, in a @graph, or as what a page is about."""
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from recipes_in(one, depth + 1)
    elif isinstance(data, dict):
        if is_recipe(data):
            yield data
            return
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "recipes", "data", "items"):
            if key in data:
                yield from recipes_in(data[key], depth + 1)


def is_recipe(data: Any) -> bool:
    """Whether it is a recipe, by its type or by what recipes alone have."""
    if not isinstance(data, dict):
        return False
    kinds = data.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if any(isinstance(kind, str) and kind.rpartition("/")[2].casefold() == "recipe" for kind in kinds):
        return True
    return kinds == [None] and bool(text(data.get("name"))) and isinstance(data.get("recipeIngredient"), list)


def read(data: dict[str, Any]) -> FoundRecipe:
    """A recipe of such a document. What is missing or nonsense in it is left out."""
    return FoundRecipe(
        name=text(data.get("name"))[:300] or "Recipe",
        lines=_lines(data.get("recipeIngredient") or data.get("ingredients")),
        makes=made(data.get("recipeYield") or data.get("yield") or data.get("recipeServings")),
        steps=_steps(data.get("recipeInstructions")),
        cuisine=", ".join(texts(data.get("recipeCuisine")))[:60],
        tags=tags(data.get("recipeCategory"), data.get("keywords"), data.get("tags")),
        minutes=_minutes(data),
        notes=_notes(data),
        source=_source(data),
        photo_at=_photo(data.get("image")),
        language=text(data.get("inLanguage"))[:2].casefold(),
    )  # fmt: skip


def made(value: Any) -> Yield | None:
    """RecipeYield may be a number, a text, or several of both; one that names what it is says more."""
    found: list[Yield] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = f"{one.get('value', '')} {one.get('unitText', '')}"
        if isinstance(one, str | int | float) and not isinstance(one, bool):
            read_one = read_yield(str(one))
            if read_one is not None:
                found.append(read_one)
    return next((one for one in found if one.what), found[0] if found else None)


def _lines(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list):
        return ()
    lines: list[str] = []
    for one in value[:MOST_LINES]:
        if isinstance(one, dict):
            lines += _thing(one)
        elif text(one):
            lines.append(text(one))
    return tuple(line for line in lines if line)


def _thing(one: dict[str, Any]) -> list[str]:
    """An ingredient in parts, as Mealie writes it; `title` begins a group."""
    heading = text(one.get("title"))
    written = text(one.get("display")) or text(one.get("originalText")) or text(one.get("original_text"))
    if not written:
        unit, food = one.get("unit"), one.get("food")
        parts = (
            _number(one.get("quantity")),
            text(unit.get("name")) if isinstance(unit, dict) else text(unit),
            text(food.get("name")) if isinstance(food, dict) else text(food),
        )
        note = text(one.get("note"))
        written = " ".join(part for part in parts if part)
        written = f"{written}, {note}" if written and note else written or note or text(one.get("name"))
    return [*([f"{heading.rstrip(':')}:"] if heading else []), *([written] if written else [])]


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _steps(value: Any, depth: int = 0) -> str:
    """Text, HowToStep or HowToSection, in any nesting: a step a line, sections with their names."""
    if depth > DEEPEST:
        return ""
    if isinstance(value, dict):
        inside = value.get("itemListElement")
        if inside:
            name = text(value.get("name"))
            steps = _steps(inside, depth + 1)
            return f"{name.rstrip(':')}:\n{steps}" if name else steps
        title = text(value.get("title"))
        told = prose(value.get("text")) or prose(value.get("name"))
        return f"{title.rstrip(':')}:\n{told}" if title and told else told
    if isinstance(value, list):
        return "\n".join(step for step in (_steps(one, depth + 1) for one in value[:MOST_LINES]) if step)
    return prose(value)


def _minutes(data: dict[str, Any]) -> int | None:
    total = minutes(data.get("totalTime"))
    if total is not None:
        return total
    return summed(minutes(data.get(key)) for key in ("prepTime", "cookTime", "performTime"))


def _notes(data: dict[str, Any]) -> str:
    """The description, and the notes that Mealie keeps apart."""
    parts = [prose(data.get("description"))]
    listed = data.get("notes")
    parts += [
        ": ".join(part for part in (text(note.get("title")), prose(note.get("text"))) if part)
        for note in (listed if isinstance(listed, list) else [])
        if isinstance(note, dict)
    ]
    return "\n\n".join(part for part in parts if part)


def _source(data: dict[str, Any]) -> str:
    for key in ("url", "orgURL", "mainEntityOfPage", "isBasedOn", "@id"):
        value = data.get(key)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and host(value):
            return value[:2000]
    author = data.get("author")
    return ", ".join(texts(author if isinstance(author, list | dict) else [author]))[:200]


def _photo(value: Any) -> str:
    """The address of the first picture."""
    if isinstance(value, list):
        return next((found for found in map(_photo, value) if found), "")
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) and host(value) else ""
