"""Makes schema_N.db: a small profile of the present schema with rows in every table. Run it once for each release.

    python -m tests.store.data.make

A file that was released is never made again.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.store.bodies import PLAIN
from tracker.store import records
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.schema import MIGRATIONS
from tracker.store.undo import undo

NOON = 1_794_916_800_000
OTHERS = (
    "INSERT INTO cached_nutrition_data VALUES ('serving:recipe-1', '{\"energy\": 4210}', 1794918600000)",
    "INSERT INTO workout_curve VALUES ('power', 'workout-1', x'0000')",
    "INSERT INTO personal_record VALUES ('cycling', 'power', '300', 'workout-1', 1794916800000, '2026-11-15', 2500, "
    "NULL, NULL)",
    "INSERT INTO device_setting VALUES ('theme', '\"dark\"')",
    "UPDATE sync_meta SET dev = 'd_0123456789abcdef', account_id = 'a1', email = 'someone@example.org', "
    "server = 'https://tracker.example.org', epoch = 'e1', cursor = 'c1', push_no = 3, last_sync = 1794916800000",
    "UPDATE sync_rec SET changed_at = 1794916800000, rev = 7, acked = stamp, base = x'7b7d', base_at = 1794916800000 "
    "WHERE c IN ('food', 'recipe')",
    "INSERT INTO sync_push VALUES (1, 4, x'7b7d')",
    "INSERT INTO sync_answered VALUES (1, 3, x'7b7d', x'7b7d')",
    "INSERT INTO sync_conflict VALUES ('food', 'food-1', 'name', 'fields', '\"Bread\"', '\"Toast\"', 1794916800000)",
    "INSERT INTO sync_conflict_bodies VALUES ('food', 'food-1', x'7b7d', x'7b7d', x'7b7d')",
    "INSERT INTO sync_history VALUES (1, 'food', 'food-1', 1794916800000, 'merge', x'7b7d')",
    "INSERT INTO sync_trash VALUES ('recipe', 'gone', 1794916800000, x'7b7d')",
    "INSERT INTO sync_reject VALUES ('workout', 'workout-1', 2, 'too_large', 'too large', 1794916800000)",
    "INSERT INTO sync_opaque VALUES ('pantry', 'p-1', 2, x'7b7d', 3, 1794916800000, 'd_laptop', 0)",
    "INSERT INTO sync_held VALUES ('food', 'food-2', 9, 1794916800000, 'd_laptop', 1)",
    "INSERT INTO sync_event VALUES (1, 1794916800000, 'sync', 'Sent 3, received 5.', 412)",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        with Store.open(Path(name), clock=FixedClock(NOON)) as store:
            for collection, body in PLAIN.items():
                with store.step(f"Add {collection}"):
                    records.write_bodies(store, BY_NAME[collection], {f"{collection}-1": body})
            with store.step("Change the food"):
                records.change(store, "food", "food-1", brand="Leksands")
            undo(store)
            for statement in OTHERS:
                store.database.execute_sql(statement)
            store.database.execute_sql("UPDATE sync_rec SET changed_at = 1794916800000")
            store.database.execute_sql("UPDATE schema_migration SET at = '2026-11-17T12:00:00+00:00'")
            records.write_bodies(store, BY_NAME["target"], {"target-2": {**PLAIN["target"], "since": "2026-06-01"}})
            store.database.execute_sql("PRAGMA journal_mode = DELETE")
            store.database.execute_sql("VACUUM main")
        target = Path(__file__).with_name(f"schema_{len(MIGRATIONS)}.db")
        shutil.copyfile(Path(name) / "tracker.db", target)
        print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
