"""The FastAPI application: it carries bytes between HTTP and the routes, and turns errors into answers."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from peewee import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from tracker.server import manual, tokens
from tracker.server.database import Database
from tracker.server.refusals import Refusal
from tracker.server.routes import ROUTES, Asked, Route, Service
from tracker.server.settings import Settings
from tracker.server.tokens import Caller
from tracker.server.web import Octets, answer, decompressed, read_body, refused

log = logging.getLogger(__name__)

NOBODY = Caller("", "", "")


def create_app(database: Database, settings: Settings | None = None) -> FastAPI:
    """The server over an open database, which stays its caller's to close."""
    service = Service(database, settings or Settings())
    app = FastAPI(title="Tracker server", version="1", docs_url=None, redoc_url=None)
    for route in ROUTES:
        app.add_api_route(
            route.path,
            _endpoint(service, route),
            methods=[route.method],
            status_code=route.status,
            summary=route.says,
            response_class=Response,
            openapi_extra=manual.described(route),
        )
    app.add_api_route("/docs", _docs, include_in_schema=False, response_class=HTMLResponse)
    app.add_exception_handler(HTTPException, _no_such_route)
    make_schema = app.openapi

    def openapi() -> dict[str, Any]:
        return manual.with_components(make_schema())

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the schema
    return app


def _endpoint(service: Service, route: Route) -> Callable[[Request], Awaitable[Response]]:
    """Only the body is read on the event loop; everything else happens on a thread."""

    async def endpoint(request: Request) -> Response:
        try:
            body = await read_body(request, route.room(service.settings.limits))
        except Refusal as refusal:
            return refused(refusal)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        return await run_in_threadpool(_carry_out, service, route, request, body)

    endpoint.__name__ = route.handler.__name__.strip("_")
    return endpoint


def _carry_out(service: Service, route: Route, request: Request, body: bytes) -> Response:
    try:
        now = service.settings.clock()
        caller = NOBODY if route.public else _caller(service, request, now)
        encoding = request.headers.get("content-encoding", "").strip().lower()
        body = decompressed(body, encoding, route.room(service.settings.limits))
        asked = Asked(body, request.headers, request.query_params, request.path_params, caller, now)
        content = route.handler(service, asked)
    except Refusal as refusal:
        return refused(refusal)
    except (OperationalError, sqlite3.OperationalError):
        log.exception("The database did not answer %s %s", route.method, route.path)
        return refused(Refusal("unavailable", "The server's database does not answer; try again later."))
    except Exception:
        log.exception("%s %s failed", route.method, route.path)
        return refused(Refusal("bug", "Something went wrong on the server; its log says what."))
    if isinstance(content, Octets):
        return content.response()
    if route.status == 204:
        return Response(status_code=204)
    return answer(content, route.status, request.headers.get("accept-encoding", ""))


def _caller(service: Service, request: Request, now: int) -> Caller:
    """Who asks; a device that means another account is told so before anything happens."""
    scheme, _, access = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not access:
        raise Refusal("token", "This needs a sign-in.")
    caller = tokens.authenticate(service.database, access.strip(), now)
    if request.headers.get("tracker-account", caller.account) != caller.account:
        raise Refusal("wrong_account", "The sign-in belongs to another account than the data.")
    return caller


def _no_such_route(request: Request, error: Exception) -> Response:
    code = "method" if isinstance(error, HTTPException) and error.status_code == 405 else "not_found"
    return refused(Refusal(code, f"{request.method} {request.url.path} is not answered here; see /docs."))


def _docs(request: Request) -> HTMLResponse:
    return HTMLResponse(manual.page(request.app.openapi()))
