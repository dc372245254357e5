"""The sub-commands about the data as a whole: importing, exporting and checking it. Backups are in `backup`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tracker.cli import recipes, server
from tracker.cli.words import say
from tracker.formats import icalendar
from tracker.operations import calendar, doubles, export, importing, plain
from tracker.operations.imported import Imported
from tracker.operations.kinds import known
from tracker.operations.whole_file import keep_others
from tracker.store import doctor
from tracker.store.database import Store
from tracker.store.queries import workouts

MOST_REASONS = 5
"""Refused records that are named; of more, the number is told."""
TO_COME = "would be imported"
COUNTED = {"new": "imported", "same": "here already", "kept": "different here and left so", "refused": "refused"}
CAME = ("imported", "salvaged")
FOR_PEOPLE = ("noun", "names")
TWICE = ("workout", "archive", "strength", "apple_health")
"""Kinds of files whose workouts may be there from another file, too."""
NO_RECORDS = dict.fromkeys(COUNTED, 0)
DONE, FAILED = 0, 1
Command = Callable[[str, Callable[[Store, argparse.Namespace], int] | None, str], argparse.ArgumentParser]
"""Makes a sub-command from its name, what it runs, and what it does in words."""


def add_commands(command: Command, drafts: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add these sub-commands; `drafts` adds what holds for all that write."""
    one = command("import", bring_in, "bring in files of any kind that Tracker reads, or a folder that `export` wrote")
    one.add_argument("files", nargs="+", metavar="FILE", help="or the address of a recipe's page (https://…)")
    one.epilog = known()
    drafts(one)
    one.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    words = "a workout looks like one that is here: keep both, keep the one that says more, or merge them"
    one.add_argument("--doubles", choices=("both", "richer", "merge"), help=words)
    one = command("export", write_out, "write everything into a folder, to read and to import again; or a calendar")
    one.add_argument("folder", nargs="?", type=Path, metavar="DIR")
    one.add_argument("--format", choices=("json", "csv"), default="json", help="how the files are written")
    one.add_argument("--recipes", type=Path, metavar="FILE", help="only the recipes, as schema.org JSON for other apps")
    one.add_argument("--ical", type=Path, metavar="FILE", help="only what is planned, as a calendar (.ics)")
    one.add_argument("--only", choices=("meals", "workouts"), default="", help="with --ical: not the other")
    one = command("doctor", examine, "check the file that holds your data")
    one.add_argument("--fix", action="store_true", help="repair what can be made again: triggers and the search index")


def bring_in(store: Store, options: argparse.Namespace) -> int:
    """Bring files and exports in; a bad one is reported and never stops the others."""
    addresses = [name for name in options.files if recipes.is_address(name)]
    rows = [recipes.bring_in(store, options, address) | {"doubles": [], "planned": []} for address in addresses]
    paths = [Path(name) for name in options.files if name not in addresses]
    if paths and options.dry_run:
        files = importing.import_files(store, paths, dry_run=True).files
        rows += [_file(store, one, ()) | {"planned": []} for one in files]
    elif paths:
        files = server.write(store, options, importing.import_files, paths).files
        twice = _twice(store, options, files)
        rows += [_file(store, one, twice) | {"planned": _planned(store, one)} for one in files]
    lines = [line for row in rows for line in _lines(row, rows, options)] + _told_once(rows, options)
    say(options, [{key: row[key] for key in row if key not in FOR_PEOPLE} for row in rows], lines)
    return FAILED if any(row["status"] == "failed" for row in rows) else DONE


def _twice(store: Store, options: argparse.Namespace, files: Sequence[Imported]) -> tuple[doubles.Twice, ...]:
    """Workouts of the files that look like others, new or not; what was asked for is done with them."""
    here = [record for one in files if one.kind in TWICE for record in one.ids]
    found = doubles.find(store, here) if here else ()
    if found and options.doubles:
        server.write(store, options, doubles.resolve, found, options.doubles)
    return found


def _file(store: Store, one: Imported, twice: Sequence[doubles.Twice]) -> plain.Plain:
    """What became of a file; of records that are counted the first few reasons of those that were refused."""
    pairs = [(two.richer, two.other, True) for two in twice]
    pairs += [(other, richer, False) for richer, other, _ in pairs]
    made = [{"id": workout.id, "summary": plain.workout_summary(workout)} for workout in one.workouts]
    error = one.error or " ".join(reason[:1].upper() + reason[1:] for reason in one.refused[:MOST_REASONS])
    if len(one.refused) > MOST_REASONS:
        error += f" And {len(one.refused) - MOST_REASONS} more."
    return {
        "file": one.file, "kind": one.kind, "status": one.status, "id": one.ids[0] if one.ids else None,
        "summary": made[0]["summary"] if made else dict(one.counts) or None, "error": error or None, "workouts": made,
        "preview": list(one.preview), "doubts": list(one.doubts),
        "doubles": [
            {"id": it.id, "of": of.id, "title": of.title, "says_more": more}
            for it, of, more in pairs if it.id in one.ids
        ],
        "noun": importing.noun_of(one), "names": importing.names(store, one) if one.new else [],
    }  # fmt: skip


