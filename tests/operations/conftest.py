"""A profile of its own for every test, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
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
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    with Store.open(tmp_path / "profile", clock=clock) as opened:
        yield opened
