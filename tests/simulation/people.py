"""What happens next in a world: one throw of dice."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from tests.simulation import edits, errands, samples
from tests.simulation.look import flatten
from tracker.protocol.accounts import Refresh, Tokens
from tracker.store import undo
from tracker.store.collections import BY_NAME
from tracker.sync import questions, refused
from tracker.sync.conflicts import conflict
from tracker.sync.messages import Request
from tracker.sync.policy import POLICIES, set_policy
from tracker.sync.resolve import keep_both, resolve, resolve_all

if TYPE_CHECKING:
    from tests.simulation.device import Device
    from tests.simulation.plan import Plan
    from tests.simulation.world import World

MINUTE = 60_000
Act = Callable[["World", "Device"], None]


def act(world: World, device: Device) -> None:
    """One thing happens, at `device` or elsewhere."""
    acts, weights = _acts(world.plan)
    world.dice.choices(acts, weights)[0](world, device)


def _acts(plan: Plan) -> tuple[list[Act], list[float]]:
    table: list[tuple[Act, float]] = [
        (sync, 18),
        (edit, 8),
        (delete, 4.0 if plan.clearing or plan.guard else 1.2),
        (take_back, 1.2),
        (decide, 3),
        (wait, 1),
        (crash, 1.0 if plan.crashes else 0),
        (repeat, 1.5 if plan.late else 0),
        (switch_policy, 1.2 if plan.policies else 0),
        (jump, 1.0 if plan.clocks else 0),
        (expire, 1.0 if plan.expiry else 0),
        (newer, 2.0 if plan.newer else 0),
        (back_up, 1.2 if plan.restores else 0),
        (restore, 1.2 if plan.restores else 0),
        (copy, 1.0 if plan.copies and plan.devices > 1 else 0),
        (clear, 2.5 if plan.clearing else 0),
        (back_up_server, 2.0 if plan.server_restores else 0),
        (restore_server, 1.5 if plan.server_restores else 0),
        (reply, 1.0),
        (try_again, 0.5 if plan.poison else 0),
        (samples.fetch, 9.0 if plan.samples else 0),
        (samples.make_room, 0.8 if plan.samples else 0),
        (samples.damage, 1.5 if plan.samples else 0),
        (samples.collect, 1.5 if plan.samples else 0),
        (errands.switch_mode, 2.0 if plan.server_first else 0),
        (errands.sign_out, 0.8 if plan.sign_outs else 0),
        (errands.sign_in, 2.5 if plan.sign_outs or plan.expiry else 0),
        (errands.remove_device, 0.4 if plan.sign_outs else 0),
    ]
    chosen = [(one, weight) for one, weight in table if weight]
    return [one for one, _ in chosen], [weight for _, weight in chosen]


def sync(world: World, device: Device) -> None:
    """A device's sync goes on by one request."""
    world.sync(device)


def edit(world: World, device: Device) -> None:
    """A person changes something, whatever the sync is doing."""
    key = world.dice.choice(world.plan.records)
    _do(world, device, lambda: f"{world.names[key]}: {edits.edit(device.window, key, world.dice)}")


def _do(world: World, device: Device, work: Callable[[], str]) -> None:
    """A person does something that syncs."""
    if errands.saves_directly(world, device):
        if not world.is_between:  # the window waits for the sync that is under way
            errands.save(world, device, work)
    else:
        world.person(device, work)


def delete(world: World, device: Device) -> None:
    """A person deletes a record."""
    key = world.dice.choice(world.plan.records)

    def work() -> str:
        edits.delete(device.window, key)
        return f"{world.names[key]}: delete"

    _do(world, device, work)


def take_back(world: World, device: Device) -> None:
    """A person undoes or redoes."""

    def work() -> str:
        if world.dice.random() < 0.7:
            undo.undo(device.window)
            return "undo"
        undo.redo(device.window)
        return "redo"

    _do(world, device, work)


def decide(world: World, device: Device) -> None:
    """A person decides a conflict somehow."""
    rows = device.window.rows("SELECT DISTINCT c, id FROM sync_conflict ORDER BY c, id")
    if rows:
        c, id = world.dice.choice(rows)
        world.counts["decisions"] += 1
        name = world.names.get((c, id), id)
        _do(world, device, lambda: f"{name}: {_decide(device, c, id, world.dice)}")


def _decide(device: Device, c: str, id: str, dice: random.Random) -> str:
    detail = conflict(device.window, c, id)
    how = dice.random()
    if detail.kind == "fields" and how < 0.15:
        keep_both(device.window, c, id)
        return "keep both"
    if detail.kind == "fields" and how < 0.6:
        picks: dict[str, Any] = {row.path: dice.choice(("mine", "theirs")) for row in detail.rows}
        resolve(device.window, c, id, picks, seen=detail.version)
        return f"resolve {picks}"
    side: Any = dice.choice(("mine", "theirs", "newest"))
    resolve_all(device.window, c, id, side)
    return f"resolve all {side}"


def wait(world: World, _device: Device) -> None:
    """Time passes."""
    world.server.now += world.dice.choice((1000, MINUTE, 60 * MINUTE if world.plan.expiry else MINUTE))


def expire(world: World, _device: Device) -> None:
    """Enough time passes for sign-ins to run out."""
    world.server.now += 16 * MINUTE
    world.note("16 minutes pass")


def crash(world: World, device: Device) -> None:
    """A device is switched off while it waits."""
    world.note(f"{device.name} is killed")
    world.crash(device)


