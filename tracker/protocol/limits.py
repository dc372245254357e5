"""How much may be sent and kept; the server tells its own in `/v1/session`."""

from __future__ import annotations

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


@dataclass(frozen=True)
class Limits:
    """Sizes are bytes of canonical or decompressed data; `account_bytes` counts records and blobs together.

    What is counted by the minute may come twice as often for a moment, and 0 is without limit.

    Attributes:
        unpack_ratio: how many times larger a compressed body may become, beyond `HARMLESS` bytes.
        wait_seconds: how long a device may wait for news at a time; many proxies hang up after a minute.
        requests_per_minute: of one device; its waits are counted apart, blobs by their bytes.
        first_sync_per_minute: requests of a device that has not come to the end of its first sync.
        sign_ins_per_minute: attempts from one network address for one e-mail address; five times as many in all.
    """

    record_bytes: int = 256 * KIB
    # Twice to four times as many as the protocol was sketched with: a request costs more than its records.
    push_ops: int = 2000
    push_bytes: int = 4 * MIB
    page_records: int = 2000
    page_bytes: int = 4 * MIB
    records: int = 1_000_000
    account_bytes: int = 2 * GIB
    blob_bytes: int = 64 * MIB
    blob_chunk_bytes: int = 4 * MIB
    devices: int = 20
    unpack_ratio: int = 50
    wait_seconds: int = 50
    requests_per_minute: int = 60
    first_sync_per_minute: int = 1200
    blob_bytes_per_minute: int = 256 * MIB
    sign_ins_per_minute: int = 6


HARMLESS = 64 * KIB
PROTOCOL = 1
"""The number of this protocol, sent as `Tracker-Protocol`; a server refuses pushes of one that is too old."""
