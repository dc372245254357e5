"""The short way between rows and bodies says the same as the long one, or leaves it to that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.bodies import NAMES, PLAIN, bodies
from tracker.protocol.canonical import canonical
from tracker.store.collections import BY_NAME, Collection
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies, write_rows
from tracker.sync import exact

SHORT = [name for name in NAMES if not BY_NAME[name].lists and not BY_NAME[name].samples]


def texts(store: Store, collection: Collection, ids: list[str]) -> dict[str, bytes]:
    return {one.id: one.body for one in exact.plain(store, collection, ids)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(Path(tmp_path_factory.mktemp("exact"))) as opened:
        yield opened


@pytest.mark.parametrize("name", NAMES)
def test_any_body_is_written_as_the_long_way_writes_it(name: str, store: Store) -> None:
    collection = BY_NAME[name]

    @given(bodies(collection))
    def check(body: dict[str, object]) -> None:
        with store.database.atomic() as transaction:
            store.connection.execute(f"DELETE FROM {collection.table}")
            write_bodies(store, collection, {"x": body})
            found = texts(store, collection, ["x", "nobody"])
            whole = canonical(read_bodies(store, collection, ["x"])["x"])
            transaction.rollback()
        assert found in ({}, {"x": whole})

    check()


@pytest.mark.parametrize("name", SHORT)
def test_plain_records_take_the_short_way_both_ways(name: str, store: Store) -> None:
    collection, text = BY_NAME[name], canonical(PLAIN[name])
    read = exact.reader(collection)
    with store.database.atomic() as transaction:
        if read is None:
            write_bodies(store, collection, {"x": PLAIN[name]})
        else:
            write_rows(store, collection, [("x", *read(msgspec.Raw(text)))])
        assert texts(store, collection, ["x"]) == {"x": text}
        transaction.rollback()


@pytest.mark.parametrize(
    "nutrients", ['{"zinc":1,"iron":2}', '{ "iron":2}', '{"iron":2.0}', '{"n\u0303":1}', "{" + '"a":{' * 32 + "}" * 33]
)
def test_json_that_somebody_wrote_by_hand_takes_the_long_way(nutrients: str, store: Store) -> None:
    collection = BY_NAME["meal_plan_entry"]
    with store.database.atomic() as transaction:
        write_bodies(store, collection, {"x": PLAIN["meal_plan_entry"], "y": PLAIN["meal_plan_entry"]})
        store.connection.execute("UPDATE meal_plan_entry SET nutrients = ? WHERE id = 'x'", (nutrients,))
        assert texts(store, collection, ["x", "y"]).keys() == {"y"}
        transaction.rollback()


@given(st.sampled_from(("title", "note", "unit")))
def test_a_letter_in_two_parts_takes_the_long_way(store: Store, column: str) -> None:
    collection = BY_NAME["meal_plan_entry"]
    with store.database.atomic() as transaction:
        write_bodies(store, collection, {"x": PLAIN["meal_plan_entry"], "y": PLAIN["meal_plan_entry"]})
        store.connection.execute(f"UPDATE meal_plan_entry SET {column} = 'Pa\u0303o' WHERE id = 'x'")
        assert texts(store, collection, ["x", "y"]).keys() == {"y"}
        transaction.rollback()


@pytest.mark.parametrize("day", ["2026-13-1", "17.11.2026", "2026-11-17\n", ""])
def test_what_is_no_day_is_left_to_the_long_way(day: str) -> None:
    read = exact.reader(BY_NAME["meal_plan_entry"])
    assert read is not None
    with pytest.raises(exact.OtherForm):
        read(msgspec.Raw(canonical({**PLAIN["meal_plan_entry"], "day": day})))
