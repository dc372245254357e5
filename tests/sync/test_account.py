"""Signing in and out: sentences for what goes wrong, one account a profile, and no data touched."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.sync.test_cycle import CHILI, SALAD
from tests.sync.world import ADDRESS, EMAIL, PASSWORD, Device, Server, offline, recipe
from tracker.errors import BadInput, KnownError, Offline, SignedOut
from tracker.locks import FileLock
from tracker.protocol.accounts import Credentials
from tracker.server import accounts
from tracker.store.database import Store
from tracker.sync import account, counts, ledger, outbox
from tracker.sync.engine import synchronise
from tracker.sync.messages import Request, Response
from tracker.sync.secrets import Vault
from tracker.sync.status import devices, sync_status


@pytest.fixture
def nobody(device: Callable[..., Device]) -> Device:
    return device("nobody", signed_in=False)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("home.example.org", "https://home.example.org"),
        (" https://Home.Example.org/ ", "https://home.example.org"),
        ("localhost:8765", "http://localhost:8765"),
        ("127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("[::1]:8765", "http://[::1]:8765"),
        ("https://example.org/tracker/", "https://example.org/tracker"),
        ("http://192.168.1.5:8080", "http://192.168.1.5:8080"),
    ],
)
def test_addresses_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert account.normal_server(typed) == stored


@pytest.mark.parametrize("typed", ["", "ftp://example.org", "https://", "https://a:b@c.org", "two words", "x:y"])
def test_what_is_no_address_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="is not the address of a server"):
        account.normal_server(typed)


def test_an_open_connection_to_another_computer_is_warned_about() -> None:
    assert "not encrypted" in account.server_warning("http://192.168.1.5:8080")
    assert account.server_warning("http://127.0.0.1:8080") == ""
    assert account.server_warning("https://example.org") == ""


def test_registering_signs_in_and_data_from_before_is_sent(nobody: Device, server: Server) -> None:
    nobody.put("recipe", SALAD, recipe())
    assert sync_status(nobody.store).state == "no_account"
    with pytest.raises(SignedOut):
        nobody.sync()
    status = account.register(
        nobody.store, nobody.vault, ADDRESS, "new@example.org", PASSWORD, "memory", connect=nobody.connect
    )
    assert (status.signed_in, status.email, status.keep) == (True, "new@example.org", "memory")
    assert status.token_sentence == "The sign-in is kept until Tracker closes."
    assert sync_status(nobody.store).state == "never"
    assert nobody.sync().sent == 1
    assert [row.here for row in devices(nobody.store)] == [True]


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        (EMAIL, PASSWORD, "There is an account for ada@example.org already"),
        ("nonsense", PASSWORD, "This is not an e-mail address"),
        ("new@example.org", "short", "password"),
    ],
)
def test_a_registration_that_will_not_do_says_why(nobody: Device, email: str, password: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        account.register(nobody.store, nobody.vault, ADDRESS, email, password, "memory", connect=nobody.connect)
    assert sync_status(nobody.store).state == "no_account"


def test_a_wrong_password_is_said(nobody: Device) -> None:
    with pytest.raises(BadInput, match="E-mail address or password is wrong"):
        account.login(nobody.store, nobody.vault, ADDRESS, EMAIL, "wrong password", connect=nobody.connect)


def test_a_server_that_cannot_be_reached_is_said(nobody: Device) -> None:
    nobody.wire.before = offline
    with pytest.raises(Offline, match="Could not reach localhost:8080"):
        nobody.sign_in()
    nobody.wire.before = lambda _: Response(200, b"<html>")
    with pytest.raises(Offline, match="did not answer like a Tracker server"):
        nobody.sign_in()


def test_signing_out_deletes_nothing_and_changes_keep_waiting(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    desktop.edit("recipe", SALAD, minutes=5)
    status = account.logout(desktop.store, desktop.vault, connect=desktop.connect)
    assert status.signed_in is False
    assert desktop.get("recipe", SALAD) == recipe(minutes=5)
    assert desktop.sync().state == "signed_out"
    assert counts.waiting(desktop.store) == 1
    desktop.sign_in()
    assert desktop.sync().sent == 1


def test_signing_out_works_without_a_network(desktop: Device) -> None:
    desktop.wire.before = offline
    assert account.logout(desktop.store, desktop.vault, connect=desktop.connect).signed_in is False
    assert account.account_status(desktop.store, desktop.vault).signed_in is False


def test_another_account_needs_a_profile_of_its_own(desktop: Device, server: Server) -> None:
    other = Credentials(email="bob@example.org", password=PASSWORD)
    accounts.register(server.database, server.settings, other, server.now)
    account.logout(desktop.store, desktop.vault, connect=desktop.connect)
    sent = len(desktop.wire.requests)
    with pytest.raises(KnownError, match=r"belongs to ada@example.org on localhost:8080.* profile of its own"):
        account.login(
            desktop.store, desktop.vault, ADDRESS, "bob@example.org", PASSWORD, "memory", connect=desktop.connect
        )
    assert len(desktop.wire.requests) == sent
    with pytest.raises(KnownError, match="belongs to"):
        account.login(
            desktop.store, desktop.vault, "http://127.0.0.1:1", "bob@example.org", PASSWORD, "memory",
            connect=lambda _: desktop.wire,
        )  # fmt: skip
    assert account.account_status(desktop.store, desktop.vault).email == EMAIL


def test_a_token_that_ran_out_in_mid_sync_is_renewed_and_the_same_bytes_go_again(
    desktop: Device, server: Server
) -> None:
    desktop.put("recipe", SALAD, recipe())

    def expire(request: Request) -> None:
        if request.path == "/v1/push" and len(desktop.wire.pushes()) == 1:
            server.now += 16 * 60_000

    desktop.wire.before = expire
    report = desktop.sync()
    assert (report.state, report.sent) == ("ok", 1)
    first, second = desktop.wire.pushes()
    assert first == second
    assert [request.path for request in desktop.wire.requests].count("/v1/token/refresh") == 1


def test_a_sign_in_that_was_ended_elsewhere_stops_the_sync_and_loses_nothing(desktop: Device, laptop: Device) -> None:
    desktop.sync()
    laptop.put("recipe", SALAD, recipe())
    here = next(row for row in devices(desktop.store) if not row.here)
    account.remove_device(desktop.store, desktop.vault, here.dev, connect=desktop.connect)
    assert [row.here for row in devices(desktop.store)] == [True]
    report = laptop.sync()
    assert report.state == "signed_out"
    assert sync_status(laptop.store).state == "signed_out"
    assert laptop.get("recipe", SALAD) == recipe()
    laptop.sign_in()
    assert laptop.sync().sent == 1


def test_a_device_is_removed_when_no_sync_of_another_process_can_renew_the_sign_in(
    desktop: Device, laptop: Device
) -> None:
    there = ledger.meta(laptop.store).dev
    before = len(desktop.wire.requests)
    lock = FileLock(desktop.store.profile / "sync.lock")
    assert lock.take()
    seen: list[int] = []

    def let_go() -> None:
        seen.append(len(desktop.wire.requests))
        lock.let_go()

    timer = threading.Timer(0.2, let_go)
    timer.start()
    account.remove_device(desktop.store, desktop.vault, there, connect=desktop.connect)
    timer.join()
    assert seen == [before]
    assert laptop.sync().state == "signed_out"


def test_another_process_that_renewed_the_file_is_believed(desktop: Device, server: Server, tmp_path: Path) -> None:
    desktop.sign_in(keep="file")
    other = Vault(tmp_path / "desktop")
    server.now += 16 * 60_000
    synchronise(desktop.store, other, connect=desktop.connect)
    desktop.wire.requests.clear()
    assert desktop.sync().state == "ok"
    assert "/v1/token/refresh" not in [request.path for request in desktop.wire.requests]


def test_what_another_process_renewed_may_have_run_out_as_well(desktop: Device, server: Server, tmp_path: Path) -> None:
    desktop.sign_in(keep="file")
    other = Vault(tmp_path / "desktop")
    server.now += 16 * 60_000
    synchronise(desktop.store, other, connect=desktop.connect)
    server.now += 16 * 60_000
    assert desktop.sync().state == "ok"


def test_a_copied_profile_takes_the_sign_in_along_and_leaves_it_to_the_original(desktop: Device) -> None:
    desktop.sign_in(keep="file")
    outbox.become_new_device(desktop.store)
    desktop.vault = Vault(desktop.store.profile)  # the process ended just then
    assert desktop.sync().state == "ok"
    assert len(msgspec.json.decode((desktop.store.profile / "sign-in.json").read_bytes())) == 2
    account.logout(desktop.store, desktop.vault, connect=desktop.connect)
    assert not account.account_status(desktop.store, desktop.vault).signed_in


def copied(device: Device, profile: Path) -> Device:
    """A copy of a device's folder, with its sign-in in a file, opened elsewhere."""
    shutil.copytree(device.store.profile, profile)
    return Device(device.server, profile, signed_in=False)


