"""Labels in the sizes and tones of the design."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tracker.ui.theme import BODY, BOLD, REGULAR, SEMIBOLD, SMALL, TITLE, font

ROLES = {
    "body": (BODY, REGULAR, 20),
    "muted": (BODY, REGULAR, 20),
    "strong": (BODY, SEMIBOLD, 20),
    "small": (SMALL, REGULAR, 18),
    "heading": (SMALL, SEMIBOLD, 18),
    "group": (13, SEMIBOLD, 19),
    "section": (18, BOLD, 24),
    "number": (20, BOLD, 26),
    "title": (TITLE, BOLD, 28),
    "big": (30, BOLD, 37),
    "huge": (66, BOLD, 76),
    "big-muted": (15, REGULAR, 22),
}
TABULAR = {"huge"}


def shown_if(widget: QWidget, wanted: bool) -> None:
    """Hide a widget that is not wanted. Before it has a parent, showing would make it a window of its own."""
    if not wanted or widget.parentWidget() is not None:
        widget.setVisible(wanted)


class Text(QLabel):
    """A label in a role: body, muted, strong, small, heading, group, section, number, title, big, huge.

    Args:
        text: shown as it is; user data never becomes markup.
        role: size, weight and colour.
        tone: another colour: accent, ok, warn, bad, muted, protein, carbs, fat.
        wrap: whether it may take several lines.
    """

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        pixels, weight, height = ROLES[role]
        self.setFont(font(pixels, weight, tabular=role in TABULAR))
        self.setMinimumHeight(height)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
