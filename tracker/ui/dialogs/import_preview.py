"""What files would bring, before they are brought in: counts, the first few as understood, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.operations.imported import Imported
from tracker.operations.kinds import KINDS
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text

COUNTED = (
    ("new", "{} new"), ("same", "{} here already"), ("kept", "{} different here, left as they are"),
    ("refused", "{} refused"),
)  # fmt: skip
MOST_LINES = 8
LIST_HEIGHT = 140


class ImportPreview(Dialog):
    """`saved`: bring them in."""

    def __init__(self, over: QWidget, files: Sequence[Imported]) -> None:
        some = any(one.new for one in files)
        title = "Import this?" if some else "There is nothing new in it"
        subtitle = "Nothing is written yet. Afterwards it is one step that can be undone." if some else ""
        save, cancel = ("Import", "Cancel") if some else ("", "Close")
        super().__init__(over, title, subtitle, save=save, cancel=cancel, width=680)
        for one in files:
            if one.counts or one.error or one.new:
                self._add_file(one)
        problems = [f"{Path(one.file).name}: {line}" for one in files for line in one.refused]
        doubts = [f"{Path(one.file).name}: {line}" for one in files for line in one.doubts]
        self._add_list("Refused", problems)
        self._add_list("May be wrong; it comes in all the same", doubts)
        self.saved.connect(self.accept)

    def _add_file(self, one: Imported) -> None:
        kind = next((kind.words for kind in KINDS if kind.name == one.kind), "")
        self.body.addWidget(SectionHeader(Path(one.file).name, kind))
        counts = [words.format(f"{one.counts[key]:,}") for key, words in COUNTED if one.counts.get(key)]
        self.body.addWidget(Text(", ".join(counts) or one.error or f"{one.new} new", wrap=True))
        if one.preview:
            self.body.addWidget(Text("\n".join(one.preview[:MOST_LINES]), "small", wrap=True))

    def _add_list(self, name: str, lines: Sequence[str]) -> None:
        if not lines:
            return
        field = QPlainTextEdit("\n".join(lines))
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setAccessibleName(name)
        field.setFixedHeight(min(LIST_HEIGHT, 30 + 22 * len(lines)))
        self.body.addWidget(SectionHeader(name, f"{len(lines):,}"))
        self.body.addWidget(field)
