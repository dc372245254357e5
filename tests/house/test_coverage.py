"""The rooms in which every branch is tested: those that decide what becomes of a person's data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HELD = {
    ("merge", "parts", "text", "mask", "policy", "apply"): (
        "test_merge.py", "test_text.py", "test_policy.py", "test_apply.py",
    ),
}  # fmt: skip
"""Modules of tracker/sync, and the tests in tests/sync that reach every branch of them."""


@pytest.mark.parametrize("modules", HELD, ids="-".join)
def test_every_branch_is_reached(modules: tuple[str, ...], tmp_path: Path) -> None:
    command = [
        sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--cov-branch", "--cov-fail-under=100",
        "--cov-report=term-missing:skip-covered", *(f"--cov=tracker.sync.{name}" for name in modules),
        *(f"tests/sync/{name}" for name in HELD[modules]),
    ]  # fmt: skip
    own = {**os.environ, "COVERAGE_FILE": str(tmp_path / "coverage")}
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
