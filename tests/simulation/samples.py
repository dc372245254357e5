"""Recorded samples of workouts: made on one device, sent in pieces, fetched by others, damaged, cleared away.

What they hold is one of a few short texts, so that two devices often have the same.
"""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tracker.errors import KnownError
from tracker.server import blobs as server_blobs
from tracker.server.settings import DAY
from tracker.store import blobs, fetched
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import read_bodies, write_bodies
from tracker.sync import blobs as sync_blobs
from tracker.sync.answers import Answers, Expired, OtherHistory, Stop

if TYPE_CHECKING:
    from tests.simulation.device import Device
    from tests.simulation.server import Server
    from tests.simulation.world import World

PIECE = 16
"""Bytes that travel at once."""
CHUNKS = tuple(f"samples {n}, ".encode() * (1 + n % 3) for n in range(12))
NAMED = {blobs.blob_id(data): data for data in CHUNKS}


RECORDED: set[tuple[Path, str]] = set()
"""Which profile recorded what in this world."""


def record(store: Store, dice: random.Random) -> list[dict[str, Any]]:
    """Record something new; returns what the workout says about it."""
    manifest = []
    for data in dice.sample(CHUNKS, dice.choice((0, 1, 1, 2))):
        bid = blobs.write(store.profile / "blobs", data)
        RECORDED.add((store.profile, bid))
        manifest.append({"b": bid, "t0": 0, "n": len(data), "ch": ["power"], "size": len(data)})
    return manifest


# ------------------------------------------------------------------------------------------ what happens


def fetch(world: World, device: Device) -> None:
    """A device's download of samples goes on by a few requests."""
    for _ in range(world.dice.randrange(1, 5)):
        _fetch(world, device)
        if device.download is None:
            return


def _fetch(world: World, device: Device) -> None:
    answer = None
    if device.wanted is not None:
        answer = device.session.send(device.wanted)
    try:
        if device.download is None:
            wanted = named(device.store)
            device.download = sync_blobs.fetch(device.store, Answers(device.store), wanted, lambda _: None)
            device.wanted = next(device.download)
        else:
            assert answer is not None
            device.wanted = device.download.send(answer)
        world.note(f"{device.name} asks for samples: {device.wanted.headers.get('Range', '')}")
        return
    except StopIteration as end:
        world.counts["fetched"] += end.value.count
        world.note(f"{device.name} fetched {end.value.count} samples, {len(end.value.lost)} are lost")
    except (Stop, OtherHistory, Expired, KnownError) as error:
        world.note(f"{device.name} fetches no samples: {error}")
    device.download = device.wanted = None


def make_room(world: World, device: Device) -> None:
    """Copies of samples that were not looked at go."""
    freed = fetched.make_room(device.store.profile / "blobs", world.dice.choice((0, 20, 40)))
    world.note(f"{device.name} frees {freed} bytes")


def damage(world: World, device: Device) -> None:
    """The disk damages a copy."""
    copies = sorted((device.store.profile / "blobs" / blobs.FETCHED).glob("??/??/*"))
    if copies:
        world.dice.choice(copies).write_bytes(b"damaged")
        world.note(f"{device.name}: a copy of samples is damaged")


def collect(world: World, _device: Device) -> None:
    """A hundred days later the server clears away what no record names; the clocks stand still meanwhile."""
    gone = server_blobs.collect(world.server.database, world.server.now + server_blobs.KEPT + DAY)
    world.counts["collected"] += gone
    world.note(f"the server clears {gone} samples away")
    check_server(world)


# --------------------------------------------------------------------------------------------- what holds


def named(store: Store) -> list[str]:
    """The blobs that the workouts of a device name."""
    ids = [id for (id,) in store.rows("SELECT id FROM workout ORDER BY id")]
    bodies = read_bodies(store, BY_NAME["workout"], ids)
    return list(dict.fromkeys(bid for id in ids for bid in BY_NAME["workout"].blobs_of(bodies[id])))


def check_server(world: World) -> None:
    """I13: what a record on the server names is there as a whole, and is what its name says."""
    server: Server = world.server
    listed = set()
    for c, id, body in server.rows("SELECT c, id, body FROM record WHERE c = 'workout' AND NOT del"):
        listed |= {(c, id, bid) for bid in BY_NAME[c].blobs_of(msgspec.json.decode(body))}
    counted = set(server.rows("SELECT c, id, bid FROM blob_ref"))
    if counted != listed:
        world.wrong(f"I13: the server counts {sorted(counted - listed)} too much and lacks {sorted(listed - counted)}")
    [(account,)] = server.rows("SELECT user_id FROM account")
    for bid in sorted({bid for _, _, bid in listed}):
        data = server_blobs.content(server.database, account, bid, 0, len(NAMED[bid]))
        if data != NAMED[bid]:
            world.wrong(f"I13: of samples that a workout names the server has {data!r} instead of {NAMED[bid]!r}")


def give_up(world: World) -> None:
    """Where samples were cleared away and a device that never had them brings them back, they are let go there."""
    for device in world.devices:
        sql = "SELECT c, id FROM sync_reject WHERE code = ?"
        for c, id in device.window.rows(sql, (sync_blobs.LACKING,)):
            body = read_bodies(device.window, BY_NAME[c], [id])[id]
            lacking = [bid for bid in BY_NAME[c].blobs_of(body) if not blobs.exists(device.profile / "blobs", bid)]
            if any((device.profile, bid) in RECORDED for bid in lacking):
                world.wrong(f"I13: {device.name} has lost samples that it recorded itself")
            with device.window.step("Edit"):
                write_bodies(device.window, BY_NAME[c], {id: {**body, "telemetry": [], "original": {}}})
            world.counts["given_up"] += 1
            world.note(f"{device.name} lets samples of {world.names.get((c, id), 'a copy')} go")
            world.observe(device, "lets samples go")


def check_device(world: World, device: Device) -> None:
    """In the end every device can read what its workouts name, once it fetched what it lacks; also after damage."""
    device.download = device.wanted = None
    for _ in range(2):
        _check_readable(world, device)
        damage(world, device)


def _check_readable(world: World, device: Device) -> None:
    folder = device.store.profile / "blobs"
    wanted = named(device.store)
    for bid in wanted:
        with suppress(KnownError):  # what is damaged is set aside by it
            blobs.read(folder, bid)
    _fetch(world, device)
    while device.download is not None:
        _fetch(world, device)
    for bid in wanted:
        try:
            data = blobs.read(folder, bid)
        except KnownError as error:
            world.wrong(f"I13: {device.name} cannot read samples of its own workouts: {error}")
        else:
            if data != NAMED[bid]:
                world.wrong(f"I13: {device.name} reads {data!r} instead of {NAMED[bid]!r}")
