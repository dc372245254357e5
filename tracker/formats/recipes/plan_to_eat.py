"""The recipes of Plan to Eat's CSV export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tracker.domain.recipes.found import FoundRecipe, read_yield
from tracker.errors import BadFile
from tracker.formats.addresses import host
from tracker.formats.glimpse import Glimpse, decoded
from tracker.formats.recipes.limits import MOST_LINES
from tracker.formats.recipes.plain import minutes, prose, summed, tags, text

COLUMNS = ("title", "course", "ingredients", "directions")
LONGEST_CELL = 1 << 20


def is_export(seen: Glimpse) -> bool:
    """Whether the first line has its columns."""
    return seen.has_columns(*COLUMNS)


def read(data: bytes, name: str) -> Iterator[FoundRecipe]:
    """Every recipe.

    Raises:
        BadFile: it is no such export, or it breaks off within a cell.
    """
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.DictReader(io.StringIO(decoded(data), newline="")))
    except csv.Error as error:
        raise BadFile(f"{name} cannot be read as a table: {error}.") from error
    finally:
        csv.field_size_limit(before)
    if not rows or not set(COLUMNS) <= {str(key).strip().casefold() for key in rows[0]}:
        raise BadFile(f"There are no recipes of Plan to Eat in {name}.")
    for row in rows:
        found = _recipe({str(key).strip().casefold(): value for key, value in row.items() if isinstance(value, str)})
        if found is not None:
            yield found


def _recipe(row: dict[str, str]) -> FoundRecipe | None:
    name = text(row.get("title"))
    if not name:
        return None
    address = text(row.get("url"))
    is_address = bool(host(address))
    return FoundRecipe(
        name=name[:300],
        lines=tuple(filter(None, map(_line, prose(row.get("ingredients")).splitlines())))[:MOST_LINES],
        makes=read_yield(text(row.get("servings"))) or read_yield(text(row.get("yield"))),
        steps=prose(row.get("directions")),
        cuisine=text(row.get("cuisine"))[:60],
        tags=tags(row.get("course"), row.get("tags")),
        minutes=minutes(row.get("total time")) or summed(minutes(row.get(key)) for key in ("prep time", "cook time")),
        notes=prose(row.get("description")),
        source=address if is_address else text(row.get("source"))[:200],
        photo_at=text(row.get("photo url")),
    )


def _line(line: str) -> str:
    """An ingredient; a line that begins with a comma is a heading, and itm counts pieces."""
    line = line.strip()
    if line.startswith(","):
        heading = line.strip(", ")
        return f"{heading.rstrip(':')}:" if heading else ""
    return line.replace(" itm ", " ", 1)
