"""A recipe of Paprika's export: gzipped JSON, many of which are zipped into one .paprikarecipes."""

from __future__ import annotations

import base64
import binascii

from tracker.domain.recipes.found import FoundRecipe, read_yield
from tracker.errors import BadFile
from tracker.formats.addresses import host
from tracker.formats.recipes.limits import MOST_LINES, MOST_PHOTO, parsed, unpacked
from tracker.formats.recipes.plain import minutes, prose, summed, tags, text

GZIP = b"\x1f\x8b"


def read(data: bytes, name: str) -> FoundRecipe:
    """One recipe.

    Raises:
        BadFile: it is damaged, or no recipe.
    """
    found = parsed(unpacked(data, name) if data.startswith(GZIP) else data, name)
    if not isinstance(found, dict) or not text(found.get("name")):
        raise BadFile(f"There is no recipe in {name}.")
    address = text(found.get("source_url"))
    notes = [prose(found.get(key)) for key in ("description", "notes")]
    lines = prose(found.get("ingredients")).splitlines()
    return FoundRecipe(
        name=text(found["name"])[:300],
        lines=tuple(line.strip() for line in lines if line.strip())[:MOST_LINES],
        makes=read_yield(text(found.get("servings"))),
        steps=prose(found.get("directions")),
        tags=tags(found.get("categories")),
        minutes=minutes(found.get("total_time"))
        or summed(minutes(found.get(key)) for key in ("prep_time", "cook_time")),
        notes="\n\n".join(part for part in notes if part),
        source=address if host(address) else text(found.get("source"))[:200],
        photo=_photo(found.get("photo_data")),
    )


def _photo(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > MOST_PHOTO * 4 // 3:
        return b""
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return b""
