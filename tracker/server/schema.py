"""The server's schema changes, in order. A module per change lies in `migrations`."""

from __future__ import annotations

from tracker.migrations import Migration
from tracker.server.migrations import m0001_first

MIGRATIONS = (Migration(1, "first", m0001_first.up, m0001_first.down),)
