"""Several accounts on one computer: each has a profile of its own, none is reused or wiped, and data can be removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import ADDRESS, EMAIL, PASSWORD, Device, Server, offline, recipe
from tracker import paths, profiles
from tracker.errors import BadInput, Busy, Offline
from tracker.locks import window_lock
from tracker.protocol.accounts import Credentials
from tracker.server import accounts
from tracker.store.backup import WEEKLY, back_up
from tracker.store.database import Store
from tracker.store.restore import restore
from tracker.sync import account, ledger, look_inside, own_profile
from tracker.sync.account import OtherAccount
from tracker.sync.engine import synchronise
from tracker.sync.own_profile import NotKept
from tracker.sync.secrets import vault_of

BOB = "bob@example.org"


@pytest.fixture
def ada(device: Callable[..., Device]) -> Device:
    """Ada's computer, on which Bob signs in too; his account is there already."""
    one = device("profiles/default")
    accounts.register(one.server.database, one.server.settings, Credentials(email=BOB, password=PASSWORD), 0)
    one.put("recipe", SALAD, recipe())
    one.sync()
    return one


def bob(ada: Device, **options: bool) -> Path:
    return own_profile.sign_in(ada.store.profile, ADDRESS, BOB, PASSWORD, "memory", connect=ada.connect, **options)


def recipes(profile: Path) -> int:
    with Store.open(profile) as store:
        return int(store.rows("SELECT COUNT(*) FROM recipe")[0][0])


def test_another_account_gets_a_folder_beside_and_the_first_stays_as_it_is(ada: Device) -> None:
    with pytest.raises(OtherAccount, match="belongs to ada@"):
        account.login(ada.store, ada.vault, ADDRESS, BOB, PASSWORD, "memory", connect=ada.connect)
    path = bob(ada)
    with Store.open(path) as store:
        known = ledger.meta(store)
        assert known.email == BOB
        assert path == ada.store.profile.parent / str(known.account_id)
        assert synchronise(store, vault_of(path), connect=ada.connect).state == "ok"
    assert recipes(path) == 0
    assert ledger.meta(ada.store).email == EMAIL
    assert ada.get("recipe", SALAD) == recipe()
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


def test_signing_in_again_finds_the_same_folder_with_its_data(ada: Device) -> None:
    path = bob(ada)
    with Store.open(path) as store:
        account.logout(store, vault_of(path), connect=ada.connect)
        dev = ledger.meta(store).dev
    assert bob(ada) == path
    with Store.open(path) as store:
        assert ledger.meta(store).dev == dev
        assert synchronise(store, vault_of(path), connect=ada.connect).state == "ok"
    assert len(own_profile.profiles_here(ada.store.profile)) == 2


def test_an_account_that_is_known_under_another_address_keeps_its_folder(ada: Device) -> None:
    path = bob(ada)
    again = own_profile.sign_in(
        ada.store.profile, "http://127.0.0.1:9", BOB, PASSWORD, "memory", connect=lambda _: ada.wire
    )
    assert again == path
    with Store.open(path) as store:
        assert ledger.meta(store).server == "http://127.0.0.1:9"
    assert len(own_profile.profiles_here(path)) == 2


def test_what_goes_wrong_leaves_no_folder_behind(ada: Device) -> None:
    with pytest.raises(BadInput, match="wrong"):
        own_profile.sign_in(ada.store.profile, ADDRESS, BOB, "wrong password", "memory", connect=ada.connect)
    ada.wire.before = offline
    with pytest.raises(Offline):
        bob(ada)
    assert [one.name for one in ada.store.profile.parent.iterdir()] == ["default"]


def test_a_new_account_can_be_opened_in_a_folder_of_its_own(ada: Device) -> None:
    path = own_profile.sign_in(
        ada.store.profile, ADDRESS, "eve@example.org", PASSWORD, "memory", new=True, connect=ada.connect
    )
    assert [one.email for one in own_profile.profiles_here(path)] == ["eve@example.org", EMAIL]


