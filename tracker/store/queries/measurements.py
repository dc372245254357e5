"""Readings of the body."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.store.batches import batches
from tracker.store.database import Store
from tracker.store.queries.folding import with_fold
from tracker.store.rows import Measurement
from tracker.store.rows_of_body import OwnKind

_READING = (
    "SELECT measurement.id, kind, at, zone, day, value, value2, typed, measurement.unit, note, COALESCE(k.name, '') "
    "FROM measurement LEFT JOIN measurement_kind k ON k.id = kind"
)


def on_day(store: Store, day: str) -> tuple[Measurement, ...]:
    """The readings of a day, earliest first."""
    rows = store.rows(f"{_READING} WHERE day = ? ORDER BY at, measurement.id", (day,))
    return tuple(Measurement(*row) for row in rows)


def latest(store: Store, kind: str = "", limit: int = 500) -> tuple[Measurement, ...]:
    """Readings, latest first, of one kind where `kind` is given."""
    where, values = ("WHERE kind = ?", (kind, limit)) if kind else ("", (limit,))
    rows = store.rows(f"{_READING} {where} ORDER BY at DESC, measurement.id DESC LIMIT ?", values)
    return tuple(Measurement(*row) for row in rows)


def between(store: Store, kind: str, first: str, last: str) -> tuple[Measurement, ...]:
    """The readings of one kind on the days `first` to `last`, earliest first."""
    rows = store.rows(
        f"{_READING} WHERE kind = ? AND day BETWEEN ? AND ? ORDER BY at, measurement.id", (kind, first, last)
    )
    return tuple(Measurement(*row) for row in rows)


def measurement(store: Store, record: str) -> Measurement | None:
    """One reading, or None where there is none."""
    rows = store.rows(f"{_READING} WHERE measurement.id = ?", (record,))
    return Measurement(*rows[0]) if rows else None


def ids(store: Store, text: str = "") -> tuple[str, ...]:
    """The readings, latest first: all, or those whose kind, value or note holds `text`."""
    from tracker.domain.measures import MEASURES  # a filter needs the names, the first frame does not

    wanted = text.casefold()
    names = {**{key: known.label for key, known in MEASURES.items()}, **{one.id: one.name for one in own_kinds(store)}}
    kinds = [key for key, name in names.items() if wanted in name.casefold()]
    sql = (
        f"SELECT id FROM measurement WHERE ? = '' OR kind IN ({', '.join('?' * len(kinds))}) "
        "OR instr(typed || ' ' || unit, ?) OR instr(fold(note), ?) ORDER BY day DESC, at DESC, id DESC"
    )
    return tuple(row[0] for row in with_fold(store).rows(sql, (wanted, *kinds, wanted, wanted)))


def measurements(store: Store, records: Iterable[str]) -> tuple[Measurement, ...]:
    """Those of `records` that exist, in no order."""
    found: list[Measurement] = []
    for some in batches(records):
        marks = ", ".join("?" * len(some))
        found.extend(Measurement(*row) for row in store.rows(f"{_READING} WHERE measurement.id IN ({marks})", some))
    return tuple(found)


def values(store: Store, kind: str, since: str = "") -> tuple[tuple[str, int, int | None], ...]:
    """Day, value and second value of every reading of a kind from a day on, earliest first: what a trend needs."""
    return tuple(
        store.rows(
            "SELECT day, value, value2 FROM measurement WHERE kind = ? AND day >= ? ORDER BY day, at, id", (kind, since)
        )
    )


def own_kinds(store: Store) -> tuple[OwnKind, ...]:
    """The person's own kinds, by their names."""
    rows = store.rows("SELECT id, name, unit, decimals FROM measurement_kind ORDER BY name COLLATE NOCASE, id")
    return tuple(OwnKind(*row) for row in rows)


def own_kind(store: Store, record: str) -> OwnKind | None:
    """One kind of the person's own, or None where there is none."""
    rows = store.rows("SELECT id, name, unit, decimals FROM measurement_kind WHERE id = ?", (record,))
    return OwnKind(*rows[0]) if rows else None


def kinds(store: Store) -> tuple[str, ...]:
    """The kinds there are readings of, the most frequent first."""
    sql = "SELECT kind FROM measurement GROUP BY kind ORDER BY COUNT(*) DESC, kind"
    return tuple(row[0] for row in store.rows(sql))
