"""What was typed into the quick-add line on this device."""

from __future__ import annotations

import json

from tracker.store.database import Store

KEY = "typed_lines"
KEPT = 50
"""Lines that are remembered."""


def typed_lines(store: Store) -> list[str]:
    """The lines, oldest first; they never leave this device."""
    rows = store.rows("SELECT value FROM device_setting WHERE key = ?", (KEY,))
    found = json.loads(rows[0][0]) if rows else []
    return [line for line in found if isinstance(line, str)] if isinstance(found, list) else []


def with_line(lines: list[str], text: str) -> list[str]:
    """The lines with one more as the newest; it is there once, and the oldest goes where there are too many."""
    return [*(line for line in lines if line != text), text][-KEPT:]