def test_idle_copies_of_a_profile_are_asked_for_the_password_once_each(
    desktop: Device, server: Server, tmp_path: Path
) -> None:
    desktop.sign_in(keep="file")
    desktop.sync()
    copy = copied(desktop, tmp_path / "copy")
    for _ in range(3):
        server.now += 16 * 60_000
        assert desktop.sync().state == "ok"
    server.now += 16 * 60_000
    for one in (copy, desktop):
        report = one.sync()
        assert report.state == "signed_out"
        assert "a copy of this profile used the same sign-in. Sign in again" in report.sentence
        one.sign_in(keep="file")
    for _ in range(5):
        server.now += 16 * 60_000
        assert [one.sync().state for one in (copy, desktop)] == ["ok", "ok"]
    for one, id in ((desktop, SALAD), (copy, CHILI)):
        one.put("recipe", id, recipe())
        assert one.sync().sent == 1
    assert desktop.sync().received == 1
    assert len({ledger.meta(one.store).dev for one in (copy, desktop)}) == 2
    copy.close()


def test_a_copy_and_its_original_that_both_write_become_two_devices_without_a_password(
    desktop: Device, server: Server, tmp_path: Path
) -> None:
    desktop.sign_in(keep="file")
    desktop.sync()
    copy = copied(desktop, tmp_path / "copy")
    for turn in range(3):
        for one, id in ((desktop, SALAD), (copy, CHILI)):
            one.put("recipe", id, recipe(f"Version {turn}"))
            assert one.sync().state == "ok"
        server.now += 16 * 60_000
    desktop.sync()
    assert desktop.all("recipe") == copy.all("recipe")
    account.logout(copy.store, copy.vault, connect=copy.connect)
    server.now += 16 * 60_000
    assert desktop.sync().state == "ok", "each has a sign-in of its own"
    copy.close()


