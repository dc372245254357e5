"""A workout is recorded while it goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.domain.training.live import Event
from tracker.errors import KnownError, NotFound
from tracker.operations import activities, live, workouts
from tracker.operations.workouts import Draft
from tracker.store import live as files
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries.workouts import workout
from tracker.store.rows import Workout

ROOT = Path(__file__).resolve().parents[2]
MINUTE = [Event(second * 1000, {"power": 200.0, "heart_rate": 130.0}) for second in range(60)]


def started(store: Store, sport: str = "cycling") -> str:
    (record,) = live.start(store, sport).ids
    return record


def read(store: Store, record: str) -> Workout:
    found = workout(store, record)
    assert found is not None
    return found


def test_a_started_workout_is_under_way_and_waits_to_be_sent(store: Store) -> None:
    record = started(store)
    one = read(store, record)
    assert (one.title, one.status, one.start_at) == ("Lunch ride", "active", store.now())
    assert store.rows("SELECT COUNT(*) FROM sync_rec WHERE c = 'workout' AND stamp > acked") == [(1,)]


def test_others_see_how_far_it_has_come(store: Store) -> None:
    record = started(store)
    live.keep(store, record, [*MINUTE, Event(60_000, mark="pause")])
    assert live.tell(store, record, 90_000).ids == (record,)
    one = read(store, record)
    assert (one.status, one.duration, one.elapsed, one.avg_power) == ("paused", 60_000, 90_000, 200)


def test_a_finished_workout_has_its_totals_laps_and_samples(store: Store) -> None:
    record = started(store)
    live.keep(store, record, [*MINUTE, Event(60_000, mark="lap"), Event(61_000, {"power": 100.0})])
    changes = live.finish(store, record, 120_000, effort=70, notes="Felt good")
    one = read(store, record)
    assert changes.label == "Finish Lunch ride"
    assert (one.status, one.duration, one.max_power, one.notes) == ("completed", 120_000, 200, "Felt good")
    assert [lap["duration_ms"] for lap in one.laps] == [60_000, 60_000]
    assert len(activities.samples(store, one)) == 61
    assert files.running(store.profile) == ()


def test_without_sensors_the_time_is_kept(store: Store) -> None:
    record = started(store, "running")
    live.finish(store, record, 1_800_000)
    one = read(store, record)
    assert (one.duration, one.telemetry, one.avg_power) == (1_800_000, (), None)


def test_a_planned_workout_begins_with_its_own_title(store: Store, clock: FixedClock) -> None:
    workouts.add(store, Draft("Sweet spot 3×12", "cycling", "planned", store.now() + 3_600_000))
    ((planned,),) = store.rows("SELECT id FROM workout")
    clock.instant += 60_000
    live.start(store, "cycling", planned=planned)
    one = read(store, planned)
    assert (one.title, one.status, one.start_at) == ("Sweet spot 3×12", "active", store.now())
    with pytest.raises(NotFound):
        live.start(store, "cycling", planned="nowhere")
    assert files.running(store.profile) == (planned,)


def test_a_full_disk_at_the_end_lets_it_go_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    record = started(store)
    live.keep(store, record, MINUTE)

    def full(*_: object) -> str:
        raise KnownError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("tracker.store.blobs.write", full)
        with pytest.raises(KnownError):
            live.finish(store, record, 60_000)
    assert read(store, record).status == "active"
    live.finish(store, record, 60_000)
    assert read(store, record).samples == 60


RECORDS = """
import sys, time
from pathlib import Path
from tracker.domain.training.live import Event
from tracker.operations import live
from tracker.store.database import Store
with Store.open(Path(sys.argv[1])) as store:
    (record,) = live.start(store, "cycling").ids
    begin = time.monotonic()
    while True:
        at = round((time.monotonic() - begin) * 1000)
        live.keep(store, record, [Event(at, {"power": 200.0})])
        print(at, flush=True)
        time.sleep(0.02)
"""


def test_what_was_recorded_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RECORDS, str(profile)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout]
    with Store.open(profile) as store:
        (left,) = live.left_over(store)
        live.finish(store, left.id)
        done = read(store, left.id)
        assert done.status == "completed"
        assert set(told) <= set(activities.samples(store, done).time.tolist())


def test_a_recording_of_another_device_is_finished_there(store: Store) -> None:
    workouts.add(store, Draft("Ride", "cycling", "active"))
    ((record,),) = store.rows("SELECT id FROM workout")
    assert live.left_over(store) == ()
    with pytest.raises(NotFound, match="where it was started"):
        live.finish(store, record, 1000)
