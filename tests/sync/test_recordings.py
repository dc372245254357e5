"""Samples that another device recorded: fetched when they are wanted, kept as long as there is room."""

from __future__ import annotations

import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.sync.test_blobs import here, record, samples
from tests.sync.world import START, Device, Server, recipe
from tracker import settings as declared
from tracker.errors import BadFile, Busy, KnownError, NotFound, Offline, SignedOut
from tracker.operations.settings import set_value
from tracker.server.settings import DAY
from tracker.store import blobs
from tracker.store.queries import workouts
from tracker.store.rows import Workout
from tracker.sync import blobs as sync_blobs
from tracker.sync import ledger, modes, recordings
from tracker.sync.blobs import Fetched
from tracker.sync.lock import sync_lock
from tracker.sync.messages import Answer, Lost, Request, Response


def workout(device: Device, id: str = "w1") -> Workout:
    found = workouts.workout(device.store, id)
    assert found is not None
    return found


def fetch(device: Device, id: str = "w1", **options: Any) -> Fetched:
    return recordings.fetch_workout(device.store, device.vault, workout(device, id), connect=device.connect, **options)


def fetch_recent(device: Device, **options: Any) -> Fetched:
    return recordings.fetch_recent(device.store, device.vault, connect=device.connect, **options)


def shared(desktop: Device, laptop: Device, *kept: bytes, id: str = "w1", **changed: Any) -> None:
    """A workout that the desktop recorded and the laptop knows of."""
    record(desktop, id, *kept, **changed)
    desktop.sync()
    laptop.sync()
    laptop.wire.requests.clear()


def leftovers(device: Device) -> list[Path]:
    return list((device.store.profile / "blobs").rglob("*.part"))


def test_samples_come_when_they_are_wanted_and_only_once(desktop: Device, laptop: Device) -> None:
    first, second = samples(1), samples(2)
    shared(desktop, laptop, first, second)
    assert recordings.elsewhere(laptop.store, workout(laptop))
    heard: list[str] = []
    assert fetch(laptop, report=lambda told: heard.append(told.sentence)) == Fetched(2)
    assert heard == ["Fetching samples 1 of 2", "Fetching samples 2 of 2"]
    assert not recordings.elsewhere(laptop.store, workout(laptop))
    laptop.wire.requests.clear()
    assert fetch(laptop) == Fetched(0)
    assert laptop.wire.requests == [], "nobody is asked for what is here"
    assert not recordings.elsewhere(desktop.store, workout(desktop))


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_download_that_was_cut_off_goes_on_where_it_was(desktop: Device, laptop: Device, after: int) -> None:
    data = samples(size=2 * sync_blobs.PIECE + 99)
    shared(desktop, laptop, data)
    count = 0

    def cut(request: Request, answer: Answer) -> Answer:
        nonlocal count
        count += 1
        return Lost("connection reset") if count == after else answer

    laptop.wire.after = cut
    with pytest.raises(Offline, match=r"localhost:8080 cannot be reached\. Try again when you are online\."):
        fetch(laptop)
    assert not here(laptop, data)
    assert fetch(laptop) == Fetched(1)
    assert count == 4, "only the lost piece was sent again"
    assert blobs.read(laptop.store.profile / "blobs", blobs.blob_id(data)) == data
    assert leftovers(laptop) == []


@pytest.mark.parametrize("gives_up", [False, True])
@pytest.mark.parametrize("during", [1, 2, 3])
def test_a_blob_that_two_fetch_at_a_time_is_there_for_both(
    desktop: Device, laptop: Device, during: int, gives_up: bool
) -> None:
    data = samples(size=2 * sync_blobs.PIECE + 99)
    shared(desktop, laptop, data)
    asked: list[Request] = []

    def other(request: Request) -> Answer | None:
        asked.append(request)
        if len(asked) != during:
            return None
        if gives_up:
            laptop.wire.after = lambda _, answer: replace(answer, body=b"?" * len(answer.body))
            with pytest.raises(BadFile):
                fetch(laptop)
            laptop.wire.after = lambda _, answer: answer
        else:
            assert fetch(laptop) == Fetched(1)
        return None

    laptop.wire.before = other
    assert fetch(laptop) == Fetched(1)
    assert blobs.read(laptop.store.profile / "blobs", blobs.blob_id(data)) == data
    assert leftovers(laptop) == []


