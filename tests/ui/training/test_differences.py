"""Two workouts side by side, in plain words."""

from __future__ import annotations

from tracker.ui.training.workout.differences import differences
from tracker.ui.training.workout.numbers import Numbers
from tracker.ui.words import Words


def told(mine: Numbers, theirs: Numbers, decimal: str = ".") -> dict[str, tuple[str, str, str]]:
    found = differences(mine, theirs, Words(decimal))
    return {one.caption: (one.mine, one.theirs, one.words) for one in found}


def test_a_ride_is_longer_harder_and_faster_than_another() -> None:
    mine = Numbers(
        sport="cycling", duration_ms=7_200_000, distance=600_000, ascent=5000, avg_power=210, avg_heart_rate=150,
        energy=12_000, intensity=0.91, load=165.4,
    )  # fmt: skip
    theirs = Numbers(
        sport="cycling", duration_ms=6_440_000, distance=500_000, ascent=6500, avg_power=210, avg_heart_rate=153,
        energy=14_000, intensity=0.86, load=120.0,
    )  # fmt: skip
    assert told(mine, theirs) == {
        "time": ("2:00:00", "1:47:20", "12:40 longer"),
        "distance": ("60.0 km", "50.0 km", "10.0 km longer"),
        "avg power": ("210 W", "210 W", "the same"),
        "intensity": ("0.91", "0.86", "0.05 higher"),
        "load": ("165", "120", "45 more"),
        "avg speed": ("30.0 km/h", "28.0 km/h", "2.0 km/h faster"),
        "avg bpm": ("150", "153", "3 lower"),
        "ascent": ("500 m", "650 m", "150 m less"),
        "energy": ("1\u202f200 kcal", "1\u202f400 kcal", "200 kcal less"),
    }


def test_a_lower_pace_is_faster_and_steps_are_counted_twice() -> None:
    mine = Numbers(sport="running", duration_ms=1_500_000, distance=50_000, avg_cadence=85)
    theirs = Numbers(sport="running", duration_ms=1_530_000, distance=50_000, avg_cadence=84)
    found = told(mine, theirs, ",")
    assert found["pace"] == ("5:00 /km", "5:06 /km", "0:06 faster")
    assert found["avg spm"] == ("170", "168", "2 higher")
    assert found["distance"][2] == "the same"


def test_what_only_one_of_them_knows_stands_without_a_difference() -> None:
    found = told(Numbers(sport="cycling", avg_power=200), Numbers(sport="cycling", avg_heart_rate=140))
    assert found == {"avg power": ("200 W", "–", ""), "avg bpm": ("–", "140", "")}


def test_hours_apart_are_told_in_hours() -> None:
    found = told(Numbers(sport="hiking", duration_ms=30_000_000), Numbers(sport="hiking", duration_ms=3_000_000))
    assert found["time"][2] == "7 h 30 min longer"
