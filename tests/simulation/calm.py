"""Calm weather: everything is synced and decided, and then all that must hold is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tests.simulation import errands, samples
from tests.simulation.look import look
from tests.simulation.people import clear, decide, delete, reply, try_again
from tests.simulation.templates import ADDRESS, EMAIL, PASSWORD
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.store.collections import BY_NAME
from tracker.sync import account, counts, ledger, outbox, questions
from tracker.sync.blobs import hurry
from tracker.sync.views import complete, local_bodies, normal

if TYPE_CHECKING:
    from tests.simulation.device import Device
    from tests.simulation.world import World

ROUNDS = 20


def settle(world: World) -> None:
    """Sync and decide on every device in turn until nothing is left to do; then again with what was refused."""
    world.network.calm = True
    world.note("--- calm")
    for device in world.devices:
        _finish(world, device)
        errands.go_hybrid(world, device)
        hurry(device.store)
    if world.plan.clearing:  # somebody was away while a record was deleted, until the server had forgotten it
        delete(world, world.devices[0])
        _sync(world, world.devices[0])
        clear(world, world.devices[0])
    _settle(world)
    if world.plan.samples and _refused(world):
        _settle(world)  # what met samples that were cleared away is sent together with them the next time
        samples.give_up(world)
        _settle(world)
    refused = _refused(world)
    if world.plan.poison and not world.wrongs:
        world.counts["poison"] += refused
        world.server.limit(record_bytes=Limits().record_bytes)
        for device in world.devices:
            try_again(world, device)
        _settle(world)
    elif refused:
        world.wrong(f"I16: {refused} records are refused")


def _refused(world: World) -> int:
    return sum(counts.refused(device.store) for device in world.devices)


def _settle(world: World) -> None:
    for _ in range(ROUNDS):
        for device in world.devices:
            _sync(world, device)
            if _decisions(world, device):
                _sync(world, device)
        if not any(counts.waiting(one.store) or counts.conflicts(one.store) for one in world.devices):
            head = world.server.head()
            if all(_is_at(device, head) for device in world.devices):
                return
    world.wrong("I5: the devices do not settle")


def _sync(world: World, device: Device) -> None:
    """One whole sync, after the one that may be under way."""
    _finish(world, device)
    world.sync(device)
    _finish(world, device)
    assert world.last is not None
    state = world.last.state
    if state == "signed_out":
        account.login(
            device.store, device.vault, ADDRESS, EMAIL, PASSWORD, "memory", connect=lambda _: device.session._transport
        )
        world.note(f"{device.name} signs in again")
        world.counts["sign_ins"] += 1
        if device.name in world.signed_in:
            world.wrong(f"C16: {device.name} is asked for the password twice")
        world.signed_in.add(device.name)
        _sync(world, device)
    elif state not in ("ok", "asking"):
        world.wrong(f"I15: in calm weather {device.name} is told: {world.last.sentence}")


def _finish(world: World, device: Device) -> None:
    while device.cycle is not None:
        world.sync(device)


def _decisions(world: World, device: Device) -> bool:
    found = False
    for _ in range(50):
        if not counts.conflicts(device.window) and questions.pending(device.window) is None:
            return found
        found = True
        reply(world, device)
        decide(world, device)
    world.wrong(f"I5: the conflicts on {device.name} cannot be decided")
    return found


def _is_at(device: Device, head: int) -> bool:
    cursor = ledger.meta(device.store).cursor
    return (Cursor.decode(cursor).seq if cursor else 0) == head


def check(world: World) -> None:
    """What must hold in the end."""
    there = {}
    for c, id, deleted, body in world.server.rows("SELECT c, id, del, body FROM record"):
        if not deleted:
            there[c, id] = msgspec.json.decode(body)
    for device in world.devices:
        _same(world, device, there)
        _tidy(world, device)
        if world.plan.samples:
            samples.check_device(world, device)
    if world.plan.samples:
        samples.check_server(world)
    if world.oracle is not None:
        for sentence in world.oracle.lost([device.view for device in world.devices]):
            world.wrong(sentence)


def _same(world: World, device: Device, there: dict[tuple[str, str], dict[str, Any]]) -> None:
    """I5 and I12: every device holds what the server holds, and keeps what it cannot read."""
    for name in (*world.collections, "meal_slot"):
        collection = BY_NAME[name]
        ids = [row[0] for row in device.store.rows(f"SELECT id FROM {collection.table}")]
        here = local_bodies(device.store, collection, ledger.entries(device.store, name, ids), ids)
        expected = {id: normal(complete(collection, body)) for (c, id), body in there.items() if c == name}
        if name == "meal_slot" and not expected:
            continue
        for id in sorted(here.keys() | expected.keys()):
            if here.get(id) != expected.get(id):
                world.wrong(f"I5: {name} {id} is {here.get(id)} on {device.name} and {expected.get(id)} on the server")
    kept = {(c, id): body for c, id, body in device.store.rows("SELECT c, id, body FROM sync_opaque")}
    expected_unknown = world.unknown
    if world.plan.server_restores:
        expected_unknown = {key: msgspec.json.encode(body) for key, body in there.items() if key in expected_unknown}
    for key, body in expected_unknown.items():
        if kept.get(key) != body:
            world.wrong(f"I12: {device.name} holds {kept.get(key)!r} of what it cannot read, not {body!r}")


def _tidy(world: World, device: Device) -> None:
    """Nothing of a sync or a step is left open."""
    store = device.store
    forked = device.dev != f"d_{device.number:016x}"  # then what was in flight is remembered until it is met again
    flying = "SELECT 1 FROM sync_rec WHERE infl_stamp IS NOT NULL"
    for sql, what in (
        (flying if not forked else "SELECT 1 WHERE 0", "something is in flight"),
        ("SELECT 1 FROM sync_answered", "an answer is not taken in"),
        ("SELECT 1 FROM sync_flag WHERE applying <> 0", "writes count as the server's"),
        ("SELECT 1 FROM undo_state WHERE step IS NOT NULL", "a step of undo is open"),
        ("SELECT 1 FROM sync_conflict_bodies", "bodies of a decided conflict are kept"),
    ):
        if store.rows(sql):
            world.wrong(f"I11: on {device.name} {what}")
    if outbox.frozen(store) is not None:
        world.wrong(f"I11: a push is left on {device.name}")
    if look(store, world.collections) and store.rows("PRAGMA foreign_key_check"):
        world.wrong(f"I11: rows without their record on {device.name}")
