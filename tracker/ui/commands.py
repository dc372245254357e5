"""Commands: each is declared once; actions, menus, palette rows and the shortcut sheet are built from it.

A command of a page is alive while that page is shown, so two pages may give one key to two things; the commands of
the window are always alive. What a command does lives in the page or in `app`, never here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from tracker.ui.keys import LIST_KEYS
from tracker.values import Frozen

MENUS = ("File", "Edit", "View", "Go", "Day", "Food", "Workout", "Health", "Sync", "Help")


def always() -> str | None:
    """The condition of a command that can always run."""
    return None


class Command(Frozen):
    """Something the user can do.

    Args:
        id: dotted name, for example "meal.same_as_yesterday".
        title: what it does, imperative, for example "Same as yesterday".
        group: the menu it stands in; a new name makes a new menu.
        action: does it.
        shortcut: keys from `keys`, the first one is shown.
        synonyms: other words people may type in the palette.
        enabled: says why it cannot run now, or None.
        checked: for a command that switches something: whether it is on now.
    """

    id: str
    title: str
    group: str
    action: Callable[[], None]
    shortcut: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    enabled: Callable[[], str | None] = always
    checked: Callable[[], bool] | None = None

    @property
    def in_list(self) -> bool:
        """Whether its key works only while a list has the focus."""
        return any(key in LIST_KEYS for key in self.shortcut)


class _Entry(QObject):
    """A command with the one QAction that stands for it in every menu.

    The action is grey only while a menu is open: a key pressed when the command cannot run says why.
    """

    def __init__(self, command: Command, registry: Registry) -> None:
        super().__init__(registry)
        self.command = command
        self._registry = registry
        self.action = QAction(command.title, self)
        self.action.setObjectName(command.id)
        self.action.setShortcuts([QKeySequence(key) for key in command.shortcut])
        if command.in_list:
            self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.action.setAutoRepeat(not command.in_list)
        self.action.setCheckable(command.checked is not None)
        self.action.triggered.connect(self.run)

    @Slot()
    def run(self) -> None:
        self._registry.perform(self.command)

    def refresh(self) -> None:
        reason = self.command.enabled()
        self.action.setEnabled(reason is None)
        self.action.setToolTip(reason or self.command.title)
        if self.command.checked is not None:
            self.action.setChecked(self.command.checked())


class Registry(QObject):
    """All commands: those of the window, and those of the page that is shown.

    Args:
        window: gets the actions, so that keys work while the menu bar is hidden.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._global: dict[str, _Entry] = {}
        self._pages: dict[str, dict[str, _Entry]] = {}
        self._elsewhere: list[tuple[str, Command]] = []
        self._page = ""
        self._menus: list[QMenu] = []

    def add(self, *commands: Command) -> None:
        """Declare commands of the window."""
        for command in commands:
            if command.id in self._global:
                raise ValueError(f"The command {command.id} is declared twice")
            entry = _Entry(command, self)
            self._global[command.id] = entry
            self._attach(entry)
        self._rebuild()

    def add_page(self, page: str, commands: Iterable[Command]) -> None:
        """Declare the commands of a page, in place of those it had; they live from when `show_page` names it."""
        for entry in self._pages.pop(page, {}).values():
            self._window.removeAction(entry.action)
            entry.deleteLater()
        self._pages[page] = {command.id: _Entry(command, self) for command in commands}

    def add_elsewhere(self, commands: Iterable[tuple[str, Command]]) -> None:
        """Name commands of pages that go to their page first, for whoever looks for them while another is shown."""
        self._elsewhere.extend(commands)

    def show_page(self, page: str) -> None:
        """Make the commands of this page the living ones."""
        for entry in self._pages.get(self._page, {}).values():
            self._window.removeAction(entry.action)
        self._page = page
        for entry in self._pages.get(page, {}).values():
            self._attach(entry)
        self._rebuild()

    def living(self) -> list[Command]:
        """Commands of the page shown, then those of the window."""
        return [entry.command for entry in self._living()]

    def findable(self) -> list[Command]:
        """The living commands, then those of other pages that the window has."""
        there = [one for page, one in self._elsewhere if page != self._page and f"page.{page}" in self._global]
        return [*self.living(), *there]

    def living_here(self) -> list[Command]:
        """Commands of the page shown."""
        return [entry.command for entry in self._pages.get(self._page, {}).values()]

    def every(self) -> dict[str, list[Command]]:
        """All commands by page; those of the window stand under the empty name."""
        found = {"": [entry.command for entry in self._global.values()]}
        for page, entries in self._pages.items():
            found[page] = [entry.command for entry in entries.values()]
        return found

    def command(self, command_id: str) -> Command:
        """A living command by its id."""
        return self._find(command_id).command

    def action(self, command_id: str) -> QAction:
        """The action of a living command, to put into a toolbar or context menu."""
        return self._find(command_id).action

    def run(self, command_id: str) -> bool:
        """Run a living command; if it cannot, `refused` says why.

        Returns:
            Whether it ran.
        """
        return self.perform(self.command(command_id))

    def can_run(self, command_id: str) -> bool:
        """Whether there is such a command and it can run now."""
        return any(one.command.id == command_id and one.command.enabled() is None for one in self._living())

    def perform(self, command: Command) -> bool:
        """Run a command of this registry, or say why it cannot run."""
        reason = command.enabled()
        if reason is not None:
            self.refused.emit(reason)
            return False
        command.action()
        return True

    def menus(self) -> list[QMenu]:
        """The living commands as menus in their order; the same objects until the commands change."""
        if not self._menus:
            self._build_menus()
        return self._menus

    def menu(self, command_ids: Sequence[str], parent: QWidget) -> QMenu:
        """A context menu of living commands; an empty id makes a line."""
        made = QMenu(parent)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.aboutToHide.connect(self._enable_all)
        for command_id in command_ids:
            if not command_id:
                made.addSeparator()
                continue
            entry = self._find(command_id)
            entry.refresh()
            made.addAction(entry.action)
        return made

    @Slot()
    def refresh(self) -> None:
        """Grey what cannot run now; for menus that are about to show."""
        for entry in self._living():
            entry.refresh()

    @Slot()
    def _enable_all(self) -> None:
        for entry in self._living():
            entry.action.setEnabled(True)

    def _living(self) -> list[_Entry]:
        return [*self._pages.get(self._page, {}).values(), *self._global.values()]

    def _find(self, command_id: str) -> _Entry:
        page = self._pages.get(self._page, {})
        return page[command_id] if command_id in page else self._global[command_id]

    def _attach(self, entry: _Entry) -> None:
        if not entry.command.in_list:
            self._window.addAction(entry.action)

    def _rebuild(self) -> None:
        for menu in self._menus:
            menu.deleteLater()
        self._menus = []
        self.changed.emit()

    def _build_menus(self) -> None:
        entries = self._living()
        for name in sorted({entry.command.group for entry in entries}, key=menu_order):
            menu = QMenu(name, self._window)
            menu.addActions([entry.action for entry in entries if entry.command.group == name])
            menu.aboutToShow.connect(self.refresh)
            menu.aboutToHide.connect(self._enable_all)
            self._menus.append(menu)


def menu_order(name: str) -> tuple[float, str]:
    """Sorts menus: the known ones in their order, others before Help."""
    return (MENUS.index(name) if name in MENUS else len(MENUS) - 1.5, name)
