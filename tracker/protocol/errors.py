"""How a server says no."""

from __future__ import annotations

from typing import Any

import msgspec

CODES = {
    "malformed": 400,
    "bad_cursor": 400,
    "bad_email": 400,
    "weak_password": 400,
    "credentials": 401,  # wrong e-mail or password
    "token": 401,  # the access token is missing, unknown or expired: refresh it and send the same bytes again
    "signed_out": 401,  # the refresh token is worth nothing any more: only signing in helps
    "wrong_account": 403,
    "too_many_devices": 403,
    "single_user": 403,  # a server for one person signs in only who says nothing and is on the same computer
    "not_found": 404,
    "method": 405,
    "epoch": 409,
    "fork": 409,
    "offset": 409,
    "email_taken": 409,
    "cursor_expired": 410,
    "too_large": 413,
    "quota": 413,
    "encoding": 415,
    "range": 416,
    "wrong_hash": 422,  # the bytes are not those that their name says; they were thrown away
    "upgrade": 426,
    "too_many_requests": 429,
    "bug": 500,
    "unavailable": 503,
}
"""Every code with its HTTP status."""


class ErrorBody(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A code for the program, a sentence for the person, and facts where a code has some.

    `epoch`: `{"epoch": the server's}`, with `"reset": true` where the owner started the account over · `upgrade`:
    `{"minimum": protocol number}` · `offset`: `{"offset": where the upload goes on}` · `too_many_requests`:
    `{"seconds": to wait}`.
    """

    error: str
    sentence: str
    detail: dict[str, Any] = {}
