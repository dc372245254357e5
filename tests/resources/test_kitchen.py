"""The kitchen's list: every food is in the catalogue, every word means one food, every measure is one."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from contextlib import closing

from tracker.domain.recipes.matching import stems
from tracker.paths import resources
from tracker.store.kitchen import kitchen

LIST = resources() / "foods" / "kitchen.csv"


def rows() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_food_is_in_the_catalogue_and_listed_once() -> None:
    listed = [row["food"] for row in rows()]
    with closing(sqlite3.connect(f"{(resources() / 'catalogue.db').as_uri()}?mode=ro&immutable=1", uri=True)) as known:
        there = {row[0] for row in known.execute("SELECT id FROM food")}
    assert [food for food in listed if food not in there] == []
    assert len(set(listed)) == len(listed)


def test_a_word_means_one_food_in_its_language() -> None:
    meant: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for row in rows():
        for language, names in row.items():
            if language not in ("food", "measures"):
                for name in filter(None, names.split("; ")):
                    meant[language, stems(name)].add(row["food"])
    assert {key: foods for key, foods in meant.items() if len(foods) > 1} == {}
    assert all(words for _, words in meant)


def test_measures_are_masses() -> None:
    masses = [mass for measures in kitchen().measures.values() for mass in measures.values()]
    assert len(masses) > 300
    assert all(0 < mass < 2_000_000 for mass in masses)
