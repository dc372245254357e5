"""A week of meals as a table: a row for each meal and one for the totals, a column for each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.domain.nutrients import CORE, Total, total
from tracker.store.rows import Day, Entry, Slot
from tracker.ui.words import UNKNOWN, WEEKDAYS, Words, cut

Index = QModelIndex | QPersistentModelIndex
DAYS = 7


@dataclass(frozen=True)
class Card:
    """One entry, or several of one meal that share a card."""

    entries: tuple[Entry, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its entries."""
        return tuple(one.id for one in self.entries)

    @property
    def title(self) -> str:
        """The name of the entry; several are named by their first words: Oats, skyr, blueberries."""
        if len(self.entries) == 1:
            return self.entries[0].title
        first, *others = (_short(one) for one in self.entries)
        return ", ".join([first, *(other[:1].lower() + other[1:] for other in others)])

    @property
    def starred(self) -> bool:
        """Whether it is one entry, with a star."""
        return len(self.entries) == 1 and self.entries[0].starred

    @property
    def eaten(self) -> bool:
        """Whether all of it was eaten."""
        return all(one.eaten for one in self.entries)

    @property
    def energy(self) -> Total:
        """The energy, as far as it is known."""
        return total((one.nutrition for one in self.entries), "energy")

    def spoken(self, words: Words) -> str:
        """What a screen reader says."""
        energy = energy_words(self.energy, words, unit=True)
        parts = [self.title, *([energy] if energy else []), "eaten" if self.eaten else "planned"]
        return ", ".join([*parts, "favorite"] if self.starred else parts)


def _short(entry: Entry) -> str:
    return entry.title.partition(",")[0] if entry.source_kind == "food" else entry.title


def energy_words(found: Total, words: Words, *, unit: bool = False) -> str:
    """A sum of energy; one that leaves something out says that it is at least that much."""
    if words.hidden:
        return ""
    if not found.known:
        return UNKNOWN if not unit else "energy unknown" if found.of else "nothing"
    text = words.energy_with_unit(found.value) if unit else words.energy(found.value)
    return text if found.complete else f"≥ {text}"


