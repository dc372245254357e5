"""Editing a recording: what is left is measured anew, undo and "put the original back" restore everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.formats.rides import RUNNING, START, ride
from tracker.domain.activity import Telemetry
from tracker.domain.training.curves import curves as curves_of
from tracker.domain.training.summary import summarize
from tracker.errors import BadInput, Busy, KnownError, NotFound
from tracker.operations import lifting, workouts
from tracker.operations.activities import import_files, samples
from tracker.operations.derived import refresh
from tracker.operations.originals import put_back
from tracker.operations.workout_edits import Mend, crop, cropped, halves, look_for, split, take_out
from tracker.operations.workout_merge import merge, partners
from tracker.store import blobs, curves, personal_records, records, undo
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout

WORKOUT = BY_NAME["workout"]
MINUTE = 60_000


@pytest.fixture
def recorded(store: Store, tmp_path: Path) -> str:
    """A ride of 20 minutes, the first half easy, the second hard, each a lap."""
    return imported(store, ride(tmp_path / "ride.fit"))


def imported(store: Store, path: Path) -> str:
    (one,) = import_files(store, [path]).files
    assert one.status == "imported", one.error
    return one.ids[0]


def at(store: Store, record: str) -> Workout:
    found = query.workout(store, record)
    assert found is not None
    return found


def everything(store: Store, record: str) -> tuple[Any, ...]:
    """All that is kept of a workout: its record, its samples, and what is derived of it."""
    refresh(store)
    personal_records.refresh(store)
    body = records.read_body(store, WORKOUT, record)
    derived = {name: values.tolist() for name, values in curves.read(store, record).items()}
    bests = store.rows("SELECT metric, mark, value FROM personal_record WHERE workout = ? ORDER BY 1, 2", (record,))
    return body, table(samples(store, at(store, record))), derived, bests


def table(telemetry: Telemetry) -> dict[str, list[Any]]:
    return {
        "time": telemetry.time.tolist(),
        **{name: np.nan_to_num(values, nan=-999).tolist() for name, values in telemetry.channels.items()},
    }


def measured_anew(store: Store, record: str) -> None:
    """Totals and curves are those that an import of the same samples would have; distance adds up to the device's."""
    one, telemetry = at(store, record), samples(store, at(store, record))
    told = summarize(telemetry)
    assert (one.duration, one.elapsed, one.ascent) == (told.duration_ms, told.elapsed_ms, told.ascent)
    assert one.distance == pytest.approx(told.distance, abs=80)
    assert (one.avg_power, one.max_power, one.weighted_power) == (told.avg_power, told.max_power, told.weighted_power)
    kept = curves.read(store, record)
    for name, values in curves_of(telemetry).items():
        np.testing.assert_array_equal(kept[name], values, err_msg=name)


# Cropping


def test_a_part_is_kept_and_everything_is_measured_anew(store: Store, recorded: str) -> None:
    before = at(store, recorded)
    assert cropped(store, recorded, 5 * MINUTE, 15 * MINUTE).avg_power == 200
    changes = crop(store, recorded, 5 * MINUTE, 15 * MINUTE)
    assert changes.label == f"Crop {before.title}"
    one = at(store, recorded)
    assert (one.start_at, one.duration, one.avg_power) == (before.start_at + 5 * MINUTE, 10 * MINUTE, 200)
    assert one.distance == before.distance * 599 // 1199 + 1  # its share of what the device counted
    assert one.energy == 2000 * 10 // 10
    assert [(lap["start_ms"], lap["elapsed_ms"], lap["avg_power"]) for lap in one.laps] == [
        (0, 5 * MINUTE, 150), (5 * MINUTE, 5 * MINUTE, 250),
    ]  # fmt: skip
    assert one.is_edited
    assert not before.is_edited
    measured_anew(store, recorded)


def test_undo_and_redo_bring_all_of_it_back_and_again(store: Store, recorded: str) -> None:
    before = everything(store, recorded)
    crop(store, recorded, 5 * MINUTE, 15 * MINUTE)
    after = everything(store, recorded)
    assert undo.undo(store).label == "Crop Morning ride"
    assert everything(store, recorded) == before
    undo.redo(store)
    assert everything(store, recorded) == after != before


