"""What an activity's values promise."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from tracker.domain.activity import Summary, Telemetry


def test_what_a_summary_does_not_know_is_taken_from_the_other_and_zero_is_known():
    told = Summary(duration_ms=60_000, avg_power=0)
    computed = Summary(duration_ms=59_000, avg_power=12, distance=5000)
    assert told.filled_from(computed) == Summary(duration_ms=60_000, avg_power=0, distance=5000)


def test_a_channel_must_be_as_long_as_the_time_and_have_a_known_name():
    with pytest.raises(ValueError, match="power"):
        Telemetry(np.arange(3), {"power": np.zeros(2)})
    with pytest.raises(ValueError, match="glucose"):
        Telemetry(np.arange(3), {"glucose": np.zeros(3)})
    assert len(Telemetry(np.arange(3), {"power": np.zeros(3)})) == 3


def test_importing_the_values_does_not_import_numpy():
    code = "import sys, tracker.domain.activity, tracker.formats.activity; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
