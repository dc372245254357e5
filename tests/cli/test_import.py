"""Real recordings through the command line, against the totals that the devices wrote into them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
FILES = sorted(path for path in (DATA / "activities").rglob("*") if path.suffix.casefold() == ".fit")

# Ours: theirs, the relative and the absolute difference that rounding may make.
TOTALS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "duration_s": (("total_timer_time", "total_elapsed_time"), 0.01, 2),
    "distance_m": (("total_distance",), 0.005, 5),
    "avg_power_w": (("avg_power",), 0.02, 2),
    "max_power_w": (("max_power",), 0, 1),
    "avg_heart_rate_bpm": (("avg_heart_rate",), 0.02, 1.5),
    "max_heart_rate_bpm": (("max_heart_rate",), 0, 1),
    "avg_cadence_rpm": (("avg_cadence", "avg_running_cadence"), 0.02, 2),
}

pytestmark = pytest.mark.skipif(not FILES, reason="needs recordings in ../shared/data/activities")


def bring_in(profile: Path, *files: Path) -> list[dict[str, Any]]:
    line = [sys.executable, "-m", "tracker", "--profile", str(profile), "import", "--json", *map(str, files)]
    ran = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ran.stderr == ""
    rows: list[dict[str, Any]] = json.loads(ran.stdout)
    assert ran.returncode == int(any(row["status"] == "failed" for row in rows))
    return rows


def differences(summary: dict[str, Any], told: dict[str, Any]) -> list[str]:
    found = []
    for ours, (names, relative, absolute) in TOTALS.items():
        wanted = [told[name] for name in names if told.get(name) not in (None, 0)]
        value = summary[ours]
        if wanted and (value is None or all(abs(value - one) > max(absolute, relative * one) for one in wanted)):
            found.append(f"{ours}: {value}, the device says {wanted}")
    return found


def test_every_recording_comes_in_with_its_devices_totals_and_only_once(tmp_path: Path) -> None:
    oracles = {Path(name).name: told for name, told in json.loads((DATA / "oracles.json").read_text()).items()}
    rows = bring_in(tmp_path, *FILES)
    assert [row["file"] for row in rows] == [str(path) for path in FILES]
    compared, wrong = 0, []
    for row in rows:
        parsed = (oracles.get(Path(row["file"]).name) or {}).get("parsed") or {}
        sessions = parsed.get("sessions") or []
        assert row["status"] != "failed" or row["error"]
        if row["status"] not in ("imported", "salvaged") or parsed.get("err") or len(sessions) != len(row["workouts"]):
            continue
        for made, told in zip(row["workouts"], sessions, strict=True):
            compared += 1
            wrong += [f"{row['file']}: {one}" for one in differences(made["summary"], told)]
    assert wrong == []
    assert compared >= 30
    again = bring_in(tmp_path, *[Path(row["file"]) for row in rows if row["status"] != "failed"])
    assert {row["status"] for row in again} == {"duplicate"}


def test_a_cut_off_and_a_garbled_recording_say_what_is_wrong(tmp_path: Path) -> None:
    whole = max(FILES, key=lambda path: path.stat().st_size).read_bytes()
    cut, garbled, empty = (tmp_path / name for name in ("cut.fit", "garbled.fit", "empty.fit"))
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    garbled.write_bytes(whole[:14] + bytes(byte ^ 0x5A for byte in whole[14:]))
    empty.write_bytes(b"")
    rows = bring_in(tmp_path / "profile", cut, garbled, empty)
    assert [row["status"] for row in rows] == ["salvaged", "failed", "failed"]
    assert all(row["error"] for row in rows)
    assert rows[0]["summary"]["samples"] > 0
