"""Seeing at a glance whether a profile is as this version needs it, and having it made so where it is not.

What is to be done then is in `migrate`, which knows the migrations and generates the triggers.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tracker.errors import KnownError

SCHEMA = 1
"""The number of the newest migration."""
TRIGGERS = "2fc62ecc3817059f90f841d8ed4b5924f42caa55c8a964ca94a3ede08c8ba2cd"
"""The digest of the triggers that `triggers` generates: written down here, so that opening a profile need not."""

STATE = (
    "SELECT (SELECT digest FROM trigger_digest), (SELECT suspended FROM search_flag), "
    "EXISTS (SELECT 1 FROM sync_meta), (SELECT user_version FROM pragma_user_version)"
)


def prepare(profile: Path, *, alone: bool = False) -> None:
    """Make the profile's folder and database, or bring the database to this version.

    Args:
        profile: its folder.
        alone: whether the caller holds the profile's window lock. Otherwise an older database is only changed
            while no window has it open.

    Raises:
        KnownError: the file is from a newer Tracker, is damaged, cannot be written, or has to be changed while a
            window has it open.
    """
    path = make_folder(profile)
    if not _is_prepared(path):
        from tracker.store.migrate import bring_up_to_date  # brings peewee, which most starts can spare

        bring_up_to_date(profile, alone=alone)


def make_folder(profile: Path) -> Path:
    """Make the profile's folders, for its owner alone; returns the path of its database, which may not be there yet.

    Raises:
        KnownError: that is not allowed there.
    """
    try:
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        (profile / "blobs").mkdir(exist_ok=True)
        path = profile / "tracker.db"
        if path.exists():
            path.chmod(0o600)
    except OSError as error:
        raise KnownError(f"Tracker cannot write to {profile}: {error.strerror}.", "Choose another folder.") from error
    return path


def is_up_to_date(connection: sqlite3.Connection) -> bool:
    """Whether the file has this version's schema and triggers, a whole index and a device id; damage has none."""
    try:
        found: tuple[object, ...] = connection.execute(STATE).fetchone()
    except sqlite3.Error:
        return False
    return found == (TRIGGERS, 0, 1, SCHEMA)


def _is_prepared(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            return is_up_to_date(connection)
    except sqlite3.Error:
        return False
