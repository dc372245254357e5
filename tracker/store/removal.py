"""Taking a profile's data off this computer: the database, the recorded samples and the backups beside them.

Only what Tracker made is removed: somebody may have named a folder with other things in it as their profile.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tracker.errors import KnownError

DATA = (
    "tracker.db", "tracker.db-wal", "tracker.db-shm", "tracker.db-journal",
    "blobs", "backups", "sign-in.json", "sign-in.json.part", "window.ini",
)  # fmt: skip
_BEGUN = ".removed-"


def remove(profile: Path) -> None:
    """Remove a profile's data for good. Nobody may have it open.

    It is moved away first, so that an interruption leaves either all of it or nothing that could be opened.

    Raises:
        KnownError: something is in use or may not be removed; it stays.
    """
    try:
        heap = Path(tempfile.mkdtemp(prefix=_BEGUN, dir=profile))
        for name in DATA:
            if (profile / name).exists():
                (profile / name).rename(heap / name)
        for begun in profile.glob(f"{_BEGUN}*"):
            shutil.rmtree(begun)
    except OSError as error:
        sentence = f"Not everything in {profile} could be removed: {error.strerror}."
        raise KnownError(sentence, "Close other programs that use it, and try again.") from error
