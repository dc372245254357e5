"""Words for sports, from the words that devices use."""

from __future__ import annotations

_DEEDS = {
    "cycling": "ride", "running": "run", "swimming": "swim", "walking": "walk", "hiking": "hike", "rowing": "row",
    "strength_training": "strength training", "training": "training", "transition": "transition",
    "stand_up_paddleboarding": "paddle",
}  # fmt: skip
_PARTS = ((5, "Night"), (11, "Morning"), (14, "Lunch"), (18, "Afternoon"), (22, "Evening"), (24, "Night"))

CHOICES = (
    "cycling", "running", "swimming", "walking", "hiking", "rowing", "strength_training", "training", "other",
)  # fmt: skip
"""The sports that are offered when a workout is written down by hand."""


def label(sport: str) -> str:
    """A sport for people: strength_training → Strength training."""
    return "Workout" if sport in ("", "generic", "other") else sport.replace("_", " ").capitalize()


def usual_title(sport: str, hour: int) -> str:
    """What a workout that nobody named is called: Morning ride. `hour` is the local hour it started in."""
    if sport == "transition":
        return "Transition"
    part = next(name for end, name in _PARTS if hour < end)
    return f"{part} {_DEEDS.get(sport, label(sport).lower())}"
