"""Labels in the sizes and tones of the design."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from tracker.ui.theme import BODY, BOLD, MEDIUM, REGULAR, SEMIBOLD, SMALL, TITLE, font

ROLES = {
    "body": (BODY, REGULAR),
    "muted": (BODY, REGULAR),
    "strong": (BODY, SEMIBOLD),
    "small": (SMALL, REGULAR),
    "heading": (SMALL, SEMIBOLD),
    "group": (13, SEMIBOLD),
    "section": (18, SEMIBOLD),
    "number": (20, BOLD),
    "title": (TITLE, SEMIBOLD),
    "big": (30, BOLD),
    "huge": (66, BOLD),
    "big-muted": (15, MEDIUM),
}


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
        self.setFont(font(*ROLES[role]))
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def set_tone(self, tone: str) -> None:
        """Change the colour."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)
