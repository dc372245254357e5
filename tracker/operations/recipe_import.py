"""Bringing recipes in: from pages, from other apps' exports, from an address that somebody asked for.

What a line means is guessed (`ingredient_foods`), and every guess that is not sure says so until somebody looks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracker.domain.recipes.found import UNTOLD, FoundRecipe
from tracker.domain.recipes.line import read_ingredient
from tracker.errors import BadFile, KnownError
from tracker.formats.glimpse import glimpse
from tracker.formats.recipes import files
from tracker.operations import recipes
from tracker.operations.imported import Imported, Report, Status
from tracker.operations.ingredient_foods import matched
from tracker.operations.recipes import Draft, Line
from tracker.store import blobs
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import recipes as queries

KIND = "recipe"
MOST_PHOTO = 8 << 20
"""Bytes of a photo that is kept; a larger one would only fill the other devices."""
MOST_IDS = 50
_PICTURES = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))
_NORWEGIAN = frozenset({"nb", "nn"})
_POINT = frozenset({"", "en", "ja", "zh", "ko", "he", "th"})
"""Languages whose decimal mark is a point."""


@dataclass(frozen=True)
class Added:
    """What became of one recipe: its id, whether it was here already, and the changes it made."""

    id: str
    duplicate: bool
    changes: Changes


def bring_in(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> list[Imported]:
    """Bring in every recipe of every file, within a step that is open already. A bad one never stops the others."""
    written: list[str] = []
    try:
        return [
            _bring_in(store, path, None if dry_run else written, (number, len(paths)), report)
            for number, path in enumerate(paths)
        ]
    except BaseException:
        blobs.remove(store.profile / "blobs", written)
        raise


def _bring_in(store: Store, path: Path, written: list[str] | None, place: tuple[int, int], report: Report) -> Imported:
    new: list[str] = []
    same: list[str] = []
    refused: list[str] = []
    doubts: list[str] = []
    try:
        for number, one in enumerate(files.read(path, glimpse(path))):
            report(*place, f"{path.name}: {number} recipes" if number else f"Reading {path.name}")
            if isinstance(one, files.Refused):
                refused.append(f"{one.name}: {one.why}")
                continue
            record, known = _keep(store, one, written)
            (same if known else new).append(record)
            if not known and one.makes is None:
                doubts.append(untold(one.name))
    except KnownError as error:
        if not new and not same:
            return Imported(str(path), "failed", error=str(error), kind=KIND)
        refused.append(str(error))
    return replace(_told(path, new, same, refused), doubts=tuple(doubts))


def untold(name: str) -> str:
    """That a recipe does not tell its servings, and what follows."""
    return f"{name} does not say how many servings it makes; until you do, one is the whole of it."


def _told(path: Path, new: Sequence[str], same: Sequence[str], refused: Sequence[str]) -> Imported:
    counts = {"new": len(new), "same": len(same), "refused": len(refused)}
    if not new and not same:
        error = refused[0] if refused else f"There is no recipe in {path.name}."
        return Imported(str(path), "failed", error=error, kind=KIND, counts=counts, refused=tuple(refused))
    status: Status = "salvaged" if refused else "imported" if new else "duplicate"
    error = "; ".join(refused[:5]) if refused else ""
    if status == "duplicate":
        error = "This recipe is here already." if len(same) == 1 else "These recipes are here already."
    ids = tuple((new or same)[:MOST_IDS])
    return Imported(str(path), status, ids, error, kind=KIND, counts=counts, refused=tuple(refused))


def add_found(store: Store, found: FoundRecipe) -> Added:
    """Keep a recipe that was fetched, as one step; one that is here already stays as it is.

    Raises:
        BadFile: it has no ingredients and no steps.
    """
    written: list[str] = []
    try:
        with store.step(f"Import {found.name}") as step:
            record, known = _keep(store, found, written)
    except BaseException:
        blobs.remove(store.profile / "blobs", written)
        raise
    return Added(record, known, step.changes)


def _keep(store: Store, found: FoundRecipe, written: list[str] | None) -> tuple[str, bool]:
    """Write a recipe down unless it is here already; returns its id and whether it was.

    The blobs that this makes are noted in `written`; where that is None, nothing is written at all.
    """
    if not found.lines and not found.steps:
        raise BadFile(f"{found.name} has neither ingredients nor steps.")
    record = derived_id("recipe", _key(found))
    known = queries.same_recipe(store, record, found.name, found.source)
    if known:
        return known, True
    if written is None:
        return record, False
    draft = draft_of_found(store, found)
    photo = _kept_photo(store, found.photo, written)
    recipes.write_new(store, record, replace(draft, photo=photo))
    return record, False


def _key(found: FoundRecipe) -> str:
    """What makes it this recipe on every device: where it came from, else what goes into it."""
    told = found.source if found.source.startswith("http") else "\n".join(found.lines)
    return hashlib.sha256(f"{found.name.casefold()}\n{told}".encode()).hexdigest()


def draft_of_found(store: Store, found: FoundRecipe) -> Draft:
    """A recipe as it would be written down, each line with the food that it most likely means."""
    makes = found.makes or UNTOLD
    language = "no" if found.language in _NORWEGIAN else found.language
    return Draft(
        found.name, makes.servings, tuple(_lines(store, found.lines, language, makes.servings)), "", found.cuisine,
        found.tags, None, found.minutes, found.steps, found.notes, found.source, makes.what,
    )  # fmt: skip


def _lines(store: Store, texts: Iterable[str], language: str, servings: int) -> Iterator[Line]:
    for text in texts:
        line = read_ingredient(text, decimal_comma=language not in _POINT)
        yield matched(store, line, language, servings)


# ------------------------------------------------------------------------------------------------- photos


def picture_type(data: bytes) -> str:
    """What kind of picture these bytes are, "" where they are none that every device can show."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for begin, kind in _PICTURES if data.startswith(begin)), "")


def _kept_photo(store: Store, data: bytes, written: list[str]) -> tuple[dict[str, object], ...]:
    kind = picture_type(data)
    if not kind or len(data) > MOST_PHOTO:
        return ()
    folder = store.profile / "blobs"
    bid = blobs.blob_id(data)
    if not blobs.owns(folder, bid):
        written.append(bid)
        blobs.write(folder, data)
    return ({"b": bid, "size": len(data), "type": kind},)


def keep_photo(store: Store, data: bytes) -> tuple[dict[str, object], ...]:
    """Keep a picture that somebody chose; returns how a recipe lists it.

    Raises:
        BadFile: it is no picture, or too large.
    """
    if not picture_type(data):
        raise BadFile("This is no picture that Tracker can show.", "Choose a JPEG, PNG, WebP or GIF file.")
    if len(data) > MOST_PHOTO:
        raise BadFile(f"This picture is larger than {MOST_PHOTO >> 20} MB.", "Save it smaller and choose it again.")
    return _kept_photo(store, data, [])


def photo_bytes(store: Store, photo: Sequence[dict[str, object]]) -> bytes | None:
    """The picture of a recipe, None where it has none or the file is on another device."""
    name = photo[0].get("b") if photo else None
    if not blobs.is_id(name) or not blobs.exists(store.profile / "blobs", name):
        return None
    try:
        return blobs.read(store.profile / "blobs", name)
    except KnownError:
        return None
