"""A server for one person: its address is all that signing in takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import bodies, tracker
from tests.server.process import Server, running_server
from tracker.errors import BadInput
from tracker.protocol.accounts import ONE_PERSON
from tracker.store.database import Store
from tracker.sync import account, ledger
from tracker.sync.engine import synchronise
from tracker.sync.entrance import ASKS_NOBODY
from tracker.sync.secrets import Vault


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder, "--single-user") as server:
        yield server


def test_two_profiles_agree_without_a_password(server: Server, tmp_path: Path) -> None:
    desktop, laptop = tmp_path / "desktop", tmp_path / "laptop"
    said = tracker(desktop, "account", "login", "--server", server.url, "--store", "file")
    assert f"Signed in to {server.url} as {ONE_PERSON}." in said
    assert ASKS_NOBODY in said
    tracker(desktop, "add", "weight 61.4")
    tracker(desktop, "sync")
    server.kill()
    server.start()
    with Store.open(laptop) as store:
        vault = Vault(laptop)
        assert account.login(store, vault, server.url, "", "", "memory").warning == ASKS_NOBODY
        assert synchronise(store, vault).state == "ok"
        account.logout(store, vault)
        assert account.login(store, vault, server.url, ONE_PERSON, "", "memory").signed_in
        assert ledger.meta(store).email == ONE_PERSON
    assert len(bodies(laptop, "measurement")) == 1


def test_an_account_cannot_be_made_there(server: Server, tmp_path: Path) -> None:
    with Store.open(tmp_path / "desktop") as store, pytest.raises(BadInput) as error:
        account.register(store, Vault(store.profile), server.url, "ada@example.org", "an ordinary sentence", "memory")
    assert error.value.hint == "Sign in with e-mail and password left empty."
