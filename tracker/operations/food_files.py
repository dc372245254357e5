"""Bringing foods in from files of other collections and from the person's own tables.

A food has the same id on every device, made from its source and its number there. So nothing is doubled: what is here
already stays as it is, whatever the person made of it. What a file looks like is known in `formats.foods`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from tracker.domain import spoken
from tracker.domain.described import DescribedFood, Measure
from tracker.domain.fixed import MACRO
from tracker.domain.nutrients import macros_fit
from tracker.domain.order import marks
from tracker.errors import BadFile, KnownError
from tracker.formats.foods import fdc, off_files, own_table, sr
from tracker.formats.foods.lines import MOST_FOODS, Refused, TooMany, too_many
from tracker.formats.foods.own_table import Layout
from tracker.formats.glimpse import glimpse
from tracker.operations.imported import Imported, Report, Status
from tracker.store import records
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.settings import value
from tracker.store.search_index import suspend_index, suspended

FOOD = BY_NAME["food"]
PAGE = 500
MANY = 1000
"""Foods from which on the search index is filled once at the end."""
SHOWN = 5
"""Foods of a file that are shown before it is brought in."""
TOLD = 200
"""Reasons and doubts of one file that are kept; the rest is counted."""
Read = Iterable[DescribedFood | Refused | Layout]


@dataclass
class _Tally:
    """What has become of a file so far."""

    new: int = 0
    same: int = 0
    kept: int = 0
    lost: int = 0
    ids: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    preview: list[str] = field(default_factory=list)
    error: str = ""
    energy_unit: str = "kcal"

    def refuse(self, sentence: str) -> None:
        """Note one that could not be taken."""
        self.lost += 1
        if len(self.refused) < TOLD:
            self.refused.append(sentence)

    def result(self, path: Path, kind: str) -> Imported:
        """The whole of it."""
        counts = {"new": self.new, "same": self.same, "kept": self.kept, "refused": self.lost}
        status: Status = "imported" if self.new else "duplicate"
        if self.error or self.lost:
            status = "salvaged" if self.new else "failed"
        more = [f"and {self.lost - len(self.refused):,} more"] if self.lost > len(self.refused) else []
        return Imported(
            str(path), status, tuple(self.ids), self.error, kind=kind, counts=counts,
            refused=(*self.refused, *more), preview=tuple(self.preview), doubts=tuple(self.doubts),
        )  # fmt: skip


# ------------------------------------------------------------------------------------------ kinds of file


def from_open_food_facts(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    """Bring in the products of exports and answers of Open Food Facts."""

    def read(path: Path) -> Iterator[DescribedFood | Refused]:
        seen = glimpse(path)
        form = off_files.form_of(seen.header, seen.text)
        if form is None:
            raise BadFile(f"{path.name} is no file of Open Food Facts.")
        return off_files.foods(path, form)

    return [_one(store, path, "foods_off", read, dry_run, report) for path in paths]


def from_own_table(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    """Bring in the foods of CSV tables."""
    return [_one(store, path, "foods_table", own_table.foods, dry_run, report) for path in paths]


def from_food_data_central(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    """Bring in the foods of FoodData Central's CSV archives."""

    def read(path: Path) -> Iterator[DescribedFood]:
        found, count = fdc.read(path, report)
        yield from found
        if count > len(found):
            raise too_many(path.name)

    return [_one(store, path, "foods_usda", read, dry_run, report) for path in paths]


def from_standard_reference(
    store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report
) -> Sequence[Imported]:
    """Bring in the foods of SR's files, those of one folder together."""
    folders: dict[Path, list[Path]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path)
    found = []
    for files in folders.values():

        def read(_: Path, files: Sequence[Path] = tuple(files)) -> Iterator[DescribedFood]:
            yield from sr.read([source for path in files for source in sr.sources(path)], report)

        found.append(_one(store, files[0], "foods_sr", read, dry_run, report))
        rest = found[-1]
        found += [Imported(str(path), rest.status, error=rest.error, kind="foods_sr") for path in files[1:]]
    return found


# ------------------------------------------------------------------------------------------------ writing


def _one(
    store: Store, path: Path, kind: str, read: Callable[[Path], Read], dry_run: bool, report: Report
) -> Imported:  # fmt: skip
    """Bring in one file; where it breaks off, what was read before it stays."""
    tally = _Tally()
    try:
        tally.energy_unit = str(value(store, "energy_unit"))
        _take(store, read(path), tally, path.name, dry_run, report)
    except KnownError as error:
        tally.error = str(error)
    if not (tally.new or tally.same or tally.kept or tally.lost or tally.error):
        tally.error = f"{path.name} has no food with nutrition in it."
    return tally.result(path, kind)


def _take(store: Store, found: Read, tally: _Tally, name: str, dry_run: bool, report: Report) -> None:
    described = _foods(found, tally, name)
    first = list(islice(described, MANY))
    late = len(first) == MANY and not dry_run and not suspended(store.connection)
    seen: set[str] = set()
    with suspend_index(store) if late else nullcontext():
        taken = 0
        for page in _pages(_chain(first, described)):
            taken += len(page)
            report(taken, 0, f"Reading {name}")
            _write(store, page, tally, seen, dry_run)


