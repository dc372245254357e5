"""From one item of the quick-add grammar to the line that says what it will do; nothing is written here.

Reading the text and writing the lines is in `quick_add`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import Nutrition
from tracker.domain.quick_add import items as grammar
from tracker.domain.quick_add.dates import clock
from tracker.domain.quick_add.unfinished import example
from tracker.domain.sports import label
from tracker.domain.units import format_number
from tracker.errors import BadInput
from tracker.operations import diary, doubts, entries, measurements, workouts
from tracker.operations.counted import checked
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.operations.sets import StrengthSets
from tracker.store.database import Store
from tracker.store.naming import Fit, fits
from tracker.store.queries import days, foods, templates
from tracker.store.queries import diary as diary_clock
from tracker.store.queries.settings import value
from tracker.store.queries.templates import MealTemplate
from tracker.store.rows import Hit, Slot
from tracker.store.search import search
from tracker.store.words import split

OTHERS = 6
"""How many foods a name may mean are offered."""
NEAR = 5
"""How many foods with a name that is somewhat like an unknown one are offered in its place."""
LONGEST_NAME = 60
"""Letters of a name that a sentence repeats."""


@dataclass(frozen=True)
class Line:
    """One understood item: what it will do, in words and numbers.

    Attributes:
        kind: food, recipe, raw, measurement, workout, sets, copy, template, note or status.
        item: a food as it was said.
        time: minutes after midnight at which it was eaten, where that was said.
        others: what else its name could have meant, best first.
        energy: in 0.1 kcal, None where unknown.
        doubt: why this may be a slip, in a sentence; it can be added all the same.
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
    item: grammar.FoodItem | None = None
    doubt: str = ""
    time: int | None = None
    content: (
        Wanted | Reading | workouts.Draft | grammar.SameMeal | grammar.CopyMeal | grammar.Note | grammar.DayComplete
        | MealTemplate | StrengthSets | None
    ) = None  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """Where and when a line is typed: today, the clock, the meals; and the decimal mark to answer with."""

    store: Store
    today: date
    minutes: int
    slots: Sequence[Slot]
    decimal: str = "."
    day_start: int = 0

    def eaten(self, item: grammar.FoodItem | grammar.QuickEnergy) -> bool:
        """Whether it is eaten already: what lies ahead is planned, said or not."""
        return not item.planned and item.day <= self.today

    def slot(self, name: str | None, time: int | None) -> Slot:
        """The meal that was named, else the one that is usual at that time."""
        named = [slot for slot in self.slots if slot.name == name]
        if named:
            return named[0]
        return diary_clock.slot_at(self.slots, self.minutes if time is None else time, self.day_start)


def lines_of(moment: Moment, item: grammar.Item) -> list[Line]:
    """What `item` means: one line, but for names that are those of several foods.

    Raises:
        KnownError: nothing that can be written down; the sentence says why.
    """
    return foods_of(moment, item) if isinstance(item, grammar.FoodItem) else [_RESOLVERS[type(item)](moment, item)]


def slot_id(store: Store, name: str | None) -> str | None:
    """The id of the meal with this name."""
    return next((slot.id for slot in days.slots(store) if slot.name == name), None)


def foods_of(moment: Moment, item: grammar.FoodItem) -> list[Line]:
    """The food that was named, or the several that its “and”, comma or plus stands between.

    A whole name that a food has comes first (mac and cheese), then foods that the pieces are the names of (egg,
    banana), then a food with all the words in it, and last pieces that foods are nearly called.

    Raises:
        BadInput: no food is called that.
    """
    kept = _template(moment, item)
    if kept:
        return [kept]
    fit, hits = _called(moment, item)
    if item.apart and fit < Fit.BEGUN:
        pieces = [(one, *_called(moment, one)) for one in _grouped(moment, item.apart)]
        worst = min(fit_of_piece for _, fit_of_piece, _ in pieces)
        if worst == Fit.NAMED or (worst and not fit):
            return [_food_line(moment, one, found) for one, _, found in pieces]
    own = _in_own_portion(moment, item) if fit < Fit.WORDS else None
    return [own or _food_line(moment, item, hits)]


