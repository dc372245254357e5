"""Values are those of frozen data classes: same calls, same words, same equality, and all that `dataclasses` offers."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, field, fields, is_dataclass, replace
from itertools import product

import pytest

from tracker import values
from tracker.values import Frozen


class Point(Frozen):
    x: int
    y: int = 2
    tags: list[str] = values.field(default_factory=list)


@dataclass(frozen=True)
class DataPoint:
    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list)


class Untouched(Frozen):
    a: int
    b: tuple[int, ...] = ()


CALLS = [
    (given, named)
    for given in ((), (1,), (1, 3), (1, 3, ["a"]), (1, 3, ["a"], "there"), (1, 3, ["a"], "there", 9))
    for named in ({}, {"x": 4}, {"y": 4}, {"tags": ["b"]}, {"x": 4, "y": 4}, {"name": "n"}, {"z": 1}, {"y": 1, "z": 1})
]


def test_a_value_is_made_and_refused_as_a_data_class_is():
    made = refused = 0
    for given, named in CALLS:
        try:
            expected = DataPoint(*given, **named)
        except TypeError:
            refused += 1
            with pytest.raises(TypeError):
                Point(*given, **named)
            continue
        made += 1
        value = Point(*given, **named)
        assert vars(value) == vars(expected)
        assert repr(value) == repr(expected).replace("Data", "")
    assert min(made, refused) >= 8


def test_defaults_are_of_one_value_alone():
    first, second = Point(1), Point(1)
    first.tags.append("mine")
    assert (first.tags, second.tags) == (["mine"], [])


def test_equal_values_of_one_class_are_equal():
    ones = [Point(1), Point(1, 2), Point(2), Untouched(1), DataPoint(1), (1, 2, [])]
    equal = {(a, b) for (a, one), (b, other) in product(enumerate(ones), repeat=2) if one == other}
    assert equal == {(0, 1), (1, 0), *((n, n) for n in range(6))}
    assert hash(Untouched(1, (2,))) == hash(Untouched(1, (2,))) != hash(Untouched(1, (3,)))
    assert len({Untouched(1), Untouched(1), Untouched(2)}) == 2


def test_a_value_cannot_be_changed():
    value = Untouched(1)
    for change in (lambda: setattr(value, "a", 2), lambda: setattr(value, "c", 2), lambda: delattr(value, "a")):
        with pytest.raises(AttributeError, match="cannot be changed"):
            change()
    assert value == Untouched(1)


def test_dataclasses_take_it_for_one_of_theirs():
    value = Untouched(1, (5,))
    assert is_dataclass(value)
    assert [one.name for one in fields(Untouched)] == ["a", "b"]
    assert replace(value, a=7) == Untouched(7, (5,)) != value
    assert value == Untouched(1, (5,))
    with pytest.raises(AttributeError):
        value.a = 3
    assert not is_dataclass(Frozen)


def test_a_field_of_dataclasses_is_refused_rather_than_taken_for_the_default():
    with pytest.raises(TypeError, match="is a field of dataclasses"):
        type("Wrong", (Frozen,), {"__annotations__": {"a": "list"}, "a": field(default_factory=list)})


def test_a_value_has_no_other_base():
    with pytest.raises(TypeError, match="Frozen alone"):
        type("Later", (Point,), {"__annotations__": {"z": "int"}})


def test_a_value_can_be_copied_and_sent_to_another_process():
    value = Point(1, tags=["a"])
    for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert again == value
        assert again is not value
