"""Ctrl+C on the command line: quiet before anything has begun, and an end in good order afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tracker.store import blobs
from tracker.store.database import Store

ROOT = Path(__file__).resolve().parents[1]
FILES = 24

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C goes to whole consoles there")


@pytest.fixture(autouse=True)
def listens() -> Iterator[None]:
    """Processes inherit whether Ctrl+C is kept from this one, as from a job in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(profile: Path, arguments: list[str], after: float) -> tuple[int, str, float]:
    """A command that gets Ctrl+C, with all its processes, so many seconds after it opened the profile: its exit code,
    errors, and how long it took to end."""
    command = [sys.executable, "-m", "tracker", "--profile", str(profile), *arguments]
    started = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        while not profile.exists() and started.poll() is None:
            time.sleep(0.01)
        time.sleep(after)
        os.killpg(started.pid, signal.SIGINT)
        begun = time.monotonic()
        errors = started.communicate(timeout=60)[1]
        return started.returncode, errors, time.monotonic() - begun
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)


def test_ctrl_c_before_a_command_has_begun_says_nothing() -> None:
    early = (
        "import os, signal, sys\nfrom tracker import __main__\nfrom tracker.cli import commands\n"
        "commands.main = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.exit(__main__.main(['show', 'day']))"
    )
    ran = subprocess.run([sys.executable, "-c", early], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr) == (130, b"")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rides")
    for number in range(FILES):
        ride(made / f"{number}.fit", start=START - number * 86_400, seconds=3000 + number)
    return made


@pytest.mark.parametrize("after", [0, 0.2, 0.5, 1])
def test_the_first_ctrl_c_ends_an_import_and_leaves_nothing_halfway(tmp_path: Path, folder: Path, after: float) -> None:
    files = [str(one) for one in folder.iterdir()]
    code, errors, seconds = interrupted(tmp_path / "profile", ["import", *files], after)
    came = FILES if code == 0 else 0  # a quick machine is done before Ctrl+C
    # A process that Ctrl+C met within a text that it compiled ends by that signal, which shells make 130 of as well.
    assert code in (0, 130, -signal.SIGINT)
    assert errors in ("", "tracker: Stopped. What was done before stays.\n")
    assert seconds < 15, "it waits for the pieces under way, and no more"
    with Store.open(tmp_path / "profile") as store:
        assert store.rows("SELECT COUNT(*) FROM workout") == [(came,)]
    assert bool(list(blobs.files(tmp_path / "profile" / "blobs"))) == bool(came)
