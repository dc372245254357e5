"""Workouts: history, plans, records and fitness, each a view of its own, and the workout that goes on now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.store.changes import Changes
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import Page, View
from tracker.ui.training.history import HistoryView
from tracker.ui.widgets.buttons import PrimaryButton, SecondaryButton
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.title_bar import TitleBar

VIEWS: tuple[tuple[str, str, Callable[[Desk], View]], ...] = (("history", "History", HistoryView),)
"""In the order of their chips; each is made when it is first shown."""


class WorkoutsPage(Page):
    """Everything about training."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._views: dict[str, View] = {}
        self._stale: dict[str, Changes | None] = {}
        self._build_head()
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._current = VIEWS[0][0]
        self._view(self._current)

    def _build_head(self) -> None:
        head = TitleBar("Workouts")
        self._chips = ChipBar([(name, title) for name, title, _ in VIEWS], "View")
        self._chips.setVisible(len(VIEWS) > 1)
        self._chips.chosen.connect(self.show_view)
        bring, add = SecondaryButton("Import files…"), PrimaryButton("Add workout", "Ctrl+N")
        bring.clicked.connect(partial(self._run, "file.import"))
        add.clicked.connect(partial(self._run, "workouts.new"))
        head.add_after(self._chips)
        head.add_right(bring, add)
        self.body.addWidget(head)

    def _run(self, command: str) -> None:
        self._desk.window.run(command)

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self._view(self._current)

    def _view(self, name: str) -> View:
        if name not in self._views:
            made = next(make for key, _, make in VIEWS if key == name)(self._desk)
            self._views[name] = made
            self._stale[name] = None
            self._stack.addWidget(made)
        return self._views[name]

    @Slot(str)
    def show_view(self, name: str) -> None:
        """Show another view; what can be done here changes with it."""
        if name == self._current:
            return
        self.view.before_leaving()
        self._current = name
        self._chips.choose(name)
        self._stack.setCurrentWidget(self.view)
        self._desk.window.renew_commands()
        self._catch_up()

    def _catch_up(self) -> None:
        if self._current in self._stale:
            self.view.refresh(self._stale.pop(self._current))

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the view as it is now; the others follow when they are shown."""
        for name in self._views:
            self._stale[name] = changes if name not in self._stale else None
        self._catch_up()

    def commands(self) -> Sequence[Command]:
        """What can be done in the view, and going to the others."""
        go = (
            Command(f"workouts.show.{name}", title, "Go", partial(self.show_view, name), (), ("workouts",))
            for name, title, _ in VIEWS
            if len(VIEWS) > 1
        )
        return (*self.view.commands(), *go)

    def panes(self) -> Sequence[QWidget]:
        """Those of the view."""
        return self.view.panes()

    def open_item(self, item: str) -> None:
        """Show a workout, whatever the filter says."""
        self.show_view("history")
        self.view.open_item(item)

    def before_leaving(self) -> None:
        """The view writes down what was typed."""
        self.view.before_leaving()
