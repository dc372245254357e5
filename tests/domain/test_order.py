"""Place marks keep a list in order on every device."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.order import between, marks


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=60))
def test_an_item_put_anywhere_sorts_there(places: list[int]) -> None:
    made: list[str] = []
    for place in places:
        place = min(place, len(made))
        low = made[place - 1] if place else ""
        high = made[place] if place < len(made) else None
        made.insert(place, between(low, high))
        assert made == sorted(set(made))
        assert not made[place].endswith("0")


def test_marks_still_in_order_stay_and_new_items_fit_in() -> None:
    first = marks([None, None, None])
    assert marks([first[0], None, first[1], first[2]])[0::2] == [first[0], first[1]]
    assert marks(first) == first


def test_a_changed_order_makes_all_marks_anew() -> None:
    one, two = marks([None, None])
    assert marks([two, one]) == sorted(marks([two, one]))
