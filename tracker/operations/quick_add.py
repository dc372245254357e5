"""From a typed line to entries, readings and workouts: the grammar's items matched to what the store knows.

The grammar itself is in `domain.quick_add`. Nothing is written until every item is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.nutrients import Nutrition
from tracker.domain.quick_add import items as grammar
from tracker.domain.quick_add.items import LocalMoment, Part, Problem
from tracker.domain.quick_add.parse import parse
from tracker.domain.sports import label
from tracker.errors import BadInput, KnownError
from tracker.operations import amounts, entries, measurements, workouts
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.store.changes import Changes
from tracker.store.clock import instant, local
from tracker.store.database import Store
from tracker.store.queries import days, foods
from tracker.store.queries.settings import value
from tracker.store.rows import Food, Hit, Slot
from tracker.store.search import search


@dataclass(frozen=True)
class Line:
    """One understood item: what it will do, in words and numbers.

    Attributes:
        kind: food, recipe, raw, measurement, workout or copy.
        others: what else the name could have meant, best first.
        energy: in 0.1 kcal, None where unknown.
    """

    kind: str
    title: str
    day: str
    start: int
    end: int
    slot: Slot | None = None
    amount: int | None = None
    unit: str | None = None
    energy: int | None = None
    others: tuple[Hit, ...] = ()
    eaten: bool = True
    content: Wanted | Reading | workouts.Draft | grammar.SameMeal | grammar.CopyMeal | None = None


@dataclass(frozen=True)
class Understanding:
    """What a text means. It can be added where it has lines and no problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines) and not self.problems


@dataclass(frozen=True)
class _Moment:
    """Where and when a line is typed: the shown day, the clock, the meals."""

    store: Store
    day: str
    minutes: int
    slots: Sequence[Slot]

    def slot(self, name: str | None, time: int | None) -> Slot:
        named = [slot for slot in self.slots if slot.name == name]
        if named:
            return named[0]
        minutes = self.minutes if time is None else time
        begun = [slot for slot in self.slots if slot.starts_at <= minutes]
        return max(begun or self.slots, key=lambda slot: slot.starts_at)


def understand(
    store: Store, text: str, *, day: str | None = None, slot: str | None = None, decimal_comma: bool = False
) -> Understanding:
    """What `text` means on `day` (today where not given); a meal that is not named is `slot`, else goes by the clock.

    Quick enough for every keystroke. Writes nothing.
    """
    now = local(store.now(), store.clock.zone())
    of = date.fromisoformat(day) if day else now.date()
    known = days.slots(store)
    minutes = next((one.starts_at for one in known if one.id == slot), now.hour * 60 + now.minute)
    unit = str(value(store, "weight_unit"))
    parsed = parse(text, LocalMoment(of, minutes), [one.name for one in known], decimal_comma, unit)
    moment = _Moment(store, of.isoformat(), minutes, known)
    lines, problems = [], list(parsed.problems)
    for item in parsed.items:
        try:
            lines.append(_RESOLVERS[type(item)](moment, item))
        except KnownError as error:
            problems.append(Problem(item.span[0], item.span[1], str(error)))
    return Understanding(tuple(lines), tuple(problems), parsed.parts)


def choose(store: Store, line: Line, hit: Hit) -> Line:
    """The line with another food or recipe than the first guess."""
    content = line.content if isinstance(line.content, Wanted) else Wanted("food")
    amount, unit = (line.amount, line.unit) if hit.kind == line.kind else (content.amount, None)
    wanted = _checked(store, Wanted(hit.kind, hit.id, amount, unit), hit.title)
    others = tuple(other for other in (_as_hit(line), *line.others) if other != hit)
    return _food_line(store, replace(line, kind=hit.kind, title=hit.title, others=others), wanted)


def _as_hit(line: Line) -> Hit:
    source = line.content.source if isinstance(line.content, Wanted) else None
    return Hit(line.kind, source or "", line.title, "")


