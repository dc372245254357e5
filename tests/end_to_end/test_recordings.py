"""A ride recorded on one device, with its samples on another one: over a server process, and through a cut line."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from tests.end_to_end.world import join, told, tracker
from tests.server.process import Server
from tracker.errors import Offline
from tracker.operations.activities import samples
from tracker.store import blobs
from tracker.store.database import Store
from tracker.store.queries import workouts
from tracker.sync import recordings
from tracker.sync.engine import synchronise
from tracker.sync.secrets import Vault

ROOT = Path(__file__).resolve().parents[2]
RIDES = sorted((ROOT.parent / "shared" / "data" / "activities").glob("sw__*.fit"))

pytestmark = pytest.mark.skipif(not RIDES, reason="needs recordings in ../shared/data/activities")


def files(profile: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in blobs.files(profile / "blobs")}


def make_recent(profile: Path) -> None:
    """As if it had been recorded yesterday."""
    with Store.open(profile) as store, store.step("Edit"):
        store.database.execute_sql("UPDATE workout SET start_at = ?", (store.now() - 86_400_000,))


def test_a_real_ride_is_the_same_on_both_devices_sample_by_sample(
    server: Server, desktop: Path, tmp_path: Path
) -> None:
    ride = max(RIDES, key=lambda path: path.stat().st_size)
    [made] = told(desktop, "import", str(ride))
    make_recent(desktop)
    told(desktop, "sync")
    laptop = tmp_path / "laptop"
    join(laptop, server.url)
    assert told(desktop, "show", "workout", made["id"])["samples_here"] is True
    said = tracker(laptop, "sync")
    assert "Recorded samples fetched: " in said
    assert files(laptop) == files(desktop)
    found = []
    for profile in (desktop, laptop):
        with Store.open(profile) as store:
            workout = workouts.workout(store, made["id"])
            assert workout is not None
            assert not recordings.elsewhere(store, workout)
            found.append(samples(store, workout))
    first, second = found
    assert len(first) > 1000
    assert np.array_equal(first.time, second.time)
    assert first.channels.keys() == second.channels.keys()
    for name, column in first.channels.items():
        assert np.array_equal(column, second.channels[name], equal_nan=True), name


def test_an_older_ride_stays_elsewhere_until_somebody_opens_it(server: Server, desktop: Path, tmp_path: Path) -> None:
    [made] = told(desktop, "import", str(RIDES[0]))
    told(desktop, "sync")
    laptop = tmp_path / "laptop"
    join(laptop, server.url)
    assert "fetched" not in tracker(laptop, "sync")
    assert files(laptop) == {}
    assert told(laptop, "show", "workout", made["id"])["samples_here"] is False
    assert "Its samples are on " in tracker(laptop, "show", "workout", made["id"])
    server.stop()
    with Store.open(laptop) as store:
        workout = workouts.workout(store, made["id"])
        assert workout is not None
        with pytest.raises(Offline, match="cannot be reached"):
            recordings.fetch_workout(store, Vault(laptop), workout)
        server.start()
        done = recordings.fetch_workout(store, Vault(laptop), workout)
    assert done.count == len(files(laptop)) == len(files(desktop))


class CutLine:
    """A proxy that lets so many bytes of each connection through to the server, and then drops the line."""

    def __init__(self, server: str) -> None:
        self._target = ("127.0.0.1", int(server.rpartition(":")[2]))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.most = 1 << 40
        self.cuts = 0
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def close(self) -> None:
        """Drop every line."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._accepting.join(10)
        self._listening.close()
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                self._threads.append(threading.Thread(target=self._carry, args=(near,)))
                self._threads[-1].start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._target) as far:
            back = threading.Thread(target=self._pump, args=(far, near, 1 << 40))
            back.start()
            self._pump(near, far, self.most)
            back.join(10)

    def _pump(self, source: socket.socket, target: socket.socket, most: int) -> None:
        with suppress(OSError):
            while data := source.recv(16 * 1024):
                target.sendall(data[:most])
                most -= len(data)
                if most <= 0:
                    self.cuts += 1
                    break
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def test_a_line_that_is_cut_again_and_again_still_brings_everything_over(
    server: Server, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    line = CutLine(server.url)
    request.addfinalizer(line.close)
    desktop = tmp_path / "desktop"
    join(desktop, line.url, "register")
    told(desktop, "import", *map(str, RIDES[:4]))
    sizes = [len(data) for data in files(desktop).values()]
    line.most = 2 * max(sizes)
    assert sum(sizes) > 2 * line.most
    states: list[str] = []
    while "ok" not in states and len(states) < 40:
        with Store.open(desktop) as store:
            states.append(synchronise(store, Vault(desktop)).state)
    assert set(states) == {"offline", "ok"}
    assert line.cuts > 0
    line.most = 1 << 40
    laptop = tmp_path / "laptop"
    join(laptop, server.url)
    make_recent(desktop)
    told(desktop, "sync")
    tracker(laptop, "sync")
    assert files(laptop) == files(desktop)
