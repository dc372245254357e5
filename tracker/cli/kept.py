"""`tracker trash` and `tracker versions`: what sync took away, listed and brought back where there is no window."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from tracker.cli import server
from tracker.cli.words import moment, say
from tracker.errors import NotFound
from tracker.operations import plain
from tracker.store.database import Store
from tracker.sync import kept
from tracker.sync.kept import KeptRow, Kind
from tracker.sync.report import count

DONE, FAILED = 0, 1
ALL = "all"


def declare(command: argparse.ArgumentParser, kind: Kind) -> None:
    """The options of one of the two commands."""
    name = "ID" if kind == "deleted" else "N"
    command.add_argument(
        "--restore", nargs="+", metavar=name, help=f"bring these back, in one step; {name} may be “all”"
    )
    command.set_defaults(together=False)
    if kind == "deleted":
        command.add_argument(
            "--together", action="store_true", help="with --restore: also what was deleted at one go with them"
        )


def runner(kind: Kind) -> Callable[[Store, argparse.Namespace], int]:
    """The command that lists what is kept of a kind, or brings it back."""

    def run(store: Store, options: argparse.Namespace) -> int:
        every = kept.rows(store, kind, kept.keys(store, kind))
        return _restore(store, options, kind, every) if options.restore else _list(store, options, kind, every)

    return run


def _list(store: Store, options: argparse.Namespace, kind: Kind, every: list[KeptRow]) -> int:
    lines = [f"{_name(row)}  {moment(store.clock, row.at)}  {_called(row)}  ({_why(row)})" for row in every]
    nothing = "No other device deleted anything" if kind == "deleted" else "No version lost"
    say(options, [_plain(row) for row in every], lines or [f"{nothing} in the last 90 days."])
    return DONE


def _restore(store: Store, options: argparse.Namespace, kind: Kind, every: list[KeptRow]) -> int:
    if options.restore == [ALL] and not every:
        nothing = "There is nothing in the trash." if kind == "deleted" else "There are no earlier versions."
        say(options, {"restored": [], "left": []}, [nothing])
        return DONE
    keys = [row.key for row in every] if options.restore == [ALL] else _keys(options.restore, every)
    if options.together:
        keys = list(dict.fromkeys(key for one in keys for key in kept.same_deletion(store, one)))
    done = server.write(store, options, kept.restore, kind, keys)
    lines = [f"{count(len(done.done), 'record')} {'is' if len(done.done) == 1 else 'are'} back."]
    lines += [f"“{row.title}” cannot come back: something else has taken its place." for row in done.left]
    say(options, {"restored": [row.id for row in done.done], "left": [row.id for row in done.left]}, lines)
    return FAILED if done.left else DONE


def _keys(named: list[str], every: list[KeptRow]) -> list[str]:
    """The keys of what was named; all of it must be there, or nothing is done."""
    known = {_name(row): row.key for row in every}
    missing = [name for name in named if name not in known]
    if missing:
        raise NotFound(f"“{missing[0]}” is not kept, or is back.", "The command without --restore lists what is kept.")
    return [row.key for row in every if _name(row) in named]


def _called(row: KeptRow) -> str:
    """Its kind and its title, which may name the kind itself: Setting “Week starts on”."""
    return row.title if row.title.startswith(row.label) else f"{row.label}: {row.title}"


def _name(row: KeptRow) -> str:
    return row.id if row.kind == "deleted" else row.key


def _why(row: KeptRow) -> str:
    return f"deleted {row.why}" if row.kind == "deleted" else row.why


def _plain(row: KeptRow) -> plain.Plain:
    found: plain.Plain = {
        "id": row.id, "kind": row.c, "title": row.title, "at": plain.moment(row.at), "why": _why(row)
    }  # fmt: skip
    return found if row.kind == "deleted" else {"version": int(row.key), **found}
