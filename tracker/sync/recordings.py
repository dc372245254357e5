"""Which recorded samples and photos of other devices are wanted on this one, and fetching them.

One workout's samples come when it is opened, the latest workouts' and all photos by themselves.

Fetching goes on beside a sync. How blobs travel is in `blobs`, where their copies lie and how old ones go in
`store.fetched`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress

from tracker.errors import Busy, KnownError, NotFound, Offline, SignedOut
from tracker.store import blobs as files
from tracker.store import fetched
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.store.rows import Workout
from tracker.sync import blobs, ledger
from tracker.sync.answers import Answers, Expired, OtherHistory, Stop
from tracker.sync.blobs import Fetched
from tracker.sync.engine import drive
from tracker.sync.messages import host
from tracker.sync.report import Progress
from tracker.sync.secrets import Vault
from tracker.sync.session import Beside, Connect, line

RECENT = 90 * 86_400_000
"""Samples of workouts that are younger than this, ms, come by themselves."""
EVER = -(2**62)
MEGABYTE = 1_000_000
UNLIMITED = "all"

Report = Callable[[Progress], None]


def elsewhere(store: Store, workout: Workout) -> bool:
    """Whether samples of a workout are not on this device."""
    folder = store.profile / "blobs"
    return any(not files.exists(folder, bid) for bid in _named(list(workout.telemetry)))


def can_fetch(store: Store) -> bool:
    """Whether there is a server to fetch from; it may still be out of reach."""
    known = ledger.meta(store)
    return known.account_id is not None and known.mode != "local"


def fetch_workout(
    store: Store,
    vault: Vault,
    workout: Workout,
    *,
    report: Report = lambda _: None,
    cancelled: threading.Event | None = None,
    connect: Connect | None = None,
) -> Fetched:
    """Fetch the samples of a workout that are not here.

    Raises:
        NotFound: the server does not have all of them.
        Offline: it cannot be reached now.
        SignedOut: it needs a sign-in.
        BadFile: it sends damaged ones.
        KnownError: the disk is full; nothing half written is left.
    """
    wanted = _named(list(workout.telemetry))
    done = _fetch(store, vault, wanted, report, cancelled, connect)
    _make_room(store, wanted)
    if done.lost:
        raise NotFound(
            f"{host(ledger.meta(store).server)} does not have all of these samples any more.",
            "Open Tracker on the device that recorded them and sync there.",
        )
    return done


def fetch_recent(
    store: Store,
    vault: Vault,
    *,
    report: Report = lambda _: None,
    cancelled: threading.Event | None = None,
    connect: Connect | None = None,
) -> Fetched:
    """Fetch the samples of the latest workouts, as far as there is room for copies. Asks nobody where all are here.

    Raises:
        KnownError: as `fetch_workout`; what came before stays.
    """
    if not can_fetch(store):
        return Fetched(0)
    folder = store.profile / "blobs"
    missing = [bid for bid in _recent(store) if not files.exists(folder, bid)]
    if not missing:
        return Fetched(0)
    try:
        return _fetch(store, vault, missing, report, cancelled, connect)
    finally:
        _make_room(store, ())


def fetch_all(
    store: Store,
    vault: Vault,
    *,
    report: Report = lambda _: None,
    cancelled: threading.Event | None = None,
    connect: Connect | None = None,
) -> Fetched:
    """Fetch the samples of every workout, however much room they take: the server will not be asked any more.

    Raises:
        KnownError: as `fetch_workout`; what came before stays.
    """
    folder = store.profile / "blobs"
    wanted = (*_photos(store), *_chunks(store, EVER), *_originals(store))
    missing = [bid for bid, _ in wanted if not files.exists(folder, bid)]
    return _fetch(store, vault, missing, report, cancelled, connect) if missing else Fetched(0)


def _fetch(
    store: Store,
    vault: Vault,
    wanted: Collection[str],
    report: Report,
    cancelled: threading.Event | None,
    connect: Connect | None,
) -> Fetched:
    known = ledger.meta(store)
    if known.server is None or known.account_id is None:
        raise SignedOut("This profile is not signed in to a server.", "Sign in on the Sync page.")
    name = host(known.server)
    if known.mode == "local":
        raise Offline("Sync is switched off on this computer.", "Switch it on in Settings to fetch them.")
    with line(known.server, connect, cancelled) as transport:
        beside = Beside(store, vault, transport, cancelled)
        try:
            return drive(blobs.fetch(store, Answers(store), wanted, report), beside.send, cancelled)
        except Stop as stop:
            raise _stopped(stop, name) from stop
        except (OtherHistory, Expired) as error:
            raise Busy(f"{name} has to be synced with first.", "Sync, then try again.") from error


def _stopped(stop: Stop, name: str) -> KnownError:
    if stop.state == "signed_out":
        return SignedOut(f"You are signed out of {name}.", "Sign in again on the Sync page.")
    if stop.state == "offline":
        return Offline(f"{name} cannot be reached.", "Try again when you are online.")
    if stop.state == "busy":
        return Offline(f"{name} asks for patience.", "Try again later.")
    return KnownError(stop.sentence)


# ------------------------------------------------------------------------------------------ which are wanted


def _named(telemetry: object) -> tuple[str, ...]:
    return BY_NAME["workout"].blobs_of({"telemetry": telemetry})


def _recent(store: Store) -> list[str]:
    """The photos, then the blobs of the latest workouts, the newest first, as many as there may be copies of."""
    room = _space(store)
    wanted: list[str] = []
    for bid, size in (*_photos(store), *_chunks(store, store.now() - RECENT)):
        room -= size
        if room < 0:
            break
        wanted.append(bid)
    return wanted


def _chunks(store: Store, since: int) -> Iterator[tuple[str, int]]:
    """Blobs that workouts since an instant name, with their sizes; those made here need no copy."""
    sql = "SELECT telemetry FROM workout WHERE start_at >= ? AND telemetry <> '[]' ORDER BY start_at DESC"
    yield from _listed(store, store.rows(sql, (since,)))


def _originals(store: Store) -> Iterator[tuple[str, int]]:
    """The blobs of what edited workouts were before, with their sizes."""
    sql = "SELECT json_extract(original, '$.telemetry') FROM workout WHERE original <> '{}'"
    yield from _listed(store, ((text or "[]",) for (text,) in store.rows(sql)))


def _photos(store: Store) -> Iterator[tuple[str, int]]:
    """The photos that recipes name, with their sizes; those kept here need no copy."""
    yield from _listed(store, store.rows("SELECT photo FROM recipe WHERE photo <> '[]' ORDER BY created_at DESC"))


def _listed(store: Store, rows: Iterable[tuple[str]]) -> Iterator[tuple[str, int]]:
    folder = store.profile / "blobs"
    for (text,) in rows:
        chunks = json.loads(text)
        sizes = {one.get("b"): one.get("size") for one in chunks if isinstance(one, dict)}
        for bid in _named(chunks):
            if not files.owns(folder, bid):
                size = sizes[bid]
                yield bid, size if isinstance(size, int) else 0


def _space(store: Store) -> int:
    """Bytes that copies may take."""
    space = str(value(store, "recordings_space"))
    return 2**62 if space == UNLIMITED else int(space) * MEGABYTE


def _make_room(store: Store, looked_at: Collection[str]) -> None:
    """Remove old copies where they take too much room; the latest workouts' stay, or they would only come again."""
    with suppress(OSError):
        fetched.make_room(store.profile / "blobs", _space(store), {*looked_at, *_recent(store)})
