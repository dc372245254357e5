"""Long polls: a device waits for news of its account's log while no thread is held for it.

Who waits has a seat. Seats are told by the pushes of this process, and by a poller for those of other processes on
the same database; both only make the device look again, so a hint too many does no harm. Everything here lives on
the event loop. What news are is in `news`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from tracker.protocol.wait import News
from tracker.server.database import Database
from tracker.server.log import standing
from tracker.server.models import Account
from tracker.server.pull import place
from tracker.server.push import check_seen
from tracker.server.tokens import Caller

POLL_SECONDS = 1.5
"""How often the database is asked for what other processes wrote, while anybody waits."""
_TOGETHER = 500


def news(database: Database, account: str, cursor: str, seen: str = "") -> News | None:
    """Where the log stands if that is beyond `cursor`, None if there is nothing new; `seen` is as in `pull.pull`.

    Raises:
        Refusal: as `pull.pull` where the cursor is no place in this log.
    """
    with database.reading() as db:
        row = standing(db, account)
        check_seen(db, account, row.epoch, row.head, seen)
        start = place(db, row, cursor)
    return News(head=row.head) if row.head > start.seq else None


class Seat:
    """The place of one device that waits. It is called once at the beginning, for what came while it sat down."""

    def __init__(self) -> None:
        self._called = asyncio.Event()
        self._called.set()
        self._over = False

    def call(self) -> None:
        """Have the device look again."""
        self._called.set()

    def end(self) -> None:
        """Send the device away."""
        self._over = True
        self._called.set()

    async def called(self, request: Request, until: float) -> bool:
        """Wait; True when it is worth looking again, False when the time is up or nobody waits any more.

        Args:
            request: the device's, whose body was read; that it hung up is noticed.
            until: the time-out by the loop's clock, s.
        """
        left = until - asyncio.get_running_loop().time()
        calling = asyncio.ensure_future(self._called.wait())
        leaving = asyncio.ensure_future(_hung_up(request))
        try:
            await asyncio.wait({calling, leaving}, timeout=max(0.0, left), return_when=asyncio.FIRST_COMPLETED)
            worth_it = calling.done() and not leaving.done() and not self._over
        finally:
            for task in (calling, leaving):
                task.cancel()
            await asyncio.gather(calling, leaving, return_exceptions=True)
        self._called.clear()
        return worth_it


class Watch:
    """Everybody who waits. A sign-in has one seat: when it comes again, the earlier one is sent away.

    Args:
        database: where the logs are.
        every: seconds between two looks for what other processes wrote.
    """

    def __init__(self, database: Database, every: float = POLL_SECONDS) -> None:
        self._database = database
        self._every = every
        self._seats: dict[str, dict[str, Seat]] = {}
        self._poller: asyncio.Task[None] | None = None
        self._closed = False

    @contextmanager
    def seat(self, caller: Caller) -> Iterator[Seat]:
        """A seat for as long as the block lasts."""
        seat = Seat()
        mine = self._seats.setdefault(caller.account, {})
        earlier = mine.get(caller.family)
        if earlier is not None:
            earlier.end()
        mine[caller.family] = seat
        if self._closed:
            seat.end()
        elif self._poller is None:
            self._poller = asyncio.create_task(self._poll())
        try:
            yield seat
        finally:
            if mine.get(caller.family) is seat:
                del mine[caller.family]
            if not mine and self._seats.get(caller.account) is mine:
                del self._seats[caller.account]
            if not self._seats and self._poller is not None:
                self._poller.cancel()
                self._poller = None

    def tell(self, account: str) -> None:
        """Something was written to the account's log."""
        for seat in tuple(self._seats.get(account, {}).values()):
            seat.call()

    def close(self) -> None:
        """Send everybody away, and whoever comes from now on: the server is about to end."""
        self._closed = True
        for seats in self._seats.values():
            for seat in seats.values():
                seat.end()

    async def _poll(self) -> None:
        seen: dict[str, tuple[str, int]] = {}
        while True:
            await asyncio.sleep(self._every)
            now: dict[str, tuple[str, int]] = {}
            with suppress(Exception):  # the next look may work; whoever waits asks again after a minute anyway
                now = await run_in_threadpool(self._heads, tuple(self._seats))
            for account, stands in now.items():
                if seen.get(account) != stands:
                    self.tell(account)
            seen = now

    def _heads(self, accounts: tuple[str, ...]) -> dict[str, tuple[str, int]]:
        """Epoch and head of each of `accounts`."""
        found: dict[str, tuple[str, int]] = {}
        columns = (Account.user_id, Account.epoch, Account.head)
        with self._database.reading() as db:
            for start in range(0, len(accounts), _TOGETHER):
                some = Account.user_id.in_(accounts[start : start + _TOGETHER])
                rows = Account.select(*columns).where(some).tuples().execute(db)
                found.update((account, (epoch, head)) for account, epoch, head in rows)
        return found


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
