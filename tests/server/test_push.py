"""A push: a result for each change, carried out once, refused whole where it must be."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from tests.server.conftest import START, Clock, Phone, delete, put
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, Conflict, Gone, Invalid, PushResponse, Same
from tracker.protocol.records import Record
from tracker.server.database import Database
from tracker.server.refusals import Refusal


def refused(code: str) -> Any:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def account(database: Database) -> tuple[int, int, int]:
    """Head, bytes and live records of the only account."""
    with database.reading() as db:
        [row] = db.execute_sql("SELECT head, bytes, records FROM account").fetchall()
    return row


def test_new_records_get_the_next_revisions(desktop: Phone) -> None:
    answer = desktop.push(put("a"), put("b"), put("a", c="food"))
    assert answer.res == [Applied(1), Applied(2), Applied(3)]
    assert (answer.head0, answer.head1) == (0, 3)
    assert desktop.push(put("c")).res == [Applied(4)]


def test_a_change_on_the_present_revision_is_applied(desktop: Phone) -> None:
    desktop.push(put("a"))
    assert desktop.push(put("a", {"name": "Chili"}, base=1)).res == [Applied(2)]
    assert desktop.push(delete("a", base=2)).res == [Applied(3)]
    assert desktop.push(put("a", {"name": "Back"}, base=3)).res == [Applied(4)], "a tombstone can be revived"


def test_a_change_on_an_older_revision_is_a_conflict_with_the_present_record(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a", {"name": "Chili", "servings": 4}))
    laptop.push(put("a", {"name": "Chili con carne", "servings": 4}, base=1))
    present = Record(
        c="recipe", id="a", rev=2, mt=START, dev="d_laptop", body={"name": "Chili con carne", "servings": 4}
    )
    assert desktop.push(put("a", {"name": "Hot chili", "servings": 4}, base=1)).res == [Conflict(present)]
    assert desktop.push(put("a", {"name": "Mine"}, base=0)).res == [Conflict(present)]
    assert desktop.push(delete("a", base=1)).res == [Conflict(present)]


def test_a_push_that_knows_a_place_of_another_history_is_refused(
    desktop: Phone, laptop: Phone, database: Database
) -> None:
    answer = desktop.push(put("a"))
    here = Cursor(answer.epoch, answer.head1, answer.nonce)
    assert desktop.push(put("b"), seen=here.encode()).head1 == 2
    for wrong in (Cursor(here.epoch, 9, here.nonce), Cursor(here.epoch, 1, "00"), Cursor("e", 1, here.nonce)):
        with refused("epoch"):
            desktop.push(put("c"), seen=wrong.encode())
        with refused("epoch"):
            laptop.page(seen=wrong.encode())
    with refused("bad_cursor"):
        desktop.push(put("c"), seen="x")
    assert account(database)[0] == 2, "nothing was carried out"
    assert [record.rev for record in laptop.page(seen=here.encode()).recs] == [1, 2]


def test_an_edit_of_a_deleted_record_is_a_conflict_with_its_tombstone(desktop: Phone) -> None:
    desktop.push(put("a"))
    desktop.push(delete("a", base=1))
    answer = desktop.push(put("a", {"name": "Edited"}, base=1))
    assert answer.res == [Conflict(Record(c="recipe", id="a", rev=2, deleted=True, mt=START, dev="d_desktop"))]


def test_content_that_is_there_already_is_the_same_however_it_is_spelled(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a", {"name": "Cr\u00e8me", "servings": 2}), put("b"))
    desktop.push(delete("b", base=2))
    answer = laptop.push(put("a", {"servings": 2, "name": "Cre\u0300me"}), delete("b", base=2))
    assert answer.res == [Same(1), Same(3)]
    assert (answer.head0, answer.head1) == (3, 3)


def test_an_edit_of_a_record_that_was_cleared_away_is_gone(desktop: Phone) -> None:
    assert desktop.push(put("a", base=7), delete("b", base=7)).res == [Gone(), Gone()]
    assert desktop.push(put("a")).res == [Applied(1)], "without a base it is new again"


@pytest.mark.parametrize(
    ("op", "code", "detail"),
    [
        ({"c": "recipe", "id": "x", "body": {"energy": 1.5}}, "bad_envelope", "float"),
        ({"c": "recipe", "id": "x", "body": {"energy": 2**64}}, "bad_envelope", "64 bits"),
        ({"c": "Recipe!", "id": "x", "body": {}}, "bad_envelope", "regex"),
        ({"c": "recipe", "id": "x"}, "bad_envelope", "either"),
        ({"c": "recipe", "id": "x", "del": True, "body": {}}, "bad_envelope", "either"),
        ({"c": "recipe", "id": "x", "base": "1", "body": {}}, "bad_envelope", "int"),
        (17, "bad_envelope", "object"),
        ({"c": "recipe", "id": "x", "body": {"t": "x" * 300_000}}, "too_large", "262144"),
        ({"c": "workout", "id": "x", "body": {}, "blobs": ["b3"]}, "bad_envelope", "blobs"),
        ({"c": "workout", "id": "x", "body": {}, "blobs": ["b3" * 32]}, "missing_blobs", "1 of its 1 blobs"),
        ({"c": "workout", "id": "x", "del": True, "blobs": ["b3" * 32]}, "bad_envelope", "blobs"),
    ],
)
def test_a_bad_record_delays_no_other(desktop: Phone, op: Any, code: str, detail: str) -> None:
    first, bad, last = desktop.push(put("a"), op, put("b")).res
    assert (first, last) == (Applied(1), Applied(2))
    assert isinstance(bad, Invalid)
    assert bad.code == code
    assert detail in bad.detail


def test_one_record_twice_in_a_push_counts_in_order(desktop: Phone, laptop: Phone, database: Database) -> None:
    answer = desktop.push(put("a"), put("a", {"name": "2"}, base=1), put("a", {"name": "3"}, base=1))
    assert answer.res[:2] == [Applied(1), Applied(2)]
    conflict = answer.res[2]
    assert isinstance(conflict, Conflict)
    assert conflict.rec is not None
    assert conflict.rec.body == {"name": "2"}
    assert laptop.pull() == [2]
    assert account(database) == (2, len('{"name":"2"}'), 1)


def test_a_push_delivered_again_gets_the_same_bytes_and_has_no_second_effect(
    desktop: Phone, laptop: Phone, database: Database
) -> None:
    request = desktop.request(put("a"), put("b", {"n": 1.5}))
    first = desktop.send(request)
    laptop.push(put("a", {"name": "Newer"}, base=1))
    assert desktop.send(request) == first
    assert desktop.send(request) == first
    assert account(database)[0] == 2
    assert laptop.pull() == [2]


def test_a_push_in_which_nothing_is_applied_is_answered_once_too(desktop: Phone, laptop: Phone) -> None:
    request = desktop.request(put("a", base=5))
    first = desktop.send(request)
    laptop.push(put("a"))
    assert desktop.send(request) == first


def test_the_number_of_an_answered_push_with_other_content_is_a_fork(desktop: Phone, database: Database) -> None:
    desktop.send(desktop.request(put("a")))
    with refused("fork"):
        desktop.send(desktop.request(put("a", {"name": "from the backup"})))
    assert account(database)[0] == 1


def test_a_push_in_place_of_one_that_had_arrived_gets_its_answer(desktop: Phone, laptop: Phone) -> None:
    request = desktop.request(put("a"), put("b"))
    first = desktop.send(request)
    laptop.push(put("a", {"name": "Newer"}, base=1))
    assert desktop.send(desktop.request(put("c"), instead=ops_hash(request))) == first
    assert laptop.pull() == [2, 3], "nothing was carried out in its place"


def test_a_push_in_place_of_one_that_had_not_arrived_keeps_that_out(desktop: Phone, database: Database) -> None:
    request = desktop.request(put("a"))
    nothing = desktop.request(instead=ops_hash(request))
    answer = desktop.send(nothing)
    assert msgspec.json.decode(answer, type=PushResponse).res == []
    assert desktop.send(nothing) == answer, "however often it is asked for"
    with refused("fork"):
        desktop.send(request)
    assert account(database)[0] == 0
    desktop.push_no += 1
    assert desktop.push(put("a")).res == [Applied(1)]


def ops_hash(request: bytes) -> str:
    """The hash of a push's ops as they were sent."""
    return hashlib.sha256(msgspec.json.decode(request, type=dict[str, msgspec.Raw])["ops"]).hexdigest()


