"""What a server does about its data now and then, and once after its database was put back from a backup."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from peewee import fn

from tracker.server import blobs
from tracker.server.database import Database
from tracker.server.models import Account, Commit, Device, Record
from tracker.server.settings import MINUTE, Settings

log = logging.getLogger(__name__)

PAUSE = 6 * 60 * MINUTE
"""Ms between two rounds of upkeep."""


@dataclass(frozen=True)
class Restored:
    """What `restored` did: so many accounts with so many records began a new history."""

    accounts: int
    records: int


def new_epoch() -> str:
    """A name for a history that no device has seen."""
    return "e_" + secrets.token_hex(4)


def restored(database: Database) -> Restored:
    """Begin a new history in every account: the database was put back from a backup.

    Devices may know more than this database does. By the new name of the history they notice, compare record by record,
    and send what is missing here. Their numbered pushes begin where they are told.
    """
    with database.writing() as db:
        accounts = [row.user_id for row in Account.select(Account.user_id).execute(db)]
        for account in accounts:
            Account.update(epoch=new_epoch()).where(Account.user_id == account).execute(db)
        Device.update(push_hash=None, push_resp=None).execute(db)
        live = Record.select().where(~Record.deleted).count(db)
    return Restored(len(accounts), live)


def clear_tombstones(database: Database, now: int, lifetime: int) -> int:
    """Forget deletions that were pushed more than `lifetime` ms ago; returns how many.

    A device whose cursor is older than one of them cannot learn of it any more: its account's floor rises to it.
    """
    cleared = 0
    with database.reading() as db:
        accounts = [row.user_id for row in Account.select(Account.user_id).execute(db)]
    for account in accounts:
        with database.writing() as db:
            # An edit time may be older than the push that brought it; the commit's is the server's own.
            old = (Commit.user_id == account) & (Commit.at < now - lifetime)
            end = Commit.select(fn.MAX(Commit.end_rev)).where(old).scalar(db) or 0
            gone = (Record.user_id == account) & Record.deleted & (Record.rev <= end)
            floor = Record.select(fn.MAX(Record.rev)).where(gone).scalar(db)
            if floor is None:
                continue
            cleared += Record.delete().where(gone).execute(db)
            Account.update(floor=floor).where((Account.user_id == account) & (Account.floor < floor)).execute(db)
    return cleared


def look_after(database: Database, settings: Settings) -> None:
    """One round of upkeep."""
    clear_tombstones(database, settings.clock(), settings.tombstone_lifetime)
    blobs.collect(database, settings.clock())


@contextmanager
def upkeep(database: Database, settings: Settings) -> Iterator[None]:
    """Look after the database on a thread of its own, at once and every few hours, for as long as this lasts."""
    over = threading.Event()

    def go_on() -> None:
        while True:
            try:
                look_after(database, settings)
            except Exception:
                log.exception("Upkeep failed; it is tried again later")
            if over.wait(PAUSE / 1000):
                return

    thread = threading.Thread(target=go_on, name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
