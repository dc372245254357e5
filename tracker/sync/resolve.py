"""Deciding a conflict. Each decision is one named step that can be undone; the version that lost goes to the history.

These are operations: the store comes first, and they return what they changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from tracker.errors import BadInput, KnownError, NotFound
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Step, Store
from tracker.store.ids import new_id
from tracker.store.queries.settings import value as setting
from tracker.store.records import delete_records, write_bodies
from tracker.sync import ledger
from tracker.sync.conflicts import COPIED, Case, case, newest
from tracker.sync.ledger import WHOLE
from tracker.sync.parts import ABSENT, Body, same
from tracker.sync.places import Place, place
from tracker.sync.pull import Tally, reconsider_one
from tracker.sync.rows import label_of, words_of
from tracker.sync.typed import Own, lacks_unit, read
from tracker.sync.views import complete, equal, local_bodies, normal, split, text
from tracker.sync.words import Words

Pick = Literal["mine", "theirs"] | Own


class ChangedAgain(KnownError):
    """The server's version changed while the person was choosing."""


def resolve(store: Store, c: str, id: str, picks: Mapping[str, Pick], *, seen: str | None = None) -> Changes:
    """Decide a conflict field by field.

    Args:
        store: the profile's data.
        c: the collection.
        id: the record.
        picks: by the path of a row; every contested path needs one, merged ones may have one. Where the record as a
            whole is contested: {"*": "mine" or "theirs"}, and what was typed, which counts where the record stays.
        seen: the `version` that the person saw.

    Raises:
        NotFound: it was decided meanwhile.
        ChangedAgain: the server's side is another one than the person saw; the picks still count.
        BadInput: a contested field has no pick, or what was typed is no such value.
    """
    with _decision(store, c, id, "Resolve “{}”") as (one, step):
        if seen is not None and seen != str(one.entry.rev):
            raise ChangedAgain(
                "It was changed again on another device.", "Look at the new version; your choices are kept."
            )
        _decide(store, one, picks)
    return _changes(step, one)


def resolve_all(store: Store, c: str, id: str, side: Literal["mine", "theirs", "newest"]) -> Changes:
    """Decide everything that is contested about a record in favour of one side; 'newest' is the later edit's."""
    with _decision(store, c, id, "Resolve “{}”") as (one, step):
        _decide(store, one, dict.fromkeys(one.paths, newest(store, one) if side == "newest" else side))
    return _changes(step, one)


def write_typed(store: Store, c: str, id: str, typed: Mapping[str, Own]) -> Changes:
    """Write what was typed in a conflict into its record, where the conflict was decided meanwhile.

    Raises:
        NotFound: the record is gone.
        BadInput: what was typed is no value of its field.
    """
    collection = BY_NAME[c]
    body = local_bodies(store, collection, ledger.entries(store, c, [id]), [id]).get(id)
    if body is None:
        raise NotFound("The record was deleted meanwhile.", "Copy what you typed before you close this.")
    with store.step(f"Edit {Words(store).title(collection, body)}") as step:
        known, _ = split(collection, _with_own(collection, body, typed))
        write_bodies(store, collection, {id: complete(collection, known)})
    return step.changes


def keep_both(store: Store, c: str, id: str) -> Changes:
    """Let the server's version stand, and this device's beside it as a record of its own.

    Raises:
        NotFound: it was decided meanwhile.
        BadInput: such a record cannot be there twice.
    """
    with _decision(store, c, id, "Keep both versions of “{}”") as (one, step):
        if one.kind != "fields" or c not in COPIED or one.local is None or one.remote is None:
            raise BadInput("This cannot be kept twice.", "Choose one of the two versions.")
        copied, rest = split(one.collection, one.local)
        if c in ("recipe", "food", "workout"):
            copied[one.collection.title] = f"{copied[one.collection.title]} (copy)"
        copy = new_id(store.now())
        write_bodies(store, one.collection, {copy: copied})
        ledger.set_entry(store, c, copy, extras=json.dumps(rest))
        _keep(store, one, one.remote)
    return _changes(step, one)


def preview(store: Store, c: str, id: str, path: str, own: Own) -> str:
    """What a typed value would be, in words.

    Raises:
        BadInput: it is no such value.
    """
    one = case(store, c, id)
    there = place(one.collection, path)
    if there is None:
        raise BadInput("There is no such field.", "Choose one of those that differ.")
    value = read(there, own, there.get(one.local or {}))
    if lacks_unit(there, own) and setting(store, "energy_unit") == "kJ":
        raise BadInput("Energy without a unit may be kJ or kcal.", f"Type it as {own.text.strip()} kJ.")
    return words_of(one.collection, Words(store), there, value, there.get(one.base or {}))


@contextmanager
def _decision(store: Store, c: str, id: str, name: str) -> Iterator[tuple[Case, Step]]:
    """One step about a contested record, read inside its transaction: no sync comes between look and decision."""
    _catch_up(store, c, id)
    with store.step(name) as step:
        one = case(store, c, id)
        if one.overtaken:
            raise _changed_here()
        step.rename(name.format(Words(store).title(one.collection, one.local or one.remote or one.base)))
        yield one, step


