"""A server that was lost without a backup and set up anew: what is on the devices goes to the new account on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.test_blobs import held, here, record, samples
from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.test_mass_delete import fill
from tests.sync.test_recordings import fetch
from tests.sync.world import ADDRESS, EMAIL, PASSWORD, Device, Server, lost_push_answers, recipe
from tracker.errors import BadInput, KnownError
from tracker.server.database import Database
from tracker.store import fetched
from tracker.store.backup import backups
from tracker.store.database import Store
from tracker.store.doctor import count_records
from tracker.store.restore import restore
from tracker.sync import account, counts, ledger, own_profile, questions
from tracker.sync.account import OtherAccount
from tracker.sync.only_here import only_here
from tracker.sync.status import history, sync_status


def lose(server: Server) -> None:
    """The server's disk is gone, and it was set up anew at its address."""
    server.close()
    for end in ("", "-wal", "-shm"):
        server.path.with_name(server.path.name + end).unlink(missing_ok=True)
    server.database = Database(server.path)


def register(one: Device, **options: str) -> account.AccountStatus:
    return account.register(one.store, one.vault, ADDRESS, EMAIL, PASSWORD, "memory", connect=one.connect, **options)


def accounts_of(server: Server) -> int:
    with server.database.reading() as db:
        return int(db.execute_sql("SELECT COUNT(*) FROM account").fetchone()[0])


