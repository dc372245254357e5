"""The laps of a workout: a runner reads paces, a rider power."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.training.recordings import workout
from tracker.ui.training.workout.laps import LapsCard
from tracker.ui.words import UNKNOWN, Words

LAP = {"start_ms": 0, "duration_ms": 232_000, "distance": 10_000, "avg_heart_rate": 150}
SHORT = {"start_ms": 232_000, "duration_ms": 2_000, "distance": None}


def shown(qtbot: QtBot, sport: str) -> tuple[list[str], list[list[str]]]:
    card = LapsCard()
    qtbot.addWidget(card)
    card.show_laps(workout(sport, laps=(LAP, SHORT)), Words())
    model = card.view.rows
    cells = [[model.row_at(row).cell(column).text for column in range(len(model.columns))] for row in range(2)]
    return [column.title for column in model.columns], cells


def test_a_run_has_the_pace_of_each_lap(qtbot: QtBot) -> None:
    columns, (first, second) = shown(qtbot, "running")
    assert columns == ["Lap", "Time", "Distance", "Pace", "Heart rate"]
    assert first == ["1", "0:03:52", "1.0 km", "3:52 /km", "150 bpm"]
    assert second == ["2", "0:00:02", UNKNOWN, UNKNOWN, UNKNOWN]


def test_a_ride_has_none(qtbot: QtBot) -> None:
    assert "Pace" not in shown(qtbot, "cycling")[0]
