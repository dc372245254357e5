"""Goals of training in words: what they are of, how far they are, and where that is against an even pace."""

from __future__ import annotations

from tracker.domain.sports import label
from tracker.domain.training.goals import Progress, wanted_in_words
from tracker.ui.words import Words


def caption(found: Progress) -> str:
    """What a goal is of: this week; cycling this month."""
    sport = f"{label(found.goal.sport)} this" if found.goal.sport else "This"
    return f"{sport} {found.goal.period}"


def reached(found: Progress, words: Words) -> str:
    """How far it is: 5 h 48 min of 8 h 00 min; 5 of 6 workouts."""
    done, wanted = parts(found, words)
    return f"{done} of {wanted}"


def parts(found: Progress, words: Words) -> tuple[str, str]:
    """What is done and what is wanted, with the unit once: load 210 and 400; 5 and 6 workouts."""
    measure, decimal = found.goal.measure, words.decimal
    done, wanted = (wanted_in_words(measure, one, decimal) for one in (found.done, found.goal.wanted))
    return done.split(" workout")[0] if measure == "count" else done, wanted.removeprefix("load ")


def pace_in_words(found: Progress, words: Words, *, whole: bool = False) -> str:
    """Where it is against an even pace: 1 h 02 min ahead of an even pace; `whole` says what is left as well."""
    measure, decimal = found.goal.measure, words.decimal
    if found.is_reached:
        return "Reached"
    ahead = found.done - found.pace
    said = wanted_in_words(measure, abs(ahead), decimal).removeprefix("load ")
    beside = f"{said} {'ahead of' if ahead >= 0 else 'short of'} an even pace"
    if measure == "count":
        beside = f"an even pace: {words.number(found.pace, 1)} by now"
    if not whole:
        return beside[0].upper() + beside[1:]
    left = wanted_in_words(measure, found.goal.wanted - found.done, decimal)
    unknown = f"\n{found.unknown} of the workouts say too little to count." if found.unknown else ""
    days = f"{found.left} day{'s' if found.left != 1 else ''}"
    return f"{beside[0].upper()}{beside[1:]} (the mark on the bar)\n{left} left in {days}, today counted{unknown}"
