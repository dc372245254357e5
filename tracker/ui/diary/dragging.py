"""What is dragged between the places of the window."""

from __future__ import annotations

ENTRIES = "application/x-tracker-entries"
"""The ids of meal entries, as a JSON list."""
