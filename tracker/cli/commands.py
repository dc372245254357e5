"""The sub-commands of `tracker`: they work without Qt and without a display.

Exit codes: 0 done, 1 something failed and a sentence said which, 2 wrong usage, 3 conflicts wait, 130 Ctrl+C.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tracker import disk, interrupts, log, paths
from tracker.cli import (
    account,
    backup,
    conflicts,
    data,
    food,
    kept,
    migrate,
    note,
    report,
    server,
    shopping,
    sync,
)
from tracker.cli.words import (
    added_line,
    day_lines,
    decimal_mark,
    energy_unit,
    moment,
    say,
    set_in_words,
    target_lines,
    workout_lines,
)
from tracker.domain import dates
from tracker.domain.date_words import date_of
from tracker.domain.quick_add.items import Problem
from tracker.errors import BadInput, KnownError, NotFound
from tracker.operations import plain, quick_add
from tracker.operations import settings as setting_operations
from tracker.settings import setting
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import days, diary, exercises, measurements, targets, workouts
from tracker.store.queries.settings import value, values
from tracker.store.search import KINDS, search
from tracker.sync import policy, status

DONE, FAILED = 0, 1
MOST_HITS = 10_000
KIND_WORDS = {"meal_plan_entry": "entry", "workout_plan": "plan"}
"""What people call the kinds whose names are those of tables."""
UNSURE = "Nothing was written; add --sure if it is."
Command = Callable[[Store, argparse.Namespace], int]


def main(arguments: Sequence[str], print_report: report.Printer | None = None) -> int:
    """Run one sub-command; returns the exit code. `print_report` writes PDFs, which takes Qt."""
    _write_utf8()
    options = parser().parse_args(arguments)
    options.print_report = print_report
    profile: Path = options.profile or paths.default_profile()
    command: Command = options.command
    try:
        interrupts.listen()
        log.start(profile)
        code = _run(command, profile, options)
        sys.stdout.flush()
        return code
    except KnownError as error:
        return _fail(error)
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        _fail(KnownError("Stopped.", "What was done before stays."))
        return interrupts.INTERRUPTED


def _run(command: Command, profile: Path, options: argparse.Namespace) -> int:
    """Run a command on the profile, or on a backup; a profile that may not be written is still read."""
    if options.inside is not None:
        with backup.inside(profile, options) as store:
            return command(store, options)
    if options.without_data is not None:  # it works on data that cannot be opened, too
        done: int | None = options.without_data(profile, options)
        if done is not None:
            return done
    data = profile / "tracker.db"
    if data.exists() and not (os.access(data, os.W_OK) and os.access(profile, os.W_OK)):
        with Store.open_unwritable(profile) as store, disk.explained(profile):
            return command(store, options)
    with Store.open(profile) as store:
        return command(store, options)


def _write_utf8() -> None:
    """Names of foods and people stay whole where the system would write another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(error: KnownError) -> int:
    print(f"tracker: {error}", file=sys.stderr)
    return FAILED


