"""The devices of an account. One that was removed keeps its row, so its last push stays answered once."""

from __future__ import annotations

from peewee import Expression, SqliteDatabase

from tracker.protocol.accounts import Device as DeviceShown
from tracker.protocol.accounts import DeviceName, Devices
from tracker.server.database import Database
from tracker.server.models import Device, SignIn
from tracker.server.refusals import Refusal
from tracker.server.tokens import Caller

LONGEST_NAME = 100


def admit(database: Database, account: str, device: DeviceName, now: int, most: int) -> None:
    """Put a device on the account's list, or back on it.

    Raises:
        Refusal: `too_many_devices`.
    """
    name = device.name.strip()[:LONGEST_NAME] or device.id
    with database.writing() as db:
        others = Device.select().where(
            (Device.user_id == account) & (Device.dev != device.id) & Device.removed.is_null()
        )
        if others.count(db) >= most:
            raise Refusal("too_many_devices", f"The account has {most} devices already; remove one first.")
        known = Device.update(name=name, last_seen=now, removed=None).where(_is(account, device.id)).execute(db)
        if not known:
            _insert(db, account, device.id, name, now)


def listed(database: Database, caller: Caller) -> Devices:
    """The devices of the caller's account, the one seen last first."""
    with database.reading() as db:
        rows = (
            Device.select(Device.dev, Device.name, Device.last_seen)
            .where((Device.user_id == caller.account) & Device.removed.is_null())
            .order_by(Device.last_seen.desc(), Device.dev)
            .tuples()
            .execute(db)
        )
        return Devices(
            devices=[
                DeviceShown(id=dev, name=name, last_seen=seen, current=dev == caller.device) for dev, name, seen in rows
            ]
        )


def is_new(database: Database, caller: Caller) -> bool:
    """Whether the caller's device has not come to the end of its first sync."""
    with database.reading() as db:
        stored = Device.select(Device.cursor).where(_is(caller.account, caller.device)).tuples().execute(db)
        return all(cursor == 0 for (cursor,) in stored)


def remove(database: Database, caller: Caller, device: str, now: int) -> None:
    """Sign a device of the caller's account out and take it off the list.

    Raises:
        Refusal: `not_found`.
    """
    with database.writing() as db:
        listed = _is(caller.account, device) & Device.removed.is_null()
        if not Device.update(removed=now).where(listed).execute(db):
            raise Refusal("not_found", "This account has no such device.")
        SignIn.delete().where((SignIn.user_id == caller.account) & (SignIn.dev == device)).execute(db)


def pushing(db: SqliteDatabase, account: str, signed_in: str, device: str, now: int, family: str | None) -> Device:
    """The row of the device that pushes, inside the push's transaction.

    A device that found itself restored or copied goes on under a new identifier with the tokens it has: its
    sign-in (`family`, all of them where that is None) and the place on the list move over to that identifier.

    Raises:
        Refusal: `token` where the sign-in went away with a copy of this device: by renewing it, it gets its own.
    """
    row = Device.select().where(_is(account, device)).get_or_none(db)
    if row is not None and signed_in == device:
        return row
    there = (SignIn.user_id == account) & (SignIn.dev == signed_in)
    mine = there if family is None else there & (SignIn.family == family)
    if row is not None and SignIn.select().where(mine & (SignIn.moved_from == device)).exists(db):
        raise Refusal("token", "A copy of this device went on with its sign-in.")
    old = Device.select().where(_is(account, signed_in)).get(db)
    if row is None:
        _insert(db, account, device, old.name, now)
    SignIn.update(dev=device, moved_from=signed_in).where(mine).execute(db)
    if not SignIn.select().where(there & SignIn.reused.is_null()).exists(db):
        Device.update(removed=now).where(_is(account, signed_in)).execute(db)
    Device.update(removed=None).where(_is(account, device)).execute(db)
    return Device.select().where(_is(account, device)).get(db)


def _is(account: str, device: str) -> Expression:
    return (Device.user_id == account) & (Device.dev == device)


def _insert(db: SqliteDatabase, account: str, device: str, name: str, now: int) -> None:
    Device.insert(user_id=account, dev=device, name=name, push_no=0, cursor=0, last_seen=now).execute(db)
