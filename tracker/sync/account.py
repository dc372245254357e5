"""Signing a profile in to a server and out again. Nothing here touches the user's data.

A profile belongs to one account from its first sign-in on, so that the records of two people never mix.
"""

from __future__ import annotations

import ipaddress
import platform
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tracker.errors import BadInput, KnownError, Offline
from tracker.protocol.accounts import Credentials, DeviceName, SignIn, Tokens
from tracker.protocol.errors import ErrorBody
from tracker.store.database import Store
from tracker.sync import events, ledger, limits, twins
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Lost, Request, Response, Transport, host
from tracker.sync.secrets import Keep, Vault, entry_name, keep_of
from tracker.sync.session import Connect, Session, held, hold, line

_read_tokens = msgspec.json.Decoder(Tokens).decode
_read_error = msgspec.json.Decoder(ErrorBody).decode


class OtherAccount(KnownError):
    """The profile belongs to another account than the one that was to sign in."""


@dataclass(frozen=True)
class AccountStatus:
    """Who this profile is for which server.

    Attributes:
        token_sentence: where the sign-in is kept, for people.
        warning: what is not safe about the server's address; empty where nothing is.
    """

    server: str | None
    email: str | None
    account_id: str | None
    device: str
    device_name: str
    signed_in: bool
    keep: Keep
    token_sentence: str
    warning: str


def register(
    store: Store,
    vault: Vault,
    server: str,
    email: str,
    password: str,
    keep: Keep = "keyring",
    *,
    connect: Connect | None = None,
) -> AccountStatus:
    """Open an account on a server and sign this profile in to it.

    Raises:
        BadInput: the address, the e-mail or the password will not do, or the e-mail has an account already.
        OtherAccount: the profile belongs to another one.
        Offline: the server cannot be reached.
    """
    address = normal_server(server)
    _check_network(store)
    _check_free(store, address, email)
    with line(address, connect) as transport:
        body = msgspec.json.encode(Credentials(email=email.strip(), password=password))
        _public(transport, address, "/v1/accounts", body)
    return login(store, vault, server, email, password, keep, connect=connect)


def login(
    store: Store,
    vault: Vault,
    server: str,
    email: str,
    password: str,
    keep: Keep = "keyring",
    *,
    connect: Connect | None = None,
) -> AccountStatus:
    """Sign this profile in. The data on it stays, and is merged with the account's at the next sync.

    Raises:
        BadInput: e-mail address or password is wrong, or the address is none.
        OtherAccount: the profile belongs to another one.
        Offline: the server cannot be reached.
    """
    address = normal_server(server)
    _check_network(store)
    _check_free(store, address, email)
    with sync_lock(store.profile), line(address, connect) as transport:
        known = ledger.meta(store)
        device = DeviceName(id=known.dev, name=device_name())
        body = msgspec.json.encode(SignIn(email=email.strip(), password=password, device=device))
        answer = _public(transport, address, "/v1/token", body)
        tokens = _read(answer, address)
        if known.account_id not in (None, tokens.account):
            transport.send(Request("POST", "/v1/logout"), tokens.access)
            raise _belongs_to(known.email, known.server)
        with store.database.atomic():
            if known.account_id is None:
                twins.expect(store)
            ledger.set_meta(store, account_id=tokens.account, email=email.strip(), server=address)
            events.set_state(store, "never" if known.last_sync is None else "ok", "")
        kept = hold(store, vault, tokens, keep)
        limits.learn(store, transport.send(limits.ASK, tokens.access))
    return _status(store, vault, signed_in=True, sentence=kept.sentence)


def logout(store: Store, vault: Vault, *, connect: Connect | None = None) -> AccountStatus:
    """Sign this profile out. All data stays here, and what was not sent yet keeps waiting."""
    with sync_lock(store.profile):
        known = ledger.meta(store)
        tokens = held(store, vault)
        if known.server is not None and known.account_id is not None:
            if tokens is not None and known.mode != "local":
                with line(known.server, connect) as transport:
                    Session(store, vault, transport).send(Request("POST", "/v1/logout"))
            vault.forget(entry_name(known.server, known.account_id, known.dev), keep_of(known.token_store))
            with store.database.atomic():
                events.set_state(store, "signed_out", f"Signed out of {host(known.server)}. Your changes wait here.")
    return _status(store, vault, signed_in=False)


