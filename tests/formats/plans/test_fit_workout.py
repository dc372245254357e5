"""Structured workouts as FIT, read back by another program's reader."""

from __future__ import annotations

import io
from typing import Any

import fitdecode
from hypothesis import given

from tests.domain.training.plan.parts import parts
from tracker.domain.training.plan.steps import Part
from tracker.domain.training.plan.text import read
from tracker.domain.training.plan.totals import Thresholds
from tracker.formats.plans import fit_workout

MADE = 1_794_916_800
KNOWN = Thresholds(power=250, heart_rate=160)


def messages(file: bytes) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with fitdecode.FitReader(io.BytesIO(file), check_crc=fitdecode.CrcCheck.RAISE) as frames:
        for frame in frames:
            if isinstance(frame, fitdecode.FitDataMessage):
                values = {field.name: field.value for field in frame.fields}
                found.setdefault(frame.name, []).append(values)
    return found


def steps(line: str, thresholds: Thresholds = KNOWN) -> list[dict[str, Any]]:
    return messages(fit_workout.write("Any", "cycling", read(line), thresholds, MADE))["workout_step"]


def test_the_file_says_what_it_is():
    found = messages(fit_workout.write("Schwelle, über 3 Wellen", "cycling", read("10min 90%"), KNOWN, MADE))
    (file,), (workout,) = found["file_id"], found["workout"]
    assert (file["type"], file["time_created"].timestamp()) == ("workout", MADE)
    assert (workout["sport"], workout["num_valid_steps"], workout["wkt_name"]) == (
        "cycling", 1, "Schwelle, über 3 Wellen",
    )  # fmt: skip


def test_a_repeat_goes_back_to_its_first_step():
    warm, work, rest, back, cool = steps("warm-up 15min 55%, 3x(12min 88-94%, rest 4min 50%), cool-down 10min 50%")
    assert [one["message_index"] for one in (warm, work, rest, back, cool)] == [0, 1, 2, 3, 4]
    assert [one["intensity"] for one in (warm, work, rest, cool)] == ["warmup", "active", "rest", "cooldown"]
    assert (work["duration_time"], work["target_type"]) == (720, "power")
    assert (work["custom_target_power_low"], work["custom_target_power_high"]) == (1220, 1235)
    assert (back["duration_type"], back["duration_step"], back["repeat_steps"]) == ("repeat_until_steps_cmplt", 1, 3)


def test_distance_pace_heart_rate_and_feel():
    run, beat, feel, lap = steps("400m 4:00-4:10/km, 10min 85% lthr, 5min rpe 7 steady, lap")
    assert (run["duration_distance"], run["target_type"]) == (400, "speed")
    assert (run["custom_target_speed_low"], run["custom_target_speed_high"]) == (4, 4.167)
    assert (beat["target_type"], beat["custom_target_heart_rate_low"]) == ("heart_rate", 236)
    assert (feel["target_type"], feel["notes"]) == ("open", "steady @7")
    assert (lap["duration_type"], lap["target_type"]) == ("open", "open")


def test_without_thresholds_a_share_of_power_goes_as_such_and_one_of_heart_rate_as_words():
    power, beat = steps("10min 90%, 10min 85% lthr", Thresholds())
    assert (power["custom_target_power_low"], power["target_type"]) == (90, "power")
    assert (beat["notes"], beat["target_type"]) == ("85%lthr", "open")


@given(parts())
def test_any_workout_is_a_whole_file(whole: tuple[Part, ...]):
    found = messages(fit_workout.write("x" * 100, "running", whole, Thresholds(), MADE))
    assert found["workout"][0]["num_valid_steps"] == len(found["workout_step"])
