"""From a typed line to entries, readings and workouts: the grammar's items matched to what the store knows.

The grammar itself is in `domain.quick_add`. Nothing is written until every item is understood.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tracker.domain.quick_add import items as grammar
from tracker.domain.quick_add.items import LocalMoment, OwnMeasure, Part, Problem
from tracker.domain.quick_add.parse import parse
from tracker.errors import BadInput, KnownError
from tracker.operations import diary, entries, measurements, sets, templates, workouts
from tracker.operations.counted import checked
from tracker.operations.entries import Wanted
from tracker.operations.measurements import Reading
from tracker.operations.quick_lines import Line, Moment, UnknownFood, food_line, lines_of, slot_id
from tracker.operations.sets import StrengthSets
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import diary as diary_clock
from tracker.store.queries.measurements import own_kinds
from tracker.store.queries.settings import value
from tracker.store.queries.templates import MealTemplate
from tracker.store.rows import Hit


@dataclass(frozen=True)
class Understanding:
    """What a text means. It can be added where it has lines and no problems."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    parts: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lines) and not self.problems


def understand(
    store: Store, text: str, *, day: str | None = None, slot: str | None = None, decimal_comma: bool = False
) -> Understanding:
    """What `text` means on `day` (today where not given); a meal that is not named is `slot`, else goes by the clock.

    Quick enough for every keystroke. Writes nothing.
    """
    today = diary_clock.today(store)
    of = date.fromisoformat(day) if day else today
    known = days.slots(store)
    minutes = next((one.starts_at for one in known if one.id == slot), diary_clock.minute_now(store))
    own = [OwnMeasure(one.id, one.name, one.unit) for one in own_kinds(store)]
    read = partial(
        parse, text, slots=[one.name for one in known], decimal_comma=decimal_comma,
        mass_unit=str(value(store, "weight_unit")),
        length_unit=measurements.length_unit(store), own=own,
    )  # fmt: skip
    parsed = _parsed(read, of, today, minutes)
    moment = Moment(store, today, minutes, known, "," if decimal_comma else ".", diary_clock.day_start(store))
    lines: list[Line] = []
    problems = list(parsed.problems)
    for item in parsed.items:
        if isinstance(item, grammar.FoodItem) and item.amount is None and _asked(parsed.problems, item.span):
            continue  # with its usual amount it would look understood
        try:
            lines += lines_of(moment, item)
        except UnknownFood as error:
            start, end = _place_of_name(parsed.parts, item.span)
            near = tuple(f'"{title}"' for title in error.near)
            problems.append(Problem(start, end, str(error), near, "" if _is_recipe(item) else error.name))
        except KnownError as error:
            problems.append(Problem(item.span[0], item.span[1], str(error)))
    return Understanding(tuple(lines), tuple(problems), parsed.parts)


def _asked(problems: Sequence[Problem], span: grammar.Span) -> bool:
    return any(span[0] <= one.start and one.end <= span[1] for one in problems)


def _place_of_name(parts: Sequence[Part], span: grammar.Span) -> grammar.Span:
    """Where in an item its name stands, which another name can take the place of."""
    names = [part for part in parts if part.kind == "name" and span[0] <= part.start and part.end <= span[1]]
    return (names[0].start, names[-1].end) if names else span


def _is_recipe(item: grammar.Item) -> bool:
    return isinstance(item, grammar.FoodItem) and item.recipe


def _parsed(read: Callable[[LocalMoment], grammar.Parsed], of: date, today: date, minutes: int) -> grammar.Parsed:
    """What a text says on the day `of`; a day that is named, such as yesterday, counts from today all the same."""
    if of != today:
        named = read(LocalMoment(today, minutes))
        if any(part.kind == "date" for part in named.parts):
            return named
    return read(LocalMoment(of, minutes))


def choose(store: Store, line: Line, hit: Hit) -> Line:
    """The line with another food or recipe than the first guess; its usual amount where it has no such unit."""
    asked = Wanted(hit.kind, hit.id, line.item.amount, line.item.unit) if line.item else Wanted(hit.kind, hit.id)
    others = tuple(other for other in (_as_hit(line), *line.others) if other != hit)
    chosen = replace(line, kind=hit.kind, title=hit.title, others=others, doubt="")
    try:
        return food_line(store, chosen, checked(store, asked, hit.title))
    except BadInput as error:
        usual = food_line(store, chosen, Wanted(hit.kind, hit.id))
        return replace(usual, doubt=error.sentence)


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
        step.rename(_label(store, understanding.lines))
    return step.changes


def _label(store: Store, lines: Sequence[Line]) -> str:
    if len(lines) == 1 and lines[0].kind in ("note", "status"):
        return _OF_DAY[lines[0].kind](lines[0])
    what = _named(lines[0]) if len(lines) == 1 else f"{len(lines)} entries"
    days_named = {line.day for line in lines}
    day = days_named.pop() if len(days_named) == 1 else None
    return entries.added(store, what, day, planned=not any(line.eaten for line in lines))


_OF_DAY: dict[str, Callable[[Line], str]] = {
    "note": lambda line: f"Note for {diary.named(line.day)}",
    "status": lambda line: f"Mark {diary.named(line.day)} as {line.title.removeprefix('The day is ')}",
}


def _named(line: Line) -> str:
    return line.title[:1].lower() + line.title[1:] if line.kind == "measurement" else line.title


def _add_line(store: Store, line: Line) -> None:
    content = line.content
    if isinstance(content, Wanted) and line.slot:
        entries.add(store, line.day, line.slot.id, [content], eaten=line.eaten, minute=line.time)
    elif isinstance(content, MealTemplate) and line.slot:
        templates.put(store, content.id, line.day, line.slot.id, eaten=line.eaten)
    elif isinstance(content, Reading):
        measurements.add(store, content)
    elif isinstance(content, StrengthSets):
        sets.add(store, content)
    elif isinstance(content, workouts.Draft):
        workouts.add(store, content)
    elif isinstance(content, grammar.Note):
        diary.add_note(store, line.day, content.text)
    elif isinstance(content, grammar.DayComplete):
        diary.set_status(store, line.day, content.status)
    elif isinstance(content, grammar.SameMeal | grammar.CopyMeal):
        to_slot = slot_id(store, content.to_slot) if isinstance(content, grammar.CopyMeal) else None
        slot = slot_id(store, content.slot)
        entries.repeat(store, content.from_day.isoformat(), line.day, slot, to_slot=to_slot)
