"""Records as bodies: what goes in comes out, whatever it is."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bodies import NAMES, PLAIN, bodies
from tracker.errors import NotFound
from tracker.store import records
from tracker.store.collections import BY_NAME, COLLECTIONS
from tracker.store.database import Store

EXAMPLES = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@EXAMPLES
def test_any_record_comes_back_as_it_was_written(name: str, data: st.DataObject, store: Store) -> None:
    collection = BY_NAME[name]
    body = data.draw(bodies(collection))
    if name == "preference":
        body["key"] = str(uuid.uuid4())
    if name == "favorite":
        body["target"] = str(uuid.uuid4())
    for items in collection.lists:  # an item's id is its own, whichever record it is in
        for item in body[items.name]:
            item["_id"] = uuid.uuid4().hex[:16]
        body[items.name].sort(key=lambda item: (item["_ord"], item["_id"]))
    record = str(uuid.uuid4())
    records.write_bodies(store, collection, {record: body})
    assert records.read_body(store, collection, record) == body
    records.write_bodies(store, collection, {record: body})
    assert records.read_body(store, collection, record) == body
    records.delete_records(store, collection, [record])
    assert records.read_body(store, collection, record) is None


def test_there_is_a_plain_record_of_every_collection() -> None:
    for collection in COLLECTIONS:
        parts = {field.name for field in collection.fields} | {items.name for items in collection.lists}
        assert set(PLAIN[collection.name]) == parts


def test_an_overwrite_changes_only_the_fields_it_brings(store: Store) -> None:
    food = BY_NAME["food"]
    records.write_bodies(store, food, {"f": PLAIN["food"]})
    records.write_bodies(store, food, {"f": {"energy": 3400, "brand": ""}})
    assert records.read_body(store, food, "f") == {**PLAIN["food"], "energy": 3400, "brand": ""}
    records.write_bodies(store, food, {"f": {"portions": []}})
    assert records.read_body(store, food, "f") == {**PLAIN["food"], "energy": 3400, "brand": "", "portions": []}


def test_items_that_a_body_lacks_are_gone_and_those_it_brings_are_in_their_order(store: Store) -> None:
    recipe = BY_NAME["recipe"]
    first, second = PLAIN["recipe"]["ingredients"]
    records.write_bodies(store, recipe, {"r": PLAIN["recipe"]})
    third = {**first, "_id": "i3", "_ord": "a"}
    records.write_bodies(store, recipe, {"r": {**PLAIN["recipe"], "ingredients": [second, third]}})
    body = records.read_body(store, recipe, "r")
    assert body is not None
    assert [item["_id"] for item in body["ingredients"]] == ["i3", "i2"]


def test_an_item_that_moves_to_another_record_leaves_the_first(store: Store) -> None:
    recipe = BY_NAME["recipe"]
    first, second = PLAIN["recipe"]["ingredients"]
    records.write_bodies(store, recipe, {"a": PLAIN["recipe"]})
    records.write_bodies(
        store, recipe,
        {"a": {**PLAIN["recipe"], "ingredients": [first]}, "b": {**PLAIN["recipe"], "ingredients": [second]}},
    )  # fmt: skip
    found = records.read_bodies(store, recipe, ["a", "b"])
    assert [item["_id"] for item in found["a"]["ingredients"]] == ["i1"]
    assert [item["_id"] for item in found["b"]["ingredients"]] == ["i2"]


def test_items_of_two_records_may_have_the_same_ids(store: Store) -> None:
    recipe = BY_NAME["recipe"]
    second = PLAIN["recipe"]["ingredients"][1]
    copy = {**PLAIN["recipe"], "name": "Copy"}
    records.write_bodies(store, recipe, {"a": PLAIN["recipe"], "b": copy})
    records.write_bodies(store, recipe, {"b": {"ingredients": [{**second, "name": "lentils"}]}})
    assert records.read_bodies(store, recipe, ["a", "b"]) == {
        "a": PLAIN["recipe"],
        "b": {**copy, "ingredients": [{**second, "name": "lentils"}]},
    }
    records.delete_records(store, recipe, ["b"])
    assert records.read_body(store, recipe, "a") == PLAIN["recipe"]


def test_thousands_of_records_are_read_and_written_in_pieces(store: Store) -> None:
    weights = {f"m{number}": {**PLAIN["measurement"], "value": number} for number in range(1203)}
    measurement = BY_NAME["measurement"]
    with store.database.atomic():
        records.write_bodies(store, measurement, weights)
    assert records.read_bodies(store, measurement, weights) == weights
    assert [len(some) for some in records.batches(weights)] == [500, 500, 203]


def test_a_created_record_takes_the_defaults_of_what_is_not_given(store: Store) -> None:
    records.create(store, "recipe", "r", name="Soup", servings=2000, created_at=1, tags=["quick"])
    body = records.read_body(store, BY_NAME["recipe"], "r")
    assert body is not None
    assert (body["tags"], body["steps"], body["minutes"], body["ingredients"]) == (["quick"], "", None, [])


def test_a_changed_record_keeps_its_other_fields(store: Store) -> None:
    records.write_bodies(store, BY_NAME["food"], {"f": PLAIN["food"]})
    records.change(store, "food", "f", name="Crispbread", nutrients={"fiber": 1})
    expected = {**PLAIN["food"], "name": "Crispbread", "nutrients": {"fiber": 1}}
    assert records.read_body(store, BY_NAME["food"], "f") == expected


def test_changing_what_is_gone_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="This recipe is not there any more"):
        records.change(store, "recipe", "nowhere", name="Soup")


@pytest.fixture
def written(store: Store) -> Store:
    for name, body in PLAIN.items():
        records.write_bodies(store, BY_NAME[name], {f"{name}-1": body})
    return store


def test_every_plain_record_can_be_written(written: Store) -> None:
    for name, body in PLAIN.items():
        assert records.read_body(written, BY_NAME[name], f"{name}-1") == body
