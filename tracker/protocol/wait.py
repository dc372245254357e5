"""The hint that a log has grown. It carries no data: who hears it pulls."""

from __future__ import annotations

import msgspec


class News(msgspec.Struct, kw_only=True):
    """Answer to `GET /v1/wait` as soon as the log's `head` is beyond the cursor; 204 when the time is up."""

    head: int
