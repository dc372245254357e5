"""Copies of what other devices recorded: coming in piece by piece, and going when they take too much room.

They can be fetched again, so the ones that were not looked at for longest are removed first. What this device made
itself is never touched here. Where pieces come from is the business of `tracker.sync`.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection
from pathlib import Path

from tracker import disk
from tracker.store import blobs

STALE = 7 * 24 * 3600
"""Seconds after which a download that was given up is removed."""


class Incoming:
    """A blob that is being downloaded; what came before it was interrupted is still there.

    The window, a switch of modes and the command line may each download the same blob at a time. They fill one file:
    whoever is behind goes on from where the file ends, and the first that has all of it puts it in its place.

    Args:
        folder: a profile's `blobs`.
        bid: the blob's name.

    Attributes:
        size: how many bytes came so far.
    """

    def __init__(self, folder: Path, bid: str) -> None:
        self._folder = folder
        self._target = blobs.path_of(folder / blobs.FETCHED, bid)
        self._part = folder / blobs.FETCHED / f"{bid}.part"
        self._bid = bid
        try:
            self.size = self._part.stat().st_size
        except OSError:
            self.size = 0

    def is_here(self) -> bool:
        """Whether another download has put the blob in its place meanwhile."""
        return blobs.exists(self._folder, self._bid)

    def add(self, data: bytes) -> bool:
        """Keep the next bytes; False where another download went on or gave up meanwhile, and they do not fit.

        Then `size` tells where to go on.

        Raises:
            KnownError: the disk is full or refuses it otherwise; nothing of the blob is left.
        """
        try:
            with disk.explained(self._part.parent):
                self._part.parent.mkdir(parents=True, exist_ok=True)
                with self._part.open("ab") as file:
                    fits = file.tell() == self.size
                    if fits:
                        file.write(data)
                    self.size = file.tell()
        except BaseException:
            self.discard()
            raise
        return fits

    def finish(self) -> bool:
        """Put the blob in its place if it is what its name says; otherwise nothing of it is left, and False.

        True as well where another download has done so.

        Raises:
            KnownError: the disk refuses it; nothing of the blob is left.
        """
        try:
            with disk.explained(self._part.parent):
                if self.is_here():
                    self.discard()
                    return True
                data = self._part.read_bytes() if self.size else b""
                if blobs.blob_id(data) != self._bid:
                    self.discard()
                    return False
                with self._part.open("r+b") as file:
                    os.fsync(file.fileno())
                self._target.parent.mkdir(parents=True, exist_ok=True)
                self._part.replace(self._target)
                disk.sync_folder(self._target.parent)
        except FileNotFoundError:  # another download was quicker, or gave it up
            self.size = 0
            return self.is_here()
        except BaseException:
            self.discard()
            raise
        return True

    def discard(self) -> None:
        """Forget what came."""
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)
        self.size = 0


def make_room(folder: Path, most: int, keep: Collection[str] = ()) -> int:
    """Remove copies, the ones that were not used for longest first, until at most `most` bytes are left.

    Args:
        folder: a profile's `blobs`.
        most: bytes that copies may take.
        keep: blobs that stay in any case, because somebody looks at them.

    Returns:
        How many bytes were freed.
    """
    _tidy(folder)
    found = sorted(_copies(folder))
    over = sum(size for _, size, _ in found) - most
    freed = 0
    for _, size, path in found:
        if freed >= over:
            break
        if path.name not in keep:
            with contextlib.suppress(OSError):
                path.unlink()
                freed += size
    return freed


def keep_all(folder: Path) -> None:
    """Keep every copy for good, like what this device made: there may be no other any more.

    Raises:
        KnownError: the disk refuses it; what was moved until then is kept all the same.
    """
    with disk.explained(folder):
        for _, _, path in _copies(folder):
            target = blobs.path_of(folder, path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            disk.sync_folder(target.parent)


def used(folder: Path) -> int:
    """Bytes that copies take."""
    return sum(size for _, size, _ in _copies(folder))


def _copies(folder: Path) -> list[tuple[int, int, Path]]:
    """When each copy was last used, its size and its file."""
    found = []
    for path in (folder / blobs.FETCHED).glob("??/??/*"):
        with contextlib.suppress(OSError):
            stat = path.stat()
            found.append((stat.st_mtime_ns, stat.st_size, path))
    return found


def _tidy(folder: Path) -> None:
    """Remove downloads that were given up."""
    long_ago = time.time() - STALE
    for path in (folder / blobs.FETCHED).glob("*.part"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < long_ago:
                path.unlink()
