"""Remembering what was typed into the quick-add line, on this device alone."""

from __future__ import annotations

import json

from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries.typed_lines import KEY, typed_lines, with_line


def remember(store: Store, text: str) -> Changes:
    """Keep a line as the newest one. It is no undo step, does not sync, and nothing that is shown changes."""
    with store.database.atomic():
        lines = with_line(typed_lines(store), text)
        store.database.execute_sql(
            "INSERT INTO device_setting (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (KEY, json.dumps(lines, ensure_ascii=False)),
        )
    return Changes(frozenset())
