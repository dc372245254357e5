"""The self-check that every frozen app must pass also passes here, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys


def test_every_part_answers_in_a_new_profile() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker", "--self-check"],
        capture_output=True,
        text=True,
        timeout=100,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 screens" in done.stdout
    assert "FAIL" not in done.stdout
