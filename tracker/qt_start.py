"""Brings PySide6 into memory faster than it comes by itself: 55 ms of the 250 that a start took until Today showed.

What a start does without is left out (measured with PySide 6.11 on Python 3.11):

* PySide's half in Python lies as source in a library and is compiled and run at every start (35 ms), though most of it
  serves only to say what is wrong with a call, to help, and to write stubs. Those modules are run when something is
  looked for in them.
* It puts itself in place of `import` and reads the source of every module imported from then on, looking for its own
  name (20 ms). That serves `from __feature__ import …`, which Tracker does not use.

Its enumerations are made quickly as well, see `qt_enums`. Where PySide turns out to be made differently, it starts as
it does by itself.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from tracker.qt_enums import make_quickly

_SIGNATURE = ("errorhandler", "layout", "lib/enum_sig", "lib/pyi_generator", "lib/tool", "mapping", "parser")
LATE = frozenset(f"shibokensupport/{name}.py" for name in ("feature", *(f"signature/{name}" for name in _SIGNATURE)))
"""The parts of PySide that are run when something is looked for in them."""
INSTEAD = compile(
    """
from tracker.qt_start import late

def feature_import(*_, **__):
    "Nothing is imported in another way than usual."

def feature_imported(_):
    "Nothing is noted about what was imported."

__getattr__ = late(globals())
""",
    __file__,
    "exec",
)
"""What stands in such a part until then."""

_sources: dict[str, Any] = {}
_run: set[str] = set()
_running = RLock()
_import = builtins.__import__


def load_qt() -> None:
    """Import PySide6, unless it was imported already."""
    if "shiboken6" in sys.modules:
        return
    make_quickly()
    with _leaving_out():
        import PySide6  # noqa: F401 - brings shiboken6, whose compiled half starts the one in Python
    if hasattr(builtins, "__orig_import__"):
        builtins.__import__ = builtins.__orig_import__


@contextmanager
def _leaving_out() -> Iterator[None]:
    """While PySide compiles what it carries along, put `INSTEAD` in the place of the late parts."""
    in_builtins = builtins.compile

    def compile_now(source: Any, filename: Any, *rest: Any, **named: Any) -> Any:
        if filename not in LATE:
            return in_builtins(source, filename, *rest, **named)
        _sources[filename] = source
        return INSTEAD

    builtins.compile = compile_now
    try:
        yield
    finally:
        builtins.compile = in_builtins


def late(module: dict[str, Any]) -> Callable[[str], Any]:
    """The `__getattr__` of a late part with these names: it runs the part, and finds what was looked for."""
    name = str(module["__name__"])
    filename = f"{name.replace('.', '/')}.py"

    def find(wanted: str) -> Any:
        if not wanted.startswith("__"):
            _run_once(filename, module)
        if wanted in module:
            return module[wanted]
        raise AttributeError(f"module {name!r} has no attribute {wanted!r}")

    return find


def _run_once(filename: str, module: dict[str, Any]) -> None:
    with _running:  # parts look into one another while they run, which is fine on this thread
        if filename not in _run:
            _run.add(filename)
            hooked, builtins.__import__ = builtins.__import__, _import
            try:
                exec(compile(_sources[filename], filename, "exec"), module)  # noqa: S102 - PySide's own
            finally:
                builtins.__import__ = hooked
