"""A check-up of a profile's file: whether it is whole, what it holds, and mending what can be made again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from tracker import disk
from tracker.store import search_index, triggers
from tracker.store.collections import COLLECTIONS
from tracker.store.database import Store
from tracker.store.migrations import m0001_first, m0001_training

SAID = {"Links": "Links between records", "Triggers": "Rules that keep the file in step", "Answer": "Answers in"}
"""What people read in the place of a finding's name."""
SINGLE = {one.plural.lower(): one.label.lower() for one in COLLECTIONS}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, what was found in words, and whether it can be made again."""

    name: str
    well: bool
    words: str
    mendable: bool = False


@dataclass(frozen=True)
class CheckUp:
    """All findings, how many records each collection has, and the size of the file in bytes."""

    findings: tuple[Finding, ...]
    records: dict[str, int]
    size: int

    @property
    def healthy(self) -> bool:
        """Whether nothing needs attention."""
        return all(finding.well for finding in self.findings)

    def plain(self) -> dict[str, Any]:
        """The check-up as JSON values."""
        return {
            "healthy": self.healthy,
            "findings": [{"name": one.name, "well": one.well, "words": one.words} for one in self.findings],
            "records": self.records,
            "size_bytes": self.size,
        }

    def lines(self) -> list[str]:
        """The check-up as lines to read."""
        found = []
        for one in self.findings:
            mends = "; --fix mends it" if one.mendable else ""
            found.append(f"{'ok ' if one.well else 'BAD'} {SAID.get(one.name, one.name)}: {one.words}{mends}")
        counts = ", ".join(
            f"{count} {SINGLE.get(name, name) if count == 1 else name}" for name, count in self.records.items() if count
        )
        return [*found, f"{self.size / 1_000_000:.1f} MB: {counts or 'nothing yet'}"]


def examine(store: Store, *, fix: bool = False) -> CheckUp:
    """Look at the file as a whole; with `fix`, make triggers and the search index again."""
    if fix:
        mend(store)
    began = time.perf_counter()
    store.rows("SELECT COUNT(*) FROM meal_plan_entry")
    answer = (time.perf_counter() - began) * 1000
    findings = (
        _integrity(store),
        _foreign_keys(store),
        _triggers(store),
        _index(store),
        Finding("Answer", True, f"{answer:.1f} ms"),
    )
    counts = {one.plural.lower(): store.rows(f"SELECT COUNT(*) FROM {one.table}")[0][0] for one in COLLECTIONS}
    return CheckUp(findings, counts, _file_size(store))


def count_records(store: Store) -> int:
    """How many records there are in all."""
    counts = " + ".join(f"(SELECT COUNT(*) FROM {one.table})" for one in COLLECTIONS)
    return int(store.rows(f"SELECT {counts}")[0][0])


def mend(store: Store) -> None:
    """Make the triggers and the search index again. What the user wrote is not touched."""
    with store.database.atomic():
        for name, statement in _fixed_triggers().items():
            store.database.execute_sql(f"DROP TRIGGER IF EXISTS {name}")
            store.database.execute_sql(statement)
        store.database.execute_sql("DELETE FROM trigger_digest")
        triggers.install(store.connection)
    search_index.rebuild_index(store)


def tidy(store: Store) -> int:
    """Mend what can be made again and give unused room back; returns how many bytes smaller the file is now."""
    mend(store)
    before = _file_size(store)
    with disk.explained(store.profile / "tracker.db"):
        store.database.execute_sql("PRAGMA main.optimize")
        store.database.execute_sql("VACUUM main")
        store.database.execute_sql("PRAGMA main.wal_checkpoint(TRUNCATE)")
    return max(0, before - _file_size(store))


def _file_size(store: Store) -> int:
    return (store.profile / "tracker.db").stat().st_size


def _integrity(store: Store) -> Finding:
    found = [str(row[0]) for row in store.rows("PRAGMA main.integrity_check(20)")]
    return Finding("File", found == ["ok"], "whole" if found == ["ok"] else "; ".join(found))


def _foreign_keys(store: Store) -> Finding:
    lost = len(store.rows("PRAGMA main.foreign_key_check"))
    return Finding("Links", lost == 0, "none is broken" if lost == 0 else f"{lost} items without their record")


def _triggers(store: Store) -> Finding:
    there = {row[0] for row in store.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger'")}
    wanted = (*triggers.statements(), *_fixed_triggers().values())
    missing = sum(statement not in there for statement in wanted)
    return Finding("Triggers", missing == 0, f"{missing} missing" if missing else "all in place", missing > 0)


def _fixed_triggers() -> dict[str, str]:
    """The triggers that came with the tables and not from `triggers`, by name: of the search index, and of records."""
    made = [statement for statement in m0001_first.SEARCH if statement.startswith("CREATE TRIGGER")]
    made += m0001_training.TRIGGERS
    return {statement.split()[2]: statement for statement in made}


def _index(store: Store) -> Finding:
    missing = search_index.missing(store)
    return Finding("Search", missing == 0, f"{missing} not found" if missing else "complete", missing > 0)
