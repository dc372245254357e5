"""What can be done with meal entries, planned or eaten. Each function is one transaction and one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.domain.fixed import AMOUNT
from tracker.domain.nutrients import UNKNOWN, Nutrition
from tracker.errors import BadInput, NotFound
from tracker.operations import amounts
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries import days, diary, foods, recipes
from tracker.store.queries.templates import TemplateItem
from tracker.store.rows import Entry

COLLECTION = "meal_plan_entry"
MOST = 100_000 * AMOUNT
"""The largest amount that is taken seriously, in any unit."""


@dataclass(frozen=True)
class Wanted:
    """What to put into a meal: a food or recipe by id with an amount (0.001 of `unit`), or raw numbers with a title.

    `amount` None means the amount of last time, or the usual portion.
    """

    source_kind: str
    source: str | None = None
    amount: int | None = None
    unit: str | None = None
    title: str = ""
    nutrition: Nutrition = UNKNOWN
    note: str = ""


def add(
    store: Store, day: str, slot: str, wanted: Sequence[Wanted], *, eaten: bool = True, minute: int | None = None
) -> Changes:
    """Put foods, recipes or raw numbers into a meal; `minute` is when it was eaten, in minutes after midnight.

    Raises:
        NotFound: a food or recipe is not there any more.
        BadInput: an amount is not positive or absurdly large; the sentence names it.
    """
    with store.step("") as step:
        titles = []
        for position, one in enumerate(wanted, days.last_position(store, day, slot) + 1):
            fields = resolved(store, one)
            titles.append(fields["title"])
            records.create(
                store, COLLECTION, new_id(store.now()), day=day, slot=slot, position=position,
                note=one.note, **_state(store, eaten, day, minute), **fields,
            )  # fmt: skip
        step.rename(added(store, _named(titles), day, planned=not eaten))
    return step.changes


def added(store: Store, what: str, day: str | None, *, planned: bool) -> str:
    """The name of a step that adds `what` to a day: Add egg, Plan egg for tomorrow. None is several days."""
    verb = "Plan" if planned else "Add"
    if day is None:
        return f"{verb} {what}"
    of, today = date.fromisoformat(day), diary.today(store)
    named = {0: "", 1: "tomorrow", -1: "yesterday"}.get((of - today).days, f"{of:%A}, {of.day} {of:%B}")
    return f"{verb} {what} for {named}" if named else f"{verb} {what}"


def _named(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{len(titles)} entries"


def _state(store: Store, eaten: bool, day: str, minute: int | None = None) -> dict[str, Any]:
    """Whether and when: now for today, unknown for another day, unless the time was said."""
    if not eaten:
        return {"status": "planned", "eaten_at": None, "zone": None}
    of = date.fromisoformat(day)
    if minute is None and of != diary.today(store):
        return {"status": "eaten", "eaten_at": None, "zone": None}
    at = store.now() if minute is None else diary.instant_of(store, of, minute)
    return {"status": "eaten", "eaten_at": at, "zone": store.clock.zone()}


def resolved(store: Store, wanted: Wanted) -> dict[str, Any]:
    """The columns that say what was eaten: title, amount, mass and the nutrition of this moment."""
    if wanted.amount is not None and not 0 < wanted.amount <= MOST:
        raise BadInput("The amount must be more than nothing and less than 100 000.", "Change the number.")
    if wanted.source_kind == "raw":
        if wanted.nutrition.energy is None:
            raise BadInput("An entry without a food needs its energy.", "Type it as quick 450kcal.")
        title = wanted.title or "Quick entry"
        return {
            "title": title,
            "source_kind": "raw",
            "source": None,
            **_columns(None, None, None, wanted.nutrition),
        }
    resolve = _recipe if wanted.source_kind == "recipe" else _food
    return resolve(store, wanted)


def _food(store: Store, wanted: Wanted) -> dict[str, Any]:
    food = foods.food(store, wanted.source or "")
    if food is None:
        raise NotFound("This food is not there any more.", "Search for it again.")
    last = foods.last_amount(store, "food", food.id) or amounts.usual(food)
    amount = wanted.amount if wanted.amount is not None else last[0]
    unit = wanted.unit if wanted.unit is not None else last[1]
    mass = amounts.mass_of(food, amount, unit)
    return {
        "title": wanted.title or food.name, "source_kind": "food", "source": food.id,
        **_columns(amount, unit, mass, amounts.of_food(food, mass)),
    }  # fmt: skip


def _recipe(store: Store, wanted: Wanted) -> dict[str, Any]:
    recipe = recipes.recipe(store, wanted.source or "")
    if recipe is None:
        raise NotFound("This recipe is not there any more.", "Search for it again.")
    last = foods.last_amount(store, "recipe", recipe.id) or (AMOUNT, "serving")
    amount = wanted.amount if wanted.amount is not None else last[0]
    unit = wanted.unit if wanted.unit is not None else last[1]
    mass, nutrition = amounts.of_recipe(recipe, amount, unit)
    return {
        "title": wanted.title or recipe.name, "source_kind": "recipe", "source": recipe.id,
        **_columns(amount, unit, mass, nutrition),
    }  # fmt: skip


def _columns(amount: int | None, unit: str | None, mass: int | None, nutrition: Nutrition) -> dict[str, Any]:
    return {
        "amount": amount, "unit": unit, "mass": mass, "energy": nutrition.energy, "protein": nutrition.protein,
        "carbs": nutrition.carbs, "fat": nutrition.fat, "nutrients": dict(nutrition.others),
    }  # fmt: skip


def _existing(store: Store, record: str) -> Entry:
    entry = days.entry(store, record)
    if entry is None:
        raise NotFound("This entry is not there any more.", "Another device may have deleted it.")
    return entry


def set_amount(store: Store, record: str, amount: int, unit: str) -> Changes:
    """Change how much it was; the nutrition follows the food as it is now, or the entry itself where it is gone."""
    if not 0 < amount <= MOST:
        raise BadInput("The amount must be more than nothing and less than 100 000.", "Change the number.")
    entry = _existing(store, record)
    with store.step(f"Change {entry.title}") as step:
        records.change(store, COLLECTION, record, **of_amount(store, entry, amount, unit))
    return step.changes


def of_amount(store: Store, entry: Entry, amount: int, unit: str) -> dict[str, Any]:
    """The columns of an entry that is another amount of the same: the food as it is now, or the entry in proportion.

    Raises:
        BadInput: the food is gone, and the entry is in another unit.
    """
    own = days.parts_of(store, entry.id) if entry.source_kind == "recipe" else []
    if own:
        return _own_rescaled(entry, own, amount, unit)
    try:
        return resolved(store, Wanted(entry.source_kind, entry.source, amount, unit, entry.title))
    except NotFound:
        return _rescaled(entry, amount, unit)


def _own_rescaled(entry: Entry, own: list[Any], amount: int, unit: str) -> dict[str, Any]:
    """A helping with ingredients of its own, in proportion."""
    if entry.amount is None or unit != entry.unit:
        raise BadInput(
            "This helping has ingredients of its own, so its amount can only change in the same unit.",
            "Change its ingredients instead.",
        )
    from tracker.operations.helpings import rescaled  # few helpings have any

    return _rescaled(entry, amount, unit) | {"parts": rescaled(own, amount, entry.amount)}


def _rescaled(entry: Entry, amount: int, unit: str) -> dict[str, Any]:
    if entry.amount is None or unit != entry.unit:
        raise BadInput("This food is not there any more, so its amount can only change in the same unit.")
    mass = None if entry.mass is None else round(entry.mass * amount / entry.amount)
    return _columns(amount, unit, mass, entry.nutrition.scaled(amount, entry.amount))


def replace(store: Store, record: str, wanted: Wanted) -> Changes:
    """Make an entry another food, recipe or number."""
    entry = _existing(store, record)
    with store.step(f"Change {entry.title}") as step:
        records.change(store, COLLECTION, record, **resolved(store, wanted), parts=[])
    return step.changes


def annotate(store: Store, record: str, note: str) -> Changes:
    """Write a note on an entry."""
    entry = _existing(store, record)
    with store.step(f"Note on {entry.title}") as step:
        records.change(store, COLLECTION, record, note=note)
    return step.changes


def set_eaten(store: Store, ids: Sequence[str], eaten: bool) -> Changes:
    """Tick entries as eaten, or take the tick away."""
    found = [_existing(store, record) for record in ids]
    with store.step(f"{'Tick' if eaten else 'Untick'} {_named([one.title for one in found])}") as step:
        for one in found:
            records.change(store, COLLECTION, one.id, **_state(store, eaten, one.day))
    return step.changes


def delete(store: Store, ids: Sequence[str]) -> Changes:
    """Delete entries."""
    titles = [_existing(store, record).title for record in ids]
    with store.step(f"Delete {_named(titles)}") as step:
        records.delete_records(store, BY_NAME[COLLECTION], ids)
    return step.changes


def move(store: Store, ids: Sequence[str], day: str, slot: str | None = None) -> Changes:
    """Move entries to the end of another meal, or each to its own meal of another day."""
    found = [_existing(store, record) for record in ids]
    with store.step(f"Move {_named([one.title for one in found])}") as step:
        for one in found:
            place = slot or one.slot
            if (one.day, one.slot) != (day, place):
                position = days.last_position(store, day, place) + 1
                records.change(
                    store, COLLECTION, one.id, day=day, slot=place, position=position, **_carried(store, one, day)
                )
    return step.changes


def _carried(store: Store, one: Entry, day: str) -> dict[str, Any]:
    """When it was eaten, at the same time of the other day."""
    if one.eaten_at is None or one.day == day:
        return {}
    minute = diary.minute_of(store, one.eaten_at)
    return {"eaten_at": diary.instant_of(store, date.fromisoformat(day), minute), "zone": store.clock.zone()}


def copy(store: Store, ids: Sequence[str], day: str, slot: str | None = None, eaten: bool = False) -> Changes:
    """Copy entries to a day, into `slot` or each into its own meal, planned unless `eaten`."""
    found = [_existing(store, record) for record in ids]
    with store.step(f"Copy {_named([one.title for one in found])}") as step:
        _copy(store, found, day, slot, eaten)
    return step.changes


def _copy(store: Store, found: Iterable[Entry], day: str, slot: str | None, eaten: bool) -> None:
    for one in found:
        put_items(store, [one], day, slot or one.slot, eaten=eaten)


def put_items(store: Store, items: Iterable[Entry | TemplateItem], day: str, slot: str, *, eaten: bool) -> None:
    """Put what was eaten before into a meal again, with the nutrition it had."""
    for one in items:
        records.create(
            store, COLLECTION, new_id(store.now()), day=day, slot=slot,
            position=days.last_position(store, day, slot) + 1, title=one.title, source_kind=one.source_kind,
            source=one.source, note=one.note, **_state(store, eaten, day),
            parts=days.parts_of(store, one.id) if isinstance(one, Entry) and one.source_kind == "recipe" else [],
            **_columns(one.amount, one.unit, one.mass, one.nutrition),
        )  # fmt: skip


def repeat(
    store: Store,
    source: str,
    day: str,
    slot: str | None = None,
    *,
    to_slot: str | None = None,
    only_empty: bool = False,
) -> Changes:
    """Log again on `day` the meals of another day, or one of them.

    What was eaten then counts as eaten where its meal has begun by now; the rest is planned.

    Args:
        store: the profile.
        source: the day to take from.
        day: the day to write to.
        slot: the one meal to take; all of them where it is None.
        to_slot: the meal to write to; each to its own where it is None.
        only_empty: leave the meals alone that have something already.

    Raises:
        NotFound: there is nothing to repeat, or nothing left to.
    """
    found = [one for one in days.entries(store, source, source) if slot in (None, one.slot)]
    if not found:
        raise NotFound("There is nothing on that day to repeat.", "Choose another day.")
    if only_empty:
        taken = {one.slot for one in days.entries(store, day, day)}
        found = [one for one in found if one.slot not in taken]
        if not found:
            raise NotFound("Every meal has something already.", "Copy single entries with Ctrl+Shift+D.")
    now = begun(store, day)
    with store.step(f"Repeat {_named([one.title for one in found])}") as step:
        for one in found:
            place = to_slot or one.slot
            _copy(store, [one], day, place, one.eaten and place in now)
    return step.changes


def begun(store: Store, day: str) -> frozenset[str]:
    """The meals of a day that have begun by now."""
    today = diary.today(store).isoformat()
    if day > today:
        return frozenset()
    start = diary.day_start(store)
    since = (diary.minute_now(store) - start) % diary.DAY
    known = days.slots(store)
    return frozenset(one.id for one in known if day < today or (one.starts_at - start) % diary.DAY <= since)


def copy_days(store: Store, source: date, target: date, count: int = 1) -> Changes:
    """Copy the meals of `count` days from `source` on to the days from `target` on, all planned.

    Raises:
        NotFound: there is nothing to copy.
    """
    pairs = [(source + timedelta(days=offset), target + timedelta(days=offset)) for offset in range(count)]
    found = [(days.entries(store, one.isoformat(), one.isoformat()), other.isoformat()) for one, other in pairs]
    if not any(some for some, _ in found):
        raise NotFound("There is nothing to copy.")
    with store.step("Copy the week" if count == 7 else "Copy the day" if count == 1 else f"Copy {count} days") as step:
        for some, day in found:
            _copy(store, some, day, None, False)
    return step.changes
