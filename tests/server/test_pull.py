"""Pulling: every change once, in order, from wherever the device stands, or a clear no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.server.conftest import START, Phone, delete, put
from tests.server.test_push import refused
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.server.database import Database
from tracker.server.pull import _page


def sql(database: Database, statement: str, *values: Any) -> list[Any]:
    with database.writing() as db:
        return list(db.execute_sql(statement, values).fetchall())


def test_a_device_gets_what_another_wrote(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a", {"name": "Chili", "servings": 4}))
    assert laptop.pull() == [1]
    record = laptop.seen["recipe", "a"]
    assert (record.body, record.dev, record.mt, record.s) == ({"name": "Chili", "servings": 4}, "d_desktop", START, 1)
    assert laptop.pull() == []


def test_only_the_present_state_of_a_record_comes(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a"), put("b"))
    laptop.pull()
    desktop.push(put("a", {"name": "2"}, base=1))
    desktop.push(put("a", {"name": "3"}, base=3), delete("b", base=2))
    assert laptop.pull() == [4, 5]
    assert laptop.seen["recipe", "a"].body == {"name": "3"}
    assert laptop.seen["recipe", "b"].deleted
    assert laptop.seen["recipe", "b"].body is None


def test_pages_are_cut_by_number(desktop: Phone, laptop: Phone) -> None:
    desktop.push(*(put(f"r{n}") for n in range(7)))
    page = laptop.page(limit=3)
    assert ([record.rev for record in page.recs], page.more, page.head) == ([1, 2, 3], True, 7)
    assert laptop.pull(limit=3) == [1, 2, 3, 4, 5, 6, 7]
    assert len(laptop.page(cursor="", limit=0).recs) == 1, "a page has at least one record"


def test_pages_are_cut_by_size(desktop: Phone, laptop: Phone) -> None:
    desktop.push(*(put(f"r{n}", {"t": "x" * 400}) for n in range(3)), put("big", {"t": "x" * 5000}), put("last"))
    limits = Limits(page_bytes=1000)
    assert [record.rev for record in laptop.page(limits=limits).recs] == [1, 2]
    assert laptop.pull(limits=limits) == [1, 2, 3, 4, 5]


@given(st.lists(st.integers(0, 50), max_size=12), st.integers(1, 5), st.integers(0, 60))
def test_a_page_holds_as_much_as_fits(sizes: list[int], most: int, room: int) -> None:
    rows = [("c", str(n), n, False, 1, 0, "d", b"1" * size, None) for n, size in enumerate(sizes)]
    recs, more = _page(rows, most, room)
    taken = sizes[: len(recs)]
    assert len(recs) <= most
    assert sum(taken) <= room or len(taken) == 1
    assert more == (len(recs) < len(sizes))
    if more and len(recs) < most:
        assert recs
        assert sum(sizes[: len(recs) + 1]) > room


def test_what_changes_between_two_pages_comes_later_and_once(desktop: Phone, laptop: Phone) -> None:
    desktop.push(*(put(f"r{n}") for n in range(4)))
    page = laptop.page(limit=2)
    laptop.cursor = page.cursor
    desktop.push(put("r0", {"name": "new"}, base=1), put("r3", {"name": "new"}, base=4), put("r4"))
    assert laptop.pull(limit=2) == [3, 5, 6, 7]


def test_a_page_may_be_asked_for_again(desktop: Phone, laptop: Phone) -> None:
    desktop.push(*(put(f"r{n}") for n in range(4)))
    assert laptop.page(limit=2) == laptop.page(limit=2)


def test_a_device_skips_its_own_writes(desktop: Phone, laptop: Phone) -> None:
    laptop.push(put("x"))
    desktop.pull()
    answer = desktop.push(put("a"), put("b"))
    assert Cursor.decode(desktop.cursor).seq == answer.head0 == 1
    desktop.cursor = Cursor(answer.epoch, answer.head1, answer.nonce).encode()
    assert desktop.pull() == []
    laptop.push(put("c"))
    assert desktop.pull() == [4]


def test_a_push_without_effect_names_the_head_it_found(desktop: Phone, laptop: Phone) -> None:
    laptop.push(put("x"))
    answer = desktop.push(put("a", base=9))
    desktop.cursor = Cursor(answer.epoch, answer.head1, answer.nonce).encode()
    assert desktop.pull() == []
    assert laptop.push(put("y")).head0 == 1


def test_an_empty_log_has_a_cursor_that_goes_on(desktop: Phone, laptop: Phone) -> None:
    assert laptop.pull() == []
    desktop.push(put("a"))
    assert laptop.pull() == [1]


def test_a_first_download_brings_the_tombstones_that_there_are(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a"), put("b"), put("c"))
    desktop.push(delete("a", base=1))
    page = laptop.page(fresh=True, limit=1)
    assert [record.id for record in page.recs] == ["b"]
    laptop.cursor = page.cursor
    desktop.push(delete("b", base=2))
    assert laptop.pull(limit=1) == [3, 4, 5]
    assert laptop.seen["recipe", "a"].deleted
    assert laptop.seen["recipe", "b"].deleted
    assert Cursor.decode(laptop.cursor).snap is None


def test_a_cursor_from_before_the_floor_has_expired(desktop: Phone, laptop: Phone, database: Database) -> None:
    desktop.push(put("a"), put("b"))
    laptop.cursor = laptop.page(limit=1).cursor
    desktop.push(delete("a", base=1))
    desktop.pull()
    sql(database, "DELETE FROM record WHERE del")
    sql(database, "UPDATE account SET floor = 3")
    with refused("cursor_expired"):
        laptop.pull()
    with refused("cursor_expired"):
        laptop.page(cursor="")
    assert [record.id for record in laptop.page(cursor="", fresh=True).recs] == ["b"]
    assert desktop.pull() == []


def test_a_first_download_expires_when_the_floor_passes_its_beginning(
    desktop: Phone, laptop: Phone, database: Database
) -> None:
    desktop.push(put("a"), put("b"), put("c"))
    laptop.cursor = laptop.page(fresh=True, limit=1).cursor
    sql(database, "UPDATE account SET floor = 3")
    assert [record.rev for record in laptop.page(limit=1).recs] == [2], "what is gone was left out anyway"
    desktop.push(delete("a", base=1))
    sql(database, "DELETE FROM record WHERE del")
    sql(database, "UPDATE account SET floor = 4")
    with refused("cursor_expired"):
        laptop.pull()


def test_a_log_that_was_started_over_is_noticed(desktop: Phone, database: Database) -> None:
    desktop.push(put("a"))
    desktop.pull()
    sql(database, "UPDATE account SET epoch = 'e_new'")
    with refused("epoch") as caught:
        desktop.pull()
    assert caught.value.detail == {"epoch": "e_new"}


@pytest.mark.parametrize("growth", [0, 1, 5], ids=["not grown", "as long", "longer"])
def test_a_log_that_was_restored_is_noticed_even_when_it_grew_on(
    desktop: Phone, laptop: Phone, database: Database, growth: int
) -> None:
    desktop.push(put("a"))
    laptop.pull()
    saved_push = sql(database, "SELECT push_no, push_hash, push_resp FROM device WHERE dev = 'd_desktop'")[0]
    desktop.push(put("b"))
    laptop.pull()
    sql(database, "DELETE FROM record WHERE rev > 1")
    sql(database, "DELETE FROM commits WHERE end_rev > 1")
    sql(database, "UPDATE account SET head = 1")
    sql(database, "UPDATE device SET push_no = ?, push_hash = ?, push_resp = ?", *saved_push)
    desktop.push_no = 1
    for n in range(growth):
        desktop.push(put(f"other{n}"))
    with refused("epoch"):
        laptop.pull()


@pytest.mark.parametrize("cursor", ["x", "!!!!", "ZQ"])
def test_other_text_is_no_cursor(desktop: Phone, cursor: str) -> None:
    with refused("bad_cursor"):
        desktop.page(cursor=cursor)


def test_a_forged_place_is_refused(desktop: Phone) -> None:
    desktop.push(put("a"))
    for cursor in (Cursor(desktop.epoch, 9, ""), Cursor(desktop.epoch, 1, "00"), Cursor("e", 0, "")):
        with refused("epoch"):
            desktop.page(cursor=cursor.encode())


def test_another_persons_log_is_another_log(desktop: Phone, phone: Callable[..., Phone]) -> None:
    desktop.push(put("a"), put("b"))
    other = phone("d_desktop", "grace@example.org")
    assert other.pull() == []
    assert other.push(put("a", {"name": "Grace's"})).head1 == 1
    assert other.pull() == [1]
    desktop.pull()
    assert desktop.seen["recipe", "a"].body == {"name": "a"}
    with refused("epoch"):
        other.page(cursor=desktop.cursor)


def test_the_server_notes_once_a_minute_what_a_device_has_stored(
    desktop: Phone, laptop: Phone, database: Database
) -> None:
    def noted() -> Any:
        return sql(database, "SELECT cursor, last_seen FROM device WHERE dev = 'd_laptop'")[0]

    desktop.push(put("a"))
    laptop.pull()
    assert noted() == (0, START), "the page may not have arrived"
    laptop.clock.now += 1000
    laptop.pull()
    assert noted() == (0, START), "a note at every sync would wait for the disk every time"
    laptop.clock.now += 120_000
    laptop.pull()
    assert noted() == (1, START + 121_000)


def test_bodies_go_out_in_canonical_form(desktop: Phone, laptop: Phone) -> None:
    desktop.send(
        desktop.request({"c": "recipe", "id": "a", "body": {"b": [1, {"z": None, "y": True}], "a": "e\u0301"}})
    )
    laptop.pull()
    body = laptop.seen["recipe", "a"].body
    assert list(body) == ["a", "b"]
    assert msgspec.json.encode(body) == '{"a":"\u00e9","b":[1,{"y":true,"z":null}]}'.encode()
