"""`tracker backup` and `tracker restore`: keeping the data safe where there is no window."""

from __future__ import annotations

import argparse
from pathlib import Path

from tracker.cli_words import moment, say
from tracker.disk import megabytes
from tracker.operations import plain
from tracker.store import backup, backup_file
from tracker.store.clock import SystemClock
from tracker.store.database import Store
from tracker.store.restore import Restored
from tracker.sync import restoring


def back_up(store: Store, options: argparse.Namespace) -> int:
    """Make a backup that holds everything, or list those there are."""
    if options.list:
        return _list(store, options)
    made = backup.back_up_by_hand(store, options.file)
    note = backup_file.read_note(made)
    samples, _ = backup_file.count_samples(made)
    size = made.stat().st_size
    found = {"file": str(made), "size_bytes": size, "records": note.records, "samples": samples}
    say(options, found, [f"Backed up to {made} ({megabytes(size)})."])
    return 0


def _list(store: Store, options: argparse.Namespace) -> int:
    found = backup.backups(store.profile)
    rows = [
        {"file": str(one.path), "made_at": plain.moment(one.made_at), "kind": one.kind, "size_bytes": one.size}
        for one in found
    ]
    lines = [f"{moment(store.clock, one.made_at)}  {one.words}  {megabytes(one.size)}  {one.path}" for one in found]
    say(options, rows, lines or ["There are no backups yet."])
    return 0


def restore(profile: Path, options: argparse.Namespace) -> int:
    """Put a backup in the place of the data; that is backed up first. Works where the data cannot be opened."""
    done = restoring.restore(profile, options.file)
    kept = None if done.kept is None else str(done.kept)
    found = {
        "file": str(options.file), "made_at": plain.moment(done.note.made_at), "kept": kept,
        "workouts_without_samples": done.lacking,
    }  # fmt: skip
    say(options, found, _restored_lines(done, kept))
    return 0


def _restored_lines(done: Restored, kept: str | None) -> list[str]:
    lines = [f"Your data is now as it was {moment(SystemClock(), done.note.made_at)}."]
    if kept:
        lines.append(f"What was here before is kept in {kept}.")
    if done.lacking:
        lines.append(
            f"The recorded samples of {done.lacking} workout{'s' if done.lacking > 1 else ''} are not on this "
            "computer; a sync fetches them where another device has them."
        )
    return lines
