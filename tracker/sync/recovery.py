"""Going on where a cursor leads nowhere: after the server was restored from a backup, and after a long absence.

In both cases a backup is made first. Then the server's manifest is compared with what this device knows, record by
record; nothing is sent before that is done. Whatever is cut off begins again from the start and does no harm twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from tracker.errors import KnownError
from tracker.protocol.accounts import Session
from tracker.store.backup import back_up
from tracker.store.batches import batches
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import events, farthest, ledger, manifest, mass_delete
from tracker.sync.answers import Answers, Stop
from tracker.sync.incoming import RawRecord
from tracker.sync.ledger import WHOLE, Entry, Lost
from tracker.sync.manifest import Place, Record, hash8
from tracker.sync.messages import Exchange, Request
from tracker.sync.pull import Tally, reconsider_one
from tracker.sync.report import count

SAVED = "sync_saved_first"
PIECE = 2000
"""Rows that are changed in one transaction."""
LOST: Lost = "server_lost"
"""Why a version is in the history: the server had it, or had an older one in its place, when it was restored."""

_read_session = msgspec.json.Decoder(Session).decode


@dataclass
class _Compared:
    """What a comparison found; `equal` are those whose revision alone is another one."""

    equal: list[tuple[int, str, str]] = field(default_factory=list)
    arrived: list[tuple[int, str, str]] = field(default_factory=list)
    absent: list[Record] = field(default_factory=list)
    differing: list[Record] = field(default_factory=list)


@dataclass
class _Result:
    """How many records went which way."""

    again: int = 0
    ours: int = 0
    theirs: int = 0

    def sentence(self, host: str) -> str:
        """What a person is told."""
        back = [
            f"{count(self.again, 'record')} that it lacked" if self.again else "",
            count(self.ours, "newer version") if self.ours else "",
        ]
        said = [
            f"The data on {host} was restored from a backup.",
            f"This device sends back {' and '.join(part for part in back if part)}." if any(back) else "",
            f"It took over {count(self.theirs, 'record')} from there." if self.theirs else "",
        ]
        return " ".join(part for part in said if part)


def after_restore(store: Store, answers: Answers, tally: Tally) -> Exchange[str]:
    """Find together with a server whose log is not the one that this profile knows; returns what was done, in words.

    What the server lost is sent again by the next push; where it holds another version the later edit counts, and the
    other goes to the history; what was changed here meanwhile is merged.

    Raises:
        Stop, OtherHistory: as `Answers.taken`; what was done so far stays.
    """
    _save_first(store, "before sync with a restored server")
    session = answers.read(_read_session, answers.taken((yield Request("GET", "/v1/session"))))
    place = yield from manifest.fetch(store, answers)
    result = _Result()
    reached: list[str] = []
    compared = _compare(store)
    _take_numbers(store, compared)
    with store.database.atomic():
        store.database.execute_sql("DELETE FROM sync_held")  # the comparison finds them again
        result.again = _give_back_unread(store)
    result.again += send_again(store, compared.absent, tally)

    def meet(records: Sequence[RawRecord]) -> None:
        with store.applying():
            _meet(store, records, tally, result)

    # Until the end the old place has to stay: by it the next sync notices where this one was cut off.
    yield from manifest.bring(answers, compared.differing, meet, reach=reached.append)
    with store.applying():
        mass_delete.release(store, tally)
        store.database.execute_sql("UPDATE sync_rec SET infl = NULL, infl_stamp = NULL WHERE infl_stamp IS NOT NULL")
        store.database.execute_sql("DELETE FROM sync_push")
        number = session.push_no if session.device == ledger.meta(store).dev else 0
        _arrive(store, place)
        farthest.begin_anew(store, reached[-1] if reached else None)
        ledger.set_meta(store, push_no=number)
        sentence = result.sentence(answers.host)
        events.note(store, "restored", sentence)
    return sentence


def after_absence(store: Store, answers: Answers, tally: Tally) -> Exchange[str]:
    """Learn what changed while this device was away for so long that the server forgot deletions.

    Raises:
        Stop, OtherHistory: as `Answers.taken`; what was done so far stays.
    """
    _save_first(store, "before catching up")
    place = yield from manifest.fetch(store, answers)
    changed = store.rows(
        "SELECT m.c, m.id FROM temp.manifest m LEFT JOIN sync_rec r ON r.c = m.c AND r.id = m.id "
        "LEFT JOIN sync_opaque o ON o.c = m.c AND o.id = m.id "
        "WHERE m.rev > MAX(COALESCE(r.rev, 0), COALESCE(o.rev, 0)) AND NOT (m.del AND r.c IS NULL AND o.c IS NULL)"
    )
    missing = store.rows(
        "SELECT c, id FROM sync_rec r WHERE rev > 0 AND base IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM temp.manifest m WHERE m.c = r.c AND m.id = r.id)"
    )

    def take(records: Sequence[RawRecord]) -> None:
        with store.applying():
            mass_delete.apply_page(store, records, tally, last=False)

    yield from manifest.bring(answers, [(c, id) for c, id in changed], take, reach=lambda at: farthest.note(store, at))
    with store.applying():
        mass_delete.hold(store, [RawRecord(c=c, id=id, rev=0, deleted=True) for c, id in missing])
        store.database.execute_sql(  # of what was known to be deleted only the number is void
            "UPDATE sync_rec SET rev = 0 WHERE rev > 0 AND base IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM temp.manifest m WHERE m.c = sync_rec.c AND m.id = sync_rec.id)"
        )
        store.database.execute_sql(
            "DELETE FROM sync_opaque WHERE rev > 0 AND NOT EXISTS "
            "(SELECT 1 FROM temp.manifest m WHERE m.c = sync_opaque.c AND m.id = sync_opaque.id)"
        )
        mass_delete.release(store, tally)
        _arrive(store, place)
        sentence = f"After a long absence everything was compared with {answers.host}."
        events.note(store, "compared", sentence)
    return sentence


# --------------------------------------------------------------------------------------------------- both


def _save_first(store: Store, why: str) -> None:
    """Make a backup, once for all attempts at one recovery."""
    known = ledger.meta(store)
    key = [why, known.epoch, known.cursor]
    if events.recall(store, SAVED) == key:
        return
    try:
        back_up(store, why)
    except KnownError as error:
        raise Stop("stopped", f"Sync has to compare everything and makes a backup first. {error.sentence}") from error
    events.remember(store, SAVED, key)


def _arrive(store: Store, place: Place) -> None:
    ledger.set_meta(store, cursor=place.cursor, epoch=place.epoch)
    events.remember(store, SAVED, None)


# --------------------------------------------------------------------------------------- a restored server


def _compare(store: Store) -> _Compared:
    """Compare what this device knows of the server with the manifest, by content."""
    found = _Compared()
    rows = store.connection.execute(
        "SELECT r.c, r.id, r.base, r.infl_stamp IS NOT NULL, r.infl, m.rev, m.hash8 FROM sync_rec r "
        "LEFT JOIN temp.manifest m ON m.c = r.c AND m.id = r.id WHERE r.rev > 0 AND NOT EXISTS "
        "(SELECT 1 FROM sync_opaque o WHERE o.c = r.c AND o.id = r.id)"
    )
    for c, id, base, flying, infl, rev, there in rows:
        if rev is None:
            found.absent.append((c, id))
        elif flying and hash8(infl) == there:
            found.arrived.append((rev, c, id))
        elif hash8(base) == there:
            found.equal.append((rev, c, id))
        else:
            found.differing.append((c, id))
    found.differing += store.rows(
        "SELECT m.c, m.id FROM temp.manifest m LEFT JOIN sync_rec r ON r.c = m.c AND r.id = m.id "
        "LEFT JOIN sync_opaque o ON o.c = m.c AND o.id = m.id "
        "WHERE o.c IS NOT NULL OR (COALESCE(r.rev, 0) = 0 AND NOT (m.del AND r.c IS NULL))"
    )
    return found


def _take_numbers(store: Store, compared: _Compared) -> None:
    """Know by its new number what the server holds as it did before, some at a time: others want to write as well."""
    for start in range(0, len(compared.equal), PIECE):
        with store.database.atomic():
            store.connection.executemany(
                "UPDATE sync_rec SET rev = ? WHERE c = ? AND id = ?", compared.equal[start : start + PIECE]
            )
    with store.database.atomic():  # no more than one push
        store.connection.executemany(
            "UPDATE sync_rec SET rev = ?, base = infl, acked = infl_stamp, infl = NULL, infl_stamp = NULL, "
            "orig_base = NULL WHERE c = ? AND id = ? AND infl_stamp IS NOT NULL",
            compared.arrived,
        )


def _give_back_unread(store: Store) -> int:
    """What cannot be read here and was lost there goes back as it came; returns how many records."""
    store.database.execute_sql(
        "UPDATE sync_opaque SET rev = 0, unsent = 1 WHERE NOT EXISTS "
        "(SELECT 1 FROM temp.manifest m WHERE m.c = sync_opaque.c AND m.id = sync_opaque.id)"
    )
    store.database.execute_sql(
        "UPDATE sync_rec SET rev = 0 WHERE EXISTS "
        "(SELECT 1 FROM sync_opaque o WHERE o.c = sync_rec.c AND o.id = sync_rec.id)"
    )
    return len(store.rows("SELECT 1 FROM sync_opaque WHERE unsent"))


def send_again(store: Store, records: Iterable[Record], tally: Tally) -> int:
    """Let what the server has lost altogether go back to it, unless it is deleted here; returns how many go back."""
    sent = 0
    wanted: dict[str, list[str]] = {}
    for c, id in records:
        wanted.setdefault(c, []).append(id)
    for name, ids in wanted.items():
        for some in batches(ids):
            with store.applying():
                sent += _send_some(store, name, some, tally)
    return sent


def _send_some(store: Store, name: str, ids: Sequence[str], tally: Tally) -> int:
    marks = ", ".join("?" * len(ids))
    here = {row[0] for row in store.rows(f"SELECT id FROM {BY_NAME[name].table} WHERE id IN ({marks})", ids)}
    contested = ledger.contested(store, name, ids)
    for id, entry in ledger.entries(store, name, contested).items():
        _lost(store, name, id, entry, id in here, contested[id], tally)
    rows = store.rows(f"SELECT id, stamp, acked FROM sync_rec WHERE c = ? AND id IN ({marks})", (name, *ids))
    plain = [row for row in rows if row[0] not in contested]
    fresh = ledger.next_stamps(store, len(plain))  # one by one they would hold up whoever writes meanwhile
    store.connection.executemany(
        "UPDATE sync_rec SET rev = 0, base = NULL, infl = NULL, infl_stamp = NULL, orig_base = COALESCE(base, "
        "orig_base), stamp = ? WHERE c = ? AND id = ?",
        [(stamp if stamp > acked else next(fresh), name, id) for id, stamp, acked in plain if id in here],
    )
    store.connection.executemany(
        "UPDATE sync_rec SET rev = 0, base = NULL, infl = NULL, infl_stamp = NULL, orig_base = NULL, acked = stamp "
        "WHERE c = ? AND id = ?",
        [(name, id) for id, _, _ in plain if id not in here],
    )
    return len(here)


def _lost(store: Store, name: str, id: str, entry: Entry, here: bool, contested: dict[str, str], tally: Tally) -> None:
    """Let one record begin anew that is contested here and whose row the server has lost."""
    if not (here and WHOLE in contested):
        # Nobody else holds the other side any more: it goes to the history, and what is here counts.
        if entry.base is not None:
            ledger.keep_loser(store, name, id, LOST, entry.base)
        ledger.set_contested(store, name, id, {}, store.now())
        tally.touched(name, [id])
    values = {"rev": 0, "base": None, "infl": None, "infl_stamp": None}
    if not here:
        ledger.set_entry(store, name, id, **values, acked=entry.stamp, orig_base=None)
        return
    stamp = entry.stamp if entry.touched else ledger.next_stamp(store)
    ledger.set_entry(store, name, id, **values, stamp=stamp, orig_base=entry.base or entry.orig_base)


def _meet(store: Store, records: Sequence[RawRecord], tally: Tally, result: _Result) -> None:
    """Decide about records of which the server holds another version than it is known to have held."""
    theirs: list[RawRecord] = []
    for record in records:
        if _unread_is_later(store, record):
            result.ours += 1
            continue
        entry = ledger.entry(store, record.c, record.id)
        if entry.rev and record.mt < (entry.base_at or entry.remote_at or 0):
            _ours(store, record, entry, tally)
            result.ours += 1
            continue
        if entry.rev:
            _put_away(store, record, entry)
            ledger.set_entry(store, record.c, record.id, rev=0)
        theirs.append(record)
        result.theirs += 1
    mass_delete.apply_page(store, theirs, tally, last=False)


def _unread_is_later(store: Store, record: RawRecord) -> bool:
    """Whether a version that this one cannot read is kept here and is the later one; it is then sent again."""
    rows = store.rows("SELECT mt, body FROM sync_opaque WHERE c = ? AND id = ?", (record.c, record.id))
    if not rows or record.mt >= rows[0][0] or rows[0][1] == record.base:
        return False
    store.database.execute_sql(
        "UPDATE sync_opaque SET rev = ?, unsent = 1 WHERE c = ? AND id = ?", (record.rev, record.c, record.id)
    )
    return True


def _ours(store: Store, record: RawRecord, entry: Entry, tally: Tally) -> None:
    """The server holds an older version than this device: this device's is sent, on top of that."""
    if record.base is not None:
        ledger.keep_loser(store, record.c, record.id, LOST, record.base)
    contested = ledger.contested(store, record.c, [record.id]).get(record.id, {})
    stamp = entry.stamp if entry.touched else ledger.next_stamp(store)
    ledger.set_entry(
        store, record.c, record.id, rev=record.rev, base=record.base, base_at=record.mt, stamp=stamp,
        infl=None, infl_stamp=None,
    )  # fmt: skip
    if not contested:
        return
    if entry.base is not None:
        ledger.keep_loser(store, record.c, record.id, LOST, entry.base)
    if contested.get(WHOLE) == "remote_deleted":
        ledger.set_contested(store, record.c, record.id, {}, store.now())
        tally.touched(record.c, [record.id])
    else:
        reconsider_one(store, record.c, record.id, tally)


def _put_away(store: Store, record: RawRecord, entry: Entry) -> None:
    """Keep the version that gives way to a later one on the server; what was edited here is merged and stays."""
    if entry.base is not None and not entry.touched and record.base is not None:
        ledger.keep_loser(store, record.c, record.id, LOST, entry.base)
