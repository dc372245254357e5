"""Lines over durations or days: the cursor goes from point to point."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.hands import Key
from tracker.ui.training.plot.lines_plot import Line, LinesPlot


def plot(qtbot: QtBot, *, is_log: bool = False) -> tuple[LinesPlot, list[object]]:
    made = LinesPlot("Curve", is_log=is_log)
    qtbot.addWidget(made)
    heard: list[object] = []
    made.pointed.connect(heard.append)
    made.resize(400, 150)
    made.show()
    made.show_lines(
        [Line("best", [1, 10, 100], [600.0, None, 300.0], "accent"), Line("load", [10], [5.0], "line", is_bars=True)],
        [(1, "1 s"), (100, "100 s")],
    )
    made.grab()
    return made, heard


def test_the_arrows_go_through_all_points_that_are_known(qtbot: QtBot) -> None:
    made, heard = plot(qtbot)
    for key in (Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left):
        QTest.keyClick(made, key)
    assert heard == [1, 10, 100, 10]


def test_the_pointer_finds_the_nearest_point_where_ratios_are_distances(qtbot: QtBot) -> None:
    made, heard = plot(qtbot, is_log=True)
    QTest.mouseMove(made, QPoint(made.width() // 2 + 10, 60))
    qtbot.waitUntil(lambda: heard == [10])


def test_nothing_to_show_is_no_error(qtbot: QtBot) -> None:
    made, heard = plot(qtbot)
    made.show_lines([], [])
    made.grab()
    QTest.keyClick(made, Key.Key_Right)
    assert heard == []


def test_what_is_nearly_nothing_has_an_axis_that_can_be_read(qtbot: QtBot) -> None:
    made, _ = plot(qtbot)
    made.show_lines([Line("fitness", [1, 2], [4.3e-11, 0.5e-11], "accent")], [])
    low, high, step = made._bounds()
    assert (low, high >= 0.1, step >= 0.1) == (0.0, True, True)
    made.grab()
