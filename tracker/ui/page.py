"""What a page is to the shell, and what the shell offers to a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store.changes import Changes
from tracker.tasks.task import Task
from tracker.ui.commands import Command

NARROW = 600
"""px of width below which a page leaves out what the eye can spare."""


class Window(Protocol):
    """What pages and dialogs may ask of the window."""

    def show_page(self, page_id: str, item: str = "") -> None:
        """Go to a page; with an item it opens that record."""

    def show_error(self, error: KnownError, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show an error above the page, with one action."""

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show a sentence for some seconds, with Undo if there is something to undo."""

    def show_menu(self, commands: Sequence[str], where: QPoint) -> None:
        """Show a context menu of commands by their ids; an empty id makes a line."""

    def run(self, command: str) -> None:
        """Run a command by its id, as its key would."""

    def renew_commands(self) -> None:
        """Ask the page that is shown again what can be done there: it shows another of its views."""

    def watch(self, task: Task, words: str) -> None:
        """Show how far a task is once it takes longer than 600 ms, with Cancel."""


class View(QWidget):
    """What is shown and done in one place: a page, or one of the views of a page that has several."""

    def refresh(self, changes: Changes | None) -> None:
        """Show what is in the store now; None when shown for the first time. Only called while visible."""
        raise NotImplementedError

    def commands(self) -> Sequence[Command]:
        """What can be done here; asked once, alive while the page is shown."""
        return ()

    def panes(self) -> Sequence[QWidget]:
        """Where F6 goes in turn; the first one gets the focus when the page is shown."""
        return ()

    def open_item(self, item: str) -> None:
        """Show a record of this page, by its id."""

    def before_leaving(self) -> None:
        """The page is about to be hidden: write down what was typed."""


class Page(View):
    """Base of every page. Put the title bar and the rest into `body`, which has the page's margins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        self._set_margins(narrow=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the edges to the content where there is little room."""
        super().resizeEvent(event)
        self._set_margins(narrow=event.size().width() < NARROW)

    def _set_margins(self, *, narrow: bool) -> None:
        self.body.setContentsMargins(*((16, 10, 16, 8) if narrow else (28, 18, 28, 16)))
        self.body.setSpacing(10 if narrow else 16)
