"""What the entry points bring into memory: half a second of it would be felt at every start."""

from __future__ import annotations

import subprocess
import sys

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
        ("tracker.cli", QT),
        ("tracker.server.__main__", (*QT, "tracker.store", "tracker.sync")),
        ("tracker.app", AFTER_THE_FIRST_PAINT),
        ("tracker.ui.pages.today", AFTER_THE_FIRST_PAINT),
    ],
)
def test_an_entry_point_brings_only_what_it_needs(module: str, unwanted: tuple[str, ...]):
    ask = f"import sys, {module}\nprint(*sorted(set({unwanted!r}) & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False)
    assert (said.stdout.strip(), said.stderr) == ("", "")
