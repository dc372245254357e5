"""A themed application and a window with two small pages, for the tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import desk, empty_desk, filled_profile
from tests.ui.sync_fixture import syncing_desk, syncing_profile
from tracker.store.changes import Changes
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.page import Page
from tracker.ui.shell import Shell
from tracker.ui.theme import theme
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView

__all__ = ["desk", "empty_desk", "filled_profile", "syncing_desk", "syncing_profile"]


class SmallPage(Page):
    """A list and a field; writes down what the window asks of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.refreshed: list[Changes | None] = []
        self.done: list[str] = []
        self.reason: str | None = None
        self.name = name
        model = RowsModel((Column("Name"),))
        model.set_rows([Row("a", ("First",), checked=False), Row("b", ("Second",), checked=True)])
        self.list = RowsView(model, "Things")
        self.field = LineField("Filter")
        self.body.addWidget(self.field)
        self.body.addWidget(self.list)

    def refresh(self, changes: Changes | None) -> None:
        self.refreshed.append(changes)

    def commands(self) -> Sequence[Command]:
        return [
            Command(f"{self.name}.new", f"New {self.name}", "Food", self._doer("new"), keys.NEW),
            Command(f"{self.name}.delete", "Delete", "Edit", self._doer("delete"), keys.DELETE),
            Command(
                f"{self.name}.same", "Same as yesterday", "Day", self._doer("same"), keys.SAME_AS_YESTERDAY,
                ("repeat",), lambda: self.reason,
            ),
        ]  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        return (self.list, self.field)

    def open_item(self, item: str) -> None:
        self.done.append(f"open {item}")

    def before_leaving(self) -> None:
        self.done.append("leave")

    def _doer(self, what: str) -> Callable[[], None]:
        return lambda: self.done.append(what)


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme().apply("light")
    yield
    theme().apply("light")


@pytest.fixture
def shell(qtbot: QtBot) -> Shell:
    made = Shell()
    made.resize(1280, 800)  # whatever the display of the tests has room for
    qtbot.addWidget(made)
    made.add_page("meals", "Meals", "Ctrl+1", lambda: SmallPage("meal"))
    made.add_page("rides", "Rides", "Ctrl+2", lambda: SmallPage("ride"))
    made.add_page("sync", "Sync", "F9", lambda: SmallPage("sync"), bottom=True)
    made.show_page("meals")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
