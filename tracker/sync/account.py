"""Signing a profile in to a server and out again. Nothing here touches the user's data.

A profile belongs to one account from its first sign-in on, so that the records of two people never mix.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from tracker.errors import BadInput, KnownError
from tracker.protocol.accounts import ONE_PERSON, Credentials, DeviceName, SignIn, Tokens
from tracker.protocol.addresses import is_loopback
from tracker.store.backup import back_up
from tracker.store.database import Store
from tracker.sync import entrance, events, ledger, limits, moving, twins
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Request, Transport, host
from tracker.sync.moving import Move
from tracker.sync.secrets import Keep, Vault, entry_name, keep_of
from tracker.sync.session import Connect, Session, held, hold, line


class OtherAccount(KnownError):
    """The profile belongs to another account than the one that was to sign in.

    Attributes:
        same_name: the two have the same e-mail, so they are likely one person's.
        same_place: they are at the same address as well, so that the server may have been set up anew.
    """

    def __init__(self, sentence: str, hint: str, *, same_name: bool, same_place: bool) -> None:
        super().__init__(sentence, hint)
        self.same_name = same_name
        self.same_place = same_place


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
    move: Move | None = None,
    connect: Connect | None = None,
) -> AccountStatus:
    """Open an account on a server and sign this profile in to it; for `move` see `login`.

    Raises:
        BadInput: the address, the e-mail or the password will not do, or the e-mail has an account already.
        OtherAccount: the profile belongs to another one; no account was opened.
        Offline: the server cannot be reached.
    """
    address = normal_server(server)
    _check_network(store)
    if not move:
        _check_new(store, address, email)
    with line(address, connect) as transport:
        body = msgspec.json.encode(Credentials(email=email.strip(), password=password))
        entrance.ask(transport, address, "/v1/accounts", body)
    return login(store, vault, server, email, password, keep, move=move, connect=connect)


def login(
    store: Store,
    vault: Vault,
    server: str,
    email: str,
    password: str,
    keep: Keep = "keyring",
    *,
    move: Move | None = None,
    connect: Connect | None = None,
) -> AccountStatus:
    """Sign this profile in. The data on it stays, and is merged with the account's at the next sync.

    A server for one person is signed in to with e-mail and password left empty.

    Args:
        store: the profile's data.
        vault: where the sign-in goes.
        server: the server's address.
        email: the account's name.
        password: its password.
        keep: where the sign-in is kept.
        move: where the profile belongs to another account, go over to this one, after a backup; None does not.
        connect: gives the transport.

    Raises:
        BadInput: e-mail address or password is wrong, or the address is none.
        OtherAccount: the profile belongs to another one.
        KnownError: the backup cannot be made, or the account holds nothing to take over; nothing was moved.
        Offline: the server cannot be reached.
    """
    address, name = normal_server(server), email.strip()
    _check_network(store)
    with sync_lock(store.profile), line(address, connect) as transport:
        if entrance.needs_no_password(name, password):
            name = entrance.one_person(transport, address)
        if not move:
            _check_free(store, address, name)
        known = ledger.meta(store)
        moves = move if known.account_id is not None else None
        dev = ledger.new_device() if moves else known.dev
        tokens = _enter(store, transport, address, name, password, dev)
        if moves and tokens.account == known.account_id:  # it is the same one after all
            transport.send(Request("POST", "/v1/logout"), tokens.access)
            moves, tokens = None, _enter(store, transport, address, name, password, known.dev)
        if moves:
            _move(store, vault, transport, tokens, moves, name, address, dev)
        elif known.account_id not in (None, tokens.account):
            transport.send(Request("POST", "/v1/logout"), tokens.access)
            raise _is_another(store, address, name)
        else:
            _take(store, tokens, name, address)
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
    """Who this profile is; asks the store of secrets, and what the server said last, not the server."""
    ended = (events.recall(store, events.STATE) or [""])[0] == "signed_out"
    return _status(store, vault, signed_in=held(store, vault) is not None and not ended)


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
        entrance.check(session.send(Request("DELETE", f"/v1/devices/{device}")), server or "")
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
        plain = f"http://{plain}" if is_loopback(urlsplit(f"//{plain}").hostname) else f"https://{plain}"
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
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        return "The connection is not encrypted: others on the network can read what is sent. Use https."
    return ""


def _warning(server: str, email: str | None) -> str:
    return entrance.ASKS_NOBODY if email == ONE_PERSON else server_warning(server)


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
        warning=_warning(known.server, known.email) if known.server else "",
    )


def _enter(store: Store, transport: Transport, address: str, email: str, password: str, dev: str) -> Tokens:
    """The sign-in that the server gives to a device."""
    body = msgspec.json.encode(SignIn(email=email, password=password, device=DeviceName(id=dev, name=device_name())))
    try:
        return entrance.read_tokens(entrance.ask(transport, address, "/v1/token", body), address)
    except BadInput as error:
        if not _is_account_of(store, address, email):
            raise
        hint = f"If {host(address)} was set up anew, create your account there again: what is here can be sent to it."
        raise BadInput(error.sentence, f"{error.hint} {hint}".strip()) from error


def _take(store: Store, tokens: Tokens, email: str, address: str) -> None:
    """The profile belongs to this account, from now on or again."""
    known = ledger.meta(store)
    with store.database.atomic():
        if known.account_id is None:
            twins.expect(store)
        ledger.set_meta(store, account_id=tokens.account, email=email, server=address)
        events.remember(store, events.ACCOUNT_LOST, None)
        events.set_state(store, "never" if known.last_sync is None else "ok", "")


def _move(
    store: Store, vault: Vault, transport: Transport, tokens: Tokens, move: Move, email: str, address: str, dev: str
) -> None:
    known = ledger.meta(store)
    try:
        if move == "take over":
            _check_holds_something(transport, tokens, address)
        back_up(store, moving.WHY)
        moving.go_over(store, move, tokens.account, email, address, dev)
    except KnownError:
        transport.send(Request("POST", "/v1/logout"), tokens.access)
        raise
    vault.forget(entry_name(known.server or "", known.account_id or "", known.dev), keep_of(known.token_store))


def _check_holds_something(transport: Transport, tokens: Tokens, address: str) -> None:
    """Nobody wants a device emptied for an account that no other one has sent anything to."""
    if not entrance.holds_anything(transport.send(limits.ASK, tokens.access), address):
        raise KnownError(
            f"The account on {host(address)} holds nothing yet that could be taken over.",
            "Send what is here, or sign in and sync on another device first.",
        )


def _check_network(store: Store) -> None:
    if ledger.meta(store).mode == "local":
        sentence = "Tracker is set to keep everything on this computer only, so it asks no server."
        raise KnownError(sentence, "Choose another mode in Settings, Sync, first.")


def _check_free(store: Store, address: str, email: str) -> None:
    """Refuse before anything is sent, where it is plain already that the account is another one."""
    known = ledger.meta(store)
    if known.account_id is not None and known.server == address and not _is_account_of(store, address, email):
        raise _is_another(store, address, email)


def _check_new(store: Store, address: str, email: str) -> None:
    """Refuse to open an account that this profile could not belong to, before it is opened."""
    if ledger.meta(store).account_id is None:
        return
    if _is_account_of(store, address, email):
        raise OtherAccount(
            f"The data here belongs to {email.strip()} on {host(address)} already.",
            "Sign in to it. If the server was set up anew, what is here can be sent to a new account on it.",
            same_name=True,
            same_place=True,
        )
    raise _is_another(store, address, email)


def _is_account_of(store: Store, address: str, email: str) -> bool:
    """Whether the profile's account has this address and e-mail."""
    known = ledger.meta(store)
    return (known.server, (known.email or "").casefold()) == (address, email.strip().casefold())


def _is_another(store: Store, address: str, email: str) -> OtherAccount:
    """The account is not the profile's; where it has its name and its address that is remembered."""
    known = ledger.meta(store)
    if _is_account_of(store, address, email):
        with store.database.atomic():
            events.remember(store, events.ACCOUNT_LOST, True)
        return OtherAccount(
            f"{host(address)} has another account for {email.strip()} than the one that the data here belongs to.",
            "It was set up anew, it seems. What is here can be sent to the new account.",
            same_name=True,
            same_place=True,
        )
    return OtherAccount(
        f"The data here belongs to {known.email} on {host(known.server)}.",
        "Another account gets a profile of its own; the data here stays as it is.",
        same_name=(known.email or "").casefold() == email.strip().casefold(),
        same_place=False,
    )
