"""Curves and personal records: derived from workouts, kept, gone with them, and noticed when they are stale."""

from __future__ import annotations

import numpy as np

from tests.store.bodies import PLAIN
from tracker.domain.activity import Telemetry
from tracker.domain.training.curves import SPLITS, UNKNOWN, curves
from tracker.domain.training.mean_max import DURATIONS
from tracker.store import curves as kept
from tracker.store import personal_records, records, undo
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.stale import stale

WORKOUT = BY_NAME["workout"]
DAY = 86_400_000


def ride(watts: float, seconds: int = 600, **more: float) -> Telemetry:
    time = np.arange(seconds, dtype=np.int64) * 1000
    channels = {"power": np.full(seconds, watts), "distance": np.arange(seconds) * 10.0}
    return Telemetry(time, channels | {name: np.full(seconds, value) for name, value in more.items()})


def add(store: Store, record: str, samples: Telemetry | None = None, *, day: int = 0, **fields: object) -> None:
    body = PLAIN["workout"] | {
        "start_at": PLAIN["workout"]["start_at"] + day * DAY, "day": f"2026-11-{1 + day:02}", "sets": [], **fields
    }  # fmt: skip
    with store.step("Add"):
        records.write_bodies(store, WORKOUT, {record: body})
        if samples is not None:
            kept.write(store, {record: curves(samples)})


def test_curves_come_back_as_they_were_kept(store: Store) -> None:
    made = curves(ride(200, heart_rate=140))
    add(store, "a", ride(200, heart_rate=140))
    found = kept.read(store, "a")
    assert found.keys() == made.keys()
    assert set(found) == {"power", "heart_rate", "speed", "power_time", "heart_rate_time", SPLITS}
    for metric, values in made.items():
        assert found[metric].tolist() == values.tolist()
    assert found["power_time"].sum() == 600_000
    assert found["power"][DURATIONS.index(300)] == 2000
    assert found["speed"][DURATIONS.index(60)] == 10_000
    assert found[SPLITS][5] == 100_000


def test_many_workouts_are_rows_of_one_matrix(store: Store) -> None:
    add(store, "late", ride(250, 60), day=2)
    add(store, "early", ride(200, 600), day=1)
    add(store, "none", day=3)
    add(store, "planned", ride(900), day=3, status="planned")
    found = kept.many(store, "power", 10, len(DURATIONS))
    assert found.ids == ("early", "late")
    assert found.values[:, 0].tolist() == [200, 250]
    assert np.isnan(found.values[1, DURATIONS.index(120)])
    assert found.values[0, DURATIONS.index(120)] == 200
    assert kept.many(store, "power", 10, 3, since="2026-11-03").ids == ("late",)
    assert kept.many(store, "power", 10, 3, sports=["running"]).values.shape == (0, 3)


def test_curves_are_gone_with_their_workout_and_missing_when_it_comes_back(store: Store) -> None:
    add(store, "a", ride(200), telemetry=[{"b": "x", "n": 600}])
    assert kept.lacking(store) == ()
    with store.step("Delete"):
        records.delete_records(store, WORKOUT, ["a"])
    assert store.rows("SELECT COUNT(*) FROM workout_curve") == [(0,)]
    undo.undo(store)
    assert kept.lacking(store) == ("a",)


def test_other_samples_make_the_curves_stale(store: Store) -> None:
    add(store, "a", ride(200), telemetry=[{"b": "x", "n": 600}])
    records.change(store, "workout", "a", title="Other")
    assert kept.lacking(store) == ()
    records.change(store, "workout", "a", telemetry=[{"b": "y", "n": 500}])
    assert kept.lacking(store) == ("a",)


def values(store: Store, metric: str, mark: str) -> list[tuple[str, int, int | None, str | None]]:
    found = personal_records.history(store, "cycling", metric, mark)
    return [(one.workout, one.value, one.previous, one.previous_day) for one in found]


def test_records_have_their_value_day_and_the_one_before(store: Store) -> None:
    for number, watts in enumerate((200, 190, 230, 230, 240)):
        add(store, f"w{number}", ride(watts), day=number, distance=10_000 + number, sport="cycling")
    assert personal_records.refresh(store)
    assert not personal_records.refresh(store)
    assert values(store, "power", "300") == [
        ("w4", 2400, 2300, "2026-11-03"), ("w2", 2300, 2000, "2026-11-01"), ("w0", 2000, None, None),
    ]  # fmt: skip
    assert values(store, "distance", "")[0] == ("w4", 10_004, 10_003, "2026-11-04")
    assert values(store, SPLITS, "1000") == [("w0", 100_000, None, None)]
    current = {(one.metric, one.mark): one.workout for one in personal_records.current(store, sport="cycling")}
    assert (current["power", "300"], current[SPLITS, "1000"]) == ("w4", "w0")
    assert {one.metric for one in personal_records.set_in(store, "w2")} == {"power", "distance"}


def test_a_record_falls_with_its_workout(store: Store) -> None:
    add(store, "a", ride(200))
    add(store, "b", ride(250), day=1)
    personal_records.refresh(store)
    records.change(store, "workout", "b", status="deleted")
    assert stale(store)
    personal_records.refresh(store)
    assert values(store, "power", "60") == [("a", 2000, None, None)]


def test_what_nobody_goes_faster_than_is_no_record(store: Store) -> None:
    add(store, "a", Telemetry(np.arange(400) * 1000, {"distance": np.arange(400) * 20.0}), sport="running")
    add(store, "b", Telemetry(np.arange(400) * 1000, {"distance": np.arange(400) * 5.0}), sport="running", day=1)
    personal_records.refresh(store)
    found = personal_records.current(store, sport="running")
    assert {one.workout for one in found if one.metric in ("speed", SPLITS)} == {"b"}


def lift(number: int, weight: int | None, reps: int, **more: object) -> records.Body:
    return PLAIN["workout"]["sets"][0] | {
        "_id": f"s{number}",
        "_ord": f"{number}",
        "weight": weight,
        "reps": reps,
        **more,
    }


def test_records_of_an_exercise_leave_warm_ups_and_plans_out(store: Store) -> None:
    add(
        store,
        "a",
        sets=[lift(1, 60_000, 5), lift(2, 100_000, 5), lift(3, 200_000, 5, kind="warmup")],
        sport="strength_training",
    )
    add(
        store,
        "b",
        sets=[lift(1, 105_000, 3), lift(2, 300_000, 1, status="planned"), lift(3, None, 8)],
        day=1,
        sport="strength_training",
    )
    personal_records.refresh(store)
    mark = "tracker:back-squat"
    found = {
        metric: [
            (one.workout, one.value, one.previous)
            for one in personal_records.history(store, "strength_training", metric, mark)
        ]
        for metric in personal_records.STRENGTH
    }
    assert found == {
        "estimated_max": [("a", 116_667, None)],
        "weight": [("b", 105_000, 100_000), ("a", 100_000, None)],
        "reps": [("b", 8, None)],
    }


def test_a_set_that_changes_makes_the_records_stale(store: Store) -> None:
    add(store, "a", sets=[lift(1, 60_000, 5)])
    personal_records.refresh(store)
    store.database.execute_sql("UPDATE exercise_set SET weight = 61000")
    assert stale(store)


def test_unknown_values_between_known_ones_stay_unknown() -> None:
    time = np.array([0, 1000, 2000, 60_000, 61_000, 62_000], np.int64)
    made = curves(Telemetry(time, {"power": np.array([100.0, 100, 100, 200, 200, 200])}))
    assert made["power"].tolist() == [2000, 2000, 2000]
    assert UNKNOWN not in made["power"]
