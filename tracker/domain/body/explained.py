"""“How is this computed?”: each formula with the person's own numbers in it, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.domain import spoken
from tracker.domain.body.aim import DIRECTIONS, ENERGY_PER_KG, Aim
from tracker.domain.body.expenditure import FEWEST_DAYS, REACH, Measured
from tracker.domain.body.macros import KILOJOULES
from tracker.domain.body.person import ACTIVITIES, Person
from tracker.domain.body.resting import FORMULAS, MIFFLIN


@dataclass(frozen=True)
class Line:
    """One step: what it is, how it is worked out, what comes out, and who says so."""

    label: str
    sum: str
    result: str
    source: str = ""


@dataclass(frozen=True)
class Speech:
    """How numbers are said: the decimal mark, and the unit of energy."""

    decimal: str = "."
    energy_unit: str = "kcal"

    def number(self, value: float, places: int = 0) -> str:
        """A number."""
        return spoken.number(value, places, self.decimal)

    def energy(self, kcal: float) -> str:
        """An energy with its unit."""
        return f"{self.number(kcal * KILOJOULES if self.energy_unit == 'kJ' else kcal)} {self.energy_unit}"


def lines(
    person: Person, formula: str, aim: Aim, direction: str, rate: float, speech: Speech, *, measured: bool = False
) -> list[Line]:
    """How the target came about.

    Args:
        person: whose numbers it was computed with.
        formula: the key of the formula.
        aim: what came out.
        direction: lose, keep or gain.
        rate: share of the body mass a week.
        speech: how numbers are said.
        measured: whether the expenditure is the measured one.
    """
    found = _spent(person, formula, aim, speech)
    if measured:
        found = [Line("Measured expenditure", "see below", speech.energy(aim.expenditure))]
    if aim.change:
        percent = speech.number(rate * 100, 2).rstrip("0").rstrip(speech.decimal)
        mass = speech.number(person.mass, 1)
        found.append(
            Line(
                DIRECTIONS[direction][0],
                f"{percent} % of {mass} kg a week × {ENERGY_PER_KG} kcal a kg ÷ 7",
                ("+" if aim.change > 0 else "") + speech.energy(aim.change),
                f"k = {ENERGY_PER_KG} kcal a kg (Wishnofsky 1958; others argue for 6000)",
            )
        )
    ends = f"{speech.energy(aim.expenditure)} {'−' if aim.change < 0 else '+'} {speech.energy(abs(aim.change))}"
    found.append(Line("Target", ends if aim.change else "the same, in whole tens", speech.energy(aim.energy)))
    return found


def _spent(person: Person, formula: str, aim: Aim, speech: Speech) -> list[Line]:
    known = FORMULAS[formula]
    if known.whole:
        return [Line(known.label, _eer(person, speech), speech.energy(aim.expenditure), known.source)]
    factor = ACTIVITIES[person.activity]
    return [
        Line(f"At rest: {known.label}", _AT_REST[formula](person, speech), speech.energy(aim.resting), known.source),
        Line(
            factor.label, f"{speech.energy(aim.resting)} × {speech.number(factor.factor, 3).rstrip('0')}",
            speech.energy(aim.resting * factor.factor), "the usual factors 1.2, 1.375, 1.55, 1.725 and 1.9",
        ),
    ]  # fmt: skip


def _mifflin(person: Person, speech: Speech) -> str:
    last = MIFFLIN[person.sex]
    kg, cm = speech.number(person.mass, 1), speech.number(person.height, 1)
    return f"10 × {kg} + {speech.number(6.25, 2)} × {cm} − 5 × {person.age} {'+' if last > 0 else '−'} {abs(last):.0f}"


def _harris_benedict(person: Person, speech: Speech) -> str:
    def of(*factors: float) -> str:
        start, mass, height, age = (speech.number(one, 3).rstrip("0") for one in factors)
        kg, cm = speech.number(person.mass, 1), speech.number(person.height, 1)
        return f"{start} + {mass} × {kg} + {height} × {cm} − {age} × {person.age}"

    return _by_sex(person, of(88.362, 13.397, 4.799, 5.677), of(447.593, 9.247, 3.098, 4.33))


def _eer(person: Person, speech: Speech) -> str:
    def of(start: int, *factors: float) -> str:
        age, coefficient, mass, height = (speech.number(one, 2).rstrip("0").rstrip(speech.decimal) for one in factors)
        kg, metres = speech.number(person.mass, 1), speech.number(person.height / 100, 2)
        return f"{start} − {age} × {person.age} + {coefficient} × ({mass} × {kg} + {height} × {metres})"

    of_men, of_women = ACTIVITIES[person.activity].eer
    return _by_sex(person, of(864, 9.72, of_men, 14.2, 503), of(387, 7.31, of_women, 10.9, 660.7))


def _by_sex(person: Person, male: str, female: str) -> str:
    return {"male": male, "female": female, "neutral": f"the mean of {male} and {female}"}[person.sex]


def _on_lean(start: int, factor: float) -> Callable[[Person, Speech], str]:
    def of(person: Person, speech: Speech) -> str:
        fat = speech.number((person.body_fat or 0) * 100, 1)
        by = speech.number(factor, 1).removesuffix(f"{speech.decimal}0")
        return f"{start} + {by} × {speech.number(person.mass, 1)} kg × (100 − {fat}) %"

    return of


_AT_REST: Mapping[str, Callable[[Person, Speech], str]] = MappingProxyType({
    "mifflin_st_jeor": _mifflin,
    "katch_mcardle": _on_lean(370, 21.6),
    "cunningham": _on_lean(500, 22.0),
    "harris_benedict": _harris_benedict,
})  # fmt: skip


def measured_lines(found: Measured, speech: Speech) -> list[Line]:
    """How the measured expenditure came about."""
    a_week = speech.number(found.slope * 7, 3)
    lines = [
        Line("Eaten", f"the mean of {found.days} complete days", speech.energy(found.intake)),
        Line("Weight", f"a line through the weights of {found.weights} days", f"{a_week} kg a week"),
        Line(
            "Spent",
            f"{speech.energy(found.intake)} − ({a_week} ÷ 7) × {found.k:.0f} kcal a kg",
            speech.energy(found.held or found.energy),
            f"k = {found.k:.0f}; it needs {FEWEST_DAYS} complete days and weights over two weeks",
        ),
    ]
    if found.held is not None:
        text = (
            f"held within {REACH} kcal of the formula, since a diary with gaps is likelier than so large a difference"
        )
        lines.append(Line("Held", text, speech.energy(found.energy)))
    lines.append(Line("Confidence", found.confidence, f"± {speech.energy(found.margin)}"))
    return lines
