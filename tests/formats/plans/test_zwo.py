"""Structured workouts as ZWO."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tests.domain.training.plan.parts import parts
from tracker.domain.training.plan.steps import Part
from tracker.domain.training.plan.text import read
from tracker.domain.training.plan.totals import Thresholds, totals
from tracker.errors import BadInput
from tracker.formats.plans import zwo

KNOWN = Thresholds(power=250)


def elements(line: str, thresholds: Thresholds = KNOWN) -> list[tuple[str, dict[str, str]]]:
    workout = ET.fromstring(zwo.write("Sweet spot", "cycling", "", read(line), thresholds)).find("workout")
    assert workout is not None
    return [(one.tag, one.attrib) for one in workout]


def test_each_kind_of_step_has_its_element():
    assert elements("warm-up 15min 40-70%, 3x(12min 88-94%, rest 4min 50%), 5min 200w, cool-down 10min 40-60%") == [
        ("Warmup", {"Duration": "900", "PowerLow": "0.4", "PowerHigh": "0.7"}),
        (
            "IntervalsT",
            {"Repeat": "3", "OnDuration": "720", "OffDuration": "240", "OnPower": "0.91", "OffPower": "0.5"},
        ),
        ("SteadyState", {"Duration": "300", "Power": "0.8"}),
        ("Cooldown", {"Duration": "600", "PowerLow": "0.6", "PowerHigh": "0.4"}),
    ]


def test_what_is_no_power_is_ridden_freely_and_says_its_aim():
    file = zwo.write("Run", "running", "Keep <easy> & talk", read('10min 140-150bpm "nose only"'), KNOWN)
    root = ET.fromstring(file)
    assert root.findtext("sportType") == "run"
    assert root.findtext("description") == "Keep <easy> & talk"
    (free,) = root.findall("workout/FreeRide")
    assert free.find("textevent").attrib["message"] == "nose only 140-150bpm"
    assert elements("10min 200w", Thresholds())[0][0] == "FreeRide"


def test_a_repeat_of_other_than_two_steps_is_written_out():
    assert [tag for tag, _ in elements("2x(1min 120%, 1min 100%, 1min 50%)")] == ["SteadyState"] * 6


@pytest.mark.parametrize("line", ["5km 90%", "lap"])
def test_a_step_without_time_is_refused_with_its_words(line: str):
    with pytest.raises(BadInput, match=f"“{line}” has no time"):
        elements(line)
    assert elements("5km 4:00/km")[0][1]["Duration"] == "1200"


@given(parts())
def test_any_workout_is_well_formed_and_as_long_as_planned_or_refused(whole: tuple[Part, ...]):
    try:
        file = zwo.write("Any \x1f & <name>".replace("\x1f", ""), "cycling", "", whole, KNOWN)
    except BadInput:
        assert not totals(whole, KNOWN).is_whole
        return
    seconds = 0
    for one in ET.fromstring(file).iterfind("workout/*"):
        spans = [int(value) for key, value in one.attrib.items() if key.endswith("Duration")]
        seconds += sum(spans) * int(one.attrib.get("Repeat", 1))
    assert abs(seconds - totals(whole, KNOWN).time / 1000) <= 1000
