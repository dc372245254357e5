"""Values in words for people, from the declarations of their fields. Never JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from tracker import settings
from tracker.domain import spoken, sports
from tracker.domain.fixed import AMOUNT, TIME
from tracker.domain.measures import MEASURES
from tracker.domain.nutrients import BY_KEY
from tracker.domain.training.goals import MEASURES as MEASURES_OF_TRAINING
from tracker.domain.training.goals import wanted_in_words
from tracker.domain.training.thresholds import KINDS as THRESHOLDS
from tracker.domain.units import KILOJOULES_PER_KILOCALORIE, format_amount, format_number
from tracker.store.clock import local, today
from tracker.store.collections import Collection, Field, Group
from tracker.store.database import Store
from tracker.store.queries.foods import foods
from tracker.store.queries.settings import value as setting
from tracker.sync.events import device_names
from tracker.sync.parts import ABSENT, Part

NOTHING = "—"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Words:
    """Words for values and moments, with the names that they refer to; for one look at a profile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._zone = store.clock.zone()
        self._today = today(store.clock)
        self._names: dict[str, str] = {}
        self._in_kilojoules = setting(store, "energy_unit") == "kJ"

    # ------------------------------------------------------------------------------------ days and moments

    def moment(self, instant: int) -> str:
        """An instant as people say it: "today 13:58", "yesterday 09:12", "21 Nov 09:12"."""
        then = local(instant, self._zone)
        days = {self._today: "today", self._today - timedelta(days=1): "yesterday"}
        return f"{days.get(then.date()) or self.day(then.date())} {then:%H:%M}"

    def day(self, day: date) -> str:
        """A date: "21 Nov", with the year where it is another one."""
        year = "" if day.year == self._today.year else f" {day.year}"
        return f"{day.day} {_MONTHS[day.month - 1]}{year}"

    def day_text(self, text: str) -> str:
        """A date from its stored form; what is none stays as it is."""
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return text

    # ----------------------------------------------------------------------------------------------- names

    @cached_property
    def _devices(self) -> dict[str, str]:
        return device_names(self._store)

    @cached_property
    def _slots(self) -> dict[str, str]:
        return dict(self._store.rows("SELECT id, name FROM meal_slot"))

    @cached_property
    def _own_kinds(self) -> dict[str, str]:
        return dict(self._store.rows("SELECT id, name FROM measurement_kind"))

    def device(self, device: str | None) -> str:
        """A device's name; the first letter is small where it is only a description."""
        return self._devices.get(device or "", "") or "another device"

    def name(self, reference: str) -> str:
        """What a reference points to: a meal, a food, a recipe or a workout."""
        if reference in self._slots:
            return self._slots[reference]
        if reference not in self._names:
            self._names[reference] = self._look_up(reference)
        return self._names[reference]

    def _look_up(self, reference: str) -> str:
        food = foods(self._store, [reference]).get(reference)
        if food is not None:
            return food.name
        rows = self._store.rows(
            "SELECT name FROM recipe WHERE id = ? UNION ALL SELECT title FROM workout WHERE id = ?",
            (reference, reference),
        )
        return rows[0][0] if rows else "something that is not here"

    # ---------------------------------------------------------------------------------------------- values

    def value(self, field: Field, value: Any) -> str:
        """A field's value."""
        if value is ABSENT or value is None or value in ("", [], {}):
            return NOTHING
        special = _SPECIAL.get(field.name)
        if special is not None:
            return special(value)
        if field.unit == "kcal" and self._in_kilojoules and isinstance(value, int):
            return quantity(round(value * KILOJOULES_PER_KILOCALORIE), field.scale, "kJ")
        if field.kind == "integer" and isinstance(value, int):
            return quantity(value, field.scale, field.unit)
        if field.kind == "day":
            return self.day_text(str(value))
        if field.kind == "instant" and isinstance(value, int):
            return self.moment(value)
        if field.kind == "duration" and isinstance(value, int):
            return duration(value)
        if field.kind == "reference":
            return self.name(str(value))
        if field.kind == "choice":
            return dict(field.choices).get(value, str(value))
        return plain(value)

    def part(self, part: Part, groups: Iterable[Group], value: Any) -> str:
        """What stands at a path: one value, or those fields of a group that say what it is."""
        if part.field is not None:
            return self.value(part.field, value)
        if not isinstance(value, dict):
            return NOTHING
        if any(field.name == "wanted" for field in part.fields):
            return goal(value)
        group = next(group for group in groups if part.path == f"@{group.name}")
        return self.fields([field for name in group.shown for field in part.fields if field.name == name], value)

    def fields(self, fields: Iterable[Field], values: Mapping[str, Any]) -> str:
        """Several values in a row; an amount and its unit are said together."""
        said: list[str] = []
        for field in fields:
            value = values.get(field.name)
            if field.name == "unit":
                continue
            if field.name in ("amount", "typed"):
                said.append(self._amount(value, values.get("unit")))
            elif value not in (None, ""):
                said.append(self.value(field, value))
        return ", ".join(word for word in said if word) or NOTHING

    def _amount(self, amount: Any, unit: Any) -> str:
        if isinstance(amount, int):
            return format_amount(amount, unit)
        return f"{amount} {unit or ''}".strip() if amount else ""

    def difference(self, part: Part, value: Any, other: Any) -> str:
        """The fields of a group in which `value` is not `other`, with their labels: for versions that look alike."""
        mine = value if isinstance(value, dict) else {}
        theirs = other if isinstance(other, dict) else {}
        found = [field for field in part.fields if mine.get(field.name) != theirs.get(field.name)]
        return ", ".join(f"{field.label} {self.value(field, mine.get(field.name))}" for field in found[:3])

    # --------------------------------------------------------------------------------------------- records

    def title(self, collection: Collection, body: Mapping[str, Any] | None) -> str:
        """What a record is called: "Skyr · Lunch, 21 Nov", "Weight 81.4 kg", "Chicken and lentil salad"."""
        if body is None:
            return collection.label
        special = {
            "meal_plan_entry": self._entry,
            "measurement": self._measurement,
            "favorite": lambda body: f"Star on {self.name(str(body.get('target', '')))}",
            "day_status": lambda body: f"Day {self.day_text(str(body.get('day', '')))}",
            "target": lambda body: f"Target from {self.day_text(str(body.get('since', '')))}",
            "threshold": self._threshold,
            "goal": lambda body: f"Goal: {goal(body)}",
            "preference": lambda body: f"Setting “{setting_label(str(body.get('key', '')))}”",
        }.get(collection.name)
        return special(body) if special else str(body.get(collection.title) or collection.label)

    def listed(self, collection: Collection, body: Mapping[str, Any] | None) -> str:
        """What a record is called in a list of many, where titles come again: "Easy run, 19 Nov"."""
        title = self.title(collection, body)
        day = (body or {}).get("day") if collection.name in ("workout", "measurement") else None
        return f"{title}, {self.day_text(str(day))}" if day else title

    def _entry(self, body: Mapping[str, Any]) -> str:
        slot = self._slots.get(str(body.get("slot")), "Meal")
        return f"{body.get('title', 'Meal entry')} · {slot}, {self.day_text(str(body.get('day', '')))}"

    def _threshold(self, body: Mapping[str, Any]) -> str:
        known = THRESHOLDS.get(str(body.get("kind")))
        label = known.label if known else str(body.get("kind", "Threshold")).replace("_", " ").capitalize()
        return f"{label} from {self.day_text(str(body.get('since', '')))}"

    def _measurement(self, body: Mapping[str, Any]) -> str:
        kind = str(body.get("kind", "Measurement"))
        known = MEASURES.get(kind)
        label = known.label if known else self._own_kinds.get(kind) or kind.replace("_", " ").capitalize()
        if kind == "sleep" and isinstance(body.get("value"), int):
            return f"{label} {spoken.sleep(body['value'])}"
        return f"{label} {body.get('typed', '')} {body.get('unit') or (known.unit if known else '')}".strip()


