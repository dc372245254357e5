"""Power curve, personal records and fitness over 2,000 workouts, from what is kept of them, cold.

Each round opens the profile anew in a fresh process that has only numpy loaded, as a window does when somebody first
looks at these views. The limit is the time that Python takes to read the same bytes from the same file with bare SQL.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.store.bodies import PLAIN
from tracker.domain.activity import Telemetry
from tracker.domain.training.curves import curves
from tracker.operations import thresholds
from tracker.store import curves as kept
from tracker.store import personal_records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import write_bodies

COUNT = 2000
ROUNDS = 5
SHAPES = 40
"""Rides that differ; the others are these at other powers."""
FIRST = date(2021, 6, 1)
LOOK = """
import sys, time, numpy
from pathlib import Path
begun = time.perf_counter()
from tracker.store.database import Store
from tracker.store import personal_records
from tracker.store.queries import training
with Store.open(Path(sys.argv[1]), readonly=True) as store:
    opened = time.perf_counter()
    curve = training.best_curve(store)
    after_curve = time.perf_counter()
    records = personal_records.current(store)
    after_records = time.perf_counter()
    fitness = training.fitness_by_day(store, "2026-11-20")
    done = time.perf_counter()
assert len(curve.durations) > 100 and len(records) > 50 and fitness.form.fitness[-1] > 10
print(1000 * (done - begun), 1000 * (opened - begun), 1000 * (after_curve - opened),
      1000 * (after_records - after_curve), 1000 * (done - after_records))
"""
BARE = """
import sys, time, sqlite3
begun = time.perf_counter()
file = sqlite3.connect(sys.argv[1] + "/tracker.db")
for metric in ("power", "heart_rate_time"):
    file.execute("SELECT workout, curve FROM workout_curve WHERE metric = ?", (metric,)).fetchall()
file.execute("SELECT * FROM personal_record").fetchall()
file.execute("SELECT id, day, sport, duration, weighted_power, avg_heart_rate FROM workout").fetchall()
print(1000 * (time.perf_counter() - begun))
"""


def ride(number: int) -> Telemetry:
    """A ride of one to four hours with intervals, always the same for its number."""
    dice = np.random.default_rng(number)
    seconds = int(dice.integers(3600, 4 * 3600))
    waves = 60 * np.sin(np.arange(seconds) / dice.integers(20, 300)) + dice.normal(0, 25, seconds)
    power = np.clip(200 + waves, 0, 1200)
    heart_rate = np.clip(110 + np.convolve(power, np.ones(60) / 60, "same") / 5, 60, 195)
    return Telemetry(
        np.arange(seconds, dtype=np.int64) * 1000,
        {"power": power, "heart_rate": heart_rate, "distance": np.cumsum(np.full(seconds, 8.0)),
         "cadence": np.full(seconds, 88.0)},
    )  # fmt: skip


def fill(store: Store) -> None:
    """2,000 rides and runs over five years, with curves, thresholds that changed, and records."""
    shapes = [curves(ride(number)) for number in range(SHAPES)]
    dice = np.random.default_rng(7)
    bodies, made = {}, {}
    for number in range(COUNT):
        day = FIRST + timedelta(days=number * 0.99)
        shape, scale = shapes[number % SHAPES], dice.uniform(0.8, 1.2)
        record = f"w{number:05}"
        start = PLAIN["workout"]["start_at"] - (date(2026, 11, 17) - day).days * 86_400_000
        bodies[record] = PLAIN["workout"] | {
            "start_at": start + number, "day": day.isoformat(), "sets": [], "telemetry": [{"b": record, "n": 3600}],
            "weighted_power": None if number % 4 == 0 else round(210 * scale),  # a quarter goes by heart rate
            "duration": 5_400_000, "distance": 430_000 + number % 977,
            "sport": "running" if number % 5 == 0 else "cycling",
        }  # fmt: skip
        made[record] = shape | {"power": np.rint(shape["power"] * scale).astype(np.int32)}
    with store.database.atomic():
        write_bodies(store, BY_NAME["workout"], bodies)
        kept.write(store, made)
    for kind, value in (("ftp", 240), ("lthr", 165), ("max_hr", 192), ("rest_hr", 50)):
        thresholds.put(store, kind, value, "2021-01-01")
    thresholds.put(store, "ftp", 260, "2024-03-01")
    personal_records.refresh(store)


def timed(script: str, profile: Path) -> list[float]:
    """What a fresh process prints; it finds its modules compiled, as an installed app does."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(profile / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, str(profile)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return [float(one) for one in ran.stdout.split()]


def tell(name: str, value: float, limit: float) -> None:
    figure = {"name": name, "value": round(value, 1), "unit": "ms", "limit": round(limit, 1)}
    print(json.dumps({**figure, "ratio": round(value / limit, 3)}), flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        profile = Path(name)
        with Store.open(profile) as store:
            fill(store)
        timed(LOOK, profile)  # its modules are compiled and in the system's cache from here on
        looks = [timed(LOOK, profile) for _ in range(ROUNDS)]
        bare = statistics.median(timed(BARE, profile)[0] for _ in range(ROUNDS))
    everything, opening, curve, records, fitness = (statistics.median(part) for part in zip(*looks, strict=True))
    print(f"of it: opening {opening:.1f}, power curve {curve:.1f}, records {records:.1f}, fitness {fitness:.1f} ms",
          file=sys.stderr)  # fmt: skip
    tell(f"training_views_{COUNT}", everything, bare)


if __name__ == "__main__":
    main()