def _in_own_portion(moment: Moment, item: grammar.FoodItem) -> Line | None:
    """A food whose portion has a name of the person's own, before it: 3 Stück Dinkelbrötchen."""
    said, _, name = item.name.partition(" ")
    if item.amount is None or item.unit is not None or not name:
        return None
    fit, hits = _called(moment, replace(item, name=name))
    for hit in hits[:OTHERS] if fit >= Fit.WORDS else ():
        food = foods.food(moment.store, hit.id) if hit.kind == "food" else None
        unit = next((one.name for one in food.portions if one.name.casefold() == said.casefold()), "") if food else ""
        if unit:
            return _food_line(moment, replace(item, name=name, unit=unit), [hit])
    return None


def _template(moment: Moment, item: grammar.FoodItem) -> Line | None:
    """The meal that was kept under this name, with or without the meal's own at its end: usual breakfast."""
    if item.amount is not None or item.recipe:
        return None
    found = templates.named(moment.store, item.name, f"{item.name} {item.slot}" if item.slot else item.name)
    if found is None:
        return None
    slot = moment.slot(item.slot, item.time)
    if item.slot is None and item.time is None:
        slot = next((one for one in moment.slots if one.id == found.slot), slot)
    known = [one.nutrition.energy for one in found.items if one.nutrition.energy is not None]
    return Line(
        "template", found.name, item.day.isoformat(), *item.span, slot=slot, energy=sum(known) if known else None,
        eaten=moment.eaten(item), content=found,
    )  # fmt: skip


def _grouped(moment: Moment, pieces: Sequence[grammar.FoodItem]) -> list[grammar.FoodItem]:
    """The pieces of a list, those of one name put together again: mac and cheese and banana are two foods."""
    found: list[grammar.FoodItem] = []
    for one in pieces:
        both = _together(found[-1], one) if found and len(pieces) > 2 else None
        if both and _called(moment, both)[0] == Fit.NAMED:
            found[-1] = both
        else:
            found.append(one)
    return found


def _together(one: grammar.FoodItem, other: grammar.FoodItem) -> grammar.FoodItem:
    said = one if one.amount is not None else other
    span = (one.span[0], other.span[1])
    return replace(one, name=f"{one.name} and {other.name}", amount=said.amount, unit=said.unit, span=span)


def _called(moment: Moment, item: grammar.FoodItem) -> tuple[Fit, list[Hit]]:
    """How well the name fits, and the foods and recipes it fits, best first."""
    kinds = ("recipe",) if item.recipe else ("food", "recipe")
    kind = "recipe" if item.recipe else ""
    found = search(moment.store, item.name, kind=kind, limit=12, slot=moment.slot(item.slot, item.time).id,
                   minute=moment.minutes)  # fmt: skip
    hits = [hit for hit in found if hit.kind in kinds]
    fitting = list(zip(fits(moment.store, item.name, hits), hits, strict=True))
    best = max((fit for fit, _ in fitting), default=Fit.NONE)
    if best < Fit.WORDS and item.name.casefold() in _EXERCISES:
        raise BadInput("How many? Type weight, repetitions and sets: squat 100x5x3.")
    if best < Fit.NAMED and item.unit is None and item.amount is not None and item.name.casefold() in _NO_KINDS:
        raise BadInput(
            f"Tracker has no reading called “{item.name}”.",
            "A kind of your own can be made on the Health page; then its name and a number write it down.",
        )
    least = Fit.WORDS if best >= Fit.WORDS else Fit.NEAR
    # Salmon is a food before it is salmon with roast potatoes; chili may well be one's own beef chili.
    if any(word.isdecimal() for word in split(item.name)):
        fitting.sort(key=lambda one: -one[0])  # 2% milk is a name; reduced fat (2%) only says so too
    ordered = sorted(fitting, key=lambda one: best == Fit.NAMED and one[0] == Fit.BEGUN and one[1].kind == "recipe")
    return best, [hit for fit, hit in ordered if fit >= least]


