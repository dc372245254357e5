"""Brings PySide6 into memory faster than it comes by itself: 45 ms of the 250 that a start took until Today showed.

Its enumerations are made quickly (see `qt_enums`).

Three things cost time that no start needs (measured with PySide 6.11 on Python 3.11):

* PySide's half in Python lies as source in a library and is compiled at every start (13 ms). What was compiled is kept
  in a file, as Python keeps its own modules.
* It prepares three large patterns for making stubs and for help texts (12 ms). They are compiled once they are used.
* It puts itself in place of `import` and reads the source of every module imported from then on, looking for its own
  name (20 ms). That serves `from __feature__ import …`, which Tracker does not use.

Each of them is left out where PySide turns out to be made differently; PySide then starts as it does by itself.
"""

from __future__ import annotations

import builtins
import marshal
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from types import CodeType
from typing import Any

from tracker.qt_enums import make_quickly

EMBEDDED = ("shibokensupport", "signature_bootstrap")
"""How the names of PySide's modules begin that lie as source in its library."""
METHODS = frozenset({"findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"})

Compiled = dict[str, tuple[bytes, CodeType]]


def load_qt() -> None:
    """Import PySide6, unless it was imported already."""
    if "shiboken6" in sys.modules:
        return
    make_quickly()
    with _kept_code(), _late_patterns():
        import PySide6  # noqa: F401 - brings shiboken6, whose compiled half starts the one in Python
    if hasattr(builtins, "__orig_import__"):
        builtins.__import__ = builtins.__orig_import__


class LatePattern:
    """Stands for a regular expression, which is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        if name not in METHODS:
            return getattr(re.compile(*self._given), name)

        def use(*arguments: Any, **named: Any) -> Any:
            return getattr(re.compile(*self._given), name)(*arguments, **named)

        return use


@contextmanager
def _late_patterns() -> Iterator[None]:
    """Have PySide's patterns compiled when they are used; everyone else's at once, as ever."""
    at_once = re.compile

    def compile_late(pattern: Any, flags: int = 0) -> Any:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        return LatePattern(pattern, flags) if caller.startswith(EMBEDDED) else at_once(pattern, flags)

    re.compile = compile_late
    try:
        yield
    finally:
        re.compile = at_once


@contextmanager
def _kept_code() -> Iterator[None]:
    """Take PySide's code from the file it is kept in, as far as its source is still the same, and keep it there."""
    in_builtins, path = builtins.compile, cache_from_source(__file__) + ".qt"
    kept = _read(path)
    found: Compiled = {}

    def compile_once(source: Any, filename: Any, mode: str, *rest: Any, **named: Any) -> Any:
        if rest or named or mode != "exec" or not isinstance(filename, str) or not filename.startswith(EMBEDDED):
            return in_builtins(source, filename, mode, *rest, **named)
        digest = source_hash(source.encode() if isinstance(source, str) else source)
        if kept.get(filename, (b"", None))[0] == digest:
            found[filename] = kept[filename]
        else:
            found[filename] = (digest, in_builtins(source, filename, mode))
        return found[filename][1]

    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = in_builtins
    if found != kept and not sys.dont_write_bytecode:
        _write(path, found)


def _read(path: str) -> Compiled:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is not here yet, and comes with PySide
            data = file.read()
        return marshal.loads(data[len(MAGIC_NUMBER) :]) if data.startswith(MAGIC_NUMBER) else {}  # noqa: S302 - as .pyc
    except (OSError, EOFError, ValueError, TypeError):
        return {}


def _write(path: str, kept: Compiled) -> None:
    """Replace the file whole, so that another start never reads half of it; where that is not allowed, go without."""
    part = f"{path}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(part, "wb") as file:  # noqa: PTH123
            file.write(MAGIC_NUMBER + marshal.dumps(kept))
        os.replace(part, path)  # noqa: PTH105