def test_a_sign_in_that_moves_leaves_nothing_behind(desktop: Device) -> None:
    file = desktop.store.profile / "sign-in.json"
    desktop.sign_in(keep="file")
    assert msgspec.json.decode(file.read_bytes()) != {}
    status = desktop.sign_in(keep="memory")
    assert (status.keep, msgspec.json.decode(file.read_bytes())) == ("memory", {})
    assert desktop.sync().state == "ok"


def test_a_sign_in_that_only_lasted_for_a_run_is_asked_for_again(desktop: Device) -> None:
    desktop.vault = Vault(desktop.store.profile)
    report = desktop.sync()
    assert report.sentence == "Signed out of localhost:8080. Sign in again; your changes wait here."
    assert sync_status(desktop.store).state == "signed_out"


def test_a_profile_without_network_does_not_use_it(desktop: Device) -> None:
    desktop.store.database.execute_sql("UPDATE sync_meta SET mode = 'local'")
    desktop.wire.requests.clear()
    assert desktop.sync().state == "local"
    assert desktop.wire.requests == []
    assert sync_status(desktop.store).state == "local"


def test_a_clock_that_is_an_hour_off_is_noticed(desktop: Device, server: Server) -> None:
    server.now += 3_600_000
    desktop.sign_in()
    desktop.sync()
    [(offset,)] = desktop.store.rows("SELECT clock_offset FROM sync_meta")
    assert offset == 3_600_000


def test_status_is_read_with_a_connection_that_cannot_write(desktop: Device) -> None:
    with Store.open(desktop.store.profile, readonly=True) as reader:
        assert sync_status(reader).email == EMAIL
        assert msgspec.to_builtins(devices(reader)) == []


def test_when_other_devices_were_last_seen_is_asked_for_now_and_then(
    device: Callable[..., Device], server: Server
) -> None:
    desktop, laptop = device("desktop"), device("laptop")
    desktop.sync()
    laptop.sync()
    desktop.sync()
    first = [one.last_seen for one in devices(desktop.store) if not one.here]
    for minutes, asked in ((5, False), (6, True)):
        server.now += minutes * 60_000
        desktop.clock.instant = laptop.clock.instant = server.now
        laptop.sync()
        desktop.wire.requests.clear()
        desktop.sync()
        assert ("/v1/devices" in [request.path for request in desktop.wire.requests]) is asked
    (seen,) = (one.last_seen for one in devices(desktop.store) if not one.here)
    assert seen is not None
    assert seen != first[0]
    assert server.now - seen < 60_000
