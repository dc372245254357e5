"""How fast the recording of a workout of 100,000 samples is panned and zoomed, with every channel shown.

A frame is the whole way from a key to pixels: another part comes into view, all strips are drawn anew, and the window's
picture has them; what is told is the slowest of twenty frames. The limit is the time in which Qt draws six lines with a
point for each column of pixels, ready-made, into a picture of the same size and copies it: no plot can do without.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from tests.bench.bench_sync import tell
from tracker.domain.activity import Telemetry
from tracker.store.rows import Workout
from tracker.ui.theme import theme
from tracker.ui.training.plot.recording import Recording, made_ready
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot

COUNT = 100_000
FRAMES = 120
WIDTH = 900
ZONES = {"power": (0.0, 132.0, 180.0, 216.0, 252.0, 288.0, 360.0), "heart_rate": (0.0, 136.0, 151.0, 158.0, 168.0)}


def recording() -> Recording:
    """A ride of 28 hours with intervals, noise, drop-outs and pauses, in every channel there is."""
    dice, seconds = np.random.default_rng(1), np.arange(COUNT)
    power = np.clip(200 + 80 * np.sin(seconds / 140) + dice.normal(0, 60, COUNT), 0, 1200)
    heart_rate = np.clip(110 + np.convolve(power, np.ones(60) / 60, "same") / 5 + dice.normal(0, 1, COUNT), 60, 195)
    heart_rate[dice.integers(0, COUNT, 500)] = np.nan
    speed = np.clip(8 + 3 * np.sin(seconds / 900) + dice.normal(0, 0.5, COUNT), 0, 25)
    channels = {
        "power": power, "heart_rate": heart_rate, "speed": speed, "cadence": 90 + dice.normal(0, 6, COUNT).round(),
        "altitude": 400 + np.cumsum(dice.normal(0, 0.4, COUNT)), "temperature": 20 + 5 * np.sin(seconds / 9000),
        "distance": np.cumsum(speed),
    }  # fmt: skip
    time_ms = (seconds + np.cumsum(dice.random(COUNT) < 0.0005) * 300) * 1000
    laps = tuple({"start_ms": int(start)} for start in time_ms[:: COUNT // 40])
    workout = Workout("w", "Ride", "cycling", "", "completed", 0, "UTC", "2026-11-20", laps=laps)
    made = made_ready(workout, Telemetry(time_ms, channels))
    return made.with_lines([line.channel.key for line in made.every])


class Frames:
    """The ms of each frame, by the clock and of this thread's own time."""

    def __init__(self, frame: Callable[[int], None]) -> None:
        self._clock, self._own = [], []
        for number in range(FRAMES):
            clock, own = time.perf_counter(), time.thread_time()
            frame(number)
            self._clock.append(1000 * (time.perf_counter() - clock))
            self._own.append(1000 * (time.thread_time() - own))

    @property
    def slow(self) -> tuple[float, float]:
        """The slowest of twenty."""
        return statistics.quantiles(self._clock, n=20)[-1], statistics.quantiles(self._own, n=20)[-1]

    @property
    def per_second(self) -> tuple[float, float]:
        """How many there are in a second, in the median."""
        return 1000 / statistics.median(self._clock), 1000 / statistics.median(self._own)


def bare(plot: TelemetryPlot) -> Frames:
    """Frames of Qt alone."""
    picture, onto = QPixmap(plot.size()), QImage(plot.size(), QImage.Format.Format_ARGB32_Premultiplied)
    dice = np.random.default_rng(2)
    lines = [
        [QPointF(x, 100 * strip + y) for x, y in enumerate(dice.uniform(20, 90, WIDTH).tolist())] for strip in range(6)
    ]

    def frame(_: int) -> None:
        picture.fill(theme().color("surface"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("accent"), 1))
        for line in lines:
            painter.drawPolyline(line)
        painter.end()
        painter = QPainter(onto)
        painter.drawPixmap(0, 0, picture)
        painter.end()

    return Frames(frame)


def main() -> None:
    application = QApplication(["tracker"])
    theme().apply("light")
    plot = TelemetryPlot()
    plot.resize(WIDTH, 600)
    plot.show_recording(recording())
    plot.show_zones(ZONES)
    plot.show()
    application.processEvents()
    assert len(plot.strips) == 6
    picture = QImage(plot.size(), QImage.Format.Format_ARGB32_Premultiplied)
    limit = bare(plot).slow
    for over in ("time", "distance"):
        plot.show_over(over)
        whole = plot.shown[1]

        def zoomed(number: int, whole: float = whole) -> None:
            plot.show_part(0.0, whole * 0.97 ** (number % 60))
            plot.render(picture)

        def panned(number: int, whole: float = whole) -> None:
            plot.show_part(whole * 0.002 * number, whole * (0.7 + 0.002 * number))
            plot.render(picture)

        for name, frame in (("zoom", zoomed), ("pan", panned)):
            found = Frames(frame)
            clock, own = found.per_second
            print(f"{name} over {over}: {clock:.0f} frames a second, {own:.0f} by own time.", file=sys.stderr)
            tell(f"plot_{name}_{over}_{COUNT}", found.slow[0], limit[0])
            tell(f"plot_{name}_{over}_{COUNT}_cpu", found.slow[1], limit[1])
    plot.close()


if __name__ == "__main__":
    main()
