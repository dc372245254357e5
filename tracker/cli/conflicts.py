"""`tracker conflicts`: what two devices changed at once, listed and decided where there is no window."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from tracker.cli import server
from tracker.cli.words import say
from tracker.errors import BadInput
from tracker.operations import plain
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import conflicts, resolve
from tracker.sync.decide_all import Side, decide_all
from tracker.sync.report import count
from tracker.sync.typed import Own

DONE, CONFLICTS = 0, 3
ALL, BOTH = "all", "both"
SIDES: Mapping[str, Side] = {"mine": "mine", "theirs": "theirs", "newest": "newest"}
NOTHING = "–"
WAY = "`tracker conflicts --resolve ID mine` decides one; or theirs, newest, both, or FIELD=VALUE for each field."


def declare(command: argparse.ArgumentParser) -> None:
    """The options of `tracker conflicts`."""
    command.add_argument(
        "--resolve",
        nargs="+",
        metavar=("ID", "CHOICE"),
        help="mine, theirs or newest, both (yours becomes a copy), or FIELD=VALUE for each field, where VALUE may be "
        "mine or theirs; ID may be “all”",
    )


def run(store: Store, options: argparse.Namespace) -> int:
    """List the conflicts that wait, or decide one or all."""
    if options.resolve:
        which, *choices = options.resolve
        if not choices:
            options.wrong_usage("--resolve needs mine, theirs, newest, both or FIELD=VALUE after the id")
        return _all(store, options, choices) if which == ALL else _one(store, options, which, choices)
    details = [conflicts.conflict(store, one.c, one.id) for one in conflicts.open_conflicts(store)]
    rows = [_conflict(one) for one in details]
    lines = []
    for one, row in zip(details, rows, strict=True):
        lines.append(f"{one.id}  {one.heading}")
        lines.extend(
            f"  {field['label']}: before {field['before'] or NOTHING} | mine {field['mine'] or NOTHING} | theirs "
            f"{field['theirs'] or NOTHING}  ({field['field']})"
            for field in row["fields"]
        )
    if rows:
        lines.append(WAY)
    say(options, rows, lines or ["No conflicts wait."])
    return CONFLICTS if rows else DONE


def _one(store: Store, options: argparse.Namespace, which: str, choices: Sequence[str]) -> int:
    found = conflicts.find_conflict(store, which)
    one = conflicts.conflict(store, found.c, found.id)
    changes = server.write(store, options, _resolve, one, choices)
    say(options, {"resolved": found.id}, [f"{changes.label or found.title}: done."])
    return DONE


def _all(store: Store, options: argparse.Namespace, choices: Sequence[str]) -> int:
    side = SIDES.get(choices[0]) if len(choices) == 1 else None
    if side is None:
        raise BadInput("All conflicts are decided for one side.", "Write mine, theirs or newest after “all”.")
    records = [(one.c, one.id) for one in conflicts.open_conflicts(store)]
    done = server.write(store, options, decide_all, side, records)
    left = f" {count(done.left, 'conflict')} changed meanwhile and still wait." if done.left else ""
    say(options, {"resolved": done.decided, "left": done.left}, [f"{count(done.decided, 'conflict')}: done.{left}"])
    return CONFLICTS if done.left else DONE


def _conflict(one: conflicts.ConflictDetail) -> plain.Plain:
    """A conflict; where one side deleted the record, its only field is the record as a whole."""
    fields = [
        {"field": row.path, "label": row.label, "before": row.before, "mine": row.mine, "theirs": row.theirs}
        for row in one.rows if row.contested
    ]  # fmt: skip
    if one.kind != "fields":
        here = one.kind == "deleted_here"
        changed = ", ".join(f"{row.label} {row.theirs if here else row.mine}" for row in one.rows) or "changed"
        mine, theirs = ("deleted", changed) if here else (changed, "deleted")
        fields = [{"field": "*", "label": one.label, "before": one.title, "mine": mine, "theirs": theirs}]
    return {
        "id": one.id, "kind": one.c, "title": one.title, "fields": fields,
        "conflict": one.kind, "device": one.theirs_device,
    }  # fmt: skip


def _resolve(store: Store, one: conflicts.ConflictDetail, choices: Sequence[str]) -> Changes:
    if list(choices) == [BOTH]:
        return resolve.keep_both(store, one.c, one.id)
    side = SIDES.get(choices[0]) if len(choices) == 1 else None
    if side is not None:
        return resolve.resolve_all(store, one.c, one.id, side)
    picks: dict[str, resolve.Pick] = {}
    for choice in choices:
        name, equals, picked = choice.partition("=")
        if not equals:
            raise BadInput(f"“{choice}” is no choice.", "Write mine, theirs, newest, both, or FIELD=VALUE.")
        picks[_path(one, name)] = "mine" if picked == "mine" else "theirs" if picked == "theirs" else Own(picked)
    return resolve.resolve(store, one.c, one.id, picks, seen=one.version)


def _path(one: conflicts.ConflictDetail, name: str) -> str:
    """The path of the field that is called `name`, which may be its label as well."""
    labelled = [row.path for row in one.rows if row.label.casefold() == name.casefold()]
    return labelled[0] if len(labelled) == 1 and name not in {row.path for row in one.rows} else name
