"""The sorts of days that a target can differ on, and the ways in which its energy can have come about."""

from __future__ import annotations

from tracker.domain.body.resting import FORMULAS

TRAINING = "training"
DAYS: tuple[tuple[str, str], ...] = (
    (TRAINING, "Training days"), ("mon", "Mondays"), ("tue", "Tuesdays"), ("wed", "Wednesdays"),
    ("thu", "Thursdays"), ("fri", "Fridays"), ("sat", "Saturdays"), ("sun", "Sundays"),
)  # fmt: skip
"""With their names; a day with training is that before it is a day of the week."""

OWN, MEASURED = "", "measured"
WAYS: tuple[tuple[str, str], ...] = (
    (OWN, "Own numbers"), (MEASURED, "Measured"), *((one.key, one.label) for one in FORMULAS.values()),
)  # fmt: skip
