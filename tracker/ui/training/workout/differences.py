"""Two workouts side by side: the numbers that either has, and how they differ in plain words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.fixed import DISTANCE
from tracker.ui.training.plot.channels import KMH, ON_FOOT, PACES, pace_text
from tracker.ui.training.workout.numbers import Numbers, in_every_word, metres_a_second
from tracker.ui.words import UNKNOWN, Words, duration_in_words

SAME = "the same"
MORE, HIGHER = ("more", "less"), ("higher", "lower")
SHORT = 3_600_000
"""ms: a difference below this is told in minutes and seconds."""


@dataclass(frozen=True)
class Difference:
    """A number of both workouts: its caption, the words of each, and what the first one has over the other."""

    caption: str
    mine: str
    theirs: str
    words: str


def differences(mine: Numbers, theirs: Numbers, words: Words) -> list[Difference]:
    """What either of two workouts tells, in the order of the numbers of one."""
    own, other = dict(in_every_word(mine, words)), dict(in_every_word(theirs, words))
    tellers = _tellers(words, mine.sport)
    captions = [caption for caption in {**own, **other} if own.get(caption) or other.get(caption)]
    return [
        Difference(
            caption, own.get(caption) or UNKNOWN, other.get(caption) or UNKNOWN, tellers[caption](mine, theirs)
        )
        for caption in captions
    ]  # fmt: skip


Teller = Callable[[Numbers, Numbers], str]


def _tellers(words: Words, sport: str) -> dict[str, Teller]:
    """How each number differs, by its caption."""

    def count(name: str, unit: str, *, ends: tuple[str, str] = MORE, places: int = 0, by: float = 1) -> Teller:
        def tell(mine: Numbers, theirs: Numbers) -> str:
            return _apart(
                getattr(mine, name), getattr(theirs, name),
                lambda gap: f"{words.number(gap / by, places)} {unit}".strip(), *ends, least=by * 0.1**places,
            )  # fmt: skip

        return tell

    steps = 0.5 if sport in ON_FOOT else 1
    return {
        "time": lambda mine, theirs: _apart(
            mine.duration_ms, theirs.duration_ms, _time, "longer", "shorter", least=1000
        ),
        "distance": lambda mine, theirs: _apart(
            mine.distance, theirs.distance, lambda gap: words.distance(round(gap)), "longer", "shorter", least=DISTANCE
        ),
        "avg power": count("avg_power", "W"),
        "weighted": count("weighted_power", "W"),
        "intensity": count("intensity", "", ends=HIGHER, places=2),
        "load": count("load", ""),
        "pace": lambda mine, theirs: _pace(mine, theirs, PACES.get(sport, 1000)),
        "avg speed": lambda mine, theirs: _apart(
            metres_a_second(mine), metres_a_second(theirs), lambda gap: f"{words.number(gap * KMH, 1)} km/h",
            "faster", "slower", least=0.1 / KMH,
        ),
        "avg bpm": count("avg_heart_rate", "", ends=HIGHER),
        "avg rpm": count("avg_cadence", "", ends=HIGHER),
        "avg spm": count("avg_cadence", "", ends=HIGHER, by=steps),
        "ascent": count("ascent", "m", by=DISTANCE),
        "energy": lambda mine, theirs: _apart(
            mine.energy, theirs.energy, lambda gap: words.energy_with_unit(round(gap)), "more", "less", least=10
        ),
        "max power": count("max_power", "W"),
        "max bpm": count("max_heart_rate", "", ends=HIGHER),
    }  # fmt: skip


def _apart(
    mine: float | None, theirs: float | None, say: Callable[[float], str], more: str, less: str, *, least: float
) -> str:
    """How far two numbers are apart; nothing where one is unknown, the same below half of what is told at least."""
    if mine is None or theirs is None:
        return ""
    gap = mine - theirs
    if abs(gap) < least / 2:
        return SAME
    return f"{say(abs(gap))} {more if gap > 0 else less}"


def _time(gap: float) -> str:
    """A difference in ms: 0:42, 12:40, 1 h 05 min."""
    return pace_text(gap / 1000) if gap < SHORT else duration_in_words(round(gap))


def _pace(mine: Numbers, theirs: Numbers, metres: int) -> str:
    one, other = metres_a_second(mine), metres_a_second(theirs)
    if not one or not other:
        return ""
    return _apart(metres / one, metres / other, pace_text, "slower", "faster", least=1)
