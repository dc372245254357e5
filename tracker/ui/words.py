"""Numbers, dates and amounts as people read them. Input is fixed point, as stored; unknown is an en dash."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.domain import spoken
from tracker.domain.fixed import AMOUNT, ENERGY, MACRO, TIME
from tracker.domain.numerals import exact
from tracker.domain.spoken import THIN, whole
from tracker.values import Frozen

UNKNOWN = "–"
HIDDEN = "···"
"""Stands for a number of food or the body where the person wants to see none."""
KILOJOULES = 4.184

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Words(Frozen):
    """How this person reads numbers; `hidden` where those of food and the body are not to be seen."""

    decimal: str = "."
    energy_unit: str = "kcal"
    hidden: bool = False

    def number(self, value: float | None, places: int = 0) -> str:
        """A number with grouped thousands and this person's decimal mark."""
        if value is None:
            return UNKNOWN
        return spoken.number(value, places, self.decimal)

    def energy(self, value: int | None) -> str:
        """Energy without its unit, whole."""
        if value is None:
            return UNKNOWN
        if self.hidden:
            return HIDDEN
        kcal = value / ENERGY
        return self.number(whole(kcal * KILOJOULES if self.energy_unit == "kJ" else kcal))

    def energy_with_unit(self, value: int | None) -> str:
        """Energy with its unit: 668 kcal."""
        return HIDDEN if self.hidden else f"{self.energy(value)} {self.energy_unit}"

    def energy_per(self, value: int | None, of: str) -> str:
        """Energy of something, such as 100 g: 63 kcal / 100 g; "" where numbers are hidden."""
        return "" if self.hidden else f"{self.energy_with_unit(value)} / {of}"

    def of_body(self, text: str) -> str:
        """A reading of the body in words, or what stands for one."""
        return HIDDEN if self.hidden else text

    def grams(self, value: int | None) -> str:
        """A macronutrient in whole grams, without the unit."""
        if value is None:
            return UNKNOWN
        return HIDDEN if self.hidden else self.number(whole(value / MACRO))

    def grams_with_unit(self, value: int | None) -> str:
        """A macronutrient in whole grams: 42 g."""
        return self.grams(value) if value is None or self.hidden else f"{self.grams(value)} g"

    def amount(self, amount: int | None, unit: str | None, of: str = "") -> str:
        """An amount with its unit as people say it: 150 g, ½ cup; 2 rather than 2 egg, where it is `of` Egg."""
        if amount is None:
            return ""
        return spoken.amount(amount, unit, of, self.decimal)

    def distance(self, value: int | None) -> str:
        """A distance in km: 97.4 km; short ones in m."""
        return UNKNOWN if value is None else spoken.distance(value, self.decimal)

    def plain(self, value: int | None, unit: str = "") -> str:
        """A whole number with its unit."""
        return UNKNOWN if value is None else f"{self.number(value)} {unit}".strip()


def duration(value: int | None) -> str:
    """A duration in ms as 3:42:51."""
    if value is None:
        return UNKNOWN
    seconds = whole(value / TIME)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def clock(ms: int) -> str:
    """A time to read from afar: 34:42, 1:05:00."""
    seconds = ms // 1000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def duration_in_words(value: int | None) -> str:
    """A duration in ms as 1 h 05 min."""
    return UNKNOWN if value is None else spoken.duration_in_words(value)


def long_date(day: date, today: date) -> str:
    """Saturday, 21 November; with the year where it is not this one's."""
    text = f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == today.year else f"{text} {day.year}"


NEAR = ("Today", "Yesterday", "Tomorrow")
"""Days that have a name of their own, which inside a sentence begin with a small letter."""


def short_date(day: date, today: date) -> str:
    """Today, Yesterday, Tomorrow, Thu 19, 15 Nov or 15 Nov 2025, as near as it is."""
    near = {0: "Today", -1: "Yesterday", 1: "Tomorrow"}.get((day - today).days)
    if near:
        return near
    if day.year == today.year and day.month == today.month:
        return f"{WEEKDAYS[day.weekday()][:3]} {day.day}"
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return text if day.year == today.year else f"{text} {day.year}"


def week_range(monday: date) -> str:
    """16 – 22 November; 30 November – 6 December."""
    last = monday + timedelta(days=6)
    first = f"{monday.day}" if monday.month == last.month else f"{monday.day} {MONTHS[monday.month - 1]}"
    return f"{first} – {last.day} {MONTHS[last.month - 1]}"


def ago(then: int, now: int) -> str:
    """How long an instant in ms is past: just now, 2 min ago, 1 h ago, 41 d ago."""
    minutes = max(0, now - then) // 60_000
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 24 * 60 else f"{minutes // 1440} d ago"


def count(number: int, one: str, many: str = "") -> str:
    """3 meals, 1 meal."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def to_amount(text: str) -> int | None:
    """What a person typed as a number, in 0.001; None where it is empty or no number. Point and comma both do."""
    try:
        return round(exact(text.replace(THIN, "")) * AMOUNT)
    except ValueError:
        return None


def cut(text: str, most: int = 400) -> str:
    """The beginning of a text that is too long to be shown whole in a line or a tool tip."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


_DONE = {
    "Add": "Added", "Plan": "Planned", "Delete": "Deleted", "Copy": "Copied", "Move": "Moved", "Change": "Changed",
    "Tick": "Ticked", "Untick": "Unticked", "Repeat": "Repeated", "Star": "Starred", "Remove": "Removed", "Set": "Set",
    "Clear": "Cleared", "Import": "Imported", "Keep": "Kept", "Make": "Made", "Mark": "Marked", "Put": "Put",
    "Resolve": "Resolved", "Restore": "Restored", "Roll": "Rolled", "Edit": "Edited", "Unstar": "Unstarred",
    "Finish": "Finished", "Crop": "Cropped", "Split": "Split", "Merge": "Merged", "Count": "Counted", "Take": "Took",
    "Lay": "Laid",
}  # fmt: skip


def done(label: str) -> str:
    """A step's name as what has happened: Delete egg is Deleted egg."""
    verb, _, rest = label.partition(" ")
    return f"{_DONE.get(verb, verb)} {rest}".strip() + "."