class WeekModel(QAbstractTableModel):
    """What the grid shows; cells hold entries in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.days: tuple[Day, ...] = ()
        self.slots: tuple[Slot, ...] = ()
        self.today = date.min
        self.words = Words()
        self.contested: frozenset[str] = frozenset()
        self._meals: dict[tuple[int, int], tuple[Entry, ...]] = {}

    def show(self, days: Sequence[Day], today: date, words: Words, contested: frozenset[str] = frozenset()) -> None:
        """Show another week, or this one as it is now; entries that are `contested` are marked."""
        self.beginResetModel()
        self.contested = contested
        self.days, self.today, self.words = tuple(days), today, words
        slots = {meal.slot.id: meal.slot for day in days for meal in day.meals}
        self.slots = tuple(sorted(slots.values(), key=lambda slot: (slot.position, slot.id)))
        rows = {slot.id: row for row, slot in enumerate(self.slots)}
        self._meals = {
            (rows[meal.slot.id], column): meal.entries
            for column, day in enumerate(days)
            for meal in day.meals
            if meal.entries
        }
        self.endResetModel()

    def meal(self, row: int, column: int) -> tuple[Entry, ...]:
        """The entries of a cell."""
        return self._meals.get((row, column), ())

    def date_at(self, column: int) -> date:
        """The day of a column."""
        return date.fromisoformat(self.days[column].day)

    def energy(self, column: int) -> Total:
        """The energy of a whole day."""
        return total((one.nutrition for one in self.days[column].entries), "energy")

    def target(self, column: int) -> int | None:
        """The energy a day aims at."""
        return self.days[column].target.energy

    def coverage(self, column: int) -> str:
        """What a day's energy and macronutrients come to, and of how many of its foods they are known."""
        entries = self.days[column].entries
        lines = []
        for key in CORE if not self.words.hidden else ():
            found = total((one.nutrition for one in entries), key)
            if found.known:
                amount = self.words.energy_with_unit(found.value) if key == "energy" else (
                    f"{self.words.grams(found.value)} g"
                )  # fmt: skip
                known = "" if found.complete else f" ({found.known} of {found.of} foods)"
                lines.append(f"{key.capitalize()}: {'' if found.complete else 'at least '}{amount}{known}")
        return "\n".join(lines)

    def week_total(self) -> str:
        """The energy of the whole week, and what its days aim at: 14 010 of 15 050 kcal."""
        found = self._week()
        if not found.known or self.words.hidden:
            return ""
        targets = [self.target(column) for column in range(len(self.days))]
        aim = f" of {self.words.energy(sum(one or 0 for one in targets))}" if all(targets) else ""
        at_least = "" if found.complete else "≥ "
        return f"{at_least}{self.words.energy(found.value)}{aim} {self.words.energy_unit}"

    def week_coverage(self) -> str:
        """Of how many foods of the week the energy is known; nothing where it is known of all."""
        found = self._week()
        hidden = found.complete or self.words.hidden
        return "" if hidden else f"The energy is known of {found.known} of {found.of} foods."

    def _week(self) -> Total:
        return total((one.nutrition for day in self.days for one in day.entries), "energy")

    def state(self, column: int) -> str:
        """What was said of a day, as a mark after its name."""
        return {"complete": " ✓", "not_tracked": " –"}.get(self.days[column].state.status, "")

    def totals_title(self) -> str:
        """What stands before the totals: kcal of 2150."""
        targets = {self.target(column) for column in range(len(self.days))}
        if self.words.hidden:
            return ""
        unit = self.words.energy_unit
        if targets == {None}:
            return unit
        return f"{unit} of {self.words.energy(targets.pop())}" if len(targets) == 1 else f"{unit} of target"

    def is_total(self, row: int) -> bool:
        """Whether a row is the one with the totals."""
        return row == len(self.slots)

    def find(self, record: str) -> tuple[int, int] | None:
        """The cell of an entry."""
        cells = self._meals.items()
        return next((cell for cell, entries in cells if any(one.id == record for one in entries)), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if (parent is not None and parent.isValid()) or not self.days else len(self.slots) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.days)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.is_total(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.AccessibleTextRole or (role == Qt.ItemDataRole.DisplayRole and self.is_total(row)):
            return self._spoken(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return Card(self.meal(row, column)).title if self.meal(row, column) else ""
        if role == Qt.ItemDataRole.ToolTipRole and self.is_total(row):
            return self.coverage(column) or None
        if role == Qt.ItemDataRole.ToolTipRole and self.meal(row, column):
            return "\n".join(cut(self._line(one), 120) for one in self.meal(row, column))
        return None

    def _told(self, column: int) -> str | None:
        """What was said of a day, in words."""
        state = self.days[column].state
        words = {"complete": "Everything is logged.", "not_tracked": "Not tracked."}.get(state.status, "")
        return "\n".join(part for part in (words, state.note) if part) or None

    def _line(self, one: Entry) -> str:
        amount = self.words.amount(one.amount, one.unit, one.title)
        parts = [one.title, amount, self.words.energy_with_unit(one.nutrition.energy)]
        return " · ".join(part for part in parts if part)

    def _spoken(self, row: int, column: int) -> str:
        day = self.date_at(column)
        place = f"{WEEKDAYS[day.weekday()]} {day.day}"
        if self.is_total(row):
            return f"{place}: {energy_words(self.energy(column), self.words, unit=True)}"
        entries = self.meal(row, column)
        said = "; ".join(Card((one,)).spoken(self.words) for one in entries) or "empty"
        return f"{place}, {self.slots[row].name}: {said}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return self._told(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.totals_title() if self.is_total(section) else self.slots[section].name
        day = self.date_at(section)
        return f"{WEEKDAYS[day.weekday()][:3]} {day.day}{self.state(section)}"
