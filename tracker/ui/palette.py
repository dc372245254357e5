"""The palette: one field over the window that finds everything, runs anything and logs what is typed.

What is found comes from outside (`set_search` and its kin); what is listed is made in `palette_rows`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.ui.commands import Registry
from tracker.ui.palette_list import PaletteList, PaletteModel
from tracker.ui.palette_rows import PaletteRow, SearchHit, command_rows, hit_row, hit_rows, leads
from tracker.ui.theme import font, theme
from tracker.ui.widgets.overlay import Overlay
from tracker.ui.widgets.text import Text

WIDTH, TOP, LONGEST = 640, 70, 480
MOST_COMMANDS = 4
FOOTER = "Ctrl ⏎ add to today · Tab more actions · > commands · @ dates · # tags"
FOOTER_ACTIONS = "⏎ do it · Esc back"


class Palette(Overlay):
    """Search everything, run anything.

    Signals: `opened` and `added` carry a `SearchHit` (Enter, Ctrl+Enter), `acted` a hit and the id of an action
    (Tab), `date_chosen` a date (`@`), `logged` the text of a quick-add line, `asked_elsewhere` a text to look up on
    the web.
    """

    opened = Signal(object)
    added = Signal(object)
    acted = Signal(object, str)
    date_chosen = Signal(object)
    logged = Signal(str)
    asked_elsewhere = Signal(str)

    def __init__(self, over: QWidget, registry: Registry) -> None:
        super().__init__(over)
        self._registry = registry
        self._search: Callable[[str], Sequence[SearchHit]] = _nothing
        self._recent: Callable[[], Sequence[SearchHit]] = tuple
        self._count: Callable[[], int] | None = None
        self._parse_date: Callable[[str], date | None] = _no_date
        self._understand: Callable[[str], str | None] = _not_understood
        self._doubt: Callable[[str], str] = _no_doubt
        self._elsewhere: Callable[[str], str] = _no_doubt
        self._insisted = ""
        self._actions_of: Callable[[SearchHit], Sequence[tuple[str, str]]] = _no_actions
        self._acting_on: SearchHit | None = None
        self.setAccessibleName("Palette")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 18, 0)
        self.field = _Field(self._key)
        self.field.setProperty("plain", True)
        self.field.setFont(font(18))
        self.field.setFixedHeight(49)
        self.field.setPlaceholderText("Search, run or log anything")
        self.field.setAccessibleName("Search or run anything")
        self.field.textChanged.connect(self._typed)
        self._told = Text("", "small")
        head.addWidget(self.field, 1)
        head.addWidget(self._told)
        self.list = PaletteList(PaletteModel(self))
        self.list.clicked.connect(self._enter)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 0, 18, 0)
        self._footer = Text(FOOTER, "small")
        self._footer.setFixedHeight(42)
        foot.addWidget(self._footer)
        column.addLayout(head)
        column.addWidget(_Line())
        column.addWidget(self.list, 1)
        column.addWidget(_Line())
        column.addLayout(foot)

    # Where results come from

    def set_search(self, search: Callable[[str], Sequence[SearchHit]], count: Callable[[], int] | None = None) -> None:
        """Give the search (best first, quick enough for every key) and how many records there are."""
        self._search, self._count = search, count

    def set_recent(self, recent: Callable[[], Sequence[SearchHit]]) -> None:
        """Give what stands there before anything is typed."""
        self._recent = recent

    def set_dates(self, parse: Callable[[str], date | None]) -> None:
        """Give what understands the words after `@`."""
        self._parse_date = parse

    def set_quick_add(self, understand: Callable[[str], str | None], doubt: Callable[[str], str] | None = None) -> None:
        """Give what understands a line to log: a sentence such as "2 eggs, breakfast, 156 kcal", or None.

        Args:
            understand: says what a line means.
            doubt: says why an understood line may be a slip; it is then logged with the second Enter.
        """
        self._understand = understand
        self._doubt = doubt or _no_doubt

    def set_elsewhere(self, elsewhere: Callable[[str], str]) -> None:
        """Give the words of the last line, which asks the web for a text; "" for one that it is not asked for."""
        self._elsewhere = elsewhere

    def set_actions(self, actions_of: Callable[[SearchHit], Sequence[tuple[str, str]]]) -> None:
        """Give what else can be done with a hit, as pairs of id and words."""
        self._actions_of = actions_of

    # Showing

    def open_with(self, text: str) -> None:
        """Open with a text in the field."""
        self._acting_on, self._insisted = None, ""
        self.field.setText(text)
        if not self.isVisible():
            self.open()
        self._fill()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setCursorPosition(len(text))

    def place(self) -> None:
        stage = self.stage()
        width = min(WIDTH, stage.width() - 48)
        height = 49 + 42 + 4 + min(LONGEST, max(self.list.wanted_height() + 14, 60))
        height = min(height, stage.height() - TOP - 24)
        wanted = QRect(stage.left() + (stage.width() - width) // 2, stage.top() + TOP, width, height)
        if wanted != self.card.geometry():
            self.card.setGeometry(wanted)
            self.update()

    def outside_clicked(self) -> None:
        self.close_overlay()

    @Slot()
    def _typed(self) -> None:
        self._acting_on, self._insisted = None, ""
        self._fill()

    def _fill(self) -> None:
        started = time.perf_counter()
        rows, found = self._rows(self.field.text().strip())
        self.list.lines.set_rows(rows)
        self.list.choose_first()
        self._tell(found, time.perf_counter() - started)
        self._footer.setText(FOOTER_ACTIONS if self._acting_on else FOOTER)
        self.place()

    def _rows(self, text: str) -> tuple[list[PaletteRow], int]:
        """The lines for a text, and how many hits the search found (-1: it was not asked)."""
        if self._acting_on is not None:
            return self._action_rows(self._acting_on), -1
        if text.startswith(">"):
            words = text[1:].casefold().split()
            return [PaletteRow("Commands"), *command_rows(words, self._registry.findable(), 99)], -1
        if text.startswith("@"):
            return self._date_rows(text[1:].strip()), -1
        if not text:
            return self._first_rows(), -1
        words = text.lstrip("#").casefold().split()
        hits = self._search(text)
        known = [] if text.startswith("#") else self._registry.findable()
        meant = [command for command in known if leads(words, command, hits)]
        rest = [command for command in known if command not in meant]
        rows = [
            *self._log_rows(text),
            *_headed("Commands", command_rows(words, meant, MOST_COMMANDS)),
            *hit_rows(words, hits),
            *_headed("More commands" if meant else "Commands", command_rows(words, rest, MOST_COMMANDS)),
        ]
        rows = rows or [PaletteRow(f"Nothing found for “{text}”")]
        return [*rows, *self._elsewhere_rows(text)], len(hits)

    def _first_rows(self) -> list[PaletteRow]:
        recent = [hit_row((), hit) for hit in self._recent()]
        here = [row for row in command_rows((), self._registry.living_here(), 6) if not row.reason]
        rows = [PaletteRow("Recent"), *recent] if recent else []
        return [*rows, PaletteRow("On this screen"), *here] if here else rows

    def _log_rows(self, text: str) -> list[PaletteRow]:
        understood = self._understand(text)
        if understood is None:
            return []
        row = PaletteRow(understood, enter="log it", does="log", argument=text, doubt=self._doubt(text))
        return [PaletteRow("Log"), row]

    def _elsewhere_rows(self, text: str) -> list[PaletteRow]:
        words = "" if text.startswith("#") else self._elsewhere(text)
        row = PaletteRow(words, enter="look up", does="elsewhere", argument=text)
        return [PaletteRow("Elsewhere"), row] if words else []

    def _date_rows(self, words: str) -> list[PaletteRow]:
        day = self._parse_date(words) if words else None
        if day is None:
            return [PaletteRow("Type a day: today, last mon, 12.3., 2026-11-20")]
        title = f"{day:%A}, {day.day} {day:%B %Y}"
        return [PaletteRow("Days"), PaletteRow(title, enter="go there", does="day", day=day)]

    def _action_rows(self, hit: SearchHit) -> list[PaletteRow]:
        actions = self._actions_of(hit)
        rows = [PaletteRow(words, does="act", hit=hit, argument=name) for name, words in actions]
        return [PaletteRow(hit.title), *rows]

    def _tell(self, found: int, seconds: float) -> None:
        if found < 0:
            self._told.setText("")
            return
        of = f" of {self._count():,}".replace(",", " ") if self._count is not None else ""
        self._told.setText(f"{found}{of} · {seconds * 1000:.0f} ms")

    # Keys

    def _key(self, event: QKeyEvent) -> bool:
        """A key in the field; whether it was one of the palette's own."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            for _ in range(8):
                self.list.step(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._add() if control else self._enter()
        elif key == Qt.Key.Key_Tab:
            self._more()
        elif key == Qt.Key.Key_Escape:
            self._back()
        else:
            return False
        return True

    @Slot()
    def _enter(self) -> None:
        row = self.list.current()
        if row is None or row.does is None:
            return
        if row.reason:
            self._told.setText(row.reason)
            return
        if row.doubt and self._insisted != row.argument:
            self._insisted = row.argument
            self._footer.setText(f"{row.doubt} Enter again logs it as it is.")
            return
        self.close_overlay()
        if row.command is not None:
            self._registry.perform(row.command)
        elif row.does == "log":
            self.logged.emit(row.argument)
        elif row.does == "elsewhere":
            self.asked_elsewhere.emit(row.argument)
        elif row.day is not None:
            self.date_chosen.emit(row.day)
        elif row.does == "act":
            self.acted.emit(row.hit, row.argument)
        else:
            self.opened.emit(row.hit)

    def _add(self) -> None:
        row = self.list.current()
        if row is not None and row.does == "open":
            self.close_overlay()
            self.added.emit(row.hit)
        else:
            self._enter()

    def _more(self) -> None:
        row = self.list.current()
        if row is not None and row.does == "open" and row.hit is not None and self._actions_of(row.hit):
            self._acting_on = row.hit
            self._fill()

    def _back(self) -> None:
        if self._acting_on is not None:
            self._acting_on = None
            self._fill()
        else:
            self.close_overlay()


class _Field(QLineEdit):
    """The field; the palette sees every key first, Tab too."""

    def __init__(self, key: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._key = key

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event):
            return True
        return super().event(event)


class _Line(QWidget):
    """A hairline."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), theme().color("line"))


def _nothing(_text: str) -> Sequence[SearchHit]:
    return ()


def _no_date(_text: str) -> date | None:
    return None


def _not_understood(_text: str) -> str | None:
    return None


def _no_doubt(_text: str) -> str:
    return ""


def _headed(heading: str, rows: list[PaletteRow]) -> list[PaletteRow]:
    return [PaletteRow(heading), *rows] if rows else []


def _no_actions(_hit: SearchHit) -> Sequence[tuple[str, str]]:
    return ()
