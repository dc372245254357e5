"""What a record holds, or what would change in it: a field a line, long texts beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.sync.compare import is_long
from tracker.sync.contents import Difference
from tracker.sync.words import NOTHING
from tracker.ui.sync.text_compare import TextCompare
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.text import Text


class DifferenceRows(QWidget):
    """The rows: "Cooking time  35 min → 45 min", or only what stands there where nothing did before.

    Args:
        rows: what they show.
        sides: what the two versions are, for long texts.
    """

    def __init__(self, rows: Sequence[Difference], sides: tuple[str, str] = ("Now", "This version")) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        form = FormRows()
        compared = [one for one in rows if NOTHING not in (one.now, one.then) and is_long(one.now, one.then)]
        for one in rows:
            if one not in compared:
                then = "nothing" if one.then == NOTHING else one.then
                words = then if one.now == NOTHING else f"{one.now} → {then}"
                form.add(one.label, Text(words, "muted", wrap=True))
        if len(compared) < len(rows):
            column.addWidget(form)
        for one in compared:
            texts = TextCompare(sides)
            texts.show_texts(one.label, one.now, one.then)
            column.addWidget(texts)
