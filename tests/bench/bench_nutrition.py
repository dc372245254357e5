"""The diary of five years: how soon a week of the plan is painted, how soon something that was added shows, and how
long ten thousand rows from another app take.

The window is the real one with Today and the plan, its lanes and its bus. The limits: for a week, its rows read with
bare SQL and the same cells painted once more; for an entry, its row written with bare SQL and the list painted once
more; for a keystroke in the quick-add line, the search for the food that is named in it; for the import, `executemany`
of as many ids, texts of the same entries and titles in one transaction, as in `bench_sync`. Nothing of that reads the
table.
"""

from __future__ import annotations

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
from tests.bench.bench_sync import MEALS as MEALS_EATEN
from tests.bench.bench_sync import raw, spent, tell
from tests.bench.profile import profile
from tracker.app import SWITCH_INTERVAL, Desktop, collect_here
from tracker.operations import quick_add
from tracker.operations.imported import ImportReport
from tracker.operations.importing import import_files
from tracker.protocol.canonical import canonical
from tracker.store import search
from tracker.store.database import Store
from tracker.store.records import read_bodies
from tracker.ui.diary.quick_add import QuickAdd
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.widgets.rows_view import RowsView

COUNT = 10_000
ROUNDS = 25
IMPORTS = 5
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
        page.show_day(day)
        grid.viewport().repaint()
        opened.append((time.perf_counter() - begun) * 1000)
        limits.append(spent(lambda: _bare_week(desktop.store, day)) + spent(grid.viewport().repaint))  # noqa: B023 - run at once
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


def understanding(store: Store) -> None:
    """Each keystroke of a line that names two foods, their amounts and a meal."""
    text = "2 eggs and 1 slice rye bread breakfast"
    quick_add.understand(store, text)
    took = [spent(lambda end=end: quick_add.understand(store, text[:end])) for end in range(1, len(text) + 1)]
    limits = [spent(lambda: search.search(store, "rye bread", slot="breakfast", limit=24)) for _ in range(ROUNDS)]
    tell("nutrition_keystroke_understood_100000", median(took), median(limits))


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
    """Ten thousand rows into a profile that has none of them, by the clock and in CPU time."""
    path, taken, limits = table(folder / "servings.csv"), [], []
    for number in range(IMPORTS):
        with Store.open(folder / f"import{number}") as store:
            reports: list[ImportReport] = []
            taken.append(both(lambda: reports.append(import_files(store, [path]))))  # noqa: B023 - run at once
            assert reports[0].files[0].counts["new"] == COUNT
            ids = [row[0] for row in store.rows("SELECT id FROM meal_plan_entry ORDER BY id")]
            bodies = read_bodies(store, MEALS_EATEN, ids)
        rows = [(record, canonical(bodies[record]), bodies[record]["title"]) for record in ids]
        limits.append(both(lambda: raw(folder, rows)))  # noqa: B023 - run at once
    for place, ending in enumerate(("", "_cpu")):
        tell(
            f"nutrition_import_{COUNT}{ending}",
            median([one[place] for one in taken]),
            median([one[place] for one in limits]),
        )


def both(work: Callable[[], object]) -> tuple[float, float]:
    """The ms that `work` takes by the clock, and of the processor."""
    begun = time.process_time()
    took = spent(work)
    return took, (time.process_time() - begun) * 1000


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
        understanding(desktop.store)
        adding(desktop, folder)
        desktop.shell.close()
        desktop.close()
    application.quit()


if __name__ == "__main__":
    main()
