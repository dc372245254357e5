"""The plain views: the same log, a collection or a record at a time."""

from __future__ import annotations

import pytest

from tests.server.conftest import START, Phone, delete, put
from tests.server.test_push import refused
from tracker.protocol.limits import Limits
from tracker.protocol.push import Applied, Conflict, Invalid
from tracker.server import views
from tracker.server.database import Database
from tracker.server.tokens import Caller


@pytest.fixture
def me(desktop: Phone) -> Caller:
    return Caller(desktop.account, desktop.dev, "")


@pytest.fixture
def filled(desktop: Phone) -> Phone:
    desktop.push(put("c"), put("a"), put("b"), put("x", c="food"), put("gone"))
    desktop.push(delete("gone", base=5))
    return desktop


def test_status_counts_what_is_there(filled: Phone, laptop: Phone, me: Caller, database: Database) -> None:
    status = views.status(database, me)
    assert (status.account, status.epoch) == (filled.account, filled.epoch)
    assert (status.head, status.records, status.devices) == (6, 4, 2)
    assert status.collections == {"food": 1, "recipe": 3}
    assert status.bytes == 4 * len('{"name":"a"}')


def test_a_collection_is_listed_by_id_in_pages(filled: Phone, me: Caller, database: Database) -> None:
    def page(after: str, **options: int) -> tuple[list[str], bool]:
        limits = Limits(page_records=options.get("records", 2), page_bytes=options.get("bytes", 1000))
        listing = views.listing(database, me, "recipe", after=after, limit=1000, limits=limits)
        return [record.id for record in listing.recs], listing.more

    assert page("") == (["a", "b"], True)
    assert page("b") == (["c"], False)
    assert page("", bytes=1) == (["a"], True)
    assert page("", records=3) == (["a", "b", "c"], False)


def test_one_record_or_its_tombstone(filled: Phone, me: Caller, database: Database) -> None:
    assert views.one(database, me, "recipe", "a").body == {"name": "a"}
    assert views.one(database, me, "recipe", "gone").deleted
    with refused("not_found"):
        views.one(database, me, "food", "a")


def test_a_write_goes_through_compare_and_swap_into_the_same_log(
    filled: Phone, laptop: Phone, me: Caller, database: Database
) -> None:
    written = views.write(
        database,
        me,
        "recipe",
        [
            {"id": "a", "base": 2, "body": {"name": "A"}},
            {"id": "b", "base": 9, "body": {"name": "B"}},
            {"id": "n", "body": {"n": 0.5}},
        ],
        START + 5,
        Limits(),
    )
    assert written.head == 7
    applied, conflict, invalid = written.res
    assert applied == Applied(7)
    assert isinstance(conflict, Conflict)
    assert isinstance(invalid, Invalid)
    laptop.pull()
    record = laptop.seen["recipe", "a"]
    assert (record.body, record.mt, record.dev) == ({"name": "A"}, START + 5, "d_desktop")
    with refused("too_large"):
        views.write(database, me, "recipe", [{}, {}], START, Limits(push_ops=1))
