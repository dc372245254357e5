"""Thousands of small worlds with every fault there is: what must hold holds in all, and known mistakes are found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.mutants import MUTANTS
from tests.simulation.run import once, run

ROOT = Path(__file__).resolve().parents[2]
SEEDS = 2000
REGRESSIONS: dict[int, str] = {}
"""Seeds that found a mistake, and the mistake."""


def test_what_must_hold_holds_in_every_world() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--seeds", str(SEEDS), "--processes", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["seeds"], figures["violations"]) == (SEEDS, 0)
    for fault in (
        "lost",
        "duplicates",
        "crashes",
        "server_crashes",
        "restores",
        "copies",
        "forks",
        "newer",
        "conflicts",
    ):
        assert figures[fault] > SEEDS / 100, f"hardly any world knew {fault}"


@pytest.mark.parametrize("seed", REGRESSIONS)
def test_a_seed_that_once_found_a_mistake_finds_none(seed: int) -> None:
    assert run(seed).wrongs == []


@pytest.mark.parametrize("name", MUTANTS)
def test_a_known_mistake_is_found(name: str) -> None:
    assert MUTANTS[name].found() is not None, MUTANTS[name].says


def test_a_seed_happens_the_same_twice() -> None:
    assert once(3).trace == once(3).trace
