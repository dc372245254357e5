"""What the command line prints of a reading."""

from __future__ import annotations

from tracker.cli.words import day_lines, line
from tracker.operations.plain import day_status
from tracker.store.rows import DayState

WEIGHT = {"kind": "weight", "title": "Weight", "typed": "81,4 kg", "date": "2026-11-21", "meal": None}


def test_a_reading_has_the_persons_decimal_mark() -> None:
    found = {"date": "2026-11-21", "meals": [], "measurements": [WEIGHT], "workouts": [], "totals": {"energy_kcal": 0}}
    assert "Weight: 81.4 kg" in day_lines(found, ".")
    assert "Weight: 81,4 kg" in day_lines(found, ",")
    assert "81.4 kg" in line({**WEIGHT, "energy_kcal": None}, ".")


def test_hidden_numbers_are_hidden_in_lines_too() -> None:
    one = {"title": "Egg", "amount": 2, "unit": "egg", "meal": "Lunch", "energy_kcal": 143}
    assert line(one, ".", "") == "Egg · 2 · Lunch"


def test_sleep_reads_as_hours_and_minutes() -> None:
    one = {"kind": "sleep", "title": "Sleep", "typed": "440 min", "value": 440, "date": "2026-11-21", "meal": None}
    found = {"date": "2026-11-21", "meals": [], "measurements": [one], "workouts": [], "totals": {"energy_kcal": 0}}
    assert "Sleep: 7 h 20 min" in day_lines(found, ".")
    assert line(one, ".") == "Sleep · 7 h 20 min"


def test_hidden_readings_are_hidden_where_they_are_added_too() -> None:
    assert line({**WEIGHT, "energy_kcal": None}, ".", "") == "Weight"


def test_a_ride_says_all_that_was_told_of_it() -> None:
    ride = {
        "title": "Cycling", "duration_s": 5400, "distance_m": 0, "avg_power_w": 210, "avg_heart_rate_bpm": 142
    }  # fmt: skip
    assert line(ride, ".") == "Cycling · 1 h 30 min · 210 W · 142 bpm"


def test_a_day_that_is_complete_says_so_beside_its_note() -> None:
    said = [
        day_status("1", "2026-11-21", DayState(status, note))["title"]
        for status, note in (("complete", "knee sore"), ("open", "a\nknee sore"), ("complete", ""), ("open", ""))
    ]
    assert said == ["The day is complete · knee sore", "knee sore", "The day is complete", "The day is open"]
