"""Bringing files in, whatever they are: each is told apart by what it holds, and all of them are one undo step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tracker.errors import BadFile, KnownError
from tracker.formats.glimpse import glimpse
from tracker.operations import planned
from tracker.operations.export import SAMPLES
from tracker.operations.imported import Imported, ImportReport, Report, unheard
from tracker.operations.kinds import KINDS, KNOWN, Kind, kind_of
from tracker.store.database import Store
from tracker.store.stale import stale

_SPREADSHEETS = frozenset({"workbook.xml", "content.xml"})
"""Files in the archives that Excel and LibreOffice write."""
_NOUNS = {kind.name: kind.noun for kind in KINDS}
_NAME_OF = {
    "food": "SELECT name FROM food WHERE id = ?",
    "recipe": "SELECT name FROM recipe WHERE id = ?",
}
NAMED = 3
"""Records of a file that are called by their names; of more, the number is told."""


def import_files(
    store: Store, paths: Sequence[Path], *, dry_run: bool = False, report: Report = unheard
) -> ImportReport:
    """Bring files, archives and folders of any kind in, as one undo step. A bad one never stops the others.

    What was brought in before is not doubled. With `dry_run` nothing is written.

    Args:
        store: the profile.
        paths: what to bring in.
        dry_run: only say what would happen.
        report: hears how far it is.

    Raises:
        KnownError: the database cannot be written; then nothing was brought in.
    """
    done: dict[int, Sequence[Imported]] = {}
    sorted_out = _sorted_out(paths, done)
    with ExitStack() as work:
        ready = [
            (
                places[0],
                kind.begin(store, [paths[place] for place in places], dry_run=dry_run, report=report, work=work),
            )
            for kind, places in sorted_out.items()
        ]
        with store.step("Import") as step:
            for first, finish in ready:
                done[first] = [*done.get(first, ()), *finish(store)]
            files = in_order(paths, [one for place in sorted(done) for one in done[place]])
            if not dry_run:
                planned.link_clear(store, [record for one in files if one.new for record in one.ids])
            parts = brought(files)
            step.rename(f"Import {' and '.join(parts)}" if parts else "Import")
            if not dry_run and stale(store):
                _compute_records(store)
    return ImportReport(files, step.changes)


def _compute_records(store: Store) -> None:
    from tracker.store import personal_records  # brings numpy

    personal_records.refresh(store)


def _sorted_out(paths: Sequence[Path], done: dict[int, Sequence[Imported]]) -> dict[Kind, list[int]]:
    """The places in `paths` of the files of each kind; those that are of none are noted in `done`."""
    found: dict[Kind, list[int]] = {kind: [] for kind in KINDS}
    for place, path in enumerate(paths):
        try:
            found[told(path)].append(place)
        except KnownError as error:
            done[place] = [Imported(str(path), "failed", error=str(error), kind="unknown")]
    return {kind: places for kind, places in found.items() if places}


def is_shown_first(path: Path) -> bool:
    """Whether what this file holds is shown to the person before it is brought in."""
    try:
        return told(path).shown_first
    except KnownError:
        return False  # which is told with the others


def told(path: Path) -> Kind:
    """The kind of a file.

    Raises:
        KnownError: it is not there, cannot be read, or is of no kind that Tracker knows.
    """
    seen = glimpse(path)
    if seen.archive and seen.ends & _SPREADSHEETS:
        raise BadFile(f"{path.name} is a spreadsheet.", "Save its table as CSV.")
    kind = kind_of(seen)
    if kind is not None:
        return kind
    raise BadFile(f"{path.name} is not a kind of file that Tracker can read.", KNOWN)


def in_order(paths: Sequence[Path], found: Sequence[Imported]) -> tuple[Imported, ...]:
    """Results in the order in which their files were named; what has no name of its own follows where it stood."""
    places = {str(path): place for place, path in enumerate(paths)}
    return tuple(sorted(found, key=lambda one: places.get(one.file, _parent_place(places, one.file, len(paths)))))


def _parent_place(places: dict[str, int], file: str, last: int) -> int:
    """The place of the folder or archive that a result is about a part of."""
    return next((place for name, place in places.items() if file.startswith(name)), last)


def noun_of(one: Imported) -> tuple[str, str]:
    """What a file holds, one and several."""
    return _NOUNS.get(one.kind, ("record", "records"))


def names(store: Store, one: Imported) -> list[str]:
    """What the first records of a file are called, where they are of a kind that has names."""
    if one.workouts:
        return [workout.title for workout in one.workouts]
    named = _NAME_OF.get(noun_of(one)[0])
    if named is None:
        return []
    return [name for record in one.ids[:NAMED] for (name,) in store.rows(named, (record,))]


def brought(files: Sequence[Imported]) -> list[str]:
    """What files brought, by their kinds: 3 workouts, 120 foods."""
    counts: dict[tuple[str, str], int] = {}
    for one in files:
        if one.kind != SAMPLES:
            noun = noun_of(one)
            counts[noun] = counts.get(noun, 0) + one.new
    return [f"{number:,} {noun[number != 1]}" for noun, number in counts.items() if number]