def test_the_original_can_be_put_back_after_many_edits(store: Store, recorded: str) -> None:
    before = everything(store, recorded)
    crop(store, recorded, MINUTE, 19 * MINUTE)
    crop(store, recorded, MINUTE, 17 * MINUTE)
    take_out(store, recorded, Mend("power", above=200))
    edited = everything(store, recorded)
    changes = put_back(store, recorded)
    assert changes.label == "Put the original of Morning ride back"
    assert everything(store, recorded) == before
    undo.undo(store)
    assert everything(store, recorded) == edited
    undo.redo(store)
    with pytest.raises(NotFound, match="original"):
        put_back(store, recorded)


def test_what_a_person_wrote_stays_when_the_original_comes_back(store: Store, recorded: str) -> None:
    crop(store, recorded, 0, MINUTE)
    records.change(store, "workout", recorded, notes="windy", sport="gravel", effort=70)
    put_back(store, recorded)
    one = at(store, recorded)
    assert (one.notes, one.sport, one.effort, one.duration) == ("windy", "gravel", 70, 20 * MINUTE)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (MINUTE, MINUTE, "Nothing"),
        (0, 0, "Nothing"),
        (9 * MINUTE, MINUTE, "Nothing"),
        (21 * MINUTE, 30 * MINUTE, "Nothing"),
        (0, 60 * MINUTE, "whole"),
    ],
)
def test_a_part_that_is_nothing_or_everything_changes_nothing(
    store: Store, recorded: str, start: int, end: int, said: str
) -> None:
    before = everything(store, recorded)
    with pytest.raises(BadInput, match=said):
        crop(store, recorded, start, end)
    assert everything(store, recorded) == before
    assert undo.next_undo(store) == "Import 1 workout"


def test_the_day_changes_only_where_the_start_crosses_midnight(store: Store, tmp_path: Path) -> None:
    late = imported(store, ride(tmp_path / "late.fit", start=START + 16 * 3600 + 20 * 60))  # 23:50 in UTC
    records.change(store, "workout", late, day="2026-11-18")  # the person's evening
    crop(store, late, MINUTE, 20 * MINUTE)
    assert at(store, late).day == "2026-11-18"
    crop(store, late, 15 * MINUTE, 20 * MINUTE)
    assert at(store, late).day == "2026-11-20"
    put_back(store, late)
    assert at(store, late).day == "2026-11-18"


# Splitting


def test_two_workouts_are_made_of_one_and_are_as_long_together(store: Store, recorded: str) -> None:
    before = at(store, recorded)
    first_half, second_half = halves(store, recorded, 10 * MINUTE)
    assert (first_half.avg_power, second_half.avg_power) == (150, 250)
    changes = split(store, recorded, 10 * MINUTE)
    first, second = (at(store, one) for one in changes.ids)
    assert (first.id, first.title, second.title) == (recorded, "Morning ride", "Morning ride, part 2")
    assert second.start_at == before.start_at + 10 * MINUTE
    assert (first.avg_power, second.avg_power, first.sport, second.sport) == (150, 250, "cycling", "cycling")
    assert (first.distance or 0) + (second.distance or 0) == before.distance == 1200 * 80
    assert (first.energy or 0) + (second.energy or 0) == before.energy
    assert len(first.laps) == len(second.laps) == 1
    for one in changes.ids:
        measured_anew(store, one)
    undo.undo(store)
    assert query.workout(store, second.id) is None
    assert at(store, recorded) == before


def test_a_split_workout_put_together_names_the_same_samples_as_before(store: Store, recorded: str) -> None:
    before = at(store, recorded)
    _, second = split(store, recorded, 7 * MINUTE + 1).ids
    merge(store, recorded, second)
    after = at(store, recorded)
    assert after.telemetry == before.telemetry
    assert (after.duration, after.distance, after.avg_power) == (before.duration, before.distance, before.avg_power)
    assert at(store, second).status == "deleted"


def test_putting_the_original_back_takes_the_parts_away(store: Store, recorded: str) -> None:
    before = everything(store, recorded)
    _, second = split(store, recorded, 10 * MINUTE).ids
    _, third = split(store, second, 5 * MINUTE).ids
    crop(store, third, 0, MINUTE)
    put_back(store, third)
    assert everything(store, recorded) == before
    assert [at(store, one).status for one in (recorded, second, third)] == ["completed", "deleted", "deleted"]
    undo.undo(store)
    assert [at(store, one).status for one in (recorded, second, third)] == ["completed"] * 3


