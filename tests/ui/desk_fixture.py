"""A whole window's desk on a real profile: window, stores, lanes and bus, as the app puts them together.

`desk` is a filled profile, `empty_desk` a fresh one. No page is added: `with_page(desk, "today", TodayPage)` does it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import desk_content
from tracker.store.database import Store
from tracker.tasks.bus import Bus
from tracker.tasks.store_lane import StoreLane
from tracker.tasks.sync_lane import SyncLane
from tracker.ui.desk import Desk
from tracker.ui.everywhere import Everywhere
from tracker.ui.finding import Finding
from tracker.ui.foods.lookups import Lookups
from tracker.ui.page import Page
from tracker.ui.shell import Shell

PageT = TypeVar("PageT", bound=Page)


class Opened:
    """A desk and what must be closed after it."""

    def __init__(self, profile: Path) -> None:
        clock = desk_content.clock()
        Store.open(profile, clock=clock).close()
        self.store = Store.open(profile, clock=clock, readonly=True)
        self.bus = Bus()
        self.lane = StoreLane(lambda: Store.open(profile, clock=clock), self.bus)
        self.sync = SyncLane(profile)
        self.shell = Shell()
        self.shell.resize(1280, 800)  # whatever the display of the tests has room for
        self.desk = Desk(self.shell, self.store, self.lane, lambda: self.sync)
        Everywhere(self.shell, self.desk)
        Lookups(self.shell, self.desk)
        Finding(self.shell, self.desk)
        self.bus.changed.connect(self.shell.changed)
        self.lane.failed.connect(self.shell.show_error)

    def close(self) -> None:
        """Stop the lanes and let go of the profile."""
        self.sync.shutdown()
        self.desk.close()
        assert self.lane.shutdown(drain=True)
        self.store.close()


def with_page(desk: Desk, page_id: str, factory: Callable[[Desk], PageT], key: str = "Ctrl+1") -> PageT:
    """Add a page to the desk's window, show it, and return it."""
    shell = desk.window
    assert isinstance(shell, Shell)
    shell.add_page(page_id, page_id.replace("_", " ").capitalize(), key, lambda: factory(desk))
    shell.show_page(page_id)
    page = shell.page(page_id)
    page.setFocus()
    shell.focus_page()
    return page


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until everything that was asked for is written and shown."""
    qtbot.waitUntil(lambda: not desk.lane.busy and not ("care" in vars(desk) and desk.care.busy))
    qtbot.wait(40)  # the window gathers changes for 15 ms


@pytest.fixture(scope="session")
def filled_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled profile that every test copies."""
    profile = tmp_path_factory.mktemp("filled") / "profile"
    with Store.open(profile, clock=desk_content.clock()) as store:
        desk_content.fill(store)
    return profile


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, filled_profile: Path, tmp_path: Path) -> Iterator[Desk]:
    """A window on a filled profile."""
    profile = tmp_path / "profile"
    shutil.copytree(filled_profile, profile)
    yield from shown(qtbot, Opened(profile))


@pytest.fixture
def empty_desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A window on a profile in which nothing was written yet."""
    yield from shown(qtbot, Opened(tmp_path / "profile"))


def shown(qtbot: QtBot, opened: Opened) -> Iterator[Desk]:
    """Show a window, give its desk away, and close it after the test."""
    qtbot.addWidget(opened.shell)
    with qtbot.waitExposed(opened.shell):
        opened.shell.show()
    opened.shell.activateWindow()
    qtbot.waitUntil(opened.shell.isActiveWindow)
    yield opened.desk
    opened.shell.hide()
    opened.close()
