"""Help for the screen that is shown: a page of words from `resources/help`."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser

from tracker.paths import resources
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.shell import Shell
from tracker.ui.theme import BODY, font, theme
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog

HEIGHT = 380
PARAGRAPH, LINE = 10, 130
"""px below a paragraph, and % of a line's own height."""


class Help(QObject):
    """F1: what this screen is for and which keys it has."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.registry.add(
            Command("help.screen", "Help for this screen", "Help", self.show, keys.HELP, ("how", "manual", "?"))
        )

    def show(self) -> None:
        """Open the words of the screen that is shown."""
        HelpDialog(self._shell).open()


class HelpDialog(Dialog):
    """The words of one screen, with a way to all shortcuts."""

    def __init__(self, shell: Shell) -> None:
        page = shell.current_page
        super().__init__(shell, page.replace("_", " ").capitalize(), save="", cancel="Close", width=640)
        self._shell = shell
        self._words = QTextBrowser()
        self._words.setFont(font(BODY))
        self._words.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._words.viewport().setAutoFillBackground(False)
        self._words.setMarkdown((resources() / "help" / f"{page}.md").read_text(encoding="utf-8"))
        self._space_out()
        self._words.setFixedHeight(HEIGHT)
        self._words.setAccessibleName("Help")
        self._words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.body.addWidget(self._words)
        shortcuts = Button("All shortcuts", "Ctrl+F1")
        shortcuts.clicked.connect(self._show_shortcuts)
        self.add_left(shortcuts)

    def _space_out(self) -> None:
        """Room between paragraphs and lines, and what is typed in the letters of the rest: Qt reads it without."""
        document = self._words.document()
        cursor = QTextCursor(document)
        block = document.begin()
        while block.isValid():
            cursor.setPosition(block.position())
            form = block.blockFormat()
            form.setBottomMargin(PARAGRAPH)
            form.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(form)
            parts = block.begin()
            while not parts.atEnd():
                part = parts.fragment()
                if part.charFormat().fontFixedPitch():
                    cursor.setPosition(part.position())
                    cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                    typed = QTextCharFormat()
                    typed.setFont(font(BODY))
                    typed.setForeground(theme().color("accent_text"))
                    cursor.setCharFormat(typed)
                parts += 1
            block = block.next()

    def _show_shortcuts(self) -> None:
        self.accept()
        self._shell.show_shortcuts()