def repeat(world: World, _device: Device) -> None:
    """A message arrives once more."""
    world.network.repeat()


def switch_policy(world: World, device: Device) -> None:
    """A person chooses what happens on conflicts."""
    chosen = world.dice.choice(list(POLICIES))

    def work() -> str:
        set_policy(device.window, chosen)
        return f"policy {chosen}"

    world.person(device, work)


def jump(world: World, device: Device) -> None:
    """A device's clock is set to something."""
    device.clock.skew = world.dice.choice((0, -3 * MINUTE, 7 * MINUTE, -400 * 24 * 60 * MINUTE, 10 * 24 * 60 * MINUTE))
    world.note(f"{device.name}: the clock is off by {device.clock.skew} ms")


def back_up(world: World, device: Device) -> None:
    """A device's disk is copied."""
    world.backups.append((device, device.image()))
    world.note(f"{device.name} is backed up")


def restore(world: World, device: Device) -> None:
    """A device's disk is put back."""
    mine = [image for other, image in world.backups if other is device]
    if mine:
        world.counts["restores"] += 1
        world.note(f"{device.name} is restored from a backup")
        device.restore(world.dice.choice(mine))


def copy(world: World, device: Device) -> None:
    """A device is thrown away, and another one's disk copied for it."""
    others = [other for other in world.devices if other is not device]
    if others:
        other = world.dice.choice(others)
        world.counts["copies"] += 1
        world.note(f"{device.name} becomes a copy of {other.name}")
        device.copy(other)


def clear(world: World, _device: Device) -> None:
    """The server forgets deletions."""
    cleared = world.server.clear_tombstones()
    world.counts["cleared"] += cleared
    world.note(f"the server forgets {cleared} deletions")
    world.network.look_again()


def back_up_server(world: World, _device: Device) -> None:
    """The server's database is copied."""
    world.server_backups.append(world.server.image())
    world.note(f"the server is backed up at {world.server.head()}")


def restore_server(world: World, _device: Device) -> None:
    """The server's database is put back."""
    if world.server_backups:
        told = world.dice.random() < 0.6
        latest = world.server_backups[-1:] if world.dice.random() < 0.5 else world.server_backups
        world.server.restore(world.dice.choice(latest), told=told)
        world.network.look_again()
        world.counts["server_restores"] += 1
        world.note(f"the server is restored to {world.server.head()}{'' if told else ', and nobody tells it'}")


def reply(world: World, device: Device) -> None:
    """A person answers what the sync asks."""
    asked = questions.pending(device.window)
    if asked is None:
        return
    keys = [option.key for option in asked.options]
    key = world.dice.choices(keys, [1 if key == "rollback" else 4 for key in keys])[0]
    world.counts[f"asked_{asked.kind}"] += 1

    def work() -> str:
        questions.answer(device.window, asked.kind, key)
        return f"answers {asked.kind}: {key}"

    world.person(device, work, answers=asked.kind == "mass_delete")


def try_again(world: World, device: Device) -> None:
    """A person has everything sent again that was refused."""

    def work() -> str:
        refused.try_all_again(device.window)
        return "tries again what was refused"

    world.person(device, work)


def newer(world: World, _device: Device) -> None:
    """A newer version writes through the plain routes: values and collections that nobody else here knows."""
    c, id = world.dice.choice((*world.plan.records, ("mood", "m1")))
    rows = world.server.rows("SELECT rev, body FROM record WHERE c = ? AND id = ?", c, id)
    rev, text = rows[0] if rows else (0, None)
    body: dict[str, Any] | None = None if text is None else msgspec.json.decode(text)
    if c == "mood":
        body, words = {"level": world.dice.randrange(5)}, "mood"
    elif body is None:
        return
    else:
        words = _change_newer(world, (c, id), body)
    op = {"base": rev, "body": body, "s": 2, "blobs": BY_NAME[c].blobs_of(body) if c in BY_NAME else []}
    request = Request("POST", f"/api/sync/{c}/{id}", body=msgspec.json.encode(op))
    answer = world.server.answer(request, world.newer.access)
    if answer.status == 401:
        renewal = msgspec.json.encode(Refresh(refresh=world.newer.refresh))
        renewed = world.server.answer(Request("POST", "/v1/token/refresh", body=renewal), None)
        world.newer = msgspec.json.decode(renewed.body, type=Tokens)
        answer = world.server.answer(request, world.newer.access)
    assert answer.status == 200, answer
    if b'"applied"' in answer.body:
        world.network.collect(request)
        rev = world.network.head
        world.note(f"newer {world.names.get((c, id), c)}: {words}, rev {rev}")
        world.counts["newer"] += 1
        if c == "mood":
            world.unknown[c, id] = msgspec.json.encode(body)
        elif world.oracle is not None:
            world.oracle.elsewhere((c, id), rev, flatten(BY_NAME[c], body), f"newer {words}")


def _change_newer(world: World, key: tuple[str, str], body: dict[str, Any]) -> str:
    how = world.dice.random()
    if how < 0.4:
        body["x_new"] = world.dice.randrange(1000)
        return f"x_new={body['x_new']}"
    if how < 0.6 and body.get("ingredients"):
        item = world.dice.choice(body["ingredients"])
        item["x_kept"] = world.dice.randrange(1000)
        return f"{item['_id']}: x_kept={item['x_kept']}"
    return edits.change(key, body, world.dice)