def account_status(store: Store, vault: Vault) -> AccountStatus:
    """Who this profile is; asks the store of secrets, not the server."""
    return _status(store, vault, signed_in=held(store, vault) is not None)


def remove_device(store: Store, vault: Vault, device: str, *, connect: Connect | None = None) -> None:
    """Sign another device of the account out and take it off the list.

    Raises:
        KnownError: the server does not know it, or asks for the password first.
        Offline: the server cannot be reached.
    """
    server = ledger.meta(store).server
    _check_network(store)
    with sync_lock(store.profile), line(server or "", connect) as transport:
        session = Session(store, vault, transport)
        _check(session.send(Request("DELETE", f"/v1/devices/{device}")), server or "")
    remaining = [one for one in events.recall(store, events.DEVICES) or () if one["id"] != device]
    with store.database.atomic():
        events.remember(store, events.DEVICES, remaining)


def device_name() -> str:
    """What this computer is called."""
    return platform.node().partition(".")[0] or "This computer"


def normal_server(text: str) -> str:
    """The server's address in the one form in which it is stored.

    Without a scheme it is https, on this computer http.

    Raises:
        BadInput: the text is no address of a server.
    """
    plain = text.strip()
    if "://" not in plain:
        plain = f"http://{plain}" if _is_here(urlsplit(f"//{plain}").hostname) else f"https://{plain}"
    try:
        parts = urlsplit(plain)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or " " in plain:
        raise BadInput(f"“{text}” is not the address of a server.", "It looks like https://home.example.org.")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}{port}{parts.path.rstrip('/')}"


def server_warning(server: str) -> str:
    """What is not safe about a server's address, empty where nothing is."""
    parts = urlsplit(server)
    if parts.scheme == "http" and not _is_here(parts.hostname):
        return "The connection is not encrypted: others on the network can read what is sent. Use https."
    return ""


def _is_here(name: str | None) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name or "").is_loopback
    except ValueError:
        return False


def _status(store: Store, vault: Vault, *, signed_in: bool, sentence: str = "") -> AccountStatus:
    known = ledger.meta(store)
    keep = keep_of(known.token_store)
    where = sentence or (vault.sentence(keep) if signed_in or vault.trouble else "")
    return AccountStatus(
        server=known.server,
        email=known.email,
        account_id=known.account_id,
        device=known.dev,
        device_name=device_name(),
        signed_in=signed_in,
        keep=keep,
        token_sentence=where,
        warning=server_warning(known.server) if known.server else "",
    )


def _check_network(store: Store) -> None:
    if ledger.meta(store).mode == "local":
        sentence = "Tracker is set to keep everything on this computer only, so it asks no server."
        raise KnownError(sentence, "Choose another mode in Settings, Sync, first.")


def _check_free(store: Store, address: str, email: str) -> None:
    """Refuse before anything is sent, where it is plain already that the account is another one."""
    known = ledger.meta(store)
    other = known.server == address and (known.email or "").casefold() != email.strip().casefold()
    if known.account_id is not None and other:
        raise _belongs_to(known.email, known.server)


def _belongs_to(email: str | None, server: str | None) -> OtherAccount:
    return OtherAccount(
        f"The data here belongs to {email} on {host(server)}.",
        "Another account gets a profile of its own; the data here stays as it is.",
    )


def _public(transport: Transport, server: str, path: str, body: bytes) -> Response:
    return _check(transport.send(Request("POST", path, body=body, signed=False), None), server)


def _check(answer: Any, server: str) -> Response:
    """The answer where it is a yes, else what is wrong in a sentence."""
    if isinstance(answer, Lost):
        raise Offline(f"Could not reach {host(server)}.", "Check the address and the connection.")
    response: Response = answer
    if response.status in (200, 201, 204):
        return response
    try:
        error = _read_error(response.body)
    except msgspec.MsgspecError:
        raise Offline(f"{host(server)} did not answer like a Tracker server.", "Check the address.") from None
    hints = {
        "credentials": "Check both and try again.",
        "email_taken": "Sign in to it instead.",
        "token": "Sign in again.",
        "signed_out": "Sign in again.",
    }
    raise BadInput(error.sentence, hints.get(error.error, ""))


def _read(response: Response, server: str) -> Tokens:
    try:
        return _read_tokens(response.body)
    except msgspec.MsgspecError:
        raise Offline(f"{host(server)} did not answer like a Tracker server.", "Check the address.") from None
