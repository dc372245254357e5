"""What the clock on the wall shows, with and without the name of the zone it hangs in."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tracker.store.clock import FixedClock, local, wall

WINTER, SUMMER = 1_764_331_200_500, 1_784_116_800_000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no zones by name in TZ")
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Auckland"])
def test_this_computers_clock_shows_the_time_of_its_zone(zone: str) -> None:
    ask = (
        "from tracker.store.clock import SystemClock, local, wall\n"
        f"for moment in ({WINTER}, {SUMMER}, 0, -{WINTER}):\n"
        "    assert wall(SystemClock(), moment) == local(moment, SystemClock().zone())\n"
        "    assert wall(SystemClock(), moment).replace(tzinfo=None) == local(moment, "
        f"'{zone}').replace(tzinfo=None), moment"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_clock_elsewhere_shows_the_time_there() -> None:
    clock = FixedClock(WINTER, "Asia/Kolkata")
    assert wall(clock, WINTER) == local(WINTER, "Asia/Kolkata")
    assert wall(clock, WINTER).strftime("%H:%M") == "17:30"
    assert time.gmtime(WINTER / 1000).tm_hour == 12