def add(store: Store, understanding: Understanding) -> Changes:
    """Write everything that was understood, as one undo step.

    Raises:
        BadInput: something in it was not understood; nothing is written.
    """
    if understanding.problems:
        raise BadInput(understanding.problems[0].sentence)
    if not understanding.lines:
        raise BadInput("There is nothing to add.", "Type a food, such as 2 eggs breakfast.")
    with store.step("Add") as step:
        for line in understanding.lines:
            _add_line(store, line)
        titles = [line.title for line in understanding.lines]
        step.rename(f"Add {titles[0]}" if len(titles) == 1 else f"Add {len(titles)} entries")
    return step.changes


def _add_line(store: Store, line: Line) -> None:
    content = line.content
    if isinstance(content, Wanted) and line.slot:
        entries.add(store, line.day, line.slot.id, [content], eaten=line.eaten)
    elif isinstance(content, Reading):
        measurements.add(store, content)
    elif isinstance(content, workouts.Draft):
        workouts.add(store, content)
    elif isinstance(content, grammar.SameMeal | grammar.CopyMeal):
        source = content.from_day.isoformat()
        slot = _slot_id(store, content.slot)
        entries.copy_day(store, source, line.day, slot, eaten=True)


def _slot_id(store: Store, name: str | None) -> str | None:
    return next((slot.id for slot in days.slots(store) if slot.name == name), None)


def _food(moment: _Moment, item: grammar.FoodItem) -> Line:
    store = moment.store
    slot = moment.slot(item.slot, item.time)
    kinds = ("recipe",) if item.recipe else ("food", "recipe")
    hits = [
        hit
        for hit in search(
            store,
            item.name,
            kind=kinds[0] if item.recipe else "",
            limit=12,
            slot=slot.id,
            minute=moment.minutes,
        )
        if hit.kind in kinds
    ]
    if not hits:
        what = "recipe" if item.recipe else "food"
        raise BadInput(f"Tracker knows no {what} called “{item.name}”.", "Try another word, or add it as your own.")
    best = hits[0]
    wanted = _checked(store, Wanted(best.kind, best.id, item.amount, item.unit), best.title)
    line = Line(
        best.kind, best.title, item.day.isoformat(), *item.span, slot=slot,
        others=tuple(hits[1:6]), eaten=not item.planned,
    )  # fmt: skip
    return _food_line(store, line, wanted)


def _checked(store: Store, wanted: Wanted, title: str) -> Wanted:
    """The amount made definite: a bare number counts the food's own portion, or servings of a recipe."""
    if wanted.source_kind == "recipe":
        return replace(wanted, unit=wanted.unit or ("serving" if wanted.amount is not None else None))
    food = foods.food(store, wanted.source or "")
    if food is None or wanted.amount is None:
        return replace(wanted, unit=wanted.unit if wanted.amount is not None else None)
    unit = wanted.unit if wanted.unit is not None else _counted(food)
    if amounts.mass_of(food, wanted.amount, unit) is None:
        known = ", ".join(portion.name for portion in food.portions)
        hint = f"Use grams, or one of its portions: {known}." if known else "Use grams."
        raise BadInput(f"Tracker does not know what {_one(unit)} of {title} weighs.", hint)
    return replace(wanted, unit=unit)


def _one(unit: str) -> str:
    return f"one {unit}" if unit else "one piece"


def _counted(food: Food) -> str:
    return food.portions[0].name if food.portions else ""


def _food_line(store: Store, line: Line, wanted: Wanted) -> Line:
    columns = entries.resolved(store, wanted)
    return replace(
        line, amount=columns["amount"], unit=columns["unit"], energy=columns["energy"],
        content=replace(wanted, amount=columns["amount"], unit=columns["unit"]),
    )  # fmt: skip


