"""How often one may ask: twice a minute's worth at once, then evenly; devices, waits, blobs and sign-ins apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import msgspec
import pytest

from tests.server.conftest import PASSWORD, Client, Clock
from tracker.protocol.limits import Limits
from tracker.server import rates
from tracker.server.app import create_app
from tracker.server.database import Database
from tracker.server.rates import Buckets
from tracker.server.settings import MINUTE, Settings

ADA = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def ada(client: Client, database: Database) -> Client:
    """Ada's desktop, which has its first sync behind it."""
    client("POST", "/v1/accounts", ADA)
    tokens = client("POST", "/v1/token", ADA | {"device": {"id": "d_1"}}).json()
    client.headers = {"Authorization": f"Bearer {tokens['access']}"}
    with database.writing() as db:
        db.execute_sql("UPDATE device SET cursor = 1")
    return client


def at_once(client: Client, path: str, **options: Any) -> tuple[int, httpx.Response]:
    """How many requests pass before one does not, and that one's answer."""
    for number in range(3000):
        answer = client("GET", path, **options)
        if answer.status_code == 429:
            return number, answer
    raise AssertionError("never refused")


def test_a_bucket_holds_two_minutes_and_fills_evenly() -> None:
    buckets = Buckets(60)
    assert [buckets.take("a", 0) for _ in range(120)] == [0.0] * 120
    assert buckets.take("a", 0) == 1.0
    assert buckets.take("b", 0) == 0.0
    assert buckets.take("a", 500) == 0.5
    assert buckets.take("a", 1000) == 0.0
    assert buckets.take("a", 1000) == 1.0
    assert [buckets.take("a", 10 * MINUTE) for _ in range(121)] == [0.0] * 120 + [1.0]


def test_what_is_too_large_for_the_rest_is_a_debt() -> None:
    buckets = Buckets(600)
    assert buckets.take("a", 0, 1150) == 0.0
    assert buckets.take("a", 0, 100) == 0.0
    assert buckets.take("a", 0, 1) == pytest.approx(5.1)
    assert buckets.take("a", 5100, 1) == pytest.approx(0.0)


def test_a_clock_that_is_set_back_stops_nobody_for_longer() -> None:
    buckets = Buckets(60)
    for _ in range(120):
        buckets.take("a", 10 * MINUTE)
    assert buckets.take("a", 0) == 1.0
    assert buckets.take("a", 1000) == 0.0


def test_buckets_that_are_full_again_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "FORGET_AT", 100)
    buckets = Buckets(60)
    for key in range(100):
        buckets.take(key, 0)
    buckets.take("busy", 2000, 50)
    for key in range(100, 110):
        buckets.take(key, 2000)
    assert len(buckets._levels) < 15
    assert "busy" in buckets._levels


def test_without_a_limit_everything_passes() -> None:
    buckets = Buckets(0)
    assert {buckets.take("a", 0, 1e12) for _ in range(100)} == {0.0}
    assert buckets.until("a", 0, 1.0) == 0.0


def test_a_device_that_asks_too_often_is_told_when_to_come_back(ada: Client, clock: Clock) -> None:
    passed, answer = at_once(ada, "/v1/session")
    assert passed == 120
    assert answer.headers["Retry-After"] == "1"
    assert answer.json() == {
        "error": "too_many_requests",
        "sentence": "Too many requests at once. Try again in a second.",
        "detail": {"seconds": 1},
    }
    clock.now += 1000
    assert ada("GET", "/v1/session").status_code == 200
    assert ada("GET", "/v1/session").status_code == 429
    clock.now += 2 * MINUTE
    assert at_once(ada, "/v1/session")[0] == 120


def test_one_device_takes_nothing_from_another(ada: Client) -> None:
    other = ada("POST", "/v1/token", ADA | {"device": {"id": "d_2"}}).json()["access"]
    at_once(ada, "/v1/session")
    assert ada("GET", "/v1/session", headers={"Authorization": f"Bearer {other}"}).status_code == 200


def test_waiting_renewing_and_health_are_not_counted_with_the_rest(ada: Client, database: Database) -> None:
    refresh = ada("POST", "/v1/token", ADA | {"device": {"id": "d_1"}}).json()
    ada.headers = {"Authorization": f"Bearer {refresh['access']}"}
    at_once(ada, "/v1/session")
    assert ada("GET", "/v1/wait", params={"t": "0"}).status_code == 204
    assert ada("GET", "/health").status_code == 200
    for _ in range(130):
        answer = ada("POST", "/v1/token/refresh", {"refresh": refresh["refresh"]})
        assert answer.status_code == 200
        refresh = answer.json()
    assert at_once(ada, "/v1/wait", params={"t": "0"})[0] == 119


