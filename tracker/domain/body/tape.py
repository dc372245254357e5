"""Body fat from a tape measure."""

from __future__ import annotations

from math import log10

from tracker.domain.body.person import Sex
from tracker.errors import BadInput


def navy_body_fat(sex: Sex, height: float, waist: float, neck: float, hips: float | None = None) -> float:
    """Body fat in percent from circumferences in cm; the neutral average is the mean of the two.

    Hodgdon and Beckett, Naval Health Research Center reports 84-11 and 84-29 (1984), in metric form: body density by
    regression, then Siri's 495 / density − 450. It is right within 3 to 4 percentage points in two of three people.

    Raises:
        BadInput: the hips are needed and lacking, or the measures cannot be those of one body.
    """
    if sex != "male" and hips is None:
        raise BadInput("Without the hips, body fat cannot be told from a tape.", "Measure the hips, too.")
    if waist <= neck:
        raise BadInput("The waist is not wider than the neck.", "Check the two measures.")
    around = log10(height)
    male = 495 / (1.0324 - 0.19077 * log10(waist - neck) + 0.15456 * around) - 450
    if hips is None:
        return male
    female = 495 / (1.29579 - 0.35004 * log10(waist + hips - neck) + 0.221 * around) - 450
    return {"male": male, "female": female, "neutral": (male + female) / 2}[sex]
