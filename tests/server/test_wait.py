"""Waiting for news: told at once, by whom and whatever process wrote; and nobody is kept when it is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import requests
from fastapi import FastAPI

from tests.server.conftest import PASSWORD, Phone, put
from tests.server.process import running_server
from tracker.protocol.accounts import DeviceName, SignIn
from tracker.protocol.cursor import Cursor
from tracker.server import accounts
from tracker.server.app import create_app
from tracker.server.database import Database
from tracker.server.settings import Settings
from tracker.server.wait import Watch

Ask = Callable[..., Coroutine[Any, Any, httpx.Response]]
Story = Callable[[Ask], Coroutine[Any, Any, None]]


SHORT = 0.3
AT_ONCE = 15
"""Seconds: less than anybody waits in vain, and not too little for a machine with other things to do."""


class House:
    """An app in this process, and Ada's desktop that asks it over HTTP without a network."""

    def __init__(self, database: Database, settings: Settings, phone: Phone) -> None:
        self.phone = phone
        self.open(database, settings)
        self.access = self.sign_in(phone.dev, "ada@example.org")

    def open(self, database: Database, settings: Settings) -> None:
        self.database, self.settings = database, settings
        self.app: FastAPI = create_app(database, settings)
        self.watch: Watch = self.app.state.watch

    def shorten(self) -> None:
        """From now on nobody may wait for longer than a moment."""
        limits = replace(self.settings.limits, wait_seconds=SHORT)  # less than a second
        self.open(self.database, replace(self.settings, limits=limits))

    def sign_in(self, dev: str, email: str) -> str:
        """A new access token of a device."""
        asked = SignIn(email=email, password=PASSWORD, device=DeviceName(id=dev))
        return accounts.sign_in(self.database, self.settings, asked, self.phone.clock.now).access

    def tell(self, story: Story) -> None:
        """Run a story in which requests are under way side by side."""

        async def run() -> None:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self.app),
                base_url="http://tracker",
                headers={"Authorization": f"Bearer {self.access}"},
            ) as client:
                await asyncio.wait_for(story(client.request), 20)
            assert not self.watch._seats
            assert self.watch._poller is None

        asyncio.run(run())

    async def seated(self) -> None:
        """Until somebody waits, and has looked once more since it sat down."""
        while not any(not seat._called.is_set() for seats in self.watch._seats.values() for seat in seats.values()):
            await asyncio.sleep(0.005)


@pytest.fixture
def house(database: Database, settings: Settings, desktop: Phone) -> House:
    desktop.push(put("a"))
    desktop.pull()
    return House(database, settings, desktop)


def until_news(cursor: str, t: int = 20) -> dict[str, str]:
    return {"cursor": cursor, "t": str(t)}


def test_what_lies_beyond_the_cursor_already_is_told_at_once(house: House) -> None:
    async def story(ask: Ask) -> None:
        said = await ask("GET", "/v1/wait")
        assert (said.status_code, said.json()) == (200, {"head": 1})

    house.tell(story)


def test_nothing_new_is_said_when_the_time_is_up(house: House) -> None:
    house.shorten()

    async def story(ask: Ask) -> None:
        for t in (0, 600):
            begun = time.monotonic()
            said = await ask("GET", "/v1/wait", params=until_news(house.phone.cursor, t))
            assert (said.status_code, said.content) == (204, b"")
            assert min(t, SHORT) <= time.monotonic() - begun < AT_ONCE

    house.tell(story)


def test_who_does_not_say_how_long_waits_as_long_as_the_server_likes(house: House) -> None:
    house.shorten()

    async def story(ask: Ask) -> None:
        begun = time.monotonic()
        assert (await ask("GET", "/v1/wait", params={"cursor": house.phone.cursor})).status_code == 204
        assert SHORT <= time.monotonic() - begun < AT_ONCE

    house.tell(story)


