"""Settings, About: which version this is, under which licence, whose data and fonts it uses."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.ui.bug_report import version_of
from tracker.ui.widgets.cards import SectionHeader
from tracker.ui.widgets.text import Text

WIDTH = 620
MEDICAL = (
    "Tracker is not a medical device. Its numbers come from tables and formulas and are no advice. "
    "Ask a doctor or dietitian if you are ill, pregnant or unsure."
)
PRIVACY = (
    "Everything is kept in one folder on this computer. Nothing leaves it unless you sign in to a server of your "
    "choice. There is no telemetry."
)
PARTS = (
    ("Tracker", "MIT licence. You may use, change and share it."),
    ("Food data", "USDA FoodData Central, in the public domain; everyday foods by Tracker, MIT."),
    ("Typeface", "Inter by Rasmus Andersson, SIL Open Font Licence 1.1."),
    ("Built with", "Python, Qt for Python (LGPL), SQLite (public domain), peewee (MIT), NumPy (BSD)."),
)


class AboutPanel(QWidget):
    """Words only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(Text("Tracker", "title"))
        version = version_of("tracker")
        column.addWidget(Text(f"Version {version}" if version[0].isdigit() else f"Running {version}", "muted"))
        column.addSpacing(4)
        for text in (PRIVACY, MEDICAL):
            column.addWidget(_paragraph(text, "body"))
        for heading, text in PARTS:
            column.addSpacing(8)
            column.addWidget(SectionHeader(heading))
            column.addWidget(_paragraph(text, "muted"))
        column.addStretch(1)


def _paragraph(text: str, role: str) -> Text:
    made = Text(text, role, wrap=True)
    made.setMaximumWidth(WIDTH)
    return made
