"""Locks between processes, as files that the operating system holds and lets go of however a process ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tracker import disk
from tracker.errors import KnownError

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class FileLock:
    """A lock that one holder at a time can have, in this process or another one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody has it; returns whether it is ours now.

        Raises:
            KnownError: its file cannot be written.
        """
        if self._descriptor is not None:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            folder = self._path.parent
            known = disk.refused(error, folder, outcome="")
            sentence = f"Tracker cannot write to {folder}: {error.strerror}."
            raise known or KnownError(sentence, "Choose another folder.") from error
        if not _try(descriptor):
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        return True

    def let_go(self) -> None:
        """Give the lock back; nothing happens where it is not ours."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def window_lock(profile: Path) -> FileLock:
    """The lock that a window holds on its profile, and a migration while it runs."""
    return FileLock(profile / "instance.lock")
