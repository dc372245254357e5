"""An enumeration that was made quickly is the one that Python makes."""

from __future__ import annotations

import enum
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.qt_enums import BASES, SINGLE, _Create, make_quickly

KNOWN = sys.version_info[:2] == (3, 11)
pytestmark = pytest.mark.skipif(not KNOWN, reason="other versions of Python make them their own way")

CAREFULLY = vars(enum.EnumType)["_create_"]
CAREFULLY = CAREFULLY._carefully if isinstance(CAREFULLY, _Create) else CAREFULLY
QUICKLY = _Create(CAREFULLY)
pairs = st.lists(
    st.tuples(
        st.text("ABc1_", min_size=1, max_size=4) | st.sampled_from(["name", "value", "mro", "real", "_value_", "None"]),
        st.integers(-3, 40) | st.sampled_from([1 << 20, 0x7FFFFFFF, -(1 << 31), 0xFFFFFFFF, 3 << 8]),
    ),
    max_size=12,
)

ASK = """
import enum, sys
from PySide6 import QtCore, QtGui, QtWidgets

def told(kind):
    flag = issubclass(kind, enum.Flag)
    masks = (kind._flag_mask_, kind._singles_mask_, kind._all_bits_, kind._inverted_) if flag else ()
    members = [(name, one.name, int(one.value), repr(one), str(one)) for name, one in kind.__members__.items()]
    every = kind(kind._flag_mask_) if flag and kind.__members__ else None
    return (kind.__module__, kind.__qualname__, kind.__bases__, masks, members, [one.name for one in kind], repr(every))

for module in (QtCore, QtGui, QtWidgets):
    for name in sorted(dir(module)):
        made = getattr(module, name)
        for kind in [made, *(getattr(made, inner, None) for inner in dir(made) if inner[0].isupper())]:
            if isinstance(kind, enum.EnumType):
                print(told(kind))
"""


def made(create: Any, base: type, members: list[tuple[str, int]]) -> Any:
    """The enumeration, or the kind of error that making it raises."""
    try:
        return create.__get__(base)("Made", members, module=None, qualname=None, type=None, start=1, boundary=enum.KEEP)
    except (TypeError, ValueError) as error:
        return type(error)


def told(kind: Any) -> dict[str, Any]:
    """All that is to be seen of an enumeration."""
    if not isinstance(kind, enum.EnumType):
        return {"error": kind}
    values = [*range(-3, 9), 1 << 20, (1 << 20) | 1, -(1 << 31), 0xFFFFFFFF]
    found: list[Any] = []
    for value in values:
        try:
            one = kind(value)
            found.append((repr(one), str(one), f"{one}", hash(one) == hash(kind(value)), bool(one), repr(~one)))
        except (TypeError, ValueError) as error:
            found.append((type(error), str(error)))
    own = {name: value for name, value in vars(kind).items() if name not in SINGLE and isinstance(value, int | bool)}
    return {
        "names": set(vars(kind)),
        "own": {name: repr(value) for name, value in own.items()},
        "members": [(name, one.name, one.value, one._sort_order_) for name, one in kind.__members__.items()],
        "by value": {value: one.name for value, one in kind._value2member_map_.items()},
        "listed": [one.name for one in kind],
        "mixed": [(repr(a | b), repr(a & b), a in b) for a in kind for b in kind]
        if issubclass(kind, enum.Flag)
        else [],
        "classes": all(one.__objclass__ is kind and type(one) is kind for one in kind.__members__.values()),
        "found": found,
        "new": kind.__new__ is enum.Enum.__new__,
        "bases": kind.__mro__[1:],
    }


@given(st.sampled_from(BASES), pairs)
def test_it_is_the_one_that_python_makes(base: type, members: list[tuple[str, int]]):
    assert told(made(QUICKLY, base, list(members))) == told(made(CAREFULLY, base, list(members)))


def test_what_is_unusual_is_left_to_python():
    make_quickly()
    with_names = enum.Enum("WithNames", "RED GREEN", module="somewhere")
    assert [(one.name, one.value) for one in with_names] == [("RED", 1), ("GREEN", 2)]
    assert with_names.__module__ == "somewhere"
    assert enum.Flag("Strict", [("A", 1), ("B", 2)])._boundary_ is enum.STRICT
    assert enum.Enum("Words", [("A", "a")], type=str, boundary=enum.KEEP).A == "a"
    quick, plain = (enum.Enum("Here", members, boundary=enum.KEEP) for members in ([("A", 1)], "A"))
    assert quick.__module__ == plain.__module__ == __name__

    class Written(enum.IntEnum):
        ONE = 1

    assert Written(1) is Written.ONE


def test_qt_has_the_same_enumerations_either_way():
    either = [
        subprocess.run(
            [sys.executable, "-c", start + ASK], capture_output=True, text=True, timeout=120, check=True
        ).stdout
        for start in ("", "from tracker.qt_enums import make_quickly\nmake_quickly()\n")
    ]
    assert either[0].count("\n") > 400
    assert either[0] == either[1]