def test_a_blob_of_exactly_some_pieces_ends_where_it_ends(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_blobs, "PIECE", 500)
    data = samples(size=1500)
    shared(desktop, laptop, data)
    assert fetch(laptop) == Fetched(1)
    assert here(laptop, data)


def test_damaged_samples_are_asked_for_again_and_never_kept(desktop: Device, laptop: Device) -> None:
    data = samples()
    shared(desktop, laptop, data)
    hits: list[int] = []

    def damage(request: Request, answer: Answer) -> Answer:
        if isinstance(answer, Response) and len(hits) < 2:
            hits.append(answer.status)
            return replace(answer, body=answer.body[:-1] + b"?")
        return answer

    laptop.wire.after = damage
    with pytest.raises(BadFile, match="sent damaged samples"):
        fetch(laptop)
    assert not here(laptop, data)
    hits[1:] = []
    assert fetch(laptop) == Fetched(1), "damaged once, it is asked for again"


def test_samples_that_the_server_lost_are_told_and_the_others_come(
    server: Server, desktop: Device, laptop: Device
) -> None:
    first, second = samples(1), samples(2)
    shared(desktop, laptop, first, second)
    server.execute("PRAGMA foreign_keys = OFF")
    server.execute(f"DELETE FROM blob_ref WHERE bid = '{blobs.blob_id(first)}'")
    server.execute(f"DELETE FROM blob WHERE bid = '{blobs.blob_id(first)}'")
    with pytest.raises(NotFound, match="does not have all of these samples any more"):
        fetch(laptop)
    assert (here(laptop, first), here(laptop, second)) == (False, True)


def test_a_full_disk_is_told_and_leaves_nothing_half_written(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = samples(1), samples(2)
    shared(desktop, laptop, first, second)
    fsync, calls = os.fsync, []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 3:  # the first blob takes two: the file and its name
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError, match=r"^The disk is full\. Nothing was written\. Free some room"):
        fetch(laptop)
    assert (here(laptop, first), here(laptop, second)) == (True, False)
    assert leftovers(laptop) == []
    assert fetch(laptop) == Fetched(1)


def test_without_a_server_or_with_sync_switched_off_it_is_said_so(desktop: Device, laptop: Device) -> None:
    shared(desktop, laptop, samples())
    ledger.set_meta(laptop.store, mode="local")
    assert not recordings.can_fetch(laptop.store)
    with pytest.raises(Offline, match="Sync is switched off"):
        fetch(laptop)
    assert fetch_recent(laptop) == Fetched(0)
    ledger.set_meta(laptop.store, mode="hybrid", account_id=None)
    with pytest.raises(SignedOut, match="not signed in"):
        fetch(laptop)


def test_a_cancelled_download_ends_at_once_and_keeps_what_came(desktop: Device, laptop: Device) -> None:
    first, second = samples(1), samples(2)
    shared(desktop, laptop, first, second)
    cancelled = threading.Event()

    def stop(request: Request, answer: Answer) -> Answer:
        cancelled.set()
        return answer

    laptop.wire.after = stop
    with pytest.raises(KnownError):
        fetch(laptop, cancelled=cancelled)
    assert len(laptop.wire.requests) == 1
    assert (here(laptop, first), here(laptop, second)) == (True, False)


# ----------------------------------------------------------------------------------------- beside a sync


def test_samples_come_while_a_sync_goes_on(desktop: Device, laptop: Device) -> None:
    shared(desktop, laptop, samples())
    with sync_lock(laptop.store.profile):
        assert fetch(laptop) == Fetched(1)


def test_a_token_that_ran_out_is_renewed_only_in_turn_with_the_sync(
    server: Server, desktop: Device, laptop: Device
) -> None:
    shared(desktop, laptop, samples())
    server.now += DAY
    with sync_lock(laptop.store.profile), pytest.raises(Busy):
        fetch(laptop, cancelled=_set_later(laptop))
    assert not any(request.path == "/v1/token/refresh" for request in laptop.wire.requests)
    assert fetch(laptop) == Fetched(1)
    assert sum(request.path == "/v1/token/refresh" for request in laptop.wire.requests) == 1


def _set_later(device: Device) -> threading.Event:
    """An event that is set once the first answer came, so that only the waiting for the lock is cancelled."""
    event = threading.Event()

    def answered(request: Request, answer: Answer) -> Answer:
        event.set()
        device.wire.after = lambda _, later: later
        return answer

    device.wire.after = answered
    return event


# ------------------------------------------------------------------------------------- the latest, and room


