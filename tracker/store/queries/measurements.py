"""Readings of the body."""

from __future__ import annotations

from tracker.store.database import Store
from tracker.store.models import Measurement as Model
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
