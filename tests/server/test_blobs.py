"""Blobs: sent piece by piece, proved by their hash, counted by the records that name them, collected long after."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.conftest import PASSWORD, START, Client, Clock, Phone, delete
from tracker.protocol.blobs import Received
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, Conflict, Invalid, Op, Same
from tracker.server import blobs
from tracker.server.database import Database
from tracker.server.ops import prepare
from tracker.server.refusals import Refusal
from tracker.server.settings import DAY

SAMPLES = bytes(range(256)) * 4
NAMED = hashlib.sha256(SAMPLES).hexdigest()


def name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def refused(code: str) -> Any:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def send(phone: Phone, data: bytes = SAMPLES, *, start: int = 0, end: int | None = None, **changed: Any) -> Received:
    """Send a part of a blob as a device does."""
    asked: dict[str, Any] = {"bid": name(data), "size": len(data), "offset": start, "limits": Limits(), **changed}
    return blobs.receive(phone.database, phone.account, asked.pop("bid"), data[start:end], phone.clock.now, **asked)


def ride(id: str, *named: str, base: int = 0, title: str = "Ride") -> Op:
    return Op(c="workout", id=id, base=base, mt=START, body={"title": title}, blobs=list(named))


def used(database: Database) -> int:
    with database.reading() as db:
        return int(db.execute_sql("SELECT bytes FROM account").fetchone()[0])


def there(phone: Phone, bid: str = NAMED) -> bool:
    return not blobs.missing(phone.database, phone.account, [bid])


# ------------------------------------------------------------------------------------------------- uploads


def test_a_blob_comes_in_pieces_and_goes_on_where_it_was_left(desktop: Phone) -> None:
    assert send(desktop, end=300) == Received(offset=300, complete=False)
    assert blobs.held(desktop.database, desktop.account, NAMED) == (300, 1024)
    [rest] = blobs.missing(desktop.database, desktop.account, [NAMED])
    assert (rest.blob, rest.offset) == (NAMED, 300)
    assert send(desktop, start=300, end=1000) == Received(offset=1000, complete=False)
    assert send(desktop, start=1000) == Received(offset=1024, complete=True)
    assert blobs.content(desktop.database, desktop.account, NAMED, 0, 1024) == SAMPLES


def test_a_piece_that_arrives_twice_is_told_where_to_go_on(desktop: Phone) -> None:
    send(desktop, end=300)
    with refused("offset") as caught:
        send(desktop, end=300)
    assert caught.value.detail == {"offset": 300}
    with refused("offset") as caught:
        send(desktop, start=600)
    assert caught.value.detail == {"offset": 300}, "no hole either"
    send(desktop, start=300)
    assert send(desktop, start=300) == Received(offset=1024, complete=True), "the last piece delivered twice is fine"
    assert used(desktop.database) == 1024


def test_bytes_that_are_not_what_their_name_says_are_thrown_away(desktop: Phone) -> None:
    send(desktop, end=300)
    with refused("wrong_hash"):
        send(desktop, SAMPLES[::-1], start=300, bid=NAMED)
    assert blobs.held(desktop.database, desktop.account, NAMED) is None
    assert used(desktop.database) == 0
    assert send(desktop).complete, "sent again from the start it is taken"


def test_who_brings_all_of_it_begins_anew(desktop: Phone) -> None:
    send(desktop, SAMPLES[::-1], end=300, bid=NAMED)
    assert send(desktop).complete
    assert blobs.content(desktop.database, desktop.account, NAMED, 0, 2000) == SAMPLES


def test_an_upload_that_claimed_another_size_does_not_stand_in_the_way(desktop: Phone) -> None:
    send(desktop, end=300, size=5000)
    assert used(desktop.database) == 5000
    with refused("offset") as caught:
        send(desktop, start=300, end=900)
    assert caught.value.detail == {"offset": 0}
    assert send(desktop, end=900).offset == 900
    assert used(desktop.database) == 1024


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"limits": Limits(blob_bytes=1023)}, "too_large"),
        ({"limits": Limits(blob_chunk_bytes=1023)}, "too_large"),
        ({"limits": Limits(account_bytes=1023)}, "quota"),
        ({"size": 1000}, "malformed"),
        ({"end": 0}, "malformed"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(desktop: Phone, changed: Any, code: str) -> None:
    with refused(code):
        send(desktop, **changed)
    assert blobs.held(desktop.database, desktop.account, NAMED) is None
    assert used(desktop.database) == 0


def test_what_was_begun_within_the_quota_can_be_finished(desktop: Phone) -> None:
    limits = Limits(account_bytes=1030)
    send(desktop, end=300, limits=limits)
    with refused("quota"):
        send(desktop, b"another", limits=limits)
    assert send(desktop, start=300, limits=limits).complete


def test_a_blob_is_its_accounts_own(desktop: Phone, phone: Any) -> None:
    send(desktop)
    stranger = phone("d_other", "grace@example.org")
    assert not there(stranger)
    assert blobs.content(stranger.database, stranger.account, NAMED, 0, 10) == b""
    with refused("offset"):
        send(stranger, start=1000)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(min_size=1, max_size=400), cuts=st.lists(st.integers(1, 150), min_size=1), faults=st.randoms())
def test_whatever_is_lost_or_repeated_the_blob_arrives_whole(
    desktop: Phone, data: bytes, cuts: list[int], faults: Any
) -> None:
    """A device that follows the offsets it is told, with requests repeated late and offsets forgotten."""
    bid = name(data)
    with desktop.database.writing() as db:
        db.execute_sql("DELETE FROM blob")
    offset, sent, steps = 0, [(0, 1)], 0
    while not there(desktop, bid):
        end = min(len(data), offset + cuts[steps % len(cuts)])
        steps += 1
        sent.append((offset, end))
        late = faults.choice(sent) if faults.random() < 0.4 else None
        for start, stop in filter(None, ((offset, end), late)):
            try:
                offset = send(desktop, data, start=start, end=stop).offset
            except Refusal as refusal:
                offset = refusal.detail["offset"]  # any other refusal has none, and fails here
    assert blobs.content(desktop.database, desktop.account, bid, 0, len(data)) == data
    first, last = sorted((faults.randrange(len(data)), faults.randrange(len(data))))
    assert blobs.content(desktop.database, desktop.account, bid, first, last) == data[first:last]


# ------------------------------------------------------------------------------------------------- records


def test_a_record_waits_until_its_blobs_are_there_and_delays_no_other(desktop: Phone, laptop: Phone) -> None:
    send(desktop, end=500)
    answer = desktop.push(ride("a", NAMED), ride("b"))
    assert answer.res == [Invalid("missing_blobs", "1 of its 1 blobs are not here yet"), Applied(1)]
    send(desktop, start=500)
    assert desktop.push(ride("a", NAMED)).res == [Applied(2)]
    laptop.pull()
    assert laptop.seen["workout", "a"].blobs == [NAMED]
    assert laptop.seen["workout", "b"].blobs == []


def test_the_present_record_in_a_conflict_names_its_blobs(desktop: Phone, laptop: Phone) -> None:
    send(desktop)
    desktop.push(ride("a", NAMED))
    [result] = laptop.push(ride("a", title="Mine")).res
    assert isinstance(result, Conflict)
    assert result.rec is not None
    assert result.rec.blobs == [NAMED]
    assert laptop.push(ride("a", NAMED)).res == [Same(1)]


def test_a_blob_is_collected_long_after_its_last_record_and_not_before(desktop: Phone, clock: Clock) -> None:
    send(desktop)
    desktop.push(ride("a", NAMED), ride("b", NAMED))
    clock.now += 500 * DAY
    assert blobs.collect(desktop.database, clock.now) == 0, "two records need it"
    desktop.push(delete("a", 1, "workout"))
    desktop.push(ride("b", base=2))
    clock.now += 99 * DAY
    assert blobs.collect(desktop.database, clock.now) == 0, "trash and history may bring it back"
    clock.now += DAY
    before = used(desktop.database)
    assert blobs.collect(desktop.database, clock.now) == 1
    assert used(desktop.database) == before - len(SAMPLES)
    assert not there(desktop)
    with desktop.database.reading() as db:
        assert db.execute_sql("SELECT COUNT(*) FROM blob_part").fetchone() == (0,)
    assert isinstance(desktop.push(ride("c", NAMED)).res[0], Invalid)


def test_a_record_that_comes_back_in_time_keeps_its_blobs(desktop: Phone, clock: Clock) -> None:
    send(desktop)
    desktop.push(ride("a", NAMED))
    desktop.push(delete("a", 1, "workout"))
    clock.now += 99 * DAY
    assert desktop.push(ride("a", NAMED, base=2)).res == [Applied(3)]
    clock.now += 500 * DAY
    assert blobs.collect(desktop.database, clock.now) == 0
    assert there(desktop)


def test_one_record_twice_in_a_push_counts_as_it_is_at_the_end(desktop: Phone, clock: Clock) -> None:
    send(desktop)
    send(desktop, b"other")
    desktop.push(ride("a", NAMED), ride("a", name(b"other"), base=1), ride("a", NAMED, base=2))
    clock.now += 100 * DAY
    assert blobs.collect(desktop.database, clock.now) == 1
    assert (there(desktop), there(desktop, name(b"other"))) == (True, False)


def test_blobs_of_records_that_were_taken_away_otherwise_are_found(
    desktop: Phone, clock: Clock, database: Database
) -> None:
    send(desktop)
    desktop.push(ride("a", NAMED))
    with database.writing() as db:
        db.execute_sql("DELETE FROM record")
    assert blobs.collect(database, clock.now) == 0
    assert blobs.collect(database, clock.now + 100 * DAY) == 1


def test_an_upload_that_was_given_up_is_collected_after_a_week(desktop: Phone, clock: Clock) -> None:
    send(desktop, end=300)
    clock.now += 6 * DAY
    send(desktop, start=300, end=600)
    clock.now += 6 * DAY
    assert blobs.collect(desktop.database, clock.now) == 0
    clock.now += DAY
    assert blobs.collect(desktop.database, clock.now) == 1
    assert used(desktop.database) == 0


def test_a_push_that_is_undone_counts_nothing(desktop: Phone, database: Database) -> None:
    """The count becomes lasting with the record or not at all."""
    send(desktop)

    class PowerCut(Exception):
        pass

    def no_nonce(_: int) -> bytes:
        raise PowerCut

    with pytest.raises(PowerCut):
        desktop.send(desktop.request(ride("a", NAMED)), random_bytes=no_nonce)
    with database.reading() as db:
        assert db.execute_sql("SELECT COUNT(*) FROM blob_ref").fetchone() == (0,)
    assert prepare(b"[]", Limits()) == []


# ---------------------------------------------------------------------------------------------------- HTTP


@pytest.fixture
def ada(client: Client) -> Client:
    credentials = {"email": "ada@example.org", "password": PASSWORD}
    client("POST", "/v1/accounts", credentials)
    tokens = client("POST", "/v1/token", credentials | {"device": {"id": "d_1", "name": "Desktop"}}).json()
    client.headers = {"Authorization": f"Bearer {tokens['access']}"}
    return client


def patch(client: Client, start: int, end: int | None = None, **headers: str) -> Any:
    sent = {"Upload-Offset": str(start), "Upload-Length": str(len(SAMPLES)), **headers}
    return client("PATCH", f"/v1/blobs/{NAMED}", content=SAMPLES[start:end], headers=sent)


def test_the_whole_way_over_http(ada: Client) -> None:
    url = f"/v1/blobs/{NAMED}"
    assert ada("HEAD", url).status_code == 404
    assert ada("POST", "/v1/blobs/missing", {"blobs": [NAMED]}).json() == {"missing": [{"blob": NAMED, "offset": 0}]}
    assert patch(ada, 0, 600).json() == {"offset": 600, "complete": False}
    head = ada("HEAD", url)
    assert (head.status_code, head.headers["Upload-Offset"], head.headers["Upload-Length"]) == (206, "600", "1024")
    assert ada("GET", url).status_code == 404, "half of it is not given out"
    again = patch(ada, 0, 600)
    assert (again.status_code, again.json()["error"], again.json()["detail"]) == (409, "offset", {"offset": 600})
    assert again.headers["Upload-Offset"] == "600"
    assert patch(ada, 600).json() == {"offset": 1024, "complete": True}
    assert ada("HEAD", url).status_code == 200
    whole = ada("GET", url)
    assert (whole.status_code, whole.content) == (200, SAMPLES)
    assert ada("POST", "/v1/blobs/missing", {"blobs": [NAMED]}).json() == {"missing": []}


def test_a_small_blob_comes_in_one_piece(ada: Client) -> None:
    assert ada("PUT", f"/v1/blobs/{NAMED}", content=SAMPLES).json() == {"offset": 1024, "complete": True}
    wrong = ada("PUT", f"/v1/blobs/{name(b'x')}", content=SAMPLES)
    assert (wrong.status_code, wrong.json()["error"]) == (422, "wrong_hash")


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=1000-", 206, 1000, 1024),
        ("bytes=1000-9999", 206, 1000, 1024),
        ("bytes=-24", 206, 1000, 1024),
        ("bytes=0-", 200, 0, 1024),
        ("bytes=0-1,5-6", 200, 0, 1024),
        ("lines=1-2", 200, 0, 1024),
    ],
)
def test_a_range_of_a_blob_is_what_was_asked_for(ada: Client, asked: str, status: int, start: int, end: int) -> None:
    ada("PUT", f"/v1/blobs/{NAMED}", content=SAMPLES)
    answer = ada("GET", f"/v1/blobs/{NAMED}", headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, SAMPLES[start:end])
    if status == 206:
        assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/1024"


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=9-3", "bytes=-0"])
def test_a_range_beyond_the_blob_is_refused(ada: Client, asked: str) -> None:
    ada("PUT", f"/v1/blobs/{NAMED}", content=SAMPLES)
    assert ada("GET", f"/v1/blobs/{NAMED}", headers={"Range": asked}).status_code == 416


@pytest.mark.parametrize("headers", [{"Upload-Offset": "-1"}, {"Upload-Length": "much"}, {"Upload-Offset": "9" * 20}])
def test_a_piece_without_its_place_is_malformed(ada: Client, headers: dict[str, str]) -> None:
    answer = patch(ada, 0, **headers)
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


def test_a_name_that_is_no_hash_is_malformed(ada: Client) -> None:
    assert ada("PUT", "/v1/blobs/readme.txt", content=b"x").json()["error"] == "malformed"
    assert ada("POST", "/v1/blobs/missing", {"blobs": ["readme.txt"]}).json()["error"] == "malformed"


def test_only_blobs_may_be_larger_than_a_push(database: Database, settings: Any, ada: Client) -> None:
    from dataclasses import replace

    from tracker.server.app import create_app

    ada.app = create_app(database, replace(settings, limits=Limits(push_bytes=100)))
    assert ada("PUT", f"/v1/blobs/{NAMED}", content=SAMPLES).status_code == 200
    assert ada("POST", "/v1/push", content=SAMPLES).status_code == 413
