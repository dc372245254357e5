"""What waits for a decision, in words. Reads only; deciding is in `resolve`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tracker.errors import BadInput, NotFound
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.sync import ledger
from tracker.sync.contents import Difference, contents
from tracker.sync.heads import read_heads
from tracker.sync.ledger import NEVER, WHOLE, Entry, load
from tracker.sync.rows import FieldRow, Side, field_rows, whole_rows
from tracker.sync.status import conflict_words
from tracker.sync.views import local_bodies
from tracker.sync.words import Words

ConflictKind = Literal["fields", "deleted_here", "deleted_there"]
Choice = Literal["mine", "theirs", "both"]

_KINDS: dict[str | None, ConflictKind] = {"local_deleted": "deleted_here", "remote_deleted": "deleted_there"}
COPIED = ("recipe", "food", "workout", "meal_plan_entry", "measurement", "exercise", "workout_plan")
"""Collections whose records may stand twice."""


@dataclass(frozen=True)
class ConflictSummary:
    """One record that waits, as a list shows it; `since` is UTC ms."""

    c: str
    id: str
    kind: ConflictKind
    label: str
    title: str
    words: str
    fields: int
    since: int


@dataclass(frozen=True)
class Option:
    """A decision for the record as a whole."""

    key: Choice
    label: str
    explanation: str


@dataclass(frozen=True)
class ConflictDetail:
    """One record that waits, as the dialog shows it.

    Attributes:
        version: changes when the server's side changed again.
        newest: the side that was edited last.
        contents: what the record holds, where one side deleted it.
    """

    c: str
    id: str
    kind: ConflictKind
    label: str
    title: str
    heading: str
    sentence: str
    mine_at: int | None
    theirs_at: int | None
    theirs_device: str
    rows: tuple[FieldRow, ...]
    options: tuple[Option, ...]
    version: str
    newest: Side
    contents: tuple[Difference, ...]


@dataclass(frozen=True)
class Case:
    """Everything that is known about a contested record.

    Attributes:
        local: how it is here now, None where it is deleted.
        first: how it was here when the conflict was found.
        theirs: how the server had it then, or at its latest change since; our own pushes are not in it.
        base: how it was before both edits.
        remote: how the server has it, None where it is deleted.
        paths: the open conflicts, kind by path.
    """

    collection: Collection
    id: str
    entry: Entry
    local: dict[str, Any] | None
    first: dict[str, Any] | None
    theirs: dict[str, Any] | None
    base: dict[str, Any] | None
    remote: dict[str, Any] | None
    paths: dict[str, str]

    @property
    def kind(self) -> ConflictKind:
        """What is contested."""
        return _kind(self.paths.get(WHOLE), self.local)

    @property
    def overtaken(self) -> bool:
        """Whether something was deleted or brought back here since the conflict was found."""
        return (self.local is None) != (self.paths.get(WHOLE) == "local_deleted")


def case(store: Store, c: str, id: str) -> Case:
    """The contested record, read anew.

    Raises:
        NotFound: nothing about it waits any more.
    """
    collection = BY_NAME.get(c)
    paths = ledger.contested(store, c, [id]).get(id)
    if collection is None or not paths:
        raise NotFound("This was decided meanwhile.", "There is nothing left to choose.")
    entry = ledger.entry(store, c, id)
    local = local_bodies(store, collection, {id: entry}, [id]).get(id)
    rows = store.rows("SELECT base, local, remote FROM sync_conflict_bodies WHERE c = ? AND id = ?", (c, id))
    base, first, theirs = (load(text) for text in (rows[0] if rows else (entry.base, None, entry.base)))
    return Case(collection, id, entry, local, first or local, theirs, base, load(entry.base), paths)


def open_conflicts(store: Store) -> list[ConflictSummary]:
    """Every record that waits for a decision, the oldest first."""
    rows = store.rows(
        "SELECT c, id, MIN(opened_at), COUNT(*), MAX(CASE WHEN field = ? THEN kind END) FROM sync_conflict "
        "GROUP BY c, id ORDER BY MIN(opened_at), c, id",
        (WHOLE,),
    )
    words = Words(store)
    here = read_heads(store, [(c, id) for c, id, *_ in rows])
    known = {c: ledger.entries(store, c, [id for name, id, *_ in rows if name == c]) for c in {row[0] for row in rows}}
    found = []
    for c, id, since, fields, whole in rows:
        collection, entry, local = BY_NAME[c], known[c].get(id, NEVER), here.get((c, id))
        title = words.title(collection, local or _elsewhere(store, c, id, entry))
        said = conflict_words(whole or "field", words.device(entry.remote_dev))
        found.append(ConflictSummary(c, id, _kind(whole, local), collection.label, title, said, fields, since))
    return found


def _elsewhere(store: Store, c: str, id: str, entry: Entry) -> Mapping[str, Any] | None:
    """A record that is not here: as the server has it, or as it was before it was deleted there."""
    if entry.base is not None:
        return load(entry.base)
    rows = store.rows("SELECT base FROM sync_conflict_bodies WHERE c = ? AND id = ?", (c, id))
    return load(rows[0][0]) if rows else None


def _kind(whole: str | None, local: Mapping[str, Any] | None) -> ConflictKind:
    """What is contested; a record with contested fields that was deleted here is contested as a whole."""
    found = _KINDS.get(whole, "fields")
    return "deleted_here" if found == "fields" and local is None else found


def find_conflict(store: Store, text: str) -> ConflictSummary:
    """The contested record whose id is or begins with `text`.

    Raises:
        NotFound: there is none.
        BadInput: there are several.
    """
    found = [one for one in open_conflicts(store) if one.id.startswith(text)]
    exact = [one for one in found if one.id == text]
    if len(exact or found) > 1:
        raise BadInput(f"Several conflicts begin with “{text}”.", "Type more of the id.")
    if not found:
        raise NotFound(f"There is no conflict “{text}”.", "`tracker conflicts` lists those there are.")
    return (exact or found)[0]


def conflict(store: Store, c: str, id: str) -> ConflictDetail:
    """One contested record with every field that differs.

    Raises:
        NotFound: nothing about it waits any more.
    """
    one = case(store, c, id)
    words = Words(store)
    device = words.device(one.entry.remote_dev)
    title = words.title(one.collection, one.local or one.remote or one.base)
    rows = field_rows(one, words) if one.kind == "fields" else whole_rows(one, words)
    theirs_at = one.entry.remote_at
    if theirs_at is not None:
        theirs_at -= ledger.meta(store).clock_offset
    mine_at = one.entry.changed_at
    return ConflictDetail(
        c=c,
        id=id,
        kind=one.kind,
        label=one.collection.label,
        title=title,
        heading=_heading(one, title, device),
        sentence=_sentence(one, words, rows, mine_at, theirs_at, device),
        mine_at=mine_at,
        theirs_at=theirs_at,
        theirs_device=device,
        rows=rows,
        options=_options(one, device),
        version=str(one.entry.rev),
        newest=newest(store, one),
        contents=() if one.kind == "fields" else contents(one.collection, words, one.local or one.remote or {}),
    )


def newest(store: Store, one: Case) -> Side:
    """The side whose edit is the later one, by the server's clock."""
    mine = (one.entry.changed_at or 0) + ledger.meta(store).clock_offset
    return "mine" if mine > (one.entry.remote_at or 0) else "theirs"


