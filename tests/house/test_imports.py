"""What the entry points bring into memory: half a second of it would be felt at every start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

QT = ("PySide6",)
AFTER_THE_FIRST_PAINT = (
    "requests", "keyring", "numpy", "msgspec", "peewee", "tracker.sync", "tracker.operations",
    "tracker.domain.quick_add", "tracker.ui.palette", "tracker.ui.dialogs", "tracker.store.collections",
    "dataclasses",  # `tracker.values` has the same for what the first frame shows, without the 5 ms
)  # fmt: skip


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("tracker.__main__", ("PySide6", *AFTER_THE_FIRST_PAINT)),
        ("tracker.cli.commands", QT),
        ("tracker.server.__main__", (*QT, "tracker.store", "tracker.sync")),
        ("tracker.app", AFTER_THE_FIRST_PAINT),
        ("tracker.ui.pages.today", AFTER_THE_FIRST_PAINT),
    ],
)
def test_an_entry_point_brings_only_what_it_needs(module: str, unwanted: tuple[str, ...]):
    ask = f"import sys, {module}\nprint(*sorted(set({unwanted!r}) & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False)
    assert (said.stdout.strip(), said.stderr) == ("", "")


def test_the_first_frame_of_a_day_with_food_and_readings_brings_no_more_than_an_empty_one(tmp_path: Path):
    profile = ["--profile", str(tmp_path)]
    for typed in ("2 eggs", "weight 80 kg", "pulse 55", "sleep 7 h"):
        subprocess.run([sys.executable, "-m", "tracker", *profile, "add", typed], check=True, capture_output=True)
    ask = f"""
import sys
from tracker import __main__
from tracker.ui import first_paint
def seen():
    print(*sorted(set({AFTER_THE_FIRST_PAINT!r}) & set(sys.modules)))
    return 0.0
first_paint.since_start = seen
sys.exit(__main__.main([*{profile!r}, "--measure-first-paint"]))
"""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout == "\nfirst_paint_ms 0.0\n"
