"""The one way to write a body as bytes, and the hash that two sides compare.

Canonical form: JSON with sorted keys, no spaces, UTF-8, strings in Unicode form NFC, and no number that is
not an integer, so that a round trip never makes a change.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

import msgspec

Body = dict[str, Any]
"""A record's fields: JSON values whose numbers are integers."""

SMALLEST, LARGEST = -(2**63), 2**63 - 1
DEEPEST = 32
DIGITS = bytes.maketrans(b"123456789", b"000000000")
MANY_DIGITS = b"0" * len(str(LARGEST))
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
TEXT = frozenset({str})
PLAIN = frozenset({str, int, bool, type(None)})


class NotCanonical(ValueError):
    """A value has no canonical form."""


def _no_float(text: str) -> NoReturn:
    raise NotCanonical(f"{text} is no integer")


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(float_hook=_no_float)


def canonical(value: Any) -> bytes:
    """The canonical form of a JSON value.

    Raises:
        NotCanonical: it holds a float, an integer beyond 64 bits, a key that is no string, two keys that are
            one in NFC, half a surrogate pair, something JSON does not know, or too many levels.
    """
    _check((value,), 0)
    try:
        text = _encoder.encode(value)
        # Looking for the digits of a number that is too large takes a tenth of looking at every number.
        if MANY_DIGITS in text.translate(DIGITS):
            _check_range(value)
        # Escapes in JSON text hide no combining character, so the whole text can be judged at once.
        if text.isascii() or unicodedata.is_normalized("NFC", text.decode()):
            return text
        return _encoder.encode(_composed(value))
    except UnicodeEncodeError as error:
        raise NotCanonical("a text holds half a surrogate pair") from error
    except OverflowError as error:
        raise NotCanonical("a number does not fit into 64 bits") from error


def all_canonical(texts: Sequence[bytes]) -> bool:
    """Whether all of these JSON texts are in canonical form.

    They are judged together, in a third of the time that `canonical` takes for each. "No" may also mean that it cannot
    be told in this way, as of brackets in a text.
    """
    whole = b"[%b]" % b",".join(texts)
    if not _is_shallow(whole) or MANY_DIGITS in whole.translate(DIGITS):
        return False
    try:
        values = _decoder.decode(whole)
        if len(values) != len(texts) or _encoder.encode(values) != whole:
            return False
    except (msgspec.MsgspecError, NotCanonical, UnicodeError):
        return False
    return whole.isascii() or all(text.isascii() or unicodedata.is_normalized("NFC", text.decode()) for text in texts)


def _is_shallow(whole: bytes) -> bool:
    """Whether no value of a list has more than `DEEPEST` levels, as far as can be told at a glance."""
    brackets = whole.translate(None, NO_BRACKETS)
    for _ in range(DEEPEST + 1):
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
    return not brackets


def content_hash(body: Body | None, deleted: bool) -> bytes:
    """SHA-256 over what a record says; equal hashes mean that nothing needs to be merged.

    Args:
        body: the fields; None for a deleted record.
        deleted: whether the record is a tombstone.
    """
    return canonical_hash(canonical(body), deleted)


def canonical_hash(text: bytes, deleted: bool) -> bytes:
    """`content_hash` of a body that is in canonical form already."""
    return hashlib.sha256(text + (b"1" if deleted else b"0")).digest()


def _check(items: Collection[Any], depth: int) -> None:
    """Refuse what cannot stand in a list or an object that is `depth` levels down."""
    kinds = set(map(type, items))
    if kinds <= PLAIN:
        return
    for item in items:
        kind = type(item)
        if kind is dict or kind is list:
            if depth == DEEPEST:
                raise NotCanonical(f"more than {DEEPEST} levels")
            if kind is dict and set(map(type, item)) - TEXT:
                raise NotCanonical("a key is no text")
            _check(item if kind is list else item.values(), depth + 1)
        elif kind not in PLAIN:
            raise NotCanonical(f"{item!r} is a {kind.__name__}; only text, integers, true, false and null are sent")


def _check_range(value: Any) -> None:
    """Refuse a number that is too large."""
    if type(value) is int and not SMALLEST <= value <= LARGEST:
        raise NotCanonical(f"{value} does not fit into 64 bits")
    for item in value.values() if type(value) is dict else value if type(value) is list else ():
        _check_range(item)


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    if isinstance(value, dict):
        composed = {unicodedata.normalize("NFC", key): _composed(item) for key, item in value.items()}
        if len(composed) != len(value):
            raise NotCanonical("two keys are the same text")
        return composed
    return value
