"""Choosing how data is kept: three modes, each with what it means in plain words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError
from tracker.sync import modes
from tracker.sync.modes import Mode, NotDownloaded
from tracker.sync.status import sync_status
from tracker.ui.desk import Desk
from tracker.ui.widgets.fields import RadioList
from tracker.ui.widgets.strips import ErrorStrip
from tracker.ui.widgets.text import Text


class ModeField(RadioList):
    """The mode that holds among all modes. A switch that cannot be made yet says why and leaves all as it was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        setting = modes.SETTING
        super().__init__(setting.choices, setting.label, parent, explanations=modes.EXPLANATIONS)
        self._desk = desk
        self._wanted: Mode | None = None
        self._busy = Text("", "muted", wrap=True)
        self._busy.hide()
        self._error = ErrorStrip()
        self.add_below(self._busy, self._error)
        self.chosen.connect(self.switch_to)
        desk.sync.mode_changed.connect(self._switched)
        desk.sync.failed.connect(self._failed)

    def refresh(self) -> None:
        """Show what holds now; a choice under way stays shown."""
        if self._wanted is None:
            self.choose(modes.mode(self._desk.store))

    @Slot(str)
    def switch_to(self, mode: str, anyway: bool = False) -> None:
        """Go over to a mode."""
        now = modes.mode(self._desk.store)
        if mode == now and self._wanted is None:
            return
        self._error.clear()
        self._wanted = modes.mode_of(mode)
        leaving = now == "cloud" and sync_status(self._desk.store).server is not None and not anyway
        self._busy.setText("Fetching what is on the server first…" if leaving else "Switching…")
        self._busy.show()
        self._desk.sync.set_mode(self._wanted, anyway=anyway)

    @Slot(str)
    def _switched(self, told: str) -> None:
        if self._wanted is None:
            return
        self._wanted = None
        self._busy.hide()
        self._desk.window.say(told)
        self.refresh()

    @Slot(object)
    def _failed(self, error: KnownError) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        self._busy.hide()
        self.refresh()
        if isinstance(error, NotDownloaded):
            self._error.show_error(error, "Switch anyway", partial(self.switch_to, wanted, True))
        else:
            self._error.show_error(error)
