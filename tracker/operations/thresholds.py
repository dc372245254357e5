"""Writing down what the person can do from a day on: threshold power, heart rates, threshold speed."""

from __future__ import annotations

from datetime import date

from tracker.domain.training.thresholds import KINDS
from tracker.errors import BadInput
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.thresholds import threshold

RANGES = {
    "ftp": (30, 700), "critical_power": (30, 700), "w_prime": (1000, 100_000), "lthr": (60, 230), "max_hr": (80, 250),
    "rest_hr": (25, 120), "threshold_speed": (300, 15_000),
}  # fmt: skip
"""What a value can be, as stored."""


def put(
    store: Store, kind: str, value: int, since: str, *, sport: str = "", source: str = "", note: str = ""
) -> Changes:
    """Keep a threshold from a day on; one of the same kind, sport and day is replaced, also one of another device.

    Args:
        store: where it is kept.
        kind: one of `KINDS`.
        value: at the kind's scale.
        since: ISO date.
        sport: "" for all sports.
        source: where it comes from, such as a test.
        note: for the person.

    Raises:
        BadInput: the kind, the value or the day cannot be.
    """
    if kind not in KINDS:
        raise BadInput(f"“{kind}” is no threshold.", f"Tracker knows {', '.join(KINDS)}.")
    least, most = RANGES[kind]
    known = KINDS[kind]
    if not least <= value <= most:
        limits = f"{least / known.scale:g} and {most / known.scale:g} {known.unit}"
        raise BadInput(f"{known.label} must be between {limits}.", "Check the number and its unit.")
    try:
        date.fromisoformat(since)
    except ValueError:
        raise BadInput(f"“{since}” is not a date.", "Write it as 2026-11-21.") from None
    body = {"kind": kind, "sport": sport, "since": since, "value": value, "source": source, "note": note}
    with store.step(f"Set {known.label.lower()}") as step:
        records.write_bodies(store, BY_NAME["threshold"], {derived_id("threshold", f"{kind}|{sport}|{since}"): body})
    return step.changes


def replace(store: Store, before: str, kind: str, value: int, since: str, sport: str, source: str) -> Changes:
    """Keep a threshold in place of one that was corrected, as one step; `before` is "" where there was none.

    Raises:
        BadInput: as for `put`.
    """
    with store.step(f"Set {KINDS[kind].label.lower()}" if kind in KINDS else "Set threshold") as step:
        if before:
            records.delete_records(store, BY_NAME["threshold"], [before])
        put(store, kind, value, since, sport=sport, source=source)
    return step.changes


def delete(store: Store, record: str) -> Changes:
    """Forget a threshold."""
    found = threshold(store, record)
    label = KINDS[found.kind].label.lower() if found and found.kind in KINDS else "threshold"
    with store.step(f"Delete {label}") as step:
        records.delete_records(store, BY_NAME["threshold"], [record])
    return step.changes
