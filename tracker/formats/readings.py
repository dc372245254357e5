"""Readings of the body in other apps' tables: HRV4Training, Elite HRV, GoldenCheetah, and tables with a column a kind.

What is read is checked and kept in `operations.reading_files`; Tracker's own table is its business, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.domain.measures import MEASURES, Measure
from tracker.errors import BadInput
from tracker.formats.csv_table import Row

HRV4T, ELITE = "timestamp_measurement", "datetime"
WHEN = ("timestamp_measurement", "datetime", "timestamp", "date", "datum", "fecha", "day", "when", "time")
"""Columns that say when, the most exact first."""
OWN = frozenset({"kind", "value", "unit", "typed", "time", "day"})
"""Columns by which Tracker's own table is known."""
BODY = {"fatkg": "Fat mass", "boneskg": "Bone mass", "musclekg": "Muscle mass", "leankg": "Lean mass"}
"""GoldenCheetah's masses in kg that are none of Tracker's own kinds."""
_ELSEWHERE = {
    "weight": ("gewicht", "körpergewicht", "poids", "peso"),
    "resting_heart_rate": ("puls", "ruhepuls", "pouls", "fc repos"),
    "body_fat": ("körperfett", "masse grasse"),
    "waist": ("taillenumfang", "bauchumfang", "tour de taille"),
    "hips": ("hüftumfang", "tour de hanches"),
    "steps": ("schritte", "pas", "pasos"),
    "sleep": ("schlaf", "sommeil"),
}  # fmt: skip
"""What columns are called in German, French and Spanish, where that is no word of something else, as taille is."""
EARLIEST = 1900
"""No reading is older."""
_FORMS = (
    "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d.%m.%Y %H:%M", "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d",
)  # fmt: skip
_COLUMN = re.compile(r"(?P<name>.+?)[\s_]*[\[(]?(?P<unit>kg|lb|lbs|st|cm|in|bpm|ms|%|percent|min|h|mmhg)?[\])]?")


@dataclass(frozen=True)
class Said:
    """A reading as a table says it.

    Attributes:
        line: of the table.
        kind: a key of `MEASURES`, or '' for one of the person's own, which `name` and `unit` describe.
        when: with a zone where the table has one.
        dated: whether only the day is known.
    """

    line: int
    kind: str
    typed: str
    unit: str
    when: datetime
    dated: bool
    note: str = ""
    name: str = ""


@dataclass
class Found:
    """What a table holds, and the lines that were refused with their reasons."""

    readings: list[Said] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def is_known(header: Sequence[str]) -> bool:
    """Whether these columns (in lower case) are those of an app's table of readings, or of Tracker's own."""
    names = set(header)
    return names >= OWN or {HRV4T, "rmssd"} <= names or {ELITE, "rmssd", "hr"} <= names or {"date", "weightkg"} <= names


def fits(header: Sequence[str]) -> bool:
    """Whether a table with these columns (in lower case) holds readings."""
    names = set(header)
    return names >= OWN or (any(one in names for one in WHEN) and any(_columns(header)))


def read(rows: Sequence[Row]) -> Found:
    """The readings of another app's table."""
    found = Found()
    header = list(rows[0].cells) if rows else []
    if HRV4T in header and "rmssd" in header:
        take: Callable[[Row], Iterator[Said]] = _hrv4training
    elif ELITE in header and "rmssd" in header:
        take = _elite
    else:
        columns = dict(_columns(header))
        take = _by_column(columns, [name for name in header if name in BODY])
    for row in rows:
        try:
            found.readings.extend(take(row))
        except BadInput as error:
            found.refused.append(f"Line {row.line}: {error.sentence}")
    return found


def when(row: Row) -> tuple[datetime, bool]:
    """The moment of a row, and whether only its day is known.

    Raises:
        BadInput: it says none that can be read.
    """
    said = next((row.cells[name].strip() for name in WHEN if row.cells.get(name, "").strip()), "")
    try:
        found = datetime.fromisoformat(said)
        if found.year >= EARLIEST:  # a counter such as 17217869 reads as a day of 1721
            return found, len(said) == len("2026-11-21")
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return datetime.strptime(said, form), "%H" not in form  # noqa: DTZ007 - the zone is the reader's business
        except ValueError:
            continue
    raise BadInput(f"“{said}” is no date." if said else "It has no date.")


