"""Which device a record came from, in its name."""

from __future__ import annotations

from pathlib import Path

from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.sync import events
from tracker.sync.origin import device_of


def test_a_record_of_another_device_is_told_by_that_devices_name(tmp_path: Path) -> None:
    with Store.open(tmp_path / "profile", clock=FixedClock(0)) as store:
        own = store.rows("SELECT dev FROM sync_meta")[0][0]
        with store.database.atomic():
            events.remember(store, events.DEVICES, [{"id": "d_1", "name": "Laptop"}, {"id": own, "name": "This one"}])
            for record, device in (("a", "d_1"), ("b", own), ("c", None), ("d", "d_gone")):
                store.database.execute_sql(
                    "INSERT INTO sync_rec (c, id, remote_dev) VALUES ('workout', ?, ?)", (record, device)
                )
        assert [device_of(store, "workout", record) for record in "abcde"] == ["Laptop", "", "", "", ""]
        assert device_of(store, "recipe", "a") == ""