def _foods(found: Read, tally: _Tally, name: str) -> Iterator[DescribedFood]:
    """The foods that can be taken; the rest is noted, and so is why the file breaks off where it does."""
    try:
        yield from _sound(found, tally, name)
    except TooMany as error:
        tally.refuse(str(error))
    except KnownError as error:
        tally.error = str(error)


def _sound(found: Read, tally: _Tally, name: str) -> Iterator[DescribedFood]:
    taken = 0
    for one in found:
        if isinstance(one, Layout):
            tally.preview += _layout_lines(one)
        elif isinstance(one, Refused):
            tally.refuse(str(one))
        elif not macros_fit({"protein": one.nutrition.protein, "carbs": one.nutrition.carbs, "fat": one.nutrition.fat}):
            tally.refuse(f"{one.name}: {one.doubts[0] if one.doubts else 'its numbers are more than the food itself.'}")
        else:
            taken += 1
            if taken > MOST_FOODS:
                raise too_many(name)
            if taken <= SHOWN:
                tally.preview.append(in_a_line(one, tally.energy_unit))
            yield one


def _pages(described: Iterator[DescribedFood]) -> Iterator[list[DescribedFood]]:
    while page := list(islice(described, PAGE)):
        yield page


def _chain(first: list[DescribedFood], rest: Iterator[DescribedFood]) -> Iterator[DescribedFood]:
    yield from first
    yield from rest


def _write(store: Store, page: list[DescribedFood], tally: _Tally, seen: set[str], dry_run: bool) -> None:
    by_id = {derived_id("food", one.key): one for one in page}
    here = records.read_bodies(store, FOOD, by_id)
    scanned = _with_barcode(store, [one.barcode for one in page if one.barcode])
    new: dict[str, records.Body] = {}
    for record, one in by_id.items():
        body = body_of(one, store.now())
        if record in here:
            same = all(here[record][key] == body[key] for key in ("name", "energy", "protein", "carbs", "fat"))
            tally.same, tally.kept = tally.same + same, tally.kept + (not same)
        elif record in seen or (one.barcode and one.barcode in scanned):
            tally.kept += 1
        else:
            new[record] = body
            seen.add(record)
            if one.doubts and len(tally.doubts) < TOLD:
                tally.doubts.append(f"{one.name}: {one.doubts[0]}")
    tally.new += len(new)
    tally.ids += list(new)[: max(0, SHOWN - len(tally.ids))]
    if new and not dry_run:
        records.write_bodies(store, FOOD, new)


def _with_barcode(store: Store, codes: Iterable[str]) -> set[str]:
    """Those of these barcodes that a food of the person's has already."""
    found: set[str] = set()
    for some in batches(codes):
        places = ", ".join("?" * len(some))
        rows = store.rows(f"SELECT barcode FROM main.food WHERE barcode IN ({places})", some)  # noqa: S608 - only marks
        found.update(row[0] for row in rows)
    return found


def body_of(one: DescribedFood, now: int) -> records.Body:
    """The record of a food that is described."""
    values = one.nutrition
    return {
        "name": one.name, "brand": one.brand, "barcode": one.barcode, "category": one.category, "source": one.source,
        "energy": values.energy, "protein": values.protein, "carbs": values.carbs, "fat": values.fat,
        "nutrients": dict(values.others), "notes": one.notes, "created_at": now, "portions": _portions(one),
    }  # fmt: skip


def _portions(one: DescribedFood) -> list[dict[str, Any]]:
    """Portions with ids made from their names, so that two devices' imports of one file are the same."""
    distinct: dict[str, Measure] = {}
    for one_of in one.measures:
        distinct.setdefault(one_of.name.strip().casefold(), one_of)
    return [
        {"_id": item_id(name), "_ord": place, "name": measure.name.strip(), "mass": measure.mass}
        for (name, measure), place in zip(distinct.items(), marks([None] * len(distinct)), strict=True)
    ]


def item_id(name: str) -> str:
    """The id of the portion of this name, where it does not come from the person."""
    return derived_id("portion", name).replace("-", "")[:16]


def in_a_line(one: DescribedFood, energy_unit: str) -> str:
    """A food as it was understood: Rye bread · Corner bakery · 220 kcal, 7 g protein, … in 100 g."""
    values = one.nutrition
    parts = [
        "energy unknown" if values.energy is None else spoken.energy(values.energy, energy_unit),
        *(
            f"{grams / MACRO:.3g} g {name}"
            for name, grams in (("protein", values.protein), ("carbs", values.carbs), ("fat", values.fat))
            if grams is not None
        ),
    ]
    return " · ".join(part for part in (one.name, one.brand, f"{', '.join(parts)} in 100 g") if part)


def _layout_lines(how: Layout) -> list[str]:
    names = ", ".join(one.heading.strip() for one in how.columns)
    lines = [f"Columns understood: {names}."]
    unused = [heading.strip() for heading in how.unused if heading.strip()]
    return [*lines, f"Not used: {', '.join(unused[:20])}."] if unused else lines
