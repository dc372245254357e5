"""A ride as a bike computer records it: an hour of intervals, two laps, written as a FIT file."""

from __future__ import annotations

from pathlib import Path

from tests.formats.fit_writer import FitWriter, fit_time

START = 1_795_073_400
"""Thursday, 19 November 2026, 08:30 in Berlin."""
EASY, HARD = 150, 250
CYCLING, RUNNING = 2, 1


def ride(path: Path, *, start: int = START, seconds: int = 1200, sport: int = CYCLING, power: bool = True) -> Path:
    """Write a file: half of it easy, half of it hard (150 and 250 W, 130 and 160 bpm), each half a lap."""
    now = fit_time(start)
    writer = FitWriter().add("file_id", type=4, manufacturer=1, product=1836, time_created=now)
    half = seconds // 2
    for second in range(seconds):
        hard = second >= half
        values = {
            "heart_rate": 160 if hard else 130,
            "distance": second * 800,  # 8 m/s in cm
            "enhanced_speed": 8000,
            "enhanced_altitude": (500 + 100 + (second % 200) // 10) * 5,
        }
        if power:
            values |= {"power": HARD if hard else EASY, "cadence": 90}
        writer.add("record", local=1, timestamp=now + second, **values)
    for number, (begin, watts) in enumerate(((0, EASY), (half, HARD))):
        writer.add(
            "lap", local=2, timestamp=now + begin + half, start_time=now + begin, total_elapsed_time=half * 1000,
            total_timer_time=half * 1000, total_distance=half * 800, avg_heart_rate=130 + 30 * number,
            avg_power=watts if power else None,
        )  # fmt: skip
    writer.add(
        "session", local=3, timestamp=now + seconds, start_time=now, sport=sport, total_elapsed_time=seconds * 1000,
        total_timer_time=seconds * 1000, total_distance=seconds * 800, total_calories=400,
    )  # fmt: skip
    path.write_bytes(writer.file())
    return path
