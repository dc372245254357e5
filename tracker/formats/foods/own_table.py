"""Somebody's own table of foods as CSV: any separator, decimal point or comma, headings in several languages.

Numbers are for 100 g unless a column says for how much they are. What a row lacks is unknown; a row that cannot be
right is refused with its line, and the others go on.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.barcodes import is_barcode
from tracker.domain.described import DescribedFood, Measure
from tracker.domain.fixed import AMOUNT, ENERGY, to_fixed
from tracker.domain.nutrients import BY_KEY, CORE, MOST_MACROS, Nutrition
from tracker.domain.plausible import KJ, MOST_KCAL, SALT_PER_SODIUM, doubts, joined
from tracker.errors import BadFile
from tracker.formats.foods.columns import Meaning, meanings, unit_of
from tracker.formats.foods.lines import Refused, opened
from tracker.formats.foods.numbers import number

SAMPLE = 50
"""Lines by which the separator is told."""
_PER_GRAM = {"g": 1.0, "mg": 1e3, "µg": 1e6}
_LEADING = re.compile(r"^\s*1\s+(?=\D)")
_GRAMS = re.compile(r"([0-9.,]+)\s*(?:g|ml)\b", re.IGNORECASE)
NOTHING = "has no column for the name of a food and none for its energy or protein"


@dataclass(frozen=True)
class Layout:
    """How a table is written: what separates its cells, its columns, and the headings that nobody understands."""

    delimiter: str
    columns: tuple[Meaning, ...]
    unused: tuple[str, ...]


def layout(lines: Sequence[str], name: str) -> Layout:
    """How the table that begins with `lines` is written.

    Raises:
        BadFile: it is no table of foods.
    """
    best: tuple[int, str, list[str]] = (0, ",", [])
    for delimiter in ";\t,|":
        table = list(csv.reader(lines, delimiter=delimiter))
        if not table:
            continue
        understood = len(meanings(table[0]))
        best = max(best, (understood, delimiter, table[0]), key=lambda one: one[0])
    understood, delimiter, header = best
    columns = meanings(header)
    if not {"name"} <= {one.of for one in columns}:
        raise BadFile(f"{name} {NOTHING}.", "Give its first line headings such as Name, kcal, Protein, Carbs, Fat.")
    used = {one.place for one in columns}
    return Layout(delimiter, tuple(columns), tuple(cell for place, cell in enumerate(header) if place not in used))


def foods(path: Path) -> Iterator[Layout | DescribedFood | Refused]:
    """How the table is written, and then each of its foods, or why a line is none.

    Raises:
        BadFile: it is no table of foods, or it is damaged.
    """
    with opened(path) as lines:
        sample = [line for line, _ in zip(lines, range(SAMPLE), strict=False)]
        how = layout(sample, path.name)
        yield how
        reader = csv.reader(_chained(sample, lines), delimiter=how.delimiter)
        try:
            next(reader, None)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield food(how, row, reader.line_num)
        except csv.Error as error:
            raise BadFile(f"{path.name}, line {reader.line_num}: {error}.") from error


def _chained(first: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from rest


def food(how: Layout, row: Sequence[str], line: int) -> DescribedFood | Refused:
    """The food of a row."""
    cells = {one.of: row[one.place].strip() for one in how.columns if one.place < len(row)}
    name = " ".join(cells.get("name", "").split())
    where = f"line {line}"
    if not name:
        return Refused(where, "it has no name.")
    bad = [one for one in how.columns if _is_wrong(one.of, cells.get(one.of, ""))]
    if bad:
        return Refused(where, f"“{cells[bad[0].of]}” in {bad[0].heading.strip()} is no number.")
    per = _grams(cells.get("per", "")) or 100.0
    nutrition = _nutrition(how, cells, 100.0 / per)
    wrong = _impossible(nutrition)
    if wrong:
        return Refused(where, f"{name}: {wrong}")
    brand, barcode = cells.get("brand", ""), re.sub(r"[\s-]", "", cells.get("barcode", ""))
    code = barcode if is_barcode(barcode) else ""
    key = f"table:{name.casefold()}|{brand.casefold()}|{code}"
    return DescribedFood(
        key, name[:200], nutrition, _measures(cells), brand[:100], code, cells.get("category", "")[:60], "",
        cells.get("notes", ""), joined(doubts(nutrition)),
    )  # fmt: skip


def _is_wrong(of: str, cell: str) -> bool:
    if of in ("name", "brand", "barcode", "category", "notes", "portion", "portion_g", "per"):
        return False
    return cell.casefold() not in ("", "-", "–", "n/a", "na", "null", "none", "tr", "trace") and number(cell) is None


def _grams(cell: str) -> float | None:
    found = _GRAMS.search(cell)
    value = number(found[1] if found else cell)
    return value or None


def _nutrition(how: Layout, cells: dict[str, str], factor: float) -> Nutrition:
    found: dict[str, int] = {}
    for one in how.columns:
        value = number(cells.get(one.of, "")) if one.of in BY_KEY and one.of != "energy" else None
        unit = unit_of(one)
        if value is not None and unit in _PER_GRAM:
            scaled = value * factor * _PER_GRAM[BY_KEY[one.of].unit] / _PER_GRAM[unit]
            found[one.of] = to_fixed(scaled, BY_KEY[one.of].scale)
    salt = number(cells.get("salt", ""))
    if salt is not None and "sodium" not in found:
        per_gram = 1000.0 if next(one.unit for one in how.columns if one.of == "salt") == "mg" else 1.0
        found["sodium"] = to_fixed(salt / per_gram * factor / SALT_PER_SODIUM * 1e3, BY_KEY["sodium"].scale)
    kcal, joule = number(cells.get("kcal", "")), number(cells.get("kj", ""))
    kcal = joule / KJ if kcal is None and joule is not None else kcal
    others = {key: value for key, value in found.items() if key not in CORE}
    energy = None if kcal is None else to_fixed(kcal * factor, ENERGY)
    return Nutrition(energy, found.get("protein"), found.get("carbs"), found.get("fat"), others)


def _impossible(nutrition: Nutrition) -> str:
    """Why 100 g of a food cannot have this, or ""."""
    if (nutrition.energy or 0) > MOST_KCAL * ENERGY:
        return (
            f"{nutrition.energy / ENERGY:.0f} kcal in 100 g is more than pure fat has; is it in kJ, or for a package?"
            if nutrition.energy
            else ""
        )
    if sum(value or 0 for value in (nutrition.protein, nutrition.carbs, nutrition.fat)) > MOST_MACROS:
        return "protein, carbs and fat are more than 100 g in 100 g; are they for a package?"
    return ""


def _measures(cells: dict[str, str]) -> tuple[Measure, ...]:
    words = _LEADING.sub("", cells.get("portion", ""))
    grams = _grams(cells.get("portion_g", "")) or (_GRAMS.search(words) and _grams(words))
    name = re.sub(r"[\s,(]*[0-9.,]+\s*(?:g|ml)\)?\s*$", "", words).strip() or "serving"
    return (Measure(name[:80], round(grams * AMOUNT)),) if grams else ()