def _catch_up(store: Store, c: str, id: str) -> None:
    """Take in that the record was deleted or brought back here since the conflict was found."""
    before = case(store, c, id)
    if before.overtaken:
        with store.applying():
            reconsider_one(store, c, id, Tally())
        if case(store, c, id).kind != before.kind:
            raise _changed_here()


def _changed_here() -> ChangedAgain:
    return ChangedAgain("It was changed here meanwhile.", "Look at it again before you choose.")


def _decide(store: Store, one: Case, picks: Mapping[str, Pick]) -> None:
    if one.kind == "fields":
        _keep(store, one, _result(one, picks))
    else:
        _whole(store, one, picks)


def _result(one: Case, picks: Mapping[str, Pick]) -> dict[str, Any]:
    """The record as it was chosen, once all is chosen and goes together."""
    missing = [path for path in one.paths if path not in picks]
    if missing:
        places = [found for path in missing if (found := place(one.collection, path)) is not None]
        names = ", ".join(label_of(one, there) for there in places)
        raise BadInput(f"Choose a version for {names or 'every field'} first.")
    body = chosen(one, picks)
    for check in one.collection.checks:
        if not check.holds(body) and check.holds(one.local or {}) and check.holds(one.remote or {}):
            raise BadInput(check.sentence, "Choose them from the same side, or change one of them.")
    return body


def chosen(one: Case, picks: Mapping[str, Pick]) -> dict[str, Any]:
    """The record as it would be with these picks; where nothing is picked this device's value stands.

    Raises:
        BadInput: there is no such field, or what was typed is no such value.
    """
    body = dict(one.local or {})
    for path, pick in picks.items():
        there = place(one.collection, path)
        if there is None:
            raise BadInput(f"There is no field “{path}”.", "Choose one of those that differ.")
        body = _put(one, there, body, pick, contested=path in one.paths)
    return body


def _put(one: Case, there: Place, body: dict[str, Any], pick: Pick, *, contested: bool) -> dict[str, Any]:
    if isinstance(pick, Own):
        return there.put(body, read(there, pick, there.get(body)))
    if not contested:
        return there.put(body, there.get((one.first if pick == "mine" else one.theirs) or {}))
    if pick == "mine":
        return body
    if there.items is not None and there.part is not None:
        whole = Place(there.path, there.items, there.item, None, None)
        if whole.get(body) is ABSENT:
            return whole.put(body, whole.get(one.remote or {}))
    return there.put(body, there.get(one.remote or {}))


def _whole(store: Store, one: Case, picks: Mapping[str, Pick]) -> None:
    side = picks.get(WHOLE)
    if side not in ("mine", "theirs"):
        raise BadInput("Choose whether to keep it or to delete it.")
    body = one.local if side == "mine" else one.remote
    _keep(store, one, None if body is None else _with_own(one.collection, body, picks))


def _with_own(collection: Collection, body: Body, picks: Mapping[str, Pick]) -> dict[str, Any]:
    """A body with what was typed in its place."""
    whole = dict(body)
    for path, pick in picks.items():
        there = place(collection, path)
        if there is not None and isinstance(pick, Own):
            whole = there.put(whole, read(there, pick, there.get(whole)))
    return whole


def _keep(store: Store, one: Case, body: Body | None) -> None:
    """Make `body` the record, close its conflicts, and put what lost into the history."""
    name, id = one.collection.name, one.id
    extras = "{}"
    if body is None:
        if one.local is not None:
            delete_records(store, one.collection, [id])
    else:
        known, rest = split(one.collection, body)
        extras = json.dumps(rest)
        if one.local is None or not same(dict(body), one.local):
            write_bodies(store, one.collection, {id: complete(one.collection, known)})
    kept_here = _is(one.local, body)
    # Where rows change, also a version that won: whoever takes the decision back makes it the one that is gone.
    if one.remote is not None and not (kept_here and _is(one.remote, body)):
        ledger.keep_once(store, name, id, "resolved_theirs", text(dict(one.remote)))
    if one.local is not None and not kept_here:
        ledger.keep_once(store, name, id, "resolved", text(dict(one.local)))
    ledger.set_contested(store, name, id, {}, store.now())
    final = None if body is None else normal(dict(body))
    if equal(final, one.entry.base):
        stamp = ledger.entry(store, name, id).stamp
        ledger.set_entry(store, name, id, acked=stamp, orig_base=None, extras=extras)
    else:
        stamp = ledger.next_stamp(store)
        ledger.set_entry(store, name, id, stamp=stamp, changed_at=store.now(), orig_base=None, extras=extras)


def _is(side: Body | None, body: Body | None) -> bool:
    return side is body if side is None or body is None else same(dict(side), dict(body))


def _changes(step: Step, one: Case) -> Changes:
    """What the step changed; that the conflict is gone concerns the screens even where no row changed.

    Where none did, there is nothing to undo and the label is empty.
    """
    ids = dict.fromkeys((*step.changes.ids, one.id))
    return Changes(step.changes.tables | {one.collection.name}, tuple(ids), step.changes.label)
