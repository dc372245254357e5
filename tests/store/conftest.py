"""A profile of its own for every test, with a clock that stands still."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tracker.store.clock import FixedClock
from tracker.store.database import Store


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday, 17 November 2026, noon UTC."""
    return FixedClock(round(datetime(2026, 11, 17, 12, tzinfo=UTC).timestamp() * 1000))


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def store(profile: Path, clock: FixedClock) -> Iterator[Store]:
    with Store.open(profile, clock=clock) as opened:
        yield opened


@pytest.fixture
def shell(store: Store) -> Iterator[sqlite3.Connection]:
    """What somebody has who opens the file with the sqlite3 shell."""
    with closing(sqlite3.connect(store.profile / "tracker.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        yield connection


@pytest.fixture
def read_only() -> Callable[[Path], AbstractContextManager[None]]:
    """Takes the right to write a folder away for a while; skips where that means nothing, as it does to root."""

    @contextmanager
    def taken(folder: Path) -> Iterator[None]:
        paths = [folder, *folder.rglob("*")]
        modes = [path.stat().st_mode for path in paths]
        for path in paths:
            path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            if os.access(folder / "tracker.db", os.W_OK):
                pytest.skip("root may write anything")
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)

    return taken
