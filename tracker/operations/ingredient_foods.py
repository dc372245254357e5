"""Which food a line of a recipe most likely means: what the person chose before, the kitchen's words, the catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracker.domain.fixed import AMOUNT
from tracker.domain.recipes.line import IngredientText
from tracker.domain.recipes.matching import LIKELY, Guess, of_catalogue, stems
from tracker.operations.kitchen_amounts import weigh
from tracker.operations.recipes import Line
from tracker.store.database import Store
from tracker.store.kitchen import kitchen
from tracker.store.queries import recipes as queries
from tracker.store.queries.foods import foods
from tracker.store.rows import Hit
from tracker.store.search import search

LOOKED_AT = 12
"""How many of the search's hits are judged."""


def guess(store: Store, line: IngredientText, language: str = "") -> Guess | None:
    """The food that a line most likely means; None where nothing is likely.

    Args:
        store: the profile.
        line: the line as read.
        language: of the recipe as two letters, where it is known.
    """
    if line.heading:
        return None
    chosen = queries.food_chosen_for(store, line.name)
    if chosen:
        return Guess(chosen, 100.0)
    best: Guess | None = None
    for name in _named(line):
        for found in (kitchen().phrases.best(name, language), _searched(store, name)):
            if found is not None and (best is None or found.points > best.points):
                best = found
            if best is not None and best.settled:
                return best
    return best if best is not None and best.points >= LIKELY else None


def _named(line: IngredientText) -> Iterator[str]:
    """The names to look for; what comes in a can is looked for as canned food first."""
    unit = line.unit or ""
    if unit.partition(" ")[0] in ("can", "tin") and line.foods and "canned" not in line.foods[0].casefold():
        name = f"canned {line.foods[0]}"
        if (found := kitchen().phrases.best(name)) is not None and found.sure:
            yield name
    yield from line.foods


def _searched(store: Store, name: str) -> Guess | None:
    """The best of what the search of foods puts up for the whole name, else for its last words."""
    words = stems(name)
    if not words:
        return None
    text = name
    hits: list[Hit] = search(store, text, kind="food", limit=LOOKED_AT)
    if not hits and len(words) > 1:
        hits = search(store, words[-1], kind="food", limit=LOOKED_AT)
    judged: list[tuple[float, int, str]] = []
    for hit, synonyms, category in queries.names_of_foods(store, hits):
        own = not hit.id.startswith(("tracker:", "usda:"))
        points = of_catalogue(words, hit.title, synonyms, category, everyday=own or hit.id.startswith("tracker:"))
        judged.append((min(points, 100.0), -len(judged), hit.id))
    if not judged:
        return None
    points, _, food = max(judged)
    return Guess(food, points)


def foods_for(store: Store, name: str, limit: int = 6) -> list[Hit]:
    """The foods that an ingredient's name may mean, best first: the one that is guessed, then what the search has."""
    line = IngredientText(name)
    found = guess(store, line)
    known = foods(store, [found.food]).get(found.food) if found else None
    hits = [Hit("food", known.id, known.name, known.category)] if known else []
    for text in dict.fromkeys((name, *line.foods, *[one.split()[-1] for one in line.foods[:1]])):
        more = search(store, text, kind="food", limit=limit)
        hits += [hit for hit in more if hit.id not in {one.id for one in hits}]
        if len(hits) >= limit:
            break
    return hits[:limit]


def matched(store: Store, line: IngredientText, language: str = "", servings: int = AMOUNT) -> Line:
    """A line as read, with the food it most likely means and, of two amounts, the one that has a weight."""
    if line.question or line.heading:
        return Line(line.name)
    found = guess(store, line, language)
    if found is None:
        return Line(line.name, line.amount, line.unit)
    plain = Line(line.name, line.amount, line.unit, found.food, guessed=not found.sure)
    food = foods(store, [found.food]).get(found.food)
    if food is None or line.also is None or weigh(food, line.amount, line.unit, servings).mass is not None:
        return plain
    value, unit = line.also
    return replace(plain, amount=value, unit=unit) if weigh(food, value, unit, servings).mass is not None else plain
