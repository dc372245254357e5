"""A week of the plan on paper: printed, or as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.store.rows import Entry
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.diary.week_model import WeekModel, energy_words
from tracker.ui.words import UNKNOWN, WEEKDAYS, Words, week_range

STYLE = (
    "<style>h1 { font-size: 15pt; margin: 0 0 8pt 0 } th, td { font-size: 8.5pt } p { margin: 0 0 3pt 0 } "
    ".muted { color: #4b535b }</style>"
)
SHADES = ("#f0f0ee", "#ffffff")
"""Rows that can be told apart without lines, which printers draw as thin as they can."""


class WeekPaper(QObject):
    """Prints the week that a grid shows.

    Args:
        desk: the window and how numbers read.
        grid: what is shown.
        over: the page.
    """

    def __init__(self, desk: Desk, grid: WeekGrid, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._grid, self._over = desk, grid, over

    def commands(self) -> Sequence[Command]:
        """To print it, and to have it as a file."""
        return (
            Command("plan.print", "Print week…", "File", self.print_week, keys.PRINT, ("paper", "fridge")),
            Command("plan.pdf", "Week as PDF…", "File", self.ask_for_pdf, (), ("save", "file", "print")),
        )

    @Slot()
    def print_week(self) -> None:
        """Ask for a printer, or a file, and print the week."""
        from tracker.ui.printing import print_html

        print_html(self._over, week_html(self._grid.week), landscape=True)

    @Slot()
    def ask_for_pdf(self) -> None:
        """Ask for a file, and write the week into it."""
        from PySide6.QtWidgets import QFileDialog

        usual = Path.home() / f"Meals {self._grid.week.date_at(0).isoformat()}.pdf"
        name, _ = QFileDialog.getSaveFileName(self._over, "Week as PDF", str(usual), "PDF (*.pdf)")
        if name:
            self.write_pdf(Path(name))

    def write_pdf(self, path: Path) -> None:
        """Write the week to a file."""
        from tracker.ui.printing import write_pdf

        week = self._grid.week
        try:
            write_pdf(week_html(week), path, f"Meals {week_range(week.date_at(0))}", landscape=True)
        except KnownError as error:
            self._desk.window.show_error(error)
            return
        self._desk.window.say(f"The week is in {path.name}.")


def week_html(week: WeekModel) -> str:
    """A table of meals by days, with the energy of each day where numbers are shown."""
    columns = range(len(week.days))
    days = [week.date_at(column) for column in columns]
    head = "".join(
        f"<th align='left'>{WEEKDAYS[day.weekday()][:3]} {day.day}{escape(week.state(column))}</th>"
        for column, day in enumerate(days)
    )
    rows = [
        (slot.name, [_meal(week.meal(row, column), week.words) for column in columns])
        for row, slot in enumerate(week.slots)
    ]
    filled = [(escape(name), cells) for name, cells in rows if any(cells)]
    body = "".join(_row(name, cells, SHADES[number % 2]) for number, (name, cells) in enumerate(filled))
    if not week.words.hidden:
        sums = [energy_words(week.energy(column), week.words) for column in columns]
        known = [f"<b>{'' if one == UNKNOWN else escape(one)}</b>" for one in sums]
        body += _row(escape(week.totals_title()), known, SHADES[len(filled) % 2])
    total = week.week_total()
    title = f"{week_range(days[0])}{f' · {total}' if total else ''}"
    return (
        f"<html><head>{STYLE}</head><body><h1>{escape(title)}</h1><table width='100%' cellspacing='0' "
        f"cellpadding='5'><tr><th></th>{head}</tr>{body}"
        "</table></body></html>"
    )


def _row(name: str, cells: Sequence[str], shade: str) -> str:
    inside = "".join(f"<td width='13%' valign='top'>{cell}</td>" for cell in cells)
    return f"<tr bgcolor='{shade}'><th align='left' valign='top' width='9%'>{name}</th>{inside}</tr>"


def _meal(entries: Sequence[Entry], words: Words) -> str:
    return "".join(f"<p>{_entry(one, words)}</p>" for one in entries)


def _entry(one: Entry, words: Words) -> str:
    parts = [
        words.amount(one.amount, one.unit, one.title),
        "" if words.hidden or one.nutrition.energy is None else words.energy_with_unit(one.nutrition.energy),
    ]
    said = " · ".join(part.replace(" ", "\u00a0") for part in parts if part)  # broken between them alone
    return escape(one.title) + (f"<br><span class='muted'>{escape(said)}</span>" if said else "")
