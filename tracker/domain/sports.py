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


_WORDS: tuple[tuple[str, tuple[str, str]], ...] = (
    ("virtual ride", ("cycling", "virtual_activity")), ("virtual run", ("running", "virtual_activity")),
    ("indoor cycling", ("cycling", "indoor_cycling")), ("indoor biking", ("cycling", "indoor_cycling")),
    ("mountain bik", ("cycling", "mountain")), ("mountain_bik", ("cycling", "mountain")),
    ("mtb", ("cycling", "mountain")),
    ("gravel", ("cycling", "gravel_cycling")), ("e bike", ("e_biking", "")), ("ebike", ("e_biking", "")),
    ("road_biking", ("cycling", "road")), ("open water", ("swimming", "open_water")),
    ("open_water", ("swimming", "open_water")), ("lap swimming", ("swimming", "lap_swimming")),
    ("lap_swimming", ("swimming", "lap_swimming")), ("treadmill", ("running", "treadmill")),
    ("trail run", ("running", "trail")), ("trail_run", ("running", "trail")),
    ("indoor row", ("rowing", "indoor_rowing")),
    ("weight train", ("strength_training", "")), ("strength", ("strength_training", "")),
    ("weighttraining", ("strength_training", "")), ("nordic ski", ("cross_country_skiing", "")),
    ("cross country ski", ("cross_country_skiing", "")), ("alpine ski", ("alpine_skiing", "")),
    ("snowboard", ("snowboarding", "")), ("paddl", ("stand_up_paddleboarding", "")), ("kayak", ("kayaking", "")),
    ("yoga", ("training", "yoga")), ("elliptical", ("fitness_equipment", "elliptical")),
    ("bik", ("cycling", "")), ("cycl", ("cycling", "")), ("ride", ("cycling", "")), ("run", ("running", "")),
    ("jog", ("running", "")), ("swim", ("swimming", "")), ("walk", ("walking", "")), ("hik", ("hiking", "")),
    ("row", ("rowing", "")), ("workout", ("training", "")), ("training", ("training", "")),
)  # fmt: skip
"""Parts of the words that files and services use for a sport, the narrower ones first."""
_STRAVA_NUMBERS = {
    "1": "ride", "2": "alpine ski", "4": "hike", "9": "run", "10": "walk", "16": "swim", "17": "virtual ride",
    "28": "virtual run", "29": "e bike ride", "23": "row",
}  # fmt: skip
"""What Strava's numbers in a GPX track mean."""


def sport_of(words: str) -> tuple[str, str]:
    """The field's own words for a sport, and a narrower one or "", from what a file or a service calls it."""
    said = words.strip().casefold()
    said = _STRAVA_NUMBERS.get(said, said)
    return next((found for part, found in _WORDS if part in said), ("generic", ""))


def is_strength(sport: str) -> bool:
    """Whether a workout of this sport consists of sets."""
    return sport.startswith("strength")
