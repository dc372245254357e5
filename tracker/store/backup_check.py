"""Whether backups can be restored: each is unpacked and read once, and what was found is kept beside them.

    <profile>/backups/checked.json

What was found of a file counts as long as the file is the same by size and time.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tracker import disk
from tracker.errors import BadFile
from tracker.store import backup_file, blobs
from tracker.store.backup import backups, folder_of
from tracker.store.backup_file import Report, nothing
from tracker.store.restore import is_plain, unpacked

KEPT = "checked.json"


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Attributes:
        at: when it was, ms since 1970 UTC.
        damage: what is wrong, as a sentence; empty where the backup can be restored.
    """

    at: int
    damage: str = ""


def check(profile: Path, file: Path, now: int, *, report: Report = nothing) -> Verdict:
    """Unpack a backup beside the data, see that it is whole, and bring it to this version, as a restore would.

    Nothing of it stays; what was found is remembered for a backup in the profile's folder.

    Args:
        profile: the profile's folder.
        file: the backup.
        now: ms since 1970 UTC.
        report: hears how far it is; may raise to stop.

    Raises:
        KnownError: it could not be checked, for lack of room or because a newer Tracker made it.
    """
    try:
        with unpacked(file, profile, report=report):
            pass
        if not is_plain(file):
            _check_samples(file, report)
        verdict = Verdict(now)
    except BadFile as error:
        verdict = Verdict(now, str(error.sentence))
    if file.parent == folder_of(profile):
        _remember(profile, file, verdict)
    return verdict


def verdicts(profile: Path) -> dict[Path, Verdict]:
    """What the latest check found of each backup that is still the file it was then."""
    known = _read(profile)
    found = {}
    for one in backups(profile):
        with suppress(KeyError, TypeError, OSError):  # it was never checked, or is gone meanwhile
            said = known[one.path.name]
            if [said["size"], said["changed"]] == _stamp(one.path):
                found[one.path] = Verdict(int(said["at"]), str(said["damage"]))
    return found


def _check_samples(file: Path, report: Report) -> None:
    total, _ = backup_file.count_samples(file)
    for number, (bid, data) in enumerate(backup_file.samples(file)):
        if blobs.blob_id(data) != bid:
            raise BadFile(f"The recorded samples in {file.name} are damaged.", "Choose another backup.")
        report(number + 1, total, "Checking samples")


def _remember(profile: Path, file: Path, verdict: Verdict) -> None:
    there = {one.path.name for one in backups(profile)}
    known = {name: said for name, said in _read(profile).items() if name in there}
    size, changed = _stamp(file)
    known[file.name] = {"size": size, "changed": changed, **asdict(verdict)}
    path = folder_of(profile) / KEPT
    with disk.explained(path), disk.placed(path) as part:
        part.write_text(json.dumps(known, indent=1), "utf-8")


def _read(profile: Path) -> dict[str, Any]:
    try:
        known = json.loads((folder_of(profile) / KEPT).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _stamp(file: Path) -> list[int]:
    seen = file.stat()
    return [seen.st_size, seen.st_mtime_ns]
