"""Writing what the server sent into this profile.

A page is applied in one transaction, together with its cursor. Records that nobody touched here, nearly all of them,
go in with a few statements; the others are decided one by one in `apply`. What this version cannot read is kept as
it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.records import delete_records, read_bodies, write_bodies, write_rows
from tracker.store.search_index import feeding_together
from tracker.sync import events, ledger
from tracker.sync.apply import Here, Verdict, decide
from tracker.sync.exact import OtherForm, reader
from tracker.sync.incoming import UNFIT, RawRecord, keep_unread, readable
from tracker.sync.ledger import NEVER, WHOLE, Entry, load
from tracker.sync.parts import ABSENT, same
from tracker.sync.policy import Rules
from tracker.sync.views import complete, equal, join, local_bodies, normal, split, text, view


@dataclass
class Tally:
    """What a sync did so far; all that it deletes went to the trash at one instant, `emptied`."""

    sent: int = 0
    received: int = 0
    merged: int = 0
    tables: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    devices: set[str] = field(default_factory=set)
    emptied: int | None = None

    def touched(self, collection: str, ids: Iterable[str]) -> None:
        """Note records whose rows changed."""
        some = list(ids)
        if some:
            self.tables.add(collection)
            self.ids.extend(some)


def apply_records(store: Store, records: Sequence[RawRecord], tally: Tally) -> None:
    """Apply records; must run inside `store.applying()`."""
    groups: dict[str, list[RawRecord]] = {}
    for record in records:
        groups.setdefault(record.c, []).append(record)
        tally.devices.add(record.dev)
    rules = Rules(store)
    offset = ledger.meta(store).clock_offset
    for name, group in groups.items():
        collection = BY_NAME.get(name)
        if collection is None:
            tally.received += len(group)
            for record in group:
                keep_unread(store, record)
        else:
            _Applier(store, collection, rules, offset, tally).apply(group)


def apply_forgotten(store: Store, records: Iterable[tuple[str, str]], tally: Tally) -> None:
    """Follow deletions (collection, id) that the server has forgotten since; must run inside `store.applying()`.

    They are applied like tombstones that are newer than what is known here; what is put there again begins anew.
    """
    some = list(records)
    tombstones: list[RawRecord] = []
    for name in dict.fromkeys(c for c, _ in some):
        known = ledger.entries(store, name, [id for c, id in some if c == name])
        tombstones += [
            RawRecord(c=name, id=id, rev=entry.rev + 1, deleted=True, mt=entry.base_at or 0)
            for id, entry in known.items()
        ]
    apply_records(store, tombstones, tally)
    store.connection.executemany("UPDATE sync_rec SET rev = 0 WHERE c = ? AND id = ?", some)


def reconsider(store: Store, tally: Tally) -> None:
    """Look again at contested records that were edited here: some conflicts have settled themselves by it.

    Must run inside `store.applying()`.
    """
    rows = store.rows(
        "SELECT DISTINCT k.c, k.id FROM sync_conflict k JOIN sync_rec r ON r.c = k.c AND r.id = k.id "
        "WHERE r.stamp > r.acked"
    )
    for name, id in rows:
        reconsider_one(store, name, id, tally)


def reconsider_one(store: Store, name: str, id: str, tally: Tally) -> None:
    """Look again at one contested record; must run inside `store.applying()`."""
    known = ledger.entry(store, name, id)
    record = RawRecord(
        c=name,
        id=id,
        rev=known.rev,
        deleted=known.base is None,
        mt=known.remote_at or 0,
        dev=known.remote_dev or "",
        body=msgspec.Raw(known.base or b"null"),
    )
    _Applier(store, BY_NAME[name], Rules(store), ledger.meta(store).clock_offset, tally).decide(record, known)


class _Applier:
    """Applies records of one collection."""

    def __init__(self, store: Store, collection: Collection, rules: Rules, offset: int, tally: Tally) -> None:
        self.store = store
        self.collection = collection
        self.rules = rules
        self.offset = offset
        self.tally = tally

    def apply(self, records: Sequence[RawRecord]) -> None:
        """Apply what is news; our own echo and pages that come twice are not."""
        name = self.collection.name
        ids = [record.id for record in records]
        known = ledger.entries(self.store, name, ids)
        contested = ledger.contested(self.store, name, ids)
        fresh: list[RawRecord] = []
        plain: list[RawRecord] = []
        gone: list[RawRecord] = []
        for record in records:
            entry = known.get(record.id, NEVER)
            if record.rev <= entry.rev:
                continue
            self.tally.received += 1
            if entry.touched or entry.infl_stamp is not None or record.id in contested:
                self._decided(record, entry)
            elif record.deleted:
                gone.append(record)
            else:
                (fresh if entry is NEVER else plain).append(record)
        if gone:
            self._remove(gone, known)
        if fresh:
            self._insert(fresh)
        if plain:
            self._overwrite(plain)
        self._drop_unread(ids)

    def _drop_unread(self, ids: Sequence[str]) -> None:
        """What could be read now need not be kept as it came; a record kept in this very run is newer than that."""
        if not self.store.rows("SELECT 1 FROM sync_opaque WHERE c = ? LIMIT 1", (self.collection.name,)):
            return
        self.store.connection.executemany(
            "DELETE FROM sync_opaque WHERE c = ? AND id = ? "
            "AND rev <= (SELECT rev FROM sync_rec WHERE c = sync_opaque.c AND id = sync_opaque.id)",
            [(self.collection.name, id) for id in ids],
        )

    # ------------------------------------------------------------------ records that nobody touched here

    def _insert(self, records: Sequence[RawRecord]) -> None:
        """Take over records that were never here; a savepoint around them would cost a fifth of the whole pull."""
        ids = [record.id for record in records]
        with feeding_together(self.store, self.collection):
            try:
                self._write(records)
            except UNFIT:
                delete_records(self.store, self.collection, ids)
                for record in records:
                    self._overwrite([record])

    def _overwrite(self, records: Sequence[RawRecord]) -> None:
        """Take records over as they are, together where possible, else one by one."""
        try:
            with self.store.database.atomic():
                self._write(records)
        except UNFIT:
            if len(records) == 1:
                keep_unread(self.store, records[0])
                return
            for record in records:
                self._overwrite([record])

    def _write(self, records: Sequence[RawRecord]) -> None:
        read = reader(self.collection)
        rows: list[Sequence[Any]] = []
        bodies: dict[str, dict[str, Any]] = {}
        book = []
        for record in records:
            id, rest = record.id, "{}"
            try:
                if read is None:
                    raise OtherForm
                rows.append([id, *read(record.body)])
            except OtherForm:
                known, extras = split(self.collection, readable(self.collection, record))
                bodies[id] = complete(self.collection, known)
                rest = json.dumps(extras) if extras else "{}"
            book.append((id, record.rev, bytes(record.body), rest, record.dev, record.mt))
        write_rows(self.store, self.collection, rows)
        write_bodies(self.store, self.collection, bodies)
        ledger.adopt(self.store, self.collection.name, book)
        self.tally.touched(self.collection.name, [record.id for record in records])

    def _remove(self, records: Sequence[RawRecord], known: Mapping[str, Entry]) -> None:
        """Follow deletions; what was here goes to the trash."""
        ids = [record.id for record in records]
        for id, body in read_bodies(self.store, self.collection, ids).items():
            self._to_trash(id, normal(join(self.collection, body, known.get(id, NEVER).extras)))
        delete_records(self.store, self.collection, ids)
        rows = [(record.id, record.rev, None, "{}", record.dev, record.mt) for record in records]
        ledger.adopt(self.store, self.collection.name, rows)
        self.tally.touched(self.collection.name, ids)

    def _to_trash(self, id: str, body: Mapping[str, Any]) -> None:
        if self.tally.emptied is None:
            self.tally.emptied = self.store.now()
        self.store.database.execute_sql(
            "INSERT INTO sync_trash (c, id, at, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (c, id) DO UPDATE SET at = excluded.at, body = excluded.body",
            (self.collection.name, id, self.tally.emptied, text(dict(body))),
        )

    # ------------------------------------------------------------------ records with a history of their own

    def _decided(self, record: RawRecord, entry: Entry) -> None:
        try:
            with self.store.database.atomic():
                self.decide(record, entry)
        except UNFIT:
            keep_unread(self.store, record)

    def decide(self, record: RawRecord, entry: Entry) -> None:
        """Let `apply` decide about one record, and write its verdict."""
        name = self.collection.name
        remote = None if record.deleted else complete(self.collection, readable(self.collection, record))
        local = local_bodies(self.store, self.collection, {record.id: entry}, [record.id]).get(record.id)
        paths = ledger.contested(self.store, name, [record.id]).get(record.id, {})
        # After a fork the receipt of a push is gone; its content tells that it had arrived.
        base = record.base if entry.infl_stamp is not None and entry.infl == record.base else entry.base
        sent = view(self.collection, local, base, paths.keys())
        # What was made and deleted here before it was ever sent may exist elsewhere under the same id.
        unborn = entry.rev == 0 and local is None
        here = Here(
            local=local,
            base=self._whole(base),
            dirty=entry.touched and (unborn or not equal(sent, base)),
            paths=paths,
            first_base=self._whole(entry.orig_base),
        )
        changed = (entry.changed_at or 0) + self.offset
        verdict = decide(
            self.collection,
            here,
            remote,
            policy=lambda path: self.rules.policy(self.collection, path),
            newer="local" if changed > record.mt else "remote",
        )
        self._carry_out(record, entry, here, verdict)

    def _whole(self, text: bytes | None) -> dict[str, Any] | None:
        body = load(text)
        return None if body is None else complete(self.collection, body)

    def _carry_out(self, record: RawRecord, entry: Entry, here: Here, verdict: Verdict) -> None:
        name, id = self.collection.name, record.id
        extras = self._write_local(id, here, verdict)
        if verdict.trash is not None:
            self._to_trash(id, verdict.trash)
        for why, body in verdict.losers:
            ledger.keep_loser(self.store, name, id, why, text(dict(body)))
        events.settled(self.store, verdict.settled)
        self._open_conflicts(record, here, verdict)
        paths = {outcome.path for outcome in verdict.paths} | ({WHOLE} if verdict.whole else set())
        local = None if verdict.local is None else normal(dict(verdict.local))
        clean = equal(view(self.collection, local, record.base, paths), record.base)
        stamp = entry.stamp if clean or entry.touched else ledger.next_stamp(self.store)
        # A decision looks at the record again while its push may be under way: the answer must still find it.
        again = record.rev == entry.rev
        ledger.set_entry(
            self.store,
            name,
            id,
            rev=record.rev,
            base=record.base,
            base_at=record.mt if record.rev > entry.rev else entry.base_at,
            stamp=stamp,
            acked=stamp if clean else entry.acked,
            changed_at=entry.changed_at,
            infl=entry.infl if again else None,
            infl_stamp=entry.infl_stamp if again else None,
            orig_base=text(dict(verdict.first_base)) if verdict.first_base is not None else None,
            extras=extras,
            remote_dev=record.dev,
            remote_at=record.mt,
        )
        self.tally.merged += verdict.merged

    def _write_local(self, id: str, here: Here, verdict: Verdict) -> str:
        """Write the record's rows where they change; returns what this version has no column for, as JSON."""
        if verdict.local is None:
            if here.local is not None:
                delete_records(self.store, self.collection, [id])
                self.tally.touched(self.collection.name, [id])
            return "{}"
        known, extras = split(self.collection, verdict.local)
        if here.local is None or not same(known, split(self.collection, here.local)[0]):
            write_bodies(self.store, self.collection, {id: complete(self.collection, known)})
            self.tally.touched(self.collection.name, [id])
        return json.dumps(extras) if extras else "{}"

    def _open_conflicts(self, record: RawRecord, here: Here, verdict: Verdict) -> None:
        rows: dict[str, tuple[str, str | None, str | None]] = {
            outcome.path: ("field", _words(outcome.base), _words(outcome.remote)) for outcome in verdict.paths
        }
        if verdict.whole is not None:
            # The contested fields stay: whoever revives the record meets them again.
            rows.update(dict.fromkeys(here.fields, ("field", None, None)))
            rows[WHOLE] = (verdict.whole, None, None)
        name = self.collection.name
        if rows or here.paths:
            ledger.set_contested(self.store, name, record.id, rows, self.store.now())
            self.tally.touched(name, [record.id])
        if rows:
            base = verdict.first_base if verdict.whole else here.base
            local = None if here.local is None else text(dict(here.local))
            ledger.keep_bodies(
                self.store, name, record.id, None if base is None else text(dict(base)), local, record.base
            )


def _words(value: Any) -> str | None:
    return None if value is ABSENT else json.dumps(value, ensure_ascii=False, sort_keys=True)