def age(days: int) -> dict[str, Any]:
    return {"start_at": START - days * DAY}


def test_only_the_latest_workouts_come_by_themselves(desktop: Device, laptop: Device) -> None:
    young, old = samples(1), samples(2)
    shared(desktop, laptop, young, id="w1", **age(89))
    shared(desktop, laptop, old, id="w2", **age(91))
    assert fetch_recent(laptop) == Fetched(1)
    assert (here(laptop, young), here(laptop, old)) == (True, False)
    laptop.wire.requests.clear()
    assert fetch_recent(laptop) == Fetched(0)
    assert laptop.wire.requests == []


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte has a thousand bytes, so that room for copies is 500,000 of them."""
    monkeypatch.setattr(recordings, "MEGABYTE", 1000)


def test_what_was_not_looked_at_for_longest_makes_room_and_nothing_own_does(
    small: None, desktop: Device, laptop: Device
) -> None:
    set_value(laptop.store, "recordings_space", "500")
    own = samples(9, 900_000)
    record(laptop, "mine", own)
    data = [samples(n, 200_000) for n in range(3)]
    for n, one in enumerate(data):
        shared(desktop, laptop, one, id=f"w{n}", **age(200 + n))
        fetch(laptop, f"w{n}")
        path = blobs.path_of(laptop.store.profile / "blobs" / blobs.FETCHED, blobs.blob_id(one))
        os.utime(path, (n + 1, n + 1))
    assert [here(laptop, one) for one in (*data, own)] == [False, True, True, True]
    set_value(laptop.store, "recordings_space", "all")
    assert fetch(laptop, "w0") == Fetched(1)
    assert all(here(laptop, one) for one in data)


def test_the_latest_never_chase_each_other_out(small: None, desktop: Device, laptop: Device) -> None:
    """What comes by itself fits into the room there is, and what is removed does not come again by itself."""
    set_value(laptop.store, "recordings_space", "500")
    data = [samples(n, 200_000) for n in range(4)]
    for n, one in enumerate(data):
        shared(desktop, laptop, one, id=f"w{n}", **age(n))
    old = samples(9, 200_000)
    shared(desktop, laptop, old, id="old", **age(300))
    assert fetch_recent(laptop) == Fetched(2)
    assert [here(laptop, one) for one in data] == [True, True, False, False], "the newest first"
    fetch(laptop, "old")
    assert here(laptop, old), "what somebody looks at stays for now"
    assert fetch_recent(laptop) == Fetched(0)
    fetch(laptop, "w3")
    assert [here(laptop, one) for one in (*data, old)] == [True, True, False, True, False]


def test_whoever_leaves_the_server_for_good_gets_everything_first(small: None, desktop: Device, laptop: Device) -> None:
    set_value(laptop.store, "recordings_space", "500")
    data = [samples(n, 200_000) for n in range(4)]
    for n, one in enumerate(data):
        shared(desktop, laptop, one, id=f"w{n}", **age(100 * n))
    modes.switch(laptop.store, laptop.vault, "cloud", connect=laptop.connect)
    laptop.wire.before = lambda request: Lost("offline") if "/v1/blobs/" in request.path else None
    with pytest.raises(modes.NotDownloaded):
        modes.switch(laptop.store, laptop.vault, "local", connect=laptop.connect)
    assert modes.mode(laptop.store) == "cloud"
    laptop.wire.before = lambda _: None
    modes.switch(laptop.store, laptop.vault, "local", connect=laptop.connect)
    assert modes.mode(laptop.store) == "local"
    assert all(here(laptop, one) for one in data)


def test_the_room_is_a_setting_of_this_device() -> None:
    one = declared.setting("recordings_space")
    assert (one.default, one.synced) == ("2000", False)
    assert all(key == recordings.UNLIMITED or int(key) > 0 for key, _ in one.choices)


def test_a_photo_of_a_recipe_goes_up_with_it_and_comes_down_by_itself(desktop: Device, laptop: Device) -> None:
    picture = samples(7)
    bid = blobs.write(desktop.store.profile / "blobs", picture)
    desktop.put("recipe", "r1", recipe(photo=[{"b": bid, "size": len(picture), "type": "image/png"}]))
    desktop.sync()
    laptop.sync()
    assert not blobs.exists(laptop.store.profile / "blobs", bid)
    assert fetch_recent(laptop) == Fetched(1)
    assert blobs.read(laptop.store.profile / "blobs", bid) == picture
    assert fetch_recent(laptop) == Fetched(0)
