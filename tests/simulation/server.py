"""The server of a simulated world: the real handlers over the real tables, without HTTP and without a pool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from peewee import SqliteDatabase

from tests.simulation.wired import SERVERS, Wired, overwrite
from tracker.protocol.limits import PROTOCOL, Limits
from tracker.server import tokens, upkeep
from tracker.server.database import Database
from tracker.server.refusals import Refusal
from tracker.server.routes import ROUTES, Asked, Route, Service
from tracker.server.settings import DAY, Settings
from tracker.server.tokens import Caller
from tracker.server.web import Octets
from tracker.sync.messages import Answer, Request, Response

START = 20_000 * DAY
HEADERS = {"tracker-protocol": "1"}


class _Held(SqliteDatabase):
    """peewee on a connection that somebody else opened."""

    def __init__(self, connection: Wired) -> None:
        super().__init__("server.db", autoconnect=False)
        self._held = connection
        self.connect()

    def _connect(self) -> Wired:
        return self._held


class HeldDatabase(Database):
    """The server's database on one connection."""

    def __init__(self, connection: Wired) -> None:
        self.path = Path("server.db")
        self._writer = Lock()
        self.held = _Held(connection)

    @contextmanager
    def reading(self) -> Iterator[SqliteDatabase]:
        yield self.held

    @contextmanager
    def writing(self) -> Iterator[SqliteDatabase]:
        with self.held.atomic("IMMEDIATE"):
            yield self.held

    @cached_property
    def key(self) -> bytes:
        [(value,)] = self.held.connection().execute("SELECT value FROM secret WHERE name = 'signing'").fetchall()
        return bytes(value)

    def close(self) -> None:
        """Whoever made the connection closes it."""


class Server:
    """The handlers of one seed.

    Attributes:
        now: its clock, ms; the true time of the world.
        checks_tokens: whether sign-ins are checked in full; otherwise only whose they are is looked up.
    """

    def __init__(self, image: bytes, *, limits: Limits, checks_tokens: bool) -> None:
        self.now = START
        self.connection = SERVERS.take(image)
        self.settings = Settings(password_rounds=4, clock=lambda: self.now, limits=limits)
        self.checks_tokens = checks_tokens
        self.database = HeldDatabase(self.connection)

    def answer(self, request: Request, access: str | None) -> Response:
        """What the real handler answers."""
        route, path = _route(request.method, request.path)
        try:
            caller = Caller("", "", "") if route.public else self._caller(access or "")
            headers = {**HEADERS, **{name.lower(): text for name, text in request.headers.items()}}
            asked = Asked(request.body or b"", headers, request.query, path, caller, self.now)
            said = route.handler(Service(self.database, self.settings), asked)
        except Refusal as refusal:
            return Response(refusal.status, msgspec.json.encode(refusal.body()), date=self.now)
        if isinstance(said, Octets):
            return Response(said.status, said.body, date=self.now)
        body = said if isinstance(said, bytes) else msgspec.json.encode(said)
        return Response(route.status, body, date=self.now)

    def _caller(self, access: str) -> Caller:
        if self.checks_tokens:
            return tokens.authenticate(self.database, access, self.now)
        claims = _claims(access)
        found = self.connection.execute(
            "SELECT dev FROM sign_in WHERE family = ? AND reused IS NULL", (claims["fam"],)
        ).fetchone()
        if found is None:
            raise Refusal("token", "signed out")
        return Caller(claims["sub"], found[0], claims["fam"])

    def upgraded(self, request: Request, access: str | None) -> Response:
        """What it answers while it wants a newer version."""
        settings = self.settings
        self.settings = replace(settings, oldest_protocol=PROTOCOL + 1)
        try:
            return self.answer(request, access)
        finally:
            self.settings = settings

    def restart(self) -> None:
        """The process ended and was started again."""
        self.connection.revive()
        self.database = HeldDatabase(self.connection)

    def limit(self, **values: int) -> None:
        """Set limits other than they were."""
        self.settings = replace(self.settings, limits=replace(self.settings.limits, **values))

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, parameters).fetchall()

    def head(self) -> int:
        """The revision of the latest write."""
        return int(self.rows("SELECT head FROM account")[0][0])

    def image(self) -> bytes:
        """A backup."""
        return self.connection.serialize()

    def restore(self, image: bytes, *, told: bool) -> None:
        """Put a backup back; `told`: with the command that begins a new history, which somebody may forget."""
        overwrite(self.connection, image)
        self.database = HeldDatabase(self.connection)
        if told:
            upkeep.restored(self.database)

    def clear_tombstones(self) -> int:
        """Forget deletions, as after a year; returns how many there were."""
        return upkeep.clear_tombstones(self.database, self.now + 1, 0)

    def close(self) -> None:
        SERVERS.give(self.connection)


@cache
def _claims(access: str) -> dict[str, Any]:
    """What an access token says, unchecked."""
    import jwt

    claims: dict[str, Any] = jwt.decode(access, options={"verify_signature": False})
    return claims


@cache
def _route(method: str, path: str) -> tuple[Route, dict[str, str]]:
    for route in ROUTES:
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path), path)
        if route.method == method and found:
            return route, found.groupdict()
    raise AssertionError(f"no such route: {method} {path}")


def refused(status: int, retry_after: float | None = None) -> Answer:
    """What something in between says in the server's place."""
    body = b'{"error":"busy","sentence":"Not now.","detail":{}}' if status != 413 else b"<html>too large</html>"
    return Response(status, body, retry_after)