def test_a_profile_that_was_named_keeps_its_siblings_inside(tmp_path: Path) -> None:
    named = tmp_path / "somewhere"
    assert profiles.of_account(named, "a_1") == named / "profiles" / "a_1"
    inside = profiles.of_account(named, "a_1")
    for one in (named, inside):
        Store.open(one).close()
    assert set(profiles.all_of(named)) == set(profiles.all_of(inside)) == {named, inside}
    assert profiles.of_account(inside, "a/../b") == named / "profiles" / "a____b"


def test_the_profile_that_was_chosen_opens_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "profiles", lambda: tmp_path / "profiles")
    first, second = tmp_path / "profiles" / "default", tmp_path / "profiles" / "a_1"
    assert paths.default_profile() == first
    for one in (first, second):
        Store.open(one).close()
    assert profiles.choose(second)
    assert paths.default_profile() == second
    assert not profiles.choose(tmp_path / "elsewhere")
    paths.current().write_text("../../outside")
    assert paths.default_profile() == first
    paths.current().write_text("gone")
    assert paths.default_profile() == first


def test_data_is_removed_and_what_is_on_the_server_comes_back(ada: Device, server: Server) -> None:
    profile = ada.store.profile
    (profile / "notes of mine.txt").write_text("not Tracker's")
    told = own_profile.remove_data(ada.store, ada.vault, connect=ada.connect)
    assert told == "The data was removed from this computer. What is on localhost:8080 stays there."
    assert not (profile / "tracker.db").exists()
    assert not (profile / "blobs").exists()
    assert (profile / "notes of mine.txt").exists()
    assert list(profile.glob(".removed-*")) == []
    assert server.bodies("recipe") == {SALAD: recipe()}
    ada.store = Store.open(profile, clock=ada.clock)
    assert ledger.meta(ada.store).account_id is None
    ada.sign_in()
    ada.sync()
    assert ada.get("recipe", SALAD) == recipe()


def test_what_is_only_here_is_not_removed_before_it_is_kept(ada: Device, tmp_path: Path) -> None:
    ada.edit("recipe", SALAD, minutes=5)
    with pytest.raises(NotKept, match="1 record holds what is nowhere else"):
        own_profile.remove_data(ada.store, ada.vault, connect=ada.connect)
    assert ada.get("recipe", SALAD) == recipe(minutes=5)
    with pytest.raises(BadInput, match="must not lie in the folder"):
        own_profile.keep_copy(ada.store, ada.store.profile / "copy.tracker")
    copy = own_profile.keep_copy(ada.store, tmp_path / "copy.tracker")
    own_profile.remove_data(ada.store, ada.vault, kept=True, connect=ada.connect)
    elsewhere = tmp_path / "elsewhere"
    Store.open(elsewhere).close()
    restore(elsewhere, copy)
    with Store.open(elsewhere) as store:
        assert store.rows("SELECT minutes FROM recipe") == [(5,)]


def test_data_is_removed_where_the_server_is_out_of_reach_too(ada: Device) -> None:
    ada.wire.before = offline
    own_profile.remove_data(ada.store, ada.vault, connect=ada.connect)
    assert not (ada.store.profile / "tracker.db").exists()


def test_copies_of_backups_that_were_looked_into_go_along(ada: Device) -> None:
    profile = ada.store.profile
    copy = look_inside.unpack(profile, back_up(ada.store, WEEKLY))
    looked_at = window_lock(copy)
    assert looked_at.take()
    with pytest.raises(Busy, match="A copy of a backup is open"):
        own_profile.remove_data(ada.store, ada.vault, connect=ada.connect)
    assert ada.get("recipe", SALAD) == recipe()
    looked_at.let_go()
    own_profile.remove_data(ada.store, ada.vault, connect=ada.connect)
    assert not copy.exists()
    assert not (profile / "backups").exists()
