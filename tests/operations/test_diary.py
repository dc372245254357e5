"""What is said of a whole day, and the diary's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tracker.errors import BadInput
from tracker.operations import diary, entries, quick_add
from tracker.operations import settings as setting_operations
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.clock import FixedClock, instant
from tracker.store.database import Store
from tracker.store.queries import days, measurements
from tracker.store.queries import diary as clock_of
from tracker.store.rows import DayState

DAY = "2026-11-17"


def at(clock: FixedClock, hour: int, minute: int = 0, day: int = 17) -> None:
    clock.instant = instant(datetime(2026, 11, day, hour, minute, tzinfo=UTC))


def add(store: Store, text: str) -> None:
    quick_add.add(store, quick_add.understand(store, text))


# What is said of a day


def test_a_day_is_complete_or_not_tracked_until_that_is_taken_back(store: Store) -> None:
    assert days.day(store, DAY).state == DayState()
    assert diary.set_status(store, DAY, "complete").label == "Mark Tuesday, 17 November as complete"
    assert days.day(store, DAY).state.status == "complete"
    diary.set_status(store, DAY, "not_tracked")
    assert days.week(store, date(2026, 11, 16))[1].state.status == "not_tracked"
    undo.undo(store)
    undo.undo(store)
    assert days.day(store, DAY).state == DayState()


def test_a_day_cannot_be_anything_else(store: Store) -> None:
    with pytest.raises(BadInput, match="cannot be “half”"):
        diary.set_status(store, DAY, "half")


def test_notes_of_a_day_are_added_line_by_line_and_keep_its_status(store: Store) -> None:
    add(store, "day complete")
    add(store, "note knee sore")
    add(store, "12:30 note long walk, and stairs")
    assert days.day(store, DAY).state == DayState("complete", "knee sore\n12:30 long walk, and stairs")
    diary.set_note(store, DAY, "knee better")
    assert days.day(store, DAY).state == DayState("complete", "knee better")


def test_a_note_without_words_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="nothing to note"):
        diary.add_note(store, DAY, "  ")


def test_two_devices_name_a_day_alike(store: Store) -> None:
    first = diary.set_status(store, DAY, "complete").ids
    undo.undo(store)
    assert diary.add_note(store, DAY, "again").ids == first


# When the day begins


@pytest.fixture
def late(store: Store) -> Store:
    """A person whose day begins at four."""
    setting_operations.set_value(store, "day_starts", "4")
    return store


@pytest.mark.parametrize(("hour", "day"), [(0, "2026-11-16"), (3, "2026-11-16"), (4, "2026-11-17"), (23, "2026-11-17")])
def test_the_night_belongs_to_the_day_before(late: Store, clock: FixedClock, hour: int, day: str) -> None:
    at(clock, hour, 59)
    assert clock_of.today(late).isoformat() == day


def test_a_snack_in_the_night_is_logged_for_the_day_before_at_its_last_meal(late: Store, clock: FixedClock) -> None:
    at(clock, 1, 30)
    add(late, "banana")
    (one,) = days.entries(late, "2026-11-16", "2026-11-16")
    assert (one.slot, one.eaten_at, one.eaten) == ("dinner", clock.instant, True)
    add(late, "weight 80")
    assert measurements.on_day(late, "2026-11-16")[0].at == clock.instant


def test_names_of_days_stay_what_they_are(late: Store, clock: FixedClock) -> None:
    at(clock, 1, 30)
    add(late, "2026-11-17 banana 0:30")
    (one,) = days.entries(late, "2026-11-17", "2026-11-17")
    assert not one.eaten, "the 17th has not begun yet"
    at(clock, 12)
    add(late, "banana 0:30")
    later = days.entries(late, "2026-11-17", "2026-11-17")[-1]
    assert later.eaten_at == instant(datetime(2026, 11, 18, 0, 30, tzinfo=UTC)), "the night after the 17th"


def test_what_is_repeated_counts_as_eaten_where_its_meal_has_begun(late: Store, clock: FixedClock) -> None:
    at(clock, 12, day=15)
    for slot in ("breakfast", "dinner"):
        entries.add(late, "2026-11-15", slot, [Wanted("food", "tracker:egg")])
    at(clock, 1, 30, day=17)
    entries.repeat(late, "2026-11-15", "2026-11-16")
    assert all(one.eaten for one in days.entries(late, "2026-11-16", "2026-11-16"))


# When it was eaten


def test_the_time_that_was_said_is_kept(store: Store) -> None:
    add(store, "1/2 cup oats 7:30")
    (one,) = days.entries(store, DAY, DAY)
    assert one.eaten_at == instant(datetime(2026, 11, 17, 7, 30, tzinfo=UTC))


def test_when_something_of_another_day_was_eaten_is_not_known(store: Store) -> None:
    add(store, "yesterday dinner banana")
    (one,) = days.entries(store, "2026-11-16", "2026-11-16")
    assert (one.eaten, one.eaten_at) == (True, None)