def _heading(one: Case, title: str, device: str) -> str:
    if one.kind == "deleted_here":
        return f"“{title}” was deleted here and changed on {device}"
    if one.kind == "deleted_there":
        return f"“{title}” was changed here and deleted on {device}"
    return f"Two versions of “{title}”"


def _sentence(
    one: Case, words: Words, rows: tuple[FieldRow, ...], mine_at: int | None, theirs_at: int | None, device: str
) -> str:
    here, there = ("deleted" if kind == one.kind else "changed" for kind in ("deleted_here", "deleted_there"))
    who = device[:1].upper() + device[1:]
    said = [
        f"You {here} it here{f' {words.moment(mine_at)}' if mine_at else ''}.",
        f"{who} {there} it{f' {words.moment(theirs_at)}' if theirs_at else ''}.",
    ]
    if one.kind == "fields":
        said.append(_merged(len(rows), sum(row.contested for row in rows)))
    return " ".join(said)


def _merged(total: int, contested: int) -> str:
    merged = total - contested
    if not merged:
        return "Choose which to keep."
    rest = "one" if contested == 1 else str(contested)
    return f"{merged} of {total} changes {'was' if merged == 1 else 'were'} merged for you; choose the other {rest}."


def _options(one: Case, device: str) -> tuple[Option, ...]:
    if one.kind == "deleted_here":
        return (
            Option("mine", "Keep it deleted", f"It is deleted on {device} as well."),
            Option("theirs", "Bring it back", f"It comes back here with the changes from {device}."),
        )
    if one.kind == "deleted_there":
        return (
            Option("mine", "Keep my version", f"It comes back on {device} with your changes."),
            Option("theirs", "Delete it here too", "Your version goes to the history, from where it can be restored."),
        )
    both = Option(
        "both", f"Keep both as two {one.collection.plural.lower()}", "The server's version stays; yours becomes a copy."
    )
    return (
        Option("mine", "All mine", "Every choice goes to this device."),
        Option("theirs", "All from server", f"Every choice goes to {device}."),
        *((both,) if one.collection.name in COPIED else ()),
    )
