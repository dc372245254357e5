"""A device that is killed at any moment of a recovery begins it again and loses nothing by that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.sync import test_crash
from tests.sync.test_crash import SALAD, Step, World, _moments
from tests.sync.test_cycle import CHILI
from tests.sync.test_mass_delete import many
from tests.sync.world import recipe, weight
from tracker.server.settings import DAY
from tracker.store.collections import BY_NAME
from tracker.store.records import write_bodies
from tracker.sync import counts, outbox
from tracker.sync.questions import answer, pending

READINGS = many(30)
EXTRA = "0190b6a0-0000-7000-8000-0000000000ff"


def sync(world: World) -> None:
    """A sync that may be left with a question."""
    assert world.device.sync().state in ("ok", "asking")


def fill(world: World) -> None:
    with world.device.store.step("Fill"):
        write_bodies(world.device.store, BY_NAME["measurement"], {id: weight(80_000) for id in READINGS})


def lose(world: World) -> None:
    """The server is put back to a time before it had the chili, with an older salad."""
    if not world.server.bodies("recipe").get(CHILI):
        return
    world.server.execute(f"DELETE FROM record WHERE id = '{CHILI}'")
    with world.server.database.writing() as db:
        old = msgspec.json.encode(recipe("Old"), order="sorted")
        db.execute_sql("UPDATE record SET body = ?, hash = x'00', mt = 1 WHERE id = ?", (old, SALAD))
        db.execute_sql("UPDATE account SET epoch = 'e_restored'")


def clear_readings(world: World) -> None:
    """Another device deletes all readings, and the server forgets it after four hundred days."""
    if not any(world.server.bodies("measurement").values()):
        return
    world.server.execute("DELETE FROM record WHERE c = 'measurement'")
    world.server.execute("UPDATE account SET head = head + 30, floor = head + 30")
    world.server.execute("INSERT INTO commits SELECT user_id, head, x'0102030405060708', 'd_other', 5 FROM account")
    world.server.now += DAY // 200


def keep(world: World) -> None:
    if pending(world.device.store) is not None:
        answer(world.device.store, "mass_delete", "keep")


def is_well(world: World) -> None:
    """Everything is here and on the server, and nothing waits."""
    device, server = world.device, world.server
    expected = {SALAD: recipe("New", minutes=7), CHILI: recipe("Beef chili", cuisine="Texan"), EXTRA: recipe("Extra")}
    assert device.all("recipe") == expected
    assert server.bodies("recipe") == expected
    assert device.all("measurement").keys() == set(READINGS)
    assert {id for id, body in server.bodies("measurement").items() if body} == set(READINGS)
    assert (counts.waiting(device.store), counts.conflicts(device.store), counts.refused(device.store)) == (0, 0, 0)
    assert (outbox.frozen(device.store), pending(device.store)) == (None, None)
    assert device.store.rows("SELECT 1 FROM sync_rec WHERE infl_stamp IS NOT NULL") == []
    assert device.store.rows("SELECT 1 FROM sync_held") == []
    assert device.store.rows("SELECT applying FROM sync_flag") == [(0,)]


STORY: tuple[Step, ...] = (
    lambda w: w.device.put("recipe", SALAD, recipe("Old")),
    fill,
    World.sync,
    lambda w: w.device.put("recipe", CHILI, recipe("Beef chili")),
    lambda w: w.device.edit("recipe", SALAD, name="New"),
    World.sync,
    lambda w: w.device.edit("recipe", CHILI, cuisine="Texan"),
    lose,
    lambda w: w.elsewhere(EXTRA, name="Extra"),
    World.sync,
    lambda w: w.device.edit("recipe", SALAD, minutes=7),
    clear_readings,
    sync,
    keep,
    World.sync,
)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, Path], list[test_crash.Moment]]:
    """Tells this story instead of that of the ordinary day."""
    monkeypatch.setattr(test_crash, "STORY", STORY)
    monkeypatch.setattr(test_crash, "_is_well", is_well)
    return _moments


def test_a_recovery_that_is_killed_at_any_moment_goes_on(
    tmp_path: Path, told: Callable[[Path, Path], list[test_crash.Moment]]
) -> None:
    (tmp_path / "story").mkdir()
    (tmp_path / "kept").mkdir()
    moments = told(tmp_path / "story", tmp_path / "kept")
    assert len(moments) > 30
    for moment in moments:
        world = World.open(moment.folder, moment.now)
        try:
            for step in STORY[moment.step :]:
                step(world)
            is_well(world)
        except BaseException as error:
            error.add_note(f"killed in step {moment.step}, files in {moment.folder}")
            raise
        finally:
            world.close()
