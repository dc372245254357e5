"""Thousands of small worlds with every fault there is: what must hold holds in all, and known mistakes are found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.run import once, run

ROOT = Path(__file__).resolve().parents[2]
SEEDS, SHARE = 3000, 250
FAULTS = (
    "lost", "duplicates", "refused", "crashes", "server_crashes", "restores", "copies", "forks", "server_restores",
    "cleared", "newer", "conflicts", "asked_fork", "asked_mass_delete", "saves", "modes", "sign_outs", "fetched",
    "collected",
)  # fmt: skip
REGRESSIONS = (
    787, 826, 1222, 3065, 5130, 5295, 6138, 7306, 10669, 10709, 16533, 17703, 26870, 29988, 31640, 33444, 36430, 45224,
    47033, 47859, 55417, 56447, 61478, 61510, 62490, 75571, 77003, 79471, 85101, 87910, 96431, 96542, 101484, 102491,
    103460, 103508, 104648, 105164,
)  # fmt: skip
"""Seeds that once found a mistake, in the engine or in the oracle. Their worlds have changed with the faults since."""


@pytest.mark.parametrize("start", range(0, SEEDS, SHARE))
def test_what_must_hold_holds_in_every_world(start: int) -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seeds", str(SHARE), "--start", str(start)]
    processes = "1" if "PYTEST_XDIST_WORKER" in os.environ else "2"  # then the shares run beside each other
    done = subprocess.run(
        [*command, "--processes", processes], cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["seeds"], figures["violations"]) == (SHARE, 0)
    assert [fault for fault in FAULTS if not figures.get(fault)] == [], "no world knew these faults"


@pytest.mark.parametrize("seed", REGRESSIONS)
def test_a_seed_that_once_found_a_mistake_finds_none(seed: int) -> None:
    assert run(seed).wrongs == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_known_mistake_is_found(name: str) -> None:
    assert MUTANTS[name].found() is not None, MUTANTS[name].says


def test_a_seed_happens_the_same_twice() -> None:
    assert once(3).trace == once(3).trace