def test_everything_goes_to_the_new_account(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    recorded = samples(1)
    record(laptop, "w1", recorded)
    laptop.sync()
    desktop.sync()
    fetch(desktop)
    desktop.delete("recipe", SALAD)
    desktop.put("recipe", CHILI, recipe("Chili"))
    desktop.sync()
    desktop.edit("recipe", CHILI, minutes=9)
    before, dev = desktop.all("recipe"), ledger.meta(desktop.store).dev
    lose(server)

    assert desktop.sync().state == "signed_out"
    with pytest.raises(BadInput, match="set up anew, create your account there again"):
        desktop.sign_in()
    with pytest.raises(OtherAccount, match="already") as error:
        register(desktop)
    assert (error.value.same_name, error.value.same_place) == (True, True)
    assert accounts_of(server) == 0, "it was refused before anything was made"

    assert register(desktop, move="send").signed_in
    assert [one.kind for one in backups(desktop.store.profile)] == ["before-moving-to-another-account"]
    assert ledger.meta(desktop.store).dev != dev
    assert "belongs to ada@example.org on localhost:8080 from now on" in history(desktop.store)[0].sentence
    report = desktop.sync()
    assert (report.state, report.refused, report.conflicts) == ("ok", 0, 0)
    assert desktop.all("recipe") == before
    agree(server, desktop)
    assert server.bodies("workout").keys() == {"w1"}
    assert held(server, recorded), "the copy that was fetched was the last one"
    assert only_here(desktop.store) == 0
    assert questions.pending(desktop.store) is None


def test_a_copy_of_samples_is_no_copy_any_more(desktop: Device, laptop: Device, server: Server) -> None:
    recorded = samples(1)
    record(laptop, "w1", recorded)
    laptop.sync()
    desktop.sync()
    fetch(desktop)
    lose(server)
    register(desktop, move="send")
    fetched.make_room(desktop.store.profile / "blobs", 0)
    assert here(desktop, recorded)


def test_the_next_device_signs_in_and_brings_what_it_has(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    laptop.put("recipe", CHILI, recipe("Only on the laptop"))
    laptop.edit("recipe", SALAD, notes="From the laptop")
    lose(server)
    register(desktop, move="send")
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.sync()

    with pytest.raises(OtherAccount, match="has another account for ada@") as error:
        laptop.sign_in()
    assert (error.value.same_name, error.value.same_place) == (True, True)
    assert only_here(laptop.store) == count_records(laptop.store), "what the lost server had is here alone"
    with pytest.raises(own_profile.NotKept, match="send what is here to the new account and sync first"):
        own_profile.check_kept(laptop.store)
    assert laptop.sign_in(move="send").signed_in
    report = laptop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    desktop.sync()
    agree(server, desktop, laptop)
    both = recipe(minutes=5, notes="From the laptop")
    assert desktop.all("recipe") == {SALAD: both, CHILI: recipe("Only on the laptop")}
    assert only_here(laptop.store) == 0
    assert questions.pending(laptop.store) is None


def test_a_device_takes_over_what_another_one_has_sent(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    recorded = samples(1)
    record(laptop, "w1", recorded)
    laptop.put("recipe", CHILI, recipe("Only on the laptop"))
    laptop.edit("recipe", SALAD, notes="Stale")
    lose(server)
    register(desktop, move="send")
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.sync()
    before, kept = server.bodies("recipe"), ledger.meta(laptop.store).dev

    assert laptop.sign_in(move="take over").signed_in
    assert laptop.all("recipe") == {}
    assert "takes over what ada@example.org on localhost:8080 holds" in history(laptop.store)[0].sentence
    report = laptop.sync()
    assert (report.state, report.sent, report.conflicts) == ("ok", 0, 0)
    agree(server, desktop, laptop)
    assert laptop.all("recipe") == server.bodies("recipe") == before == {SALAD: recipe(minutes=5)}
    assert ledger.meta(laptop.store).dev != kept
    assert (only_here(laptop.store), questions.pending(laptop.store)) == (0, None)

    (made,) = backups(laptop.store.profile)
    fetched.make_room(laptop.store.profile / "blobs", 0)
    assert here(laptop, recorded), "the backup needs the samples that nobody else has"
    restore(laptop.store.profile, made.path)
    assert laptop.all("recipe") == {SALAD: recipe(notes="Stale"), CHILI: recipe("Only on the laptop")}


def test_nothing_is_taken_over_from_an_account_that_holds_nothing(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    lose(server)
    register(desktop, move="send")  # and it does not sync yet
    before = ledger.meta(laptop.store)
    with pytest.raises(KnownError, match="holds nothing yet that could be taken over"):
        laptop.sign_in(move="take over")
    assert laptop.all("recipe") == {SALAD: recipe()}
    assert ledger.meta(laptop.store) == before
    assert not backups(laptop.store.profile)
    desktop.sync()
    assert laptop.sign_in(move="take over").signed_in


def test_the_new_account_can_have_a_profile_of_its_own_instead(device: Callable[..., Device], server: Server) -> None:
    ada = device("profiles/default")
    ada.put("recipe", SALAD, recipe())
    ada.sync()
    lose(server)
    path = own_profile.sign_in(ada.store.profile, ADDRESS, EMAIL, PASSWORD, "memory", new=True, connect=ada.connect)
    assert path != ada.store.profile
    again = own_profile.sign_in(ada.store.profile, ADDRESS, EMAIL, PASSWORD, "memory", connect=ada.connect)
    assert again == path, "it is found past the one of the same name"
    with Store.open(path) as store:
        assert store.rows("SELECT COUNT(*) FROM recipe") == [(0,)]
    assert ada.get("recipe", SALAD) == recipe()


def test_what_was_open_is_settled_for_what_is_here(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    assert desktop.sync().conflicts == 1
    lose(server)
    register(desktop, move="send")
    assert desktop.sync().conflicts == 0
    assert len(server.bodies("measurement")) == 40
    assert server.bodies("recipe")[SALAD] == recipe("Mine")
    assert counts.waiting(desktop.store) == 0


def test_a_push_on_its_way_to_the_lost_server_is_not_waited_for(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    lose(server)
    register(desktop, move="send")
    assert desktop.sync().state == "ok"
    assert server.bodies("recipe") == {SALAD: recipe()}


def test_a_server_that_was_not_lost_after_all_is_just_signed_in_to(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    dev = ledger.meta(desktop.store).dev
    assert desktop.sign_in(move="send").signed_in
    assert ledger.meta(desktop.store).dev == dev
    assert not backups(desktop.store.profile)
    assert desktop.sync().sent == 0


def test_without_a_backup_nothing_is_moved(desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    before = ledger.meta(desktop.store)
    lose(server)

    def full(*_: object, **__: object) -> Path:
        raise KnownError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(account, "back_up", full)
        with pytest.raises(KnownError, match="disk is full"):
            register(desktop, move="send")
    assert ledger.meta(desktop.store) == before
    assert sync_status(desktop.store).state != "never"
    assert desktop.sign_in(move="send").signed_in, "the account is there now"
    desktop.sync()
    assert server.bodies("recipe") == {SALAD: recipe()}


def test_another_name_needs_another_profile_unless_it_is_asked_for(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()

    def eve(**options: str) -> account.AccountStatus:
        return account.register(
            desktop.store, desktop.vault, ADDRESS, "eve@example.org", PASSWORD, "memory", connect=desktop.connect,
            **options,
        )  # fmt: skip

    with pytest.raises(OtherAccount) as error:
        eve()
    assert not error.value.same_name
    assert accounts_of(server) == 1
    assert eve(move="send").email == "eve@example.org"
    assert desktop.sync().state == "ok"
    agree(server, desktop)
