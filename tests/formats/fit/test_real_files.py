"""Files of many devices, against the totals these devices wrote, read by another program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tracker.domain.activity import Summary
from tracker.domain.training.summary import summarize
from tracker.errors import BadFile
from tracker.formats.activity import read_activities
from tracker.formats.fit import native, tolerant
from tracker.formats.fit.pieces import pieces

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
FILES = sorted(path for path in (DATA / "activities").rglob("*") if path.suffix.lower() == ".fit")
ORACLES: dict[str, Any] = json.loads((DATA / "oracles.json").read_text("utf-8")) if FILES else {}
SMALL = [path for path in FILES if path.stat().st_size < 150_000]

pytestmark = pytest.mark.skipif(not FILES, reason="the real files are not here")

TOTALS = [
    # field, per unit, what the device calls it, relative and absolute tolerance
    ("duration_ms", 1000, ("total_timer_time", "total_elapsed_time"), 0.01, 2),
    ("distance", 10, ("total_distance",), 0.005, 5),
    ("avg_power", 1, ("avg_power",), 0.02, 2),
    ("max_power", 1, ("max_power",), 0, 1),
    ("weighted_power", 1, ("normalized_power",), 0.02, 2),
    ("avg_heart_rate", 1, ("avg_heart_rate",), 0.02, 1.5),
    ("max_heart_rate", 1, ("max_heart_rate",), 0, 1),
    ("avg_cadence", 1, ("avg_cadence",), 0.02, 1),
    ("ascent", 10, ("total_ascent",), 0, 0),
    ("energy", 10, ("total_calories",), 0, 0),
]


def oracle(path: Path) -> dict[str, Any]:
    (found,) = (told["parsed"] for name, told in ORACLES.items() if Path(name).name == path.name)
    return dict(found)


def differences(summary: Summary, told: dict[str, Any], names: set[str] | None = None) -> list[str]:
    found = []
    for field, scale, keys, relative, absolute in TOTALS:
        wanted = [told[key] for key in keys if told.get(key)]
        value = getattr(summary, field)
        if not wanted or (names and field not in names):
            continue
        if value is None or all(abs(value / scale - want) > max(absolute, relative * want) for want in wanted):
            found.append(f"{field} {value} wanted {wanted}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_file_has_the_totals_its_device_wrote(path: Path):
    parsed = oracle(path)
    found = read_activities(path)
    sessions = parsed["sessions"] or [{}]
    assert len(found) == len(sessions)
    for one, told in zip(found, sorted(sessions, key=lambda session: str(session.get("start_time"))), strict=True):
        assert differences(one.summary, told) == []
        assert one.sport == told.get("sport", "cycling")
        assert one.sub_sport == told.get("sub_sport", "")
        assert len(one.laps) == told.get("num_laps", len(one.laps))
        assert (one.telemetry.time >= 0).all()
        assert (np.diff(one.telemetry.time) >= 0).all()
    if "strava-android" not in path.name:  # it writes two records a second, which become one sample
        assert sum(len(one.telemetry) for one in found) == parsed["records"]


ODD = {
    "fitdecode__elemnt-bolt-no-application-id-inside-developer-data-id",  # its averages take drop-outs for 0 W
    "fitparse__strava-android-app-201.10-b1218918",  # 9 % of its records can be read
    "mk__big_activity",  # 100,000 samples of a ride of 9 hours
    "sw__6449921903_ACTIVITY",  # says 130 W where the mean of its samples is 124 W
}
"""Files whose samples do not add up to their totals."""


@pytest.mark.parametrize("path", [path for path in FILES if path.stem not in ODD], ids=lambda path: path.stem)
def test_totals_computed_from_samples_are_near_those_of_the_device(path: Path):
    """Power, heart rate and distance; other totals depend on what the device takes for a pause."""
    sessions = oracle(path)["sessions"]
    for one, told in zip(read_activities(path), sessions, strict=False):
        names = {"avg_power", "weighted_power"} if "power" in one.telemetry.channels else set()
        if len(one.telemetry) > 100 and one.sport != "swimming":
            names |= {"distance", "avg_heart_rate"}
        assert differences(summarize(one.telemetry), told, names or {"none"}) == []


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_the_fast_reader_reads_what_the_tolerant_one_reads(path: Path):
    for piece in pieces(path.read_bytes()):
        try:
            fast = native.read(piece.data)
        except native.Refused:
            continue
        slow = tolerant.read(piece.body)
        assert slow.damage == ""
        assert (len(fast.sessions), len(fast.laps)) == (len(slow.sessions), len(slow.laps))
        for name in set(fast.records) & {"power", "heart_rate", "cadence", "speed", "distance", "altitude"}:
            np.testing.assert_array_equal(fast.records[name], slow.records[name], err_msg=name)
        for name in set(fast.records) & {"timestamp", "position_lat", "position_long"}:
            np.testing.assert_allclose(fast.records[name], slow.records[name], rtol=0, atol=1e-9)


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_a_real_file_cut_or_changed_anywhere_is_saved_or_refused(path: Path):
    data = path.read_bytes()
    middle = len(data) // 2
    for damaged in (data[:middle], data[: middle + 1], data[:middle] + data[middle + 3 :], data[:-1]):
        try:
            assert read_activities(damaged, path.name)
        except BadFile:
            continue
