"""How long the window takes until it shows Today's rows, with five years of data, against an empty window.

Both are fresh processes, timed from here by the same clock, in turn, several times; of each the quickest quarter counts
(its slowest round), since other work on the machine only ever adds. Where that is allowed, both go before such work.
Both find their modules compiled, as an installed app does, whether or not this environment lets Python write that down.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.bench.profile import profile

ROUNDS = 21
BEFORE_OTHERS = -15
"""The niceness of what is measured."""
EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget


class Window(QWidget):
    def paintEvent(self, event):
        QTimer.singleShot(0, self.tell)

    def tell(self):
        print("first_paint_ms", flush=True)
        application.quit()


application = QApplication(sys.argv)
window = Window()
window.resize(1100, 720)
window.show()
sys.exit(application.exec())
"""


def first_paint(command: list[str], compiled: Path) -> float:
    """The ms from the start of a process to the line that it prints after its first frame.

    Args:
        command: starts it.
        compiled: the folder of compiled modules, filled by the first start.
    """
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("first_paint_ms"):
                took = (time.perf_counter() - begin) * 1000
                process.communicate(timeout=60)
                return took
    raise SystemExit(f"{' '.join(command[1:4])} ended without a first paint (exit code {process.returncode}).")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        compiled = Path(name) / "compiled"
        person = profile(Path(name))
        app = [sys.executable, "-m", "tracker", "--profile", str(person), "--measure-first-paint"]
        empty = [sys.executable, "-c", EMPTY]
        with suppress(AttributeError, PermissionError):  # on Windows, and for ordinary users
            os.setpriority(os.PRIO_PROCESS, 0, BEFORE_OTHERS)
        first_paint(app, compiled), first_paint(empty, compiled)  # files are read into the system's cache
        rounds = [(first_paint(app, compiled), first_paint(empty, compiled)) for _ in range(ROUNDS)]
    value, limit = (statistics.quantiles(times, n=4)[0] for times in zip(*rounds, strict=True))
    figure = {"name": "startup_first_paint", "value": round(value, 1), "unit": "ms", "limit": round(limit, 1)}
    print(json.dumps({**figure, "ratio": round(value / limit, 3)}), flush=True)


if __name__ == "__main__":
    main()
