"""Recipes out of files: saved pages, schema.org JSON, and the exports of other apps.

Paprika's, Nextcloud Cookbook's, Tandoor's, Mealie's and Plan to Eat's are read. One recipe that cannot be read never
stops the others.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.recipes.found import FoundRecipe
from tracker.errors import BadFile
from tracker.formats.glimpse import Glimpse
from tracker.formats.recipes import jsonld, paprika, plan_to_eat, tandoor
from tracker.formats.recipes.limits import (
    MOST_ARCHIVE,
    MOST_PAGE,
    MOST_PHOTO,
    MOST_SAVED,
    Archive,
    parsed,
    read_file,
)
from tracker.formats.recipes.saved import is_saved_whole

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_PREFERRED = ("full.", "original.", "image.", "photo.")
DEEPEST = 2
"""Archives in archives in an archive are nothing that an app exports."""


@dataclass(frozen=True)
class Refused:
    """A recipe that could not be read, and why in a sentence."""

    name: str
    why: str


Found = FoundRecipe | Refused


def is_page(seen: Glimpse) -> bool:
    """Whether it is a page, alone or saved with all that belongs to it."""
    if is_saved_whole(seen.head):
        return True
    begin = seen.text[:4096].lstrip("\ufeff \t\r\n").casefold()
    return begin.startswith(("<!doctype html", "<html", "<!-- saved from")) or "<html" in begin


def is_recipe_json(seen: Glimpse) -> bool:
    """Whether it is JSON with a recipe in it."""
    begin = seen.text.lstrip("\ufeff \t\r\n")
    return begin.startswith(("{", "[")) and ("recipeIngredient" in begin or '"@type": "Recipe"' in begin)


def is_recipe_archive(seen: Glimpse) -> bool:
    """Whether it is an archive that an app for recipes exported."""
    if not seen.archive:
        return False
    names = [name for name in seen.names if not name.startswith("__MACOSX/")]
    if any(name.endswith(".paprikarecipe") for name in names):
        return True
    if "recipe.json" in seen.ends or "plantoeat.csv" in seen.ends:
        return True
    if names and all(name.endswith(".zip") for name in names):
        return _holds_recipes(seen.path, names[0])
    return _looks_like_mealie(names) or "database.json" in seen.ends


def is_mealie_backup(seen: Glimpse) -> bool:
    """Whether it is Mealie's backup: all tables of its database, in a form that changes with its versions."""
    if seen.archive:
        return "database.json" in seen.ends
    return seen.text.startswith("{") and ('"alembic_version"' in seen.text or '"recipes_ingredients"' in seen.text)


def _looks_like_mealie(names: list[str]) -> bool:
    """Mealie writes <slug>/<slug>.json, with the pictures beside."""
    parts = [name.split("/") for name in names if name.endswith(".json")]
    return bool(parts) and all(len(one) > 1 and one[-1].removesuffix(".json") == one[-2] for one in parts)


def _holds_recipes(path: Path, inner: str) -> bool:
    try:
        with zipfile.ZipFile(path) as outer, zipfile.ZipFile(io.BytesIO(Archive(outer).read(inner))) as archive:
            return "recipe.json" in archive.namelist()
    except (BadFile, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, KeyError):
        return False


def is_paprika_recipe(seen: Glimpse) -> bool:
    """Whether it is one recipe of Paprika's: gzipped JSON."""
    return (
        not seen.archive and '"ingredients"' in seen.text and '"directions"' in seen.text and seen.text.startswith("{")
    )


def read(path: Path, seen: Glimpse) -> Iterator[Found]:
    """Every recipe of a file of one of these kinds.

    Raises:
        BadFile: the file as a whole cannot be read.
    """
    if is_mealie_backup(seen):
        raise BadFile(
            f"{path.name} is a backup of Mealie's whole database.",
            "In Mealie, choose the recipes under Manage data and export them: Tracker reads that zip.",
        )
    if seen.archive:
        if path.stat().st_size > MOST_ARCHIVE:
            raise BadFile(f"{path.name} is larger than {MOST_ARCHIVE >> 30} GB.")
        yield from _of_archive(path.open("rb"), path.name, 0)
    elif is_paprika_recipe(seen):
        yield paprika.read(read_file(path), path.name)
    elif plan_to_eat.is_export(seen):
        yield from plan_to_eat.read(read_file(path), path.name)
    elif is_page(seen):
        from tracker.formats.recipes.page import read_page

        most = MOST_SAVED if is_saved_whole(seen.head) else MOST_PAGE
        yield read_page(read_file(path, most), name=path.name)
    else:
        yield from _of_json(read_file(path), path.name)


def _of_json(data: bytes, name: str) -> Iterator[Found]:
    found = False
    for one in jsonld.recipes_in(parsed(data, name)):
        found = True
        yield jsonld.read(one)
    if not found:
        raise BadFile(f"There is no recipe in {name}.")


def _of_archive(file: io.BufferedIOBase | io.BytesIO, name: str, depth: int) -> Iterator[Found]:
    try:
        with file, zipfile.ZipFile(file) as opened:
            archive = Archive(opened)
            for inner in sorted(archive.files):
                try:
                    yield from _of_member(archive, inner, depth)
                except BadFile as error:
                    yield Refused(inner, str(error))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadFile(f"{name} is a damaged zip archive.", "Download it again.") from error


def _of_member(archive: Archive, name: str, depth: int) -> Iterator[Found]:
    short = name.rpartition("/")[2]
    if short.endswith(".paprikarecipe"):
        yield paprika.read(archive.read(name), short)
    elif short.endswith(".zip"):
        if depth >= DEEPEST:
            raise BadFile(f"{short} is an archive in an archive in an archive.")
        yield from _of_archive(io.BytesIO(archive.read(name, MOST_PHOTO * 4)), short, depth + 1)
    elif short.endswith(".csv"):
        yield from plan_to_eat.read(archive.read(name), short)
    elif short.endswith(".json"):
        data = parsed(archive.read(name), short)
        if tandoor.is_recipe(data):
            yield tandoor.read(data, picture_beside(archive, name))
        else:
            for one in jsonld.recipes_in(data):
                found = jsonld.read(one)
                yield _with_photo(found, picture_beside(archive, name))


def _with_photo(found: FoundRecipe, photo: bytes) -> FoundRecipe:
    from dataclasses import replace

    return replace(found, photo=photo) if photo else found


def picture_beside(archive: Archive, name: str) -> bytes:
    """The picture that lies beside a recipe's file, or in a folder of pictures beside it; b"" where there is none."""
    folder = name.rpartition("/")[0]
    near = (f"{folder}/" if folder else "", f"{folder}/images/" if folder else "images/")
    names = [
        one
        for one in archive.files
        if one.casefold().endswith(_PICTURES)
        and f"{one.rpartition('/')[0]}/".removeprefix("/") in (*near, "")
        and one.rpartition("/")[0] in {part.rstrip("/") for part in near}
    ]
    if not names:
        return b""
    best = min(names, key=lambda one: (not one.rpartition("/")[2].casefold().startswith(_PREFERRED), one))
    try:
        return archive.read(best, MOST_PHOTO)
    except BadFile:
        return b""
