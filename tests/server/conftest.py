"""A database in a folder of its own, a clock that stands still, an account with two devices, and HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from fastapi import FastAPI

from tracker.protocol.accounts import Credentials, DeviceName, SignIn, Tokens
from tracker.protocol.pull import PullResponse
from tracker.protocol.push import Op, PushResponse
from tracker.server import accounts
from tracker.server.app import create_app
from tracker.server.database import Database
from tracker.server.pull import pull
from tracker.server.push import push
from tracker.server.settings import DAY, Settings

PASSWORD = "an ordinary sentence"
START = 20_000 * DAY


class Clock:
    """The server's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now


@dataclass
class Phone:
    """A device that talks to the handlers as bytes, without HTTP."""

    database: Database
    account: str
    epoch: str
    dev: str
    clock: Clock
    cursor: str = ""
    push_no: int = 0
    seen: dict[tuple[str, str], Any] = field(default_factory=dict)

    def request(self, *ops: Op | dict[str, Any], **changes: Any) -> bytes:
        """The next push, frozen."""
        asked = {
            "epoch": self.epoch,
            "dev": self.dev,
            "push_no": self.push_no + 1,
            "now": self.clock.now,
            "ops": list(ops),
        }
        return msgspec.json.encode(asked | changes)

    def send(self, request: bytes, **options: Any) -> bytes:
        return push(self.database, self.account, self.dev, request, self.clock.now, **options)

    def push(self, *ops: Op | dict[str, Any], **options: Any) -> PushResponse:
        answer = self.send(self.request(*ops), **options)
        self.push_no += 1
        return msgspec.json.decode(answer, type=PushResponse)

    def page(self, **options: Any) -> PullResponse:
        """One page, without going on to it."""
        options.setdefault("cursor", self.cursor)
        page = pull(self.database, self.account, self.dev, self.clock.now, **options)
        return msgspec.json.decode(msgspec.json.encode(page), type=PullResponse)

    def pull(self, **options: Any) -> list[int]:
        """Every page up to the head; returns the revisions that came."""
        revs: list[int] = []
        while True:
            page = self.page(**options)
            self.cursor = page.cursor
            for record in page.recs:
                self.seen[record.c, record.id] = record
                revs.append(record.rev)
            if not page.more:
                return revs
            options.pop("fresh", None)


def put(id: str, body: dict[str, Any] | None = None, base: int = 0, c: str = "recipe", mt: int = START) -> Op:
    """A change that writes."""
    return Op(c=c, id=id, base=base, mt=mt, body={"name": id} if body is None else body)


def delete(id: str, base: int, c: str = "recipe") -> Op:
    """A change that deletes."""
    return Op(c=c, id=id, base=base, deleted=True, mt=START)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(clock: Clock) -> Settings:
    return Settings(password_rounds=4, clock=clock)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "server.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database(path)
    yield database
    database.close()


@pytest.fixture
def sign_in(database: Database, settings: Settings, clock: Clock) -> Callable[..., Tokens]:
    def sign_in(dev: str, email: str = "ada@example.org", password: str = PASSWORD) -> Tokens:
        asked = SignIn(email=email, password=password, device=DeviceName(id=dev, name=f"Ada's {dev}"))
        return accounts.sign_in(database, settings, asked, clock.now)

    return sign_in


@pytest.fixture
def phone(database: Database, settings: Settings, clock: Clock, sign_in: Callable[..., Tokens]) -> Callable[..., Phone]:
    """Makes a signed-in device; the account is opened with its first one."""

    def make(dev: str, email: str = "ada@example.org") -> Phone:
        try:
            tokens = sign_in(dev, email)
        except accounts.Refusal:
            accounts.register(database, settings, Credentials(email=email, password=PASSWORD), clock.now)
            tokens = sign_in(dev, email)
        caller = accounts.Caller(tokens.account, dev, "")
        epoch = accounts.session(database, settings, caller, clock.now).epoch
        return Phone(database, tokens.account, epoch, dev, clock)

    return make


@pytest.fixture
def desktop(phone: Callable[..., Phone]) -> Phone:
    return phone("d_desktop")


@pytest.fixture
def laptop(desktop: Phone, phone: Callable[..., Phone]) -> Phone:
    return phone("d_laptop")


@dataclass
class Client:
    """HTTP without a network; `headers` go along with every request."""

    app: FastAPI
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, method: str, path: str, json: Any = None, **options: Any) -> httpx.Response:
        options["headers"] = self.headers | options.get("headers", {})
        if json is not None:
            options["content"] = msgspec.json.encode(json)

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://tracker") as client:
                return await client.request(method, path, **options)

        return asyncio.run(ask())


@pytest.fixture
def client(database: Database, settings: Settings) -> Client:
    return Client(create_app(database, settings))
