"""The messages as they stand on the wire."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tracker.protocol.accounts import DeviceName, SignIn
from tracker.protocol.errors import CODES, ErrorBody
from tracker.protocol.limits import Limits
from tracker.protocol.pull import Page, PullResponse
from tracker.protocol.push import (
    Applied,
    Conflict,
    Gone,
    Invalid,
    Op,
    PushRequest,
    PushResponse,
    Result,
    Same,
)
from tracker.protocol.records import Record

encode, decode = msgspec.json.encode, msgspec.json.decode


def test_a_record_has_the_wire_names() -> None:
    record = Record(c="workout", id="018f", rev=4711, s=7, mt=1766000000123, dev="d_ab12", body={"title": "Ride"})
    assert decode(encode(record)) == {
        "c": "workout",
        "id": "018f",
        "rev": 4711,
        "del": False,
        "s": 7,
        "mt": 1766000000123,
        "dev": "d_ab12",
        "blobs": [],
        "body": {"title": "Ride"},
    }


def test_a_put_and_a_delete_say_only_what_is_needed() -> None:
    assert decode(encode(Op(c="recipe", id="r1", base=3, mt=5, body={}))) == {
        "c": "recipe",
        "id": "r1",
        "base": 3,
        "mt": 5,
        "body": {},
    }
    assert decode(encode(Op(c="recipe", id="r1", base=3, deleted=True))) == {
        "c": "recipe",
        "id": "r1",
        "base": 3,
        "del": True,
    }


@pytest.mark.parametrize("deleted", [False, True])
def test_a_change_is_either_a_put_or_a_delete(deleted: bool) -> None:
    with pytest.raises(ValueError, match="either"):
        Op(c="recipe", id="r1", deleted=deleted, body={} if deleted else None)


@pytest.mark.parametrize(
    "change",
    [
        {"c": "Recipe"},
        {"c": "r" * 33},
        {"c": "recipe\n"},
        {"id": ""},
        {"id": "a b"},
        {"id": "x" * 65},
        {"id": "x\n"},
        {"base": -1},
        {"base": 2**63},
        {"base": 1.5},
        {"mt": 2**54},
        {"s": "1"},
        {"body": [1]},
        {"blobs": [1]},
        {"del": True},
    ],
)
def test_a_malformed_change_is_refused(change: dict[str, Any]) -> None:
    good = {"c": "recipe", "id": "r1", "base": 0, "mt": 5, "body": {}}
    assert decode(encode(good), type=Op).id == "r1"
    with pytest.raises(msgspec.ValidationError):
        decode(encode(good | change), type=Op)


@pytest.mark.parametrize(
    ("result", "wire"),
    [
        (Applied(4711), {"st": "applied", "rev": 4711}),
        (Same(4705), {"st": "same", "rev": 4705}),
        (Gone(), {"st": "gone"}),
        (Invalid("too_large", "x"), {"st": "invalid", "code": "too_large", "detail": "x"}),
    ],
)
def test_results_are_told_apart_by_st(result: Result, wire: dict[str, Any]) -> None:
    assert decode(encode(result)) == wire
    assert decode(encode(wire), type=Result) == result


def test_a_push_and_its_answer_survive_the_journey() -> None:
    ops = [Op(c="recipe", id="r1", body={"name": "Chili"}), Op(c="recipe", id="r2", base=4, deleted=True)]
    request = PushRequest(epoch="e1", dev="d_1", push_no=42, now=1766000000999, ops=ops)
    assert decode(encode(request), type=PushRequest) == request
    record = Record(c="recipe", id="r2", rev=9, deleted=True)
    response = PushResponse(epoch="e1", head0=8, head1=10, nonce="00", res=[Applied(10), Conflict(record)])
    assert decode(encode(response), type=PushResponse) == response


def test_a_page_survives_the_journey() -> None:
    page = Page(epoch="e1", recs=[Record(c="recipe", id="r", rev=1, body={})], cursor="x", more=False, head=1)
    assert decode(encode(page), type=PullResponse) == page


def test_limits_travel() -> None:
    assert decode(encode(Limits()), type=Limits) == Limits()
    assert Limits().push_bytes == 4_194_304


def test_an_error_has_a_code_and_a_sentence() -> None:
    body = ErrorBody(error="epoch", sentence="Started over.", detail={"epoch": "e2"})
    assert decode(encode(body)) == {"error": "epoch", "sentence": "Started over.", "detail": {"epoch": "e2"}}
    assert all(400 <= status < 600 for status in CODES.values())


def test_signing_in_names_the_device() -> None:
    text = b'{"email":"a@example.org","password":"x","device":{"id":"d_1","name":"Desktop"}}'
    assert decode(text, type=SignIn).device == DeviceName(id="d_1", name="Desktop")
    with pytest.raises(msgspec.ValidationError):
        decode(text.replace(b"d_1", b"d 1"), type=SignIn)
