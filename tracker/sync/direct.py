"""Saving where a change counts once the server has it, and reading what the server has by now.

The network is never inside a transaction, and nothing typed may be lost by a crash. So a save asks the server first
whether it can be spoken to; only then the operation writes, as in the other modes, and a sync carries it over. Where
the server does not take it after all, it is taken back as if it had never been written. Where nobody can say whether
it arrived, it stays as a draft whose bytes are sent again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec

from tracker.errors import Busy, NotSaved
from tracker.protocol.accounts import Session as Who
from tracker.store import undo
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import ledger
from tracker.sync.engine import synchronise
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Lost, Request, Transport, host
from tracker.sync.modes import saves_directly
from tracker.sync.refused import OTHER, REASONS
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault
from tracker.sync.session import Connect, Session
from tracker.sync.transport import Http

SAVE_SECONDS = 10.0
"""How long a save may take."""
READ_SECONDS = 2.0
"""How long a read waits for what is new on the server before it shows what is here."""

Record = tuple[str, str]
_read_who = msgspec.json.Decoder(Who).decode


@dataclass(frozen=True)
class Saved:
    """A save that was carried out.

    Attributes:
        value: what the operation returned.
        pulled: what came from the server meanwhile.
        contested: records that met another version of themselves and wait for a decision.
        notice: that the server may not have it yet, in words; empty where it has.
    """

    value: object
    pulled: Changes = field(default_factory=Changes)
    contested: tuple[Record, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class _Before:
    """What a save starts from: the last stamp and undo step, what waited already, and the open conflicts."""

    stamp: int
    step: int
    waiting: frozenset[Record]
    conflicts: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class _Written:
    """What a save wrote: how many changes the undo log has of it, and the server's version of each record then."""

    records: frozenset[Record]
    changes: int
    versions: frozenset[tuple[str, str, int, bytes | None]]


