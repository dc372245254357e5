"""USDA's Standard Reference (SR28 and its like): its own files, as text between ^ and ~, or its abbreviated table.

FOOD_DES has names, NUT_DATA the nutrients, WEIGHT the portions, FD_GROUP the groups; ABBREV has nutrients and two
portions in one row. Which of them a file is, its lines tell, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from tracker.domain.described import DescribedFood, Measure
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadFile
from tracker.formats.foods import usda
from tracker.formats.foods.lines import opened, opened_member, rows
from tracker.formats.foods.numbers import number
from tracker.formats.glimpse import glimpse

Table = Literal["FOOD_DES", "NUT_DATA", "WEIGHT", "FD_GROUP", "NUTR_DEF", "ABBREV", "ABBREV_CSV"]
SOURCE = "USDA SR28"
_FIELDS: tuple[tuple[Table, re.Pattern[str]], ...] = (
    ("FOOD_DES", re.compile(r"^~\d{5}~\^~\d{4}~\^~")),
    ("NUT_DATA", re.compile(r"^~\d{5}~\^~\d{3}~\^")),
    ("WEIGHT", re.compile(r"^~\d{5}~\^\d+\^[\d.]*\^~")),
    ("FD_GROUP", re.compile(r"^~\d{4}~\^~[^~]*~\s*$")),
    ("NUTR_DEF", re.compile(r"^~\d{3}~\^~[^~]*~\^~")),
    ("ABBREV", re.compile(r"^~\d{5}~\^~[^~]+~\^[\d.]*\^[\d.]*\^")),
)
_ABBREVIATED: tuple[tuple[str, int], ...] = (
    ("Water_(g)", 1051), ("Energ_Kcal", 1008), ("Protein_(g)", 1003), ("Lipid_Tot_(g)", 1004), ("", 0),
    ("Carbohydrt_(g)", 1005), ("Fiber_TD_(g)", 1079), ("Sugar_Tot_(g)", 2000), ("Calcium_(mg)", 1087),
    ("Iron_(mg)", 1089), ("Magnesium_(mg)", 1090), ("Phosphorus_(mg)", 1091), ("Potassium_(mg)", 1092),
    ("Sodium_(mg)", 1093), ("Zinc_(mg)", 1095), ("Copper_mg)", 1098), ("Manganese_(mg)", 1101),
    ("Selenium_(µg)", 1103), ("Vit_C_(mg)", 1162), ("Thiamin_(mg)", 1165), ("Riboflavin_(mg)", 1166),
    ("Niacin_(mg)", 1167), ("Panto_Acid_mg)", 1170), ("Vit_B6_(mg)", 1175), ("Folate_Tot_(µg)", 1177), ("", 0), ("", 0),
    ("", 0), ("Choline_Tot_ (mg)", 1180), ("Vit_B12_(µg)", 1178), ("", 0), ("Vit_A_RAE", 1106), ("", 0), ("", 0),
    ("", 0), ("", 0), ("", 0), ("", 0), ("Vit_E_(mg)", 1109), ("Vit_D_µg", 1114), ("", 0), ("Vit_K_(µg)", 1185),
    ("FA_Sat_(g)", 1258), ("FA_Mono_(g)", 1292), ("FA_Poly_(g)", 1293), ("Cholestrl_(mg)", 1253),
)  # fmt: skip
"""The columns of ABBREV after the number and the name, in their order, with the ids of FoodData Central."""
_WEIGHTS = ("GmWt_1", "GmWt_Desc1", "GmWt_2", "GmWt_Desc2")
Tell = Callable[[int, int, str], None]


class Source(NamedTuple):
    """A file, or a file in an archive: its name, which table it is, and what opens it in an encoding."""

    name: str
    table: Table
    lines: Callable[[str], AbstractContextManager[Iterator[str]]]


@dataclass
class _Known:
    name: str = ""
    group: str = ""
    amounts: dict[int, float] = field(default_factory=dict)
    measures: list[Measure | None] = field(default_factory=list)


def table_of(text: str) -> Table | None:
    """Which table a file is, by its first line; None where it is none of them."""
    line = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    if line.startswith("NDB_No,") and "Energ_Kcal" in line:
        return "ABBREV_CSV"
    return next((table for table, pattern in _FIELDS if pattern.match(line)), None)


def sources(path: Path) -> list[Source]:
    """The tables that a file is, or that are in an archive or in a folder.

    Raises:
        BadFile: it cannot be read.
    """
    seen = glimpse(path)
    if seen.folder:
        return [one for name in seen.names if _may_be_table(name) for one in sources(path / name)]
    if not seen.archive:
        table = table_of(seen.text)
        return [Source(path.name, table, partial(opened, path))] if table is not None else []
    found = []
    for name in seen.names:
        if _may_be_table(name):
            with opened_member(path, name, "latin-1") as lines:
                table = table_of(next(lines, ""))
            if table is not None:
                found.append(Source(name, table, partial(opened_member, path, name)))
    return found


def _may_be_table(name: str) -> bool:
    return name.casefold().endswith((".txt", ".csv")) and "__MACOSX" not in name


def read(files: Sequence[Source], tell: Tell = lambda *_: None) -> list[DescribedFood]:
    """The foods of these tables together.

    Raises:
        BadFile: a table cannot be read, or none of them has nutrients.
    """
    known: dict[str, _Known] = {}
    groups: dict[str, str] = {}
    kinds = {one.table for one in files}
    if not kinds & {"NUT_DATA", "ABBREV", "ABBREV_CSV"}:
        names = ", ".join(one.name for one in files)
        raise BadFile(
            f"{names} alone has no nutrition in it.", "Import it together with NUT_DATA or ABBREV of the same release."
        )
    order: dict[Table, int] = {"FOOD_DES": 0, "FD_GROUP": 0, "NUTR_DEF": 0, "NUT_DATA": 1, "WEIGHT": 2}
    for one in sorted(files, key=lambda source: order.get(source.table, 3)):
        tell(0, 0, f"Reading {one.name}")
        with one.lines("" if one.table == "ABBREV_CSV" else "latin-1") as lines:
            if one.table == "ABBREV_CSV":
                _take_abbreviated(known, rows(lines, one.name))
            else:
                for cells in map(_cells, lines):
                    _take(known, groups, one.table, cells)
    return [_made(key, food, groups) for key, food in sorted(known.items()) if food.name and food.amounts]


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("~") for cell in line.rstrip("\r\n").split("^")]


def _take(known: dict[str, _Known], groups: dict[str, str], table: Table, cells: list[str]) -> None:
    if table == "FD_GROUP" and len(cells) > 1:
        groups[cells[0]] = cells[1]
    elif table == "FOOD_DES" and len(cells) > 2:
        food = known.setdefault(cells[0], _Known())
        food.name, food.group = cells[2], cells[1]
    elif table == "NUT_DATA" and len(cells) > 2:
        code = usda.BY_NUMBER.get(int(cells[1])) if cells[1].isdecimal() else None
        amount = number(cells[2])
        if code is not None and amount is not None:
            known.setdefault(cells[0], _Known()).amounts[code.id] = amount
    elif table == "WEIGHT" and len(cells) > 4:
        measure = usda.measure(cells[3], number(cells[2]), number(cells[4]))
        known.setdefault(cells[0], _Known()).measures.append(measure)
    elif table == "ABBREV" and len(cells) > len(_ABBREVIATED) + 1:
        row = {name: cell for (name, _), cell in zip(_ABBREVIATED, cells[2:], strict=False) if name}
        weights = dict(zip(_WEIGHTS, cells[2 + len(_ABBREVIATED) :], strict=False))
        _take_row(known, cells[0], cells[1], row | weights)


def _take_abbreviated(known: dict[str, _Known], table: Iterator[tuple[int, dict[str, str]]]) -> None:
    for _, row in table:
        _take_row(known, row.get("NDB_No", "").zfill(5), row.get("Shrt_Desc", ""), row)


def _take_row(known: dict[str, _Known], key: str, name: str, row: dict[str, str]) -> None:
    food = known.setdefault(key, _Known())
    food.name = food.name or _readable(name)
    for column, code in _ABBREVIATED:
        amount = number(row.get(column)) if column else None
        if amount is not None:
            food.amounts.setdefault(code, amount)
    if not food.measures:
        for weight, words in ((_WEIGHTS[0], _WEIGHTS[1]), (_WEIGHTS[2], _WEIGHTS[3])):
            food.measures.append(_abbreviated_measure(row.get(words, ""), number(row.get(weight))))


def _abbreviated_measure(words: str, grams: float | None) -> Measure | None:
    """A portion such as “1 cup”, “3 oz” or “0.5 fillet”."""
    first, _, rest = words.strip().partition(" ")
    amount = number(first)
    return usda.measure(rest, amount, grams) if amount and rest else None


def _readable(name: str) -> str:
    """“ABALONE,MIXED SPECIES,RAW” as people write: “Abalone, mixed species, raw”."""
    return ", ".join(part.strip() for part in name.split(",")).capitalize()


def _made(key: str, one: _Known, groups: dict[str, str]) -> DescribedFood:
    values: Nutrition = usda.nutrition(one.amounts)
    return usda.food(f"sr:{key}", one.name, values, one.measures, source=SOURCE, category=groups.get(one.group, ""))
