"""Numbers and amounts as people read them."""

from __future__ import annotations

import pytest

from tracker.domain import spoken
from tracker.domain.spoken import THIN


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [(142.5, 0, "143"), (0.5, 0, "1"), (2.5, 0, "3"), (0.25, 1, "0.3"), (-0.2, 0, "0"), (-1.6, 0, "−2"),
     (1234.5, 0, f"1{THIN}235"), (81.4, 1, "81.4")],
)  # fmt: skip
def test_halves_go_up(value: float, places: int, said: str) -> None:
    assert spoken.number(value, places) == said


def test_the_decimal_mark_is_the_persons_own() -> None:
    assert spoken.number(1234.5, 1, ",") == f"1{THIN}234,5"
    assert spoken.distance(80_500, ",") == "8,1 km"
    assert spoken.amount(1250, "g", decimal=",") == "1,25 g"


def test_an_egg_of_egg_is_counted_and_no_more() -> None:
    assert spoken.amount(2000, "egg", "Egg") == "2"
    assert spoken.amount(2000, "egg", "Eggs, scrambled") == "2 eggs"
    assert spoken.amount(500, "potato", "Gnocchi") == "½ potato"
    assert spoken.amount(3000, "mussel", "Mussels, cooked") == "3 mussels"
    assert spoken.amount(8000, "strawberry", "Tart") == "8 strawberries"
    assert spoken.amount(2000, "Stück", "Kuchen") == "2 Stück"
    assert spoken.amount(1500, "slice", "Rye bread") == "1½ slices"
    assert spoken.amount(150_000, "g", "Skyr") == "150 g"


def test_durations_and_distances() -> None:
    assert spoken.duration_in_words(45 * 60_000) == "45 min"
    assert spoken.duration_in_words(65 * 60_000) == "1 h 05 min"
    assert spoken.duration_in_words(150_000) == "3 min"
    assert (spoken.distance(80_000), spoken.distance(4000)) == ("8.0 km", "400 m")
