"""Settings, Data: whether the file is well, and tidying it up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store import doctor
from tracker.store.database import Store
from tracker.store.doctor import CheckUp
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.sizes import size_in_words
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card, row_of
from tracker.ui.widgets.text import Text


class CheckCard(Card):
    """The health of the file; `tidied` tells that it takes other room now."""

    tidied = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Health of the file", parent=parent)
        self._desk = desk
        self._given_back: int | None = None
        self._busy = False  # the buttons stay enabled, or the focus would leave them
        self._dot, self._state = Text("●"), Text("Not checked yet", wrap=True)
        self._detail = Text("A full check reads the whole file. Tidying up gives unused room back.", "muted", wrap=True)
        self._dot.setAccessibleName(" ")
        self._dot.hide()
        self.check, self.tidy = Button("Full check"), Button("Tidy up")
        self.check.clicked.connect(self.full_check)
        self.tidy.clicked.connect(self.tidy_up)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        self.body.addLayout(state)
        self.body.addWidget(self._detail)
        self.body.addWidget(row_of(self.check, self.tidy))

    @Slot()
    def full_check(self) -> None:
        """Read the whole file and tell whether it is well."""
        if self._busy:
            return
        self._given_back = None
        self._wait("Checking…")
        task = self._desk.care.ask(_examined, self._show_check, self._failed)
        self._desk.window.watch(task, "Checking the whole file")

    @Slot()
    def tidy_up(self) -> None:
        """Make the search index again, give unused room back, and check."""
        if self._busy:
            return
        self._wait("Tidying up…")
        task = self._desk.lane.ask(_tidied, self._show_tidied, self._failed)
        self._desk.window.watch(task, "Tidying up the file")

    def _wait(self, words: str) -> None:
        self._dot.hide()
        self._state.setText(words)
        self._busy = True

    @Slot(object)
    def _show_tidied(self, found: tuple[int, CheckUp]) -> None:
        self._given_back, report = found
        self._show_check(report)
        self.tidied.emit()

    @Slot(object)
    def _show_check(self, report: CheckUp) -> None:
        self._busy = False
        bad = [finding for finding in report.findings if not finding.well]
        self._dot.set_tone("bad" if bad else "ok")
        self._dot.show()
        self._state.setText(f"Checked just now, {'something is wrong' if bad else 'all is well'}")
        lines = [f"{one.name}: {one.words}{'; tidying up mends it' if one.mendable else ''}" for one in bad]
        answer = next(finding.words for finding in report.findings if finding.name == "Answer")
        lines.append(f"Answer in {answer} · {size_in_words(report.size, self._desk.words)}")
        if self._given_back is not None:
            lines.append(
                f"{size_in_words(self._given_back, self._desk.words)} given back"
                if self._given_back
                else "Tidy already"
            )
        self._detail.setText("\n".join(lines))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._state.setText("The check did not come to its end")
        self._detail.setText(str(error) if isinstance(error, KnownError) else "")


def _examined(store: Store, _: Progress) -> CheckUp:
    return doctor.examine(store)


def _tidied(store: Store, _: Progress) -> tuple[int, CheckUp]:
    return doctor.tidy(store), doctor.examine(store)
