"""The command line and recipes: one from an address that was asked for, and all of them as schema.org JSON."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracker.cli import server
from tracker.cli.words import say
from tracker.errors import KnownError
from tracker.operations import plain
from tracker.store.database import Store

DONE = 0


def is_address(name: str) -> bool:
    """Whether what is to be brought in is a page of the web rather than a file."""
    return name.casefold().startswith(("http://", "https://"))


def bring_in(store: Store, options: argparse.Namespace, address: str) -> plain.Plain:
    """Fetch a recipe, which sends this one address and nothing else, and keep it; tells what became of it."""
    from tracker.formats.recipes.fetch import fetch_recipe
    from tracker.formats.web import Web
    from tracker.operations import recipe_import

    web = Web()
    row: plain.Plain = {
        "file": address, "kind": "recipe", "status": "failed", "id": None, "summary": None, "error": None,
        "workouts": [], "preview": [], "doubts": [], "noun": ("recipe", "recipes"), "names": [],
    }  # fmt: skip
    try:
        found = fetch_recipe(web, address)
        if options.dry_run:
            return row | {"status": "imported", "preview": [found.name, *found.lines]}
        added = server.write(store, options, recipe_import.add_found, found)
    except KnownError as error:
        return row | {"error": str(error)}
    finally:
        web.close()
    if added.duplicate:
        return row | {"status": "duplicate", "id": added.id, "error": "This recipe is here already."}
    doubts = [] if found.makes else [recipe_import.untold(found.name)]
    return row | {"status": "imported", "id": added.id, "summary": {"new": 1}, "names": [found.name], "doubts": doubts}


def write_out(store: Store, options: argparse.Namespace, path: Path) -> int:
    """Write every recipe into one file."""
    from tracker.formats.recipes.write import MARK
    from tracker.operations.recipe_export import write_recipes
    from tracker.operations.whole_file import keep_others

    keep_others(path, MARK.encode(), "a file of recipes")
    count = write_recipes(store, path)
    words = f"Wrote {count} recipe{'s' if count != 1 else ''} to {path}."
    say(options, {"file": str(path), "recipes": count}, [words])
    return DONE
