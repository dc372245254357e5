"""What is told about a bug, and the dialog that tells it.

Messages of exceptions may hold what the user typed, so a report holds only types and places in the code.
"""

from __future__ import annotations

import platform
import traceback
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from PySide6.QtCore import Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.ui.theme import SMALL, font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog


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


class BugDialog(Dialog):
    """Says that we made a mistake and shows the report."""

    def __init__(self, over: QWidget, report: Report) -> None:
        super().__init__(
            over,
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
