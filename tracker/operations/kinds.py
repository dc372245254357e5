"""The kinds of file that Tracker brings in, each a row of `KINDS`: how it is told, and what takes it in.

A new kind is a new row here. What a row names is imported when such a file comes, so that none costs the others' start.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
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


Finish = Callable[["Store"], Sequence[Imported]]
"""Writes into the database what was made ready before, within a step, and tells what became of each file."""


class Ahead(Protocol):
    """Does what takes long and needs no step: it reads files, in other processes where they are many.

    What it opens it leaves to `work`, which is closed when the import is over, and hears whether that failed.
    """

    def __call__(  # noqa: D102 - the class says it
        self, store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack
    ) -> Finish: ...


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Attributes:
        name: as `tracker import --json` tells it.
        words: for people, after "Tracker reads".
        patterns: names that such files usually have, for the dialog that chooses files.
        noun: what it brings, one and several.
        fits: whether a file is of this kind.
        bring_in: takes such files in, where that is all there is to do.
        shown_first: whether the window shows what was understood before it is brought in.
        ahead: instead of `bring_in`, what is done before the step begins.
    """

    name: str
    words: str
    patterns: tuple[str, ...]
    noun: tuple[str, str]
    fits: Callable[[Glimpse], bool]
    bring_in: BringIn | None = None
    shown_first: bool = False
    ahead: Ahead | None = None

    def begin(self, store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
        """Make files ready outside of any step; returns what brings them in within one."""
        if self.ahead is not None:
            return self.ahead(store, paths, dry_run=dry_run, report=report, work=work)
        bring_in = self.bring_in
        assert bring_in is not None
        return lambda it: bring_in(it, paths, dry_run=dry_run, report=report)


# ------------------------------------------------------------------------------------------------ workouts


def _is_recording(seen: Glimpse) -> bool:
    from tracker.formats.activity import is_recording

    return is_recording(seen.head)


def _recordings(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    from tracker.operations import activities

    return activities.ahead(store, paths, dry_run=dry_run, report=report, work=work)


# ------------------------------------------------------------------------------------------------ readings


def _is_readings(seen: Glimpse) -> bool:
    from tracker.formats import readings

    return not seen.folder and not seen.archive and readings.is_known(seen.header)


def _is_table_of_readings(seen: Glimpse) -> bool:
    from tracker.formats import readings

    return not seen.folder and not seen.archive and readings.fits(seen.header)


def _readings(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations import reading_files

    return reading_files.bring_in(store, paths, dry_run=dry_run, report=report)


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


# --------------------------------------------------------------------------------------------------- foods

FOODS = ("food", "foods")


def _is_food_data_central(seen: Glimpse) -> bool:
    return (seen.folder or seen.archive) and {"food.csv", "food_nutrient.csv"} <= seen.ends


def _is_standard_reference(seen: Glimpse) -> bool:
    from tracker.formats.foods.sr import table_of

    if seen.archive or seen.folder:
        return "food_des.txt" in seen.ends and bool({"nut_data.txt", "abbrev.txt"} & seen.ends)
    return bool(seen.head) and table_of(seen.text) is not None


def _is_open_food_facts(seen: Glimpse) -> bool:
    from tracker.formats.foods.off_files import form_of

    return bool(seen.head) and not seen.archive and form_of(seen.header, seen.text) is not None


def _is_table_of_foods(seen: Glimpse) -> bool:
    from tracker.formats.foods.columns import is_foods

    return not seen.archive and is_foods(seen.header)


def _food_data_central(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations.food_files import from_food_data_central

    return from_food_data_central(store, paths, dry_run=dry_run, report=report)


def _standard_reference(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations.food_files import from_standard_reference

    return from_standard_reference(store, paths, dry_run=dry_run, report=report)


def _open_food_facts(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations.food_files import from_open_food_facts

    return from_open_food_facts(store, paths, dry_run=dry_run, report=report)


def _table_of_foods(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations.food_files import from_own_table

    return from_own_table(store, paths, dry_run=dry_run, report=report)


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

# ------------------------------------------------------------------------------------------------ recipes


def _is_recipe_archive(seen: Glimpse) -> bool:
    from tracker.formats.recipes import files, plan_to_eat

    return files.is_recipe_archive(seen) or files.is_paprika_recipe(seen) or plan_to_eat.is_export(seen)


def _is_recipe_page(seen: Glimpse) -> bool:
    from tracker.formats.recipes import files

    return files.is_recipe_json(seen) or files.is_page(seen) or (not seen.archive and files.is_mealie_backup(seen))


def _recipes(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations import recipe_import

    return recipe_import.bring_in(store, paths, dry_run=dry_run, report=report)


# -------------------------------------------------------------------------------------------- Apple Health


def _is_apple_health(seen: Glimpse) -> bool:
    return b"<HealthData" in seen.head


def _apple_health(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    from tracker.operations import apple_files

    return apple_files.ahead(store, paths, dry_run=dry_run, report=report, work=work)


# ------------------------------------------------------------------------------------------------ strength


def _is_strength(seen: Glimpse) -> bool:
    from tracker.formats.strength import app_of

    return not seen.archive and bool(app_of(seen.header))


def _strength(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report) -> Sequence[Imported]:
    from tracker.operations import strength_files

    return strength_files.bring_in(store, paths, dry_run=dry_run, report=report)


# ------------------------------------------------------------------------------------ archives and folders

ARCHIVE = "archive"


def _holds_files(seen: Glimpse) -> bool:
    return seen.archive or seen.folder


def _archives(store: Store, paths: Sequence[Path], *, dry_run: bool, report: Report, work: ExitStack) -> Finish:
    from tracker.operations import archives

    return archives.ahead(store, paths, dry_run=dry_run, report=report, work=work)


READINGS = ("reading", "readings")
KINDS: tuple[Kind, ...] = (
    Kind(
        "apple_health", "Apple Health's export (.zip, or its export.xml)", ("*.zip", "*.xml"),
        ("workout", "workouts"), _is_apple_health, ahead=_apple_health,
    ),
    Kind(
        "strength", "strength workouts of Strong, Hevy and FitNotes (.csv)", ("*.csv",), ("workout", "workouts"),
        _is_strength, _strength, shown_first=True,
    ),
    Kind(
        "readings", "readings of HRV4Training, Elite HRV and GoldenCheetah, and Tracker's own (.csv)", ("*.csv",),
        READINGS, _is_readings, _readings, shown_first=True,
    ),
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
    Kind(
        "recipe", "recipes as saved pages (.html, .mhtml, .webarchive) or schema.org JSON",
        ("*.html", "*.htm", "*.mhtml", "*.mht", "*.webarchive", "*.json"),
        ("recipe", "recipes"), _is_recipe_page, _recipes,
    ),
    Kind(
        "recipes", "recipe exports of Paprika, Nextcloud Cookbook, Tandoor, Mealie and Plan to Eat",
        ("*.paprikarecipes", "*.paprikarecipe", "*.zip", "*.csv"), ("recipe", "recipes"), _is_recipe_archive, _recipes,
    ),
    Kind(
        "foods_usda", "CSV archives of USDA FoodData Central (.zip)", ("*.zip",), FOODS, _is_food_data_central,
        _food_data_central, shown_first=True,
    ),
    Kind(
        "foods_sr", "USDA's SR28 tables", ("*.txt", "*.csv", "*.gz"), FOODS, _is_standard_reference,
        _standard_reference, shown_first=True,
    ),
    Kind(
        "foods_off", "exports of Open Food Facts (.csv, .jsonl, .gz)", ("*.csv", "*.jsonl", "*.json", "*.gz"), FOODS,
        _is_open_food_facts, _open_food_facts, shown_first=True,
    ),
    Kind(
        "foods_table", "your own table of foods as CSV", ("*.csv", "*.tsv"), FOODS, _is_table_of_foods,
        _table_of_foods, shown_first=True,
    ),
    Kind(
        "readings_table", "your own table of readings, a column a kind", ("*.csv", "*.tsv"), READINGS,
        _is_table_of_readings, _readings, shown_first=True,
    ),
    Kind("export", "a folder that Tracker's own export wrote", (), ("record", "records"), _is_export, _exports),
    Kind(
        "workout", "recorded workouts (FIT, TCX, GPX, also packed as .gz)",
        ("*.fit", "*.FIT", "*.tcx", "*.gpx", "*.fit.gz", "*.tcx.gz", "*.gpx.gz"), ("workout", "workouts"),
        _is_recording, ahead=_recordings,
    ),
    Kind(
        ARCHIVE, "zip archives and folders of any of these, such as Strava's and Garmin's exports", ("*.zip",),
        ("file", "files"), _holds_files, ahead=_archives,
    ),
)  # fmt: skip
"""In the order in which they are asked, and brought in: what writes files beside the database comes last, what is told
by its columns alone after what has a form of its own."""


_ASKED = sorted(KINDS, key=lambda kind: kind.name != "workout")
"""Recordings are asked first: their first bytes tell them, and nobody has as many files of another kind."""


def kind_of(seen: Glimpse) -> Kind | None:
    """The kind of a file, or None where it is none of them."""
    return next((kind for kind in _ASKED if kind.fits(seen)), None)


KNOWN = (
    "Tracker reads exports of other apps for food, recipes and training, saved recipe pages, tables of foods and "
    "readings, and recorded workouts; the help lists them."
)
"""What Tracker reads, in short."""


def known() -> str:
    """All that Tracker reads."""
    return f"Tracker reads {'; '.join(kind.words for kind in KINDS)}."