def _hrv4training(row: Row) -> Iterator[Said]:
    rest = ("avnn", "sdnn", "pnn50", "lf", "hf", "hrv4t_recovery_points")
    yield from _heart(row, rest)


def _elite(row: Row) -> Iterator[Said]:
    yield from _heart(row, ("type", "hrv", "lnrmssd", "nn50", "pnn50", "sdnn", "score", "indication", "balance"))


def _heart(row: Row, rest: Sequence[str]) -> Iterator[Said]:
    """A heart rate at rest and its variability (rMSSD); the other numbers of the app stand in the note."""
    moment, dated = when(row)
    note = ", ".join(f"{name} {row.cells[name].strip()}" for name in rest if row.cells.get(name, "").strip())
    for column, kind, words in (("hr", "resting_heart_rate", ""), ("rmssd", "hrv", note)):
        if row.cells.get(column, "").strip():
            yield Said(row.line, kind, row.cells[column].strip(), MEASURES[kind].unit, moment, dated, words)


def _by_column(columns: Mapping[str, tuple[Measure, str]], own: Sequence[str]) -> Callable[[Row], Iterator[Said]]:
    def take(row: Row) -> Iterator[Said]:
        moment, dated = when(row)
        note = row.cells.get("comment", row.cells.get("note", "")).strip()
        upper, lower = row.cells.get("systolic", "").strip(), row.cells.get("diastolic", "").strip()
        if upper and lower:
            yield Said(row.line, "blood_pressure", f"{upper}/{lower}", "mmHg", moment, dated, note)
        for name, (measure, unit) in columns.items():
            typed = row.cells.get(name, "").strip()
            if typed and not _is_nothing(typed):
                yield Said(row.line, measure.key, *_in_minutes(measure, typed, unit), moment, dated, note)
        for name in own:
            typed = row.cells.get(name, "").strip()
            if typed and not _is_nothing(typed):
                yield Said(row.line, "", typed, "kg", moment, dated, "", BODY[name])

    return take


def _in_minutes(measure: Measure, typed: str, unit: str) -> tuple[str, str]:
    """A sleep in hours as minutes; everything else as it is."""
    if measure.key != "sleep" or unit != "h":
        return typed, unit
    try:
        return str(round(float(typed.replace(",", ".")) * 60)), "min"
    except ValueError as error:
        raise BadInput(f"“{typed}” is not a number of hours.") from error


def _is_nothing(typed: str) -> bool:
    """Apps write 0 where nothing was measured; no kind of reading that comes as a column can be 0."""
    return not typed.strip("0.,")


def _columns(header: Sequence[str]) -> Iterator[tuple[str, tuple[Measure, str]]]:
    """The columns that are kinds of reading: "weight", "weight (kg)", "weightkg", "waist_cm", "body fat %"."""
    known = {measure.key.replace("_", " "): measure for measure in MEASURES.values()}
    known |= {measure.label.casefold(): measure for measure in MEASURES.values()}
    known |= {"fat": MEASURES["body_fat"], "fatpercent": MEASURES["body_fat"], "rmssd": MEASURES["hrv"]}
    known |= {"heart rate": MEASURES["resting_heart_rate"], "resting hr": MEASURES["resting_heart_rate"]}
    known |= {word: MEASURES[kind] for kind, words in _ELSEWHERE.items() for word in words}
    for column in header:
        said = column.replace("_", " ")
        match = _COLUMN.fullmatch(said)
        named = ((said, ""), (match["name"].strip(), match["unit"] or "") if match else ("", ""))
        unit, measure = next(((unit, known[name]) for name, unit in named if name in known), ("", None))
        if measure is not None and column not in BODY:
            yield column, (measure, {"lbs": "lb", "percent": "%", "mmhg": "mmHg"}.get(unit, unit) or _certain(measure))


def _certain(measure: Measure) -> str:
    """The unit of a column that names none; '' where that is the person's own: kg or lb, cm or in."""
    return "" if measure.unit in ("kg", "cm") else measure.unit