def quantity(value: int, scale: int, unit: str) -> str:
    """A fixed-point integer with its unit: 2270 at 10 in kcal is "227 kcal"."""
    number = format_number(value if scale == AMOUNT else round(Fraction(value * AMOUNT, scale)))
    return f"{number} {unit}".strip()


def duration(value: int) -> str:
    """A duration in ms: "1 h 05 min", "25 min 10 s"."""
    seconds = value // TIME
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def plain(value: Any) -> str:
    """Any JSON value, without its form."""
    if isinstance(value, bool):
        return "On" if value else "Off"
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return ", ".join(value)
        return "1 part" if len(value) == 1 else f"{len(value)} parts"
    if isinstance(value, dict):
        return ", ".join(_nutrient(key, amount) for key, amount in value.items())
    return str(value)


def _nutrient(key: str, amount: Any) -> str:
    known = BY_KEY.get(key)
    if known is None or not isinstance(amount, int):
        return f"{key.replace('_', ' ')} {plain(amount)}"
    return f"{known.label} {quantity(amount, known.scale, known.unit)}"


def nutrient_label(key: str) -> str:
    """The name of a nutrient by its key."""
    known = BY_KEY.get(key)
    return known.label if known else key.replace("_", " ").capitalize()


def nutrient_value(key: str, value: Any) -> str:
    """The amount of a nutrient."""
    known = BY_KEY.get(key)
    if value is ABSENT or value is None:
        return NOTHING
    return quantity(value, known.scale, known.unit) if known and isinstance(value, int) else plain(value)


def setting_label(key: str) -> str:
    """The name of a setting; of one that this version does not know, its key."""
    known = settings.BY_KEY.get(key)
    return known.label if known else key.replace("_", " ").capitalize()


def _time_of_day(minute: Any) -> str:
    return f"{minute // 60:02}:{minute % 60:02}" if isinstance(minute, int) else plain(minute)


def _amounts(parts: Any) -> str:
    """Amounts, each with what it is of where that is told: "400 g chicken, 2 onion"."""
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        return plain(parts)
    said = []
    for part in parts:
        number = part.get("amount")
        amount = quantity(number, AMOUNT, "") if isinstance(number, int) else ""
        said.append(" ".join(str(word) for word in (amount, part.get("unit"), part.get("name")) if word))
    return ", ".join(said)


def _photo(value: Any) -> str:
    return "A picture" if isinstance(value, list) and len(value) == 1 else plain(value)


def goal(body: Mapping[str, Any]) -> str:
    """A goal of training: "8 h 00 min of cycling every week"."""
    measure, wanted, sport = str(body.get("measure")), body.get("wanted"), str(body.get("sport") or "")
    known = measure in MEASURES_OF_TRAINING
    said = wanted_in_words(measure, wanted) if known and isinstance(wanted, int) else plain(wanted)
    of = f" of {sports.label(sport).lower()}" if sport else ""
    return f"{said}{of} every {body.get('period')}"


def _planned(value: Any) -> str:
    """What a done workout was to be, by its title."""
    return str(value.get("title") or "A planned workout") if isinstance(value, dict) else plain(value)


_SPECIAL: dict[str, Callable[[Any], str]] = {
    "starts_at": _time_of_day, "sport": sports.label, "amounts": _amounts, "parts": _amounts, "photo": _photo,
    "planned": _planned,
}  # fmt: skip
"""Fields whose declaration does not say how they are read."""
