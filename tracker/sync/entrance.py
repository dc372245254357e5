"""What is asked of a server before anybody is signed in, and what it means when it says no."""

from __future__ import annotations

from typing import Any

import msgspec

from tracker.errors import BadInput, Offline
from tracker.protocol.accounts import ONE_PERSON, Health, Session, Tokens
from tracker.protocol.errors import ErrorBody
from tracker.sync.messages import Lost, Request, Response, Transport, host

ASKS_NOBODY = "It is a server for one person: whoever uses this computer can sign in to it, without a password."

_read_tokens = msgspec.json.Decoder(Tokens).decode
_read_health = msgspec.json.Decoder(Health).decode
_read_session = msgspec.json.Decoder(Session).decode
_read_error = msgspec.json.Decoder(ErrorBody).decode


def needs_no_password(email: str, password: str) -> bool:
    """Whether this is how one signs in to a server for one person."""
    return not password and email.strip().casefold() in ("", ONE_PERSON)


def one_person(transport: Transport, address: str) -> str:
    """The name of the only account of a server for one person.

    Raises:
        BadInput: the server has accounts with passwords.
        Offline: it cannot be reached.
    """
    answer = check(transport.send(Request("GET", "/health", signed=False), None), address)
    try:
        single = _read_health(answer.body).single_user
    except msgspec.MsgspecError:
        raise _no_server(address) from None
    if not single:
        raise BadInput(f"{host(address)} asks for an e-mail and a password.", "Type both.")
    return ONE_PERSON


def ask(transport: Transport, server: str, path: str, body: bytes) -> Response:
    """Ask for something in nobody's name.

    Raises:
        BadInput: the server says no.
        Offline: it cannot be reached, or is none.
    """
    return check(transport.send(Request("POST", path, body=body, signed=False), None), server)


def check(answer: Any, server: str) -> Response:
    """The answer where it is a yes, else what is wrong in a sentence."""
    if isinstance(answer, Lost):
        raise Offline(f"Could not reach {host(server)}.", "Check the address and the connection.")
    response: Response = answer
    if response.status in (200, 201, 204):
        return response
    try:
        error = _read_error(response.body)
    except msgspec.MsgspecError:
        raise _no_server(server) from None
    hints = {
        "credentials": "Check both and try again.",
        "email_taken": "Sign in to it instead.",
        "single_user": "Sign in with e-mail and password left empty.",
        "token": "Sign in again.",
        "signed_out": "Sign in again.",
    }
    raise BadInput(error.sentence, hints.get(error.error, ""))


def read_tokens(response: Response, server: str) -> Tokens:
    """The sign-in that an answer holds."""
    try:
        return _read_tokens(response.body)
    except msgspec.MsgspecError:
        raise _no_server(server) from None


def holds_anything(answer: Any, server: str) -> bool:
    """Whether anything was ever sent to the account, by the answer to `GET /v1/session`."""
    try:
        return _read_session(check(answer, server).body).head > 0
    except msgspec.MsgspecError:
        raise _no_server(server) from None


def _no_server(server: str) -> Offline:
    return Offline(f"{host(server)} did not answer like a Tracker server.", "Check the address.")
