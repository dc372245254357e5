"""Tokens: short-lived access tokens (JWT) and the families of refresh tokens behind them.

A refresh token is `family.generation.signature`. Presenting the newest one hands out the next; presenting
the one before again, because the answer was lost, hands out the same next one. Anything older is worthless,
and ends the family when it comes too late to be a straggler: then two parties hold it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

import jwt

from tracker.protocol.accounts import Tokens
from tracker.server.database import Database
from tracker.server.models import SignIn
from tracker.server.refusals import Refusal
from tracker.server.settings import MINUTE, Settings

STRAGGLER = 2 * MINUTE
SIGNED_OUT = "This device is signed out. Sign in again; nothing on it is lost."


@dataclass(frozen=True)
class Caller:
    """Who asks: an account, through a device's sign-in."""

    account: str
    device: str
    family: str


def begin(database: Database, settings: Settings, account: str, device: str, now: int) -> Tokens:
    """Start a family for a device that has just signed in; an earlier one of this device ends."""
    family = secrets.token_hex(16)
    with database.writing() as db:
        SignIn.delete().where((SignIn.user_id == account) & (SignIn.dev == device)).execute(db)
        SignIn.insert(
            family=family,
            user_id=account,
            dev=device,
            generation=1,
            rotated=now,
            expires=now + settings.refresh_lifetime,
        ).execute(db)
    return _tokens(database, settings, Caller(account, device, family), 1, now)


def refresh(database: Database, settings: Settings, token: str, now: int) -> Tokens:
    """The next pair of tokens.

    Raises:
        Refusal: `signed_out` when the token is not, or no longer, worth anything.
    """
    family, generation = _read_refresh(database.key, token)
    with database.writing() as db:
        row = SignIn.select().where(SignIn.family == family).get_or_none(db)
        if row is None or row.expires <= now:
            raise Refusal("signed_out", SIGNED_OUT)
        # A token newer than the newest is from before this database was restored from a copy.
        if generation >= row.generation:
            newest = generation + 1
            SignIn.update(generation=newest, rotated=now, expires=now + settings.refresh_lifetime).where(
                SignIn.family == family
            ).execute(db)
        else:
            newest = row.generation
    if generation < newest - 1:
        if now - row.rotated > STRAGGLER:
            end(database, Caller(row.user_id, row.dev, family))
        raise Refusal("signed_out", SIGNED_OUT)
    return _tokens(database, settings, Caller(row.user_id, row.dev, family), newest, now)


def end(database: Database, caller: Caller) -> None:
    """End the sign-in: its tokens are worth nothing from now on."""
    with database.writing() as db:
        SignIn.delete().where(SignIn.family == caller.family).execute(db)


def authenticate(database: Database, access: str, now: int) -> Caller:
    """Who an access token speaks for.

    Raises:
        Refusal: `token` when it is forged, expired, or its device was signed out.
    """
    try:
        # Expiry is judged by the server's injected clock, below.
        claims = jwt.decode(
            access,
            database.key,
            algorithms=["HS256"],
            options={"verify_exp": False, "require": ["sub", "dev", "fam", "jti", "exp"]},
        )
    except jwt.InvalidTokenError as error:
        raise Refusal("token", "The sign-in is not known here.") from error
    if claims["exp"] * 1000 <= now:
        raise Refusal("token", "The sign-in has expired.")
    with database.reading() as db:
        row = db.execute_sql("SELECT user_id, dev, family FROM sign_in WHERE family = ?", (claims["fam"],)).fetchone()
    if row is None:
        raise Refusal("token", SIGNED_OUT)
    return Caller(*row)


def _tokens(database: Database, settings: Settings, caller: Caller, generation: int, now: int) -> Tokens:
    expires = (now + settings.access_lifetime) // 1000
    claims = {
        "sub": caller.account,
        "dev": caller.device,
        "fam": caller.family,
        "jti": secrets.token_hex(8),
        "exp": expires,
    }
    return Tokens(
        access=jwt.encode(claims, database.key, algorithm="HS256"),
        refresh=_refresh_token(database.key, caller.family, generation),
        account=caller.account,
        expires=expires * 1000,
    )


def _refresh_token(key: bytes, family: str, generation: int) -> str:
    named = f"{family}.{generation}"
    mac = hmac.new(key, f"refresh {named}".encode(), hashlib.sha256).digest()
    return f"{named}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def _read_refresh(key: bytes, token: str) -> tuple[str, int]:
    """Family and generation of a token that this server made; the signature makes the rest trustworthy."""
    family, _, rest = token.partition(".")
    generation, _, _ = rest.partition(".")
    if not generation.isdecimal() or len(generation) > 9:
        raise Refusal("signed_out", SIGNED_OUT)
    genuine = _refresh_token(key, family, int(generation))
    if not hmac.compare_digest(genuine.encode(), token.encode("utf-8", "surrogatepass")):
        raise Refusal("signed_out", SIGNED_OUT)
    return family, int(generation)
