"""The diary of five years: how soon a week of the plan is painted, how soon something that was added shows, and how
long ten thousand rows from another app take.

The window is the real one with Today and the plan, its lanes and its bus. The limits: for a week, its rows read with
bare SQL and the same cells painted once more; for an entry, its row written with bare SQL and the list painted once
more; for the import, the same table read with `csv` and the same rows written with `executemany` into a table of the
same columns and indexes that has no triggers.
"""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.bench_stall import rest, until
from tests.bench.bench_sync import spent, tell
from tests.bench.profile import profile
from tracker.app import SWITCH_INTERVAL, Desktop, collect_here
from tracker.operations.importing import import_files
from tracker.store.database import Store
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.widgets.rows_view import RowsView

COUNT = 10_000
ROUNDS = 25
IMPORTS = 3
MEALS = ("Breakfast", "Lunch", "Dinner", "Snacks")


class Painted(QObject):
    """Counts the paintings of a widget."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def median(values: list[float]) -> float:
    """The middle one of them."""
    return statistics.median(values)


def shown(act: Callable[[], None], painted: Painted, ready: Callable[[], bool]) -> float:
    """ms from `act` until what it does is `ready` and painted."""
    begun = time.perf_counter()
    act()
    until(ready, "Getting ready")
    before = painted.times
    until(lambda: painted.times > before or _nothing_waits(painted), "Painting")
    return (time.perf_counter() - begun) * 1000


def _nothing_waits(painted: Painted) -> bool:
    """Whether the painting came with what made it ready."""
    widget = painted.parent()
    assert isinstance(widget, QWidget)
    widget.repaint()
    return True


def weeks(desktop: Desktop) -> None:
    """Opening the plan for the first time, then week after week of five years."""
    begun = time.perf_counter()
    desktop.shell.show_page("meal_plan")
    page = desktop.shell.page("meal_plan")
    grid = page.findChild(WeekGrid)
    grid.viewport().repaint()
    first = (time.perf_counter() - begun) * 1000
    opened, limits = [], []
    for number in range(ROUNDS):
        day = desktop.desk.today - timedelta(days=7 * (7 * number + 1))
        begun = time.perf_counter()
        page.show_day(day)  # type: ignore[attr-defined]
        grid.viewport().repaint()
        opened.append((time.perf_counter() - begun) * 1000)
        limits.append(spent(lambda: _bare_week(desktop.store, day)) + spent(grid.viewport().repaint))  # noqa: B023
        QApplication.processEvents()
    tell("nutrition_week_painted_100000", median(opened), median(limits))
    tell("nutrition_plan_opened_first_100000", first, median(limits))


def _bare_week(store: Store, day: date) -> None:
    first = day - timedelta(days=day.weekday())
    store.connection.execute(
        "SELECT * FROM meal_plan_entry WHERE day BETWEEN ? AND ? ORDER BY day, slot, position",
        (first.isoformat(), (first + timedelta(days=6)).isoformat()),
    ).fetchall()


def adding(desktop: Desktop, folder: Path) -> None:
    """From Enter in the quick-add line until the list shows the entry."""
    desktop.shell.show_page("today")
    rest(0.5)
    page = desktop.shell.page("today")
    line, rows = page.findChild(QuickAdd), page.findChild(RowsView)
    painted = Painted(rows.viewport())
    added, limits = [], []
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = NORMAL")
        bare.execute("CREATE TABLE entry (id TEXT PRIMARY KEY, body TEXT)")
        for number in range(ROUNDS):
            line.setFocus()
            line.put("2 eggs breakfast")
            rest(0.05)
            before = rows.rows.rowCount()
            added.append(
                shown(
                    lambda: QTest.keyClick(line, Qt.Key.Key_Return),
                    painted,
                    lambda: rows.rows.rowCount() > before,  # noqa: B023 - run at once
                )
            )
            row = (str(number), "x" * 400)
            limits.append(
                spent(lambda: bare.execute("INSERT INTO entry VALUES (?, ?)", row))  # noqa: B023 - run at once
                + spent(rows.viewport().repaint)
            )
            rest(0.05)
    tell("nutrition_add_painted_100000", median(added), median(limits))


def table(path: Path) -> Path:
    """Ten thousand servings as Cronometer writes them, over four and a half years."""
    lines = [
        "Day,Time,Group,Food Name,Amount,Energy (kcal),Protein (g),Carbs (g),Fat (g),Fiber (g),Sugars (g),"
        "Sodium (mg),Potassium (mg),Calcium (mg),Iron (mg),Vitamin C (mg),Category"
    ]
    for number in range(COUNT):
        day = date(2021, 1, 1) + timedelta(days=number // 6)
        lines.append(
            f"{day},{7 + number % 14:02}:{number % 60:02},{MEALS[number % 4]},Food {number % 300},"
            f"{10 + number % 290}.00 g,{20 + number % 700},{number % 40},{number % 60}.5,{number % 30},1.5,2,"
            "300,200,100,1.2,8,Food"
        )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def importing(folder: Path) -> None:
    """Ten thousand rows into a profile that has none of them."""
    path, taken, limits = table(folder / "servings.csv"), [], []
    for number in range(IMPORTS):
        with Store.open(folder / f"import{number}") as store:
            begun = time.perf_counter()
            report = import_files(store, [path])
            taken.append((time.perf_counter() - begun) * 1000)
            assert report.files[0].counts["new"] == COUNT
            limits.append(_bare_import(folder, path, store))
    tell(f"nutrition_import_{COUNT}", median(taken), median(limits))


def _bare_import(folder: Path, path: Path, store: Store) -> float:
    """The ms of reading the same table and writing the same rows without any of what Tracker does beside it."""
    rows = store.rows("SELECT * FROM meal_plan_entry ORDER BY id")
    sql = store.rows(
        "SELECT sql FROM main.sqlite_master WHERE tbl_name = 'meal_plan_entry' AND type IN ('table', 'index')"
    )
    marks = ", ".join("?" * len(rows[0]))
    with closing(sqlite3.connect(folder / f"raw-{time.monotonic_ns()}.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
        bare.execute("PRAGMA synchronous = NORMAL")
        for (statement,) in sql:
            if statement:
                bare.execute(statement)

        def write() -> None:
            with path.open(newline="", encoding="utf-8") as file:
                list(csv.reader(file))
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(f"INSERT INTO meal_plan_entry VALUES ({marks})", rows)
            bare.execute("COMMIT")

        return spent(write)


def main() -> None:
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(["tracker"])
    collect_here(application)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        importing(folder)
        desktop = Desktop(profile(folder))
        complete: list[bool] = []
        desktop.complete.connect(lambda: complete.append(True))
        desktop.shell.resize(1280, 800)
        desktop.start()
        until(lambda: bool(complete), "Starting")
        rest(1)
        weeks(desktop)
        adding(desktop, folder)
        desktop.shell.close()
        desktop.close()
    application.quit()


if __name__ == "__main__":
    main()