@pytest.mark.parametrize("push_no", [1, 2, 5])
def test_a_number_out_of_turn_is_a_fork(desktop: Phone, push_no: int) -> None:
    for name in "abc":
        desktop.push(put(name))
    with refused("fork"):
        desktop.send(desktop.request(put("x"), push_no=push_no))
    assert desktop.push(put("d")).res == [Applied(4)], "the right number still works"


def test_a_fork_goes_on_under_a_new_name(desktop: Phone, database: Database) -> None:
    desktop.push(put("a"))
    signed_in = desktop.dev
    desktop.dev, desktop.push_no = "d_successor", 0
    request = desktop.request(put("b"))
    desktop.dev = signed_in
    assert b'"applied"' in desktop.send(request)
    with database.reading() as db:
        devices = db.execute_sql("SELECT dev, name, push_no, removed IS NULL FROM device ORDER BY dev").fetchall()
        [family] = db.execute_sql("SELECT dev FROM sign_in").fetchall()
    assert devices == [("d_desktop", "Ada's d_desktop", 1, 0), ("d_successor", "Ada's d_desktop", 1, 1)]
    assert family == ("d_successor",)


def test_another_epoch_is_refused_with_the_right_one(desktop: Phone, database: Database) -> None:
    with refused("epoch") as caught:
        desktop.send(desktop.request(put("a"), epoch="e_other"))
    assert caught.value.detail == {"epoch": desktop.epoch}
    assert account(database)[0] == 0


