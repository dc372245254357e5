"""A workout edited on one device is edited on the other, samples and all; its original comes back from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.end_to_end.world import bodies, told
from tests.formats.rides import ride
from tests.server.process import Server
from tracker.operations import workouts
from tracker.operations.activities import samples
from tracker.operations.originals import put_back
from tracker.operations.workout_edits import crop, split
from tracker.store.database import Store
from tracker.store.queries import workouts as query
from tracker.store.rows import Workout
from tracker.sync import recordings
from tracker.sync.secrets import Vault

MINUTE = 60_000


def sync(*profiles: Path) -> None:
    for profile in profiles:
        said = told(profile, "sync")
        assert (said["refused"], said["conflicts"]) == (0, 0)


def shown(profile: Path, record: str) -> tuple[Workout, list[Any]]:
    """A workout with its samples, fetched where they are elsewhere."""
    with Store.open(profile) as store:
        one = query.workout(store, record)
        assert one is not None
        if recordings.elsewhere(store, one):
            recordings.fetch_workout(store, Vault(profile), one)
        telemetry = samples(store, one)
        return one, [telemetry.time.tolist(), *(values.tolist() for values in telemetry.channels.values())]


def test_what_one_device_edits_the_other_sees_and_can_put_back(
    server: Server, desktop: Path, laptop: Path, tmp_path: Path
) -> None:
    [made] = told(desktop, "import", str(ride(tmp_path / "ride.fit")))
    record = made["id"]
    sync(desktop, laptop)
    whole = shown(laptop, record)
    with Store.open(desktop) as store:
        crop(store, record, 2 * MINUTE, 18 * MINUTE)
        _, part = split(store, record, 8 * MINUTE).ids
    sync(desktop, laptop)
    for one in (record, part):
        assert shown(laptop, one) == shown(desktop, one)
    assert [shown(laptop, one)[0].avg_power for one in (record, part)] == [150, 250]
    assert shown(laptop, record)[0].is_edited
    with Store.open(laptop) as store:
        put_back(store, record)
    sync(laptop, desktop)
    assert shown(desktop, record) == whole == shown(laptop, record)
    assert bodies(desktop, "workout") == bodies(laptop, "workout")
    assert bodies(desktop, "workout")[part]["status"] == "deleted"


def test_an_edit_of_a_workout_that_the_other_device_deleted_meanwhile_is_not_lost(
    server: Server, desktop: Path, laptop: Path, tmp_path: Path
) -> None:
    [made] = told(desktop, "import", str(ride(tmp_path / "ride.fit")))
    sync(desktop, laptop)
    with Store.open(laptop) as store:
        workouts.delete(store, [made["id"]])
    with Store.open(desktop) as store:
        crop(store, made["id"], 0, 5 * MINUTE)
    sync(laptop, desktop, laptop)
    assert bodies(desktop, "workout") == bodies(laptop, "workout")
    body = bodies(laptop, "workout")[made["id"]]
    assert (body["status"], body["duration"]) == ("deleted", 5 * MINUTE)
    with Store.open(desktop) as store:
        store.database.execute_sql("UPDATE workout SET status = 'completed' WHERE id = ?", (made["id"],))
    sync(desktop, laptop)
    assert shown(laptop, made["id"])[0].duration == 5 * MINUTE
