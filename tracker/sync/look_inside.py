"""Looking inside a backup: its data in a profile of its own, which knows no account and touches nothing here."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from tracker import disk, profiles
from tracker.errors import KnownError
from tracker.locks import window_lock
from tracker.store import blobs
from tracker.store import restore as store_restore
from tracker.store.backup_file import Report, nothing
from tracker.store.database import Store
from tracker.sync import events, ledger


def unpack(profile: Path, file: Path, *, report: Report = nothing) -> Path:
    """Unpack a backup into a new profile beside `profile`; returns its folder. Copies that nobody looks at any more go.

    The copy belongs to no account, so that nothing that is done in it is ever sent.

    Args:
        profile: the profile that stays as it is.
        file: the backup.
        report: hears how far it is; may raise to stop.

    Raises:
        BadFile: it is no backup of Tracker's, or is damaged.
        KnownError: it is from a newer Tracker, or the disk refuses.
    """
    store_restore.describe(file)  # before anything is made for it
    forget(profile)
    home = profiles.family(profile)
    with disk.explained(home):
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = home / f"{profiles.INSIDE}{secrets.token_hex(4)}"
    try:
        store_restore.restore(copy, file, adapt=_leave_account, report=report)
        _lend_samples(profile / "blobs", copy / "blobs")
    except BaseException:
        shutil.rmtree(copy, ignore_errors=True)
        raise
    return copy


def forget(profile: Path) -> bool:
    """Remove the copies that no window has open, apart from `profile` itself; returns whether any is left."""
    left = False
    for copy in profiles.family(profile).glob(f"{profiles.INSIDE}*"):
        if copy == profile.absolute():
            continue
        lock = window_lock(copy)
        try:
            free = lock.take()
        except KnownError:
            free = False
        if free:
            lock.let_go()
            shutil.rmtree(copy, ignore_errors=True)
        left = left or copy.exists()
    return left


def _leave_account(store: Store) -> None:
    with store.database.atomic():
        ledger.set_meta(
            store, account_id=None, email=None, server=None, epoch=None, cursor=None, mode="local",
            dev=ledger.new_device(),
        )  # fmt: skip
        events.set_state(store, "local", "")


def _lend_samples(ours: Path, theirs: Path) -> None:
    """Recorded samples never change: the copy gets the same files where the disk can do that, else goes without."""
    for blob in blobs.files(ours):
        there = theirs / blob.relative_to(ours)
        if not there.exists():
            with suppress(OSError):
                there.parent.mkdir(parents=True, exist_ok=True)
                os.link(blob, there)
