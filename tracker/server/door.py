"""What every request goes through: who asks, in which encoding, its route; and how it is answered when it fails."""

from __future__ import annotations

import asyncio
import logging
import math
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from fastapi import Request, Response
from peewee import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from tracker.server import devices, single, tokens
from tracker.server.rates import Limiter
from tracker.server.refusals import Refusal
from tracker.server.routes import Asked, Route, Service
from tracker.server.tokens import Caller
from tracker.server.wait import Watch
from tracker.server.web import Octets, answer, decompressed, read_body, read_json, refused

log = logging.getLogger(__name__)

NOBODY = Caller("", "", "")


class _Named(msgspec.Struct):
    """Anything with an e-mail address."""

    email: str


@dataclass(frozen=True)
class Door:
    """Lets requests in to the routes. Bodies are read and news are awaited on the event loop, all else on threads."""

    service: Service
    watch: Watch
    limiter: Limiter

    def endpoint(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """What answers requests for `route`."""

        async def endpoint(request: Request) -> Response:
            try:
                body = await read_body(request, route.room(self.service.settings.limits))
                asked, response = await run_in_threadpool(self._carry_out, route, request, body)
                if route.writes:
                    self.watch.tell(asked.caller.account)
                if route.waits:
                    return await self._wait(route, request, asked, response)
                return response
            except Refusal as refusal:
                return refused(refusal)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        endpoint.__name__ = route.handler.__name__.strip("_")
        return endpoint

    async def _wait(self, route: Route, request: Request, asked: Asked, response: Response) -> Response:
        """The answer as soon as there is one; `response` is the first, and stands where no other comes in time."""
        longest = self.service.settings.limits.wait_seconds
        until = asyncio.get_running_loop().time() + min(asked.number("t", longest), longest)
        with self.watch.seat(asked.caller) as seat:
            while response.status_code == 204 and await seat.called(request, until):
                response = await run_in_threadpool(self._answer, route, asked)
        return response

    def _carry_out(self, route: Route, request: Request, body: bytes) -> tuple[Asked, Response]:
        limits = self.service.settings.limits
        peace = 0.0
        with _as_refusals(route):
            now = self.service.settings.clock()
            caller = NOBODY if route.public else self._caller(request, now)
            if caller is not NOBODY:
                peace = self.limiter.admit(
                    caller,
                    route.meter,
                    now,
                    size=len(body),
                    is_new=lambda: devices.is_new(self.service.database, caller),
                )
            encoding = request.headers.get("content-encoding", "").strip().lower()
            body = decompressed(body, encoding, route.room(limits), limits.unpack_ratio)
            asked = Asked(body, request.headers, request.query_params, request.path_params, caller, now)
            if route.meter == "sign_in":
                return asked, self._signed_in(route, request, asked)
        response = self._answer(route, asked)
        if route.meter == "bytes":
            self.limiter.sent(caller, len(response.body), now)
        if peace:
            response.headers["Backoff"] = str(math.ceil(peace))
        return asked, response

    def _signed_in(self, route: Route, request: Request, asked: Asked) -> Response:
        """The answer to who signs in or opens an account; signing in with the right password is not counted."""
        if self.service.settings.single_user:
            single.check_sender(request.headers)
        address = request.client.host if request.client else ""
        email = read_json(asked.body, _Named).email.strip().casefold()
        self.limiter.sign_in(address, email, asked.now)
        response = self._answer(route, asked)
        if response.status_code == 200:
            self.limiter.signed_in(address, email, asked.now)
        return response

    def _caller(self, request: Request, now: int) -> Caller:
        """Who asks; a device that means another account is told so before anything happens."""
        scheme, _, access = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not access:
            raise Refusal("token", "This needs a sign-in.")
        caller = tokens.authenticate(self.service.database, access.strip(), now)
        if request.headers.get("tracker-account", caller.account) != caller.account:
            raise Refusal("wrong_account", "The sign-in belongs to another account than the data.")
        return caller

    def _answer(self, route: Route, asked: Asked) -> Response:
        with _as_refusals(route):
            content = route.handler(self.service, asked)
        if isinstance(content, Octets):
            return content.response()
        if content is None:
            return Response(status_code=204)
        return answer(content, route.status, asked.headers.get("accept-encoding", ""))


@contextmanager
def _as_refusals(route: Route) -> Iterator[None]:
    """Whatever fails is logged and becomes a refusal."""
    try:
        yield
    except Refusal:
        raise
    except (OperationalError, sqlite3.OperationalError) as error:
        log.exception("The database did not answer %s %s", route.method, route.path)
        raise Refusal("unavailable", "The server's database does not answer; try again later.") from error
    except Exception as error:
        log.exception("%s %s failed", route.method, route.path)
        raise Refusal("bug", "Something went wrong on the server; its log says what.") from error
