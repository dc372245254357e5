"""What was looked up is kept for a while and no longer, and never leaves the device."""

from __future__ import annotations

from pathlib import Path

from tracker.store import cache
from tracker.store.clock import FixedClock
from tracker.store.database import Store


def test_a_value_is_kept_until_it_expires(tmp_path: Path) -> None:
    clock = FixedClock(1_000_000)
    with Store.open(tmp_path / "profile", clock=clock) as store:
        cache.put(store, "recipe:1", {"energy": 6680}, lifetime=cache.MINUTE)
        cache.put(store, "recipe:2", "half an hour where nothing is said")
        assert cache.get(store, "recipe:1") == {"energy": 6680}
        clock.instant += cache.MINUTE
        assert cache.get(store, "recipe:1") is None
        assert cache.get(store, "recipe:2") is not None
        assert cache.forget_expired(store) == 1


def test_a_newer_value_takes_the_place_of_the_older(tmp_path: Path) -> None:
    with Store.open(tmp_path / "profile") as store:
        cache.put(store, "key", 1)
        cache.put(store, "key", 2)
        assert cache.get(store, "key") == 2


def test_cached_values_are_never_sent_and_never_undone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "profile") as store:
        cache.put(store, "key", 1)
        assert store.rows("SELECT * FROM sync_rec WHERE stamp > 0") == []
        assert store.rows("SELECT * FROM undo_change") == []
