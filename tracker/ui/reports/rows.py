"""A report as rows of lists, and as bars of a plot, in the words of this person."""

from __future__ import annotations

from datetime import date

from tracker.domain.fixed import BODY_MASS
from tracker.domain.nutrients import BY_KEY, Nutrient
from tracker.operations.reports import Contributor, NutrientLine, Report, Week
from tracker.ui.reports.day_bars import Bar
from tracker.ui.widgets.rows import Column, Row
from tracker.ui.words import KILOJOULES, MONTHS, Words, count, duration_in_words

NUTRIENTS = (
    Column("Nutrient", stretch=3), Column("A day", 110, right=True, strong=True), Column("Target", 104, right=True),
    Column("Known of entries", 130, right=True, tone="muted"),
)  # fmt: skip
WEEKS = (
    Column("Week", 150), Column("Days", stretch=2, tone="muted"), Column("Energy a day", 106, right=True, strong=True),
    Column("Protein", 72, right=True), Column("Carbs", 66, right=True), Column("Fat", 60, right=True),
    Column("Weight", 80, right=True), Column("Training", 104, right=True),
)  # fmt: skip


def amount(value: int | None, nutrient: Nutrient, words: Words) -> str:
    """A nutrient with its unit, with as many digits as mean something."""
    if value is None or words.hidden:
        return words.of_body("") if value is not None else ""
    if nutrient.key == "energy":
        return words.energy_with_unit(value)
    number = value / nutrient.scale
    return f"{words.number(number, 0 if number >= 100 else 1 if number >= 1 else 2)} {nutrient.unit}"


def nutrient_row(line: NutrientLine, words: Words) -> Row:
    """A nutrient's average, target and coverage."""
    sign = "" if line.average.complete or words.hidden else "≥ "
    known = "all" if line.average.complete else f"{line.average.known} of {line.average.of}"
    said = f"{sign}{amount(line.average.value, line.nutrient, words)}"
    return Row(line.nutrient.key, (line.nutrient.label, said, amount(line.target, line.nutrient, words), known))


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def week_row(week: Week, words: Words) -> Row:
    """A week with its days, averages, the weight's change and training."""
    first, last = week.first, week.last
    energy = week.averages.get("energy")
    grams = [
        f"{words.grams(found.value)} g" if (found := week.averages.get(key)) else "–"
        for key in ("protein", "carbs", "fat")
    ]
    change = "–"
    if week.weight_change is not None:
        number = words.number(week.weight_change / BODY_MASS, 1)
        change = words.of_body(f"{'+' if week.weight_change > 0 and number[0] != '−' else ''}{number} kg")
    kind = "complete" if week.days.complete else "with entries"
    return Row(
        first.isoformat(),
        (
            f"{_short(first)} – {_short(last)}", f"{week.days.counted} of {week.days.of} {kind}",
            words.energy_with_unit(energy.value) if energy else "–", *grams, change,
            duration_in_words(week.training) if week.workouts else "–",
        ),
    )  # fmt: skip


def contributor_lines(found: list[Contributor], nutrient: Nutrient, words: Words) -> list[tuple[str, str]]:
    """What most of a nutrient came from: title, and share with amount."""
    return [
        (
            one.title,
            f"{one.share * 100:.0f} % · {count(one.times, 'time')}"
            + ("" if words.hidden else f" · {amount(one.value, nutrient, words)}"),
        )
        for one in found
    ]


def bars(report: Report, key: str, words: Words) -> list[Bar]:
    """A nutrient day by day, in the unit of the plot."""
    nutrient = BY_KEY[key]
    scale = nutrient.scale / (KILOJOULES if key == "energy" and words.energy_unit == "kJ" else 1)
    made = []
    for day in report.days:
        total, target = day.totals.get(key), getattr(day.target, key, None)
        value = total.value / scale if total is not None and total.known else None
        made.append(Bar(day.day, value, None if target is None else target / scale, day.day in report.counted))
    return made


def unit(key: str, words: Words) -> str:
    """The unit of a nutrient's plot."""
    return words.energy_unit if key == "energy" else BY_KEY[key].unit


def bar_in_words(bar: Bar, key: str, words: Words) -> str:
    """What a day had."""
    nutrient = BY_KEY[key]
    if words.hidden:
        return ""
    if bar.value is None:
        return "nothing known"
    scale = nutrient.scale / (KILOJOULES if key == "energy" and words.energy_unit == "kJ" else 1)
    said = amount(round(bar.value * scale), nutrient, words)
    return said if bar.counted else f"{said}, not counted"
