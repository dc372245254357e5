"""The recognised parts behind the chips: what they are, where they stand, how they were understood."""

from __future__ import annotations

import pytest

from tests.domain.quick_add.telling import read


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "yesterday dinner pizza 2 slices",
            [
                ("date", "yesterday", "Friday 20 November 2026"),
                ("slot", "dinner", "Dinner"),
                ("name", "pizza", "pizza"),
                ("amount", "2 slices", "2 slices"),
            ],
        ),
        (
            "1/2 cup oats 7:30",
            [("amount", "1/2 cup", "½ cup"), ("name", "oats", "oats"), ("time", "7:30", "07:30")],
        ),
        ("2 slices of pizza", [("amount", "2 slices", "2 slices"), ("name", "pizza", "pizza")]),
        (
            "2x cola 330ml",
            [("times", "2x", "2 ×"), ("name", "cola", "cola"), ("amount", "330ml", "660 ml")],
        ),
        ('"lunch bar" 40g', [("name", '"lunch bar"', "lunch bar"), ("amount", "40g", "40 g")]),
        (
            "quick 450kcal p30 lunch",
            [
                ("quick", "quick", "energy only"),
                ("energy", "450kcal", "450 kcal"),
                ("protein", "p30", "30 g protein"),
                ("slot", "lunch", "Lunch"),
            ],
        ),
        (
            "mon 18:00 plan ride 1h30 210w hr142 load 85 z2",
            [
                ("date", "mon", "Monday 23 November 2026"),
                ("time", "18:00", "18:00"),
                ("plan", "plan", "planned"),
                ("sport", "ride", "cycling"),
                ("duration", "1h30", "1 h 30 min"),
                ("power", "210w", "210 W"),
                ("heart_rate", "hr142", "142 bpm"),
                ("load", "load 85", "load 85"),
                ("note", "z2", "z2"),
            ],
        ),
        (
            "squat 100x5x3 @8",
            [("exercise", "squat", "squat"), ("set", "100x5x3", "3 × 100 kg × 5"), ("rpe", "@8", "RPE 8")],
        ),
        ("push-ups bwx20", [("exercise", "push-ups", "push-ups"), ("set", "bwx20", "20")]),
        (
            "bp 122/78 pulse 58",
            [
                ("blood_pressure", "bp 122/78", "122/78 mmHg"),
                ("resting_heart_rate", "pulse 58", "58 bpm"),
            ],
        ),
        ("weight 81.4", [("weight", "weight 81.4", "81.4 kg")]),
        ("81,4kg", [("weight", "81,4kg", "81,4 kg")]),
        ("sleep 7h20", [("sleep", "sleep 7h20", "7 h 20 min")]),
        (
            "run 400m 61.5s",
            [("sport", "run", "running"), ("duration", "61.5s", "1 min 1.5 s"), ("distance", "400m", "400 m")],
        ),
        ("same lunch mon", [("same", "same lunch mon", "same Lunch of Monday 16 November 2026")]),
        ("same", [("same", "same", "same day")]),
        ("copy lunch -2 to dinner", [("copy", "copy lunch -2 to dinner", "copy Lunch of 2 days before to Dinner")]),
        (
            "copy lunch to tomorrow",
            [("copy", "copy lunch", "copy Lunch"), ("date", "to tomorrow", "Sunday 22 November 2026")],
        ),
        ("note knee sore", [("note", "note knee sore", "knee sore")]),
        ("day complete", [("complete", "day complete", "everything is logged")]),
        ("recipe chili", [("recipe", "recipe", "recipe"), ("name", "chili", "chili")]),
    ],
)  # fmt: skip
def test_parts_are_recognised_where_they_stand(line: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(part.kind, line[part.start : part.end], part.understood) for part in read(line).parts]
    assert sorted(found) == sorted(expected)


def test_parts_come_in_the_order_of_the_text() -> None:
    starts = [part.start for part in read("oats 40 g breakfast 7:30 yesterday; run 45min 8km").parts]
    assert starts == sorted(starts)


def test_an_amount_is_shown_in_the_users_decimals() -> None:
    parts = read("1.25 l milk", decimal_comma=True).parts
    assert [part.understood for part in parts if part.kind == "amount"] == ["1,25 l"]
