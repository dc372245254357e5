"""Recording a workout while it goes on: start, pause, finish. What was measured is in `store.live` until then.

None of this is an undo step: a workout that was started cannot be un-started, and a finished one is deleted, which can
be undone. That it counts as a planned one is a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.domain.activity import Activity
from tracker.domain.fixed import DISTANCE, to_fixed
from tracker.domain.sports import usual_title
from tracker.domain.training.live import Event, Live, finished
from tracker.errors import NotFound
from tracker.operations import planned as planning
from tracker.operations.activities import columns_of, keep_samples
from tracker.store import blobs, live, records
from tracker.store.changes import Changes
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.workouts import workout
from tracker.store.rows import Workout

UNDER_WAY = ("active", "paused")


def start(store: Store, sport: str, *, title: str = "", plan: str | None = None, planned: str = "") -> Changes:
    """Start a workout now; the changes name it.

    Args:
        store: where it is kept.
        sport: the sport's own word.
        title: what it is called; by sport and time of day where empty.
        plan: the structured workout that it follows.
        planned: a planned workout that begins now, with its own title and sport.

    Raises:
        NotFound: the planned workout is gone.
        KnownError: the disk refuses it; then nothing was started.
    """
    now, zone = store.now(), store.clock.zone()
    then = local(now, zone)
    values: dict[str, Any] = {"status": "active", "start_at": now, "zone": zone, "day": then.date().isoformat()}
    record = planned or new_id(now)
    live.begin(store.profile, record, now)
    try:
        with store.database.atomic():
            if planned:
                was = planning.as_planned(store, _existing(store, planned))
                records.change(store, "workout", record, plan=plan, planned=was, **values)
            else:
                named = title.strip() or usual_title(sport, then.hour)
                records.create(store, "workout", record, title=named, sport=sport, plan=plan, **values)
    except BaseException:
        live.end(store.profile, record)
        raise
    return _changed(record)


def keep(store: Store, record: str, events: Sequence[Event]) -> None:
    """Write down what happened; it is on the disk when this returns."""
    live.append(store.profile, record, events)


def tell(store: Store, record: str, now: int) -> Changes:
    """Put what is known so far into the record, so that other devices see it.

    Args:
        store: where it is kept.
        record: the workout.
        now: ms since its start.
    """
    so_far = Live(live.read(store.profile, record).events)
    averages, distance = so_far.averages(), so_far.distance()
    values = {
        "status": "paused" if so_far.is_paused else "active",
        "duration": so_far.timer(now), "elapsed": now,
        "distance": None if distance is None else to_fixed(distance, DISTANCE),
        "avg_power": _whole(averages.get("power")), "avg_heart_rate": _whole(averages.get("heart_rate")),
        "avg_cadence": _whole(averages.get("cadence")),
    }  # fmt: skip
    _existing(store, record)
    with store.database.atomic():
        records.change(store, "workout", record, **values)
    return _changed(record)


def finish(store: Store, record: str, end: int | None = None, *, effort: int | None = None, notes: str = "") -> Changes:
    """End a workout and keep its samples, totals and laps.

    Args:
        store: where it is kept.
        record: the workout.
        end: when it ended, in ms after its start; at its last event where None, as after a crash.
        effort: how hard it felt, in tenths from 10 to 100.
        notes: what the person wrote about it; added to what is there.

    Raises:
        NotFound: it is not recorded here.
        KnownError: the disk refuses it; then it goes on.
    """
    recording = live.read(store.profile, record)
    before = _existing(store, record)
    done = finished(
        recording.events, sport=before.sport, sub_sport=before.sub_sport, start=recording.start, end=end or 0
    )
    written: list[str] = []
    try:
        _complete(store, before, done, written, effort, notes)
    except BaseException:
        blobs.remove(store.profile / "blobs", written)
        raise
    live.end(store.profile, record)
    if not before.planned:
        with store.step(f"Count {before.title} as planned"):
            planning.link_clear(store, [record])
    return _changed(record, f"Finish {before.title}")


def left_over(store: Store) -> tuple[Workout, ...]:
    """The workouts that were being recorded here when Tracker ended, and still are under way."""
    found = (workout(store, record) for record in live.running(store.profile))
    return tuple(one for one in found if one is not None and one.status in UNDER_WAY)


def _complete(
    store: Store, before: Workout, done: Activity, written: list[str], effort: int | None, notes: str
) -> None:
    manifest = keep_samples(store, [done], written)[0] if len(done.telemetry) else []
    values = columns_of(store, done)
    kept = {"title", "sport", "sub_sport", "notes", "session"}  # the person's own, or nothing that a recording tells
    said = "\n".join(filter(None, (before.notes, notes.strip())))
    with store.database.atomic():
        records.change(
            store, "workout", before.id, telemetry=manifest, notes=said, effort=effort,
            **{name: value for name, value in values.items() if name not in kept},
        )  # fmt: skip


def _existing(store: Store, record: str) -> Workout:
    found = workout(store, record)
    if found is None or found.status == "deleted":
        raise NotFound("This workout is not there any more.", "Another device may have deleted it.")
    return found


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _changed(record: str, label: str = "") -> Changes:
    return Changes(frozenset({"workout"}), (record,), label)