def test_a_part_of_which_the_first_was_deleted_still_finds_its_original(store: Store, recorded: str) -> None:
    before = at(store, recorded)
    _, second = split(store, recorded, 10 * MINUTE).ids
    workouts.delete(store, [recorded])
    put_back(store, second)
    assert at(store, recorded) == before


@pytest.mark.parametrize("moment", [0, -5, 20 * MINUTE, 10**9])
def test_a_split_at_the_very_start_or_end_changes_nothing(store: Store, recorded: str, moment: int) -> None:
    with pytest.raises(BadInput, match="one side"):
        split(store, recorded, moment)
    assert undo.next_undo(store) == "Import 1 workout"


# Merging


@pytest.fixture
def morning(store: Store, recorded: str, tmp_path: Path) -> tuple[str, str]:
    """Two rides with an hour between them, and a run and a ride of another day."""
    later = imported(store, ride(tmp_path / "b.fit", start=START + 4800, seconds=600))
    imported(store, ride(tmp_path / "run.fit", start=START + 9000, sport=RUNNING))
    imported(store, ride(tmp_path / "other.fit", start=START + 90_000))
    return recorded, later


def test_those_of_the_same_sport_and_day_may_be_merged(store: Store, morning: tuple[str, str]) -> None:
    first, second = morning
    assert [one.id for one in partners(store, first)] == [second]
    workouts.delete(store, [second])
    assert partners(store, first) == ()


def test_what_was_between_two_is_a_pause_of_the_one_that_stays(store: Store, morning: tuple[str, str]) -> None:
    first, second = morning
    before = at(store, first), at(store, second)
    records.change(store, "workout", first, notes="out")
    records.change(store, "workout", second, notes="back", effort=50, title="Way home")
    changes = merge(store, second, first)
    assert changes.label == "Merge Way home and Morning ride"
    one = at(store, second)
    assert (one.title, one.notes, one.effort) == ("Way home", "back\n\nout", 50)
    assert (one.start_at, one.elapsed, one.duration) == (before[0].start_at, 90 * MINUTE, 30 * MINUTE)
    assert one.distance == before[0].distance + before[1].distance
    assert one.energy == 8000
    assert [lap["start_ms"] for lap in one.laps] == [0, 10 * MINUTE, 80 * MINUTE, 85 * MINUTE]
    assert max(np.diff(samples(store, one).time)) == 60 * MINUTE + 1000
    assert at(store, first).status == "deleted"
    measured = summarize(samples(store, one))
    assert (one.avg_power, one.weighted_power) == (measured.avg_power, measured.weighted_power)
    put_back(store, second)
    assert (at(store, second).duration, at(store, first).status) == (before[1].duration, "completed")
    assert at(store, second).start_at == before[1].start_at


def test_what_was_planned_goes_with_the_merge_and_back_again(store: Store, morning: tuple[str, str]) -> None:
    first, second = morning
    planned = {"id": "p1", "title": "Sweet spot"}
    records.change(store, "workout", second, plan="plan-1", planned=planned)
    merge(store, first, second)
    assert (at(store, first).plan, at(store, first).planned) == ("plan-1", planned)
    put_back(store, first)
    assert (at(store, first).plan, at(store, first).planned) == (None, {})
    assert at(store, second).planned == planned


def test_a_merged_file_is_here_already_when_it_is_imported_again(
    store: Store, morning: tuple[str, str], tmp_path: Path
) -> None:
    first, second = morning
    merge(store, first, second)
    (again,) = import_files(store, [tmp_path / "b.fit"]).files
    assert again.status == "duplicate"
    put_back(store, first)
    workouts.delete(store, [second])
    (again,) = import_files(store, [tmp_path / "b.fit"]).files
    assert again.status == "imported"


def test_a_crop_is_no_reason_to_import_the_file_again(store: Store, recorded: str, tmp_path: Path) -> None:
    import gzip

    crop(store, recorded, 5 * MINUTE, 10 * MINUTE)
    packed = tmp_path / "ride.fit.gz"
    packed.write_bytes(gzip.compress((tmp_path / "ride.fit").read_bytes()))
    assert [one.status for one in import_files(store, [tmp_path / "ride.fit", packed]).files] == ["duplicate"] * 2
    assert at(store, recorded).duration == 5 * MINUTE


