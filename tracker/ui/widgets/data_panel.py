"""Settings, Data: whether the file is well, what takes room in it, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.errors import KnownError
from tracker.store import doctor, room
from tracker.store.database import Store
from tracker.store.doctor import CheckUp
from tracker.store.room import Part
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card, SectionHeader
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import Words

COLUMNS = (
    Column("Part"), Column("Records", 96, right=True), Column("Size", 118, right=True), Column("", 160, optional=True),
)  # fmt: skip
SIDE, SIDE_NARROW = 320, 264
WIDE = 900
KB, MB = 1000, 1_000_000


class DataPanel(QWidget):
    """Data of the profile."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tidied: int | None = None
        self._busy = False  # the buttons stay enabled, or the focus would leave them
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(self._build_list(), 1)
        row.addWidget(self._build_side())

    def _build_list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self._heading = SectionHeader("What takes room")
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "What takes room", multiple=False)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        return column

    def _build_side(self) -> QWidget:
        side = self._side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self._build_health(), self._build_place()):
            card.setSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
            )  # as high as wrapped text needs
            column.addWidget(card)
        column.addStretch(1)
        return side

    def _build_health(self) -> Card:
        card = Card("Health of the file")
        self._dot, self._state, self._detail = Text("●"), Text("", wrap=True), Text("", "muted", wrap=True)
        self._dot.setAccessibleName(" ")
        self._dot.hide()
        self.check, self.tidy = Button("Full check"), Button("Tidy up")
        self.check.clicked.connect(self.full_check)
        self.tidy.clicked.connect(self.tidy_up)
        state = QHBoxLayout()
        state.setSpacing(6)
        state.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        card.body.addLayout(state)
        card.body.addWidget(self._detail)
        card.body.addLayout(_buttons(self.check, self.tidy))
        return card

    def _build_place(self) -> Card:
        card = Card("Where it lies")
        path = Text(_breakable(str(self._desk.store.profile)), "muted", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setAccessibleName(str(self._desk.store.profile))
        card.body.addWidget(Text("One folder of your own holds everything.", wrap=True))
        card.body.addWidget(path)
        self.folder = Button("Show folder")
        self.folder.clicked.connect(self.show_folder)
        card.body.addLayout(_buttons(self.folder))
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way where the window is small."""
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE if event.size().width() >= WIDE else SIDE_NARROW)

    def refresh(self) -> None:
        """Look at the file in the background, and show what was found."""
        self._desk.lane.ask(_measured, self._show_room)
        if not self._state.text():
            self._state.setText("Not checked yet")
            self._detail.setText("A full check reads the whole file. Tidying up gives unused room back.")

    # Room

    @Slot(object)
    def _show_room(self, parts: Sequence[Part]) -> None:
        words = self._desk.words
        most = max((part.size for part in parts), default=0) or 1
        whole = sum(part.size for part in parts)
        self._heading.set("What takes room", f"{size_in_words(whole, words)} in all" if parts else "")
        self._model.set_rows([
            Row(part.name, (
                Cell(part.name, tone="" if part.records is not None else "muted"),
                "" if part.records is None else words.number(part.records),
                size_in_words(part.size, words), Cell(share=part.size / most),
            ))
            for part in parts
        ])  # fmt: skip

    # Health

    @Slot()
    def full_check(self) -> None:
        """Read the whole file and tell whether it is well."""
        if self._busy:
            return
        self._tidied = None
        self._wait("Checking…")
        task = self._desk.lane.ask(_examined, self._show_check, self._failed)
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
        self._tidied, report = found
        self._show_check(report)
        self.refresh()

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
        if self._tidied is not None:
            lines.append(
                f"{size_in_words(self._tidied, self._desk.words)} given back" if self._tidied else "Tidy already"
            )
        self._detail.setText("\n".join(lines))

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._state.setText("The check did not come to its end")
        self._detail.setText(str(error) if isinstance(error, KnownError) else "")

    @Slot()
    def show_folder(self) -> None:
        """Open the profile's folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.store.profile)))


def _measured(store: Store, _: Progress) -> tuple[Part, ...]:
    return room.parts(store)


def _examined(store: Store, _: Progress) -> CheckUp:
    return doctor.examine(store)


def _tidied(store: Store, _: Progress) -> tuple[int, CheckUp]:
    return doctor.tidy(store), doctor.examine(store)


def _buttons(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 4, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _breakable(path: str) -> str:
    """A path that may go on in the next line after each slash."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")


def size_in_words(size: int, words: Words) -> str:
    """Bytes as people read them: 36.1 MB, 12 KB."""
    if size >= MB / 10:
        return f"{words.number(size / MB, 1)} MB"
    return f"{words.number(max(1, round(size / KB)) if size else 0)} KB"
