"""`tracker report`: what a stretch of days comes to, for people, as JSON, or as a PDF for a doctor or dietitian."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tracker.cli.words import decimal_mark, say
from tracker.domain.body.explained import Speech
from tracker.domain.date_words import date_of
from tracker.domain.nutrients import BY_KEY
from tracker.errors import BadInput
from tracker.operations import report_html
from tracker.operations.plain import Plain, number
from tracker.operations.reports import Report, Week, report
from tracker.operations.whole_file import keep_others
from tracker.store.database import Store
from tracker.store.queries import diary
from tracker.store.queries.settings import value

DONE = 0
USUAL_DAYS = 30
SHOWN = ("energy", "protein", "carbs", "fat", "fiber", "sodium")
"""The nutrients that are printed for people; as JSON there are all."""
PDF_MARK = b"/Creator (\xfe\xff" + "Tracker".encode("utf-16-be")
"""Who made a PDF, as it says at its head."""
Printer = Callable[[str, Report, Speech, Path], int]
"""Writes a document with its charts to a PDF file; returns how many pages it has."""


def declare(made: argparse.ArgumentParser) -> None:
    """Add its options."""
    made.add_argument("--pdf", type=Path, metavar="FILE", help="write a PDF for a doctor or dietitian")
    made.add_argument(
        "--from", dest="first", metavar="D", help="the first day; 30 days before the last where not given"
    )
    made.add_argument("--to", dest="last", metavar="D", help="the last day; today where not given")


def run(store: Store, options: argparse.Namespace) -> int:
    """Print a report, or write it as PDF."""
    now = diary.today(store)
    last = _day(options.last, now) if options.last else now
    first = _day(options.first, now) if options.first else last - timedelta(days=USUAL_DAYS)
    speech = Speech(decimal_mark(store), str(value(store, "energy_unit")))
    if options.pdf is None:
        found = report(store, first, last)
        say(options, plain(found), _lines(found, speech))
        return DONE
    keep_others(options.pdf, PDF_MARK, "a report")
    document, found = report_html.document(store, first, last, speech)
    printer: Printer = options.print_report
    pages = printer(document, found, speech, options.pdf)
    said = {"file": str(options.pdf), "pages": pages, "from": first.isoformat(), "to": last.isoformat()}
    say(options, said, [f"Wrote {pages} page{'s' if pages != 1 else ''} to {options.pdf}."])
    return DONE


def _day(text: str, now: date) -> date:
    found = date_of(text, now)
    if found is None:
        raise BadInput(f"“{text}” is not a date.", "Write it as 2026-11-21, yesterday or last mon.")
    return found


def plain(found: Report) -> Plain:
    """A report as plain values in plain units."""
    over = found.denominator
    return {
        "from": found.first.isoformat(), "to": found.last.isoformat(),
        "days": {"counted": over.counted, "of": over.of, "complete": over.complete, "words": over.in_words()},
        "nutrients": [
            {
                "key": line.nutrient.key, "unit": line.nutrient.unit,
                "average": number(line.average.value, line.nutrient.scale),
                "target": number(line.target, line.nutrient.scale), "known": line.average.known, "of": line.average.of,
            }
            for line in found.lines
        ],
        "contributors": {key: _contributors(found, key) for key in SHOWN[:4]},
        "weeks": [_week(week) for week in found.weeks],
    }  # fmt: skip


def _contributors(found: Report, key: str) -> list[Plain]:
    line = found.line(key)
    if line is None:
        return []
    return [
        {
            "title": one.title,
            "value": number(one.value, line.nutrient.scale),
            "times": one.times,
            "share": round(one.share, 4),
        }
        for one in found.contributors(key)
    ]


def _week(week: Week) -> Plain:
    return {
        "from": week.first.isoformat(), "counted": week.days.counted, "of": week.days.of,
        "complete": week.days.complete,
        **{f"{key}_average": number(total.value, BY_KEY[key].scale) for key, total in week.averages.items()},
        "weight_change_kg": None if week.weight_change is None else round(week.weight_change / 1000, 3),
        "training_s": week.training // 1000, "workouts": week.workouts,
    }  # fmt: skip


def _lines(found: Report, speech: Speech) -> list[str]:
    lines = [f"{found.first} to {found.last}: averages are over {found.denominator.in_words()}; today is left out."]
    for key in SHOWN:
        line = found.line(key)
        if line is not None:
            said = report_html.amount(line.average.value, line.nutrient, speech)
            least = "" if line.average.complete else f", at least; known of {line.average.known} of {line.average.of}"
            of = f" of {report_html.amount(line.target, line.nutrient, speech)}" if line.target else ""
            lines.append(f"{line.nutrient.label}: {said}{of} a day{least}")
    if found.line("energy") is not None:
        best = ", ".join(f"{one.title} {one.share * 100:.0f} %" for one in found.contributors("energy")[:5])
        lines.append(f"Most energy from: {best}")
    return lines
