"""The plan as a calendar: meals and workouts, with names that stay and versions that grow."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.nutrients import Nutrition
from tracker.errors import KnownError
from tracker.operations import calendar, entries, plans, settings, thresholds, workouts
from tracker.operations.entries import Wanted
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import diary

DAY = "2026-11-18"


def plan(store: Store, title: str, day: str = DAY, slot: str = "lunch") -> str:
    wanted = Wanted("raw", title=title, nutrition=Nutrition(energy=4500))
    return entries.add(store, day, slot, [wanted], eaten=False).ids[0]


def written(store: Store, path: Path) -> list[dict[str, str]]:
    calendar.write(store, path)
    unfolded = path.read_bytes().decode().replace("\r\n ", "")
    parts = re.findall("BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL)
    return [dict(line.split(":", 1) for line in part.splitlines()) for part in parts]


def test_a_meal_is_one_event_at_its_usual_time(store: Store, tmp_path: Path) -> None:
    plan(store, "Soup, hot")
    plan(store, "Bread")
    entries.add(store, DAY, "dinner", [Wanted("raw", title="Eaten", nutrition=Nutrition(energy=1000))])
    (meal,) = written(store, tmp_path / "plan.ics")
    assert meal["SUMMARY"] == "Lunch: Soup\\, hot\\, Bread"
    assert meal["DESCRIPTION"] == "Soup\\, hot · 450 kcal\\nBread · 450 kcal"
    assert (meal["DTSTART"], meal["DTEND"]) == ("20261118T120000Z", "20261118T124500Z")


def test_breakfast_is_not_in_the_night(store: Store, tmp_path: Path) -> None:
    plan(store, "Oats", slot="breakfast")
    assert written(store, tmp_path / "plan.ics")[0]["DTSTART"] == "20261118T073000Z"


def test_a_planned_workout_is_an_event_and_a_done_one_is_none(store: Store, tmp_path: Path) -> None:
    at = diary.instant_of(store, date(2026, 11, 19), 17 * 60 + 30)
    made = workouts.add(store, workouts.Draft("Sweet spot", "cycling", "planned", at, 3_900_000)).ids[0]
    workouts.add(store, workouts.Draft("Done", "running", "completed", at))
    (ride,) = written(store, tmp_path / "plan.ics")
    assert ride["UID"] == f"{made}@tracker.invalid"
    assert (ride["DTSTART"], ride["DTEND"]) == ("20261119T173000Z", "20261119T183500Z")


def test_a_planned_workout_tells_its_steps_its_load_and_its_notes(store: Store, tmp_path: Path) -> None:
    thresholds.put(store, "ftp", 250, "2026-01-01")
    made = plans.add(store, "Sweet spot", "cycling", "15min 55%, 3x(12min 90%, rest 4min 50%)", "Drink; eat").ids[0]
    plans.schedule(store, made, diary.instant_of(store, date(2026, 11, 19), 17 * 60 + 30))
    (ride,) = written(store, tmp_path / "plan.ics")
    assert ride["DESCRIPTION"] == "15min 55%\\n3 × 12min 90%\\, rest 4min 50%\\nLoad 61\\nDrink\\; eat"
    assert ride["CATEGORIES"] == "Cycling"


def test_an_hour_on_the_wall_stays_one_over_a_change_of_the_clocks(tmp_path: Path) -> None:
    clock = FixedClock(1_792_800_000_000, "Europe/Berlin")  # 23 October 2026
    with Store.open(tmp_path / "berlin", clock=clock) as store:
        made = plans.add(store, "Run", "running", "45min").ids[0]
        for day in (24, 25):  # the clocks go back in that night
            plans.schedule(store, made, diary.wall_instant(store, date(2026, 10, day), 18 * 60))
        assert [one["DTSTART"] for one in written(store, tmp_path / "plan.ics")] == [
            "20261024T160000Z", "20261025T170000Z",
        ]  # fmt: skip


def test_only_workouts_or_only_meals_are_written_where_that_is_asked_for(store: Store, tmp_path: Path) -> None:
    plan(store, "Soup")
    at = diary.instant_of(store, date(2026, 11, 19), 17 * 60)
    workouts.add(store, workouts.Draft("Ride", "cycling", "planned", at, 3_900_000))
    file = tmp_path / "plan.ics"
    assert [calendar.write(store, file, only) for only in ("workouts", "meals", "")] == [1, 1, 2]


def test_names_stay_and_a_change_is_a_higher_version(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    plan(store, "Soup")
    plan(store, "Fish", slot="dinner")
    file = tmp_path / "plan.ics"
    before = {one["UID"]: one for one in written(store, file)}
    same = file.read_bytes()
    clock.instant += 60_000
    assert written(store, file)[0]["UID"] in before
    assert file.read_bytes() == same
    plan(store, "Bread")
    after = {one["UID"]: one for one in written(store, file)}
    assert after.keys() == before.keys()
    grown = [uid for uid in after if int(after[uid]["SEQUENCE"]) > int(before[uid]["SEQUENCE"])]
    assert [after[uid]["SUMMARY"] for uid in grown] == ["Lunch: Soup\\, Bread"]


def test_another_person_has_other_names_for_the_same_meal(store: Store, tmp_path: Path) -> None:
    plan(store, "Soup")
    with Store.open(tmp_path / "other", clock=store.clock) as other:
        plan(other, "Soup")
        assert written(store, tmp_path / "a.ics")[0]["UID"] != written(other, tmp_path / "b.ics")[0]["UID"]
    assert store.rows("SELECT COUNT(*) FROM sync_rec WHERE c = 'preference'") == [(1,)]


def test_hidden_numbers_stay_out_of_calendars(store: Store, tmp_path: Path) -> None:
    plan(store, "Soup")
    settings.set_value(store, "hide_numbers", True)
    assert written(store, tmp_path / "plan.ics")[0]["DESCRIPTION"] == "Soup"


def test_an_empty_plan_is_an_empty_calendar(store: Store, tmp_path: Path) -> None:
    assert calendar.write(store, tmp_path / "plan.ics") == 0
    assert (tmp_path / "plan.ics").read_bytes().endswith(b"END:VCALENDAR\r\n")


def test_a_folder_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="no folder"):
        calendar.write(store, tmp_path / "nowhere" / "plan.ics")
