"""What happens to an exception nobody expected: it is told in a report without personal data, and on we go.

The report is in `bug_report`; the whole story goes to the log on this device.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from tracker.errors import KnownError
from tracker.tasks.task import Cancelled

if TYPE_CHECKING:
    from tracker.ui.bug_report import BugDialog, Report
    from tracker.ui.shell import Shell

log = logging.getLogger(__name__)


class BugHook(QObject):
    """Catches exceptions of every thread and brings them to the GUI thread.

    Args:
        shell: where they are shown.
    """

    caught = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._dialog: BugDialog | None = None
        self.caught.connect(self._show)

    def install(self) -> None:
        """Take over the hooks of Python."""
        sys.excepthook = self.hook
        threading.excepthook = self._thread_hook

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None, thread: str = ""
    ) -> None:
        """Deal with an exception, on whichever thread it came up."""
        if isinstance(error, KeyboardInterrupt | SystemExit | Cancelled):
            return
        if isinstance(error, KnownError):
            self.caught.emit(error)
            return
        from tracker.ui.bug_report import report_of  # only a bug needs it

        log.error("A bug", exc_info=(kind, error, trace))
        self.caught.emit(report_of(error, thread or threading.current_thread().name))

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread is not None else "unknown"
            self.hook(args.exc_type, args.exc_value, args.exc_traceback, name)

    @Slot(object)
    def _show(self, what: Report | KnownError) -> None:
        if isinstance(what, KnownError):
            self._shell.show_error(what)
        elif self._dialog is not None:
            self._dialog.add(what)
        else:
            from tracker.ui.bug_report import BugDialog

            self._dialog = BugDialog(self._shell, what)
            self._dialog.closed.connect(self._forget)
            self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


def install(shell: Shell) -> BugHook:
    """Show bugs in this window from now on."""
    hook = BugHook(shell)
    hook.install()
    return hook
