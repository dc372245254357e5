"""What a device sends and what it hears about each record. One frozen push at a time, answered once."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, field

from tracker.protocol.canonical import Body
from tracker.protocol.records import BlobId, Collection, DeviceId, Milliseconds, Record, RecordId, Rev

PushNumber = Annotated[int, Meta(ge=1, le=2**63 - 1)]
OpsHash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class OpHead(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One change, without the body of a put; a delete is `del` on the wire.

    Attributes:
        base: the `rev` the change was made on; 0 = the record must not exist.
        mt: edit time by the device's clock, ms.
        blobs: the blobs that the body names; the server has to have all of them.
    """

    c: Collection
    id: RecordId
    base: Rev = 0
    deleted: bool = field(name="del", default=False)
    s: Annotated[int, Meta(ge=0, lt=2**31)] = 1
    mt: Milliseconds = 0
    blobs: list[BlobId] = []


class Op(OpHead, kw_only=True, omit_defaults=True):
    """One change: a put with a body, or a delete without."""

    body: Body | None = None

    def __post_init__(self) -> None:
        """A put has a body, a delete has none."""
        if self.deleted != (self.body is None):
            raise ValueError("either `body` or `del`")
        if self.deleted and self.blobs:
            raise ValueError("a deleted record names no blobs")


class PushRequest(msgspec.Struct, kw_only=True):
    """A numbered bundle of changes.

    Attributes:
        push_no: one more than that of this device's last answered push.
        now: the device's clock when the push was frozen, ms; the query's `now` is its clock when it is sent.
        instead: the SHA-256 of the `ops`, as they were sent, of a push of the same number that this one takes the
            place of. Where that one was carried out, its answer is given once more and this one is not carried out;
            else that one will never be.
    """

    epoch: str
    dev: DeviceId
    push_no: PushNumber
    now: Milliseconds
    ops: list[Op]
    instead: OpsHash | None = None


class Applied(msgspec.Struct, tag="applied", tag_field="st"):
    """The change is in the log as `rev`."""

    rev: int


class Same(msgspec.Struct, tag="same", tag_field="st"):
    """The server has this content already, as `rev`; as good as applied."""

    rev: int


class Conflict(msgspec.Struct, tag="conflict", tag_field="st"):
    """The record changed since `base`; `rec` is how it is now.

    It is null where all of them together would make the answer larger than a page; a pull brings it then.
    """

    rec: Record | None


class Gone(msgspec.Struct, tag="gone", tag_field="st"):
    """There was a record and its tombstone was cleared away."""


InvalidCode = Literal["too_large", "bad_envelope", "quota", "missing_blobs"]


class Invalid(msgspec.Struct, tag="invalid", tag_field="st"):
    """The change cannot be taken as it is; the others of the push are not affected."""

    code: InvalidCode
    detail: str = ""


Result = Applied | Same | Conflict | Gone | Invalid


class PushResponse(msgspec.Struct, kw_only=True):
    """One result per op, in their order.

    Attributes:
        head0: the log's head before this push.
        head1: the head after it.
        nonce: of the commit that ends at `head1`: with it a device whose cursor was at `head0` goes on to
            `Cursor(epoch, head1, nonce)` without downloading its own writes.
    """

    epoch: str
    head0: int
    head1: int
    nonce: str
    res: list[Result]
