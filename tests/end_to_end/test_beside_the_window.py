"""The command line beside a running window, as real processes with a real server: neither does the other any harm."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import PATIENCE, ROOT, Visitor, bodies, command, join, told, tracker
from tests.server.process import Server
from tracker.locks import window_lock
from tracker.store.database import Store
from tracker.sync import ledger

TOGETHER = 6


@pytest.fixture
def window(desktop: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A window that syncs by itself; it is there once it holds the profile's lock."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    asked = [sys.executable, "-m", "tracker", "--profile", str(desktop)]
    with subprocess.Popen(asked, cwd=ROOT, env=environment) as process:
        try:
            _wait_for_its_lock(process, desktop)
            yield process
        finally:
            process.kill()


def _wait_for_its_lock(process: subprocess.Popen[bytes], profile: Path) -> None:
    time.sleep(1)  # looking takes the lock for a moment, which should not be the one in which the window wants it
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        lock = window_lock(profile)
        if not lock.take():
            return
        lock.let_go()
        assert process.poll() is None
        time.sleep(0.5)
    raise AssertionError("no window opened")


def second_window(profile: Path) -> subprocess.CompletedProcess[str]:
    """What a second window on the same data says; where it opens, it ends by itself."""
    asked = [sys.executable, "-m", "tracker", "--profile", str(profile), "--measure-first-paint"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def test_a_second_window_is_refused_in_a_sentence(window: subprocess.Popen[bytes], desktop: Path) -> None:
    refused = second_window(desktop)
    assert refused.returncode == 1
    assert "Tracker is open with this data already. Look for its window, or close it first." in refused.stderr


def test_the_command_line_syncs_and_writes_beside_the_window(
    window: subprocess.Popen[bytes], server: Server, desktop: Path, tmp_path: Path
) -> None:
    laptop = tmp_path / "laptop"
    join(laptop, server.url)
    with Store.open(desktop) as store:
        device = ledger.meta(store).dev
    ran: list[subprocess.CompletedProcess[str]] = []

    def run(*arguments: str) -> None:
        asked = command(desktop, *arguments)
        ran.append(subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE))

    work = [
        threading.Thread(target=run, args=("sync",) if number % 2 else ("add", f"weight 8{number}"))
        for number in range(TOGETHER)
    ]
    for one in work:
        one.start()
    tracker(laptop, "add", "weight 90")
    told(laptop, "sync")
    for one in work:
        one.join()
    assert [one.returncode for one in ran] == [0] * TOGETHER, [one.stderr for one in ran]
    assert window.poll() is None
    tracker(desktop, "sync")
    told(laptop, "sync")
    assert len(bodies(desktop, "measurement")) == TOGETHER // 2 + 1
    assert bodies(desktop, "measurement") == bodies(laptop, "measurement") == Visitor(server.url).bodies("measurement")
    assert told(desktop, "conflicts") == []
    with Store.open(desktop) as store:
        assert ledger.meta(store).dev == device  # nobody took it for a copy of itself
        assert store.rows("SELECT COUNT(*) FROM sync_event WHERE kind = 'fork'") == [(0,)]


def test_a_profile_in_use_is_not_removed_from_the_command_line(window: subprocess.Popen[bytes], desktop: Path) -> None:
    assert tracker(desktop, "account", "remove-data", "--yes", "--discard", code=1) == ""
    assert (desktop / "tracker.db").exists()
