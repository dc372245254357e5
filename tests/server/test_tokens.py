"""Tokens: they rotate, a lost answer signs nobody out, and a stolen one is found out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jwt
import pytest

from tests.server.conftest import Clock, Phone, put
from tests.server.test_push import refused
from tracker.protocol.accounts import Tokens
from tracker.server import devices, tokens
from tracker.server.database import Database
from tracker.server.settings import DAY, MINUTE, Settings
from tracker.server.tokens import Caller


@pytest.fixture
def first(desktop: Phone, sign_in: Callable[..., Tokens]) -> Tokens:
    return sign_in(desktop.dev)


@pytest.fixture
def refresh(database: Database, settings: Settings, clock: Clock) -> Callable[[str], Tokens]:
    return lambda token: tokens.refresh(database, settings, token, clock.now)


@pytest.fixture
def caller(database: Database, clock: Clock) -> Callable[[str], Caller]:
    return lambda access: tokens.authenticate(database, access, clock.now)


Refresh = Callable[[str], Tokens]
Authenticate = Callable[[str], Caller]


def test_an_access_token_names_account_and_device(first: Tokens, caller: Authenticate, desktop: Phone) -> None:
    found = caller(first.access)
    assert (found.account, found.device) == (desktop.account, "d_desktop")
    claims = jwt.decode(first.access, options={"verify_signature": False})
    assert claims.keys() == {"sub", "dev", "fam", "jti", "exp"}
    assert claims["sub"] == desktop.account


def test_an_access_token_lasts_a_quarter_of_an_hour(first: Tokens, caller: Authenticate, clock: Clock) -> None:
    assert first.expires == clock.now + 15 * MINUTE
    clock.now = first.expires - 1
    caller(first.access)
    clock.now = first.expires
    with refused("token"):
        caller(first.access)


def test_forged_tokens_are_refused(first: Tokens, caller: Authenticate, refresh: Refresh) -> None:
    claims = jwt.decode(first.access, options={"verify_signature": False})
    unsigned = jwt.encode(claims, None, algorithm="none")
    resigned = jwt.encode(claims, "x" * 32, algorithm="HS256")
    for access in ("", "x.y.z", unsigned, resigned, first.refresh, first.access[:-3] + "AAA"):
        with refused("token"):
            caller(access)
    family, _, signature = first.refresh.split(".")
    for token in (
        "",
        "x",
        "a.b.c",
        f"{family}.2.{signature}",
        f"{family}.01.{signature}",
        f"{family}.{'9' * 12}.{signature}",
        first.refresh + "\ud800",
        first.access,
    ):
        with refused("signed_out"):
            refresh(token)
    assert refresh(first.refresh)


def test_a_refresh_token_is_replaced_when_it_is_used(first: Tokens, refresh: Refresh, caller: Authenticate) -> None:
    second = refresh(first.refresh)
    third = refresh(second.refresh)
    assert len({first.refresh, second.refresh, third.refresh}) == 3
    assert caller(third.access) == caller(first.access), "access tokens last until they expire"


def test_the_one_before_works_until_the_new_one_was_used(first: Tokens, refresh: Refresh) -> None:
    second = refresh(first.refresh)
    again = refresh(first.refresh)
    assert again.refresh == second.refresh, "two who lost the answer both go on"
    refresh(second.refresh)
    with refused("signed_out"):
        refresh(first.refresh)


def test_a_straggling_repetition_harms_nobody(first: Tokens, refresh: Refresh, clock: Clock) -> None:
    third = refresh(refresh(first.refresh).refresh)
    clock.now += MINUTE
    with refused("signed_out"):
        refresh(first.refresh)
    assert refresh(third.refresh)


def test_an_old_token_that_turns_up_later_ends_the_family(
    first: Tokens, refresh: Refresh, caller: Authenticate, clock: Clock
) -> None:
    third = refresh(refresh(first.refresh).refresh)
    clock.now += 5 * MINUTE
    for token in (first, third):
        with refused("signed_out") as caught:
            refresh(token.refresh)
        assert caught.value.detail == {"reason": "reused"}, "both are told why"
    with refused("token"):
        caller(third.access)


def test_a_refresh_token_lasts_from_use_to_use(first: Tokens, refresh: Refresh, clock: Clock) -> None:
    clock.now += 179 * DAY
    second = refresh(first.refresh)
    clock.now += 179 * DAY
    third = refresh(second.refresh)
    clock.now += 180 * DAY
    with refused("signed_out"):
        refresh(third.refresh)


def test_logging_out_ends_this_device_only(
    first: Tokens, laptop: Phone, sign_in: Callable[..., Tokens], refresh: Refresh, caller: Authenticate,
    database: Database,
) -> None:  # fmt: skip
    other = sign_in(laptop.dev)
    tokens.end(database, caller(first.access))
    with refused("token"):
        caller(first.access)
    with refused("signed_out"):
        refresh(first.refresh)
    assert refresh(other.refresh)


def test_a_second_sign_in_of_a_device_leaves_the_first_alone_for_it_may_be_a_copy(
    first: Tokens, sign_in: Callable[..., Tokens], refresh: Refresh
) -> None:
    again = sign_in("d_desktop")
    assert refresh(first.refresh)
    assert refresh(again.refresh)


def test_the_oldest_of_many_sign_ins_of_a_device_end(
    first: Tokens, sign_in: Callable[..., Tokens], refresh: Refresh, clock: Clock
) -> None:
    later = []
    for _ in range(tokens.TOGETHER):
        clock.now += MINUTE
        later.append(sign_in("d_desktop"))
    with refused("signed_out"):
        refresh(first.refresh)
    assert all(refresh(one.refresh) for one in later)
    clock.now += 180 * DAY
    assert refresh(sign_in("d_desktop").refresh), "those that have run out make room"


def test_who_stays_behind_when_a_copy_takes_the_sign_in_along_gets_one_of_its_own(
    desktop: Phone, first: Tokens, database: Database, settings: Settings, caller: Authenticate, clock: Clock
) -> None:
    family = caller(first.access).family
    copy = Phone(database, desktop.account, desktop.epoch, "d_copy", clock)
    desktop.send(copy.request(put("a")), family=family)
    with refused("token"):
        copy.send(desktop.request(put("b")), family=family)
    own = tokens.refresh(database, settings, first.refresh, clock.now, "d_desktop")
    assert caller(own.access).device == "d_desktop"
    assert caller(own.access).family != family
    assert b'"applied"' in desktop.send(desktop.request(put("b")), family=caller(own.access).family)
    taken = tokens.refresh(database, settings, first.refresh, clock.now, "d_copy")
    assert caller(taken.access).device == "d_copy"
    assert {one.id for one in devices.listed(database, caller(own.access)).devices} == {"d_desktop", "d_copy"}


def test_an_old_token_of_who_stays_behind_is_no_better_than_any_other(
    desktop: Phone, first: Tokens, database: Database, settings: Settings, caller: Authenticate, clock: Clock
) -> None:
    copy = Phone(database, desktop.account, desktop.epoch, "d_copy", clock)
    desktop.send(copy.request(put("a")), family=caller(first.access).family)
    taken = first
    for _ in range(2):
        taken = tokens.refresh(database, settings, taken.refresh, clock.now, "d_copy")
    clock.now += 5 * MINUTE
    with refused("signed_out"):
        tokens.refresh(database, settings, first.refresh, clock.now, "d_desktop")
    with refused("token"):
        caller(taken.access)


def test_a_restart_signs_nobody_out(first: Tokens, database: Database, settings: Settings, path: Path) -> None:
    database.close()
    restarted = Database(path)
    assert tokens.authenticate(restarted, first.access, settings.clock()).device == "d_desktop"
    assert tokens.refresh(restarted, settings, first.refresh, settings.clock()).access
    restarted.close()


def test_a_token_newer_than_a_restored_database_still_works(
    first: Tokens, refresh: Refresh, database: Database
) -> None:
    third = refresh(refresh(first.refresh).refresh)
    with database.writing() as db:
        db.execute_sql("UPDATE sign_in SET generation = 1")
    fourth = refresh(third.refresh)
    assert refresh(fourth.refresh)


def test_two_servers_do_not_know_each_others_tokens(first: Tokens, tmp_path: Path, clock: Clock) -> None:
    other = Database(tmp_path / "other.db")
    with refused("token"):
        tokens.authenticate(other, first.access, clock.now)
    other.close()
