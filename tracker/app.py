"""The composition root of the desktop app: opens the profile, starts the lanes, and puts the window together."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from tracker import log, paths, profiles
from tracker.errors import BadFile, Busy, KnownError
from tracker.locks import window_lock
from tracker.options import options
from tracker.store.changes import LOCAL, Changes
from tracker.store.clock import Clock
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.tasks.bus import Bus
from tracker.tasks.store_lane import StoreLane
from tracker.ui import bugs, screens
from tracker.ui.desk import Desk
from tracker.ui.everywhere import Everywhere
from tracker.ui.foods.lookups import Lookups
from tracker.ui.page import Page
from tracker.ui.shell import Shell
from tracker.ui.theme import STYLE, theme

if TYPE_CHECKING:
    from tracker.sync.direct import Saved
    from tracker.tasks.sync_lane import SyncLane
    from tracker.ui.sync.line import SyncLine

SWITCH_INTERVAL = 0.001
"""Seconds after which a busy thread lets another one run; lowers the worst gaps of the window by a third."""
LOOK_FOR_OTHERS = 2000
"""ms between looks for what another program, such as the command line, wrote."""
LAST_SAVE = 15_000
"""ms that what waits to be written may take when the window closes; a save in Server first takes up to ten seconds."""
UNSEEN = 1000
"""ms after which the rest is done even though no frame was painted, as in a window that starts out of sight."""
COLLECT_EVERY = 3000
"""ms between two collections of garbage."""
FULL_AFTER = 20
"""Collections of the young after which all is looked through."""
INSIDE = KnownError(
    "This is a copy of a backup.", "What you change in it goes nowhere. Close the window when you are done."
)
"""What stands above every page while somebody looks inside a backup."""
NO_DISPLAY = "There is no display to open a window on. `tracker --help` lists what works without one."


class Desktop(QObject):
    """One window on one profile, with everything it needs.

    The first frame shows Today. What it does without is imported and made after it, step by step, so that keys are
    heard in between; a key that needs one of these things earlier makes it then. `complete` tells that all is there.

    Raises:
        KnownError: the profile cannot be opened, or another window has it open.
    """

    complete = Signal()

    def __init__(self, profile: Path, *, clock: Clock | None = None) -> None:
        super().__init__()
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = window_lock(profile)
        if not self._lock.take():
            raise Busy("Tracker is open with this data already.", "Look for its window, or close it first.")
        try:
            self.store = Store.open_alone(profile, clock=clock)
        except BaseException:
            self._lock.let_go()
            raise
        theme().apply(str(value(self.store, "theme")), dress=False)
        self.bus = Bus()
        self.lane = StoreLane(lambda: Store.open(profile, clock=clock), self.bus)
        self.shell = Shell()
        self.desk = Desk(self.shell, self.store, self.lane, self._make_sync, self._leave_for)
        self.next_profile: Path | None = None
        self.removes_data = False
        self._sync: SyncLane | None = None
        self._sync_line: SyncLine | None = None
        self._connect()
        self.shell.remember_in(profile / "window.ini")
        if profiles.is_inside(profile):
            self.shell.show_error(INSIDE)
        self._version = self._data_version()
        self._others = QTimer(self)
        self._others.setInterval(LOOK_FOR_OTHERS)
        self._others.timeout.connect(self._look_for_others)
        self._steps = [
            self._ready_palette,
            self._import_sync,
            self._tell_sync,
            self._start_sync,
            self._offer_help,
            self._keep_up,
        ]
        self._next_step = QTimer(self)
        self._next_step.setInterval(0)
        self._next_step.timeout.connect(self._do_step)
        self.closed = False

    def _connect(self) -> None:
        screens.add_to(self.shell, self._maker)
        Everywhere(self.shell, self.desk)
        Lookups(self.shell, self.desk)
        self.shell.palette_made.connect(self._connect_palette)
        self.bus.changed.connect(self.shell.changed)
        self.bus.changed.connect(self._written)
        self.lane.failed.connect(self.shell.show_error)
        self.lane.not_simply_saved.connect(self._tell_saved)
        self.shell.page_shown.connect(self._read_first)
        self.shell.closing.connect(self.close)

    def _maker(self, factory: Callable[[Desk], Page]) -> Callable[[], Page]:
        return lambda: factory(self.desk)

    def start(self) -> None:
        """Show the window, and do the rest once it is there."""
        self.shell.painted.connect(self._begin_steps)
        self.shell.show_page("today")
        theme().dress()
        self.shell.show()
        self._others.start()
        QTimer.singleShot(UNSEEN, self, self._begin_steps)

    # What the first frame does without

    @property
    def sync(self) -> SyncLane:
        """The lane of sync."""
        return self.desk.sync

    @Slot()
    def _begin_steps(self) -> None:
        if self._steps:
            self._next_step.start()

    @Slot()
    def _do_step(self) -> None:
        if self._steps and not self.closed:
            self._steps.pop(0)()
        else:
            self._next_step.stop()
            self.complete.emit()

    def _import_sync(self) -> None:
        """Import half of sync in a step of its own: all of it would hold up the keys for 0.2 s."""
        import_module("tracker.sync.status")

    def _make_sync(self) -> SyncLane:
        from tracker.tasks.sync_lane import SyncLane

        self._sync = SyncLane(self.store.profile, interval_minutes=int(value(self.store, "sync_interval")))
        self._sync.changes.connect(self.bus.publish)
        self._sync.other_profile.connect(self._open_other)
        return self._sync

    def _tell_sync(self) -> None:
        if self._sync_line is None:
            from tracker.ui.sync.line import SyncLine

            self._sync_line = SyncLine(self.shell, self.desk)
        self._sync_line.tell()

    def _start_sync(self) -> None:
        self.sync.start()

    def _offer_help(self) -> None:
        from tracker.ui.help import Help

        Help(self.shell)

    def _keep_up(self) -> None:
        """Make backups and compute what is derived while nobody waits."""
        from tracker.ui.deriving import Deriving
        from tracker.ui.weekly import Weekly

        Weekly(self.shell, self.desk)
        Deriving(self.shell, self.desk, self.bus)

    def _ready_palette(self) -> None:
        """Make the palette, and with it what understands a quick-add line, before a key asks for them."""
        self.shell.palette_overlay.ensurePolished()

    @Slot()
    def _connect_palette(self) -> None:
        from tracker.ui.finding import Finding

        Finding(self.shell, self.desk)

    @Slot(object)
    def _open_other(self, profile: Path) -> None:
        """Somebody signed in to an account that has a profile of its own."""
        self._leave_for(profile, False)

    def _leave_for(self, profile: Path, removing: bool) -> None:
        """Close this window; `main` opens the other profile, after this one's data was removed where that was asked."""
        self.next_profile, self.removes_data = profile, removing
        self.shell.close()

    # What is written, here and elsewhere

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        self._version = self._data_version()
        if changes.touches("device_setting", "preference"):
            theme().apply(str(value(self.store, "theme")))
            self.sync.set_interval(int(value(self.store, "sync_interval")))
        if changes.tables - LOCAL:
            self.sync.edited()
        self._tell_sync()

    @Slot(object)
    def _tell_saved(self, saved: Saved) -> None:
        """In Server first: a change waits as a draft after all, or met another device's version."""
        if saved.notice:
            self.shell.say(saved.notice)
        if saved.contested:
            QTimer.singleShot(0, self, partial(self._open_conflict, saved.contested[0][1]))  # the form closes first

    def _open_conflict(self, record: str) -> None:
        from tracker.ui.dialogs.conflict import open_conflicts

        open_conflicts(self.desk, self.shell, record)

    @Slot(str)
    def _read_first(self, _: str) -> None:
        """In Server first a page shows what the server has, or what is here once that takes too long."""
        if self._sync is not None and value(self.store, "sync_mode") == "cloud":
            self.sync.look()

    def _data_version(self) -> int:
        return int(self.store.rows("PRAGMA main.data_version")[0][0])

    @Slot()
    def _look_for_others(self) -> None:
        """Another connection wrote: show it, whoever it was."""
        version = self._data_version()
        if version != self._version and not self.lane.busy and not self.sync.state.running:
            self._version = version
            from tracker.store.collections import BY_NAME  # not for the first frame

            self.shell.changed(Changes(frozenset(BY_NAME)))
            self._tell_sync()

    @Slot()
    def close(self) -> None:
        """Finish what waits to be written, stop the lanes and let go of the profile."""
        if self.closed:
            return
        self.closed = True
        self._others.stop()
        if self._sync is not None:
            self._sync.shutdown()
        self.desk.close()
        self.lane.shutdown(drain=True, wait_ms=LAST_SAVE)
        self.store.close()
        self._lock.let_go()


