"""How long the open window is deaf while it sends and receives ten thousand meals, against the same window at rest.

A timer of 5 ms on the GUI thread tells the gaps. Everything is real: the window with Today, its lanes, the server.
"""

from __future__ import annotations

import gc
import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from tests.bench.bench_sync import COUNT, MEALS, PASSWORD, client, meals, tell
from tests.server.process import running_server
from tracker.app import SWITCH_INTERVAL, Desktop, collect_here
from tracker.store.database import Store
from tracker.store.records import write_bodies

TICK = 5
REST_SECONDS = 3
PATIENCE = 120
PERSON = "stall@example.org"


class Ticker(QObject):
    """Notes the widest gap between two ticks since it was last asked."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._widest = 0.0
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start(TICK)

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self._widest = max(self._widest, now - self._last)
        self._last = now

    def widest(self) -> float:
        """The widest gap in ms; the next one begins now."""
        found, self._widest, self._last = self._widest, 0.0, time.perf_counter()
        return found * 1000


def until(done: Callable[[], bool], what: str) -> None:
    """Let the window live until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} took longer than {PATIENCE} s.")
        QApplication.processEvents()
        time.sleep(0.0002)


def rest(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    until(lambda: time.monotonic() > end, "Resting")


def count(desktop: Desktop) -> int:
    """The meals that the window's profile holds."""
    return int(desktop.store.rows("SELECT COUNT(*) FROM meal_plan_entry")[0][0])


def waiting(desktop: Desktop) -> int:
    """The changes that the window's profile has still to send."""
    return int(desktop.store.rows("SELECT COUNT(*) FROM sync_rec WHERE stamp > acked")[0][0])


def main() -> None:
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(["tracker"])
    collect_here(application)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name, running_server(Path(name)) as server:
        folder = Path(name)
        with client(folder, "other", server.url, PERSON, known=False) as other:
            made = iter(meals(other.store, 2 * COUNT).items())
            theirs, ours = dict(itertools.islice(made, COUNT)), dict(made)
            with other.store.database.atomic():
                write_bodies(other.store, MEALS, theirs)
            other.sync()
        desktop = Desktop(folder / "mine")
        complete: list[bool] = []
        desktop.complete.connect(lambda: (gc.freeze(), complete.append(True)))
        desktop.start()
        until(lambda: bool(complete), "Starting")
        rest(REST_SECONDS)
        ticker = Ticker()
        rest(REST_SECONDS)
        idle = ticker.widest()
        desktop.sync.login(server.url, PERSON, PASSWORD, "memory")
        until(lambda: count(desktop) == COUNT and not desktop.sync.state.running, "Receiving")
        rest(1)
        tell(f"stall_pull_{COUNT}", ticker.widest(), idle)
        with Store.open(folder / "mine") as store, store.database.atomic():
            write_bodies(store, MEALS, ours)
        rest(REST_SECONDS)  # the window finds what another program wrote and shows it
        ticker.widest()
        desktop.sync.sync_now()
        until(lambda: not waiting(desktop) and not desktop.sync.state.running, "Sending")
        rest(1)
        tell(f"stall_push_{COUNT}", ticker.widest(), idle)
        desktop.shell.close()
        desktop.close()
    application.quit()


if __name__ == "__main__":
    main()
