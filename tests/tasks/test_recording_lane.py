"""The lane of recorded samples: the latest come by themselves; giving up ends what waits for the network."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from tests.end_to_end.world import EMAIL, PASSWORD
from tests.formats.rides import ride
from tests.server.process import Server, running_server
from tracker.operations.activities import import_files
from tracker.store import blobs
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import workouts
from tracker.store.rows import Workout
from tracker.sync import account, engine, ledger
from tracker.sync.secrets import Vault, vault_of
from tracker.tasks.recording_lane import RecordingLane
from tracker.tasks.sync_lane import SyncLane
from tracker.tasks.task import Cancelled

PATIENCE = 20_000


class Listener(QObject):
    """Writes down what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.failed: list[Exception] = []

    @Slot(object)
    def on_done(self, value: object) -> None:
        self.done.append(value)

    @Slot(object)
    def on_failed(self, error: Exception) -> None:
        self.failed.append(error)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with running_server(tmp_path / "server") as server:
        yield server


@pytest.fixture
def profile(server: Server, tmp_path: Path) -> Path:
    """A device that knows of a ride of today and has none of its samples."""
    with Store.open(tmp_path / "laptop") as laptop:
        vault = Vault(laptop.profile)
        account.register(laptop, vault, server.url, EMAIL, PASSWORD, "memory")
        import_files(laptop, [ride(tmp_path / "ride.fit")])
        with laptop.step("Edit"):
            laptop.database.execute_sql("UPDATE workout SET start_at = ?", (laptop.now(),))
        assert engine.synchronise(laptop, vault).state == "ok"
    profile = tmp_path / "desktop"
    with Store.open(profile) as desktop:
        account.login(desktop, vault_of(profile), server.url, EMAIL, PASSWORD, "memory")
        engine.synchronise(desktop, vault_of(profile))
    return profile


def the_ride(profile: Path) -> Workout:
    with Store.open(profile, clock=FixedClock(0)) as store:
        [month] = workouts.history(store)
        found = workouts.workout(store, month.ids[0])
    assert found is not None
    return found


def copies(profile: Path) -> list[Path]:
    return list(blobs.files(profile / "blobs"))


@pytest.fixture
def lane(qapp: object) -> Iterator[Callable[[Path], RecordingLane]]:
    """Makes a lane, which is shut down after the test."""
    made: list[RecordingLane] = []

    def make(profile: Path) -> RecordingLane:
        made.append(RecordingLane(profile))
        return made[-1]

    yield make
    for one in made:
        assert one.shutdown()


def test_after_a_sync_the_latest_samples_come_by_themselves(qtbot: QtBot, profile: Path) -> None:
    assert copies(profile) == []
    lane = SyncLane(profile)
    with qtbot.waitSignal(lane.recordings.arrived, timeout=PATIENCE):
        lane.start()
    assert {path.name for path in copies(profile)} == {chunk["b"] for chunk in the_ride(profile).telemetry}
    assert lane.shutdown()


def test_what_somebody_waits_for_comes_at_once(
    qtbot: QtBot, profile: Path, lane: Callable[[Path], RecordingLane]
) -> None:
    heard = Listener()
    lane(profile).fetch(the_ride(profile), heard.on_done, heard.on_failed)
    qtbot.waitUntil(lambda: bool(heard.done), timeout=PATIENCE)
    assert (len(copies(profile)) > 0, heard.failed) == (True, [])


@pytest.fixture
def silent(profile: Path) -> Iterator[socket.socket]:
    """A server that takes requests and never answers; the profile counts it as its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        with Store.open(profile) as store:
            kept = vault_of(profile)
            before = ledger.meta(store)
            tokens = kept.load(f"{before.server}|{before.account_id}|{before.dev}", "memory")
            assert tokens is not None
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            ledger.set_meta(store, server=address)
            kept.save(f"{address}|{before.account_id}|{before.dev}", tokens, "memory")
        yield listening


@pytest.mark.parametrize("how", ["another is asked for", "it is given up", "all is shut down"])
def test_giving_up_ends_a_download_that_waits_for_the_network(
    qtbot: QtBot, profile: Path, silent: socket.socket, how: str, lane: Callable[[Path], RecordingLane]
) -> None:
    heard, later = Listener(), Listener()
    one = lane(profile)
    one.fetch(the_ride(profile), heard.on_done, heard.on_failed)
    silent.settimeout(PATIENCE / 1000)
    connection, _ = silent.accept()
    with connection:
        assert connection.recv(100).startswith(b"GET /v1/blobs/")
        began = time.monotonic()
        if how == "another is asked for":
            one.fetch(the_ride(profile), later.on_done, later.on_failed)
        elif how == "it is given up":
            one.cancel()
        else:
            assert one.shutdown()
        qtbot.waitUntil(lambda: bool(heard.failed), timeout=PATIENCE)
    assert time.monotonic() - began < 5
    assert [type(error) for error in heard.failed] == [Cancelled]
    assert copies(profile) == []
