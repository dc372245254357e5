"""The versions of a profile's schema, in order. A frozen app has no folder to look through, so they are named."""

from __future__ import annotations

from tracker.migrations import Migration
from tracker.store.migrations import m0001_first

MIGRATIONS = (Migration(1, "The tables of the first release", m0001_first.up, m0001_first.down),)
