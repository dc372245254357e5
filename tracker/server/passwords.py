"""Passwords: what is accepted as one, and how it is kept.

bcrypt reads 72 bytes and stops at a zero byte, so it is given the SHA-256 of the password instead.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from functools import lru_cache

import bcrypt

from tracker.server.refusals import Refusal

SHORTEST, LONGEST, FEWEST_CHARACTERS = 8, 512, 4

_COMMON = """
    password passwort password1 password12 password123 passw0rd p@ssword p@ssw0rd p@ssword1 passport
    12345678 123456789 1234567890 87654321 123123123 11223344 abcd1234 abc12345 1q2w3e4r 1qaz2wsx q1w2e3r4
    qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 asdfghjk asdfghjkl zxcvbnm1 1q2w3e4r5t qazwsxedc
    iloveyou sunshine princess football baseball superman batman123 starwars trustno1 whatever michelle
    jennifer computer internet welcome1 welcome123 letmein1 letmein123 changeme changeme1 default1
    administrator admin123 admin1234 administrator1 monkey123 dragon123 master123 shadow123 liverpool
    tracker1 tracker123 trackertracker secret123 iloveyou1 charlie1 samantha elephant diamond1
"""
COMMON = frozenset(_COMMON.split())


def check_rules(password: str, email: str) -> None:
    """Refuse what is guessed first.

    Raises:
        Refusal: `weak_password`, with the reason.
    """
    folded = password.casefold()
    if len(password) < SHORTEST:
        why = f"A password needs at least {SHORTEST} characters."
    elif len(password) > LONGEST:
        why = f"A password may have at most {LONGEST} characters."
    elif len(set(folded)) < FEWEST_CHARACTERS:
        why = f"A password needs at least {FEWEST_CHARACTERS} different characters."
    elif folded in COMMON:
        why = "This password is among the first that are tried; choose another."
    elif folded in (email, email.partition("@")[0]):
        why = "The password must not be the e-mail address."
    else:
        return
    raise Refusal("weak_password", why)


def hashed(password: str, rounds: int) -> str:
    """What is kept of a password; `rounds` is bcrypt's cost as a power of two."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(rounds)).decode()


def matches(password: str, kept: str | None, rounds: int) -> bool:
    """Whether this is the password. With nothing kept it takes as long and is false."""
    right = bcrypt.checkpw(_digest(password), (kept or _nobodys(rounds)).encode())
    return right and kept is not None


@lru_cache
def _nobodys(rounds: int) -> str:
    return hashed("no account has this one", rounds)


def _digest(password: str) -> bytes:
    # Two keyboards may spell one letter differently.
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(text).digest())
