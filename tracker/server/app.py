"""The FastAPI application: the routes behind their door, and the pages that describe them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from tracker.server import manual
from tracker.server.database import Database
from tracker.server.door import Door
from tracker.server.rates import Limiter
from tracker.server.refusals import Refusal
from tracker.server.routes import ROUTES, Service
from tracker.server.settings import Settings
from tracker.server.wait import Watch
from tracker.server.web import refused


def create_app(database: Database, settings: Settings | None = None) -> FastAPI:
    """The server over an open database, which stays its caller's to close.

    `app.state.watch` is where devices wait for news; whoever ends the server closes it first.
    """
    service = Service(database, settings or Settings())
    app = FastAPI(title="Tracker server", version="1", docs_url=None, redoc_url=None)
    app.state.watch = Watch(database)
    door = Door(service, app.state.watch, Limiter(service.settings.limits))
    for route in ROUTES:
        app.add_api_route(
            route.path,
            door.endpoint(route),
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


def _no_such_route(request: Request, error: Exception) -> Response:
    code = "method" if isinstance(error, HTTPException) and error.status_code == 405 else "not_found"
    return refused(Refusal(code, f"{request.method} {request.url.path} is not answered here; see /docs."))


def _docs(request: Request) -> HTMLResponse:
    return HTMLResponse(manual.page(request.app.openapi()))
