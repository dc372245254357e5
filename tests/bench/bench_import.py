"""Bringing in recordings: an hour of one-second data against fitdecode's decode, and 500 files behind the window.

The hour is written by the tests' own FIT writer, with power, heart rate, cadence, speed, distance, altitude, position
in each record, and brought in as a person does it: read, checked, summed up, its curves computed, its samples kept and
written into the database. The limit decodes the same bytes with fitdecode in the same run. The window is the real one
with Today; its gaps are told by a timer on its thread, and their limit is the same window at rest. On a machine that
others use as well most of a gap is time in which nothing of this program ran, so the `_cpu` figures tell how long the
program itself was busy in one at the most, on all its threads.
"""

from __future__ import annotations

import gc
import json
import struct
import sys
import tempfile
import time
from pathlib import Path

import fitdecode

from tests.formats.fit_writer import FitWriter, checksum, fit_time
from tests.formats.rides import START
from tracker.operations.importing import import_files
from tracker.store.database import Store

ROUNDS = 7
FILES = 500
FILE_SECONDS = 900
DAY = 86_400
DEGREE = 2**31 / 180
_CRC = [checksum(bytes([byte])) for byte in range(256)]


class Writer(FitWriter):
    """The tests' writer with a checksum by table: bit by bit it takes longer than all that is measured."""

    def file(self, *, header_size: int = 14) -> bytes:
        header = struct.pack("<2BHI4s", header_size, 0x20, 2132, len(self.body), b".FIT")
        header += struct.pack("<H", checksum(header))
        crc = 0
        for byte in header + self.body:
            crc = (crc >> 8) ^ _CRC[(crc ^ byte) & 0xFF]
        return header + bytes(self.body) + struct.pack("<H", crc)


def recording(path: Path, *, start: int, seconds: int) -> Path:
    """A ride outdoors with every sensor, a lap each quarter of an hour."""
    now = fit_time(start)
    writer = Writer().add("file_id", type=4, manufacturer=1, product=1836, time_created=now)
    for second in range(seconds):
        watts = 180 + (second * 37) % 90 + (120 if second % 300 > 240 else 0)
        writer.add(
            "record", local=1, timestamp=now + second, position_lat=round((50 + second * 7e-5) * DEGREE),
            position_long=round((8 + second * 3e-5) * DEGREE), heart_rate=120 + second % 50, cadence=80 + second % 17,
            distance=second * 800, power=watts, enhanced_speed=8000 + second % 900,
            enhanced_altitude=(600 + (second % 700) // 7) * 5,
        )  # fmt: skip
    for begin in range(0, seconds, 900):
        writer.add(
            "lap", local=2, timestamp=now + begin + 900, start_time=now + begin, total_elapsed_time=900_000,
            total_timer_time=900_000, total_distance=720_000,
        )  # fmt: skip
    writer.add(
        "session", local=3, timestamp=now + seconds, start_time=now, sport=2, total_elapsed_time=seconds * 1000,
        total_timer_time=seconds * 1000, total_distance=seconds * 800, total_calories=700,
    )  # fmt: skip
    path.write_bytes(writer.file())
    return path


def tell(name: str, value: float, limit: float, unit: str) -> None:
    figure = {"name": name, "value": round(value, 2), "unit": unit, "limit": round(limit, 2)}
    print(json.dumps({**figure, "ratio": round(value / limit, 3)}), flush=True)


def decode(path: Path) -> float:
    """The ms that fitdecode takes for every message of a file."""
    begun = time.perf_counter()
    with fitdecode.FitReader(str(path)) as reader:
        count = sum(isinstance(frame, fitdecode.FitDataMessage) for frame in reader)
    assert count > 3600
    return (time.perf_counter() - begun) * 1000


def hour(folder: Path) -> None:
    """An hour, several times; a first file brings the modules and the database's cache in."""
    files = [recording(folder / f"{day}.fit", start=START - day * DAY, seconds=3600) for day in range(ROUNDS + 1)]
    times, limits, computed, limits_computed = [], [], [], []
    with Store.open(folder / "profile") as store:
        import_files(store, files[:1])
        decode(files[0])
        for file in files[1:]:
            begun, busy = time.perf_counter(), time.process_time()
            done = import_files(store, [file])
            times.append((time.perf_counter() - begun) * 1000)
            computed.append((time.process_time() - busy) * 1000)
            assert done.count("imported") == 1
            busy = time.process_time()
            limits.append(decode(file))
            limits_computed.append((time.process_time() - busy) * 1000)
    tell("import_fit_hour", min(times), min(limits), "ms")  # what neither waited for another program in
    tell("import_fit_hour_cpu", min(computed), min(limits_computed), "ms")


def many(folder: Path) -> None:
    """500 quarters of an hour brought in by the open window."""
    from PySide6.QtWidgets import QApplication

    from tests.bench.bench_stall import REST_SECONDS, rest, until
    from tests.bench.busy_ticker import BusyTicker
    from tracker.app import SWITCH_INTERVAL, Desktop, collect_here

    files = [
        recording(folder / f"many-{number}.fit", start=START - number * DAY, seconds=FILE_SECONDS)
        for number in range(FILES)
    ]

    def count(desktop: Desktop) -> int:
        return int(desktop.store.rows("SELECT COUNT(*) FROM workout")[0][0])

    sys.setswitchinterval(SWITCH_INTERVAL)
    application = QApplication(["tracker"])
    collect_here(application)
    desktop = Desktop(folder / "window")
    complete: list[bool] = []
    desktop.complete.connect(lambda: (gc.freeze(), complete.append(True)))
    desktop.start()
    until(lambda: bool(complete), "Starting")
    # A first one is shown with its plot: what the first look at a workout takes is not the import.
    desktop.shell.files_dropped.emit((recording(folder / "first.fit", start=START + DAY, seconds=60),))
    until(lambda: count(desktop) == 1, "Importing")
    rest(REST_SECONDS)
    ticker = BusyTicker()
    rest(REST_SECONDS)
    idle_busy, idle = ticker.busiest(), ticker.widest()
    begun = time.perf_counter()
    desktop.shell.files_dropped.emit(tuple(files))
    until(lambda: count(desktop) == FILES + 1, "Importing")
    took = time.perf_counter() - begun
    tell(f"import_{FILES}_files_gap_cpu", ticker.busiest(), idle_busy, "ms")
    tell(f"import_{FILES}_files_gap", ticker.widest(), idle, "ms")
    rest(1)
    tell(f"import_{FILES}_files_shown_cpu", ticker.busiest(), idle_busy, "ms")
    tell(f"import_{FILES}_files_shown", ticker.widest(), idle, "ms")  # the list made anew, the last workout opened
    print(f"{FILES} files in {took:.1f} s", file=sys.stderr)
    desktop.shell.close()
    desktop.close()
    application.quit()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        hour(Path(name))
        many(Path(name))


if __name__ == "__main__":
    main()
