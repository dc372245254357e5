"""The menu under the quick-add line: what else a food's name may mean, and the answers to what is not clear."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from tracker.operations.quick_add import Understanding
from tracker.store.rows import Hit

MOST = 6
FEW = 3
"""How many foods are offered for each name, where there are several names."""


@dataclass(frozen=True)
class Choice:
    """What was decided: that `name` means `hit`, that `text` stands in place of start…end, or to `create` a food."""

    name: str = ""
    hit: Hit | None = None
    start: int = 0
    end: int = 0
    text: str = ""
    create: bool = False


class ChoiceMenu(QMenu):
    """Offers what there is to decide; `decided` tells what was."""

    decided = Signal(object)

    def __init__(self, over: QWidget, meaning: Understanding) -> None:
        super().__init__(over)
        self._over = over
        for problem in meaning.problems:
            if problem.choices or problem.unknown:
                self._head(problem.sentence)
                for text in problem.choices:
                    self._row(text.strip('"'), Choice(start=problem.start, end=problem.end, text=text))
            if problem.unknown:
                self._row(f"Create “{problem.unknown}”…\tShift+Enter", Choice(problem.unknown, create=True))
        named = [(line, line.item) for line in meaning.lines if line.others and line.item]
        for line, item in named:
            self._head(f"Instead of {line.title}")
            for hit in line.others[: MOST if len(named) == 1 else FEW]:
                self._row("  ·  ".join(part for part in (hit.title, hit.detail) if part), Choice(item.name, hit))
        self.triggered.connect(self._triggered)
        self.aboutToHide.connect(self.deleteLater)

    def offer(self) -> None:
        """Open under the line with the first choice marked."""
        choices = [action for action in self.actions() if action.isEnabled()]
        if not choices:
            self.deleteLater()
            return
        self.popup(self._over.mapToGlobal(QPoint(0, self._over.height() + 2)))
        self.setActiveAction(choices[0])

    def _head(self, text: str) -> None:
        self.addAction(text.replace("&", "&&")).setEnabled(False)

    def _row(self, text: str, choice: Choice) -> None:
        self.addAction(text.replace("&", "&&")).setData(choice)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        self.decided.emit(action.data())
