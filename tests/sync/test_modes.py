"""The three modes and every way between them: nothing is deleted by any switch, and local means no network at all."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import Device, offline, recipe
from tracker.errors import KnownError, SignedOut
from tracker.store.database import Store
from tracker.sync import account, counts, ledger, modes
from tracker.sync.messages import Answer, Request
from tracker.sync.modes import Mode, NotDownloaded
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault
from tracker.sync.status import history, sync_status

ALL: tuple[Mode, ...] = ("hybrid", "cloud", "local")
SOUP = "0190b6a0-0000-7000-8000-000000000077"


def no_network(request: Request) -> Answer:
    """The test ends as failed when anything is sent."""
    pytest.fail(f"{request.method} {request.path} was sent")


def switch(device: Device, to: Mode, **options: bool) -> str:
    return modes.switch(device.store, device.vault, to, connect=device.connect, **options)


def test_a_profile_begins_hybrid(desktop: Device) -> None:
    assert modes.mode(desktop.store) == "hybrid"
    assert sync_status(desktop.store).mode == "hybrid"


@pytest.mark.parametrize("way", list(itertools.permutations(ALL)), ids="-".join)
def test_no_way_through_the_modes_loses_anything(
    way: tuple[Mode, ...], desktop: Device, laptop: Device, tmp_path: Path
) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    laptop.sync()
    for number, to in enumerate((*way, *way)):
        switch(desktop, to)
        assert modes.mode(desktop.store) == to
        desktop.put("recipe", f"0190b6a0-0000-7000-8000-0000000001{number:02}", recipe(f"Soup {number}"))
        laptop.edit("recipe", SALAD, minutes=number)
        laptop.sync()
    switch(desktop, "hybrid")
    assert desktop.sync().state == "ok"
    laptop.sync()
    assert len(desktop.all("recipe")) == 7
    assert desktop.all("recipe") == laptop.all("recipe")
    assert desktop.get("recipe", SALAD) == recipe(minutes=5)
    assert counts.waiting(desktop.store) == 0
    assert counts.conflicts(desktop.store) == 0


def test_local_sends_nothing_whatever_is_done(desktop: Device) -> None:
    desktop.sync()
    switch(desktop, "local")
    desktop.wire.before = no_network
    desktop.put("recipe", SALAD, recipe())
    assert counts.waiting(desktop.store) == 1
    report: SyncReport = desktop.sync()
    assert (report.state, report.online) == ("local", False)
    assert sync_status(desktop.store).state == "local"
    for ask in (
        lambda: desktop.sign_in(),
        lambda: account.remove_device(desktop.store, desktop.vault, "d_other", connect=desktop.connect),
    ):
        with pytest.raises(KnownError, match="this computer only"):
            ask()
    assert account.logout(desktop.store, desktop.vault, connect=desktop.connect).signed_in is False
    assert desktop.get("recipe", SALAD) == recipe()


def test_a_switch_to_local_while_a_sync_waits_for_its_turn_keeps_it_from_the_network(
    desktop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.sync import engine

    real = engine.sync_lock

    def switched_meanwhile(*args: object, **options: object) -> object:
        ledger.set_meta(desktop.store, mode="local")
        return real(*args, **options)

    monkeypatch.setattr(engine, "sync_lock", switched_meanwhile)
    desktop.wire.before = no_network
    assert desktop.sync().state == "local"


def test_what_was_written_in_local_goes_when_sync_is_switched_on_again(desktop: Device, laptop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    switch(desktop, "local")
    desktop.edit("recipe", SALAD, minutes=5)
    laptop.sync()
    laptop.edit("recipe", SALAD, cuisine="Indian")
    laptop.sync()
    told = switch(desktop, "hybrid")
    assert told.endswith("1 change will be sent now.")
    assert desktop.sync().merged == 1
    laptop.sync()
    assert desktop.get("recipe", SALAD) == laptop.get("recipe", SALAD) == recipe(minutes=5, cuisine="Indian")


def test_leaving_server_first_downloads_the_rest_and_stays_where_it_cannot(desktop: Device, laptop: Device) -> None:
    desktop.sync()
    switch(desktop, "cloud")
    laptop.put("recipe", SOUP, recipe("Soup"))
    laptop.sync()
    desktop.wire.before = offline
    for to in ("hybrid", "local"):
        with pytest.raises(NotDownloaded, match="could be fetched, so nothing was changed"):
            switch(desktop, to)
        assert modes.mode(desktop.store) == "cloud"
    desktop.wire.before = lambda _: None
    switch(desktop, "local")
    assert desktop.get("recipe", SOUP) == recipe("Soup")


def test_server_first_can_be_left_anyway_where_the_server_is_gone_for_good(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    switch(desktop, "cloud")
    desktop.wire.before = offline
    switch(desktop, "local", anyway=True)
    assert modes.mode(desktop.store) == "local"
    assert desktop.get("recipe", SALAD) == recipe()


def test_without_an_account_there_is_no_server_first(tmp_path: Path) -> None:
    with Store.open(tmp_path / "p") as store:
        vault = Vault(tmp_path / "p")
        with pytest.raises(SignedOut, match="needs a server"):
            modes.switch(store, vault, "cloud")
        modes.switch(store, vault, "local")
        assert modes.switch(store, vault, "hybrid").startswith("Hybrid")
        assert sync_status(store).state == "no_account"


def test_a_profile_that_is_signed_out_says_so_after_local(desktop: Device) -> None:
    desktop.sync()
    account.logout(desktop.store, desktop.vault, connect=desktop.connect)
    switch(desktop, "local")
    assert sync_status(desktop.store).state == "local"
    switch(desktop, "hybrid")
    assert sync_status(desktop.store).state == "signed_out"


def test_a_switch_stands_in_the_history_and_the_same_mode_again_does_not(desktop: Device) -> None:
    switch(desktop, "local")
    assert switch(desktop, "local") == "Already so: This computer only."
    switched = [row.sentence for row in history(desktop.store) if row.kind == "mode"]
    assert switched == ["This computer only: from now on nothing is sent and nothing is fetched."]


def test_a_mode_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(KnownError, match="hybrid, cloud, local"):
        modes.mode_of("offline")
