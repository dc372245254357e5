"""What the person aims at."""

from __future__ import annotations

from tracker.errors import BadInput
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.rows import Target

FLOOR = 10_000
"""No target goes below 1000 kcal (in 0.1 kcal)."""


def set_target(store: Store, since: str, target: Target) -> Changes:
    """Aim at `target` from the day `since` on; an empty target means to aim at nothing from then on.

    Raises:
        BadInput: the energy is below 1000 kcal, or a number is not positive.
    """
    if target.energy is not None and target.energy < FLOOR:
        raise BadInput(
            "Tracker sets no target below 1000 kcal.",
            "So little is only safe under a doctor's care; choose a higher one.",
        )
    if any(value is not None and value < 0 for value in (target.protein, target.carbs, target.fat)):
        raise BadInput("A target cannot be less than nothing.", "Change the number or leave it empty.")
    body = {
        "since": since, "energy": target.energy, "protein": target.protein, "carbs": target.carbs, "fat": target.fat
    }  # fmt: skip
    with store.step("Set target") as step:
        records.write_bodies(store, BY_NAME["target"], {derived_id("target", since): body})
    return step.changes
