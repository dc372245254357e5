"""What a computer and an account both had before they met: found once after the first sync, and asked about.

Records of the same id or the same natural key have become one by then. What is left are records whose content is the
same under two ids. Nobody but the person knows whether these are two things, so they are never made one silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracker.store.batches import batches
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.records import delete_records, read_bodies, write_bodies
from tracker.sync import events
from tracker.sync.report import count
from tracker.sync.views import text

BORN_HERE = "sync_born_here"
"""Until the first sync is complete: the stamp of the last write before the sign-in."""
FOUND = "sync_twins"
COMPARED = ("food", "recipe", "exercise", "workout_plan", "workout", "measurement", "meal_plan_entry")
"""The collections whose records have no natural key; those that others refer to come first."""
REFERENCES = ("food", "source", "exercise", "plan")
"""Fields that name another record."""

Twin = tuple[str, str, str]
"""Collection, the record that was born here, and the one that was in the account."""


def expect(store: Store) -> None:
    """This computer meets an account for the first time: after the sync, see what both had."""
    if store.rows("SELECT 1 FROM sync_rec WHERE stamp > acked LIMIT 1"):
        events.remember(store, BORN_HERE, store.rows("SELECT mut FROM sync_meta")[0][0])


def look(store: Store) -> None:
    """After a sync that came to its end: find what is there twice, if this was the first one."""
    born = events.recall(store, BORN_HERE)
    if born is None:
        return
    found = list(_find(store, int(born)))
    with store.database.atomic():
        events.remember(store, BORN_HERE, None)
        events.remember(store, FOUND, found or None)
        if found:
            events.note(store, "twins", f"{count(len(found), 'thing')} {_are(len(found))} here twice.")


def asked_about(store: Store) -> list[Twin]:
    """The pairs that wait for an answer; one of which a part is gone meanwhile is none."""
    kept = [(c, mine, theirs) for c, mine, theirs in events.recall(store, FOUND) or ()]
    there: set[tuple[str, str]] = set()
    for name in {c for c, _, _ in kept}:
        ids = [id for c, *pair in kept if c == name for id in pair]
        for some in batches(ids):
            marks = ", ".join("?" * len(some))
            rows = store.rows(f"SELECT id FROM {BY_NAME[name].table} WHERE id IN ({marks})", some)
            there.update((name, row[0]) for row in rows)
    return [(c, mine, theirs) for c, mine, theirs in kept if {(c, mine), (c, theirs)} <= there]


def heading(twins: Sequence[Twin]) -> str:
    """What is asked, in a line."""
    return f"{count(len(twins), 'thing')} {_are(len(twins))} here twice"


def keep_once(store: Store, twins: Sequence[Twin]) -> Changes:
    """Remove the copies that were born here; what referred to them refers to the others. One undo step."""
    with store.step(f"Keep {count(len(twins), 'thing')} once") as step:
        for name, mine, theirs in twins:
            _refer(store, name, mine, theirs)
        for name in {c for c, _, _ in twins}:
            delete_records(store, BY_NAME[name], [mine for c, mine, _ in twins if c == name])
        forget(store)
    return step.changes


def forget(store: Store) -> None:
    """Both are kept: ask no more."""
    events.remember(store, FOUND, None)


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


# ------------------------------------------------------------------------------------------------ finding


def _find(store: Store, born: int) -> Iterator[Twin]:
    """Pairs of the same content, each record in at most one of them."""
    same_as: dict[str, str] = {}
    for name in COMPARED:
        mine = _ids(store, name, "remote_dev IS NULL AND stamp BETWEEN 1 AND ?", born)
        if not mine:
            continue
        by_content: dict[bytes, list[str]] = {}
        for id, content in _contents(store, BY_NAME[name], mine, same_as):
            by_content.setdefault(content, []).append(id)
        theirs = _ids(store, name, "remote_dev IS NOT NULL AND ?", 1)
        for id, content in _contents(store, BY_NAME[name], theirs, {}):
            if by_content.get(content):
                here = by_content[content].pop()
                same_as[here] = id
                yield name, here, id


def _ids(store: Store, name: str, condition: str, value: int) -> list[str]:
    sql = f"SELECT id FROM sync_rec WHERE c = ? AND base IS NOT NULL AND {condition} ORDER BY id DESC"
    return [row[0] for row in store.rows(sql, (name, value))]


def _contents(
    store: Store, collection: Collection, ids: Sequence[str], same_as: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """What each record says, as a digest: without ids of its own, and without what never contests a deletion."""
    soft = {field.name for field in collection.fields if field.soft}
    lists = {items.name for items in collection.lists}
    for some in batches(ids):
        for id, body in read_bodies(store, collection, some).items():
            said: dict[str, Any] = {key: value for key, value in body.items() if key not in soft}
            for key in lists:
                said[key] = [
                    _renamed({part: value for part, value in item.items() if part not in ("_id", "_ord")}, same_as)
                    for item in body[key]
                ]
            yield id, hashlib.sha256(text(_renamed(said, same_as)) or b"").digest()


def _renamed(body: dict[str, Any], same_as: Mapping[str, str]) -> dict[str, Any]:
    return {key: same_as.get(value, value) if key in REFERENCES else value for key, value in body.items()}


def _refer(store: Store, name: str, mine: str, theirs: str) -> None:
    """Let entries, ingredients and stars mean the other record."""
    store.database.execute_sql(
        "UPDATE meal_plan_entry SET source = ? WHERE source = ? AND source_kind = ?", (theirs, mine, name)
    )
    if name == "food":
        store.database.execute_sql("UPDATE recipe_ingredient SET food = ? WHERE food = ?", (theirs, mine))
    if name == "exercise":
        store.database.execute_sql("UPDATE exercise_set SET exercise = ? WHERE exercise = ?", (theirs, mine))
    if name == "workout_plan":
        store.database.execute_sql("UPDATE workout SET plan = ? WHERE plan = ?", (theirs, mine))
    stars = store.rows("SELECT id, created_at FROM favorite WHERE kind = ? AND target = ?", (name, mine))
    if stars:
        delete_records(store, BY_NAME["favorite"], [stars[0][0]])
        body = {"kind": name, "target": theirs, "created_at": stars[0][1]}
        write_bodies(store, BY_NAME["favorite"], {derived_id("favorite", f"{name}|{theirs}"): body})
