"""What the command line prints of a reading."""

from __future__ import annotations

from tracker.cli_words import day_lines, line

WEIGHT = {"kind": "weight", "title": "Weight", "typed": "81,4 kg", "date": "2026-11-21", "meal": None}


def test_a_reading_has_the_persons_decimal_mark() -> None:
    found = {"date": "2026-11-21", "meals": [], "measurements": [WEIGHT], "workouts": [], "totals": {"energy_kcal": 0}}
    assert "Weight: 81.4 kg" in day_lines(found, ".")
    assert "Weight: 81,4 kg" in day_lines(found, ",")
    assert "81.4 kg" in line({**WEIGHT, "energy_kcal": None}, ".")


def test_hidden_numbers_are_hidden_in_lines_too() -> None:
    one = {"title": "Egg", "amount": 2, "unit": "egg", "meal": "Lunch", "energy_kcal": 143}
    assert line(one, ".", "") == "Egg · 2 · Lunch"
