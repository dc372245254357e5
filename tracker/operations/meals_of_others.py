"""Which meal of this person another app's meal is: by its name, else by its time; one of another name is made."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.formats.diaries.history import Eaten
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries import days
from tracker.store.queries.diary import slot_at
from tracker.store.records import Body
from tracker.store.rows import Slot
from tracker.store.words import fold

_NAMES = {
    "morning": "breakfast", "brunch": "breakfast", "supper": "dinner", "evening": "dinner", "snack": "snacks",
    "snacks": "snacks",
}  # fmt: skip
_NOT_SAID = frozenset({"", "uncategorized", "none", "other"})
AFTERNOON = 15 * 60


def places(store: Store, eaten: Sequence[Eaten]) -> tuple[dict[tuple[str, int | None], str], dict[str, Body]]:
    """The meal of each name and time, and the meals that have to be made first, as bodies by id."""
    known = list(days.slots(store))
    made: dict[str, Body] = {}
    found: dict[tuple[str, int | None], str] = {}
    for one in eaten:
        key = (one.meal, one.minute)
        if key not in found:
            slot = _known(known, one) or _made(known, one, made)
            found[key] = slot.id
    return found, made


def _known(known: Sequence[Slot], one: Eaten) -> Slot | None:
    name = fold(one.meal).strip()
    if name in _NOT_SAID:
        usual = next((slot for slot in known if slot.id == "snacks"), known[-1])
        return usual if one.minute is None else slot_at(known, one.minute)
    for wanted in (name, _NAMES.get(name, name)):
        for slot in known:
            if wanted in (slot.id, fold(slot.name)) or wanted.rstrip("s") == fold(slot.name).rstrip("s"):
                return slot
    return None


def _made(known: list[Slot], one: Eaten, made: dict[str, Body]) -> Slot:
    """A meal of that name, last in the order."""
    name = one.meal.strip()
    position = max((slot.position for slot in known), default=0) + 1
    slot = Slot(derived_id("meal_slot", fold(name)), name, position, AFTERNOON if one.minute is None else one.minute)
    known.append(slot)
    made[slot.id] = {"name": name, "position": position, "starts_at": slot.starts_at}
    return slot
