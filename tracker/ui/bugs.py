"""What happens to an exception nobody expected: a report that can be copied, without personal data, and on we go.

Messages of exceptions may hold what the user typed, so a report holds only types and places in the code; the whole
story goes to the log on this device.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath
from types import TracebackType

from PySide6.QtCore import QObject, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from tracker.errors import KnownError
from tracker.tasks.task import Cancelled
from tracker.ui.shell import Shell
from tracker.ui.theme import SMALL, font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What can be told about a bug without telling anything about the user."""

    text: str


def report_of(error: BaseException, thread: str) -> Report:
    """A report of an exception: versions, thread, and for it and its causes the type and the places in the code."""
    lines = [
        f"Tracker {version_of('tracker')}, Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}, thread {thread}",
    ]
    seen: BaseException | None = error
    while seen is not None:
        lines.append("")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(seen.__traceback__)
        ]
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return Report("\n".join(lines))


def _place(filename: str) -> str:
    """A file's path without the folders above the package: those may hold the user's name."""
    parts = PurePath(filename).parts
    for anchor in ("tracker", "site-packages"):
        if anchor in parts[:-1]:
            at = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[at:])
    return parts[-1]


def version_of(package: str) -> str:
    """The installed version of a package, or that it runs from its source."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "from source"


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
            self._dialog = BugDialog(self._shell, what)
            self._dialog.closed.connect(self._forget)
            self._dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None


class BugDialog(Dialog):
    """Says that we made a mistake and shows the report."""

    def __init__(self, shell: Shell, report: Report) -> None:
        super().__init__(
            shell,
            "Something went wrong inside Tracker",
            "This is a mistake of ours. Your data is safe and you can go on working. The report below holds no "
            "personal data; please send it to us.",
            save="",
            cancel="Close",
            width=680,
        )
        self._text = QPlainTextEdit(report.text)
        self._text.setReadOnly(True)
        self._text.setFont(font(SMALL))
        self._text.setAccessibleName("Report")
        self._text.setMinimumHeight(220)
        self._text.setTabChangesFocus(True)
        self.body.addWidget(self._text)
        copy = Button("Copy report", "Ctrl+Shift+C")
        copy.clicked.connect(self._copy)
        self.bind("Ctrl+Shift+C", self._copy)
        self.add_left(copy)

    @property
    def report(self) -> str:
        """The text shown."""
        return self._text.toPlainText()

    def add(self, report: Report) -> None:
        """Another one came while this is open; the same one again is not repeated."""
        if report.text not in self.report:
            self._text.appendPlainText("\n" + report.text)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)


def install(shell: Shell) -> BugHook:
    """Show bugs in this window from now on."""
    hook = BugHook(shell)
    hook.install()
    return hook