def test_two_at_the_same_time_are_not_merged(store: Store, recorded: str, tmp_path: Path) -> None:
    other = imported(store, ride(tmp_path / "b.fit", start=START + 600))
    with pytest.raises(BadInput, match="at the same time"):
        merge(store, recorded, other)
    assert at(store, other).status == "completed"


def test_a_ride_and_a_run_are_not_merged_nor_one_with_itself(store: Store, recorded: str, tmp_path: Path) -> None:
    run = imported(store, ride(tmp_path / "run.fit", start=START + 9000, sport=RUNNING))
    for other in (run, recorded):
        with pytest.raises(BadInput, match="one sport"):
            merge(store, recorded, other)


def written(store: Store, **values: Any) -> str:
    return workouts.add(store, workouts.Draft(**{"title": "Gym", "sport": "strength_training", **values})).ids[0]


def test_two_that_were_written_down_are_added_up_with_their_sets(store: Store) -> None:
    first = written(store, duration=30 * MINUTE, start_at=store.now() - 60 * MINUTE)
    second = written(store, duration=20 * MINUTE, title="Abs", start_at=store.now())
    lifting.add(store, first, lifting.read("squat 100x5x3"))
    lifting.add(store, second, lifting.read("bench press 80x5"))
    before = records.read_body(store, WORKOUT, first)
    merge(store, first, second)
    body = records.read_body(store, WORKOUT, first)
    assert body is not None
    assert [one["name"] for one in body["sets"]] == ["Back squat"] * 3 + ["Bench press"]
    assert (body["duration"], body["elapsed"], body["telemetry"]) == (50 * MINUTE, 80 * MINUTE, [])
    put_back(store, first)
    assert records.read_body(store, WORKOUT, first) == before
    assert at(store, second).status == "completed"


def test_a_recording_and_what_was_written_down_after_its_battery_died(store: Store, recorded: str) -> None:
    one = at(store, recorded)
    rest = written(
        store,
        sport="cycling",
        title="Rest of it",
        start_at=one.start_at + 30 * MINUTE,
        duration=10 * MINUTE,
        distance=30_000,
    )
    merge(store, rest, recorded)
    both = at(store, rest)
    assert (both.duration, both.distance, both.samples) == (30 * MINUTE, (one.distance or 0) + 30_000, 1200)
    assert both.energy is None
    assert [lap["start_ms"] for lap in both.laps] == [0, 10 * MINUTE, 30 * MINUTE]


# Spikes


@pytest.fixture
def spiked(store: Store, recorded: str) -> str:
    """The ride with two seconds of power that cannot be, one of them in the first lap."""
    from tracker.operations.activities import Kept, keep

    one = at(store, recorded)
    telemetry = samples(store, one)
    telemetry.channels["power"][[100, 900]] = 3000, 2900
    told = summarize(telemetry)
    with Kept(store) as kept, store.step("Spike"):
        laps = [{**lap, "max_power": 3000} for lap in one.laps]
        records.change(
            store, "workout", recorded, telemetry=keep(store, telemetry, kept), laps=laps,
            avg_power=told.avg_power, max_power=told.max_power, weighted_power=told.weighted_power,
        )  # fmt: skip
    return recorded


def test_spikes_are_shown_before_they_are_taken_out(store: Store, spiked: str) -> None:
    found = look_for(store, spiked, Mend("power"))
    assert (found.count, found.known) == (2, 1200)
    assert found.places == ((100_000, 3000.0), (900_000, 2900.0))
    assert found.highest == (3000.0, 250.0)
    assert look_for(store, spiked, Mend("power", within=(0, 10 * MINUTE))).count == 1
    assert look_for(store, spiked, Mend("power", above=200)).count == 601
    assert look_for(store, spiked, Mend("heart_rate", within=(0, 5000), everything=True)).count == 5


def test_what_is_taken_out_is_missing_and_not_zero(store: Store, spiked: str) -> None:
    before = everything(store, spiked)
    changes = take_out(store, spiked, Mend("power"))
    assert changes.label == "Remove 2 values of power from Morning ride"
    one = at(store, spiked)
    power = samples(store, one).channels["power"]
    assert np.flatnonzero(np.isnan(power)).tolist() == [100, 900]
    assert (one.avg_power, one.max_power, one.avg_heart_rate) == (200, 250, before[0]["avg_heart_rate"])
    assert [lap["max_power"] for lap in one.laps] == [150, 250]
    assert (one.energy, one.distance, one.start_at) == (4000, before[0]["distance"], before[0]["start_at"])
    assert next(row[2] for row in everything(store, spiked)[3] if row[0] == "power") < 3000 * 10
    undo.undo(store)
    assert everything(store, spiked) == before


