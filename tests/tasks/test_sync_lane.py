"""The lane of sync with a real server: it syncs when it should, tells what happened, and always ends."""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.server.process import Server, running_server
from tracker.errors import BadInput
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import backoff, events, ledger
from tracker.sync.report import SyncReport
from tracker.sync.verify import last_verified
from tracker.tasks.sync_lane import SyncLane

PASSWORD = "an ordinary sentence"
EMAIL = "ada@example.org"
LONG = 10_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def lane(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., SyncLane]]:
    made: list[SyncLane] = []

    def make(name: str = "desktop") -> SyncLane:
        made.append(SyncLane(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        assert one.shutdown()


def signed_in(lane: SyncLane, server: Server, qtbot: QtBot, *, new: bool = True) -> str:
    """Sign in and see the first sync through; returns the e-mail address."""
    email = f"{uuid.uuid4().hex}@example.org" if new else EMAIL
    with qtbot.waitSignals([lane.account_changed, lane.finished], timeout=LONG):
        lane.register(server.url, email, PASSWORD, "file")
    return email


def add(profile: Path) -> str:
    id = str(uuid.uuid4())
    body = {
        "kind": "weight", "at": 0, "zone": "UTC", "day": "2026-01-01", "value": 80_000, "value2": None,
        "typed": "80", "unit": "kg", "note": "",
    }  # fmt: skip
    with Store.open(profile) as store, store.step("Add"):
        records.write_bodies(store, BY_NAME["measurement"], {id: body})
    return id


def test_registering_syncs_and_says_where_the_sign_in_is(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    one = lane()
    add(tmp_path / "desktop")
    with qtbot.waitSignal(one.account_changed, timeout=LONG) as started:
        one.start()
    assert started.args[0].signed_in is False
    assert one.state.status is not None
    assert one.state.status.state == "no_account"
    with (
        qtbot.waitSignal(one.account_changed, timeout=LONG) as account,
        qtbot.waitSignal(one.finished, timeout=LONG) as end,
    ):
        one.register(server.url, EMAIL, PASSWORD, "file")
    assert account.args[0].token_sentence == "The sign-in is kept in a file in the profile that only you can read."
    assert end.args[0].sent == 1
    assert one.state.running is False
    assert one.state.next_at is not None


def test_what_another_device_wrote_arrives_as_changes(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    here, there = lane("here"), lane("there")
    email = signed_in(here, server, qtbot)
    with qtbot.waitSignal(there.finished, timeout=LONG):
        there.login(server.url, email, PASSWORD, "memory")
    id = add(tmp_path / "there")
    with qtbot.waitSignal(there.finished, timeout=LONG):
        there.sync_now()
    with qtbot.waitSignal(here.changes, timeout=LONG) as arrived:
        here.sync_now()
    assert arrived.args[0].tables == {"measurement"}
    assert arrived.args[0].ids == (id,)


def test_an_edit_is_followed_by_a_sync(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    one = lane()
    signed_in(one, server, qtbot)
    add(tmp_path / "desktop")
    with qtbot.waitSignal(one.finished, timeout=LONG) as end:
        one.edited()
    assert end.args[0].sent == 1


def test_a_wrong_password_fails_in_a_sentence(lane: Callable[..., SyncLane], server: Server, qtbot: QtBot) -> None:
    one = lane()
    with qtbot.waitSignal(one.failed, timeout=LONG) as failed:
        one.login(server.url, "nobody@example.org", "wrong password", "memory")
    assert isinstance(failed.args[0], BadInput)


def test_offline_is_tried_again_by_itself_until_it_works(
    lane: Callable[..., SyncLane], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_S", 0.05)
    monkeypatch.setattr(backoff, "LONGEST_S", 0.2)
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder) as server:
        one = lane()
        signed_in(one, server, qtbot)
        server.kill()
        add(tmp_path / "desktop")
        reports: list[SyncReport] = []
        one.finished.connect(reports.append)
        one.sync_now()
        qtbot.waitUntil(lambda: len(reports) >= 3, timeout=LONG)
        assert {report.state for report in reports} == {"offline"}
        server.start()
        qtbot.waitUntil(lambda: reports[-1].state == "ok", timeout=LONG)
    assert sum(report.sent for report in reports) == 1


def test_verifying_compares_everything_once(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    one = lane()
    signed_in(one, server, qtbot)
    add(tmp_path / "desktop")
    with qtbot.waitSignal(one.finished, timeout=LONG) as end:
        one.verify()
    assert end.args[0].sent == 1
    with Store.open(tmp_path / "desktop") as store:
        found = last_verified(store)
        assert found is not None
        assert found.sentence.startswith("Everything agrees with ")
    with qtbot.waitSignal(one.finished, timeout=LONG):
        one.sync_now()
    with Store.open(tmp_path / "desktop") as store:
        assert last_verified(store) == found


def test_pausing_stops_until_it_is_taken_back(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    one = lane()
    signed_in(one, server, qtbot)
    one.pause()
    assert (one.state.paused, one.state.next_at) == (True, None)
    one.edited()
    with qtbot.waitSignal(one.finished, timeout=LONG):
        one.resume()
    assert one.state.paused is False


def test_a_pause_outlives_the_window(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    first = lane()
    signed_in(first, server, qtbot)
    first.shutdown()
    with Store.open(tmp_path / "desktop") as store:
        events.pause(store, True)
        store.database.execute_sql("UPDATE sync_meta SET last_sync = 5")
    second = lane()
    with qtbot.waitSignal(second.account_changed, timeout=LONG):
        second.start()
    assert second.state.paused
    second.edited()
    qtbot.wait(20)
    assert (second.state.running, second.state.next_at) == (False, None)
    with Store.open(tmp_path / "desktop") as store:
        assert ledger.meta(store).last_sync == 5


def test_signing_out_and_starting_signed_out(lane: Callable[..., SyncLane], server: Server, qtbot: QtBot) -> None:
    one = lane()
    signed_in(one, server, qtbot)
    with qtbot.waitSignal(one.account_changed, timeout=LONG) as out:
        one.logout()
    assert out.args[0].signed_in is False
    assert one.state.status is not None
    assert one.state.status.state == "signed_out"


def test_it_ends_at_once_although_the_server_is_silent(
    lane: Callable[..., SyncLane], server: Server, qtbot: QtBot, tmp_path: Path
) -> None:
    one = lane()
    signed_in(one, server, qtbot)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with Store.open(tmp_path / "desktop") as store:
            (account,) = store.rows("SELECT account_id, dev, server FROM sync_meta")
            store.database.execute_sql("UPDATE sync_meta SET server = ?", (address,))
        file = tmp_path / "desktop" / "sign-in.json"
        file.write_text(file.read_text().replace(account[2], address))
        one.sync_now()
        silent.settimeout(LONG / 1000)
        connection, _ = silent.accept()
        with connection:
            begun = time.monotonic()
            assert one.shutdown()
    assert time.monotonic() - begun < 8, "sooner than the connection times out"
    assert not [thread for thread in threading.enumerate() if thread.name == "sync"]