class Direct:
    """Speaks with the server while somebody waits. Used by one thread.

    Args:
        vault: where the sign-in is.
        connect: gives the transport; HTTP unless something else is given.
    """

    def __init__(self, vault: Vault, *, connect: Connect | None = None) -> None:
        self._vault = vault
        self._given = connect
        self._lines: dict[str, Http] = {}
        self._cancelled = threading.Event()

    def save(self, store: Store, operation: Callable[[Store], object], *, seconds: float = SAVE_SECONDS) -> Saved:
        """Carry out `operation`, and see to it that the server has what it wrote.

        Raises:
            NotSaved: the server does not have it and it is not here either; whoever asks still has what was typed.
            KnownError: what the operation itself refuses, also where the server cannot be asked.
        """
        if not saves_directly(store):
            return Saved(operation(store))
        server = host(ledger.meta(store).server)
        with self._within(seconds):
            try:
                self._ask_who(store)
            except NotSaved as error:
                return Saved(_without_server(store, operation, error))
            before = _look(store)
            value = operation(store)
            written = _written(store, before)
            if not written:
                return Saved(value)
            log = _log(store, before, written)
            try:
                report = synchronise(
                    store, self._vault, cancelled=self._cancelled, connect=self._connect, verifies="never"
                )
            except Busy:
                report = None
            return self._judged(store, before, written, log, Saved(value), report, server)

    def refresh(self, store: Store, *, seconds: float = READ_SECONDS) -> SyncReport | None:
        """Fetch what is new within `seconds`; None where that was too short or another process is at it."""
        with self._within(seconds):
            try:
                report = synchronise(
                    store, self._vault, cancelled=self._cancelled, connect=self._connect, verifies="never"
                )
            except Busy:
                return None
        return None if report.state == "cancelled" else report

    def close(self) -> None:
        """Let go of the connections."""
        for line in self._lines.values():
            line.close()

    # ------------------------------------------------------------------------------------------- the server

    def _ask_who(self, store: Store) -> None:
        """Make sure that the server answers, and to whom, before anything is written."""
        known = ledger.meta(store)
        server = host(known.server)
        try:
            with sync_lock(store.profile, cancelled=self._cancelled):
                session = Session(store, self._vault, self._connect(known.server or ""))
                answer = session.send(Request("GET", "/v1/session"))
        except Busy:
            raise NotSaved(f"Not saved: Tracker is still busy with {server}.", "Try again in a moment.") from None
        if isinstance(answer, Lost):
            late = "did not answer in time" if answer.cancelled else "cannot be reached"
            raise NotSaved(f"Not saved: {server} {late}.")
        if answer.status == 401:
            raise NotSaved(f"Not saved: you are signed out of {server}.", "Sign in again on the Sync page.")
        try:
            same = answer.status == 200 and _read_who(answer.body).account == known.account_id
        except msgspec.MsgspecError:
            same = False
        if answer.status == 403 or (answer.status == 200 and not same):
            raise NotSaved(f"Not saved: {server} takes this device for somebody else.", "Sign in again.")
        if answer.status != 200:
            raise NotSaved(
                f"Not saved: {server} asks for patience.", "Try again, or keep it as a draft on this device."
            )

    def _connect(self, server: str) -> Transport:
        if self._given is not None:
            return self._given(server)
        return self._lines.setdefault(server, Http(server, cancelled=self._cancelled))

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Break off what speaks with the server once the time is up."""
        self._cancelled.clear()
        timer = threading.Timer(seconds, self._break_off)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _break_off(self) -> None:
        self._cancelled.set()
        for line in list(self._lines.values()):
            line.abort()

    # ------------------------------------------------------------------------------------- what became of it

    def _judged(
        self,
        store: Store,
        before: _Before,
        written: frozenset[Record],
        log: _Written | None,
        saved: Saved,
        report: SyncReport | None,
        server: str,
    ) -> Saved:
        """What the sync made of the records that were written."""
        contested = frozenset((c, id) for c, id, _ in _conflicts(store) - before.conflicts) & written
        refused = _refused(store, written)
        waiting = (_waiting(store) & written) - contested
        pulled = report.changes if report is not None else Changes()
        if not waiting:
            return Saved(saved.value, pulled, tuple(sorted(contested)))
        # What merely takes long, such as the samples of a long ride, goes on by itself; only a no is taken back.
        late = report is None or report.state in ("ok", "asking", "cancelled")
        if refused:
            why = f"{server} does not take it: {REASONS.get(refused, OTHER)}."
        else:
            why = f"{server} does not have all of it yet." if late or report is None else report.sentence
        final = bool(refused) and refused != "missing_blobs"
        said_no = final or (not refused and not late)
        none_arrived = waiting == written and not _in_flight(store, written)
        if said_no and none_arrived and log is not None and _take_back(store, before, log):
            raise NotSaved(f"Not saved: {why}")
        again = "; it is sent again once you change it" if final else " and is sent again by itself"
        notice = f"{why} Your change is kept on this device as a draft{again}."
        return Saved(saved.value, pulled, tuple(sorted(contested)), notice)


def _without_server(store: Store, operation: Callable[[Store], object], why: NotSaved) -> object:
    """Carry out what concerns this device alone; anything else is taken back, and `why` is raised."""
    with store.database.atomic():
        before = _look(store)
        value = operation(store)
        if _written(store, before):
            raise why
    return value


def _look(store: Store) -> _Before:
    stamp = store.rows("SELECT mut FROM sync_meta")[0][0]
    step = store.rows("SELECT COALESCE(MAX(id), 0) FROM undo_step")[0][0]
    return _Before(stamp, step, _waiting(store), _conflicts(store))


def _waiting(store: Store) -> frozenset[Record]:
    return frozenset(store.rows("SELECT c, id FROM sync_rec WHERE stamp > acked"))


def _conflicts(store: Store) -> frozenset[tuple[str, str, str]]:
    return frozenset(store.rows("SELECT c, id, field FROM sync_conflict"))


def _written(store: Store, before: _Before) -> frozenset[Record]:
    """The records that were written since."""
    rows = store.rows("SELECT c, id FROM sync_rec WHERE stamp > acked AND stamp > ?", (before.stamp,))
    return frozenset(rows)


def _log(store: Store, before: _Before, written: frozenset[Record]) -> _Written | None:
    """What was written, as the undo log has it; None where it does not know all of it.

    A decision about a conflict cannot be taken back by it: sync's own book changed with it.
    """
    rows = store.rows("SELECT c, record FROM undo_change WHERE step > ?", (before.step,))
    whole = written <= set(rows) and _conflicts(store) == before.conflicts
    return _Written(written, len(rows), _versions(store, written)) if whole else None


def _versions(store: Store, written: frozenset[Record]) -> frozenset[tuple[str, str, int, bytes | None]]:
    """What the server has of each record as far as known here; once restored it may have another one of that number."""
    rows = store.rows("SELECT c, id, rev, base FROM sync_rec WHERE stamp > acked")
    return frozenset(row for row in rows if row[:2] in written)


def _refused(store: Store, written: frozenset[Record]) -> str:
    """Why the server does not take one of the records, empty where it does not refuse any."""
    rows = store.rows(
        "SELECT j.c, j.id, j.code FROM sync_reject j JOIN sync_rec r ON r.c = j.c AND r.id = j.id "
        "WHERE r.stamp = j.stamp AND r.stamp > r.acked"
    )
    return next((code for c, id, code in rows if (c, id) in written), "")


def _in_flight(store: Store, written: frozenset[Record]) -> bool:
    """Whether one of the records is in a push whose answer is not known."""
    return not written.isdisjoint(store.rows("SELECT c, id FROM sync_rec WHERE infl_stamp IS NOT NULL"))


def _take_back(store: Store, before: _Before, log: _Written) -> bool:
    """Make it so as if nothing had been written; False, and nothing done, where a sync changed some of it since.

    What was here before is what the server has only while no other version of it was met: a merge may have left the
    rows as they are, and still they stand over the new version then.
    """
    with store.database.atomic():
        if len(store.rows("SELECT 1 FROM undo_change WHERE step > ?", (before.step,))) != log.changes:
            return False
        settled = any((c, id) in log.records for c, id, _ in before.conflicts ^ _conflicts(store))
        if settled or _versions(store, log.records) != log.versions:
            return False
        undo.take_back(store, before.step)
        for c, id in log.records - before.waiting:
            store.database.execute_sql("UPDATE sync_rec SET acked = stamp WHERE c = ? AND id = ?", (c, id))
            store.database.execute_sql("DELETE FROM sync_reject WHERE c = ? AND id = ?", (c, id))
    return True
