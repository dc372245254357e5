"""PySide6 brought in faster is PySide6 all the same: what was left out is there when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tracker.qt_start import LATE, late

ASK = """
from tracker.qt_start import load_qt

load_qt()
load_qt()
import builtins, re, sys
import PySide6.support.signature
from PySide6.QtCore import Qt, QTimer

print(builtins.__import__.__name__ == "__feature_import__", builtins.compile.__module__, re.compile.__module__)
print(PySide6.support.signature.get_signature(QTimer.start))
try:
    QTimer.singleShot("never")
except (TypeError, ValueError) as error:
    print(error)
print(Qt.Key.Key_A, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
"""


EVERY_PART = """
import importlib
from tracker.qt_start import LATE, load_qt

load_qt()
for filename in sorted(LATE):
    part = importlib.import_module(filename.removesuffix(".py").replace("/", "."))
    wanted = [name for name in {names!r} if hasattr(part, name)]
    print(filename, wanted, hasattr(part, "never_heard_of"), len(vars(part)) > 9)
"""


def ask(words: str) -> list[str]:
    """What a fresh process says to some lines."""
    command = [sys.executable, "-c", words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_qt_is_the_same_and_says_what_is_wrong_with_a_call() -> None:
    words = ask(ASK)
    assert words[0] == "False builtins re"
    assert "msec" in words[1]
    assert any("singleShot" in line for line in words[2:-1])
    assert words[-1] == "65 33"


def test_an_imported_qt_is_left_alone() -> None:
    there = ask("import PySide6.QtCore\n" + ASK)
    assert there[0] == "True builtins re"
    assert there[1:] == ask(ASK)[1:]


def test_every_part_is_whole_once_something_is_looked_for_in_it() -> None:
    names = [
        "feature_import", "seterror_argument", "create_signature", "EnumFormatter", "SignatureLayout", "type_map",
        "pyside_type_init", "build_brace_pattern", "Formatter", "ExactEnumerator",
    ]  # fmt: skip
    parts = ask(EVERY_PART.replace("{names!r}", repr(names)))
    assert len(parts) == len(LATE)
    for line in parts:
        assert "[]" not in line
        assert line.endswith("] False True")


def test_a_start_leaves_out_what_only_errors_need() -> None:
    seen = ask(
        "from tracker.qt_start import load_qt\nload_qt()\nimport sys\nfrom PySide6.QtWidgets import QWidget\n"
        "print(*sorted({'inspect', 'argparse', 'dis'} & set(sys.modules)))\n"
        "print(*(name for name in sys.modules if name.startswith('shibokensupport.signature.mapping')))"
    )
    assert seen == ["", "shibokensupport.signature.mapping"]


def test_a_part_that_is_not_there_has_nothing() -> None:
    find = late({"__name__": "shibokensupport.nothing"})
    with pytest.raises(AttributeError, match="no attribute '__path__'"):
        find("__path__")
