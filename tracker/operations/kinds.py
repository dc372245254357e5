"""The kinds of file that Tracker brings in, each a row of `KINDS`: how it is told, and what takes it in.

A new kind is a new row here. What a row names is imported when such a file comes, so that none costs the others' start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tracker.formats.glimpse import Glimpse
from tracker.operations.imported import Imported, Report

if TYPE_CHECKING:
    from tracker.store.database import Store


class BringIn(Protocol):
    """Takes the files of one kind in, within a step that is open already, and tells what became of each file.

    A bad file is told of and never stops the others; with `dry_run` nothing is written.
    """

    def __call__(  # noqa: D102 - the class says it
        self, store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report
    ) -> Sequence[Imported]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        name: as `tracker import --json` tells it.
        words: for people, after "Tracker reads".
        patterns: names that such files usually have, for the dialog that chooses files.
        noun: what it brings, one and several.
        fits: whether a file is of this kind.
        bring_in: takes such files in.
        shown_first: whether the window shows what was understood before it is brought in.
    """

    name: str
    words: str
    patterns: tuple[str, ...]
    noun: tuple[str, str]
    fits: Callable[[Glimpse], bool]
    bring_in: BringIn
    shown_first: bool = False


# ------------------------------------------------------------------------------------------------ workouts


def _is_recording(seen: Glimpse) -> bool:
    from tracker.formats.fit.pieces import is_fit

    return is_fit(seen.head)


def _recordings(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations import activities

    found: list[Imported] = []
    for number, path in enumerate(paths):
        report(number, len(paths), f"Reading {path.name}")
        found += activities.import_files(store, [path], dry_run=dry_run).files
    return found


# ------------------------------------------------------------------------------------------------- exports


def _is_export(seen: Glimpse) -> bool:
    from tracker.operations import export

    return seen.folder and export.is_export(seen.path)


def _exports(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations import reading_back

    done = [
        (path, one)
        for path in paths
        for one in reading_back.read_back(store, path, dry_run=dry_run, report=report).files
    ]
    return [
        Imported(
            str(path / one.file), one.status, error=one.error, kind=one.kind, refused=tuple(one.refused),
            counts={"new": one.new, "same": one.same, "kept": one.kept, "refused": len(one.refused)},
        )
        for path, one in done
    ]  # fmt: skip


# ---------------------------------------------------------------------------------- diaries of other apps


def _is_myfitnesspal(seen: Glimpse) -> bool:
    from tracker.formats.diaries import myfitnesspal

    if seen.archive:
        return any(name.startswith(("nutrition-summary", "measurement-summary", "exercise-summary"))
                   for name in seen.ends)  # fmt: skip
    return seen.has_columns(*myfitnesspal.NUTRITION) or seen.has_columns(*myfitnesspal.EXERCISE)


def _is_cronometer(seen: Glimpse) -> bool:
    from tracker.formats.diaries import cronometer

    tables = (cronometer.SERVINGS, cronometer.BIOMETRICS, cronometer.EXERCISES, cronometer.NOTES, cronometer.SUMMARY)
    return any(seen.has_columns(*columns) for columns in tables) and "meal" not in seen.header


def _is_opennutritracker(seen: Glimpse) -> bool:
    return seen.archive and "user_intake.json" in seen.ends


def _is_waistline(seen: Glimpse) -> bool:
    from tracker.formats.diaries import waistline

    return not seen.archive and waistline.looks_like(seen.text)


def _diaries(app: str) -> BringIn:
    def bring_in(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
        from tracker.operations import history, history_readers

        return history.bring_in(store, paths, app, history_readers.READERS[app], dry_run=dry_run, report=report)

    return bring_in


_ENTRIES = ("record", "records")

KINDS: tuple[Kind, ...] = (
    Kind(
        "myfitnesspal", "MyFitnessPal's export (.zip, or its .csv)", ("*.zip", "*.csv"), _ENTRIES, _is_myfitnesspal,
        _diaries("myfitnesspal"), shown_first=True,
    ),
    Kind(
        "cronometer", "Cronometer's tables (servings.csv and the others)", ("*.csv",), _ENTRIES, _is_cronometer,
        _diaries("cronometer"), shown_first=True,
    ),
    Kind(
        "opennutritracker", "OpenNutriTracker's export (.zip)", ("*.zip",), _ENTRIES, _is_opennutritracker,
        _diaries("opennutritracker"), shown_first=True,
    ),
    Kind(
        "waistline", "Waistline's backup (.json)", ("*.json",), _ENTRIES, _is_waistline, _diaries("waistline"),
        shown_first=True,
    ),
    Kind("export", "a folder that Tracker's own export wrote", (), ("record", "records"), _is_export, _exports),
    Kind(
        "workout", "recorded workouts (.fit, .fit.gz)", ("*.fit", "*.FIT", "*.fit.gz"), ("workout", "workouts"),
        _is_recording, _recordings,
    ),
)  # fmt: skip
"""In the order in which they are asked, and brought in: what writes files beside the database comes last."""


def kind_of(seen: Glimpse) -> Kind | None:
    """The kind of a file, or None where it is none of them."""
    return next((kind for kind in KINDS if kind.fits(seen)), None)


def known() -> str:
    """What Tracker reads, as a sentence."""
    return f"Tracker reads {'; '.join(kind.words for kind in KINDS)}."
