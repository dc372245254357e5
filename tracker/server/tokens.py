"""Tokens: short-lived access tokens (JWT) and the families of refresh tokens behind them.

A refresh token is `family.generation.signature`. Presenting the newest one hands out the next; presenting
the one before again, because the answer was lost, hands out the same next one. Anything older is worthless,
and ends the family when it comes too late to be a straggler: then two parties hold it, a thief or, more likely, a
copy of the profile. Both have to sign in again, once: each sign-in is a family of its own, so two copies of one device
do not end each other's. A copy that goes on under a name of its own takes the family along (`devices.pushing`); who
stays behind gets another one for the token that both hold.
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
from tracker.server.models import Device, SignIn
from tracker.server.refusals import Refusal
from tracker.server.settings import MINUTE, Settings

STRAGGLER = 2 * MINUTE
SIGNED_OUT = "This device is signed out. Sign in again; nothing on it is lost."
REUSED = "A copy of this profile used the same sign-in, so it was ended. Sign in again; nothing is lost."
TOGETHER = 4
"""Families that a device may have: one for each copy of it, and one for each run that kept its sign-in in memory."""


@dataclass(frozen=True)
class Caller:
    """Who asks: an account, through a device's sign-in."""

    account: str
    device: str
    family: str


def begin(database: Database, settings: Settings, account: str, device: str, now: int) -> Tokens:
    """Start a family for a device that has just signed in; its oldest ones end where it has many."""
    family = secrets.token_hex(16)
    with database.writing() as db:
        mine = (SignIn.user_id == account) & (SignIn.dev == device)
        latest = SignIn.select(SignIn.family).where(mine & SignIn.reused.is_null())
        kept = [row.family for row in latest.order_by(SignIn.rotated.desc()).limit(TOGETHER - 1).execute(db)]
        SignIn.delete().where(mine & SignIn.reused.is_null() & SignIn.family.not_in(kept)).execute(db)
        SignIn.delete().where(mine & (SignIn.expires <= now)).execute(db)
        SignIn.insert(
            family=family,
            user_id=account,
            dev=device,
            generation=1,
            rotated=now,
            expires=now + settings.refresh_lifetime,
        ).execute(db)
    return _tokens(database, settings, Caller(account, device, family), 1, now)


def refresh(database: Database, settings: Settings, token: str, now: int, device: str | None = None) -> Tokens:
    """The next pair of tokens; those of another family where this one went along with a copy of `device`.

    Raises:
        Refusal: `signed_out` when the token is not, or no longer, worth anything.
    """
    family, generation = _read_refresh(database.key, token)
    with database.writing() as db:
        row = SignIn.select().where(SignIn.family == family).get_or_none(db)
        if row is None or row.expires <= now:
            raise Refusal("signed_out", SIGNED_OUT)
        if row.reused is not None:
            raise Refusal("signed_out", REUSED, {"reason": "reused"})
        newest = row.generation
        behind = device if row.moved_from == device and generation >= newest - 1 else None
        # A token newer than the newest is from before this database was restored from a copy.
        if generation >= newest and behind is None:
            newest = generation + 1
            SignIn.update(generation=newest, rotated=now, expires=now + settings.refresh_lifetime).where(
                SignIn.family == family
            ).execute(db)
    if behind is not None:
        return _begin_again(database, settings, row.user_id, behind, now)
    if generation < newest - 1:
        raise _too_old(database, row, now)
    return _tokens(database, settings, Caller(row.user_id, row.dev, family), newest, now)


def _begin_again(database: Database, settings: Settings, account: str, device: str, now: int) -> Tokens:
    """A family for a device whose copy went on with the one that both held; it is on the list again."""
    with database.writing() as db:
        known = (Device.user_id == account) & (Device.dev == device)
        Device.update(removed=None, last_seen=now).where(known).execute(db)
    return begin(database, settings, account, device, now)


def _too_old(database: Database, row: SignIn, now: int) -> Refusal:
    """What is said to a token from before the last two: nobody holds it but a straggler, or a second party."""
    if now - row.rotated <= STRAGGLER:
        return Refusal("signed_out", SIGNED_OUT)
    with database.writing() as db:
        SignIn.update(reused=now).where(SignIn.family == row.family).execute(db)
    return Refusal("signed_out", REUSED, {"reason": "reused"})


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
        sql = "SELECT user_id, dev, family FROM sign_in WHERE family = ? AND reused IS NULL"
        row = db.execute_sql(sql, (claims["fam"],)).fetchone()
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