class UnknownFood(BadInput):
    """Nothing is called that. `near` are names of foods that are somewhat like it, best first."""

    def __init__(self, moment: Moment, item: grammar.FoodItem) -> None:
        what = "recipe" if item.recipe else "food"
        first = item.name.partition(" ")[0].casefold()
        reading = f"{first} {example(first)}" if example(first) else ""
        hint = (
            f"A {first} is typed as {reading}." if reading
            else "Try another word, or log only its energy: quick 450kcal."
        )  # fmt: skip
        super().__init__(f"Tracker knows no {what} called “{_short(item.name)}”.", hint)
        self.name = item.name
        words = reversed(item.name.split())  # the last one mostly says what it is: purple salmon
        named = [search(moment.store, item.name, limit=12)]
        found = named if named[0] else [search(moment.store, word, limit=12) for word in words]
        hits = (hit for row in zip_longest(*found) for hit in row if hit is not None)
        titles = (hit.title for hit in hits if hit.kind in ("food", "recipe"))
        self.near = () if reading else tuple(dict.fromkeys(title for title in titles if '"' not in title))[:NEAR]


def _food_line(moment: Moment, item: grammar.FoodItem, hits: Sequence[Hit]) -> Line:
    if not hits:
        raise UnknownFood(moment, item)
    best, wanted = _fitting(moment.store, hits, item)
    line = Line(
        best.kind, best.title, item.day.isoformat(), *item.span, slot=moment.slot(item.slot, item.time),
        others=tuple(hit for hit in hits if hit != best)[:OTHERS], eaten=moment.eaten(item), item=item, time=item.time,
    )  # fmt: skip
    return food_line(moment.store, line, wanted)


