"""Rows in plain units, as the command line prints them: unknown is null, and never nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tests.ui import desk_content
from tracker.operations import activities, measurements, plain, workouts
from tracker.operations.measurements import Reading
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import measurements as readings
from tracker.store.queries import workouts as query

DAY = "2026-11-21"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("value", "scale", "shown"), [(None, 10, None), (0, 10, 0), (2270, 10, 227), (2275, 10, 227.5), (-15, 10, -1.5)]
)
def test_whole_numbers_stay_whole_and_unknown_stays_unknown(value, scale, shown):
    found = plain.number(value, scale)
    assert found == shown
    assert type(found) is type(shown)


def test_a_workout_has_the_promised_keys(store: Store, tmp_path: Path) -> None:
    (imported,) = activities.import_files(store, [ride(tmp_path / "a.fit")]).files
    (one,) = query.workouts(store, imported.ids)
    assert plain.workout_summary(one) == {
        "sport": "cycling", "start_time": "2026-11-19T07:30:00Z", "duration_s": 1200, "moving_s": 1200,
        "distance_m": 9600, "ascent_m": 108, "avg_power_w": 200, "max_power_w": 250, "weighted_power_w": 216,
        "avg_heart_rate_bpm": 145, "max_heart_rate_bpm": 160, "avg_cadence_rpm": 90, "calories_kcal": 400,
        "samples": 1200, "laps": 2,
    }  # fmt: skip
    assert plain.moment(START * 1000) == plain.workout_summary(one)["start_time"]


def test_what_nobody_knows_of_a_workout_is_null(store: Store) -> None:
    made = workouts.add(store, workouts.Draft("Strength", "strength_training"))
    (one,) = query.workouts(store, made.ids)
    summary = plain.workout_summary(one)
    known = {key for key, value in summary.items() if value is not None}
    assert known == {"sport", "start_time", "samples", "laps"}
    assert plain.workout(one)["salvaged"] is None


def test_a_reading_is_canonical_and_as_typed(store: Store) -> None:
    made = measurements.add(store, Reading("weight", "180", "lb"))
    (one,) = readings.measurements(store, made.ids)
    shown = plain.measurement(one)
    assert (shown["value"], shown["unit"], shown["typed"], shown["title"]) == (81.647, "kg", "180 lb", "Weight")


def test_a_day_is_json_with_totals_that_say_what_is_known(store: Store) -> None:
    desk_content.fill(store)
    told = json.loads(json.dumps(plain.day(days.day(store, DAY))))
    assert [meal["slot"] for meal in told["meals"]] == ["Breakfast", "Lunch", "Dinner", "Snacks"]
    assert told["target"] == {"energy_kcal": 2150, "protein_g": 140, "carbs_g": 240, "fat_g": 70}
    totals = told["totals"]
    assert totals["energy_kcal_known"] == totals["eaten"] < totals["entries"]
    assert totals["energy_kcal"] == pytest.approx(sum(meal["totals"]["energy_kcal"] for meal in told["meals"]))
    assert totals["planned_energy_kcal"] > totals["energy_kcal"]
    assert [one["status"] for one in told["workouts"]] == ["planned"]
    assert {one["kind"] for one in told["measurements"]} == {
        "weight", "blood_pressure", "resting_heart_rate", "sleep"
    }  # fmt: skip
