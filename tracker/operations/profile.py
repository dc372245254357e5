"""What is known of the person, and what follows from it: the energy spent, by formula and as measured, and a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import settings
from tracker.domain.body import aim as aims
from tracker.domain.body import mass_index, resting
from tracker.domain.body.aim import Aim
from tracker.domain.body.expenditure import LONGEST, Measured, NotYet, measured
from tracker.domain.body.macros import Macros, macros_for, protein_for
from tracker.domain.body.person import ACTIVITIES, Person, Sex, age_in
from tracker.domain.body.sorts import MEASURED
from tracker.domain.body.tape import navy_body_fat
from tracker.domain.fixed import BODY_MASS, ENERGY
from tracker.domain.measures import MEASURES
from tracker.domain.trend import weight_trend
from tracker.domain.units import convert
from tracker.errors import BadInput
from tracker.operations import settings as setting_operations
from tracker.operations.measurements import length_unit
from tracker.settings import Value
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import diary, energy_balance, measurements
from tracker.store.queries.settings import value
from tracker.store.rows import Target
from tracker.store.rows_of_body import Basis

ASKED = (("birth_year", "your year of birth"), ("height", "your height"))
MANY = 30
"""BMI from which protein goes by the lean mass, where that is known: fat needs none."""
SETTLED = 365
"""Days after which a trend has forgotten where it began."""
PACE = 10_000
"""The setting is in 0.01 %."""


@dataclass(frozen=True)
class Least:
    """The least that may be aimed at by somebody of whom nothing may be taken off, in kcal, and why."""

    energy: int
    why: str


@dataclass(frozen=True)
class Plan:
    """A target that was computed, with everything that it came from."""

    person: Person
    formula: str
    direction: str
    rate: float
    aim: Aim
    macros: Macros
    measured: bool

    @property
    def target(self) -> Target:
        """As it is kept."""
        grams = (self.macros.protein, self.macros.carbs, self.macros.fat)
        return Target(self.aim.energy * ENERGY, *(value * 1000 for value in grams))

    @property
    def basis(self) -> Basis:
        """How it came about, as it is kept."""
        if self.measured:
            return Basis(MEASURED, None, None, round(self.aim.expenditure * ENERGY), round(self.aim.change * ENERGY))
        factor = None if resting.FORMULAS[self.formula].whole else ACTIVITIES[self.person.activity].factor
        return Basis(
            self.formula, None if factor is None else round(self.aim.resting * ENERGY),
            None if factor is None else round(factor * 1000), round(self.aim.expenditure * ENERGY),
            round(self.aim.change * ENERGY),
        )  # fmt: skip


def of(store: Store) -> dict[str, Value]:
    """What the person told, by the keys of `settings.PROFILE`."""
    return {one.key: value(store, one.key) for one in settings.PROFILE}


def save(store: Store, told: Mapping[str, Value]) -> Changes:
    """Keep what the person told, as one step.

    Raises:
        BadInput: a value is none of its setting; nothing is kept.
    """
    with store.step("Change profile") as step:
        for key, new in told.items():
            if new != value(store, key):
                setting_operations.set_value(store, key, new)
    return step.changes


def mass(store: Store) -> float | None:
    """Where the trend of the weight is, in kg; None without a weight.

    Weights a year before the latest one count for 0.9 to the power of 365 of the difference, which is nothing.
    """
    latest = measurements.latest(store, "weight", 1)
    if not latest:
        return None
    since = (date.fromisoformat(latest[0].day) - timedelta(days=SETTLED)).isoformat()
    found = measurements.values(store, "weight", since)
    points = weight_trend((date.fromisoformat(day), grams) for day, grams, _ in found)
    return points[-1].trend / BODY_MASS if points else None


def person(store: Store, told: Mapping[str, Value] | None = None) -> Person:
    """The person as the formulas see them.

    Raises:
        BadInput: the year of birth, the height or a weight is not known; the sentence says which.
    """
    told = told or of(store)
    now = mass(store)
    missing = [name for key, name in ASKED if not told[key]] + ([] if now is not None else ["a weight"])
    if missing or now is None:
        raise BadInput(
            f"Tracker needs {_listed(missing)} for this.", "Tell it in the profile, or set your own numbers."
        )
    fat = measurements.latest(store, "body_fat", 1)
    return Person(
        age_in(int(told["birth_year"]), diary.today(store)), int(told["height"]) / 10, now,
        str(told["sex"]),  # type: ignore[arg-type]  # one of its choices
        str(told["activity"]), fat[0].value / 1000 if fat else None, bool(told["expecting"]),
    )  # fmt: skip


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def plan(store: Store, told: Mapping[str, Value] | None = None, *, by_measure: bool = False) -> Plan:
    """The target that the profile asks for.

    Args:
        store: the profile's folder.
        told: the profile; what is kept where it is not given.
        by_measure: whether what was measured counts instead of the formula.

    Raises:
        BadInput: something is not known, or the target would be too low.
    """
    told = told or of(store)
    who = person(store, told)
    formula, direction, rate = str(told["formula"]), str(told["goal"]), int(told["pace"]) / PACE
    spent = measured_expenditure(store, told) if by_measure else None
    if isinstance(spent, NotYet):
        raise BadInput("Your expenditure is not measured yet.", spent.sentence)
    found = aims.aim(who, formula, direction, rate, measured=spent.energy if spent else None)
    lean = None
    if who.body_fat is not None and mass_index.body_mass_index(who.mass, who.height) >= MANY:
        lean = resting.lean_mass(who.mass, who.body_fat)
    protein = protein_for(who.mass, str(told["protein_goal"]), lean=lean)
    macros = macros_for(found.energy, protein, int(told["fat_share"]))
    return Plan(who, formula, direction, rate, found, macros, by_measure)


def body_fat_by_tape(store: Store) -> tuple[float, str]:
    """Body fat in percent from the latest tape measures and the height, and what it was worked out from.

    Raises:
        BadInput: the height or a measure is not known; the sentence says which.
    """
    told = of(store)
    sex: Sex = str(told["sex"])  # type: ignore[assignment]  # one of its choices
    wanted = ("waist", "neck") if sex == "male" else ("waist", "neck", "hips")
    found = {kind: measurements.latest(store, kind, 1) for kind in wanted}
    missing = [kind for kind in wanted if not found[kind]] + ([] if told["height"] else ["your height"])
    if missing:
        raise BadInput(f"A tape tells body fat once {_listed(missing)} {'is' if len(missing) == 1 else 'are'} known.")
    around = {kind: readings[0].value / MEASURES[kind].scale for kind, readings in found.items()}
    percent = navy_body_fat(sex, int(told["height"]) / 10, around["waist"], around["neck"], around.get("hips"))
    unit = length_unit(store)
    per = float(convert(1, unit, "cm"))
    return percent, ", ".join(f"{kind} {round(number / per, 1):g} {unit}" for kind, number in around.items())


def at_rest(store: Store) -> float:
    """The energy that the person spends at rest, in kcal a day.

    Raises:
        BadInput: something is not known.
    """
    return resting.resting(person(store), str(value(store, "formula")))


def measured_expenditure(store: Store, told: Mapping[str, Value] | None = None) -> Measured | NotYet:
    """What the person spends, from complete days and weights of the last 90 days."""
    now = diary.today(store)
    first = (now - timedelta(days=LONGEST)).isoformat()
    intake = {date.fromisoformat(day): energy / ENERGY for day, energy in energy_balance.complete_days(store, first)}
    points = weight_trend(
        (date.fromisoformat(day), grams) for day, grams, _ in measurements.values(store, "weight", first)
    )
    try:
        formula = resting.expenditure(person(store, told), str((told or of(store))["formula"]))
    except BadInput:
        formula = None
    return measured(intake, [(one.day, one.weight / BODY_MASS) for one in points], now, formula=formula)


def protected_energy(store: Store) -> Least | None:
    """The least that may be aimed at, where nothing may be taken off; None where it may, or too little is known."""
    told = of(store)
    try:
        who = person(store, told)
        if not who.protected:
            return None
        return Least(round(resting.expenditure(who, str(told["formula"]))), who.protected)
    except BadInput:
        return None
