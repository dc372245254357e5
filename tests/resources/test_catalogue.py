"""The catalogue that ships: its shape, its figures, and what everyday words find in it."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tracker.domain.nutrients import BY_KEY, CORE
from tracker.paths import resources

COLUMNS = {
    "food": ["rowid", "id", "name", "synonyms", "category", "source", "energy", "protein", "carbs", "fat", "nutrients"],
    "portion": ["food_id", "position", "name", "mass"],
    "meta": ["key", "value"],
}


@pytest.fixture(scope="module")
def catalogue() -> Iterator[sqlite3.Connection]:
    uri = f"{(resources() / 'catalogue.db').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        yield connection


def search(catalogue: sqlite3.Connection, text: str) -> list[str]:
    """The foods whose words start with those of `text`: the exact name, then names, then synonyms, by ordinariness."""
    words = re.findall(r"\w+", text.lower())
    query = "SELECT rowid FROM food_index WHERE food_index MATCH ? ORDER BY rowid LIMIT 300"
    rowids = [row[0] for row in catalogue.execute(query, (" ".join(f'"{word}"*' for word in words),))]
    marks = ",".join("?" * len(rowids))
    rows = catalogue.execute(f"SELECT rowid, name, synonyms FROM food WHERE rowid IN ({marks})", rowids).fetchall()

    def rank(row: tuple[int, str, str]) -> tuple[int, int]:
        names = [row[1].lower(), *row[2].lower().split("; ")]
        if text.lower() in names:
            return 0 if names[0] == text.lower() else 1, row[0]
        own = re.findall(r"\w+", names[0])
        return 2 if all(any(each.startswith(word) for each in own) for word in words) else 3, row[0]

    return [row[1] for row in sorted(rows, key=rank)]


@pytest.mark.parametrize("table", COLUMNS)
def test_the_tables_have_the_columns_that_the_app_reads(catalogue: sqlite3.Connection, table: str) -> None:
    names = [row[1] for row in catalogue.execute(f"PRAGMA table_info({table})")]
    assert names == COLUMNS[table]


def test_the_index_is_without_content_details_and_sizes(catalogue: sqlite3.Connection) -> None:
    sql = catalogue.execute("SELECT sql FROM sqlite_schema WHERE name = 'food_index'").fetchone()[0]
    for part in ("content=''", "detail='none'", "columnsize=0", "prefix='1 2 3'", "unicode61 remove_diacritics 2"):
        assert part in sql


def test_it_holds_the_usda_foods_and_ours_and_is_small(catalogue: sqlite3.Connection) -> None:
    counts = dict(catalogue.execute("SELECT substr(id, 1, instr(id, ':') - 1), count(*) FROM food GROUP BY 1"))
    assert set(counts) == {"usda", "tracker"}
    assert counts["usda"] > 5_500
    assert counts["tracker"] >= 450
    assert (resources() / "catalogue.db").stat().st_size < 8_000_000


def test_rows_are_numbered_by_ordinariness_with_the_everyday_foods_first(catalogue: sqlite3.Connection) -> None:
    ids = [row[0] for row in catalogue.execute("SELECT id FROM food ORDER BY rowid")]
    assert catalogue.execute("SELECT min(rowid), max(rowid) FROM food").fetchone() == (1, len(ids))
    ours = sum(each.startswith("tracker:") for each in ids)
    assert all(each.startswith("tracker:") for each in ids[:ours])


def test_no_two_foods_share_a_name_and_the_names_read_well(catalogue: sqlite3.Connection) -> None:
    names = [row[0] for row in catalogue.execute("SELECT name FROM food")]
    assert len({name.casefold() for name in names}) == len(names)
    odd = re.compile(r"\bNFS\b|NS as to|\bw/|\s{2}|,,|^[a-z]|[,.]$|\bnfs\b|[A-Z]{4,}|\(\)", re.ASCII)
    assert [name for name in names if odd.search(name)] == []


def test_every_food_knows_its_energy_and_only_nutrients_that_tracker_knows(catalogue: sqlite3.Connection) -> None:
    for name, energy, others in catalogue.execute("SELECT name, energy, nutrients FROM food"):
        assert 0 <= energy <= 9100, name
        found = json.loads(others)
        assert set(found) <= set(BY_KEY) - set(CORE), name
        assert all(isinstance(value, int) and value >= 0 for value in found.values()), name


def test_portions_belong_to_a_food_and_are_positive_and_told_apart(catalogue: sqlite3.Connection) -> None:
    assert catalogue.execute("SELECT count(*) FROM portion WHERE mass <= 0 OR name = ''").fetchone() == (0,)
    orphans = "SELECT food_id FROM portion WHERE food_id NOT IN (SELECT id FROM food)"
    assert catalogue.execute(orphans).fetchall() == []
    repeated = "SELECT food_id, name FROM portion GROUP BY food_id, name HAVING count(*) > 1"
    assert catalogue.execute(repeated).fetchall() == []
    bare = "SELECT id FROM food WHERE id LIKE 'tracker:%' AND id NOT IN (SELECT food_id FROM portion)"
    assert catalogue.execute(bare).fetchall() == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("egg", "Egg"),
        ("eggs", "Egg"),
        ("milk", "Milk, whole"),
        ("apple", "Apple"),
        ("apples", "Apple"),
        ("chicken breast", "Chicken breast"),
        ("rye bread", "Rye bread"),
        ("bread", "White bread"),
        ("yogurt", "Yogurt, plain"),
        ("yoghurt", "Yogurt, plain"),
        ("oats", "Oats, rolled"),
        ("coffee", "Coffee"),
        ("rice", "Rice, white, cooked"),
        ("potatoes", "Potato, boiled"),
        ("cheese", "Cheddar cheese"),
        ("tea", "Tea, black"),
        ("aubergine", "Eggplant"),
        ("prawns", "Shrimp, cooked"),
        ("creme fraiche", "Crème fraîche"),
        ("skyr", "Skyr, plain"),
        ("olive oil", "Olive oil"),
        ("chick", "Chicken breast"),
        ("ban", "Banana"),
    ],
)
def test_what_a_person_means_comes_first(catalogue: sqlite3.Connection, text: str, first: str) -> None:
    assert search(catalogue, text)[0] == first


def test_a_usda_food_is_found_by_its_words_in_any_order(catalogue: sqlite3.Connection) -> None:
    assert "Cod, Atlantic, dried and salted" in search(catalogue, "salted cod")


def test_a_food_is_found_in_the_plural_and_the_singular(catalogue: sqlite3.Connection) -> None:
    assert "Bagel, multigrain" in search(catalogue, "bagels multigrain")
    assert "Blueberries, dried" in search(catalogue, "blueberry dried")


def test_its_rows_are_those_that_the_build_wrote(catalogue: sqlite3.Connection) -> None:
    meta = dict(catalogue.execute("SELECT key, value FROM meta"))
    total = hashlib.sha256()
    for query in ("SELECT * FROM food ORDER BY rowid", "SELECT * FROM portion ORDER BY food_id, position"):
        for row in catalogue.execute(query):
            total.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    assert meta["digest"] == total.hexdigest()
    assert meta["foods"] == str(catalogue.execute("SELECT count(*) FROM food").fetchone()[0])
    assert "USDA FoodData Central" in meta["source"]
    assert "public domain" in meta["licence"]


def test_it_is_as_new_as_the_tables_it_is_built_from(catalogue: sqlite3.Connection) -> None:
    total = hashlib.sha256()
    for name in ("everyday.csv", "names.csv", "synonyms.csv"):
        total.update((resources() / "foods" / name).read_bytes().replace(b"\r\n", b"\n"))
    (built_from,) = catalogue.execute("SELECT value FROM meta WHERE key = 'tables'").fetchone()
    assert built_from == total.hexdigest(), "build again: python packaging/build_catalogue.py"
