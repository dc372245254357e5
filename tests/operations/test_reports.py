"""Reports: averages with their days, coverage, sources and weeks; and the document that tells them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tracker.domain.body.explained import Speech
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput
from tracker.operations import entries, measurements, targets
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.operations.report_html import document
from tracker.operations.reports import report
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.rows import Target

TODAY = date(2026, 11, 17)  # a Tuesday


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def eat(store: Store, day: date, title: str, kcal: float | None, protein: int | None = None, **others: int) -> None:
    energy = None if kcal is None else round(kcal * 10)
    nutrition = Nutrition(energy, None if protein is None else protein * 1000, others=others)
    if energy is None:
        store.database.execute_sql(
            "INSERT INTO meal_plan_entry (id, day, slot, position, status, title, source_kind) "
            "VALUES (?, ?, 'lunch', 9, 'eaten', ?, 'food')",
            (f"{title}{day}", day.isoformat(), title),
        )
    else:
        entries.add(store, day.isoformat(), "lunch", [Wanted("raw", title=title, nutrition=nutrition)])


def complete(store: Store, *days: date) -> None:
    for day in days:
        body = {"day": day.isoformat(), "status": "complete", "note": ""}
        records.write_bodies(store, BY_NAME["day_status"], {f"s-{day}": body})


def test_averages_are_over_complete_days_and_leave_today_out(store: Store) -> None:
    for days, kcal in ((3, 2000), (2, 2400), (1, 900), (0, 9000)):
        eat(store, ago(days), "Soup", kcal)
    complete(store, ago(3), ago(2), ago(0))
    found = report(store, ago(30), TODAY)
    assert found.denominator.in_words() == "2 of 30 complete days"
    assert found.line("energy").average.value == 22_000
    assert found.counted == {ago(3), ago(2)}


def test_a_skipped_day_is_no_day_of_0(store: Store) -> None:
    eat(store, ago(5), "Soup", 2000)
    eat(store, ago(3), "Soup", 2200)
    found = report(store, ago(9), ago(1))
    assert found.line("energy").average.value == 21_000
    assert found.denominator.in_words() == "2 of 9 days with entries, none of them marked complete"


def test_what_is_not_known_is_told_and_not_taken_for_0(store: Store) -> None:
    eat(store, ago(2), "Soup", 2000, 50, iron=800_000)
    eat(store, ago(2), "Mystery", None)
    eat(store, ago(1), "Bread", 2000, None)
    found = report(store, ago(7), ago(1))
    energy, protein, iron = (found.line(key).average for key in ("energy", "protein", "iron"))
    assert (energy.known, energy.of, energy.complete) == (2, 3, False)
    assert (protein.value, protein.known, protein.of) == (25_000, 1, 3)
    assert (iron.value, iron.known, iron.of) == (400_000, 1, 3)
    assert found.line("calcium") is None


def test_targets_are_averaged_over_the_same_days(store: Store) -> None:
    targets.set_target(store, ago(9).isoformat(), Target(20_000))
    targets.set_target(store, ago(1).isoformat(), Target(24_000))
    eat(store, ago(2), "Soup", 2000)
    eat(store, ago(1), "Soup", 2000)
    assert report(store, ago(7), ago(1)).line("energy").target == 22_000
    assert report(store, ago(7), ago(1)).line("protein") is None


def test_the_foods_that_most_came_from_are_those_of_the_counted_days(store: Store) -> None:
    for days in (3, 2):
        eat(store, ago(days), "Bread", 600)
    eat(store, ago(2), "Butter", 800)
    eat(store, ago(0), "Cake", 5000)
    first, second = report(store, ago(7), TODAY).contributors("energy")
    assert (first.title, first.value, first.times, first.share) == ("Bread", 12_000, 2, 0.6)
    assert (second.title, second.share) == ("Butter", 0.4)
    assert report(store, ago(7), TODAY).contributors("iron") == []


def test_weeks_have_days_averages_the_change_of_the_weight_and_training(store: Store) -> None:
    for days, kg in ((9, 82), (3, 81), (0, 80)):
        measurements.add(store, Reading("weight", str(kg), "kg", day=ago(days).isoformat()))
    for days in range(1, 9):
        eat(store, ago(days), "Soup", 2000 + 100 * days)
    store.database.execute_sql(
        "INSERT INTO workout (id, title, sport, status, start_at, day, duration) "
        "VALUES ('w', 'Ride', 'cycling', 'completed', 0, ?, 3600000)",
        (ago(2).isoformat(),),
    )
    before, now = report(store, ago(8), TODAY).weeks  # Monday 9 November to Tuesday 17 November
    assert (before.first, before.last) == (date(2026, 11, 9), date(2026, 11, 15))
    assert (before.days.counted, before.days.of, now.days.counted, now.days.of) == (7, 7, 1, 1)
    assert (before.averages["energy"].value, now.averages["energy"].value) == (25_000, 21_000)
    assert (before.training, before.workouts, now.workouts) == (3_600_000, 1, 0)
    assert before.weight_change == pytest.approx(-1000 * (1 - 0.9**6))
    assert now.weight_change < 0


def test_days_that_cannot_be_are_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="before the first"):
        report(store, TODAY, ago(1))
    with pytest.raises(BadInput, match="five years"):
        report(store, ago(2000), TODAY)


def test_the_document_names_days_coverage_and_that_it_is_no_medical_device(store: Store) -> None:
    eat(store, ago(2), "Soup <script>", 2000, 50)
    eat(store, ago(2), "Mystery", None)
    measurements.add(store, Reading("blood_pressure", "122/78"))
    measurements.add(store, Reading("weight", "81.4", "kg"))
    measurements.add(store, Reading("sleep", "440", "min"))
    made, _ = document(store, ago(30), TODAY, Speech())
    assert "Averages are over 1 of 30 days with entries, none of them marked complete; today is left out." in made
    assert "≥ 2\u202f000 kcal" in made
    assert "1 of 2" in made
    assert "Soup &lt;script&gt;" in made
    assert "122 / 78" in made
    assert "7 h 20 min" in made
    assert "Trend 81.4 kg on 17 Nov 2026" in made
    assert "Tracker is not a medical device." in made


def test_the_document_keeps_to_kilojoules_and_the_comma(store: Store) -> None:
    eat(store, ago(2), "Soup", 2000.5, 50)
    made, _ = document(store, ago(30), TODAY, Speech(",", "kJ"))
    assert "8\u202f370 kJ" in made
    assert "50,0 g" in made


def test_nothing_logged_makes_a_document_that_says_so(store: Store) -> None:
    made, found = document(store, ago(30), TODAY, Speech())
    assert "Nothing was logged on these days." in made
    assert found.lines == ()


def test_without_a_target_the_document_has_no_columns_for_one(store: Store) -> None:
    eat(store, ago(2), "Soup", 2000, 50)
    assert "Of target" not in document(store, ago(30), TODAY, Speech())[0]
    targets.set_target(store, ago(40).isoformat(), Target(20_000))
    assert "Of target" in document(store, ago(30), TODAY, Speech())[0]
