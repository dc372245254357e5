"""USDA FoodData Central, as its CSV archives hold it: food.csv, food_nutrient.csv, food_portion.csv, nutrient.csv.

Every archive has the same tables (https://fdc.nal.usda.gov/download-datasets, "Field Descriptions"). Foods that only
stand for samples in a laboratory are left out, and generic foods come before branded ones.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tracker.domain.barcodes import is_barcode
from tracker.domain.described import DescribedFood, Measure
from tracker.errors import BadFile
from tracker.formats.foods import usda
from tracker.formats.foods.lines import MOST_FOODS, opened, opened_in, rows
from tracker.formats.foods.numbers import number

NEEDED = frozenset({"food.csv", "food_nutrient.csv"})
SOURCES = {
    "foundation_food": "USDA Foundation Foods", "sr_legacy_food": "USDA SR Legacy",
    "survey_fndds_food": "USDA FNDDS", "branded_food": "USDA Branded Foods",
}  # fmt: skip
"""The kinds of food that people eat, in the order in which they are taken."""
UNDETERMINED = "9999"
"""The measure unit of portions that are told in words."""
Lines = Callable[[], AbstractContextManager[Iterator[str]]]
Tell = Callable[[int, int, str], None]


@dataclass
class _Chosen:
    """A food that is taken, with what the other tables say of it."""

    name: str
    kind: str
    category: str
    brand: str = ""
    barcode: str = ""
    amounts: dict[int, float] = field(default_factory=dict)
    measures: list[Measure | None] = field(default_factory=list)


def read(path: Path, tell: Tell = lambda *_: None) -> tuple[list[DescribedFood], int]:
    """The foods of an archive or of the folder that it was unpacked into, and how many there are in all.

    Args:
        path: the archive or the folder.
        tell: hears how far it is.

    Raises:
        BadFile: a table is missing or cannot be read.
    """
    with ExitStack() as stack:
        tables = _tables(path, stack)
        if missing := sorted(NEEDED - tables.keys()):
            raise BadFile(f"{path.name} has no {missing[0]}.", "Choose a CSV archive of FoodData Central.")
        chosen, count = _foods(tables, tell)
        units = _nutrients(tables, chosen, tell)
        _portions(tables, chosen)
        _branded(tables, chosen)
        made = [_made(key, one, units) for key, one in chosen.items()]
    return [one for one in made if one.name], count


def _tables(path: Path, stack: ExitStack) -> dict[str, Lines]:
    """What opens each table, by its name in lower case."""
    if path.is_dir():
        files = sorted(path.glob("*.csv"))
        return {file.name.casefold(): _opener(opened, file) for file in files}
    try:
        archive = stack.enter_context(zipfile.ZipFile(path))
    except (zipfile.BadZipFile, OSError) as error:
        raise BadFile(f"{path.name} is a damaged archive: {error}.", "Download it again.") from error
    names = [name for name in archive.namelist() if name.casefold().endswith(".csv") and "__MACOSX" not in name]
    return {name.rpartition("/")[2].casefold(): _opener(opened_in, archive, name) for name in names}


def _opener(open_: Callable[..., AbstractContextManager[Iterator[str]]], *args: object) -> Lines:
    return lambda: open_(*args)


def _each(tables: dict[str, Lines], name: str) -> Iterator[dict[str, str]]:
    if name not in tables:
        return
    with tables[name]() as lines:
        for _, row in rows(lines, name):
            yield row


def _foods(tables: dict[str, Lines], tell: Tell) -> tuple[dict[str, _Chosen], int]:
    categories = {row.get("id", ""): row.get("description", "") for row in _each(tables, "food_category.csv")}
    by_kind: dict[str, dict[str, _Chosen]] = defaultdict(dict)
    count = 0
    for place, row in enumerate(_each(tables, "food.csv")):
        if place % 5000 == 0:
            tell(place, 0, "Reading foods")
        kind = row.get("data_type", "")
        if kind not in SOURCES or not row.get("fdc_id"):
            continue
        count += 1
        if len(by_kind[kind]) < MOST_FOODS:
            category = categories.get(row.get("food_category_id", ""), "")
            by_kind[kind][row["fdc_id"]] = _Chosen(row.get("description", ""), kind, category)
    taken = [item for kind in SOURCES for item in by_kind[kind].items()]
    return dict(taken[:MOST_FOODS]), count


def _nutrients(tables: dict[str, Lines], chosen: dict[str, _Chosen], tell: Tell) -> dict[int, str]:
    """Give each food its amounts, and return the unit of each nutrient by its id."""
    units: dict[int, str] = {}
    ids: dict[str, int] = {str(code): code for code in usda.BY_ID}
    for row in _each(tables, "nutrient.csv"):
        code = usda.BY_ID.get(int(row["id"])) if row.get("id", "").isdecimal() else None
        if code is not None:
            units[code.id] = usda.unit_of(row.get("unit_name", ""))
    ids |= {str(number_of): code.id for number_of, code in usda.BY_NUMBER.items()}  # FNDDS names them by number
    for place, row in enumerate(_each(tables, "food_nutrient.csv")):
        if place % 20_000 == 0:
            tell(place, 0, "Reading nutrients")
        food = chosen.get(row.get("fdc_id", ""))
        nutrient = ids.get(row.get("nutrient_id", ""))
        amount = number(row.get("amount")) if food is not None and nutrient is not None else None
        if food is not None and nutrient is not None and amount is not None:
            food.amounts.setdefault(nutrient, amount)
    return units


def _portions(tables: dict[str, Lines], chosen: dict[str, _Chosen]) -> None:
    measures = {row.get("id", ""): row.get("name", "") for row in _each(tables, "measure_unit.csv")}
    for row in _each(tables, "food_portion.csv"):
        food = chosen.get(row.get("fdc_id", ""))
        if food is not None:
            unit = row.get("measure_unit_id", "")
            name = "" if unit == UNDETERMINED else measures.get(unit, "")
            name = "" if name == "undetermined" else name
            food.measures.append(_portion(row, name))


def _portion(row: dict[str, str], unit: str) -> Measure | None:
    """A portion by its unit and modifier; without a unit, by what is written of it."""
    words, modifier = row.get("portion_description", "").strip(), row.get("modifier", "").strip()
    if unit:
        name = f"{unit}, {modifier}" if modifier and not modifier.isdecimal() else unit
        return usda.measure(name, number(row.get("amount")), number(row.get("gram_weight")))
    name = words if words and not words.isdecimal() else modifier
    return usda.measure(name, number(row.get("amount")) if not words else None, number(row.get("gram_weight")))


def _branded(tables: dict[str, Lines], chosen: dict[str, _Chosen]) -> None:
    for row in _each(tables, "branded_food.csv"):
        food = chosen.get(row.get("fdc_id", ""))
        if food is None:
            continue
        food.brand = (row.get("brand_name") or row.get("brand_owner") or "").strip()[:100]
        food.category = row.get("branded_food_category", "").strip() or food.category
        code = row.get("gtin_upc", "").strip()
        food.barcode = code if is_barcode(code) else ""
        serving = number(row.get("serving_size"))
        if row.get("serving_size_unit", "").strip().casefold() in ("g", "grm", "ml", "mlt"):
            name = row.get("household_serving_fulltext", "").strip()
            whole = name if name and name[0] == "1" and not name[1:2].isdecimal() else "serving"
            food.measures.append(usda.measure(whole, 1, serving) or usda.measure("serving", 1, serving))


def _made(key: str, one: _Chosen, units: dict[int, str]) -> DescribedFood:
    return usda.food(
        f"fdc:{key}", one.name, usda.nutrition(one.amounts, units), one.measures, source=SOURCES[one.kind],
        category=one.category, brand=one.brand, barcode=one.barcode,
    )  # fmt: skip
