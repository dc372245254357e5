"""What a day would come to with the result of a conflict about one of its meal entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.domain.nutrients import Nutrition, add
from tracker.store.database import Store
from tracker.store.queries.days import entries
from tracker.sync.conflicts import Case, case
from tracker.sync.ledger import WHOLE
from tracker.sync.parts import Body
from tracker.sync.resolve import Pick, chosen

ENTRY = "meal_plan_entry"


@dataclass(frozen=True)
class DayTotal:
    """A day (ISO date) and what its entries come to, as it is here now and with the result."""

    day: str
    now: Nutrition
    after: Nutrition


def day_total(store: Store, c: str, id: str, picks: Mapping[str, Pick]) -> DayTotal | None:
    """The day of the entry as it was picked so far; None for other records.

    Raises:
        NotFound: it was decided meanwhile.
        BadInput: what was typed is no such value.
    """
    if c != ENTRY:
        return None
    one = case(store, c, id)
    after = _result(one, picks)
    body = after or one.local or one.remote or {}
    day = str(body.get("day", ""))
    there = entries(store, day, day)
    others = [entry.nutrition for entry in there if entry.id != id]
    own = [_nutrition(after)] if after is not None else []
    return DayTotal(day, add(entry.nutrition for entry in there), add([*others, *own]))


def _result(one: Case, picks: Mapping[str, Pick]) -> Body | None:
    if one.kind == "fields":
        return chosen(one, picks)
    return one.remote if picks.get(WHOLE) == "theirs" else one.local


def _nutrition(body: Mapping[str, Any]) -> Nutrition:
    return Nutrition(
        body.get("energy"), body.get("protein"), body.get("carbs"), body.get("fat"), body.get("nutrients") or {}
    )
