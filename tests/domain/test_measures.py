"""Readings as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.measures import MEASURES, own_measure, read
from tracker.errors import BadInput


@pytest.mark.parametrize(
    ("kind", "typed", "unit", "value", "kept"),
    [
        ("weight", "81.4", "", 81_400, ("81.4", "kg")),
        ("weight", "81,4", "kg", 81_400, ("81,4", "kg")),
        ("weight", "180", "lb", 81_647, ("180", "lb")),
        ("weight", "180 lbs", "kg", 81_647, ("180", "lb")),
        ("weight", "12 st 3 lb", "kg", 77_564, ("12 st 3 lb", "")),
        ("weight", "12st 3", "", 77_564, ("12 st 3 lb", "")),
        ("weight", "12 st 0 lb", "", 76_204, ("12 st 0 lb", "")),
        ("waist", "33 in", "", 838, ("33", "in")),
        ("waist", "84", "cm", 840, ("84", "cm")),
        ("body_fat", "18.5 %", "", 185, ("18.5", "%")),
        ("resting_heart_rate", "52", "", 52, ("52", "bpm")),
        ("sleep", "440", "min", 440, ("440", "min")),
    ],
)
def test_a_reading_keeps_what_was_written(kind, typed, unit, value, kept):
    found = read(MEASURES[kind], typed, unit)
    assert found.value == pytest.approx(value, abs=1)
    assert found.value2 is None
    assert (found.typed, found.unit) == kept


@pytest.mark.parametrize("typed", ["122/78", "122 / 78", "122/78 mmHg"])
def test_a_blood_pressure_has_two_numbers(typed):
    found = read(MEASURES["blood_pressure"], typed)
    assert (found.value, found.value2, found.typed, found.unit) == (122, 78, "122/78", "mmHg")


@pytest.mark.parametrize(
    ("kind", "typed", "unit", "said"),
    [
        ("weight", "", "", "is not a number"),
        ("weight", "nan", "", "is not a number"),
        ("weight", "infinity", "", "is not a number"),
        ("weight", "heavy", "", "is not a number"),
        ("weight", "-81", "", "between 1 and 700 kg"),
        ("weight", "8140", "", "between 1 and 700 kg"),
        ("weight", "81", "cm", "not measured in cm"),
        ("weight", "81 bananas", "", "not measured in bananas"),
        ("blood_pressure", "122", "", "two numbers"),
        ("blood_pressure", "78/122", "", "not the larger one"),
        ("blood_pressure", "900/78", "", "between 20 and 300 mmHg"),
    ],
)
def test_what_is_no_reading_is_refused_in_words(kind, typed, unit, said):
    with pytest.raises(BadInput, match=said):
        read(MEASURES[kind], typed, unit)


@given(st.sampled_from(sorted(MEASURES)), st.text(max_size=20), st.sampled_from(["", "kg", "lb", "st", "cm", "x"]))
def test_any_text_is_read_or_refused(kind, typed, unit):
    try:
        found = read(MEASURES[kind], typed, unit)
    except BadInput:
        return
    measure = MEASURES[kind]
    assert measure.least * measure.scale <= found.value <= measure.most * measure.scale + 1
    assert read(MEASURES[kind], found.typed, found.unit) == found


def test_a_kind_of_ones_own_takes_any_number_in_its_unit() -> None:
    grip = own_measure("g1", "Grip", "kgf", 1)
    assert read(grip, "41,5").value == 41_500
    assert read(grip, "-3 kgf").typed == "-3"
    assert read(grip, "−3").value == -3000
    with pytest.raises(BadInput, match="Grip is not measured in cm"):
        read(grip, "3 cm")
    with pytest.raises(BadInput, match=r"Use a bare number\."):
        read(own_measure("m", "Mood", "", 0), "3 cm")


def test_names_are_short_where_there_is_little_room() -> None:
    assert MEASURES["resting_heart_rate"].chip == "Heart rate"
    assert MEASURES["weight"].chip == own_measure("w", "Weight", "kg", 1).chip == "Weight"
