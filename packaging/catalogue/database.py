"""Writes foods into the catalogue's SQLite file, the same rows for the same foods, and tells them by a digest."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from catalogue.food import Food
from catalogue.synonyms import other_number
from tracker.domain.nutrients import CORE

SCHEMA = """
CREATE TABLE food (
    rowid INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    synonyms TEXT NOT NULL,
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    energy INT,
    protein INT,
    carbs INT,
    fat INT,
    nutrients TEXT NOT NULL
);
CREATE TABLE portion (
    food_id TEXT NOT NULL,
    position INT NOT NULL,
    name TEXT NOT NULL,
    mass INT NOT NULL CHECK (mass > 0),
    PRIMARY KEY (food_id, position)
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE food_index USING fts5(
    name, synonyms, content='', detail='none', columnsize=0, prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 2"
);
"""


def write(path: Path, foods: Sequence[Food], meta: Mapping[str, str]) -> str:
    """Replaces the file at `path` by a catalogue of `foods`, the most ordinary first, and returns its digest."""
    fresh = path.with_suffix(".building")
    fresh.unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA page_size = 4096;" + SCHEMA)
        connection.execute("BEGIN")
        _fill(connection, foods)
        found = digest(connection)
        rows = {**meta, "foods": str(len(foods)), "digest": found}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(rows.items()))
        connection.execute("INSERT INTO food_index (food_index) VALUES ('optimize')")
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    fresh.replace(path)
    return found


def digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over every food and portion, in order."""
    total = hashlib.sha256()
    for query in ("SELECT * FROM food ORDER BY rowid", "SELECT * FROM portion ORDER BY food_id, position"):
        for row in connection.execute(query):
            total.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return total.hexdigest()


def _fill(connection: sqlite3.Connection, foods: Sequence[Food]) -> None:
    for rowid, food in enumerate(foods, 1):
        synonyms = "; ".join(food.synonyms)
        core = [food.nutrients.get(key) for key in CORE]
        others = json.dumps(food.others, sort_keys=True, separators=(",", ":"))
        connection.execute(
            "INSERT INTO food VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (rowid, food.id, food.name, synonyms, food.category, food.source, *core, others),
        )
        words = " ".join((synonyms, *other_number(food.name)))
        connection.execute("INSERT INTO food_index (rowid, name, synonyms) VALUES (?, ?, ?)", (rowid, food.name, words))
        connection.executemany(
            "INSERT INTO portion VALUES (?, ?, ?, ?)",
            [(food.id, place, portion.name, portion.mass) for place, portion in enumerate(food.portions, 1)],
        )
