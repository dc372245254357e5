"""What a person sees of sync is found by indexes, however many records there are and however much is kept.

How SQLite would go about a statement is asked, not how long it takes: a table that is read from end to end is fast in a
test and slow after five years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.sync.test_conflicts import disagree
from tests.sync.test_cycle import SALAD
from tests.sync.world import Device, recipe
from tracker.store.database import Store
from tracker.sync import counts, kept, outbox, status
from tracker.sync.resolve import resolve_all

LARGE = ("sync_rec", "sync_history", "sync_trash")
"""Tables with a row for each record, or for each version and deletion of 90 days."""


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that run meanwhile, those of triggers not among them."""
    heard: list[str] = []
    store.connection.set_trace_callback(heard.append)
    try:
        yield heard
    finally:
        store.connection.set_trace_callback(None)
        heard[:] = [one for one in heard if one.startswith(("SELECT", "UPDATE", "DELETE"))]


def read_whole(store: Store, statement: str) -> list[str]:
    """The steps of a statement that read a large table from end to end, or a filter of it that is made first."""
    names = {name: name for name in LARGE} | {"r": "sync_rec", "h": "sync_history", "t": "sync_trash"}
    steps = [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {statement}")]
    whole = [step for step in steps if step.startswith("SCAN ") and "INDEX" not in step and step.split()[1] in names]
    return whole + [step for step in steps if step.startswith("BLOOM FILTER")]


def as_after_years(store: Store) -> None:
    """Tell SQLite's planner that there are very many records and few that wait, as `ANALYZE` would find."""
    store.database.execute_sql("ANALYZE main.sync_rec")
    store.database.execute_sql("DELETE FROM main.sqlite_stat1")
    store.connection.executemany(
        "INSERT INTO main.sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)",
        [("sync_rec", "sync_rec_dirty", "2000 1"), ("sync_rec", "sqlite_autoindex_sync_rec_1", "110000 10000 1")],
    )
    store.database.execute_sql("ANALYZE main.sqlite_master")


@pytest.fixture
def busy(desktop: Device, laptop: Device) -> Device:
    """A device with a version that lost, one record that was refused and one that waits."""
    disagree(desktop, laptop, {"name": "Mine"}, {"name": "Theirs"})
    resolve_all(desktop.store, "recipe", SALAD, "mine")
    desktop.put("recipe", "other", recipe("Another"))
    entry = desktop.entry("recipe", "other")
    outbox.reject(desktop.store, "recipe", "other", entry.stamp, "quota", "")
    as_after_years(desktop.store)
    return desktop


@pytest.mark.parametrize("look", [counts.refused, counts.waiting, status.count_listed, status.waiting])
def test_what_waits_is_found_without_reading_every_record(busy: Device, look: Callable[[Store], object]) -> None:
    with statements(busy.store) as heard:
        look(busy.store)
    assert heard
    assert {one: found for one in heard if (found := read_whole(busy.store, one))} == {}


def test_what_is_refused_and_what_waits_are_counted_apart(busy: Device) -> None:
    assert (counts.refused(busy.store), counts.waiting(busy.store)) == (1, 1)
    assert [(row.title, row.state) for row in status.waiting(busy.store)] == [
        ("Another", "refused"),
        ("Mine", "waiting"),
    ]
    assert [row.title for row in status.waiting(busy.store, record="other")] == ["Another"]


def test_bringing_earlier_versions_back_looks_for_each_by_its_record(busy: Device) -> None:
    found = kept.keys(busy.store, "version")
    with statements(busy.store) as heard:
        kept.restore(busy.store, "version", found)
    removals = [one for one in heard if one.startswith("DELETE FROM sync_history")]
    assert len(removals) == len(found) == 1
    assert [row[3] for row in busy.store.rows(f"EXPLAIN QUERY PLAN {removals[0]}")] == [
        "SEARCH sync_history USING INDEX sync_history_record (c=? AND id=?)"
    ]
