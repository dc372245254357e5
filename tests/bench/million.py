"""A catalogue of a million foods: the real one first, then made-up products in the likeness of branded ones."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tracker import paths

SEED = 20261117
BRANDS = 60_000
SYLLABLES = (
    "ba be bi bo bra bu ca ce chi co da de di dor el en fa fe fi fla ga gi gra ha ho ja ka ki kra la le li lo ma me "
    "mi mo na ne ni no nor o pa pe pi pla po ra re ri ro sa se si so sta ta te ti to tra u va ve vi vo wa we wi za zo"
).split()
FLAVOURS = (
    "original classic vanilla chocolate strawberry lemon raspberry organic light natural salted unsalted smoked spicy "
    "sweet hot mild honey garlic onion herb cheese bacon barbecue caramel coconut almond hazelnut peanut mint orange "
    "apple banana blueberry mango peach cherry ginger cinnamon pepper paprika tomato basil"
).split()
SIZES = ["", "", "", " 500g", " 1kg", " 250g", " 6 pack", " 330ml", " 1l", " family size"]


def build(path: Path, size: int) -> None:
    """Write a catalogue of `size` foods in the order of their ordinariness, in the shape of the one that ships."""
    with closing(sqlite3.connect(paths.resources() / "catalogue.db")) as real, closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        made.execute("PRAGMA synchronous = OFF")
        wanted = "SELECT sql FROM sqlite_master WHERE name IN ('food', 'portion', 'meta', 'food_index')"
        for (sql,) in real.execute(wanted).fetchall():
            made.execute(sql)
        foods = real.execute("SELECT * FROM food ORDER BY rowid LIMIT ?", (size,)).fetchall()
        marks = ", ".join("?" * len(foods[0]))
        made.executemany(f"INSERT INTO food VALUES ({marks})", foods)
        made.executemany("INSERT INTO portion VALUES (?, ?, ?, ?)", real.execute("SELECT * FROM portion"))
        made.executemany(f"INSERT INTO food VALUES ({marks})", _products(foods, size - len(foods)))
        made.execute("INSERT INTO food_index (rowid, name, synonyms) SELECT rowid, name, synonyms FROM food")
        made.execute("INSERT INTO food_index (food_index) VALUES ('optimize')")
        made.commit()


def _products(foods: list[tuple[object, ...]], count: int) -> Iterator[tuple[object, ...]]:
    """Products: a brand (a few make many), what it is (ordinary foods more often), a flavour and a size."""
    chance = random.Random(SEED)
    brands = [_brand(chance) for _ in range(BRANDS)]
    for number in range(count):
        _, _, name, _, category, _, *nutrition = foods[int(len(foods) * chance.random() ** 2)]
        brand = brands[int(BRANDS * chance.random() ** 3)]
        what = str(name).split(",")[0]
        flavour, size = chance.choice(FLAVOURS), chance.choice(SIZES)
        title = f"{brand} {what}, {flavour}{size}"
        yield (len(foods) + number + 1, f"usda:made-{number}", title, "", category, "USDA", *nutrition)


def _brand(chance: random.Random) -> str:
    words = chance.choices((1, 2), (4, 1))[0]
    return " ".join(
        "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize() for _ in range(words)
    )
