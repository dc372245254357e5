"""The command line and the server while somebody waits: Server first, changes of mode, others' recorded samples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeVar

from tracker.cli.words import moment, say
from tracker.errors import KnownError, NotSaved
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Workout
from tracker.sync import ledger, modes, policy, recordings, rules
from tracker.sync.direct import Direct
from tracker.sync.messages import host
from tracker.sync.origin import device_of
from tracker.sync.secrets import Vault

T = TypeVar("T")


def write(store: Store, options: argparse.Namespace, operation: Callable[..., T], *args: object) -> T:
    """Run `operation(store, *args)`; in Server first the server has what it wrote when this returns.

    Raises:
        NotSaved: it has not, so nothing was written; `--draft` would keep it here.
    """
    if options.draft or value(store, "sync_mode") != "cloud":
        return operation(store, *args)
    direct = Direct(Vault(store.profile))
    made: list[T] = []
    try:
        saved = direct.save(store, lambda it: made.append(operation(it, *args)))
    except NotSaved as error:
        raise NotSaved(error.sentence, "Try again, or add --draft to keep it on this device.") from error
    finally:
        direct.close()
    if saved.notice:
        _note(saved.notice)
    if saved.contested:
        _note("Another device changed the same meanwhile: `tracker conflicts` shows both versions.")
    return made[0]


def read_first(store: Store) -> None:
    """In Server first fetch what is new before something is shown; where that takes too long, say so."""
    if not modes.saves_directly(store):
        return
    direct = Direct(Vault(store.profile))
    try:
        report = direct.refresh(store)
    except KnownError:
        report = None
    finally:
        direct.close()
    if report is None or report.state not in ("ok", "asking"):
        known = ledger.meta(store)
        when = "" if known.last_sync is None else f" of {moment(store.clock, known.last_sync)}"
        why = report.sentence if report is not None else f"{host(known.server)} did not answer in time."
        _note(f"Stale: this is what is here{when}. {why}")


def where_samples_are(store: Store, workout: Workout) -> str:
    """Where the samples of a workout are, as a sentence; empty where they are here."""
    if not recordings.elsewhere(store, workout):
        return ""
    device = device_of(store, "workout", workout.id)
    where = f"Its samples are on {device}" if device else "Its samples are not on this device"
    return f"{where}; they come when you open it in the window, those of the last 90 days with `tracker sync`."


def fetch_samples(store: Store) -> str:
    """Fetch the samples of the latest workouts after a sync; returns what came, in words."""
    try:
        count = recordings.fetch_recent(store, Vault(store.profile)).count
    except KnownError as error:
        _note(f"Not all recorded samples could be fetched: {error}")
        return ""
    return f"Recorded samples fetched: {count} {'parts' if count > 1 else 'part'}." if count else ""


def switch_mode(store: Store, options: argparse.Namespace) -> int:
    """Go over to another mode of keeping the data."""
    to = modes.mode_of(options.value)
    say(options, {options.key: to}, [modes.switch(store, Vault(store.profile), to, anyway=options.anyway)])
    return 0


def decide_by(store: Store, options: argparse.Namespace) -> int:
    """Show or change what happens when two devices changed the same thing, of all, a kind, or a field of one."""
    key, of = options.key, options.key.partition(".")[2]
    if options.value is not None:
        chosen = rules.read(of, options.value)
        if of:
            write(store, options, rules.set_rules, {of: chosen})
        else:
            write(store, options, policy.set_policy, chosen or "manual")
    elif of:
        rules.read(of, rules.USUAL)  # whether there is such a thing
    known = policy.Rules(store)
    now = known.own(of) or rules.USUAL if of else known.general
    say(options, {key: now}, [f"{key} = {now}"])
    return 0


def _note(sentence: str) -> None:
    """Say something beside the result, which alone stands on standard output."""
    print(f"tracker: {sentence}", file=sys.stderr)
