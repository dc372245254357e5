"""The sub-commands about backups: making, listing, checking and restoring them, and reading what is in one."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker import disk
from tracker.cli.words import moment, say
from tracker.disk import size_in_words
from tracker.domain import spoken
from tracker.errors import KnownError, NotFound
from tracker.locks import window_lock
from tracker.operations import plain
from tracker.store import backup, backup_check, backup_file
from tracker.store import restore as store_restore
from tracker.store.backup_check import Verdict
from tracker.store.backup_file import Note
from tracker.store.clock import SystemClock
from tracker.store.database import Store
from tracker.store.restore import Restored
from tracker.sync import look_inside, restoring
from tracker.sync.report import count

READING = (
    "show", "search", "export", "report", "conflicts", "trash", "versions", "shopping", "food", "settings", "doctor",
)  # fmt: skip
"""Commands that have something to read in a backup."""
DONE, FAILED = 0, 1
Command = Callable[[str, Callable[[Store, argparse.Namespace], int] | None, str], argparse.ArgumentParser]
"""Makes a sub-command from its name, what it runs, and what it does in words."""


def add_commands(command: Command) -> None:
    """Add these sub-commands; what is asked of backups alone needs no data that can be opened."""
    one = command("backup", back_up, "make a backup that holds everything, or see whether one can be restored")
    words = "a file or a folder; the profile's folder of backups where none is given"
    one.add_argument("file", nargs="?", type=Path, metavar="FILE", help=words)
    what = one.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="list the backups there are")
    words = "make none, but read FILE back whole, the newest one where none is given, to see that it can be restored"
    what.add_argument("--check", action="store_true", help=words)
    one.epilog = "`tracker --inside FILE show day 2026-11-20`, or another command that reads, looks into one."
    one.set_defaults(without_data=_without_data)
    one = command("restore", None, "put a backup in the place of your data, which is backed up first")
    one.add_argument("file", type=Path, metavar="FILE")
    one.set_defaults(without_data=restore)


def back_up(store: Store, options: argparse.Namespace) -> int:
    """Make a backup that holds everything."""
    made = backup.back_up_by_hand(store, options.file)
    note = backup_file.read_note(made)
    samples, _ = backup_file.count_samples(made)
    size = made.stat().st_size
    found = {"file": str(made), "size_bytes": size, "records": note.records, "samples": samples}
    say(options, found, [f"Backed up to {made} ({size_in_words(size)})."])
    return DONE


def _without_data(profile: Path, options: argparse.Namespace) -> int | None:
    if options.list:
        return _list(profile, options)
    return _check(profile, options) if options.check else None


def _list(profile: Path, options: argparse.Namespace) -> int:
    found, checked = backup.backups(profile), backup_check.verdicts(profile)
    rows = [
        {
            "file": str(one.path), "made_at": plain.moment(one.made_at), "kind": one.kind, "size_bytes": one.size,
            **_plain(checked.get(one.path)),
        }
        for one in found
    ]  # fmt: skip
    lines = [
        f"{moment(SystemClock(), one.made_at)}  {one.words}  {size_in_words(one.size)}  "
        f"{_state(checked.get(one.path))}  {one.path}"
        for one in found
    ]
    say(options, rows, lines or ["There are no backups yet."])
    return DONE


def _plain(verdict: Verdict | None) -> plain.Plain:
    """What is known of whether it can be restored; nothing where nobody looked."""
    if verdict is None:
        return {"checked_at": None, "damage": None}
    return {"checked_at": plain.moment(verdict.at), "damage": verdict.damage or None}


def _state(verdict: Verdict | None) -> str:
    if verdict is None:
        return "not checked"
    return "damaged" if verdict.damage else "checked"


def _check(profile: Path, options: argparse.Namespace) -> int:
    """Read a backup back whole, as a restore would; it can be told of one that is nowhere near this profile."""
    file = (options.file or _newest(profile)).absolute()
    if not file.is_file():
        raise NotFound(f"There is no backup {file}.", "`tracker backup --list` names those there are.")
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = SystemClock()
    verdict = backup_check.check(profile, file, clock.now())
    if verdict.damage:
        found = {"file": str(file), "made_at": None, "records": None, "samples": None, **_plain(verdict)}
        say(options, found, [f"{file} cannot be restored. {verdict.damage}"])
        return FAILED
    note = store_restore.describe(file)
    samples = 0 if store_restore.is_plain(file) else backup_file.count_samples(file)[0]
    found = {
        "file": str(file), "made_at": plain.moment(note.made_at), "records": note.records or None, "samples": samples,
        **_plain(verdict),
    }  # fmt: skip
    say(options, found, [f"{file} was read whole and can be restored.", _holds(clock, note, samples)])
    return DONE


def _newest(profile: Path) -> Path:
    newest = next(iter(backup.backups(profile)), None)
    if newest is None:
        raise NotFound("There are no backups yet.", "`tracker backup` makes one.")
    return newest.path


def _holds(clock: SystemClock, note: Note, samples: int) -> str:
    made = f"Made {moment(clock, note.made_at)}"
    if not note.schema:  # a copy of the database says nothing of itself
        return f"{made}; a copy of the data without recorded samples."
    said = f"{made}, {note.why}: {spoken.number(note.records)} record{'s' * (note.records != 1)}"
    if not note.samples:
        return f"{said}; recorded samples stayed in the profile."
    return f"{said} and {count(samples, 'part')} of recorded samples." if samples else f"{said}."


@contextmanager
def inside(profile: Path, options: argparse.Namespace) -> Iterator[Store]:
    """The data in a backup, to read from; it belongs to no account, and nothing is left of it afterwards.

    Raises:
        BadFile: it is no backup of Tracker's, or is damaged.
        KnownError: the command wanted to write, or the disk refuses.
    """
    file: Path = options.inside.absolute()
    if options.name not in READING:
        options.wrong_usage(f"a backup is only read; with --inside there are {', '.join(READING)}")
    if not file.is_file():
        raise NotFound(f"There is no backup {file}.", "`tracker backup --list` names those there are.")
    copy = look_inside.unpack(profile, file)
    lock = window_lock(copy)
    lock.take()  # whoever looks for copies that nobody looks at any more leaves this one
    try:
        with Store.open_unwritable(copy) as store:
            yield store
    except Exception as error:
        if not disk.wrote_what_is_read(error):
            raise
        hint = f"`tracker restore {options.inside}` puts it in the place of your data."
        raise KnownError("A backup is only read. Nothing was written.", hint) from error
    finally:
        lock.let_go()
        shutil.rmtree(copy, ignore_errors=True)


def restore(profile: Path, options: argparse.Namespace) -> int:
    """Put a backup in the place of the data; that is backed up first. Works where the data cannot be opened."""
    done = restoring.restore(profile, options.file)
    kept = None if done.kept is None else str(done.kept)
    found = {
        "file": str(options.file), "made_at": plain.moment(done.note.made_at), "kept": kept,
        "workouts_without_samples": done.lacking,
    }  # fmt: skip
    say(options, found, _restored_lines(done, kept))
    return DONE


def _restored_lines(done: Restored, kept: str | None) -> list[str]:
    lines = [f"Your data is now as it was {moment(SystemClock(), done.note.made_at)}."]
    if kept:
        lines.append(f"What was here before is kept in {kept}.")
    if done.lacking:
        lines.append(
            f"The recorded samples of {count(done.lacking, 'workout')} are not on this computer; a sync fetches them "
            "where another device has them."
        )
    return lines
