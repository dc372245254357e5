"""What a server does about its data now and then, and once after its database was put back from a backup."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peewee import fn

from tracker.server import blobs
from tracker.server.accounts import normalised
from tracker.server.database import Database
from tracker.server.epochs import new_epoch
from tracker.server.models import Account, Blob, BlobRef, Commit, Credential, Device, Record
from tracker.server.refusals import Refusal
from tracker.server.settings import MINUTE, Settings

log = logging.getLogger(__name__)

PAUSE = 6 * 60 * MINUTE
"""Ms between two rounds of upkeep."""


@dataclass(frozen=True)
class Restored:
    """What `restored` did: so many accounts with so many records began a new history."""

    accounts: int
    records: int


def restored(database: Database) -> Restored:
    """Begin a new history in every account: the database was put back from a backup.

    Devices may know more than this database does. By the new name of the history they notice, compare record by record,
    and send what is missing here. Their numbered pushes begin where they are told.
    """
    with database.writing() as db:
        accounts = list(Account.select(Account.user_id, Account.epoch).execute(db))
        for account in accounts:
            epoch = new_epoch(account.epoch)
            Account.update(epoch=epoch).where(Account.user_id == account.user_id).execute(db)
        Device.update(push_hash=None, push_resp=None).execute(db)
        live = Record.select().where(~Record.deleted).count(db)
    return Restored(len(accounts), live)


@dataclass(frozen=True)
class StartedOver:
    """What `start_over` did: so many records went, and `copy` is the database as it was before."""

    records: int
    copy: Path


def start_over(database: Database, email: str, now: int) -> StartedOver:
    """Empty an account at its owner's wish, after a copy of the whole database.

    Its devices stay signed in. Each asks at its next sync whether it should take over what is here by then or send what
    it holds. Samples stay for as long as unnamed ones do, so that they need not be sent again.

    Raises:
        Refusal: `bad_email`, or `not_found`.
    """
    with database.reading() as db:
        owner = Credential.select().where(Credential.email == normalised(email)).get_or_none(db)
        if owner is None:
            raise Refusal("not_found", f"There is no account for {email} here.")
        copy = database.path.parent / "backups" / f"before-starting-over-{now}.db"
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        db.execute_sql("VACUUM INTO ?", (str(copy),))
        copy.chmod(0o600)
    with database.writing() as db:
        account = Account.select().where(Account.user_id == owner.user_id).get(db)
        gone = Record.select().where((Record.user_id == owner.user_id) & ~Record.deleted).count(db)
        for model in (Record, Commit, BlobRef):
            model.delete().where(model.user_id == owner.user_id).execute(db)
        Blob.update(orphan_since=now).where(Blob.user_id == owner.user_id).execute(db)
        kept = Blob.select(fn.SUM(Blob.size)).where(Blob.user_id == owner.user_id).scalar(db) or 0
        Device.update(push_no=0, push_hash=None, push_resp=None, cursor=0).where(
            Device.user_id == owner.user_id
        ).execute(db)
        epoch = new_epoch(account.epoch, reset=True)
        Account.update(epoch=epoch, head=0, floor=0, bytes=kept, records=0).where(
            Account.user_id == owner.user_id
        ).execute(db)
    return StartedOver(int(gone), copy)


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
