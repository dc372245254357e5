"""How much may be sent and kept; the server tells its own in `/v1/session`."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Sizes are bytes of canonical or decompressed data; `account_bytes` counts records and blobs together.

    Attributes:
        wait_seconds: how long a device may wait for news at a time; many proxies hang up after a minute.
    """

    record_bytes: int = 256 * KIB
    push_ops: int = 1000
    push_bytes: int = 4 * MIB
    page_records: int = 1000
    page_bytes: int = 4 * MIB
    records: int = 1_000_000
    account_bytes: int = 2 * GIB
    blob_bytes: int = 64 * MIB
    blob_chunk_bytes: int = 4 * MIB
    devices: int = 20
    wait_seconds: int = 50


PROTOCOL = 1
"""The number of this protocol, sent as `Tracker-Protocol`; a server refuses pushes of one that is too old."""
