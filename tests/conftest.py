"""What holds for every test: no screen, no real profile or keyring, nothing unexpected said or left.

A test fails on a log record of WARNING or above that it did not announce with `expect_log`, on a thread or a
QThread that outlives it, on any Python warning and on any warning of Qt's (the last two are set in
pyproject.toml). Fixtures of one folder's tests belong in that folder's conftest.py, not here.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tracker.formats.web import Web

# Set here and not in a fixture: Qt and the platform's folders are asked for while test modules are imported.
HOME = Path(tempfile.mkdtemp(prefix="tracker-tests-"))
KEPT = {"home", "cache", "run"}  # font caches cost a second to make
FOLDERS = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "data",
    "LOCALAPPDATA": "data",
    "XDG_DATA_HOME": "data",
    "XDG_CONFIG_HOME": "config",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("XAUTHORITY", str(Path.home() / ".Xauthority"))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
for _variable, _folder in FOLDERS.items():
    os.environ[_variable] = str(HOME / _folder)
for _folder in KEPT:
    (HOME / _folder).mkdir(mode=0o700)

# A busy machine is no failure.
PATIENCE_MS = 30_000
hypothesis.settings.register_profile("tracker", deadline=None)
hypothesis.settings.load_profile("tracker")

try:
    import PySide6.QtTest  # noqa: F401 - pytest-qt will
except ImportError as error:
    QT_MISSING = str(error)
    collect_ignore = ["tasks", "ui", "end_to_end", "test_app.py"]
else:
    QT_MISSING = ""
    from pytestqt.qtbot import QtBot

    for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitActive, QtBot.waitExposed):
        assert _wait.__kwdefaults__["timeout"] == 5000
        _wait.__kwdefaults__["timeout"] = PATIENCE_MS


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Where Qt cannot be imported, the tests that need none still run; pytest-qt would refuse to start."""
    if QT_MISSING:
        pluginmanager.unregister(name="pytest-qt")


def pytest_report_header() -> str | None:
    """Says so when a part of the tests is left out."""
    return f"WITHOUT QT ({QT_MISSING}): {', '.join(collect_ignore)} left out" if QT_MISSING else None


@pytest.hookimpl(optionalhook=True)
def pytest_xvfb_disable() -> bool:
    """An X server is started only for QT_QPA_PLATFORM=xcb."""
    return os.environ["QT_QPA_PLATFORM"] != "xcb"


def pytest_unconfigure() -> None:
    """Removes the made-up home."""
    shutil.rmtree(HOME, ignore_errors=True)


# -------------------------------------------------------------------------------------------------- folders


@pytest.fixture(autouse=True)
def empty_home() -> Iterator[None]:
    """No test finds the default profile of another; fixtures of a wider scope name their own folder."""
    yield
    leftovers = [path for path in HOME.iterdir() if path.name not in KEPT] + list((HOME / "home").iterdir())
    for path in leftovers:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


# ------------------------------------------------------------------------------------------------------ log


class LogGuard(logging.Handler):
    """Collects what is logged at WARNING and above, and what the test said it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []
        self.awaited: list[re.Pattern[str]] = []
        self.announced: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Announces records, one or more, whose 'LEVEL logger: message' holds this regular expression."""
        self.announced.append(re.compile(pattern))
        self.awaited.append(self.announced[-1])

    def emit(self, record: logging.LogRecord) -> None:
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        matching = [pattern for pattern in self.announced if pattern.search(line)]
        self.awaited = [pattern for pattern in self.awaited if pattern not in matching]
        if not matching:
            self.unexpected.append(line)


@pytest.fixture(autouse=True)
def log_guard() -> Iterator[LogGuard]:
    """Fails the test on a warning that it did not announce, and on an announced one that never came."""
    guard = LogGuard()
    logging.getLogger().addHandler(guard)
    yield guard
    logging.getLogger().removeHandler(guard)
    problems = [f"Unexpected in the log: {line}" for line in guard.unexpected]
    problems += [f"Expected in the log, and never came: {pattern.pattern}" for pattern in guard.awaited]
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


@pytest.fixture
def expect_log(log_guard: LogGuard) -> Callable[[str], None]:
    """`expect_log("no answer from")` before the act: a warning that is part of what is tested."""
    return log_guard.expect


@pytest.fixture
def web() -> Iterator[Web]:
    """What asks the web, or a server that stands for it."""
    from tracker.formats.web import Web

    made = Web()
    yield made
    made.close()


# -------------------------------------------------------------------------------------------------- threads


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fails the test when a thread or a QThread that it started still runs."""
    before, native_before = set(threading.enumerate()), native_threads()
    yield
    left = [
        thread.name for thread in set(threading.enumerate()) - before if not thread.daemon and not ends_soon(thread)
    ]
    if native_before is None or native_threads() - native_before:
        left += stop_running_qthreads()
    if left:
        pytest.fail(f"Still running after the test: {', '.join(sorted(left))}", pytrace=False)


def ends_soon(thread: threading.Thread) -> bool:
    """Gives a thread that was told to end the second that a busy machine may take."""
    deadline = time.monotonic() + 1
    while thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not thread.is_alive()


def native_threads() -> Any:
    """The ids of this process's threads, or None where the system does not list them."""
    tasks = Path("/proc/self/task")
    return {path.name for path in tasks.iterdir()} if tasks.is_dir() else None


def stop_running_qthreads() -> list[str]:
    """Names and ends the QThreads that run; left alone they would abort the whole run at its end."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None:
        return []
    current = core.QThread.currentThread()
    running = [thing for thing in gc.get_objects() if isinstance(thing, core.QThread) and thing is not current]
    names = []
    for thread in running:
        if core.QThread.isRunning(thread):
            names.append(f"QThread {thread.objectName() or type(thread).__name__}")
            thread.requestInterruption()
            thread.quit()
            thread.wait(2000)
    return names


def pytest_configure(config: pytest.Config) -> None:
    """Collect garbage on the main thread alone: a lane that collects would destroy widgets on its own thread."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it after every window took as long as the test itself."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Collect between tests: all of it after a test with a window, the young after any other."""
    gc.collect(2 if "qtbot" in getattr(item, "fixturenames", ()) else 0)
