"""What the person aims at on a day: the numbers for this sort of day, and what training adds where that is wanted."""

from __future__ import annotations

from datetime import date

from tracker.domain.dates import WEEKDAYS
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Target
from tracker.store.rows_of_body import Basis, Targets

_NUMBERS = "energy, protein, carbs, fat"


def set_on(store: Store, day: str) -> Targets | None:
    """What was set to hold on `day`, the latest for that day or before; None where nothing was."""
    rows = store.rows(
        f"SELECT id, since, {_NUMBERS}, formula, resting, factor, spent, change FROM target WHERE since <= ? "
        "ORDER BY since DESC, id DESC LIMIT 1",
        (day,),
    )
    if not rows:
        return None
    record, since, *numbers = rows[0]
    others = store.rows(f"SELECT which, {_NUMBERS} FROM target_day WHERE target = ? ORDER BY ord, id", (record,))
    return Targets(since, Target(*numbers[:4]), {which: Target(*its) for which, *its in others}, Basis(*numbers[4:]))


def target_on(store: Store, day: str) -> Target:
    """The target that holds on `day`; with the energy of its finished workouts where the person wants it added."""
    found = set_on(store, day)
    if found is None:
        return Target()
    target = _of_sort(store, found, day)
    if target.energy is None or not value(store, "training_energy"):
        return target
    added = _trained(store, day)
    if not added:
        return target
    return Target(target.energy + added, target.protein, target.carbs, target.fat, added)


def _of_sort(store: Store, found: Targets, day: str) -> Target:
    if "training" in found.others and _is_training_day(store, day):
        return found.others["training"]
    return found.others.get(WEEKDAYS[date.fromisoformat(day).weekday()], found.usual)


def _is_training_day(store: Store, day: str) -> bool:
    """Whether a workout is planned or done on a day."""
    return bool(store.rows("SELECT 1 FROM workout WHERE day = ? AND status <> 'deleted' LIMIT 1", (day,)))


def _trained(store: Store, day: str) -> int:
    """The energy of the finished workouts of a day, in 0.1 kcal; those that do not tell it add nothing."""
    sql = "SELECT COALESCE(SUM(energy), 0) FROM workout WHERE day = ? AND status IN ('completed', 'archived')"
    return int(store.rows(sql, (day,))[0][0])
