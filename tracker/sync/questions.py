"""What sync has to ask a person, kept in the profile so that window and command line can both ask it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from tracker.errors import BadInput, KnownError, NotFound
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.restore import describe
from tracker.sync import events, ledger, mass_delete, review, rollback, started_over, twins
from tracker.sync.mass_delete import Held
from tracker.sync.messages import host
from tracker.sync.pull import Tally
from tracker.sync.report import State
from tracker.sync.words import Words

Kind = Literal["started_over", "mass_delete", "fork", "twins"]

LISTED = 500
"""Records that a question names."""


@dataclass(frozen=True)
class Option:
    """One answer."""

    key: str
    label: str
    explanation: str


@dataclass(frozen=True)
class Question:
    """A question with its possible answers; `details` are the records that it is about, by name."""

    kind: Kind
    heading: str
    sentence: str
    options: tuple[Option, ...]
    details: tuple[str, ...] = ()


def pending(store: Store) -> Question | None:
    """The question that waits for an answer, the most urgent one; reads only."""
    if started_over.is_asked(store):
        return _started_over(store)
    held = mass_delete.asked_about(store)
    if held:
        return _mass_delete(store, held)
    if rollback.backup_file(store) is not None:
        return _fork(store)
    both = twins.asked_about(store)
    return _twins(store, both) if both else None


def state_of(store: Store) -> tuple[State, str] | None:
    """How sync stands where it can go no further without an answer."""
    if started_over.is_asked(store):
        return "asking", _started_over(store).heading
    held = mass_delete.asked_about(store)
    return ("asking", _heading(store, Words(store), held)) if held else None


def answer(store: Store, kind: Kind, key: str, only: Collection[str] | None = None) -> Changes:
    """Answer the question of this kind; the next sync goes on from there.

    Args:
        store: the profile's data.
        kind: of the question.
        key: of the answer.
        only: the records that the answer counts for, as `review.keys` names them; the others stay as they are here.
            None is all. What joined the question since it was shown is left, too.

    Raises:
        NotFound: nothing of the kind is asked.
        BadInput: it is no possible answer, or not for single records.
        KnownError: what was chosen cannot be done now; the question stays.
    """
    asked = pending(store)
    if asked is None or asked.kind != kind:
        raise NotFound("Sync asks nothing of the kind.", "Somebody may have answered meanwhile.")
    if key not in {option.key for option in asked.options}:
        known = " or ".join(option.key for option in asked.options)
        raise BadInput(f"“{key}” is no answer to this.", f"Answer {known}.")
    every = review.keys(store, kind)
    if only is not None and (review.CHOSEN.get(kind) != key or not every):
        raise BadInput(f"“{_label(asked, key)}” is an answer for all of it.", "Leave single records out.")
    chosen = frozenset(every if only is None else only).intersection(every)
    changes = _carry_out(store, kind, key, chosen)
    some = f", {len(chosen)} of {len(every)}" if only is not None and len(chosen) < len(every) else ""
    with store.database.atomic():
        events.note(store, "answer", f"{asked.heading}: {_label(asked, key)}{some}.")
        if state_of(store) is None and (events.recall(store, events.STATE) or [""])[0] == "asking":
            events.set_state(store, "ok", "")
    return changes


def _carry_out(store: Store, kind: Kind, key: str, chosen: Collection[str]) -> Changes:
    if kind == "mass_delete":
        return _answer_mass_delete(store, key, chosen)
    if kind == "twins":
        return _answer_twins(store, key, chosen)
    return _answer_fork(store, key) if kind == "fork" else _answer_started_over(store, key)


def _label(asked: Question, key: str) -> str:
    return next(option.label for option in asked.options if option.key == key)


# ------------------------------------------------------------------------------- an account that began anew


def _started_over(store: Store) -> Question:
    server = host(ledger.meta(store).server)
    return Question(
        kind="started_over",
        heading=f"Your account on {server} was started over",
        sentence="Nothing is changed on this device, and nothing is sent until you decide.",
        options=(
            Option("upload", "Send what is here", "Everything on this device goes to the account."),
            Option(
                "adopt",
                "Take over what is there",
                "This device is emptied and gets what the account holds now. What is here goes to a backup first.",
            ),
        ),
    )


def _answer_started_over(store: Store, key: str) -> Changes:
    return started_over.adopt(store) if key == "adopt" else started_over.upload(store)


# -------------------------------------------------------------------------------------- many deletions


def _mass_delete(store: Store, held: list[Held]) -> Question:
    words = Words(store)
    latest = max(held, key=lambda row: row.mt)
    when = f"That was {words.moment(latest.mt - ledger.meta(store).clock_offset)}. " if latest.mt else ""
    return Question(
        kind="mass_delete",
        heading=_heading(store, words, held),
        sentence=f"{when}Nothing is deleted here yet; everything else is in sync. What should happen to them here?",
        options=(
            Option("apply", "Delete them here too", "They can be restored from the trash for 90 days."),
            Option("keep", "Keep them", "They stay here and come back on the other devices."),
        ),
        details=_titles(store, "mass_delete"),
    )


def _heading(store: Store, words: Words, held: list[Held]) -> str:
    latest = max(held, key=lambda row: row.mt)
    who = words.device(latest.dev) if latest.dev else "another device"
    said = " and ".join(_share(store, name, number) for name, number in Counter(row.c for row in held).items())
    return f"{who[0].upper()}{who[1:]} deleted {said}"


def _share(store: Store, name: str, number: int) -> str:
    """So many of so many: "340 of your 400 recipes"."""
    here = int(store.rows(f"SELECT COUNT(*) FROM {BY_NAME[name].table}")[0][0])
    return f"{number} of your {here} {BY_NAME[name].plural.lower()}"


def _titles(store: Store, kind: Kind) -> tuple[str, ...]:
    keys = review.keys(store, kind)
    rest = [f"… and {len(keys) - LISTED} more"] if len(keys) > LISTED else []
    return (*review.titles(store, keys[:LISTED]).values(), *rest)


def _answer_mass_delete(store: Store, key: str, chosen: Collection[str]) -> Changes:
    held = mass_delete.asked_about(store)
    if key == "keep":
        return mass_delete.bring_back(store, held)
    followed = [row for row in held if f"{row.c}:{row.id}" in chosen]
    tally = Tally()
    with store.database.atomic():
        with store.applying():
            mass_delete.carry_out(store, followed, tally)
        kept = mass_delete.bring_back(store, [row for row in held if f"{row.c}:{row.id}" not in chosen])
    return Changes(frozenset(tally.tables) | kept.tables, (*tally.ids, *kept.ids))


# ------------------------------------------------------------------------------------ a restored profile


def _fork(store: Store) -> Question:
    file = rollback.backup_file(store)
    when = ""
    if file is not None and file.exists():
        with suppress(KnownError):  # it was damaged meanwhile; rolling back would say so
            when = f" of {Words(store).moment(describe(file).made_at)}"
    return Question(
        kind="fork",
        heading="This device was restored from a backup",
        sentence=f"It has taken over what changed since the backup{when}; nothing is lost. Is that what you want?",
        options=(
            Option("recover", "Keep what is here now", "This device goes on like the others."),
            Option(
                "rollback",
                "Roll everything back",
                "Everything becomes what it was in the backup, on all devices. What is here now is backed up first.",
            ),
        ),
    )


def _answer_fork(store: Store, key: str) -> Changes:
    if key == "rollback":
        return rollback.roll_back(store)
    with store.database.atomic():
        rollback.keep(store)
    return Changes()


# ---------------------------------------------------------------------------- what was here and in the account


def _twins(store: Store, both: list[twins.Twin]) -> Question:
    return Question(
        kind="twins",
        heading=twins.heading(both),
        sentence="They were on this computer and in the account before the two met, and say the same. "
        "Nothing was put together without you. What should happen?",
        options=(
            Option("once", "Keep each once", "The second copies are removed, on all devices. You can undo it."),
            Option("both", "Keep both", "They stay as they are, and this is not asked again."),
        ),
        details=_titles(store, "twins"),
    )


def _answer_twins(store: Store, key: str, chosen: Collection[str]) -> Changes:
    once = [pair for pair in twins.asked_about(store) if f"{pair[0]}:{pair[1]}" in chosen]
    if key == "once" and once:
        return twins.keep_once(store, once)
    with store.database.atomic():
        twins.forget(store)
    return Changes()
