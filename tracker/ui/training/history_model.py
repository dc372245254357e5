"""The history of workouts as a list of any length, with a heading for every month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt

from tracker.store.queries.workouts import Month
from tracker.store.rows import Workout
from tracker.ui.widgets.rows import Cell, Column, Index, LazyRowsModel, Row
from tracker.ui.words import MONTHS, WEEKDAYS, Words, duration, duration_in_words

COLUMNS = (Column("Day", 88, tone="muted"), Column("Workout"), Column("", 84, right=True, tone="muted"))
HEADING = "month:"
"""Before the name of a month whose heading is a row of the list."""


class HistoryModel(LazyRowsModel):
    """Months and their workouts; headings are not selected.

    Args:
        rows: gives the rows of some workouts by their ids.
    """

    def __init__(self, rows: Callable[[Sequence[str]], Sequence[Row]], parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, self._rows_of, parent)
        self._workouts = rows
        self._headings: dict[str, Row] = {}
        self._numbers_of_headings: list[int] = []

    def show_months(self, months: Sequence[Month], today: date) -> None:
        """Show a history, latest month first."""
        self._headings = {HEADING + month.month: _heading(month, today) for month in months}
        ids: list[str] = []
        numbers = []
        for month in months:
            numbers.append(len(ids))
            ids += (HEADING + month.month, *month.ids)
        self._numbers_of_headings = numbers
        self.set_ids(ids)

    def group_numbers(self) -> list[int]:
        return self._numbers_of_headings

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self._ids[index.row()].startswith(HEADING) else super().flags(index)

    def _rows_of(self, ids: Sequence[str]) -> Sequence[Row]:
        headings = [self._headings[one] for one in ids if one in self._headings]
        return [*headings, *self._workouts([one for one in ids if not one.startswith(HEADING)])]


def _heading(month: Month, today: date) -> Row:
    year, number = month.month.split("-")
    name = MONTHS[int(number) - 1] + ("" if int(year) == today.year else f" {year}")
    text = f"{name} · {duration_in_words(month.time)}" if month.time else name
    return Row(HEADING + month.month, (text,), group=True)


def history_row(workout: Workout, today: date, words: Words) -> Row:
    """The two lines of a workout: day, title, time and distance, and its power or heart rate."""
    day = date.fromisoformat(workout.day)
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((day - today).days)
    parts = [
        _status(workout, today),
        duration(workout.duration) if workout.duration else "",
        words.distance(workout.distance) if workout.distance else "",
    ]
    detail = " · ".join(part for part in parts if part) or "no details"
    return Row(
        workout.id,
        (
            near or f"{WEEKDAYS[day.weekday()][:3]} {day.day}",
            Cell(workout.title, detail=detail, star=workout.starred),
            _effort(workout, words),
        ),
    )


def _status(workout: Workout, today: date) -> str:
    """What there is to say of one that is not done, or was planned."""
    if workout.status == "planned" and workout.day < today.isoformat():
        return "planned, not done"
    if workout.planned and workout.status in ("completed", "archived"):
        return "as planned"
    return {"planned": "planned", "active": "being recorded", "paused": "paused"}.get(workout.status, "")


def _effort(workout: Workout, words: Words) -> str:
    if workout.avg_power is not None:
        return words.plain(workout.avg_power, "W")
    return words.plain(workout.avg_heart_rate, "bpm") if workout.avg_heart_rate is not None else ""