def main(arguments: list[str]) -> int:
    """Open the window; returns the exit code."""
    folder, measure = options(arguments)
    if not _has_display():
        print(f"tracker: {NO_DISPLAY}", file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return 1
    sys.setswitchinterval(SWITCH_INTERVAL)
    profile = Path(folder) if folder else paths.default_profile()
    application = QApplication(["tracker", "-style", STYLE])
    application.setProperty("styled", STYLE)
    application.setApplicationName("Tracker")
    application.setDesktopFileName("tracker")
    collect_here(application)
    code, following = _run(profile, measure=measure)
    while following is not None:
        profiles.choose(following)
        code, following = _run(following)
    return code


def _run(profile: Path, *, measure: bool = False) -> tuple[int, Path | None]:
    """One window from its opening to its end; returns the exit code and the profile that is opened after it."""
    log.start(profile)
    try:
        desktop = _opened(profile)
    except KnownError as error:
        return _refuse(error), None
    hook = bugs.install(desktop.shell)
    if measure:
        from tracker.ui.first_paint import FirstPaint

        FirstPaint(desktop.shell)
    # What is there then stays; looking through it again and again would hold up the keys for 50 ms each time.
    desktop.complete.connect(lambda: gc.freeze())
    desktop.start()
    code = QApplication.exec()
    desktop.close()
    del hook
    desktop.shell.deleteLater()
    if desktop.removes_data:
        _remove_data(profile)
    return code, desktop.next_profile


def _opened(profile: Path) -> Desktop:
    """A window on the profile; where its data is damaged, on a backup of it if the person wants that."""
    try:
        return Desktop(profile)
    except BadFile as error:
        from tracker.ui.rescue import rescued

        if not rescued(profile, error):
            raise
    return Desktop(profile)


def _remove_data(profile: Path) -> None:
    """Remove a profile's data, now that its window let go of it; the person was asked what becomes of it."""
    from tracker.sync import own_profile
    from tracker.sync.secrets import vault_of

    try:
        with Store.open(profile) as store:
            own_profile.remove_data(store, vault_of(profile), kept=True)
    except KnownError as error:
        _refuse(error)


def collect_here(application: QObject) -> None:
    """Have garbage collected on this thread alone: collecting destroys what it finds, and widgets may only go here."""
    gc.disable()
    collecting = QTimer(application)
    collecting.timeout.connect(_collect)
    collecting.start(COLLECT_EVERY)


def _collect() -> None:
    """Free what refers to itself, on the GUI thread."""
    gc.collect(1 if gc.get_count()[2] < FULL_AFTER else 2)


def _has_display() -> bool:
    """Whether a window can be shown; without a display Qt would abort the process."""
    wanted = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform != "linux" or any(os.environ.get(name) for name in wanted)


def _refuse(error: KnownError) -> int:
    from PySide6.QtWidgets import QMessageBox

    print(f"tracker: {error}", file=sys.stderr)  # noqa: T201 - for whoever started it from a terminal
    if QApplication.platformName() != "offscreen":
        QMessageBox.critical(None, "Tracker", str(error))
    return 1