def test_a_first_sync_may_ask_more_often(ada: Client, database: Database, settings: Settings, clock: Clock) -> None:
    limits = replace(settings.limits, requests_per_minute=30, first_sync_per_minute=60)
    ada.app = create_app(database, replace(settings, limits=limits))
    with database.writing() as db:
        db.execute_sql("UPDATE device SET cursor = 0")
    assert at_once(ada, "/v1/session")[0] == 60 + 120
    clock.now += 2000
    assert at_once(ada, "/v1/session")[0] == 1 + 2
    with database.writing() as db:
        db.execute_sql("UPDATE device SET cursor = 7")
    clock.now += 2000
    assert at_once(ada, "/v1/session")[0] == 1


def test_who_is_about_to_ask_too_often_is_asked_to_slow_down(ada: Client, database: Database, clock: Clock) -> None:
    quiet = [ada("GET", "/v1/session").headers.get("Backoff") for _ in range(120)]
    assert quiet[:108] == [None] * 108
    assert quiet[108] == "19"  # from 11 left until a quarter, which is 30
    assert quiet[119] == "30"


def test_blobs_are_counted_by_their_bytes(ada: Client, database: Database, settings: Settings) -> None:
    ada.app = create_app(database, replace(settings, limits=replace(settings.limits, blob_bytes_per_minute=1000)))
    body = b"x" * 1500
    assert ada("PUT", "/v1/blobs/b3", content=body).status_code != 429
    assert ada("PUT", "/v1/blobs/b3", content=body).status_code != 429
    answer = ada("PUT", "/v1/blobs/b3", content=body)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "61"  # a thousand bytes of debt at a thousand a minute
    assert ada("GET", "/v1/session").status_code == 200


class Stranger:
    """Somebody at a network address who tries to sign in over HTTP without a network."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address

    def __call__(self, password: str, email: str = ADA["email"], path: str = "/v1/token") -> httpx.Response:
        body = {"email": email, "password": password, "device": {"id": "d_9"}}

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.client.app, client=(self.address, 4711))
            async with httpx.AsyncClient(transport=transport, base_url="http://tracker") as http:
                return await http.post(path, content=msgspec.json.encode(body))

        return asyncio.run(ask())


@pytest.fixture
def stranger(ada: Client) -> Callable[[str], Stranger]:
    return lambda address: Stranger(ada, address)


def test_guessing_a_password_becomes_slow(stranger: Callable[[str], Stranger], clock: Clock) -> None:
    mallory = stranger("192.0.2.1")
    assert [mallory("a wrong guess").status_code for _ in range(13)] == [401] * 12 + [429]
    answer = mallory(PASSWORD)
    assert answer.json()["sentence"] == "Too many attempts to sign in. Try again in 10 seconds."
    assert answer.headers["Retry-After"] == "10"
    clock.now += 10_000
    assert [mallory("a wrong guess").status_code for _ in range(2)] == [401, 429]


def test_it_keeps_the_owner_out_nowhere_else(stranger: Callable[[str], Stranger], clock: Clock) -> None:
    mallory, owner = stranger("192.0.2.1"), stranger("192.0.2.2")
    for _ in range(20):
        mallory("a wrong guess")
    assert owner(PASSWORD).status_code == 200
    clock.now += 10_000
    assert mallory(PASSWORD).status_code == 200  # and here it is only slow


def test_who_knows_the_password_is_not_counted(stranger: Callable[[str], Stranger]) -> None:
    owner = stranger("192.0.2.2")
    assert {owner(PASSWORD).status_code for _ in range(70)} == {200}


def test_spellings_of_an_address_are_one(stranger: Callable[[str], Stranger]) -> None:
    mallory = stranger("192.0.2.1")
    spellings = ["ada@example.org", " Ada@Example.org", "ADA@EXAMPLE.ORG "]
    tried = [mallory("a wrong guess", spellings[number % 3]).status_code for number in range(13)]
    assert tried == [401] * 12 + [429]


@pytest.mark.parametrize("addresses", [["192.0.2.1"], ["2001:db8::1", "2001:db8::ffff:2"]])
def test_trying_many_accounts_from_one_network_becomes_slow(
    stranger: Callable[[str], Stranger], addresses: list[str]
) -> None:
    tried = [
        stranger(addresses[number % len(addresses)])("a wrong guess", f"{number}@example.org").status_code
        for number in range(62)
    ]
    assert tried == [401] * 60 + [429] * 2


def test_opening_accounts_without_end_becomes_slow(stranger: Callable[[str], Stranger]) -> None:
    mallory = stranger("192.0.2.1")
    opened = [mallory(PASSWORD, f"{number}@example.org", "/v1/accounts").status_code for number in range(61)]
    assert opened == [201] * 60 + [429]


def test_all_of_it_can_be_switched_off(ada: Client, database: Database, settings: Settings) -> None:
    off = Limits(requests_per_minute=0, first_sync_per_minute=0, blob_bytes_per_minute=0, sign_ins_per_minute=0)
    ada.app = create_app(database, replace(settings, limits=off))
    assert {ada("GET", "/v1/session").status_code for _ in range(300)} == {200}
    guesses = {
        ada("POST", "/v1/token", ADA | {"password": "x", "device": {"id": "d_1"}}).status_code for _ in range(70)
    }
    assert guesses == {401}
    assert ada("GET", "/v1/session").json()["limits"]["requests_per_minute"] == 0
