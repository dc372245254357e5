"""Settings: how things look and are counted, the target, syncing, the data itself, and what Tracker is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tracker.settings import Group
from tracker.store.changes import Changes
from tracker.store.queries import targets
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.dialogs.accounts import AccountsDialog
from tracker.ui.dialogs.remove_data import RemoveDataDialog
from tracker.ui.dialogs.target import TargetDialog
from tracker.ui.page import Page
from tracker.ui.settings.about_panel import AboutPanel
from tracker.ui.settings.data_panel import DataPanel
from tracker.ui.settings.meal_slots import MealSlots
from tracker.ui.settings.setting_form import SettingForm
from tracker.ui.settings.target_card import TargetCard
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.scrolling import Scrolling
from tracker.ui.widgets.title_bar import TitleBar

CHOICES = (
    ("general", "General"), ("profile", "Profile and targets"), ("sync", "Sync"), ("data", "Data"), ("about", "About"),
)  # fmt: skip
FORM_WIDTH = 560


class SettingsPage(Page):
    """The Settings screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._chips = ChipBar(CHOICES, "Settings")
        self._chips.chosen.connect(self.show_part)
        title = TitleBar("Settings")
        title.add_views(self._chips)
        self.body.addWidget(title)
        self._stack = QStackedWidget()
        self._forms: list[SettingForm] = []
        self._meals = MealSlots(desk)
        self._target = TargetCard()
        self._target.change_wanted.connect(self.change_target)
        self._account = LinkButton("Account, devices and conflicts: the Sync page", tone="accent")
        self._account.clicked.connect(self._go_to_sync)
        self._accounts = LinkButton("Accounts on this computer…")
        self._accounts.clicked.connect(self.show_accounts)
        self._removal = LinkButton("Remove the data from this computer…", tone="bad")
        self._removal.clicked.connect(self.remove_data)
        self._data = DataPanel(desk)
        self._parts: dict[str, QWidget] = {
            "general": self._form("General", self._meals),
            "profile": self._form("Profile and targets", self._target),
            "sync": self._form("Sync", self._account, self._accounts, self._removal),
            "data": self._data,
            "about": Scrolling(AboutPanel()),
        }
        for part in self._parts.values():
            self._stack.addWidget(part)
        self.body.addWidget(self._stack, 1)

    def _form(self, group: Group, *below: QWidget) -> QWidget:
        holder = QWidget()
        holder.setMaximumWidth(FORM_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(16)
        form = SettingForm(self._desk, group)
        self._forms.append(form)
        column.addWidget(form)
        for widget in below:
            column.addWidget(widget)
        column.addStretch(1)
        return Scrolling(holder)

    def refresh(self, changes: Changes | None) -> None:
        """Show what holds now."""
        for form in self._forms:
            form.refresh()
        self._meals.refresh()
        today = self._desk.today.isoformat()
        self._target.show_target(targets.target_on(self._desk.store, today), self._desk.words)
        if self._chips.current == "data" and (changes is None or changes.tables - {"device_setting"}):
            self._data.refresh()

    def commands(self) -> Sequence[Command]:
        """What can be done with the file and the target."""
        return (
            Command(
                "settings.meal", "Add a meal of the day…", "Food", self._add_meal, (), ("slot", "second breakfast")
            ),
            Command("settings.backup", "Back up now", "File", self._back_up, (), ("save", "copy", "safety")),
            Command("settings.restore", "Restore a backup…", "File", self._restore, (), ("go back", "recover")),
            Command(
                "settings.look", "Look inside a backup", "File", self._look_inside, (), ("open", "copy", "earlier")
            ),
            Command("settings.check_backup", "Check a backup", "File", self._check_backup, (), ("verify", "damaged")),
            Command("settings.export", "Export everything…", "File", self._export, (), ("json", "take along")),
            Command(
                "settings.tables", "Export everything as tables…", "File", self._tables, (), ("csv", "spreadsheet")
            ),
            Command("settings.bring_in", "Import an export…", "File", self._bring_in, (), ("json", "move here")),
            Command(
                "settings.check", "Check the whole file", "File", self._check, (), ("health", "doctor", "integrity")
            ),
            Command("settings.tidy", "Tidy up the file", "File", self._tidy, (), ("vacuum", "optimize", "smaller")),
            Command(
                "settings.accounts",
                "Accounts on this computer…",
                "Sync",
                self.show_accounts,
                (),
                ("switch account", "other account", "profile"),
            ),
            Command(
                "settings.remove",
                "Remove the data from this computer…",
                "Sync",
                self.remove_data,
                (),
                ("delete everything", "wipe", "erase"),
            ),
            Command("settings.target", "Change the daily target…", "Day", self.change_target, (), ("goal", "calories")),
        )

    def panes(self) -> Sequence[QWidget]:
        """The chips, then what they show."""
        return (
            (self._chips, self._data.backups.list, self._data.list) if self._chips.current == "data" else (self._chips,)
        )

    def open_item(self, item: str) -> None:
        """Show a part by its key: general, profile, sync, data, about."""
        if item in self._parts:
            self._chips.choose(item)
            self.show_part(item)

    @Slot(str)
    def show_part(self, part: str) -> None:
        """Show one part."""
        self._stack.setCurrentWidget(self._parts[part])
        if part == "data":
            self._data.refresh()

    def _add_meal(self) -> None:
        self.open_item("general")
        self._meals.add()

    def _check(self) -> None:
        self.open_item("data")
        self._data.check.full_check()

    def _tidy(self) -> None:
        self.open_item("data")
        self._data.check.tidy_up()

    def _back_up(self) -> None:
        self.open_item("data")
        self._data.backups.back_up()

    def _restore(self) -> None:
        self.open_item("data")
        self._data.backups.ask_to_restore()

    def _look_inside(self) -> None:
        self.open_item("data")
        self._data.backups.look_inside()

    def _check_backup(self) -> None:
        self.open_item("data")
        self._data.backups.check()

    def _export(self) -> None:
        self.open_item("data")
        self._data.take.choose_export()

    def _tables(self) -> None:
        self.open_item("data")
        self._data.take.choose_tables()

    def _bring_in(self) -> None:
        self.open_item("data")
        self._data.take.choose_import()

    @Slot()
    def change_target(self) -> None:
        """Ask for the target from today on."""
        TargetDialog(self._desk, self, self._desk.today).open()

    @Slot()
    def show_accounts(self) -> None:
        """Show whose data is on this computer."""
        AccountsDialog(self._desk, self).open()

    @Slot()
    def remove_data(self) -> None:
        """Ask whether the data is to be removed from here."""
        RemoveDataDialog(self._desk, self).open()

    @Slot()
    def _go_to_sync(self) -> None:
        self._desk.window.show_page("sync")
