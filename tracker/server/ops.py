"""Reading the changes that a device sends, before any lock is taken.

What Tracker itself sends is in canonical form already, and is only looked at to make sure of that, all of it together.
Anything else is read op by op, so that one malformed record does not spoil the others.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from tracker.protocol.canonical import NotCanonical, all_canonical, canonical, canonical_hash
from tracker.protocol.limits import Limits
from tracker.protocol.push import Invalid, Op, OpHead
from tracker.server.refusals import Refusal

NO_BODY = b"null"
DELETED = canonical_hash(NO_BODY, True)


class Change(NamedTuple):
    """An op that was read and hashed; `text` is the canonical body, None for a delete."""

    op: OpHead
    text: bytes | None
    hash: bytes
    size: int
    """Bytes that it adds to the account."""


class _Sent(OpHead, kw_only=True):
    """An op whose body is unread."""

    body: msgspec.Raw = msgspec.Raw(NO_BODY)


_read_each = msgspec.json.Decoder(list[msgspec.Raw]).decode
_read_op = msgspec.json.Decoder(Op).decode
_read_together = msgspec.json.Decoder(list[_Sent]).decode


def prepare(ops: bytes | msgspec.Raw, limits: Limits) -> list[Change | Invalid]:
    """Read and hash what was sent, a JSON array; what cannot be taken is said so in its place.

    Raises:
        Refusal: `malformed` where it is no array, `too_large` where it is longer than `limits` allow.
    """
    changes = _together(ops, limits) or _one_by_one(ops, limits)
    if len(changes) > limits.push_ops:
        raise Refusal("too_large", f"A push may have at most {limits.push_ops} changes.")
    return changes


def _together(ops: bytes | msgspec.Raw, limits: Limits) -> list[Change | Invalid] | None:
    """All the changes, None unless every one of them is in order and in canonical form."""
    try:
        sent = _read_together(ops)
    except (msgspec.MsgspecError, RecursionError):
        return None
    texts = [bytes(op.body) for op in sent]
    most = limits.record_bytes
    for op, text in zip(sent, texts, strict=True):
        if len(text) > most or (text != NO_BODY or op.blobs if op.deleted else text[:1] != b"{"):
            return None
    if not all_canonical(texts):
        return None
    return [
        Change(op, None, DELETED, 0) if op.deleted else Change(op, text, canonical_hash(text, False), len(text))
        for op, text in zip(sent, texts, strict=True)
    ]


def _one_by_one(ops: bytes | msgspec.Raw, limits: Limits) -> list[Change | Invalid]:
    try:
        each = _read_each(ops)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("malformed", f"The push cannot be read: {error}.") from error
    return [_prepare(raw, limits) for raw in each]


def _prepare(raw: msgspec.Raw, limits: Limits) -> Change | Invalid:
    try:
        op = _read_op(raw)
        if op.deleted:
            return Change(op, None, DELETED, 0)
        text = canonical(op.body)
    except (msgspec.MsgspecError, NotCanonical, RecursionError) as error:
        return Invalid("bad_envelope", str(error))
    if len(text) > limits.record_bytes:
        return Invalid("too_large", f"{len(text)} bytes; at most {limits.record_bytes} are kept")
    return Change(op, text, canonical_hash(text, False), len(text))
