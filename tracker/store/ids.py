"""Identifiers: time-ordered for records, derived for things that are the same on every device."""

from __future__ import annotations

import hashlib
import os
import uuid

NAMESPACE = uuid.UUID("6f2d9e2c-6f0b-5d0e-9a53-0d6a4c0f7b11")
"""The fixed namespace of identifiers that are derived from a natural key."""
_NAMESPACE = NAMESPACE.bytes
_VARIANT = {digit: f"{int(digit, 16) & 0x3 | 0x8:x}" for digit in "0123456789abcdef"}


def new_id(now: int) -> str:
    """A UUIDv7 for the instant `now` in ms: later identifiers sort later. Layout: RFC 9562, section 5.7."""
    value = (now & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def derived_id(kind: str, key: str) -> str:
    """The identifier that every device gives to the `kind` of thing known by `key`."""
    # A UUIDv5 (RFC 9562, section 5.5) as text; ten thousand by way of `uuid.uuid5` take five times as long.
    value = hashlib.sha1(_NAMESPACE + f"{kind}:{key}".encode(), usedforsecurity=False).hexdigest()
    variant = _VARIANT[value[16]]
    return f"{value[:8]}-{value[8:12]}-5{value[13:16]}-{variant}{value[17:20]}-{value[20:32]}"


def new_item_id() -> str:
    """The identifier of an item in a record's list: 8 random bytes."""
    return os.urandom(8).hex()
