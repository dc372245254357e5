"""The strips of a recording: what is in them, pauses and laps, zones, zoom and pan."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.hands import CTRL, NONE, SHIFT, Key
from tests.ui.training.recordings import HOUR, recording
from tracker.ui.training.plot.recording import Recording
from tracker.ui.training.plot.strip import zone_tones
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.words import UNKNOWN


def shown(qtbot: QtBot, of: Recording) -> TelemetryPlot:
    plot = TelemetryPlot()
    qtbot.addWidget(plot)
    plot.resize(600, 400)
    plot.show_recording(of)
    plot.show()
    plot.grab()
    return plot


def pixels(plot: TelemetryPlot, x: int) -> set[str]:
    """The colours from top to bottom in a column of pixels."""
    image = plot.grab().toImage()
    return {image.pixelColor(x, y).name() for y in range(8, image.height() - 30)}


def turn(plot: TelemetryPlot, by: int, held: Qt.KeyboardModifier, *, sideways: int = 0) -> bool:
    """Turn the wheel over the middle; whether the plot took it."""
    middle = QPointF(plot.rect().center())
    event = QWheelEvent(
        middle, plot.mapToGlobal(middle), QPoint(), QPoint(sideways, by), Qt.MouseButton.NoButton, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    plot.wheelEvent(event)
    return event.isAccepted()


def test_a_sensor_that_was_not_there_has_no_strip(qtbot: QtBot) -> None:
    made = recording(power=np.zeros(HOUR), cadence=np.full(HOUR, np.nan), temperature=np.full(HOUR, 21.0))
    assert [line.channel.label for line in made.every] == ["Heart rate", "Speed", "Temperature"]
    assert [line.channel.label for line in made.lines] == ["Heart rate", "Speed"]


def test_on_foot_and_in_water_speed_is_a_pace_and_cadence_counts_steps() -> None:
    run = recording("running", cadence=np.full(HOUR, 85.0))
    assert [(line.channel.label, line.channel.unit) for line in run.every] == [
        ("Power", "W"), ("Heart rate", "bpm"), ("Cadence", "spm"), ("Pace", "/km"),
    ]  # fmt: skip
    assert [run.every[2].at(5), run.every[3].at(5)] == [170, 5]
    (swim,) = (line for line in recording("swimming").every if line.channel.key == "speed")
    assert swim.channel.unit == "/100 m"


def test_without_a_distance_it_stays_on_time(qtbot: QtBot) -> None:
    for channels in ({"distance": None}, {"distance": np.zeros(HOUR)}, {"distance": np.full(HOUR, np.nan)}):
        plot = shown(qtbot, recording(speed=None, **channels))
        plot.show_over("distance")
        assert plot.over == "time"


def test_a_pause_is_hatched_and_the_cursor_says_nothing_in_it(qtbot: QtBot) -> None:
    made = recording(pause=1800)
    assert made.pauses == ((1799, 3600),)
    plot = shown(qtbot, made)
    plot.setFocus()
    plot.point_at(2700)
    assert plot.accessibleName() == f"0:45:00 · 9.00 km, Power {UNKNOWN}, Heart rate {UNKNOWN}, Speed {UNKNOWN}"
    plot.point_at(3600)
    assert "Power 200 W" in plot.accessibleName()
    plot.show_over("distance")
    assert plot._pixel_of(1799) == pytest.approx(plot._pixel_of(3600), abs=0.5)


def test_the_same_part_stays_in_view_over_time_and_distance(qtbot: QtBot) -> None:
    plot = shown(qtbot, recording(pause=600))
    plot.show_part(600, 1200)
    plot.select(700_000, 800_000)
    plot.show_over("distance")
    assert plot.shown == pytest.approx((3000, 6000))
    assert plot.range == (700_000, 800_000)
    plot.show_over("time")
    assert plot.shown == pytest.approx((600, 1200))


def test_ctrl_and_the_wheel_zoom_sideways_pans_and_else_the_page_scrolls(qtbot: QtBot) -> None:
    plot = shown(qtbot, recording())
    assert not turn(plot, -120, NONE)
    assert plot.is_whole
    assert turn(plot, 240, CTRL)
    left, right = plot.shown
    assert right - left == pytest.approx(3599 / 2.25, rel=0.01)
    assert turn(plot, -120, SHIFT)
    assert plot.shown[0] > left
    assert turn(plot, 0, NONE, sideways=120)
    assert plot.shown == pytest.approx((left, right))
    for _ in range(30):
        turn(plot, 240, CTRL)
    assert plot.shown[1] - plot.shown[0] == pytest.approx(10)


def test_shift_and_a_drag_pan_and_a_click_clears_the_selection(qtbot: QtBot) -> None:
    plot = shown(qtbot, recording())
    plot.select(1_000_000, 1_500_000)
    plot.show_part(1000, 2000)
    middle = plot.rect().center()
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, SHIFT, middle)
    QTest.mouseMove(plot, middle - QPoint(100, 0))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, SHIFT, middle - QPoint(100, 0))
    assert plot.shown[0] == pytest.approx(1000 + 100 / plot._field.width() * 1000)
    assert plot.range == (1_000_000, 1_500_000)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, NONE, middle)
    assert plot.range is None


def test_ctrl_and_arrows_pan_and_leave_the_cursor(qtbot: QtBot) -> None:
    plot = shown(qtbot, recording())
    plot.show_part(0, 400)
    plot.point_at(100)
    QTest.keyClick(plot, Key.Key_Right, CTRL)
    assert plot.shown == pytest.approx((100, 500))
    assert plot._cursor == 100
    QTest.keyClick(plot, Key.Key_Left, CTRL)
    QTest.keyClick(plot, Key.Key_Left, CTRL)
    assert plot.shown == pytest.approx((0, 400)), "there is nothing before the start"


def test_zones_colour_their_strip_and_laps_and_pauses_are_marked(qtbot: QtBot) -> None:
    plot = shown(qtbot, recording(laps=4))
    quarter, beside = (round(plot._pixel_of(one)) for one in (900, 700))
    assert pixels(plot, quarter) - pixels(plot, beside), "a lap begins here"
    before = pixels(plot, beside)
    plot.show_zones({"heart_rate": (0.0, 120.0, 138.0, 150.0, 160.0)})
    assert len(pixels(plot, beside) - before) >= 2
    assert zone_tones(5) == ("protein", "ok", "warn", "carbs", "bad")
    assert len(set(zone_tones(7))) == 7


@pytest.mark.parametrize("over", ["time", "distance"])
@pytest.mark.parametrize(
    "made",
    [
        recording(power=None, speed=None, distance=None),
        recording(heart_rate=np.where(np.arange(HOUR) % 600 < 300, np.nan, 150.0)),
        recording(pause=20_000, laps=60),
        recording("running", speed=np.where(np.arange(HOUR) < 1000, 0.0, 3.0)),
        recording(speed=np.full(HOUR, 0.0), altitude=np.full(HOUR, -400.0)),
    ],
    ids=["heart rate alone", "drop-outs", "hours of pause", "standing runner", "below the sea"],
)
def test_whatever_was_recorded_is_drawn(qtbot: QtBot, made: Recording, over: str) -> None:
    plot = shown(qtbot, made)
    plot.show_over(over)
    for left, right in ((0.0, plot._length), (plot._length / 2, plot._length / 2 + 5), (0.0, 1.0)):
        plot.show_part(left, right)
        plot.point_at((left + right) / 2)
        assert len(pixels(plot, plot.width() // 2)) > 2
