"""Every view of Workouts in a small window: nothing is cut off."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.test_small_window import SIZES, cut_off
from tracker.domain.training.plan.week import Item
from tracker.operations import goals, plans, thresholds, usual_week
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.pages.workouts import VIEWS, WorkoutsPage
from tracker.ui.shell import Shell


def _fill(store: Store) -> None:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    plans.add(store, "Sweet spot 3×12", "cycling", "warm-up 15min 55%, 3x(12min 90%, rest 4min 50%)")
    usual_week.keep(store, "Base week", [Item(1, 1080, "", "running", 2_700_000)])
    goals.put(store, "week", "time", "", 28_800_000)
    goals.put(store, "month", "distance", "cycling", 8_000_000)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_view_shows_all_its_words(qtbot: QtBot, desk: Desk, size: tuple[int, int]) -> None:
    desk.lane.write(_fill)
    window = desk.window
    assert isinstance(window, Shell)
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    window.setMinimumSize(1, 1)
    window.resize(*size)
    wrong = {}
    for name, _, _ in VIEWS:
        window.run(f"workouts.show.{name}")
        settle(qtbot, desk)
        qtbot.waitUntil(lambda: window.size().toTuple() == size)
        qtbot.wait(60)
        found = cut_off(page)
        if found:
            wrong[name] = found
    assert wrong == {}