def _planned(store: Store, one: Imported) -> list[plain.Plain]:
    """The new workouts that took the place of planned ones, and what those were called."""
    there = workouts.workouts(store, one.ids) if one.new else ()
    told = ((workout.id, plain.workout(workout)["planned"]) for workout in there)
    return [{"id": record, "title": planned["title"]} for record, planned in told if planned]


def _lines(row: plain.Plain, rows: Sequence[plain.Plain], options: argparse.Namespace) -> list[str]:
    """What became of a file, for people."""
    if row["summary"] == NO_RECORDS and not row["error"]:
        return []
    name = Path(row["file"]).name
    if recipes.is_address(row["file"]) or [Path(one["file"]).name for one in rows].count(name) > 1:
        name = row["file"]
    said = f"{name}: {_what(row, dry_run=options.dry_run)}{' – ' + row['error'] if row['error'] else ''}"
    doubts = row["doubts"][:MOST_REASONS]
    if len(row["doubts"]) > MOST_REASONS:
        doubts.append(f"{len(row['doubts']) - MOST_REASONS} more numbers that may be wrong")
    preview = row["preview"] if options.dry_run else []
    took = [f"  It took the place of the planned “{one['title']}”." for one in row["planned"]]
    return [said, *(f"  {line}" for line in preview), *(f"  May be wrong: {line}" for line in doubts), *took]


def _what(row: plain.Plain, *, dry_run: bool) -> str:
    """How many of what came in, by their names where they are few, and what became of the others."""
    counts = row["summary"] if row["summary"] and "new" in row["summary"] else {}
    told = COUNTED | {"new": TO_COME} if dry_run else COUNTED
    if not counts and row["status"] in CAME:
        counts, told = {"new": max(len(row["workouts"]), 1)}, told | {"new": TO_COME if dry_run else row["status"]}
    parts = [f"{counts[key]} {words}" for key, words in told.items() if counts.get(key)]
    if new := counts.get("new"):
        named = f" ({', '.join(row['names'])})" if len(row["names"]) == new <= importing.NAMED else ""
        parts[0] = f"{new} {row['noun'][new != 1]} {told['new']}{named}"
    return ", ".join(parts) or row["status"]


def _told_once(rows: Sequence[plain.Plain], options: argparse.Namespace) -> list[str]:
    """The workouts that look like one, a line for each such workout however many files of it there are."""
    names: dict[str, str] = {}
    groups: list[set[str]] = []
    less: set[str] = set()
    for row in rows:
        for one in row["doubles"]:
            names[one["id"]] = Path(row["file"]).name
            names.setdefault(one["of"], f"“{one['title']}” ({one['of']})")
            less.add(one["of"] if one["says_more"] else one["id"])
            pair = {one["id"], one["of"]}
            joined = pair.union(*(group for group in groups if group & pair))
            groups = [*(group for group in groups if not group & pair), joined]
    told = [_looks_like_one(group, names, less, options.doubles) for group in groups]
    if told and options.doubles is None:
        what = "keep what says more, merge, or keep both"
        told.append(f"Until you decide, all stay. Import again with --doubles richer|merge|both: {what}.")
    return told


def _looks_like_one(group: set[str], names: Mapping[str, str], less: set[str], choice: str | None) -> str:
    """Which workouts look like one, and what was done with them."""
    listed = sorted(names[one] for one in group)
    looks = f"{', '.join(listed[:-1])} and {listed[-1]} look like one workout"
    if choice is None:
        return f"{looks}."
    if choice == "both":
        return f"{looks}; {'both' if len(group) == 2 else 'all'} stay."
    best = [names[one] for one in group - less]
    stays = best[0] if len(best) == 1 else "the one that says more"
    return f"{looks}; {stays} stays{' with what the others know' if choice == 'merge' else ''}."


def write_out(store: Store, options: argparse.Namespace) -> int:
    """Write everything into a folder, or the recipes or the plan into a file."""
    if options.recipes is not None:
        return recipes.write_out(store, options, options.recipes)
    if options.ical is not None and options.folder is None:
        keep_others(options.ical, icalendar.PRODUCT.encode(), "a calendar")
        count = calendar.write(store, options.ical, options.only)
        said = [f"Wrote {count} event{'s' if count != 1 else ''} to {options.ical}."]
        say(options, {"file": str(options.ical), "events": count}, said)
        return DONE
    if options.folder is None or options.ical is not None or options.only:
        options.wrong_usage("`export` needs the folder to write into, or `--ical` with a file")
    done = export.export(store, options.folder, form=options.format)
    found = {
        "folder": str(done.folder), "records": done.records, "samples": done.samples,
        "workouts_without_samples": done.lacking,
    }  # fmt: skip
    lines = [f"Exported {sum(done.records.values())} records to {done.folder}."]
    if done.lacking:
        lines.append(f"The recorded samples of {_workouts(done.lacking)} are not on this computer; sync fetches them.")
    say(options, found, lines)
    return DONE


def examine(store: Store, options: argparse.Namespace) -> int:
    """Check the file, and mend what can be made again."""
    report = doctor.examine(store, fix=options.fix)
    say(options, report.plain(), report.lines())
    return DONE if report.healthy else FAILED


def _workouts(count: int) -> str:
    return f"{count} workout{'s' if count != 1 else ''}"
