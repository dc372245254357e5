"""Asking for the pages of a pull, and reading what comes."""

from __future__ import annotations

import msgspec

from tracker.protocol.pull import Page
from tracker.store.database import Store
from tracker.sync import farthest
from tracker.sync.incoming import RawRecord
from tracker.sync.messages import Request, Response

PAGE = 2000
"""Records asked for at a time: applying them takes a transaction of some tens of milliseconds."""

_read_page = msgspec.json.Decoder(Page[RawRecord]).decode


class Pages:
    """Reads pages of a pull, each only once although it is also asked for what comes after it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: tuple[bytes, Page[RawRecord]] | None = None

    def request(self, cursor: str | None, fresh: bool = False) -> Request:
        """What asks for the page after `cursor`."""
        seen = farthest.beyond(self._store, cursor)
        return Request("GET", "/v1/pull", _query(cursor, fresh, seen), then=self._next)

    def read(self, body: bytes) -> Page[RawRecord]:
        """The page that an answer holds."""
        if self._read is None or self._read[0] is not body:
            self._read = (body, _read_page(body))
        return self._read[1]

    def _next(self, answer: Response) -> Request | None:
        try:
            page = self.read(answer.body)
        except msgspec.MsgspecError:
            return None  # whoever takes the page in says what is wrong with it
        return self.request(page.cursor) if page.more else None


def _query(cursor: str | None, fresh: bool, seen: str | None) -> dict[str, str]:
    query = {"limit": str(PAGE)}
    if seen:
        query["seen"] = seen
    if cursor:
        query["cursor"] = cursor
    elif fresh:
        query["fresh"] = "1"
    return query
