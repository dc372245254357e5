"""What was typed into the quick-add line before: a place among those lines, and the one in progress."""

from __future__ import annotations

from tracker.ui.desk import Desk


class EarlierLines:
    """Goes back and forth through the lines of this device. They are read when they are first asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lines: list[str] | None = None
        self._back = 0
        self._draft = ""

    @property
    def browsing(self) -> bool:
        """Whether one of them stands in the line."""
        return self._back > 0

    def keep(self, text: str) -> None:
        """Remember a line, here and for the next start."""
        from tracker.operations.typed_lines import remember
        from tracker.store.queries.typed_lines import with_line

        self._lines = with_line(self._read(), text)
        self.leave()
        self._desk.lane.write(remember, text, here=True)

    def earlier(self, draft: str) -> str | None:
        """The line before the one that stands there, which is `draft`; None where there is none."""
        lines = self._read()
        if self._back == len(lines):
            return None
        if not self._back:
            self._draft = draft
        self._back += 1
        return lines[-self._back]

    def later(self) -> str:
        """The line after the one that stands there; past the newest the one in progress."""
        self._back -= 1
        return self._read()[-self._back] if self._back else self._draft

    def leave(self) -> None:
        """What stands in the line is being edited, and is none of them any more."""
        self._back = 0

    def _read(self) -> list[str]:
        from tracker.store.queries.typed_lines import typed_lines

        if self._lines is None:
            self._lines = typed_lines(self._desk.store)
        return self._lines
