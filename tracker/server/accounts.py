"""Accounts: registering, signing in and out, and the session that a device sees."""

from __future__ import annotations

import re
import secrets
import unicodedata

from peewee import IntegrityError

from tracker.protocol.accounts import AccountCreated, Credentials, Session, SignIn, Tokens
from tracker.protocol.limits import PROTOCOL
from tracker.server import devices, passwords, tokens
from tracker.server.database import Database
from tracker.server.epochs import new_epoch
from tracker.server.models import Account, Credential, Device
from tracker.server.refusals import Refusal
from tracker.server.settings import Settings
from tracker.server.tokens import Caller

# One @, something on both sides, a dot in the domain or localhost: the rest only a letter could prove.
EMAIL = re.compile(r"[^@\s\x00-\x1f]+@(?:[^@\s.\x00-\x1f]+(?:\.[^@\s.\x00-\x1f]+)+|localhost)")
LONGEST_EMAIL = 254


def normalised(email: str) -> str:
    """The one spelling of an e-mail address that accounts are told apart by.

    Raises:
        Refusal: `bad_email` when it cannot be one.
    """
    plain = unicodedata.normalize("NFKC", email).strip().casefold()
    if len(plain) > LONGEST_EMAIL or not EMAIL.fullmatch(plain):
        raise Refusal("bad_email", "This is not an e-mail address.")
    return plain


def register(database: Database, settings: Settings, asked: Credentials, now: int) -> AccountCreated:
    """Open an account with an empty log.

    Raises:
        Refusal: `bad_email`, `weak_password` or `email_taken`.
    """
    email = normalised(asked.email)
    passwords.check_rules(asked.password, email)
    kept = passwords.hashed(asked.password, settings.password_rounds)
    account = "a_" + secrets.token_hex(8)
    try:
        with database.writing() as db:
            Account.insert(user_id=account, epoch=new_epoch(), head=0, floor=0, bytes=0, records=0).execute(db)
            Credential.insert(user_id=account, email=email, password=kept, created=now).execute(db)
    except IntegrityError as error:
        raise Refusal("email_taken", f"There is an account for {email} already.") from error
    return AccountCreated(account=account, email=email)


def sign_in(database: Database, settings: Settings, asked: SignIn, now: int) -> Tokens:
    """Sign a device in with e-mail and password.

    Raises:
        Refusal: `credentials`, the same for an unknown address and a wrong password, or `too_many_devices`.
    """
    try:
        email = normalised(asked.email)
    except Refusal:
        email = ""
    with database.reading() as db:
        found = Credential.select().where(Credential.email == email).get_or_none(db)
    kept = found.password if found else None
    if not passwords.matches(asked.password, kept, settings.password_rounds) or found is None:
        raise Refusal("credentials", "E-mail address or password is wrong.")
    account = found.user_id
    devices.admit(database, account, asked.device, now, settings.limits.devices)
    return tokens.begin(database, settings, account, asked.device.id, now)


def session(database: Database, settings: Settings, caller: Caller, now: int) -> Session:
    """What a device asks first: whose it is, where the log stands, what may be sent."""
    with database.reading() as db:
        account = Account.select().where(Account.user_id == caller.account).get(db)
        email = Credential.select().where(Credential.user_id == caller.account).get(db).email
        device = Device.select().where((Device.user_id == caller.account) & (Device.dev == caller.device)).get(db)
    return Session(
        account=caller.account,
        email=email,
        device=caller.device,
        epoch=account.epoch,
        head=account.head,
        push_no=device.push_no,
        now=now,
        protocol=PROTOCOL,
        limits=settings.limits,
    )
