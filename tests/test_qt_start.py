"""PySide6 brought in faster is PySide6 all the same, whatever lies in the file that its code is kept in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.qt_start import LatePattern

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
print(type(sys.modules["shibokensupport.signature.lib.pyi_generator"].Formatter.brace_searcher).__name__)
print(Qt.Key.Key_A, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
"""


@pytest.fixture
def ask(tmp_path: Path):
    """Starts Python, loads Qt and asks it a few things; compiled modules are kept in this test's own folder."""

    def run(before: str = "", **environment: str) -> list[str]:
        surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), **environment}
        if "PYTHONDONTWRITEBYTECODE" not in environment:
            surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-c", before + ASK]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=surroundings)
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.qt*"))


def test_qt_is_the_same_and_says_what_is_wrong_with_a_call(ask, tmp_path: Path):
    words = ask()
    assert words[0] == "False builtins re"
    assert "msec" in words[1]
    assert any("singleShot" in line for line in words[2:-2])
    assert words[-2:] == ["LatePattern", "65 33"]
    assert len(kept(tmp_path)) == 1
    assert ask() == words


def test_code_of_another_pyside_is_compiled_anew(ask, tmp_path: Path):
    words = ask()
    (path,) = kept(tmp_path)
    whole = path.read_bytes()
    for damaged in (b"", whole[:5000], b"\0" * 100, whole.replace(b"Copyright", b"copyright")):
        path.write_bytes(damaged)
        assert ask() == words
    assert kept(tmp_path) == [path]


def test_nothing_is_kept_where_python_may_not_write(ask, tmp_path: Path):
    words = ask(PYTHONDONTWRITEBYTECODE="1")
    assert kept(tmp_path) == []
    (tmp_path / "file").write_text("no folder")
    assert ask(PYTHONPYCACHEPREFIX=str(tmp_path / "file")) == words


def test_an_imported_qt_is_left_alone(ask):
    assert ask("import PySide6.QtCore\n")[0] != ask()[0]


def test_a_late_pattern_answers_as_the_real_one():
    late = LatePattern("(a)(b)", 0)
    split = late.split
    assert split("1ab2") == ["1", "a", "b", "2"]
    assert (late.pattern, late.groups) == ("(a)(b)", 2)
    with pytest.raises(AttributeError):
        _ = late.nothing
