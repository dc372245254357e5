"""Recipes as others write them, small and made up, for the tests of reading them."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from tracker.formats.glimpse import glimpse
from tracker.formats.recipes import files
from tracker.formats.recipes.files import Found

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one dot, as PNG."""
SOUP: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "Recipe", "name": "Tomato soup", "recipeYield": ["4", "4 servings"],
    "recipeIngredient": ["1 (14 oz) can tomatoes", "2 onions", "salt to taste"],
    "recipeInstructions": [
        {
            "@type": "HowToSection", "name": "Base",
            "itemListElement": [{"@type": "HowToStep", "text": "Fry the onions."}],
        },
        {"@type": "HowToStep", "text": "Simmer for 20&nbsp;minutes."},
    ],
    "recipeCuisine": "Italian", "recipeCategory": ["Soup"], "keywords": "quick, winter", "totalTime": "PT35M",
    "description": "<p>Warm.</p>", "url": "https://example.org/soup", "image": "https://example.org/soup.jpg",
}  # fmt: skip
_GRAPH = {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, SOUP]}
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Soup</title>
<link rel="canonical" href="https://example.org/soup">
<script type="application/ld+json">{json.dumps(_GRAPH)}</script></head>
<body><h1>Tomato soup</h1></body></html>"""
PAPRIKA = {
    "name": "Frittata", "ingredients": "3 Eier\n1 Zwiebel\n\nSalz", "directions": "Braten.", "servings": "2",
    "source_url": "http://example.org/frittata", "categories": ["Schnell"], "cook_time": "20 min", "prep_time": "1 h",
    "photo_data": base64.b64encode(PIXEL).decode(), "notes": "Gut.",
}  # fmt: skip
TANDOOR = {
    "name": "Chili", "servings": 6, "servings_text": "bowls", "working_time": 20, "waiting_time": 60,
    "keywords": [{"name": "hot"}], "source_url": None, "description": "Warm.",
    "steps": [
        {
            "name": "Meat", "instruction": "Brown it.",
            "ingredients": [
                {"food": {"name": "beef"}, "unit": {"name": "lb"}, "amount": 2.0, "note": "907 g"},
                {"food": None, "unit": None, "amount": 0, "note": "Spices", "is_header": True},
                {"food": {"name": "salt"}, "unit": None, "amount": 0, "no_amount": True, "note": ""},
            ],
        },
        {"name": "", "instruction": "Wait.", "ingredients": []},
    ],
}  # fmt: skip
MEALIE = {
    "name": "Pancakes", "slug": "pancakes", "recipeYield": "12 pancakes", "orgURL": "https://example.org/pancakes",
    "recipeIngredient": [
        {"title": "Batter", "quantity": 1.5, "unit": {"name": "cup"}, "food": {"name": "flour"}, "note": "sifted"},
        {"quantity": 2, "unit": None, "food": {"name": "eggs"}, "display": "2 eggs"},
    ],
    "recipeInstructions": [{"title": "", "text": "Mix."}, {"text": "Fry."}], "tags": [{"name": "sweet"}],
    "notes": [{"title": "Tip", "text": "Rest it."}], "prepTime": "PT10M", "performTime": "PT15M",
}  # fmt: skip
PLAN_TO_EAT = (
    "Title,Course,Cuisine,Source,Url,Prep Time,Cook Time,Total Time,Servings,Yield,Ingredients,Directions,Tags\n"
    'Beans,Main Course,Mexican,Grandma,,10,20,30,4,,"2 itm onions\n, For the top\n1 cup cheese","Cook.\nServe.",Cheap\n'
    ",,,,,,,,,,,,\n"
)


def archive(path: Path, members: dict[str, bytes | str]) -> Path:
    """An archive with these files."""
    path.write_bytes(packed(members))
    return path


def packed(members: dict[str, bytes | str]) -> bytes:
    """The bytes of an archive with these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return buffer.getvalue()


def paprika(**changed: Any) -> bytes:
    """One recipe as Paprika packs it."""
    return gzip.compress(json.dumps({**PAPRIKA, **changed}).encode())


def read(path: Path) -> list[Found]:
    """Every recipe of a file, and what was refused of it."""
    return list(files.read(path, glimpse(path)))
