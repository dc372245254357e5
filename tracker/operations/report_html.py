"""A report as a document for a doctor or dietitian, with coverage and denominators; printing it is the window's.

It is HTML of the small kind that Qt's documents understand. Charts are named images that the printer draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from tracker.domain import spoken
from tracker.domain.body.expenditure import Measured
from tracker.domain.body.explained import Speech
from tracker.domain.fixed import BODY_MASS, ENERGY
from tracker.domain.measures import MEASURES, OWN_SCALE
from tracker.domain.nutrients import Nutrient, Total
from tracker.operations import profile
from tracker.operations.measurements import label
from tracker.operations.reports import MACROS, Report, Week, report
from tracker.store.database import Store
from tracker.store.queries import measurements

CAUTION = (
    "Tracker is not a medical device. Energy and nutrients are what the person wrote down, with the values that the "
    "sources of the foods give; estimates of energy spent are right within 10 to 20 %. Nothing here is a diagnosis."
)
METHOD = (
    "Averages are over the days named beside them; a day that was not logged is left out and is no day of 0, and so is "
    "today. “Told by” says how many of the entries on those days tell a nutrient; where not all do, the average is at "
    "least what is written. The weight's trend is exponential smoothing with 0.1 a day."
)
ENERGY_CHART, WEIGHT_CHART = "chart:energy", "chart:weight"
BARS = '<p class="small">Bars: energy of each day, pale where it does not count. Dashed: target.</p>'
DOTS = '<p class="small">Dots: as measured. Line: trend.</p>'
CHART_WIDTH = 640
STYLE = """
body { font-family: Inter, sans-serif; font-size: 9.5pt; color: #1F2328; }
h1 { font-size: 17pt; margin: 0 0 2px 0; }
h2 { font-size: 12pt; margin: 16px 0 4px 0; }
p { margin: 3px 0; }
p.small { font-size: 8.5pt; color: #4b535b; }
th { font-size: 8.5pt; font-weight: 600; color: #4b535b; }
"""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True)
class _Column:
    title: str
    right: bool = True


def document(store: Store, first: date, last: date, speech: Speech) -> tuple[str, Report]:
    """The document of the days `first` to `last`, and the report that it tells, for its charts.

    Raises:
        BadInput: the days cannot be those of a report.
    """
    found = report(store, first, last)
    parts = [
        f"<h1>Food and body, {_day(first)} to {_day(last)}</h1>",
        f"<p>Written by Tracker on {_day(found.today)}. {escape(_denominator(found))}</p>",
        "<h2>Energy and macronutrients</h2>",
        _averages(found, speech, MACROS),
        f'<p><img src="{ENERGY_CHART}" width="{CHART_WIDTH}"></p>{BARS}' if found.eaten else "",
        _weights(found, speech),
        _readings(store, found, speech),
        _measured(store, speech),
        "<h2>Weeks</h2>" if found.weeks else "",
        _weeks(found.weeks, speech),
        "<h2>Where the energy comes from</h2>",
        _contributors(found, speech),
        "<h2>Every nutrient</h2>",
        _averages(found, speech, [line.nutrient.key for line in found.lines]),
        "<h2>How to read this</h2>",
        f'<p class="small">{escape(METHOD)}</p><p class="small">{escape(CAUTION)}</p>',
    ]
    return f"<html><head><style>{STYLE}</style></head><body>{''.join(parts)}</body></html>", found


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _denominator(found: Report) -> str:
    return f"Averages are over {found.denominator.in_words()}; today is left out."


# ------------------------------------------------------------------------------------------------ nutrients


def amount(value: int, nutrient: Nutrient, speech: Speech) -> str:
    """A nutrient with its unit, with as many digits as mean something."""
    if nutrient.key == "energy":
        return speech.energy(value / ENERGY)
    number = value / nutrient.scale
    places = 0 if number >= 100 else 1 if number >= 1 else 2
    return f"{speech.number(number, places)} {nutrient.unit}"


def coverage(found: Total) -> str:
    """Told by 118 of 120 entries; nothing of what is known wholly."""
    return "all entries" if found.complete else f"{found.known} of {found.of}"


def _averages(found: Report, speech: Speech, keys: Iterable[str]) -> str:
    rows = []
    for key in keys:
        line = found.line(key)
        if line is None:
            continue
        sign = "" if line.average.complete else "≥ "
        target = "" if line.target is None else amount(line.target, line.nutrient, speech)
        share = "" if not line.target else _percent(line.average.value / line.target)
        rows.append(
            (line.nutrient.label, f"{sign}{amount(line.average.value, line.nutrient, speech)}", target, share,
             coverage(line.average))
        )  # fmt: skip
    if not rows:
        return "<p>Nothing was logged on these days.</p>"
    columns = (_Column("", False), _Column("A day"), _Column("Target"), _Column("Of target"), _Column("Told by"))
    if any(row[2] for row in rows):
        return _table(columns, rows)
    return _table((*columns[:2], columns[4]), [(*row[:2], row[4]) for row in rows])


def _percent(share: float) -> str:
    return "< 1 %" if 0 < share < 0.005 else f"{share * 100:.0f} %"


def _contributors(found: Report, speech: Speech) -> str:
    line = found.line("energy")
    if line is None:
        return "<p>Nothing is known of it.</p>"
    rows = [
        (one.title, f"{one.times} ×", amount(one.value, line.nutrient, speech), _percent(one.share))
        for one in found.contributors("energy")
    ]
    return _table((_Column("Food", False), _Column("Eaten"), _Column("In all"), _Column("Share")), rows)


def _weeks(weeks: Sequence[Week], speech: Speech) -> str:
    rows = []
    for week in weeks:
        grams = [f"{speech.number(week.averages[key].value / 1000)} g" if key in week.averages else "–"
                 for key in MACROS[1:]]  # fmt: skip
        energy = speech.energy(week.averages["energy"].value / ENERGY) if "energy" in week.averages else "–"
        change = "–" if week.weight_change is None else f"{signed(week.weight_change / BODY_MASS, speech)} kg"
        trained = spoken.duration_in_words(week.training) if week.workouts else "–"
        first, last = (f"{day.day} {MONTHS[day.month - 1]}" for day in (week.first, week.last))
        kind = "complete" if week.days.complete else "with entries"
        rows.append(
            (f"{first} – {last}", f"{week.days.counted} of {week.days.of} {kind}", energy, *grams, change, trained)
        )
    columns = (_Column("Week", False), _Column("Days", False), _Column("Energy a day"), _Column("Protein"),
               _Column("Carbs"), _Column("Fat"), _Column("Weight trend"), _Column("Training"))  # fmt: skip
    return _table(columns, rows)


def signed(value: float, speech: Speech) -> str:
    """A change with its sign."""
    text = speech.number(value, 1)
    return f"+{text}" if value > 0 and not text.startswith("−") else text


# ------------------------------------------------------------------------------------------------- the body


def _weights(found: Report, speech: Speech) -> str:
    if not found.weights:
        return ""
    start, end = found.weights[0], found.weights[-1]
    change, now = signed((end.trend - start.trend) / BODY_MASS, speech), speech.number(end.trend / BODY_MASS, 1)
    said = f"Trend {now} kg on {_day(end.day)}, {change} kg since {_day(start.day)}."
    return f'<h2>Weight</h2><p>{escape(said)}</p><p><img src="{WEIGHT_CHART}" width="{CHART_WIDTH}"></p>{DOTS}'


def _readings(store: Store, found: Report, speech: Speech) -> str:
    rows = []
    for kind in measurements.kinds(store):
        inside = measurements.between(store, kind, found.first.isoformat(), found.last.isoformat())
        if not inside:
            continue
        known = MEASURES.get(kind)
        scale, places = (known.scale, known.decimals) if known else (OWN_SCALE, 1)
        unit = known.unit if known else inside[-1].unit
        seconds = [one.value2 for one in inside if one.value2 is not None]

        def said(first: float, second: float | None, kind: str = kind, scale: int = scale, places: int = places) -> str:
            if kind == "sleep":
                return spoken.sleep(first)
            text = speech.number(first / scale, places)
            return text if second is None else f"{text} / {speech.number(second)}"

        values = [one.value for one in inside]
        mean = said(sum(values) / len(values), sum(seconds) / len(seconds) if seconds else None)
        low = said(min(values), min(seconds) if seconds else None)
        high = said(max(values), max(seconds) if seconds else None)
        rows.append((label(store, kind), "" if kind == "sleep" else unit, str(len(inside)), mean, low, high))
    if not rows:
        return ""
    columns = (_Column("", False), _Column("Unit", False), _Column("Readings"), _Column("Mean"), _Column("Lowest"),
               _Column("Highest"))  # fmt: skip
    return f"<h2>Readings</h2>{_table(columns, rows)}"


def _measured(store: Store, speech: Speech) -> str:
    found = profile.measured_expenditure(store)
    if not isinstance(found, Measured):
        return ""
    said = (
        f"{speech.energy(found.energy)} a day, ± {speech.energy(found.margin)}, from {found.days} complete days and "
        f"weights of {found.weights} days, {_day(found.first)} to {_day(found.last)}, at {found.k:.0f} kcal a kg."
    )
    return f"<h2>Measured expenditure</h2><p>{escape(said)}</p>"


def _table(columns: Sequence[_Column], rows: Iterable[Sequence[str]]) -> str:
    def cell(tag: str, text: str, column: _Column) -> str:
        align = "right" if column.right else "left"
        return f'<{tag} align="{align}">{escape(text)}</{tag}>'

    head = "".join(cell("th", column.title, column) for column in columns)
    body = "".join(
        f"<tr>{''.join(cell('td', text, column) for text, column in zip(row, columns, strict=True))}</tr>"
        for row in rows
    )
    return (
        f'<table width="100%" cellspacing="0" cellpadding="3" border="0"><thead><tr>{head}</tr></thead>{body}</table>'
    )
