"""The files that an import refused, each with its reason: a few in a sentence, all of them in a list to copy from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tracker.errors import KnownError
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.words import count, cut

if TYPE_CHECKING:
    from tracker.operations.imported import Imported

NAMED = 3
LIST_HEIGHT = 260


def refusal(failed: Sequence[Imported]) -> KnownError:
    """What is said of refused files at once: up to three by name and reason, the rest counted."""
    if len(failed) == 1:
        return KnownError(told(failed[0]))
    lines = [cut(told(one), 200) for one in failed[:NAMED]]
    if len(failed) > NAMED:
        lines.append(f"And {len(failed) - NAMED} more.")
    return KnownError(f"{len(failed)} files were refused.", "\n".join(lines))


def told(one: Imported) -> str:
    """A file and why it was refused."""
    name = Path(one.file).name
    return one.error if name in one.error else f"{name}: {one.error}"


class RefusedFiles(Dialog):
    """All of them."""

    def __init__(self, over: QWidget, failed: Sequence[Imported]) -> None:
        refused = f"{count(len(failed), 'file was', 'files were')} refused"
        super().__init__(over, refused, "Nothing in them was brought in.", save="", cancel="Close", width=640)
        names = QPlainTextEdit("\n".join(told(one) for one in failed))
        names.setReadOnly(True)
        names.setTabChangesFocus(True)
        names.setAccessibleName("Refused files")
        names.setFixedHeight(LIST_HEIGHT)
        self.body.addWidget(names)
