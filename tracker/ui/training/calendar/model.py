"""A month of training as a table: a row for each week, a column for each day, and one for what the week adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.domain.sports import label
from tracker.domain.training.agenda import WEEK, Deed, Sum, add_up
from tracker.ui.words import MONTHS, WEEKDAYS, Words, count, cut, duration_in_words

Index = QModelIndex | QPersistentModelIndex
STANDINGS = {"done": "done", "going": "being recorded", "planned": "planned", "missed": "planned, not done"}


class CalendarModel(QAbstractTableModel):
    """What the grid shows; cells hold workouts in the order of the day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.weeks: tuple[tuple[date, ...], ...] = ()
        self.month = 0
        self.today = date.min
        self.words = Words()
        self._deeds: dict[date, tuple[Deed, ...]] = {}

    def show(
        self, weeks: tuple[tuple[date, ...], ...], month: int, deeds: Sequence[Deed], today: date, words: Words
    ) -> None:
        """Show the weeks of a month with what is known of their days."""
        self.beginResetModel()
        self.weeks, self.month, self.today, self.words = weeks, month, today, words
        found: dict[date, list[Deed]] = {}
        for one in deeds:
            found.setdefault(date.fromisoformat(one.day), []).append(one)
        self._deeds = {day: tuple(some) for day, some in found.items()}
        self.endResetModel()

    def day_at(self, row: int, column: int) -> date:
        """The day of a cell."""
        return self.weeks[row][column]

    def deeds(self, row: int, column: int) -> tuple[Deed, ...]:
        """The workouts of a cell."""
        return () if self.is_sum(column) else self._deeds.get(self.day_at(row, column), ())

    def is_sum(self, column: int) -> bool:
        """Whether a column is the one with the sums."""
        return column == WEEK

    def week_sum(self, row: int) -> Sum:
        """What a week adds up to."""
        return add_up(one for column in range(WEEK) for one in self.deeds(row, column))

    def month_sum(self) -> Sum:
        """What the days of the month itself add up to."""
        every = [day for week in self.weeks for day in week if day.month == self.month]
        return add_up(one for day in every for one in self._deeds.get(day, ()))

    def find(self, record: str) -> tuple[int, int, int] | None:
        """Row, column and place in its cell of a workout."""
        for row, week in enumerate(self.weeks):
            for column, day in enumerate(week):
                for number, one in enumerate(self._deeds.get(day, ())):
                    if one.id == record:
                        return row, column, number
        return None

    def cell_of(self, day: date) -> tuple[int, int] | None:
        """The cell of a day."""
        return next(((row, week.index(day)) for row, week in enumerate(self.weeks) if day in week), None)

    # Qt

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.weeks)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if (parent is not None and parent.isValid()) or not self.weeks else WEEK + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.is_sum(index.column()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return self.spoken(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            if self.is_sum(column):
                return "\n".join(sum_in_words(self.week_sum(row), self.words, whole=True)) or None
            return "\n".join(cut(spoken(one, self.words), 160) for one in self.deeds(row, column)) or None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or not self.weeks:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"Week {self.weeks[section][3].isocalendar().week}"
        return "Week" if self.is_sum(section) else WEEKDAYS[self.weeks[0][section].weekday()][:3]

    def spoken(self, row: int, column: int) -> str:
        """What a screen reader says of a cell."""
        if self.is_sum(column):
            return "; ".join(("This week", *sum_in_words(self.week_sum(row), self.words, whole=True)))
        day = self.day_at(row, column)
        place = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{', today' if day == self.today else ''}"
        return f"{place}: {'; '.join(spoken(one, self.words) for one in self.deeds(row, column)) or 'nothing'}"


def spoken(one: Deed, words: Words) -> str:
    """A workout in a line: Easy run, running, done, 32 min, load 41."""
    sport = label(one.sport)
    parts = [
        one.title,
        sport.lower() if sport.casefold() not in one.title.casefold() else "",
        "done as planned" if one.was_planned and one.standing == "done" else STANDINGS[one.standing],
        duration_in_words(one.duration) if one.duration else "",
        f"of {duration_in_words(one.planned_time)} planned" if one.planned_time else "",
        words.distance(one.distance) if one.distance else "",
        "" if one.load is None else f"load {one.load:.0f}",
    ]
    return ", ".join(part for part in parts if part)


def sum_in_words(found: Sum, words: Words, *, whole: bool = False) -> list[str]:
    """What a week or a month adds up to, line by line; `whole` also says of how many workouts the load is known."""
    lines = []
    if found.workouts:
        lines.append(duration_in_words(found.time))
        if whole:
            lines[0] = f"{count(found.workouts, 'workout')}, {lines[0]}"
        if found.distance:
            lines.append(words.distance(found.distance))
        if found.known:
            lines.append(load_in_words(found))
            if whole and found.known < found.workouts:
                lines[-1] += f", known of {found.known} of {found.workouts}"
    if found.planned:
        ahead = duration_in_words(found.planned_time) if found.planned_time else count(found.planned, "workout")
        lines.append(f"+ {ahead}{' planned' if whole else ''}")
    if whole and found.kept + found.missed:
        lines.append(f"{found.kept} of {found.kept + found.missed} planned done")
    return lines


def load_in_words(found: Sum) -> str:
    """A sum of loads; one that leaves something out says that it is at least that much."""
    return f"load {'≥ ' if found.known < found.workouts else ''}{found.load:.0f}"
