"""A page of an account's log."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from tracker.protocol.records import Envelope, Record

AnyRecord = TypeVar("AnyRecord", bound=Envelope)


class Page(msgspec.Struct, Generic[AnyRecord], kw_only=True):
    """Records in the order of their `rev`.

    Attributes:
        cursor: where the next page begins; to be stored with what this page changed.
        more: another page waits already.
        head: the log's head when the page was read.
        device: who is signed in, push_no: the number of that device's last push; a device that knows of fewer was
            restored from a copy.
    """

    epoch: str
    recs: list[AnyRecord]
    cursor: str
    more: bool
    head: int
    device: str = ""
    push_no: int = 0


PullResponse = Page[Record]