def parser() -> argparse.ArgumentParser:
    """Every sub-command with its options."""
    top = argparse.ArgumentParser(prog="tracker", description="Meals, training and body, in one file that is yours.")
    top.add_argument("--version", action=_Version, help="print the version and stop")
    top.add_argument(
        "--profile", type=_folder, metavar="DIR", help="the folder with your data; a default one where not given"
    )
    words = "run the command on a copy of this backup, which is only read; your data stays as it is"
    top.add_argument("--inside", type=Path, metavar="BACKUP", help=words)
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND", dest="name")

    def command(name: str, run: Command | None, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument("--json", action="store_true", help="print one JSON document")
        made.set_defaults(command=run, without_data=None, wrong_usage=made.error)
        return made

    one = command("add", add, "log what you type: 2 eggs breakfast, weight 81.4")
    one.add_argument("text", nargs="+")
    drafts(one)
    one.add_argument("--date", metavar="D", help="the day, as 2026-11-21, tomorrow or last mon")
    one.add_argument("--sure", action="store_true", help="also what looks like a slip, such as 500 eggs")
    one = command("note", note.run, "show the note of a day, add to it, replace or remove it")
    note.declare(one)
    drafts(one)
    one = command("show", show, "show a day, a workout, the target or the state of sync")
    one.add_argument("what", choices=("day", "workout", "target", "status"))
    one.add_argument("which", nargs="?", help="the day, of a target too (today where not given), or the workout's id")
    one = command("search", find, "search foods, recipes, plan and workouts")
    one.add_argument("text", nargs="+")
    one.add_argument("--kind", default="", choices=KINDS)
    one.add_argument("--limit", type=_count, default=20, metavar="N")
    food.declare(command("food", food.run, "look foods up in Open Food Facts, and keep yours in order"))
    one = command("account", account.run, "sign in or out, change between accounts, remove data from here")
    account.add_options(one)
    sync.declare(command("sync", sync.run, "one full sync"))
    one = command("conflicts", conflicts.run, "list conflicts, or decide one or all")
    conflicts.declare(one)
    drafts(one)
    one = command("trash", kept.runner("deleted"), "list what other devices deleted, for 90 days, or bring it back")
    kept.declare(one, "deleted")
    drafts(one)
    one = command("versions", kept.runner("version"), "list earlier versions that lost, or bring them back")
    kept.declare(one, "version")
    drafts(one)
    data.add_commands(command, drafts)
    backup.add_commands(command)
    migrate.add_command(command)
    one = command("shopping", shopping.run, "show the shopping list; make it from the plan, write on it")
    shopping.declare(one)
    drafts(one)
    report.declare(command("report", report.run, "averages, weeks and where it came from; as PDF for a doctor"))
    drafts(command("undo", take_back, "take back the last step, and say what it was"))
    one = command("settings", configure, "show or change a setting")
    one.add_argument("key", nargs="?")
    one.add_argument("value", nargs="?")
    drafts(one)
    one.add_argument("--anyway", action="store_true", help="leave Server first even where the server does not answer")
    return top


def drafts(made: argparse.ArgumentParser) -> None:
    """Add the option of a command that writes where the server comes first."""
    words = "keep it on this device where it cannot be saved on the server first"
    made.add_argument("--draft", action="store_true", help=words)


class _Version(argparse.Action):
    """Looks for the version only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], **others: Any) -> None:
        super().__init__(option_strings, nargs=0, **others)

    def __call__(self, asked: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("tracker")
        except PackageNotFoundError:
            number = "from source"
        print(f"tracker {number}")
        asked.exit()


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() and len(text) <= len(str(MOST_HITS)) else 0
    if not 1 <= number <= MOST_HITS:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 to {MOST_HITS}")
    return number


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("it needs the name of a folder")
    return Path(text)


def _day(text: str | None, store: Store) -> str:
    now = diary.today(store)
    day = now if text is None else date_of(text, now)
    if day is None and _beyond(str(text)):
        raise BadInput(f"The diary has the days from {dates.FIRST} to {dates.LAST}, and not “{text}”.")
    if day is None:
        raise BadInput(f"“{text}” is not a date.", "Write it as 2026-11-21, tomorrow or last mon.")
    return day.isoformat()


def _beyond(text: str) -> bool:
    """Whether the text is a day of the calendar that the diary does not have."""
    try:
        return not dates.has(date.fromisoformat(text))
    except ValueError:
        return False


def add(store: Store, options: argparse.Namespace) -> int:
    """Log what was typed, with the best match of each name."""
    day = None if options.date is None else _day(options.date, store)
    mark = decimal_mark(store)
    typed = " ".join(options.text)
    understood = quick_add.understand(store, typed, day=day, decimal_comma=mark == ",")
    if understood.problems:
        first = understood.problems[0]
        raise BadInput(first.sentence, _way_out(first, typed))
    unit = energy_unit(store)
    doubt = next((line.doubt for line in understood.lines if line.doubt), "")
    if doubt and not options.sure:
        raise BadInput(doubt if unit else "Something in it is far from what is usual; is it right?", UNSURE)
    changes = server.write(store, options, quick_add.add, understood)
    made = [found for found in (_made(store, record) for record in changes.ids) if found]
    now = diary.today(store)
    say(options, {"entries": made}, [added_line(one, mark, now, unit) for one in made])
    return DONE


def _way_out(problem: Problem, typed: str) -> str:
    """What may be written in place of what is not clear; "" where the sentence says it."""
    if problem.unknown:
        near = "; ".join(choice.strip('"') for choice in problem.choices[:3])
        return f"It knows {near}." if near else ""
    written = [choice for choice in problem.choices if choice]
    if not written or "Type " in problem.sentence:
        return ""
    return f"Write {' or '.join(written)} in place of “{typed[problem.start : problem.end]}”."


def _made(store: Store, record: str) -> plain.Plain | None:
    names = {slot.id: slot.name for slot in days.slots(store)}
    if entry := days.entry(store, record):
        return plain.entry(entry, names.get(entry.slot, entry.slot))
    if reading := measurements.measurement(store, record):
        one = plain.measurement(reading)
        return one | {"amount": one["value"], "meal": None, "energy_kcal": None}
    workout = workouts.workout(store, record)
    if workout and workout.status != "deleted":  # as the planned one is whose place a done one took
        return plain.workout(workout) | {
            "sets": _sets(store, record),
            "amount": None,
            "unit": None,
            "meal": None,
            "energy_kcal": None,
        }
    if said := days.said(store, record):
        return plain.day_status(record, *said) | {"amount": None, "unit": None, "meal": None, "energy_kcal": None}
    return None


def _sets(store: Store, workout: str) -> list[plain.Plain]:
    return [plain.exercise_set(one) for one in exercises.sets_of(store, [workout]).get(workout, ())]


def show(store: Store, options: argparse.Namespace) -> int:
    """Print a day, a workout or the state of sync."""
    if options.what != "status":
        server.read_first(store)
    if options.what == "day":
        found = plain.day(days.day(store, _day(options.which, store)))
        say(options, found, day_lines(found, decimal_mark(store), energy_unit(store)))
    elif options.what == "workout":
        if not options.which:
            options.wrong_usage("`show workout` needs the workout's id")
        workout = workouts.workout(store, options.which)
        if workout is None:
            raise NotFound(f"There is no workout “{options.which}”.", "`tracker search` finds its id.")
        mark, sets = decimal_mark(store), _sets(store, workout.id)
        lines = workout_lines(workout, store.clock.zone(), mark, energy_unit(store))
        lines += [set_in_words(one, mark) for one in sets]
        where = server.where_samples_are(store, workout)
        told = plain.workout(workout) | {"sets": sets, "samples_here": not where}
        say(options, told, [*lines, *filter(None, [where])])
    elif options.what == "target":
        day = _day(options.which, store)
        aim, held = targets.target_on(store, day), targets.set_on(store, day)
        since = held.since if held else None
        told = {"date": day, "since": since, **plain.nutrition(aim)}
        say(options, told, target_lines(aim, since, decimal_mark(store), energy_unit(store)))
    else:
        _show_status(store, options)
    return DONE


def _show_status(store: Store, options: argparse.Namespace) -> None:
    now = status.sync_status(store)
    last = None if now.last_sync is None else plain.moment(now.last_sync)
    state = {
        "state": now.state, "sentence": now.sentence, "mode": now.mode, "server": now.server, "email": now.email,
        "waiting": now.waiting, "conflicts": now.conflicts, "refused": now.refused, "last_sync": last,
    }  # fmt: skip
    lines = [now.sentence or f"In sync with {now.host}."]
    if now.server:
        lines.append(f"Signed in as {now.email}, {_last_sync(store, now.last_sync)}.")
        lines.append(f"{now.waiting} waiting, {now.conflicts} in conflict, {now.refused} refused.")
    say(options, state, lines)


def _last_sync(store: Store, instant: int | None) -> str:
    return "never synced" if instant is None else f"last synced {moment(store.clock, instant)}"


def find(store: Store, options: argparse.Namespace) -> int:
    """Search foods, recipes, plan and workouts, best first."""
    server.read_first(store)
    hits = search(store, " ".join(options.text), kind=options.kind, limit=options.limit)
    rows = [{"kind": hit.kind, "id": hit.id, "title": hit.title, "detail": hit.detail} for hit in hits]
    lines = [f"{hit.title} · {hit.detail}  ({KIND_WORDS.get(hit.kind, hit.kind)} {hit.id})" for hit in hits]
    say(options, rows, lines or ["Nothing found."])
    return DONE


def take_back(store: Store, options: argparse.Namespace) -> int:
    """Take back the last step, whether it was done here or in the window."""
    changes = server.write(store, options, undo.undo)
    left = undo.next_undo(store)
    lines = [f"Undone: {changes.label}.", *([f"Before that: {left}."] if left else [])]
    say(options, {"undone": changes.label, "records": list(changes.ids), "next": left}, lines)
    return DONE


def configure(store: Store, options: argparse.Namespace) -> int:
    """Show all settings or one, or change one."""
    if options.key and options.key.split(".")[0] == policy.KEY:
        return server.decide_by(store, options)
    if options.key and options.value is not None and setting(options.key).managed:
        return server.switch_mode(store, options)
    if options.key and options.value is not None:
        server.write(store, options, setting_operations.set_value, options.key, options.value)
    found = {options.key: value(store, options.key)} if options.key else values(store)
    say(options, found, [f"{key} = {setting(key).shown(now)}" for key, now in found.items()])
    return DONE
