"""A server for one person: it listens on this computer only, has one account, and asks for no e-mail or password.

So whoever uses this computer can sign in. A page in a browser here must not be able to, whatever name it reaches the
server by, and neither must anybody for whom a proxy asks.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from tracker.errors import BadInput
from tracker.protocol.accounts import ONE_PERSON, Credentials, SignIn, Tokens
from tracker.protocol.addresses import is_loopback
from tracker.server import accounts, devices, tokens
from tracker.server.database import Database
from tracker.server.models import Credential
from tracker.server.refusals import Refusal
from tracker.server.settings import Settings

HOST_WRONG = "A server for one person asks for no password, so it listens on this computer only."
SENT_ON = ("origin", "forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a browser's page and a proxy say in their requests, and Tracker never does."""


def open_account(database: Database, settings: Settings) -> None:
    """Make the one account where there is none yet; nobody knows its password.

    Raises:
        BadInput: the database has accounts with passwords, which would be of no use.
    """
    with database.reading() as db:
        there = [email for (email,) in Credential.select(Credential.email).tuples().execute(db)]
    if not there:
        only = Credentials(email=ONE_PERSON, password=secrets.token_urlsafe(32))
        accounts.register(database, settings, only, settings.clock())
    elif there != [ONE_PERSON]:
        raise BadInput(
            "This database has accounts with passwords.",
            "Leave --single-user out, or give another one with --database sqlite:///FILE.",
        )


def check_sender(headers: Mapping[str, str]) -> None:
    """Refuse to sign anybody in but a program on this computer.

    Raises:
        Refusal: `single_user`.
    """
    try:
        here = is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname)
    except ValueError:
        here = False
    if not here or any(name in headers for name in SENT_ON):
        raise Refusal("single_user", "This server is for one person, who signs in on the same computer.")


def refuse_registration() -> None:
    """There is one account, and there will be no other.

    Raises:
        Refusal: `single_user`.
    """
    raise Refusal("single_user", "This server is for one person and has its account already.")


def sign_in(database: Database, settings: Settings, asked: SignIn, now: int) -> Tokens:
    """Sign a device in without a password.

    Raises:
        Refusal: `single_user` where somebody means another account, or `too_many_devices`.
    """
    if asked.password or asked.email.strip().casefold() not in ("", ONE_PERSON):
        raise Refusal("single_user", "This server is for one person and has no other account.")
    with database.reading() as db:
        account = Credential.select().where(Credential.email == ONE_PERSON).get(db).user_id
    devices.admit(database, account, asked.device, now, settings.limits.devices)
    return tokens.begin(database, settings, account, asked.device.id, now)
