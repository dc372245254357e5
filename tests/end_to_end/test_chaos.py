"""A short run of the chaos; the long one is `python -m tests.end_to_end.chaos --minutes 30`."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.chaos import run
from tests.end_to_end.proxy import FATES

SECONDS = 15


def test_three_devices_on_an_unreliable_network_end_equal(tmp_path: Path) -> None:
    found = run(tmp_path, SECONDS)
    assert found["done"]["edit"] > 5
    assert found["killed"]
    assert found["requests"] > 20
    assert len(found["faults"].keys() & FATES.keys()) > 3
