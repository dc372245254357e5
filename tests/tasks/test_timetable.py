"""When a sync is due: after edits, at an interval, after failures for as long as something waits, never in between."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QDateTime
from pytestqt.qtbot import QtBot

from tracker.store.changes import Changes
from tracker.sync import backoff
from tracker.sync.report import State, SyncReport
from tracker.tasks import timetable
from tracker.tasks.timetable import Timetable

INTERVAL = 900.0


@pytest.fixture
def times(qapp: Any) -> Iterator[Timetable]:
    table = Timetable(INTERVAL)
    yield table
    table.clear()
    table.deleteLater()


def report(state: State = "ok", **changed: Any) -> SyncReport:
    said: dict[str, Any] = {
        "online": True, "sent": 0, "received": 0, "merged": 0, "conflicts": 0, "refused": 0, "seconds": 0.0,
        "state": state, "sentence": "", "changes": Changes(),
    }  # fmt: skip
    return SyncReport(**{**said, **changed})


def planned(times: Timetable) -> float:
    """Seconds until the next sync by itself."""
    assert times.next_at is not None
    return (times.next_at - QDateTime.currentMSecsSinceEpoch()) / 1000


def test_a_single_edit_is_sent_within_half_a_second(times: Timetable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(times.due):
        times.edited()
        assert times._settle.remainingTime() <= 500


def test_edits_in_a_row_are_sent_together_when_they_end(
    times: Timetable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetable, "SETTLE_MS", 150)
    told: list[float] = []
    times.due.connect(lambda: told.append(time.monotonic()))
    for _ in range(10):
        times.edited()
        last = time.monotonic()
        time.sleep(0.02)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0] - last >= 0.14
    qtbot.wait(200)
    assert len(told) == 1


def test_edits_without_end_do_not_put_it_off_for_ever(
    times: Timetable, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetable, "SETTLE_MS", 150)
    monkeypatch.setattr(timetable, "SETTLE_AT_MOST_MS", 300)
    told: list[float] = []
    times.due.connect(lambda: told.append(time.monotonic()))
    begun = time.monotonic()
    while not told:
        times.edited()
        qtbot.wait(20)
        assert time.monotonic() - begun < 20


@pytest.mark.parametrize("state", ["ok", "asking"])
def test_after_a_sync_the_next_is_an_interval_away(times: Timetable, state: State) -> None:
    times.ended(report(state), pending=False)
    assert INTERVAL - 2 < planned(times) <= INTERVAL
    times.set_interval(60)
    assert 58 < planned(times) <= 60


@pytest.mark.parametrize("state", ["ok", "asking", "offline", "busy", "upgrade", "cancelled"])
def test_as_long_as_something_waits_it_is_tried_again_soon(times: Timetable, state: State) -> None:
    times.ended(report(state), pending=True)
    assert planned(times) <= 2


@pytest.mark.parametrize("complete", ["ok", "asking"])
def test_tries_that_send_nothing_become_rare(times: Timetable, complete: State) -> None:
    pauses = []
    for _ in range(60):
        times.ended(report("ok"), pending=True)
        pauses.append(planned(times))
    assert max(pauses[:3]) <= 8
    assert sum(pauses[20:]) > 40 * 200
    assert max(pauses) <= 900
    times.ended(report(complete, sent=1), pending=True)
    assert planned(times) <= 2


def test_being_offline_is_tried_again_although_nothing_waits(times: Timetable) -> None:
    times.ended(report("offline"), pending=False)
    assert planned(times) <= 2


def test_the_interval_bounds_every_pause(times: Timetable) -> None:
    times.set_interval(5)
    for _ in range(30):
        times.ended(report("offline"), pending=True)
        assert planned(times) <= 5


@pytest.mark.parametrize("state", ["no_account", "local", "signed_out"])
def test_what_only_the_person_can_change_is_not_tried(times: Timetable, state: State) -> None:
    times.ended(report(), pending=False)
    times.ended(report(state), pending=True)
    assert times.next_at is None


def test_a_sync_that_stopped_for_the_person_is_looked_at_again_at_the_interval(times: Timetable) -> None:
    times.ended(report("stopped"), pending=True)
    assert planned(times) > INTERVAL - 2


def test_a_server_that_asks_for_peace_gets_it(times: Timetable, qtbot: QtBot) -> None:
    times.ended(report(retry_after=100.0), pending=True)
    assert 98 < planned(times) <= 100
    with qtbot.assertNotEmitted(times.due, wait=50):
        times.soon()
    assert 97 < planned(times) <= 100
    with qtbot.assertNotEmitted(times.due, wait=400):
        times.edited()
    times.hurry()
    with qtbot.waitSignal(times.due):
        times.soon()


def test_hurrying_begins_the_pauses_anew(times: Timetable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 1.0)
    for _ in range(10):
        times.failed()
    times.hurry()
    times.failed()
    assert planned(times) <= 1


def test_clearing_takes_everything_back(times: Timetable, qtbot: QtBot) -> None:
    times.edited()
    times.clear()
    assert times.next_at is None
    with qtbot.assertNotEmitted(times.due, wait=400):
        pass
