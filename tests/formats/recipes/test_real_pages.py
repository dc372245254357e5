"""Pages of forty-five sites as they were saved: title, servings and ingredients equal what their own readers expect."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.formats.recipes.pages import read
from tracker.domain.fixed import AMOUNT
from tracker.domain.recipes.found import FoundRecipe
from tracker.formats.recipes.page import read_page

ROOTS = Path(__file__).resolve().parents
DATA = next((path / "shared/data/recipes" for path in ROOTS if (path / "shared/data/recipes").is_dir()), Path("none"))
PAGES = sorted(DATA.glob("html/*.html"))
OTHERS = [*sorted(DATA.glob("exports/*")), *sorted(DATA.glob("jsonld/*"))]

pytestmark = pytest.mark.skipif(not PAGES, reason="the real pages are not here")


def expected(page: Path) -> tuple[str, str | None, list[str]]:
    told = json.loads(page.with_suffix(".expected.json").read_text("utf-8"))
    makes = told.get("yields")
    return told["title"], f"{makes} servings" if str(makes).isdecimal() else makes, told["ingredients"]


def found(page: Path) -> tuple[str, str | None, list[str]]:
    recipe = read_page(page.read_bytes(), name=page.name)
    makes = recipe.makes
    word = "" if makes is None else makes.what or ("serving" if makes.servings == AMOUNT else "servings")
    lines = expected(page)[2]
    return (
        recipe.name,
        None if makes is None else f"{makes.servings // AMOUNT} {word}",
        [line for line in recipe.lines if line in lines or not line.endswith(":")],
    )


def test_all_pages_but_at_most_one_are_read_as_expected() -> None:
    wrong = [page.name for page in PAGES if found(page) != expected(page)]
    assert len(PAGES) == 45
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_exports_and_documents_of_other_apps_are_read_whole(path: Path) -> None:
    recipes = read(path)
    assert recipes
    assert all(isinstance(one, FoundRecipe) and one.lines and one.name for one in recipes)
