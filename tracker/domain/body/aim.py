"""What a day aims at: from what the body spends and what the person wants, within limits that are always said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain.body import resting
from tracker.domain.body.person import Person, Sex
from tracker.errors import BadInput

ENERGY_PER_KG = 7700
"""k: kcal in a kilogram of body mass gained or lost. 3500 kcal a pound (Wishnofsky, Am J Clin Nutr 1958;6:542–6) is
7716 a kilogram; 6000 is argued for, too, so it has a name and is shown wherever it counts."""

FLOOR = 1000
"""kcal a day below which nothing is set as a target."""
LOW: Mapping[Sex, int] = MappingProxyType({"female": 1200, "male": 1500, "neutral": 1500})
"""kcal a day below which a target is explained."""
FASTEST = 0.01
"""The largest share of the body mass that a target takes off or puts on in a week."""

Direction = str
DIRECTIONS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"lose": ("Lose weight", -1), "keep": ("Keep the weight", 0), "gain": ("Gain weight", 1)}
)


@dataclass(frozen=True)
class Aim:
    """A target and how it came about; energies in kcal a day.

    Attributes:
        energy: the target, in whole tens.
        resting: what the body spends at rest.
        expenditure: what it spends in all.
        change: what was added, or taken off where negative.
        notes: what the person should know, as sentences.
    """

    energy: int
    resting: float
    expenditure: float
    change: float
    notes: tuple[str, ...] = ()


def daily_change(mass: float, direction: str, rate: float) -> float:
    """What changes `mass` kg by the share `rate` of it a week, in kcal a day.

    Negative where it is taken off.

    Raises:
        BadInput: the rate is faster than 1 % a week.
    """
    if not 0 <= rate <= FASTEST:
        raise BadInput("More than 1 % of the body weight a week is too fast for a target.", "Choose a slower pace.")
    return DIRECTIONS[direction][1] * mass * rate * ENERGY_PER_KG / 7


def aim(person: Person, formula: str, direction: str, rate: float, *, measured: float | None = None) -> Aim:
    """The target for a person who wants their weight to go in `direction` by the share `rate` of it a week.

    Args:
        person: the person.
        formula: a key of `resting.FORMULAS`.
        direction: lose, keep or gain.
        rate: share of the body mass a week, at most 0.01.
        measured: the expenditure as measured, in kcal a day, which counts before the formula's.

    Raises:
        BadInput: it would be below 1000 kcal, the pace is too fast, or the formula lacks something.
    """
    rest = resting.resting(person, formula)
    spent = resting.expenditure(person, formula) if measured is None else measured
    change = daily_change(person.mass, direction, rate)
    notes: list[str] = []
    if change < 0 and person.protected:
        change = 0.0
        notes.append(person.protected)
    energy = round((spent + change) / 10) * 10
    check_floor(energy)
    notes += concerns(energy, rest, person.sex)
    return Aim(energy, rest, spent, change, tuple(notes))


def check_floor(energy: float) -> None:
    """Whether a target may be set at all.

    Raises:
        BadInput: it is below 1000 kcal.
    """
    if energy < FLOOR:
        raise BadInput(
            f"Tracker sets no target below {FLOOR} kcal.",
            "So little is only safe under a doctor's care; choose a higher one.",
        )


def concerns(energy: float, rest: float | None, sex: Sex) -> list[str]:
    """What to know about a target that is allowed and low, as sentences."""
    found = []
    if rest is not None and energy < rest:
        found.append("This is less than your body spends at rest; ask a doctor or dietitian before you keep to it.")
    if energy < LOW[sex]:
        found.append(f"Below {LOW[sex]} kcal a day it is hard to get enough of every nutrient.")
    return found


def spread(energy: float, shares: Sequence[float]) -> list[float]:
    """A day's energy over seven days that differ by `shares` (0.2 is a fifth more), so that the week stays the same.

    raw = energy (1 + share), then all scaled alike until they sum to seven times the energy.

    Raises:
        BadInput: not seven days, or nothing is left to spread.
    """
    raw = [energy * (1 + share) for share in shares]
    if len(raw) != 7 or min(raw) < 0 or not sum(raw):
        raise BadInput("A week has seven days, and none of them can be less than nothing.")
    return [one * 7 * energy / sum(raw) for one in raw]
