"""The main window: sidebar, pages made on first show, status bar, palette, and what pages ask of the window.

What pages show and what commands do is theirs; this knows neither the store nor sync.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.paths import resources
from tracker.store.changes import Changes
from tracker.tasks.task import Task
from tracker.ui import keys, placing
from tracker.ui.commands import Command, Registry
from tracker.ui.contested import RESOLVE
from tracker.ui.page import Page
from tracker.ui.sidebar import Sidebar
from tracker.ui.stage import Stage
from tracker.ui.status_bar import StatusBar

if TYPE_CHECKING:
    from tracker.ui.palette import Palette

GATHER_MS = 15
NARROW = 800
"""px of width below which the sidebar gives way."""


class _Place:
    """A page that may not exist yet, and what changed while it was hidden."""

    def __init__(self, title: str, factory: Callable[[], Page]) -> None:
        self.title = title
        self.factory = factory
        self.page: Page | None = None
        self.stale = True
        self.missed: Changes | None = None


class Shell(QMainWindow):
    """The main window.

    Signals: `painted` after the first frame, `palette_made` before the palette is used for the first time.
    """

    painted = Signal()
    palette_made = Signal()

    undo_requested = Signal()
    files_dropped = Signal(object)
    closing = Signal()
    page_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Tracker")
        self.setAcceptDrops(True)
        placing.open_on_screen(self)
        self.registry = Registry(self)
        self.sidebar, self.stage, self.status = Sidebar(), Stage(), StatusBar()
        self._lay_out()
        self._palette: Palette | None = None
        self._is_painted = False
        self.current_page = ""
        self._places: dict[str, _Place] = {}
        self._gathered: list[Changes] = []
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._spread)
        self._settings: QSettings | None = None
        self._alt_alone = False
        self._connect()
        self.registry.add(*self._commands())

    def _lay_out(self) -> None:
        central = QWidget()
        column = QVBoxLayout(central)
        row = QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self.stage, 1)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.sidebar.chosen.connect(self.show_page)
        self.sidebar.menu_requested.connect(self.open_menu)
        self.status.clicked.connect(self._status_clicked)
        self.stage.toast.undo_requested.connect(self.undo_requested)
        self.registry.refused.connect(self.say)
        self.painted.connect(self._show_icon)  # reading a drawing takes longer than making the whole sidebar
        if sys.platform == "darwin":
            self.registry.changed.connect(self._fill_menu_bar)

    def _commands(self) -> list[Command]:
        return [
            Command("palette", "Search or run anything", "Go", self.open_palette, keys.PALETTE, ("find", "log")),
            Command("palette.commands", "Run a command", "Go", self.open_command_palette, keys.COMMANDS),
            Command("pane.next", "Next pane", "View", self.next_pane, keys.NEXT_PANE, ("focus",)),
            Command("pane.previous", "Previous pane", "View", self.previous_pane, keys.PREVIOUS_PANE),
            Command("window.full_screen", "Full screen", "View", self.toggle_full_screen, keys.FULL_SCREEN),
            Command("help.shortcuts", "All shortcuts", "Help", self.show_shortcuts, keys.SHORTCUTS, ("keys",)),
            Command("window.quit", "Quit", "File", self._quit, keys.QUIT, ("exit", "close")),
        ]

    # Pages

    def add_page(
        self,
        page_id: str,
        title: str,
        shortcut: str,
        factory: Callable[[], Page],
        *,
        bottom: bool = False,
        menu: str = "",
    ) -> None:
        """Register a page. It is made when it is first shown.

        Args:
            page_id: its name; the command that shows it is "page.<page_id>".
            title: in the sidebar and the menu.
            shortcut: the key that shows it.
            factory: makes it.
            bottom: whether it stands in the lower group of the sidebar.
            menu: of a page that has no place in the sidebar, the menu of its command.
        """
        self._places[page_id] = _Place(title, factory)
        if not menu:
            self.sidebar.add(page_id, title, shortcut, bottom=bottom)

        def show() -> None:
            self.show_page(page_id)

        self.registry.add(Command(f"page.{page_id}", title, menu or "Go", show, (shortcut,), ("show", "open")))

    def page(self, page_id: str) -> Page:
        """A page, made now if it was never shown."""
        place = self._places[page_id]
        if place.page is None:
            place.page = place.factory()
            self.stage.pages.addWidget(place.page)
            self.registry.add_page(page_id, self._commands_of(place.page))
        return place.page

    @Slot(str)
    def show_page(self, page_id: str, item: str = "") -> None:
        """Go to a page; with an item it opens that record."""
        if self._gathered:  # what is opened may have come with them
            self._gather.stop()
            self._spread()
        page = self.page(page_id)
        if page_id != self.current_page:
            if self.current_page:
                self.page(self.current_page).before_leaving()
            self.current_page = page_id
            self.stage.pages.setCurrentWidget(page)
            self.sidebar.mark(page_id)
            self.registry.show_page(page_id)
            self.setWindowTitle(f"{self._places[page_id].title} – Tracker")
            self._bring_up_to_date(self._places[page_id])
            self.focus_page()
            self.page_shown.emit(page_id)
        if item:
            page.open_item(item)

    def renew_commands(self) -> None:
        """Ask the page that is shown again what can be done there: it shows another of its views."""
        if self.current_page:
            self.registry.add_page(self.current_page, self._commands_of(self.page(self.current_page)))
            self.registry.show_page(self.current_page)

    def _commands_of(self, page: Page) -> Sequence[Command]:
        """What a page can do; where it has no list to filter, the key for that finds in everything."""
        own = page.commands()
        if any(key in one.shortcut for one in own for key in keys.FILTER):
            return own
        return (*own, Command("palette.find", "Find…", "Edit", self.open_palette, keys.FILTER))

    def focus_page(self) -> None:
        """Put the focus into the first pane of the page."""
        panes = self.page(self.current_page).panes() if self.current_page else ()
        if panes:
            panes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_badge(self, page_id: str, count: int) -> None:
        """Show a number on a page in the sidebar; nothing for 0."""
        self.sidebar.set_badge(page_id, str(count) if count else "")

    @Slot(object)
    def changed(self, changes: Changes) -> None:
        """Tell the page that is shown, and remember it for the others; connect this to the bus."""
        self._gathered.append(changes)
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _spread(self) -> None:
        changes = merged(self._gathered)
        self._gathered = []
        for place in self._places.values():
            if place.page is not None and not place.stale:
                place.missed = changes if place.missed is None else merged([place.missed, changes])
        if self.current_page:
            self._bring_up_to_date(self._places[self.current_page])

    def _bring_up_to_date(self, place: _Place) -> None:
        if place.page is None or (not place.stale and place.missed is None):
            return
        missed, place.missed = (None if place.stale else place.missed), None
        place.stale = False
        place.page.refresh(missed)

    # What pages ask of the window

    @Slot(object)
    def show_error(self, error: KnownError, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show an error above the page, with one action."""
        self.stage.error.show_error(error, action, run)

    @Slot(str)
    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Show a sentence for some seconds, with Undo if there is something to undo."""
        self.stage.toast.say(sentence, undo=undo)

    def show_menu(self, commands: Sequence[str], where: QPoint) -> None:
        """Show a context menu of commands by their ids; an empty id makes a line. What is in conflict leads it."""
        first = (RESOLVE, "") if self.registry.can_run(RESOLVE) else ()
        self.registry.menu((*first, *commands), self).popup(where)

    def run(self, command: str) -> None:
        """Run a command by its id, as its key would."""
        self.registry.run(command)

    def watch(self, task: Task, words: str) -> None:
        """Show how far a task is once it takes longer than 600 ms, with Cancel."""
        self.stage.progress.watch(task, words)

    def stage_rect(self) -> QRect:
        """Where pages are, in the window's coordinates; overlays dim this part."""
        return QRect(self.stage.mapTo(self, QPoint(0, 0)), self.stage.size())

    # Palette, menus, panes

    @property
    def palette_overlay(self) -> Palette:
        """The palette, made when it is first asked for."""
        if self._palette is None:
            from tracker.ui.palette import Palette  # the first frame goes without it

            self._palette = Palette(self, self.registry)
            self.palette_made.emit()
        return self._palette

    def open_palette(self) -> None:
        """Open the palette, empty."""
        self.palette_overlay.open_with("")

    def open_command_palette(self) -> None:
        """Open the palette in command mode."""
        self.palette_overlay.open_with(">")

    def show_shortcuts(self) -> None:
        """Open the sheet of all shortcuts."""
        from tracker.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self, self.registry).open()

    @Slot()
    def open_menu(self) -> None:
        """Open all menus at the sidebar's button."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for part in self.registry.menus():
            menu.addMenu(part)
        button = self.sidebar.menu_button
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    @Slot()
    def next_pane(self) -> None:
        """Move the focus to the next pane: the page's panes, then the sidebar."""
        self._move_pane(1)

    @Slot()
    def previous_pane(self) -> None:
        """Move the focus to the pane before."""
        self._move_pane(-1)

    @Slot()
    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _move_pane(self, step: int) -> None:
        panes = list(self.page(self.current_page).panes()) if self.current_page else []
        panes = [pane for pane in panes if pane.isVisible() and pane.isEnabled()]
        inside = [pane.hasFocus() or pane.isAncestorOf(self.focusWidget()) for pane in panes]
        if True in inside:
            target = inside.index(True) + step
        else:
            target = 0 if step > 0 else len(panes) - 1
        if 0 <= target < len(panes):
            panes[target].setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.sidebar.focus()

    @Slot(str)
    def _status_clicked(self, name: str) -> None:
        if name == "palette":
            self.open_palette()
        elif "sync" in self._places:
            self.show_page("sync", "version" if name == "review" else "")

    @Slot()
    def _show_icon(self) -> None:
        from PySide6.QtGui import QIcon

        self.setWindowIcon(QIcon(str(resources() / "icons" / "tracker.svg")))

    @Slot()
    def _fill_menu_bar(self) -> None:
        self.menuBar().clear()
        for menu in self.registry.menus():
            self.menuBar().addMenu(menu)

    def _quit(self) -> None:
        self.close()

    # Events

    def remember_in(self, path: Path) -> None:
        """Restore size and place from an ini file now, and write them there when the window closes."""
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)
        geometry = self._settings.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
            placing.keep_on_screen(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sidebar.set_narrow(narrow=event.size().width() < NARROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)  # what lies on the window is painted right after it

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.current_page:
            self.page(self.current_page).before_leaving()
        if self._settings is not None:
            self._settings.setValue("window/geometry", self.saveGeometry())
            self._settings.sync()
        self.closing.emit()
        self._gather.stop()  # the pages' data is closed from here on
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._alt_alone = event.key() == Qt.Key.Key_Alt
        if event.key() == Qt.Key.Key_Escape and self.stage.error.isVisible():
            self.stage.error.clear()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt and self._alt_alone and sys.platform != "darwin":
            self.open_menu()
        self._alt_alone = False
        super().keyReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)


def merged(changes: list[Changes]) -> Changes:
    """Several changes as one."""
    tables = frozenset().union(*(one.tables for one in changes))
    ids = tuple(dict.fromkeys(row_id for one in changes for row_id in one.ids))
    return Changes(tables, ids, changes[-1].label if changes else "")