@pytest.mark.parametrize("where", ["/v1/push", "/api/sync/recipe", "/api/sync/recipe/b"])
def test_a_write_in_this_process_wakes_at_once(house: House, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setattr(house.watch, "_every", 1000.0)
    bodies: dict[str, Any] = {
        "/v1/push": msgspec.json.decode(house.phone.request(put("b"))),
        "/api/sync/recipe": {"ops": [{"id": "b", "body": {}}]},
        "/api/sync/recipe/b": {"body": {}},
    }

    async def story(ask: Ask) -> None:
        waiting = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        begun = time.monotonic()
        wrote = await ask("POST", where, json=bodies[where])
        assert wrote.json()["res"] == [{"st": "applied", "rev": 2}]
        assert (await waiting).json() == {"head": 2}
        assert time.monotonic() - begun < AT_ONCE

    house.tell(story)


def test_a_write_of_another_process_is_found_by_looking(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.watch, "_every", 0.05)

    async def story(ask: Ask) -> None:
        waiting = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        await asyncio.sleep(0.2)  # several looks that find nothing
        assert not waiting.done()
        house.phone.push(put("b"))  # past the app
        assert (await waiting).json() == {"head": 2}

    house.tell(story)


def test_another_accounts_writes_are_no_news(
    house: House, phone: Callable[..., Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    house.shorten()
    monkeypatch.setattr(house.watch, "_every", 0.05)
    stranger = phone("d_other", "bob@example.org")

    async def story(ask: Ask) -> None:
        waiting = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        stranger.push(put("x"))
        house.watch.tell(stranger.account)
        assert (await waiting).status_code == 204

    house.tell(story)


def test_a_database_that_fails_for_a_moment_costs_nobody_the_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.watch, "_every", 0.05)
    look = house.watch._heads
    failures = iter([True, True])

    def sometimes(accounts: tuple[str, ...]) -> dict[str, tuple[str, int]]:
        if next(failures, False):
            raise OSError("disk")
        return look(accounts)

    monkeypatch.setattr(house.watch, "_heads", sometimes)

    async def story(ask: Ask) -> None:
        waiting = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        house.phone.push(put("b"))
        assert (await waiting).json() == {"head": 2}

    house.tell(story)


def test_a_place_that_is_none_is_refused_as_in_a_pull(house: House, database: Database) -> None:
    elsewhere = Cursor("e_other", 1, "00").encode()
    regrown = Cursor(house.phone.epoch, 1, "ffffffffffffffff").encode()

    async def story(ask: Ask) -> None:
        for cursor, expected in (("?", (400, "bad_cursor")), (elsewhere, (409, "epoch")), (regrown, (409, "epoch"))):
            said = await ask("GET", "/v1/wait", params=until_news(cursor))
            assert (said.status_code, said.json()["error"]) == expected
        beyond = {**until_news(house.phone.cursor), "seen": regrown}
        assert (await ask("GET", "/v1/wait", params=beyond)).json()["error"] == "epoch"
        assert (await ask("GET", "/v1/wait", params={"t": "soon"})).json()["error"] == "malformed"
        with database.writing() as db:
            db.execute_sql("UPDATE account SET floor = 2, head = 3")
        assert (await ask("GET", "/v1/wait", params=until_news(house.phone.cursor))).status_code == 410

    house.tell(story)


def test_an_account_that_starts_over_is_told_to_whoever_waits(
    house: House, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.watch, "_every", 0.05)

    async def story(ask: Ask) -> None:
        waiting = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        await asyncio.sleep(0.1)
        with database.writing() as db:
            db.execute_sql("UPDATE account SET epoch = 'e_new'")
        assert (await waiting).json()["detail"] == {"epoch": "e_new"}

    house.tell(story)


def test_a_device_that_comes_again_gives_its_earlier_seat_up(house: House) -> None:
    async def story(ask: Ask) -> None:
        first = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        await house.seated()
        second = asyncio.create_task(ask("GET", "/v1/wait", params=until_news(house.phone.cursor)))
        assert (await first).status_code == 204
        await house.seated()
        assert not second.done()
        house.phone.push(put("b"))
        house.watch.tell(house.phone.account)
        assert (await second).json() == {"head": 2}

    house.tell(story)


def test_who_hangs_up_leaves_the_seat(house: House) -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/v1/wait",
        "query_string": f"cursor={house.phone.cursor}&t=20".encode(),
        "headers": [(b"authorization", f"Bearer {house.access}".encode())],
    }

    async def run() -> None:
        coming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        coming.put_nowait({"type": "http.request"})
        waiting = asyncio.create_task(house.app(scope, coming.get, send))
        await house.seated()
        coming.put_nowait({"type": "http.disconnect"})
        await asyncio.wait_for(waiting, 5)
        assert not house.watch._seats

    asyncio.run(run())


def test_many_who_wait_hold_no_thread(house: House, phone: Callable[..., Phone], settings: Settings) -> None:
    async def story(ask: Ask) -> None:
        accounts_ = [phone(f"d_{number}", f"{number}@example.org") for number in range(60)]
        waiting = []
        for one in accounts_:
            access = house.sign_in(one.dev, f"{one.dev[2:]}@example.org")
            headers = {"Authorization": f"Bearer {access}"}
            one.pull()
            waiting.append(asyncio.create_task(ask("GET", "/v1/wait", params=until_news(one.cursor), headers=headers)))
        while len(house.watch._seats) < 60:
            await asyncio.sleep(0.01)
        begun = time.monotonic()
        assert (await ask("GET", "/health")).status_code == 200
        assert time.monotonic() - begun < AT_ONCE
        house.watch.close()
        assert {(await one).status_code for one in waiting} == {204}

    house.tell(story)


def test_a_server_that_ends_sends_everybody_home(tmp_path: Path) -> None:
    with running_server(tmp_path) as server, ThreadPoolExecutor(3) as pool:
        body = {"email": "ada@example.org", "password": PASSWORD}
        requests.post(f"{server.url}/v1/accounts", json=body, timeout=30)
        waits = []
        for number in range(3):
            device = {"device": {"id": f"d_{number}"}}
            access = requests.post(f"{server.url}/v1/token", json=body | device, timeout=30).json()["access"]
            headers = {"Authorization": f"Bearer {access}"}
            waits.append(pool.submit(requests.get, f"{server.url}/v1/wait", headers=headers, timeout=30))
        time.sleep(0.3)
        assert not any(one.done() for one in waits)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < AT_ONCE
        assert [one.result().status_code for one in waits] == [204, 204, 204]
        assert server.log() == ""


def test_two_processes_on_one_database_tell_each_other(tmp_path: Path) -> None:
    with running_server(tmp_path) as one, running_server(tmp_path) as other, ThreadPoolExecutor(1) as pool:
        assert one.url != other.url
        body = {"email": "ada@example.org", "password": PASSWORD}
        requests.post(f"{one.url}/v1/accounts", json=body, timeout=30)
        access = requests.post(f"{one.url}/v1/token", json=body | {"device": {"id": "d_1"}}, timeout=30).json()[
            "access"
        ]
        headers = {"Authorization": f"Bearer {access}"}
        waiting = pool.submit(requests.get, f"{other.url}/v1/wait", headers=headers, timeout=30)
        time.sleep(0.2)
        wrote = requests.post(f"{one.url}/api/sync/recipe/a", json={"body": {}}, headers=headers, timeout=30)
        assert wrote.status_code == 200
        begun = time.monotonic()
        assert waiting.result().json() == {"head": 1}
        assert time.monotonic() - begun < AT_ONCE
