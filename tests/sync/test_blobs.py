"""Recorded samples go to the server before the workout that names them, and come when they are wanted."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import START, Device, Server, recipe
from tracker.protocol.push import PushRequest
from tracker.server import blobs as server_blobs
from tracker.server.settings import DAY
from tracker.store import blobs
from tracker.store.collections import BY_NAME
from tracker.sync import blobs as sync_blobs
from tracker.sync import counts
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.refused import refusal
from tracker.sync.status import waiting
from tracker.sync.views import complete

PIECE = sync_blobs.PIECE


def samples(seed: int = 1, size: int = 2000) -> bytes:
    """Bytes as of a recording, the same for the same seed."""
    return random.Random(seed).randbytes(size)


def ride(*kept: bytes, **changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "title": "Morning ride", "sport": "cycling", "sub_sport": "", "status": "completed", "start_at": START,
        "zone": "UTC", "day": "2024-10-04", "duration": 3_600_000, "elapsed": None, "moving": None, "distance": None,
        "ascent": None, "avg_power": None, "max_power": None, "weighted_power": None, "avg_heart_rate": None,
        "max_heart_rate": None, "avg_cadence": None, "energy": None, "laps": [], "device": "", "file_name": "",
        "file_hash": "", "session": 0, "salvaged": "", "effort": None, "gear": "", "plan": None, "planned": {},
        "notes": "",
        "sets": [],
        "telemetry": [
            {"b": blobs.blob_id(data), "t0": 900_000 * n, "n": 900, "ch": ["power"], "size": len(data)}
            for n, data in enumerate(kept)
        ],
    }  # fmt: skip
    return complete(BY_NAME["workout"], {**body, **changed})


def record(device: Device, id: str, *kept: bytes, **changed: Any) -> None:
    """What an import does: the samples first, then the workout that names them."""
    for data in kept:
        blobs.write(device.store.profile / "blobs", data)
    device.put("workout", id, ride(*kept, **changed))


def held(server: Server, data: bytes) -> bool:
    with server.database.reading() as db:
        [(account,)] = db.execute_sql("SELECT user_id FROM account").fetchall()
    return not server_blobs.missing(server.database, account, [blobs.blob_id(data)])


def here(device: Device, data: bytes) -> bool:
    return blobs.exists(device.store.profile / "blobs", blobs.blob_id(data))


def asked(device: Device, method: str) -> int:
    return sum(request.method == method for request in device.wire.requests)


class Cut:
    """Loses one exchange of a kind: the request on its way, or the answer to it."""

    def __init__(self, method: str, number: int, *, answer: bool) -> None:
        self._method = method
        self._left = number
        self._answer = answer

    def __call__(self, request: Request, answer: Answer | None = None) -> Answer | None:
        is_after = answer is not None
        if request.method != self._method or is_after != self._answer:
            return answer
        self._left -= 1
        return Lost("connection reset") if self._left == 0 else answer


# ------------------------------------------------------------------------------------------------- sending


def test_samples_are_on_the_server_before_the_workout_that_names_them(server: Server, desktop: Device) -> None:
    first, second = samples(1), samples(2)
    record(desktop, "w1", first, second)
    seen: list[bool] = []

    def look(request: Request) -> None:
        if b'"w1"' in (request.body or b""):
            seen.append(held(server, first) and held(server, second))

    desktop.wire.before = look
    assert desktop.sync().state == "ok"
    assert seen == [True]
    assert server.bodies("workout")["w1"] == ride(first, second)
    [op] = [op for push in desktop.wire.pushes() for op in msgspec.json.decode(push, type=PushRequest).ops]
    assert op.blobs == [blobs.blob_id(first), blobs.blob_id(second)]


def test_another_device_gets_the_workout_and_none_of_its_samples(desktop: Device, laptop: Device) -> None:
    data = samples()
    record(desktop, "w1", data)
    desktop.sync()
    laptop.sync()
    assert laptop.get("workout", "w1") == ride(data)
    assert not here(laptop, data)


def test_an_edit_that_leaves_the_samples_alone_asks_nothing_about_them(desktop: Device, laptop: Device) -> None:
    data = samples()
    record(desktop, "w1", data)
    desktop.sync()
    laptop.sync()
    laptop.edit("workout", "w1", title="Ride with Grace")
    laptop.wire.requests.clear()
    report = laptop.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 1, 0), "although the samples are not on this device"
    assert {request.path for request in laptop.wire.requests} == {"/v1/pull", "/v1/push"}
    desktop.sync()
    assert desktop.get("workout", "w1") == ride(data, title="Ride with Grace")


@pytest.mark.parametrize("answer", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_upload_that_was_cut_off_goes_on_where_it_was(
    server: Server, desktop: Device, number: int, answer: bool
) -> None:
    data = samples(size=3 * PIECE - 17)
    record(desktop, "w1", data)
    cut = Cut("PATCH", number, answer=answer)
    if answer:
        desktop.wire.after = lambda request, given: cut(request, given) or given
    else:
        desktop.wire.before = cut
    assert desktop.sync().state == "offline"
    assert server.bodies("workout") == {}
    assert desktop.sync().state == "ok"
    assert held(server, data)
    assert asked(desktop, "PATCH") == 3 + (not answer), "only the lost piece is sent again"
    assert server.bodies("workout")["w1"] == ride(data)


def test_a_server_that_wants_no_samples_for_now_is_left_alone_with_them_and_all_else_goes_on(
    server: Server, desktop: Device
) -> None:
    record(desktop, "w1", samples())
    busy = Response(429, b'{"error":"too_many_requests","sentence":"Not now."}', retry_after=60.0)
    desktop.wire.before = lambda request: busy if request.method == "PATCH" else None
    desktop.put("recipe", SALAD, recipe())
    report = desktop.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 1, 0)
    assert set(server.bodies("recipe")) == {SALAD}
    assert counts.waiting(desktop.store) == 1
    desktop.edit("recipe", SALAD, minutes=5)
    assert desktop.sync().sent == 1, "edits do not wait with them"
    assert asked(desktop, "PATCH") == 1
    desktop.clock.instant += 59_000
    desktop.sync()
    assert asked(desktop, "PATCH") == 1
    desktop.clock.instant += 1_000
    desktop.sync()
    assert asked(desktop, "PATCH") == 2
    desktop.wire.before = lambda _: None
    desktop.sync()
    assert server.bodies("workout") == {}
    assert desktop.sync(hurry=True).sent == 1, "the person asks"
    assert server.bodies("workout")["w1"] is not None


def test_a_piece_that_arrives_again_late_does_no_harm(server: Server, desktop: Device) -> None:
    data = samples(size=3 * PIECE)
    record(desktop, "w1", data)
    first: list[tuple[Request, str]] = []
    send = server.answer

    def again(request: Request, access: str | None) -> Answer:
        if request.method == "PATCH":
            first.append((request, access or ""))
            if len(first) > 1:
                late = send(*first[0])
                assert isinstance(late, Response)
                assert late.status == 409
        return send(request, access)

    server.answer = again
    assert desktop.sync().state == "ok"
    assert held(server, data)


def test_bytes_that_were_damaged_on_the_way_are_sent_again(server: Server, desktop: Device) -> None:
    data = samples(size=PIECE + 100)
    record(desktop, "w1", data)
    send, hit = server.answer, []

    def damage(request: Request, access: str | None) -> Answer:
        if request.method == "PATCH" and not hit:
            hit.append(request)
            request = Request("PATCH", request.path, body=b"?" * len(request.body or b""), headers=request.headers)
        return send(request, access)

    server.answer = damage
    assert desktop.sync().state == "ok"
    assert held(server, data)
    assert server.bodies("workout")["w1"] == ride(data)


def test_a_workout_whose_samples_are_gone_waits_while_the_others_go(server: Server, desktop: Device) -> None:
    lost, data = samples(1), samples(2)
    record(desktop, "w1", lost)
    record(desktop, "w2", data)
    desktop.put("recipe", "r1", recipe())
    blobs.remove(desktop.store.profile / "blobs", [blobs.blob_id(lost)])
    report = desktop.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 2, 1)
    assert server.bodies("workout").keys() == {"w2"}
    [row] = waiting(desktop.store)
    assert (row.state, row.state_words) == ("refused", "cannot be sent: its samples are not on this device")
    assert refusal(desktop.store, "workout", "w1").sentence.startswith("Its recorded samples are neither on this")
    assert desktop.get("workout", "w1") == ride(lost), "it is kept here as it is"
    blobs.write(desktop.store.profile / "blobs", lost)
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0), "it is tried again with each sync"


def test_a_full_account_keeps_a_workout_waiting_until_there_is_room(server: Server, desktop: Device) -> None:
    from dataclasses import replace

    from tracker.protocol.limits import Limits

    data = samples()
    record(desktop, "w1", data)
    desktop.put("recipe", "r1", recipe())
    roomy, server.settings = server.settings, replace(server.settings, limits=Limits(account_bytes=1500))
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 1)
    assert refusal(desktop.store, "workout", "w1").sentence.startswith("The account has no room left on the server")
    server.settings = roomy
    assert (desktop.sync().sent, held(server, data)) == (1, True)


def test_a_server_that_lost_the_samples_gets_them_again(server: Server, desktop: Device) -> None:
    data = samples()
    record(desktop, "w1", data)
    desktop.sync()
    server.execute("DELETE FROM blob_ref")
    server.execute("DELETE FROM blob")
    desktop.edit("workout", "w1", title="Ride")
    report = desktop.sync()
    assert (report.sent, report.refused) == (0, 1)
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0)
    assert held(server, data)


def test_a_contested_recording_sends_nothing_of_this_devices(desktop: Device, laptop: Device, server: Server) -> None:
    common, mine, theirs = samples(1), samples(2), samples(3)
    record(desktop, "w1", common)
    desktop.sync()
    laptop.sync()
    record(laptop, "w1", theirs)
    laptop.sync()
    record(desktop, "w1", mine)
    report = desktop.sync()
    assert report.conflicts == 1
    assert server.bodies("workout")["w1"] == ride(theirs)
    assert (held(server, theirs), held(server, mine)) == (True, False)


def test_many_workouts_go_in_parts_and_show_up_elsewhere_bit_by_bit(
    desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_blobs, "RECORDS_AT_ONCE", 3)
    for n in range(8):
        record(desktop, f"w{n}", samples(n), samples(0))
    desktop.put("recipe", "r1", recipe())
    assert desktop.sync().sent == 9
    pushes = [len(msgspec.json.decode(push, type=PushRequest).ops) for push in desktop.wire.pushes()]
    assert pushes == [1, 3, 3, 2], "what has no samples waits for nobody"
    assert asked(desktop, "PATCH") == 8, "what two workouts share is sent once"


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_lost_on_the_way_everything_arrives(
    seed: int, server: Server, desktop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests, answers and whole syncs are lost at random; edits go on meanwhile."""
    monkeypatch.setattr(sync_blobs, "PIECE", 100)
    chance = random.Random(seed)
    kept = {f"w{n}": [samples(chance.randrange(6), chance.randrange(1, 700)) for _ in range(2)] for n in range(5)}
    for id, data in kept.items():
        record(desktop, id, *data)

    def lose(request: Request, answer: Answer | None = None) -> Answer | None:
        return Lost("gone") if chance.random() < 0.08 else answer

    desktop.wire.before = lose
    desktop.wire.after = lambda request, answer: lose(request, answer) or answer
    for turn in range(200):
        desktop.edit("workout", f"w{turn % 5}", notes=f"turn {turn}")
        desktop.sync()
        if server.bodies("workout").keys() == kept.keys():
            break
        for body in server.bodies("workout").values():
            assert body is not None
            assert all(_has(server, chunk["b"]) for chunk in body["telemetry"]), "no reader meets a missing blob"
    desktop.wire.before, desktop.wire.after = lambda _: None, lambda _, answer: answer
    report = desktop.sync()
    assert (report.state, report.refused) == ("ok", 0)
    assert server.bodies("workout") == desktop.all("workout")
    assert all(held(server, data) for pair in kept.values() for data in pair)


def _has(server: Server, bid: str) -> bool:
    with server.database.reading() as db:
        return bool(db.execute_sql("SELECT 1 FROM blob WHERE bid = ? AND held = size", (bid,)).fetchall())


def test_a_workout_that_is_restored_months_later_finds_its_samples(
    server: Server, desktop: Device, device: Callable[..., Device]
) -> None:
    data = samples()
    record(desktop, "w1", data)
    desktop.sync()
    desktop.delete("workout", "w1")
    desktop.sync()
    server.now += 99 * DAY
    server_blobs.collect(server.database, server.now)
    desktop.clock.instant += 99 * DAY
    desktop.put("workout", "w1", ride(data))
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0)
    assert asked(desktop, "PATCH") == 1, "they were there still"
