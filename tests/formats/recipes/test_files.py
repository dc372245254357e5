"""Recipes out of saved pages and other apps' exports, from files that are right, wrong and hostile."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.recipes.pages import (
    MEALIE,
    PAGE,
    PAPRIKA,
    PIXEL,
    PLAN_TO_EAT,
    SOUP,
    TANDOOR,
    archive,
    packed,
    paprika,
    read,
)
from tracker.domain.recipes.found import FoundRecipe, Yield
from tracker.errors import BadFile
from tracker.formats.glimpse import glimpse
from tracker.formats.recipes import files, jsonld, limits
from tracker.formats.recipes.files import Refused
from tracker.formats.recipes.page import address_in, page_text, read_page
from tracker.operations.kinds import kind_of


def one(path: Path) -> FoundRecipe:
    [found] = read(path)
    assert isinstance(found, FoundRecipe)
    return found


def test_a_saved_page_is_read_without_a_network(tmp_path: Path) -> None:
    (tmp_path / "soup").write_text(PAGE)
    found = one(tmp_path / "soup")
    assert (found.name, found.makes, found.minutes, found.cuisine) == ("Tomato soup", Yield(4000), 35, "Italian")
    assert found.lines == tuple(SOUP["recipeIngredient"])
    assert found.steps.splitlines()[-1] == "Simmer for 20 minutes."
    assert (found.source, found.photo_at, found.language) == (
        "https://example.org/soup", "https://example.org/soup.jpg", "en",
    )  # fmt: skip
    assert {"Soup", "quick", "winter"} <= set(found.tags)


def test_markup_that_recipe_scrapers_cannot_read_is_read_anyway(tmp_path: Path) -> None:
    (tmp_path / "soup").write_text(PAGE.replace('"@context": "https://schema.org", "@graph"', '"@graph"'))
    found = one(tmp_path / "soup")
    assert (found.lines, found.language) == (tuple(SOUP["recipeIngredient"]), "en")


def test_a_page_without_a_recipe_says_so() -> None:
    with pytest.raises(BadFile, match="no recipe"):
        read_page(b"<html><body><h1>Hello</h1></body></html>", name="hello.html")


def test_a_page_tells_its_address_in_one_of_several_ways() -> None:
    assert (
        address_in('<meta property="og:url" content="https://a.example/x?a=1&amp;b=2">')
        == "https://a.example/x?a=1&b=2"
    )
    assert address_in("<!-- saved from url=(0019)https://b.example/y -->") == "https://b.example/y"
    assert address_in("<p>nothing</p>") == ""


def test_a_page_is_read_in_the_encoding_it_names() -> None:
    page = '<html><head><meta charset="windows-1251"></head>щи</html>'
    assert "щи" in page_text(page.encode("cp1251"))
    assert "щи" in page_text("<html>щи</html>".encode())
    assert "x" in page_text(b'<meta charset="nonsense">x')


def test_schema_org_json_is_found_wherever_it_lies(tmp_path: Path) -> None:
    for number, document in enumerate((SOUP, [SOUP], {"@graph": [SOUP]}, {"mainEntity": SOUP})):
        path = tmp_path / f"{number}.txt"
        path.write_text(json.dumps(document))
        assert files.is_recipe_json(glimpse(path))
        found = one(path)
        assert found.lines == tuple(SOUP["recipeIngredient"])
        assert found.steps == "Base:\nFry the onions.\nSimmer for 20 minutes."
        assert found.notes == "Warm."


def test_several_recipes_in_one_json_are_several(tmp_path: Path) -> None:
    (tmp_path / "two.json").write_text(json.dumps([SOUP, {**SOUP, "name": "Other"}]))
    assert [found.name for found in read(tmp_path / "two.json") if isinstance(found, FoundRecipe)] == [
        "Tomato soup",
        "Other",
    ]


def test_paprika(tmp_path: Path) -> None:
    path = archive(tmp_path / "mine.paprikarecipes", {"Frittata.paprikarecipe": paprika(), "__MACOSX/._x": b"junk"})
    found = one(path)
    assert (found.lines, found.makes, found.minutes) == (("3 Eier", "1 Zwiebel", "Salz"), Yield(2000), 80)
    assert (found.photo, found.tags, found.notes, found.source) == (PIXEL, ("Schnell",), "Gut.", PAPRIKA["source_url"])
    single = tmp_path / "Frittata.paprikarecipe"
    single.write_bytes(paprika())
    assert one(single) == found


def test_nextcloud_cookbook_with_its_picture(tmp_path: Path) -> None:
    members = {"Soup/recipe.json": json.dumps(SOUP), "Soup/full.jpg": PIXEL, "Soup/thumb.jpg": b"small"}
    found = one(archive(tmp_path / "cookbook.zip", members))
    assert (found.name, found.photo) == ("Tomato soup", PIXEL)


def test_tandoor(tmp_path: Path) -> None:
    inner = packed({"recipe.json": json.dumps(TANDOOR), "image.jpeg": PIXEL})
    found = one(archive(tmp_path / "tandoor.zip", {"1.zip": inner}))
    assert found.lines == ("Meat:", "2 lb beef (907 g)", "Spices:", "salt")
    assert (found.makes, found.minutes, found.photo) == (Yield(6000, "bowls"), 80, PIXEL)
    assert found.steps == "Meat:\nBrown it.\nWait."


def test_mealie(tmp_path: Path) -> None:
    members = {"pancakes/pancakes.json": json.dumps(MEALIE), "pancakes/images/original.webp": b"RIFFxxxxWEBP"}
    found = one(archive(tmp_path / "mealie.zip", members))
    assert found.lines == ("Batter:", "1.5 cup flour, sifted", "2 eggs")
    assert (found.makes, found.minutes, found.notes) == (Yield(12_000, "pancakes"), 25, "Tip: Rest it.")
    assert found.photo.startswith(b"RIFF")


def test_plan_to_eat(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(PLAN_TO_EAT)
    found = one(tmp_path / "export.csv")
    assert found.lines == ("2 onions", "For the top:", "1 cup cheese")
    assert (found.makes, found.minutes, found.cuisine, found.source) == (Yield(4000), 30, "Mexican", "Grandma")
    assert one(archive(tmp_path / "pte.zip", {"plantoeat.csv": PLAN_TO_EAT})) == found


def test_each_kind_is_told_by_what_the_file_holds(tmp_path: Path) -> None:
    made = [
        archive(tmp_path / "a.bin", {"Frittata.paprikarecipe": paprika()}),
        archive(tmp_path / "b.bin", {"Soup/recipe.json": json.dumps(SOUP)}),
        archive(tmp_path / "c.bin", {"1.zip": packed({"recipe.json": "{}"})}),
        archive(tmp_path / "d.bin", {"pancakes/pancakes.json": json.dumps(MEALIE)}),
    ]
    for name, data in (("e.bin", PLAN_TO_EAT), ("f.bin", PAGE), ("g.bin", json.dumps(SOUP))):
        (tmp_path / name).write_text(data)
        made.append(tmp_path / name)
    kinds = [kind_of(glimpse(path)) for path in made]
    assert [kind.name if kind else None for kind in kinds] == ["recipes"] * 5 + ["recipe"] * 2


def test_a_bad_recipe_stops_none_of_the_others(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "some.paprikarecipes",
        {"1.paprikarecipe": paprika(), "2.paprikarecipe": b"\x1f\x8bnonsense", "3.paprikarecipe": paprika(name=""),
         "4.paprikarecipe": paprika(name="Other")},
    )  # fmt: skip
    found = read(path)
    assert [isinstance(each, FoundRecipe) for each in found] == [True, False, False, True]
    assert all(each.why for each in found if isinstance(each, Refused))


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_PHOTO", 1000)
    zeros = b"0" * (21 << 20)
    path = archive(tmp_path / "bomb.zip", {"a/recipe.json": zeros, "b/recipe.json": json.dumps(SOUP)})
    assert path.stat().st_size < 100_000
    [refused, found] = read(path)
    assert isinstance(refused, Refused)
    assert "unpacks to too much" in refused.why
    assert isinstance(found, FoundRecipe)
    with pytest.raises(BadFile, match="unpacks to more"):
        limits.unpacked(paprika(notes="x" * 3000), "x", most=1000)


def test_all_files_of_an_archive_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 900)
    members = {f"{number}/recipe.json": json.dumps(SOUP) for number in range(4)}
    found = read(archive(tmp_path / "many.zip", members))
    assert [isinstance(each, FoundRecipe) for each in found] == [True, False, False, False]


def test_archives_in_archives_have_an_end(tmp_path: Path) -> None:
    data = packed({"recipe.json": json.dumps(TANDOOR)})
    for _ in range(4):
        data = packed({"1.zip": data})
    (tmp_path / "nested.zip").write_bytes(data)
    assert all(isinstance(each, Refused) for each in read(tmp_path / "nested.zip"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(SOUP)), inner),
    )
)
def test_no_json_is_wrong(document: object) -> None:
    for found in jsonld.recipes_in(document):
        assert jsonld.read(found).name


@settings(max_examples=25)
@given(st.binary(max_size=60))
def test_no_page_is_wrong(rubbish: bytes) -> None:
    with suppress(BadFile):
        assert read_page(b"<html>" + rubbish + PAGE.encode()[:900]).lines
