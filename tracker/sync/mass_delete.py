"""Deletions that come from elsewhere are kept back until all of them are known, and asked about where they are many.

What is kept back stands in `sync_held`: the cursor may pass it, and the records stay as they are. At the end of a pull
the deletions are carried out, unless they would take away so much of a collection that a mistake is likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.store.batches import batches
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import ledger
from tracker.sync.incoming import RawRecord
from tracker.sync.pull import Tally, apply_forgotten, apply_records

FEW = 20
"""So many records may be removed from a collection by one pull without a question…"""
SHARE = 4
"""…or one part in so many of it, if that is more."""


@dataclass(frozen=True)
class Held:
    """A deletion that was kept back; `rev` is 0 where the server has forgotten it, `dev` empty where nobody knows."""

    c: str
    id: str
    rev: int
    mt: int
    dev: str


def apply_page(store: Store, records: Sequence[RawRecord], tally: Tally, *, last: bool) -> None:
    """Apply a page of a pull; must run inside `store.applying()`.

    Args:
        store: the profile's data.
        records: the page.
        tally: what the sync did so far.
        last: nothing more comes: what was kept back is judged now.
    """
    gone = [record for record in records if record.deleted and record.c in BY_NAME]
    held = holds(store)
    if not held and (not gone or (last and len(gone) <= FEW)):
        apply_records(store, records, tally)
        return
    removed = _removals(store, gone)
    apply_records(store, [record for record in records if (record.c, record.id) not in removed], tally)
    if held:  # what was made again meanwhile is deleted no more
        store.connection.executemany(
            "DELETE FROM sync_held WHERE c = ? AND id = ? AND rev < ?",
            [(record.c, record.id, record.rev) for record in records if not record.deleted],
        )
    hold(store, [record for record in gone if (record.c, record.id) in removed])
    if last:
        release(store, tally)


def holds(store: Store) -> bool:
    """Whether deletions are kept back."""
    return bool(store.rows("SELECT 1 FROM sync_held LIMIT 1"))


def hold(store: Store, records: Iterable[RawRecord]) -> None:
    """Keep deletions back until the end of the pull."""
    store.connection.executemany(
        "INSERT INTO sync_held (c, id, rev, mt, dev) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (c, id) DO UPDATE SET rev = excluded.rev, mt = excluded.mt, dev = excluded.dev",
        [(record.c, record.id, record.rev, record.mt, record.dev) for record in records],
    )


def release(store: Store, tally: Tally) -> None:
    """Carry out what was kept back, except where a collection would lose too much.

    Must run inside `store.applying()`.
    """
    store.database.execute_sql(  # the record came back meanwhile
        "DELETE FROM sync_held WHERE rev > 0 AND rev <= "
        "(SELECT rev FROM sync_rec r WHERE r.c = sync_held.c AND r.id = sync_held.id)"
    )
    for (name,) in store.rows("SELECT DISTINCT c FROM sync_held"):
        rows = _held(store, name)
        removed = _removals(store, rows)
        asked = bool(store.rows("SELECT 1 FROM sync_held WHERE c = ? AND asked", (name,)))
        here = int(store.rows(f"SELECT COUNT(*) FROM {BY_NAME[name].table}")[0][0])
        too_many = len(removed) > max(FEW, here // SHARE)
        if removed and (asked or too_many):
            # What was edited or deleted here as well removes nothing: it is decided like any other.
            carry_out(store, [row for row in rows if (row.c, row.id) not in removed], tally)
            store.database.execute_sql("UPDATE sync_held SET asked = 1 WHERE c = ?", (name,))
        else:
            carry_out(store, rows, tally)


def carry_out(store: Store, rows: Sequence[Held], tally: Tally) -> None:
    """Follow deletions that were kept back; must run inside `store.applying()`."""
    known = [row for row in rows if row.rev > 0]
    tombstones = [RawRecord(c=row.c, id=row.id, rev=row.rev, deleted=True, mt=row.mt, dev=row.dev) for row in known]
    apply_records(store, tombstones, tally)
    apply_forgotten(store, [(row.c, row.id) for row in rows if row.rev == 0], tally)
    _forget(store, rows)


def bring_back(store: Store, rows: Sequence[Held]) -> Changes:
    """Keep records that were deleted elsewhere: the next sync makes them again for all devices."""
    with store.database.atomic():
        for row in rows:
            entry = ledger.entry(store, row.c, row.id)
            ledger.set_entry(
                store, row.c, row.id, rev=row.rev, base=None, base_at=row.mt, orig_base=entry.base,
                stamp=ledger.next_stamp(store), changed_at=store.now(), remote_dev=row.dev, remote_at=row.mt,
            )  # fmt: skip
        _forget(store, rows)
    return Changes(frozenset(row.c for row in rows), tuple(row.id for row in rows))


def asked_about(store: Store) -> list[Held]:
    """The deletions that wait for an answer."""
    rows = store.rows("SELECT c, id, rev, mt, dev FROM sync_held WHERE asked ORDER BY c, id")
    return [Held(*row) for row in rows]


def _held(store: Store, collection: str) -> list[Held]:
    rows = store.rows("SELECT c, id, rev, mt, dev FROM sync_held WHERE c = ?", (collection,))
    return [Held(*row) for row in rows]


def _forget(store: Store, rows: Iterable[Held]) -> None:
    store.connection.executemany("DELETE FROM sync_held WHERE c = ? AND id = ?", [(row.c, row.id) for row in rows])


def _removals(store: Store, records: Iterable[RawRecord | Held]) -> set[tuple[str, str]]:
    """Which of these deletions would take away a record that is here and that nobody touched."""
    wanted: dict[str, dict[str, int]] = {}
    for record in records:
        wanted.setdefault(record.c, {})[record.id] = record.rev
    found: set[tuple[str, str]] = set()
    for name, revs in wanted.items():
        for some in batches(revs):
            marks = ", ".join("?" * len(some))
            rows = store.rows(
                f"SELECT t.id, COALESCE(r.rev, 0) FROM {BY_NAME[name].table} t "
                "LEFT JOIN sync_rec r ON r.c = ? AND r.id = t.id "
                f"WHERE t.id IN ({marks}) AND COALESCE(r.stamp <= r.acked AND r.infl_stamp IS NULL, 1) AND NOT EXISTS "
                "(SELECT 1 FROM sync_conflict k WHERE k.c = ?1 AND k.id = t.id)",
                (name, *some),
            )
            found.update((name, id) for id, rev in rows if revs[id] > rev or revs[id] == 0)
    return found
