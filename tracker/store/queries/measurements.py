"""Readings of the body."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.measures import MEASURES
from tracker.store.database import Store
from tracker.store.models import Measurement as Model
from tracker.store.queries.folding import with_fold
from tracker.store.records import batches
from tracker.store.rows import Measurement

_COLUMNS = (
    Model.id, Model.kind, Model.at, Model.zone, Model.day, Model.value, Model.value2,
    Model.typed, Model.unit, Model.note,
)  # fmt: skip


def on_day(store: Store, day: str) -> tuple[Measurement, ...]:
    """The readings of a day, earliest first."""
    query = Model.select(*_COLUMNS).where(Model.day == day).order_by(Model.at, Model.id)
    return tuple(Measurement(*row) for row in query.tuples().execute(store.database))


def latest(store: Store, kind: str = "", limit: int = 500) -> tuple[Measurement, ...]:
    """Readings, latest first, of one kind where `kind` is given."""
    query = Model.select(*_COLUMNS).order_by(Model.at.desc(), Model.id.desc()).limit(limit)
    if kind:
        query = query.where(Model.kind == kind)
    return tuple(Measurement(*row) for row in query.tuples().execute(store.database))


def between(store: Store, kind: str, first: str, last: str) -> tuple[Measurement, ...]:
    """The readings of one kind on the days `first` to `last`, earliest first."""
    query = (
        Model.select(*_COLUMNS)
        .where((Model.kind == kind) & Model.day.between(first, last))
        .order_by(Model.at, Model.id)
    )
    return tuple(Measurement(*row) for row in query.tuples().execute(store.database))


def measurement(store: Store, record: str) -> Measurement | None:
    """One reading, or None where there is none."""
    rows = list(Model.select(*_COLUMNS).where(Model.id == record).tuples().execute(store.database))
    return Measurement(*rows[0]) if rows else None


def ids(store: Store, text: str = "") -> tuple[str, ...]:
    """The readings, latest first: all, or those whose kind, value or note holds `text`."""
    wanted = text.casefold()
    kinds = [key for key, known in MEASURES.items() if wanted in known.label.casefold()]
    sql = (
        f"SELECT id FROM measurement WHERE ? = '' OR kind IN ({', '.join('?' * len(kinds))}) "
        "OR instr(typed || ' ' || unit, ?) OR instr(fold(note), ?) ORDER BY day DESC, at DESC, id DESC"
    )
    return tuple(row[0] for row in with_fold(store).rows(sql, (wanted, *kinds, wanted, wanted)))


def measurements(store: Store, records: Iterable[str]) -> tuple[Measurement, ...]:
    """Those of `records` that exist, in no order."""
    found: list[Measurement] = []
    for some in batches(records):
        query = Model.select(*_COLUMNS).where(Model.id.in_(some))
        found.extend(Measurement(*row) for row in query.tuples().execute(store.database))
    return tuple(found)


def values(store: Store, kind: str) -> tuple[tuple[str, int, int | None], ...]:
    """Day, value and second value of every reading of a kind, earliest first: what a plot and a trend need."""
    return tuple(store.rows("SELECT day, value, value2 FROM measurement WHERE kind = ? ORDER BY day, at, id", (kind,)))


def kinds(store: Store) -> tuple[str, ...]:
    """The kinds there are readings of, the most frequent first."""
    sql = "SELECT kind FROM measurement GROUP BY kind ORDER BY COUNT(*) DESC, kind"
    return tuple(row[0] for row in store.rows(sql))
