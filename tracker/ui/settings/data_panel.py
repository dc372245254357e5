"""Settings, Data: backups, whether the file is well, what takes room in it, taking it along, and where it lies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.store import room
from tracker.store.database import Store
from tracker.store.room import Part
from tracker.tasks.task import Progress
from tracker.ui.desk import Desk
from tracker.ui.settings.backups import Backups
from tracker.ui.settings.check_card import CheckCard
from tracker.ui.settings.take_card import TakeCard
from tracker.ui.sizes import size_in_words
from tracker.ui.widgets.beside import Beside
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import Card, SectionHeader, row_of
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.side import Side
from tracker.ui.widgets.text import Text

COLUMNS = (
    Column("Part"), Column("Records", 96, right=True), Column("Size", 118, right=True), Column("", 160, optional=True),
)  # fmt: skip
SIDE, SIDE_NARROW = 334, 264
WIDE = 900


class DataPanel(QWidget):
    """Data of the profile."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._content = Beside(self._build_lists(), self._build_side(), SIDE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._content)

    def _build_lists(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.backups = Backups(self._desk, self)
        self.backups.changed.connect(self.refresh)
        self._heading = SectionHeader("What takes room")
        self._model = RowsModel(COLUMNS)
        self.list = RowsView(self._model, "What takes room", multiple=False)
        column.addWidget(self.backups.heading)
        column.addWidget(self.backups.rule)
        column.addWidget(self.backups.list, 4)
        column.addSpacing(12)
        column.addWidget(self._heading)
        column.addWidget(self.list, 5)
        return column

    def _build_side(self) -> Side:
        self.check = CheckCard(self._desk)
        self.check.tidied.connect(self.refresh)
        self.take = TakeCard(self._desk)
        return Side(self.check, self.take, self._build_place(), self._build_leaving())

    def _build_place(self) -> Card:
        card = Card("Where it lies")
        path = Text(_breakable(str(self._desk.store.profile)), "muted", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setAccessibleName(str(self._desk.store.profile))
        card.body.addWidget(Text("One folder of your own holds everything.", wrap=True))
        card.body.addWidget(path)
        self.folder = Button("Show folder")
        self.folder.clicked.connect(self.show_folder)
        card.body.addWidget(row_of(self.folder))
        return card

    def _build_leaving(self) -> Card:
        card = Card("Leave")
        card.body.addWidget(Text("Removes all data from this computer. Offers a copy first.", "muted", wrap=True))
        self.leave = Button("Remove everything…", danger=True)
        self.leave.clicked.connect(self._leave)
        card.body.addWidget(row_of(self.leave))
        return card

    @Slot()
    def _leave(self) -> None:
        self._desk.window.run("settings.remove")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give way where the window is small."""
        super().resizeEvent(event)
        self._content.set_side(SIDE if event.size().width() >= WIDE else SIDE_NARROW, 24)

    @Slot()
    def refresh(self) -> None:
        """Look at the data in the background, and show what was found."""
        self.backups.refresh()
        self._desk.care.ask(_measured, self._show_room)

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

    @Slot()
    def show_folder(self) -> None:
        """Open the profile's folder in the file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.store.profile)))


def _measured(store: Store, _: Progress) -> tuple[Part, ...]:
    return room.parts(store)


def _breakable(path: str) -> str:
    """A path that may go on in the next line after each slash."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
