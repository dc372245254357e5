"""Lines that begin as no food does and lack their number: weight, bp 120, run 45, quick lunch, copy.

They are asked for: a food whose name is somewhat like them would be logged in their place. With other words beside
them they are names: quick oats.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.quick_add import measures
from tracker.domain.quick_add.frame import Draft, Frame, place, take_back, take_front
from tracker.domain.quick_add.quantities import Quantity, quantity_at
from tracker.domain.quick_add.tokens import Chunk, word_at, words
from tracker.domain.quick_add.workouts import SPORT_WORDS

_EXAMPLES = {
    "weight": "81.4", "weigh": "81.4", "weighed": "81.4", "bodyweight": "81.4", "bp": "122/78",
    "blood pressure": "122/78", "sleep": "7h20", "slept": "7h20", "body fat": "18%", "bodyfat": "18%",
    "waist": "84cm", "hips": "98cm", "hip": "98cm", "chest": "100cm", "neck": "38cm", "thigh": "56cm", "calf": "38cm",
    "upper arm": "34cm", "arm": "34cm", "biceps": "34cm", "bicep": "34cm", "steps": "8000", "hrv": "60",
    "heart rate variability": "60",
}  # fmt: skip
_CUTS = frozenset({"hip", "hips", "neck", "chest", "thigh", "calf", "arm"})
_PULSE = "58"
_FAR = frozenset({"running", "cycling", "swimming", "walking", "hiking", "rowing", "cross_country_skiing"})
"""Sports that have a distance."""


_NOTHING = frozenset({"no", "nothing", "none", "skip", "skipped", "fasting", "fasted"})
"""What is said of a meal that was not eaten, which foods are only nearly called: skimmed."""


def example(word: str) -> str:
    """A number as it is typed after the word for a reading of the body; "" for any other word and for cuts of meat."""
    return "" if word in _CUTS else _EXAMPLES.get(word, "")


def read_unfinished(frame: Frame, chunks: Sequence[Chunk]) -> tuple[Draft, ...] | None:
    """Asks for what is missing; None where the chunks name something else."""
    rest = take_back(frame, take_front(frame, chunks))
    number = next((found for index in range(len(rest)) if (found := _bare(frame, rest, index))), None)
    left = [chunk for chunk in rest if number is None or chunk not in number.chunks]
    if not left:
        return None
    said = words(left, 0, len(left))
    if said in SPORT_WORDS and number:
        units = ("min", "km") if SPORT_WORDS[said] in _FAR else ("min",)
        return _ask_unit(frame, number, *units)
    if said == "quick" and number:
        return _ask_unit(frame, number, "kcal")
    if said == "quick":
        frame.ask(frame.span, "How much? Type quick 450kcal.")
    elif said == "copy":
        frame.ask(frame.span, "Copy what? Type copy lunch -1.")
    elif said in _NOTHING:
        frame.ask(frame.span, "A meal that was left out needs no entry. Type day complete once all is logged.")
    elif said == "note":
        frame.ask(frame.span, "Note what? Type note knee sore.")
    elif measures.begins(left, 0) == len(left) and word_at(rest, 0) == left[0].word:
        frame.ask(frame.span, f"How much? Type {said} {_EXAMPLES.get(said, _PULSE)}.")
    else:
        return None
    return ()


def _bare(frame: Frame, chunks: Sequence[Chunk], index: int) -> Quantity | None:
    """A number without a unit."""
    return quantity_at(chunks, index, frame.context.decimal_comma, "")


def _ask_unit(frame: Frame, number: Quantity, *units: str) -> tuple[Draft, ...]:
    choices = [f"{number.number}{unit}" for unit in units]
    frame.ask(place(number.chunks), f"{number.number} what? Type {' or '.join(choices)}.", *choices)
    return ()
