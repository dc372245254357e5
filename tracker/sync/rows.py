"""The rows of a conflict: every path on which the two versions differ, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tracker.store.collections import Collection, ItemList
from tracker.sync.merge import How, Outcome, merge
from tracker.sync.parts import ABSENT, Body, same
from tracker.sync.places import Place, group_of, place
from tracker.sync.typed import editable
from tracker.sync.words import NOTHING, Words, nutrient_label, nutrient_value

if TYPE_CHECKING:
    from tracker.sync.conflicts import Case

RowState = Literal["choose", "server", "this device", "same", "both"]
Side = Literal["mine", "theirs"]


@dataclass(frozen=True)
class FieldRow:
    """One path of a contested record, in words.

    Attributes:
        before: the value before both edits; mine and theirs: the two versions.
        result: what it is to be; empty while nobody chose.
        state: who decided: a person must choose, or it is the server's, this device's, the same, or both together.
        editable: a value of one's own can be typed.
        pick: the version that the result is; None where it is neither or not chosen yet.
    """

    path: str
    label: str
    before: str
    mine: str
    theirs: str
    result: str
    state: RowState
    contested: bool
    kind: str
    unit: str
    editable: bool
    pick: Side | None


_STATES: dict[How, tuple[RowState, Side | None]] = {
    "mine": ("this device", "mine"),
    "theirs": ("server", "theirs"),
    "same": ("same", "theirs"),
    "both": ("both", None),
}


def field_rows(case: Case, words: Words) -> tuple[FieldRow, ...]:
    """The rows of a record that was changed on both sides, in the order of its fields."""
    first, now, theirs_then = case.first or {}, case.local or {}, case.theirs or {}
    found = merge(case.collection, case.base or {}, first, theirs_then)
    outcomes = {outcome.path: outcome for outcome in found.outcomes}
    rows = []
    for path in _in_order(case, outcomes):
        there = place(case.collection, path)
        if there is None:
            continue
        contested = path in case.paths
        mine = there.get(now if contested else first)
        theirs = there.get((case.remote or {}) if contested else theirs_then)
        said = said_of(case.collection, words, there, (there.get(case.base or {}), mine, theirs))
        if contested:
            rows.append(_row(there, case, said, "", "choose", None))
            continue
        state, pick = _state(outcomes[path])
        result = words_of(case.collection, words, there, there.get(now), there.get(case.base or {}))
        rows.append(_row(there, case, said, {"mine": said[1], "theirs": said[2]}.get(pick or "", result), state, pick))
    return tuple(rows)


def whole_rows(case: Case, words: Words) -> tuple[FieldRow, ...]:
    """The rows of a record that one side deleted: what the other side changed."""
    deleted_here = case.kind == "deleted_here"
    base = case.base or {}
    kept = (case.remote if deleted_here else case.local) or {}
    rows = []
    for outcome in merge(case.collection, base, base, kept).outcomes:
        there = place(case.collection, outcome.path)
        if there is None or not words_worth(outcome):
            continue
        before, _, after = said_of(case.collection, words, there, (outcome.base, outcome.base, outcome.remote))
        said = (before, "deleted", after) if deleted_here else (before, after, "deleted")
        rows.append(_row(there, case, said, "", "server" if deleted_here else "this device", None, contested=False))
    return tuple(rows)


def words_worth(outcome: Outcome) -> bool:
    """Whether a row would say anything: a field that came into being empty does not."""
    return outcome.base is not ABSENT or outcome.remote not in (None, "", [], {}, ABSENT)


def _state(outcome: Outcome) -> tuple[RowState, Side | None]:
    if outcome.how in _STATES:
        return _STATES[outcome.how]
    return ("this device", "mine") if same(outcome.result, outcome.local) else ("server", "theirs")


def _in_order(case: Case, outcomes: dict[str, Outcome]) -> list[str]:
    """What is contested, then what merged by itself; each as the fields are declared, items as the lists show them."""
    paths = [path for path in outcomes if path in case.paths or outcomes[path].how != "contested"]
    paths += [path for path in case.paths if path not in outcomes]
    heads = [field.name for field in case.collection.fields]
    heads += [f"@{field.group}" for field in case.collection.fields if field.group]
    heads += [items.name for items in case.collection.lists]
    return sorted(paths, key=lambda path: (path not in case.paths, heads.index(path.partition("/")[0])))


def _row(
    there: Place,
    case: Case,
    said: tuple[str, str, str],
    result: str,
    state: RowState,
    pick: Side | None,
    *,
    contested: bool | None = None,
) -> FieldRow:
    field = there.part.field if there.part is not None else None
    open_now = state == "choose" if contested is None else contested
    return FieldRow(
        path=there.path,
        label=label_of(case, there),
        before=said[0],
        mine=said[1],
        theirs=said[2],
        result=result,
        state=state,
        contested=open_now,
        kind=field.kind if field is not None else "group" if there.part is not None else "item",
        unit=field.unit if field is not None else "",
        editable=case.kind == "fields" and editable(there),
        pick=pick,
    )


def label_of(case: Case, there: Place) -> str:
    """What a path of a contested record is called."""
    return label_in(case.collection, there, [body or {} for body in (case.local, case.remote, case.base)])


def label_in(collection: Collection, there: Place, bodies: Iterable[Body]) -> str:
    """What a path is called: a field by its label, an item by the name that the first of `bodies` has for it."""
    own = ""
    if there.part is not None:
        own = there.part.field.label if there.part.field else group_of(collection, there.part).label
        if there.key is not None:
            own = nutrient_label(there.key)
    if there.items is None:
        return own
    name = there.items.item
    whole = Place(there.path, there.items, there.item, None, None)
    for body in bodies:
        item = whole.get(body)
        if item is not ABSENT and item.get(there.items.title):
            name = _called(there.items, item)
            break
    says_itself = there.part is None or there.items.title in {field.name for field in there.part.fields}
    return name if says_itself else f"{name}: {own}"


def said_of(collection: Collection, words: Words, there: Place, values: tuple[Any, Any, Any]) -> tuple[str, str, str]:
    """Before, mine and theirs in words; versions that differ never look alike."""
    base, mine, theirs = values
    titled = there.items is not None and len({_title(there, value) for value in values if value is not ABSENT}) > 1
    before = NOTHING if base is ABSENT else words_of(collection, words, there, base, base, titled=titled)
    one, other = (words_of(collection, words, there, value, base, titled=titled) for value in (mine, theirs))
    if one == other and not same(mine, theirs) and there.part is not None and there.part.field is None:
        one = f"{one} ({words.difference(there.part, mine, theirs)})"
        other = f"{other} ({words.difference(there.part, theirs, mine)})"
    return before, one, other


def words_of(collection: Collection, words: Words, there: Place, value: Any, base: Any, *, titled: bool = False) -> str:
    """One version of what stands at a path. An item that came or went says so."""
    if there.part is None or (there.items is not None and value is ABSENT):
        return _item(words, there.items, value, base)
    if there.key is not None:
        return nutrient_value(there.key, value)
    if there.part.field is not None or not isinstance(value, dict):
        return words.part(there.part, collection.groups, value)
    hidden = {there.items.title} if there.items is not None and not titled else set()
    shown = [name for name in group_of(collection, there.part).shown if name not in hidden]
    said = words.fields([field for name in shown for field in there.part.fields if field.name == name], value)
    return said if said != NOTHING or not hidden else str(value.get(next(iter(hidden))) or NOTHING)


def _item(words: Words, items: ItemList | None, value: Any, base: Any) -> str:
    if value is ABSENT or items is None:
        return NOTHING if base is ABSENT else "removed"
    fields = [field for field in items.fields if field.name != items.title and field.kind != "reference"]
    said = words.fields([field for field in fields if field.name != "mass"] or fields, value)
    if said == NOTHING:
        said = _called(items, value)
    return f"{said} (added)" if base is ABSENT else said


def _called(items: ItemList, value: Body) -> str:
    """What an item is called; a choice by its words."""
    said = str(value.get(items.title) or NOTHING)
    return dict(items.field(items.title).choices).get(said, said)


def _title(there: Place, value: Any) -> Any:
    return value.get(there.items.title) if isinstance(value, dict) and there.items is not None else None