def _short(name: str) -> str:
    """A name for a sentence."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _fitting(store: Store, hits: Sequence[Hit], item: grammar.FoodItem) -> tuple[Hit, Wanted]:
    """The best hit that comes in the unit that was said."""
    refused: BadInput | None = None
    for hit in hits[:OTHERS]:
        try:
            return hit, checked(store, Wanted(hit.kind, hit.id, item.amount, item.unit), hit.title)
        except BadInput as error:
            refused = refused or error
    assert refused is not None
    raise refused


def food_line(store: Store, line: Line, wanted: Wanted) -> Line:
    """The line with the amount and energy of `wanted`."""
    columns = entries.resolved(store, wanted)
    return replace(
        line, amount=columns["amount"], unit=columns["unit"], energy=columns["energy"],
        content=replace(wanted, amount=columns["amount"], unit=columns["unit"]),
        doubt=doubts.untold(store, wanted, line.title, columns["unit"])
        or doubts.much(store, line.title, columns["energy"]),
    )  # fmt: skip


def _raw(moment: Moment, item: grammar.QuickEnergy) -> Line:
    nutrition = Nutrition(item.energy, item.protein, item.carbs, item.fat)
    if item.energy is None:
        raise BadInput("A quick entry needs its energy.", "Type it as quick 450kcal.")
    return Line(
        "raw", item.title or "Quick entry", item.day.isoformat(), *item.span, slot=moment.slot(item.slot, item.time),
        energy=item.energy, eaten=moment.eaten(item), time=item.time,
        doubt=doubts.much(moment.store, item.title or "This", item.energy),
        content=Wanted("raw", title=item.title, nutrition=nutrition),
    )  # fmt: skip


def _at(moment: Moment, day: date, time: int | None) -> tuple[int | None, str | None]:
    """The instant of a day and minute; None is now, where the day is today and no time was said."""
    if time is None and day == moment.today:
        return None, None
    return diary_clock.instant_of(moment.store, day, 12 * 60 if time is None else time), day.isoformat()


def _weight(moment: Moment, item: grammar.Weight) -> Line:
    unit = item.typed.unit or str(value(moment.store, "weight_unit"))
    at, day = _at(moment, item.day, item.time)
    line = _reading(moment, item, Reading("weight", item.typed.text, unit, at, day))
    return replace(line, doubt=doubts.other_weight(moment.store, item.value, moment.decimal))


def _measure(moment: Moment, item: grammar.Measure) -> Line:
    at, day = _at(moment, item.day, item.time)
    if item.kind != "sleep":
        line = _reading(moment, item, Reading(item.kind, item.typed.text, item.typed.unit, at, day))
        return replace(line, doubt=doubts.other_size(moment.store, item, moment.decimal))
    minutes = round(item.values[0] / 60_000)
    line = _reading(moment, item, Reading("sleep", str(minutes), "min", at, day))
    return replace(line, title=f"Sleep {minutes // 60} h {minutes % 60:02d} min")


def _reading(moment: Moment, item: grammar.Weight | grammar.Measure, reading: Reading) -> Line:
    measurements.check(moment.store, reading)
    if item.day > moment.today:
        when = f"{item.day:%A}, {item.day.day} {item.day:%B}"
        raise BadInput(f"{when} is still ahead: nothing can have been measured then.")
    said = measurements.shown(reading.typed, reading.unit, moment.decimal)
    title = f"{measurements.label(moment.store, reading.kind)} {said}"
    return Line("measurement", title, item.day.isoformat(), *item.span, content=reading)


def _workout(moment: Moment, item: grammar.WorkoutItem) -> Line:
    at, _ = _at(moment, item.day, item.time)
    efforts = (("load", item.load), ("RPE", item.rpe))
    said = [f"{name} {format_number(value * (AMOUNT // 10))}" for name, value in efforts if value is not None]
    draft = workouts.Draft(
        label(item.sport), item.sport, "planned" if item.planned else "completed", at, item.duration_ms, item.distance,
        avg_power=item.power, avg_heart_rate=item.heart_rate, energy=item.energy,
        notes=", ".join(filter(None, [item.note, *said])),
    )  # fmt: skip
    return Line("workout", draft.title, item.day.isoformat(), *item.span, eaten=not item.planned, content=draft)


def _copy(moment: Moment, item: grammar.SameMeal | grammar.CopyMeal) -> Line:
    source = item.from_day.isoformat()
    slot = slot_id(moment.store, item.slot)
    found = [one for one in days.entries(moment.store, source, source) if slot in (None, one.slot)]
    if not found:
        what = f"no {item.slot.lower()}" if item.slot else "nothing"
        raise BadInput(f"There was {what} on {item.from_day:%A}, {item.from_day.day} {item.from_day:%B}.")
    known = [one.nutrition.energy for one in found if one.nutrition.energy is not None]
    goal = (item.to_slot if isinstance(item, grammar.CopyMeal) else None) or item.slot
    return Line(
        "copy", found[0].title if len(found) == 1 else f"{found[0].title} and {len(found) - 1} more",
        item.day.isoformat(), *item.span, slot=next((one for one in moment.slots if one.name == goal), None),
        energy=sum(known) if known else None, content=item,
    )  # fmt: skip


def _note(_: Moment, item: grammar.Note) -> Line:
    text = item.text if item.time is None else f"{clock(item.time)} {item.text}"
    return Line("note", f"Note: {text}", item.day.isoformat(), *item.span, content=replace(item, text=text))


def _status(_: Moment, item: grammar.DayComplete) -> Line:
    title = f"The day is {diary.STATUSES[item.status]}"
    return Line("status", title, item.day.isoformat(), *item.span, content=item)


def _sets(moment: Moment, item: grammar.SetItem) -> Line:
    at, _ = _at(moment, item.day, item.time)
    load = f"{item.typed.text} {item.typed.unit} × " if item.typed else ""
    title = f"{item.exercise} {f'{item.sets} × ' if item.sets > 1 else ''}{load}{item.reps}"
    return Line("sets", title, item.day.isoformat(), *item.span, eaten=not item.planned, content=StrengthSets(item, at))


_NO_KINDS = frozenset({
    "mood", "glucose", "blood glucose", "blood sugar", "sugar level", "stress", "pain", "temperature", "temp", "fever",
    "spo2", "oxygen", "cholesterol", "ketones", "hba1c", "bmi", "height", "muscle mass", "energy level", "vo2max",
})  # fmt: skip
"""Readings that people take and Tracker has no kind of by itself, which foods are only nearly called."""
_EXERCISES = (
    "squat", "squats", "bench press", "deadlift", "deadlifts", "overhead press", "pull-up", "pull-ups", "pullups",
    "push-up", "push-ups", "pushups", "chin-ups", "sit-ups", "lunges", "burpees", "plank",
)  # fmt: skip
"""Words that begin something else, which foods are only nearly called: squab."""


_RESOLVERS: dict[type, Callable[..., Line]] = {
    grammar.QuickEnergy: _raw,
    grammar.Weight: _weight,
    grammar.Measure: _measure,
    grammar.WorkoutItem: _workout,
    grammar.SameMeal: _copy,
    grammar.CopyMeal: _copy,
    grammar.SetItem: _sets,
    grammar.Note: _note,
    grammar.DayComplete: _status,
}