@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"epoch":"e"}',
        b"[" * 100_000,
        b'{"epoch":"e","dev":"d","push_no":0,"now":1,"ops":[]}',
        b'{"epoch":"e","dev":"d","push_no":1,"now":1.5,"ops":[]}',
        b'{"epoch":"e","dev":"d","push_no":1,"now":1,"ops":{}}',
        b'{"epoch":"e","dev":"d","push_no":1,"now":1,"ops":[],"instead":"ab"}',
    ],
)
def test_what_is_no_push_is_malformed(desktop: Phone, request_body: bytes) -> None:
    with refused("malformed"):
        desktop.send(request_body)


def test_too_many_changes_or_bytes_are_refused_and_may_be_split_under_the_same_number(desktop: Phone) -> None:
    with refused("too_large"):
        desktop.send(desktop.request(*(put(f"r{n}") for n in range(2001))))
    with refused("too_large"):
        desktop.send(desktop.request(*(put(f"r{n}", {"t": "x" * 200_000}) for n in range(22))))
    assert len(desktop.push(*(put(f"r{n}") for n in range(2000))).res) == 2000


def test_a_full_account_takes_deletions_and_shorter_records(desktop: Phone, database: Database) -> None:
    limits = Limits(account_bytes=100)
    assert desktop.push(put("a", {"t": "x" * 80}), limits=limits).res == [Applied(1)]
    longer, shorter, other = desktop.push(
        put("a", {"t": "x" * 120}, base=1), put("a", {"t": "x" * 75}, base=1), put("b", {"t": "x" * 30}), limits=limits
    ).res
    assert isinstance(longer, Invalid)
    assert isinstance(other, Invalid)
    assert longer.code == other.code == "quota"
    assert shorter == Applied(2)
    assert desktop.push(delete("a", base=2), limits=limits).res == [Applied(3)]
    assert account(database) == (3, 0, 0)


def test_an_account_has_a_most_of_records(desktop: Phone, database: Database) -> None:
    limits = Limits(records=1)
    applied, refusal = desktop.push(put("a"), put("b"), limits=limits).res
    assert applied == Applied(1)
    assert isinstance(refusal, Invalid)
    assert refusal.code == "quota"
    desktop.push(delete("a", base=1), limits=limits)
    assert desktop.push(put("b"), limits=limits).res == [Applied(3)]
    revived = desktop.push(put("a", base=2), limits=limits).res[0]
    assert isinstance(revived, Invalid)
    assert account(database)[2] == 1


def test_edit_times_are_told_in_the_servers_time(desktop: Phone, laptop: Phone) -> None:
    hour, day = 3_600_000, 86_400_000
    an_hour_slow = desktop.request(put("slow", mt=START - hour - 5000), now=START - hour)
    desktop.send(an_hour_slow)
    desktop.push_no += 1
    from_the_future = desktop.request(put("future", mt=START + day), put("ancient", mt=-(2**53)), now=START)
    desktop.send(from_the_future)
    laptop.pull()
    times = {record.id: record.mt for record in laptop.seen.values()}
    assert times == {"slow": START - 5000, "future": START, "ancient": 0}


def test_a_push_that_was_held_up_makes_no_edit_newer(desktop: Phone, laptop: Phone, clock: Clock) -> None:
    hour = 3_600_000
    frozen = desktop.request(put("a", mt=clock.now - hour), now=clock.now)
    clock.now += 48 * hour
    desktop.send(frozen, sent_at=clock.now)
    laptop.pull()
    assert laptop.seen["recipe", "a"].mt == START - hour


def test_conflicts_beyond_a_page_leave_the_record_to_a_pull(desktop: Phone, laptop: Phone) -> None:
    limits = Limits(page_bytes=2500)
    desktop.push(*(put(name, {"t": name * 1000}) for name in "abc"))
    answers = laptop.push(*(put(name, {"t": "other"}) for name in "abc"), limits=limits).res
    assert [answer.rec is not None for answer in answers if isinstance(answer, Conflict)] == [True, True, False]


def test_a_failure_while_saving_leaves_nothing_behind(desktop: Phone, database: Database) -> None:
    def broken(count: int) -> bytes:
        raise OSError("no randomness")

    request = desktop.request(put("a"))
    with pytest.raises(OSError, match="randomness"):
        desktop.send(request, random_bytes=broken)
    assert account(database) == (0, 0, 0)
    answer = msgspec.json.decode(desktop.send(request))
    assert answer["res"] == [{"st": "applied", "rev": 1}]
