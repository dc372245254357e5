"""The body mass index, with the limits of what it says."""

from __future__ import annotations

from tracker.domain.body.person import BMI_FROM

LIMITS = "It knows nothing of muscle, and does not hold below 20 years or in pregnancy."
CUTS: tuple[tuple[float, str], ...] = (
    (18.5, "below the usual range of adults"),
    (25.0, "in the usual range of adults"),
    (30.0, "above the usual range of adults"),
)
FAR_ABOVE = "far above the usual range of adults"


def body_mass_index(mass: float, height: float) -> float:
    """Mass in kg over the square of the height in cm, in kg/m².

    Quetelet's index; WHO Technical Report Series 894 (2000).
    """
    return mass / (height / 100) ** 2


def in_words(index: float, age: int, *, expecting: bool = False) -> str:
    """Where an index lies among adults (WHO cut-offs 18.5, 25 and 30), or why that cannot be said."""
    if age < BMI_FROM or expecting:
        return LIMITS
    return next((words for cut, words in CUTS if index < cut), FAR_ABOVE)