def _raw(moment: _Moment, item: grammar.QuickEnergy) -> Line:
    nutrition = Nutrition(item.energy, item.protein, item.carbs, item.fat)
    if item.energy is None:
        raise BadInput("A quick entry needs its energy.", "Type it as quick 450kcal.")
    return Line(
        "raw", item.title or "Quick entry", item.day.isoformat(), *item.span, slot=moment.slot(item.slot, item.time),
        energy=item.energy, eaten=not item.planned, content=Wanted("raw", title=item.title, nutrition=nutrition),
    )  # fmt: skip


def _at(moment: _Moment, day: date, time: int | None) -> tuple[int | None, str | None]:
    """The instant of a day and minute; None is now, where the day is today and no time was said."""
    zone = moment.store.clock.zone()
    now = local(moment.store.now(), zone)
    if time is None and day == now.date():
        return None, None
    minutes = 12 * 60 if time is None else time
    at = now.replace(
        year=day.year,
        month=day.month,
        day=day.day,
        hour=minutes // 60,
        minute=minutes % 60,
        second=0,
        microsecond=0,
    )
    return instant(at), day.isoformat()


def _weight(moment: _Moment, item: grammar.Weight) -> Line:
    unit = item.typed.unit or str(value(moment.store, "weight_unit"))
    at, day = _at(moment, item.day, item.time)
    reading = Reading("weight", item.typed.text, unit, at, day)
    return _reading(item.day, item.span, reading)


def _measure(moment: _Moment, item: grammar.Measure) -> Line:
    at, day = _at(moment, item.day, item.time)
    if item.kind == "sleep":
        minutes = round(item.values[0] / 60_000)
        reading = Reading("sleep", str(minutes), "min", at, day)
    else:
        reading = Reading(item.kind, item.typed.text, item.typed.unit, at, day)
    return _reading(item.day, item.span, reading)


def _reading(day: date, span: grammar.Span, reading: Reading) -> Line:
    measurements.check(reading)
    title = f"{measurements.label(reading.kind)} {measurements.shown(reading.typed, reading.unit)}"
    return Line("measurement", title, day.isoformat(), *span, content=reading)


def _workout(moment: _Moment, item: grammar.WorkoutItem) -> Line:
    at, _ = _at(moment, item.day, item.time)
    draft = workouts.Draft(
        label(item.sport), item.sport, "planned" if item.planned else "completed", at, item.duration_ms, item.distance,
        avg_power=item.power, avg_heart_rate=item.heart_rate, energy=item.energy, notes=item.note,
    )  # fmt: skip
    return Line("workout", draft.title, item.day.isoformat(), *item.span, eaten=not item.planned, content=draft)


def _copy(moment: _Moment, item: grammar.SameMeal | grammar.CopyMeal) -> Line:
    source = item.from_day.isoformat()
    slot = _slot_id(moment.store, item.slot)
    found = [one for one in days.entries(moment.store, source, source) if slot in (None, one.slot)]
    if not found:
        raise BadInput(f"There is nothing on {source} to copy.")
    energy = sum(one.nutrition.energy or 0 for one in found)
    title = found[0].title if len(found) == 1 else f"{len(found)} entries of {source}"
    return Line("copy", title, item.day.isoformat(), *item.span, energy=energy, content=item)


def _later(_: _Moment, item: grammar.Item) -> Line:
    words = {
        grammar.SetItem: "strength sets",
        grammar.Note: "notes of a day",
        grammar.DayComplete: "complete days",
    }
    raise BadInput(f"Tracker cannot write down {words[type(item)]} yet.")


_RESOLVERS: dict[type, Callable[..., Line]] = {
    grammar.FoodItem: _food,
    grammar.QuickEnergy: _raw,
    grammar.Weight: _weight,
    grammar.Measure: _measure,
    grammar.WorkoutItem: _workout,
    grammar.SameMeal: _copy,
    grammar.CopyMeal: _copy,
    grammar.SetItem: _later,
    grammar.Note: _later,
    grammar.DayComplete: _later,
}