def test_nothing_to_take_out_is_said(store: Store, recorded: str) -> None:
    with pytest.raises(BadInput, match="no such value of power"):
        take_out(store, recorded, Mend("power"))
    with pytest.raises(BadInput, match="no position"):
        take_out(store, recorded, Mend("position"))
    assert not at(store, recorded).is_edited


def test_a_channel_that_is_taken_out_whole_is_unknown(store: Store, recorded: str) -> None:
    take_out(store, recorded, Mend("heart_rate", within=(0, 10**9), everything=True))
    one = at(store, recorded)
    assert (one.avg_heart_rate, one.max_heart_rate, one.avg_power) == (None, None, 200)
    assert "heart_rate" not in samples(store, one).channels


# What cannot be edited


def test_a_workout_without_a_recording_says_so(store: Store) -> None:
    gym = written(store)
    for edit in (
        lambda: crop(store, gym, 0, 5),
        lambda: split(store, gym, 5),
        lambda: take_out(store, gym, Mend("power")),
    ):
        with pytest.raises(BadInput, match="no recording"):
            edit()
    planned = written(store, status="planned")
    with pytest.raises(BadInput, match="was done"):
        crop(store, planned, 0, 5)


def test_a_workout_that_was_deleted_meanwhile_is_gone(store: Store, recorded: str) -> None:
    workouts.delete(store, [recorded])
    with pytest.raises(NotFound, match="not there any more"):
        crop(store, recorded, 0, MINUTE)
    with pytest.raises(NotFound, match="not there any more"):
        put_back(store, recorded)


def test_samples_that_are_elsewhere_are_asked_for(store: Store, recorded: str) -> None:
    for path in list(blobs.files(store.profile / "blobs")):
        path.unlink()
    with pytest.raises(NotFound, match="not on this device"):
        crop(store, recorded, 0, MINUTE)


def test_a_recording_that_a_sync_changed_while_it_was_read_is_left_alone(
    store: Store, recorded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.operations import workout_edits

    def read(it: Store, record: str) -> tuple[Workout, Telemetry]:
        found = at(it, record), samples(it, at(it, record))
        records.change(it, "workout", record, telemetry=[])
        return found

    monkeypatch.setattr(workout_edits, "read", read)
    files = set(blobs.files(store.profile / "blobs"))
    with pytest.raises(Busy, match="meanwhile"):
        crop(store, recorded, 0, MINUTE)
    assert set(blobs.files(store.profile / "blobs")) == files


def test_a_full_disk_changes_nothing_and_leaves_nothing(
    store: Store, recorded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(store, recorded)
    files = set(blobs.files(store.profile / "blobs"))

    def full(*_: object) -> str:
        raise KnownError("The disk is full.")

    monkeypatch.setattr(blobs, "write", full)
    with pytest.raises(KnownError, match="full"):
        crop(store, recorded, 0, MINUTE)
    assert set(blobs.files(store.profile / "blobs")) == files
    assert everything(store, recorded) == before


def test_the_samples_of_the_original_are_named_by_the_record(store: Store, recorded: str) -> None:
    before = records.read_body(store, WORKOUT, recorded)
    crop(store, recorded, 0, MINUTE)
    after = records.read_body(store, WORKOUT, recorded)
    assert set(WORKOUT.blobs_of(before)) < set(WORKOUT.blobs_of(after))


@pytest.mark.parametrize("step", range(3))
def test_an_edit_that_is_stopped_changes_nothing(store: Store, recorded: str, step: int) -> None:
    before, files = everything(store, recorded), set(blobs.files(store.profile / "blobs"))

    def report(done: int, _total: int, _words: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    for deed in (
        lambda: crop(store, recorded, MINUTE, 5 * MINUTE, report=report),
        lambda: split(store, recorded, 7 * MINUTE, report=report),
        lambda: take_out(store, recorded, Mend("power", above=200), report=report),
    ):
        with pytest.raises(KeyboardInterrupt):
            deed()
    assert everything(store, recorded) == before
    assert set(blobs.files(store.profile / "blobs")) == files
