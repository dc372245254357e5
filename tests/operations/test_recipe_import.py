"""Recipes of others brought in: matched, never twice, one undo, and every guess says that it is one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.recipes.pages import PAGE, PIXEL, SOUP, archive, paprika
from tracker.domain.fixed import AMOUNT
from tracker.domain.recipes.found import FoundRecipe, Yield
from tracker.domain.recipes.line import read_ingredient
from tracker.errors import BadFile
from tracker.operations import ingredient_foods, quick_add, recipe_import, recipes
from tracker.operations.importing import import_files
from tracker.operations.kitchen_amounts import weigh
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import recipes as queries
from tracker.store.queries.favorites import recipe_ids
from tracker.store.queries.foods import food as read_food
from tracker.store.rows import Recipe

ROOTS = Path(__file__).resolve().parents
DATA = next((path / "shared/data/recipes" for path in ROOTS if (path / "shared/data/recipes").is_dir()), Path("none"))
PAGES = sorted(DATA.glob("html/*.expected.json"))
LEAST = 0.85


def brought(store: Store) -> list[Recipe]:
    return sorted(queries.recipes(store, recipe_ids(store)).values(), key=lambda one: one.name)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "soup.html"
    path.write_text(PAGE)
    return path


def test_a_saved_page_becomes_a_recipe_with_its_foods(store: Store, page: Path) -> None:
    done = import_files(store, [page])
    assert done.changes.label == "Import 1 recipe"
    [soup] = brought(store)
    assert (soup.name, soup.servings, soup.minutes, soup.source) == (
        "Tomato soup", 4 * AMOUNT, 35, "https://example.org/soup",
    )  # fmt: skip
    assert [(one.name, one.food_name, one.unit) for one in soup.ingredients] == [
        ("tomatoes", "Tomatoes, canned", "can (14 oz)"), ("onions", "Onion", None), ("salt to taste", "Salt", None),
    ]  # fmt: skip
    assert [one.mass for one in soup.ingredients] == [396_893, 220_000, 1600]
    assert (soup.matched, soup.known, soup.unsure) == (3, 3, 0)


def test_a_recipe_that_does_not_tell_its_servings_says_so_until_somebody_does(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "cake.html"
    path.write_text(PAGE.replace('"recipeYield"', '"_"').replace("Tomato soup", "Apple cake"))
    done = import_files(store, [path])
    assert done.files[0].doubts == (
        "Apple cake does not say how many servings it makes; until you do, one is the whole of it.",
    )
    [cake] = brought(store)
    assert (cake.told, cake.servings) == (False, AMOUNT)
    said = "Apple cake does not say how many servings it makes, so a serving is the whole."
    assert quick_add.understand(store, "1 serving apple cake").lines[0].doubt.startswith(said)
    assert quick_add.understand(store, "apple cake 100g").lines[0].doubt == ""
    recipes.save(store, replace(recipes.draft_of(cake), servings=12 * AMOUNT))
    [cake] = brought(store)
    assert (cake.told, cake.yields, cake.servings) == (True, "", 12 * AMOUNT)
    assert quick_add.understand(store, "1 serving apple cake").lines[0].doubt == ""


def test_one_undo_takes_an_import_back_whole(store: Store, page: Path, tmp_path: Path) -> None:
    many = archive(
        tmp_path / "all.paprikarecipes", {"1.paprikarecipe": paprika(), "2.paprikarecipe": paprika(name="B")}
    )
    done = import_files(store, [page, many])
    assert done.changes.label == "Import 3 recipes"
    undo.undo(store)
    assert recipe_ids(store) == ()


def test_what_was_brought_in_before_is_not_doubled(store: Store, page: Path) -> None:
    import_files(store, [page])
    again = import_files(store, [page])
    assert [one.status for one in again.files] == ["duplicate"]
    assert len(recipe_ids(store)) == 1


def test_a_recipe_that_was_edited_stays_as_it_is_when_it_comes_again(store: Store, page: Path) -> None:
    import_files(store, [page])
    [soup] = brought(store)
    draft = recipes.draft_of(soup)
    recipes.save(store, recipes.Draft(**{**vars(draft), "notes": "With basil."}), draft)
    import_files(store, [page])
    assert [one.notes for one in brought(store)] == ["With basil."]


def test_a_dry_run_says_what_would_come_and_writes_nothing(store: Store, page: Path) -> None:
    done = import_files(store, [page], dry_run=True)
    assert [(one.status, one.new) for one in done.files] == [("imported", 1)]
    assert recipe_ids(store) == ()
    assert list((store.profile / "blobs").glob("??")) == []


def test_what_cannot_be_read_is_told_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    many = archive(tmp_path / "all.paprikarecipes", {"1.paprikarecipe": paprika(), "2.paprikarecipe": b"\x1f\x8bx"})
    [done] = import_files(store, [many]).files
    assert (done.status, done.new, done.counts["refused"]) == ("salvaged", 1, 1)
    assert "2.paprikarecipe" in done.error


def test_a_file_of_nothing_but_damage_fails_and_says_why(store: Store, tmp_path: Path) -> None:
    many = archive(tmp_path / "all.paprikarecipes", {"2.paprikarecipe": b"\x1f\x8bx"})
    [done] = import_files(store, [many]).files
    assert done.status == "failed"
    assert "unpacked" in done.error


def test_a_picture_is_kept_beside_the_database_and_named_by_the_recipe(store: Store, tmp_path: Path) -> None:
    many = archive(tmp_path / "all.zip", {"Soup/recipe.json": json.dumps(SOUP), "Soup/full.png": PIXEL})
    import_files(store, [many])
    [soup] = brought(store)
    assert recipe_import.photo_bytes(store, soup.photo) == PIXEL
    assert soup.photo[0]["type"] == "image/png"


def test_what_is_no_picture_is_not_kept_as_one(store: Store) -> None:
    with pytest.raises(BadFile, match="no picture"):
        recipe_import.keep_photo(store, b"<html>")
    assert recipe_import.photo_bytes(store, ({"b": "../../etc/passwd"},)) is None
    assert recipe_import.photo_bytes(store, ()) is None


def test_a_fetched_recipe_is_added_once(store: Store) -> None:
    found = FoundRecipe("Toast", ("2 slices bread",), Yield(AMOUNT), source="https://example.org/toast")
    first, second = recipe_import.add_found(store, found), recipe_import.add_found(store, found)
    assert (first.duplicate, second.duplicate, first.id == second.id) == (False, True, True)
    assert first.changes.label == "Import Toast"
    with pytest.raises(BadFile, match="neither"):
        recipe_import.add_found(store, FoundRecipe("Nothing", ()))


def test_a_guess_that_is_not_sure_says_so_until_somebody_looks(store: Store) -> None:
    line = ingredient_foods.matched(store, read_ingredient("2 tbsp harissa"))
    assert line.guessed
    [record] = recipes.save(store, recipes.Draft("Stew", AMOUNT, (line,))).ids
    stew = queries.recipe(store, record)
    assert stew is not None
    assert (stew.unsure, stew.ingredients[0].doubt) == (1, "food")
    draft = recipes.draft_of(stew)
    sure = recipes.Draft(**{**vars(draft), "lines": (recipes.Line(**{**vars(draft.lines[0]), "guessed": False}),)})
    recipes.save(store, sure, draft)
    assert queries.recipe(store, record).unsure == 0


def test_what_somebody_chose_for_a_name_is_chosen_again(store: Store) -> None:
    recipes.save(
        store, recipes.Draft("Stew", AMOUNT, (recipes.Line("magic paste", AMOUNT, "tbsp", "tracker:miso-paste"),))
    )
    line = ingredient_foods.matched(store, read_ingredient("1 tsp magic paste"))
    assert (line.food, line.guessed) == ("tracker:miso-paste", False)


def test_of_two_amounts_the_one_that_has_a_weight_counts(store: Store) -> None:
    line = ingredient_foods.matched(store, read_ingredient("1 head kale (about 2 cups)"))
    assert (line.amount, line.unit) == (2 * AMOUNT, "cup")


@pytest.mark.parametrize(
    ("food", "amount", "unit", "mass", "about"),
    [
        ("tracker:onion", 2000, None, 220_000, False),
        ("tracker:onion", 1000, "small", 70_000, False),
        ("tracker:red-onion", 1000, "small", 77_000, True),
        ("tracker:tomatoes-canned", 2000, "can (14 oz)", 793_787, False),
        ("tracker:tomatoes-canned", 1000, "tin", 400_000, False),
        ("tracker:yeast-dry", 1000, "package", 7000, False),
        ("tracker:parsley", 1000, "bunch", 60_000, False),
        ("tracker:salt", 1000, "pinch", 400, False),
        ("tracker:olive-oil", 1000, "splash", 4565, True),
        ("tracker:honey", 1000, "handful", 30_000, True),
        ("tracker:honey", 1000, "bundle", None, False),
        ("tracker:blueberries", 3000, None, 4200, False),
    ],
)
def test_the_kitchens_measures_weigh(
    store: Store, food: str, amount: int, unit: str | None, mass: int | None, about: bool
) -> None:
    known = read_food(store, food)
    assert known is not None
    weight = weigh(known, amount, unit)
    assert (weight.mass, weight.about) == (mass, about)


@pytest.mark.skipif(not PAGES, reason="the real pages are not here")
def test_at_least_85_of_100_real_ingredient_lines_have_a_food_and_a_weight(store: Store) -> None:
    count = weighed = 0
    for path in PAGES:
        told = json.loads(path.read_text("utf-8"))
        found = FoundRecipe("x", tuple(told["ingredients"]), language=str(told.get("language") or "")[:2])
        preview = recipes.preview(store, recipe_import.draft_of_found(store, found))
        count += len(preview.ingredients)
        weighed += sum(bool(one.food_name) and bool(one.mass) for one in preview.ingredients)
    assert count > 500
    assert weighed / count >= LEAST, f"{weighed} of {count}"
