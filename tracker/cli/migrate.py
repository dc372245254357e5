"""`tracker migrate`: which format the data has, and bringing it to this version's or back to an older Tracker's."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tracker.cli.words import say
from tracker.errors import NotFound
from tracker.store import migrate as formats
from tracker.store.database import Store
from tracker.store.prepared import SCHEMA

Command = Callable[[str, Callable[[Store, argparse.Namespace], int] | None, str], argparse.ArgumentParser]


def add_command(command: Command) -> None:
    """Add the sub-command; opening the data would bring it up to date, so it works without that."""
    one = command("migrate", None, "bring the data to this version's format, or back to that of an older Tracker")
    words = f"the format to go to; this version's is {SCHEMA}, which is where it goes when none is given"
    one.add_argument("--to", type=int, metavar="N", help=words)
    one.set_defaults(without_data=run)


def run(profile: Path, options: argparse.Namespace) -> int:
    """Bring the data to a format, after a backup."""
    if not (profile / "tracker.db").exists():
        raise NotFound(f"There is no data in {profile} yet.", "The first start of Tracker makes it.")
    done = formats.bring_to(profile, options.to)
    backup = None if done.backup is None else str(done.backup)
    lines = [f"Your data has format {done.after}{'' if done.before == done.after else f', and had {done.before}'}."]
    if done.after < SCHEMA:
        lines.append(f"An older Tracker can open it now; this one brings it to format {SCHEMA} when it opens it.")
    if backup:
        lines.append(f"What was here before is kept in {backup}.")
    say(options, {"before": done.before, "after": done.after, "newest": SCHEMA, "backup": backup}, lines)
    return 0
