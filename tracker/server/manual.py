"""The description of the HTTP interface: OpenAPI for programs, and a page for people that loads nothing else."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from tracker.protocol.errors import CODES, ErrorBody
from tracker.server.routes import ROUTES, Route

REF = "#/components/schemas/{name}"
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tracker server</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 24px auto; padding: 0 16px; }}
h1 {{ font-size: 22px; }} h2 {{ font-size: 16px; margin: 24px 0 4px; }}
code, pre {{ font: 13px/1.4 ui-monospace, monospace; }}
pre {{ border: 1px solid #8884; border-radius: 8px; padding: 8px 12px; overflow: auto; }}
</style></head><body>
<h1>Tracker server</h1>
<p>For programs: <a href="/openapi.json">/openapi.json</a>. Bodies are JSON, in UTF-8, at will with
<code>Content-Encoding: zstd</code> or <code>gzip</code>. Times are milliseconds since 1970, UTC.
A refusal is <code>{{"error": code, "sentence": text}}</code>; codes: {codes}.</p>
{routes}
<h1>Messages</h1>
{messages}
</body></html>
"""


def described(route: Route) -> dict[str, Any]:
    """What FastAPI cannot see in a handler that works on bytes: parameters, body, answer, sign-in."""
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for place, names in (("path", re.findall(r"{(\w+)}", route.path)), ("query", route.query))
        for name in names
    ]
    answered: dict[str, Any] = {"description": route.says}
    if route.gives:
        answered["content"] = _json(route.gives)
    statuses = {str(route.status): answered}
    if route.waits:
        statuses["204"] = {"description": "Nothing yet"}
    refusal = {"description": "Refused", "content": _json(ErrorBody)}
    operation: dict[str, Any] = {
        "parameters": parameters,
        "responses": {**statuses, "default": refusal},
        "security": [] if route.public else [{"bearer": []}],
    }
    if route.takes:
        operation["requestBody"] = {"required": True, "content": _json(route.takes)}
    return operation


def with_components(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every message and the way to sign in."""
    forms = [form for route in ROUTES for form in (route.takes, route.gives) if form] + [ErrorBody]
    _, components = msgspec.json.schema_components(forms, ref_template=REF)
    schema["components"] = {
        "schemas": components,
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
    }
    return schema


def page(schema: dict[str, Any]) -> str:
    """The same as a page of HTML without scripts, so it works on a machine without a network."""
    routes = "\n".join(
        f"<h2><code>{route.method} {html.escape(route.path)}</code></h2><p>{html.escape(_said(route))}</p>"
        for route in ROUTES
    )
    messages = "\n".join(
        f"<h2 id='{html.escape(name)}'>{html.escape(name)}</h2><pre>{html.escape(_pretty(form))}</pre>"
        for name, form in sorted(schema["components"]["schemas"].items())
    )
    codes = ", ".join(f"<code>{code}</code> {status}" for code, status in CODES.items())
    return PAGE.format(codes=codes, routes=routes, messages=messages)


def _json(form: Any) -> dict[str, Any]:
    [schema], _ = msgspec.json.schema_components([form], ref_template=REF)
    return {"application/json": {"schema": schema}}


def _said(route: Route) -> str:
    parts = [route.says + "."]
    if route.query:
        parts.append(f"Query: {', '.join(route.query)}.")
    if route.takes:
        parts.append(f"Takes {_name(route.takes)}.")
    parts.append(f"Answers {route.status}" + (f" with {_name(route.gives)}." if route.gives else "."))
    if not route.public:
        parts.append("Needs Authorization: Bearer.")
    return " ".join(parts)


def _name(form: Any) -> str:
    [schema], _ = msgspec.json.schema_components([form], ref_template="{name}")
    return str(schema.get("$ref", "an object"))


def _pretty(form: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(form)).decode()
