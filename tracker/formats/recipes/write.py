"""Recipes as schema.org describes them, for any other app to read: a JSON document of one recipe or of several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

MARK = '"@context": "https://schema.org",'
"""What the head of such a document says."""


@dataclass(frozen=True)
class WrittenRecipe:
    """A recipe ready to be written: lines as people read them, numbers of a serving in g, mg and kcal."""

    name: str
    lines: Sequence[str]
    makes: str
    steps: Sequence[str] = ()
    cuisine: str = ""
    tags: Sequence[str] = ()
    minutes: int | None = None
    notes: str = ""
    source: str = ""
    nutrition: dict[str, str] = field(default_factory=dict)


def to_json(recipes: Sequence[WrittenRecipe]) -> str:
    """The document; one recipe stands alone, several in a list."""
    documents = [_document(one) for one in recipes]
    return json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=1) + "\n"


def _document(one: WrittenRecipe) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "Recipe", "name": one.name, "recipeYield": one.makes,
        "recipeIngredient": list(one.lines),
        "recipeInstructions": [{"@type": "HowToStep", "text": step} for step in one.steps],
        "recipeCuisine": one.cuisine, "keywords": ", ".join(one.tags), "description": one.notes,
        "totalTime": "" if one.minutes is None else f"PT{one.minutes}M",
        "url": one.source if one.source.startswith("http") else "",
        "author": "" if one.source.startswith("http") else one.source,
        "nutrition": {"@type": "NutritionInformation", **one.nutrition} if one.nutrition else None,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}
