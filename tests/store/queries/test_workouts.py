"""Workouts and readings as the screens ask for them."""

from __future__ import annotations

import pytest

from tests.store.bodies import NOON, PLAIN
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries import measurements, workouts


def write(store: Store, name: str, **bodies: records.Body) -> None:
    records.write_bodies(store, BY_NAME[name], {key: {**PLAIN[name], **body} for key, body in bodies.items()})


@pytest.fixture
def trained(store: Store) -> Store:
    write(
        store, "workout", a={"start_at": 10}, b={"start_at": 5, "sport": "running"},
        c={"day": "2026-10-01", "title": "ÜBER den Berg", "duration": None},
        d={"day": "2026-10-02", "status": "planned"},
        gone={"status": "deleted"}, away={"status": "archived"},
    )  # fmt: skip
    return store


def test_a_workout_comes_with_all_of_it(store: Store) -> None:
    chunk = {"blob": "x", "n": 3, "t0": 0, "channels": ["power"]}
    write(store, "workout", w={"telemetry": [chunk, chunk]})
    write(store, "favorite", s={"kind": "workout", "target": "w"})
    one = workouts.workout(store, "w")
    assert one is not None
    assert (one.title, one.sport, one.avg_power, one.laps, one.samples, one.starred) == (
        "Morning ride", "cycling", 190, ({"start": 0},), 6, True,
    )  # fmt: skip
    assert workouts.workout(store, "nowhere") is None


def test_a_listed_workout_lacks_only_laps_and_samples(store: Store) -> None:
    write(store, "workout", w={"telemetry": [{"n": 3}]})
    (short,) = workouts.listed(store, ["w"])
    assert (short.title, short.laps, short.telemetry) == ("Morning ride", (), ())


def test_a_day_has_its_workouts_in_the_order_of_their_start(trained: Store) -> None:
    assert [one.id for one in workouts.on_day(trained, "2026-11-15")] == ["b", "a"]


def test_the_history_stands_by_months_latest_first(trained: Store) -> None:
    november, october = workouts.history(trained)
    assert (november.month, november.ids, november.time) == ("2026-11", ("a", "b"), 7_200_000)
    assert (october.month, october.ids, october.time) == ("2026-10", ("d", "c"), 0)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sport": "running"}, ["b"]), ({"status": "planned"}, ["d"]), ({"text": "über DEN"}, ["c"]),
        ({"text": "windy"}, ["a", "b", "d", "c"]), ({"text": "%"}, []),
    ],
)  # fmt: skip
def test_the_history_is_filtered(asked: dict[str, str], found: list[str], trained: Store) -> None:
    assert [key for month in workouts.history(trained, **asked) for key in month.ids] == found


def test_the_sports_are_listed_by_how_often_they_are_done(trained: Store) -> None:
    assert workouts.sports(trained) == ("cycling", "running")


def test_workouts_of_a_file_are_found_by_its_hash_in_the_order_of_its_sessions(store: Store) -> None:
    write(
        store, "workout", a={"file_hash": "h", "session": 1}, b={"file_hash": "h", "session": 0},
        c={"file_hash": "h", "session": 2, "status": "deleted"}, d={"file_hash": "other"},
    )  # fmt: skip
    assert workouts.of_file(store, "h") == ("b", "a")


def test_another_copy_of_a_recording_is_known_by_sport_start_and_device(store: Store) -> None:
    write(store, "workout", a={"file_hash": "h", "device": "Edge"}, typed={"device": "Edge", "start_at": 7})
    assert workouts.same_recording(store, "cycling", NOON, "Edge") == "a"
    assert workouts.same_recording(store, "running", NOON, "Edge") is None
    assert workouts.same_recording(store, "cycling", 7, "Edge") is None


@pytest.fixture
def measured(store: Store) -> Store:
    write(
        store, "measurement", a={"at": 2}, b={"at": 1, "value": 80_000},
        c={"day": "2026-11-18", "at": 30, "note": "After Sauna"},
        p={"kind": "blood_pressure", "value": 122, "value2": 78, "typed": "122/78", "unit": "mmHg", "at": 9},
    )  # fmt: skip
    return store


def test_readings_of_a_day_are_in_their_order(measured: Store) -> None:
    assert [one.id for one in measurements.on_day(measured, "2026-11-17")] == ["b", "a", "p"]


def test_the_latest_readings_stand_first(measured: Store) -> None:
    assert [one.id for one in measurements.latest(measured)] == ["c", "p", "a", "b"]
    assert [one.id for one in measurements.latest(measured, "weight", limit=2)] == ["c", "a"]


def test_readings_between_two_days_include_both(measured: Store) -> None:
    found = measurements.between(measured, "weight", "2026-11-17", "2026-11-18")
    assert [one.id for one in found] == ["b", "a", "c"]
    assert measurements.between(measured, "weight", "2026-11-19", "2026-12-31") == ()


def test_a_reading_comes_as_it_was_typed(measured: Store) -> None:
    one = measurements.measurement(measured, "p")
    assert one is not None
    assert (one.typed, one.unit, one.value, one.value2) == ("122/78", "mmHg", 122, 78)
    assert measurements.measurement(measured, "nowhere") is None
    assert {one.id for one in measurements.measurements(measured, ["a", "p", "nowhere"])} == {"a", "p"}


@pytest.mark.parametrize(
    ("text", "found"), [("", "cpab"), ("pressure", "p"), ("122", "p"), ("SAUNA", "c"), ("zzz", "")]
)
def test_readings_are_filtered_by_kind_value_and_note(text: str, found: str, measured: Store) -> None:
    assert measurements.ids(measured, text) == tuple(found)


def test_a_plot_gets_day_and_values_in_order(measured: Store) -> None:
    assert measurements.values(measured, "blood_pressure") == (("2026-11-17", 122, 78),)
    assert [value for _, value, _ in measurements.values(measured, "weight")] == [80_000, 81_400, 81_400]
    assert measurements.kinds(measured) == ("weight", "blood_pressure")
