"""What a person does that speaks with the server itself: saving in Server first, signing in and out, other modes.

It happens in one go, as a window waits for it, over the same bad network; between two requests the oracle looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from tests.simulation.look import Flat, Key, Seen, flatten, look
from tests.simulation.templates import ADDRESS, EMAIL, PASSWORD
from tests.simulation.wired import Killed
from tracker.errors import KnownError, NotSaved
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import account, counts, engine, ledger, modes
from tracker.sync.direct import Direct, Saved
from tracker.sync.messages import Answer, Request, Transport
from tracker.sync.session import held

if TYPE_CHECKING:
    from tests.simulation.device import Device
    from tests.simulation.world import World

engine.BREATH = 0.0  # nobody else waits for a turn here

Book = dict[Key, tuple[bool, bytes | None]]
"""Whether each record waits to be sent, and what the server has of it as far as the device knows."""


class Watched:
    """A device's way to the server on which the world hears what is said."""

    def __init__(self, world: World, device: Device) -> None:
        self.world, self.device = world, device

    def send(self, request: Request, access: str | None) -> Answer:
        """As `Transport.send`; what came before was taken in by now."""
        self.world.took_in(self.device)
        answer = self.device.line.send(request, access)
        self.world.announce(self.device, request, answer)
        return answer

    def close(self) -> None:
        """Nothing is held."""


class _Direct(Direct):
    """Saving without a clock of this computer, and with a look before anything is taken back."""

    def __init__(self, world: World, device: Device) -> None:
        super().__init__(device.vault, connect=_connect(world, device))
        self.world, self.device = world, device

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        yield

    def _judged(self, *given: Any) -> Saved:
        self.world.took_in(self.device)
        return super()._judged(*given)


def saves_directly(world: World, device: Device) -> bool:
    """Whether what a person does at this device goes to the server at once."""
    return not world.network.calm and modes.saves_directly(device.window)


def save(world: World, device: Device, work: Callable[[], str]) -> None:
    """A person does something in Server first: it is on the server when it is over, or nowhere, or a draft."""
    if not _is_free(world, device):
        return
    watched = world.oracle is not None or world.plan.server_restores
    before = look(device.window, world.collections) if watched else {}
    book = _book(device)
    said: list[str] = []
    unseen: list[str] = []

    def operation(store: Store) -> None:
        alone = store.connection.in_transaction  # without the server: what has to go there is taken back as a whole
        said.append(work())
        if alone:
            unseen.append(said[0])
        else:
            device.view.acks, device.view.silent = {}, False
            world.observe(device, said[0])

    saved: Saved | None = None
    try:
        with world.risk(device, 120):
            saved = _Direct(world, device).save(device.window, operation)
        said.append("saved" if not saved.notice else saved.notice)
    except Killed:
        world.crash(device, None if said else "is killed in the middle of an edit")
        said.append("is killed while it saves")
    except NotSaved as error:
        said.append(str(error))
        _check_nothing_left(world, device, before, book)
    except KnownError as error:
        said.append(f"says no: {error}")
    device.view.silent = False
    world.took_in(device, "takes back" if saved is None else "; ".join(unseen) or None)
    world.note(f"{device.name} {'; '.join(said)}")
    if saved is not None:
        world.counts["saves"] += 1
        if not saved.notice:
            _check_saved(world, device, before)


def _check_nothing_left(world: World, device: Device, before: dict[Key, Seen], book: Book) -> None:
    """C9: a save that was refused leaves nothing behind that waits, and nothing that would have to and does not.

    One thing waits rightly: what a server that was put back from a backup has lost, found by the sync of this very
    save. It goes back there (C12), so it has just the content that it had before the save, and another base.
    """
    now = _book(device)
    here = look(device.window, world.collections)
    for key in sorted(here.keys() & now.keys()):
        base = now[key][1]
        if not (now[key][0] or here[key].contested or here[key].whole) and here[key].flat != _flat(key, base):
            world.wrong(f"C9: after a save that was refused {key} is not what the server has, and does not wait")
    waiting = {key for key, (waits, _) in now.items() if waits and not (key in book and book[key][0])}
    if waiting and world.plan.server_restores:
        lost = {key for key in waiting & book.keys() & before.keys() if now[key][1] != book[key][1]}
        waiting -= {key for key in lost if here[key].flat == before[key].flat}
    if waiting:
        world.wrong(f"C9: after a save that was refused {waiting} wait on {device.name}")
    if world.oracle is None:
        return
    for key, seen in before.items():
        after = here[key]
        if seen.rev == after.rev and seen.flat != after.flat and not after.contested:
            world.wrong(f"C9: {key} is not what it was before a save that was refused")


def _flat(key: Key, base: bytes | None) -> Flat | None:
    return None if base is None else flatten(BY_NAME[key[0]], msgspec.json.decode(base))


def _check_saved(world: World, device: Device, before: dict[Key, Seen]) -> None:
    if world.oracle is None:
        return
    for key, seen in look(device.window, world.collections).items():
        was = before.get(key)
        is_new = was is None or (seen.flat, seen.stamp) != (was.flat, was.stamp)
        if is_new and seen.stamp > seen.acked and not (seen.contested or seen.whole or (was and was.stamp > was.acked)):
            world.wrong(f"C9: {key} waits on {device.name} although it was saved")


def _book(device: Device) -> Book:
    rows = device.window.rows("SELECT c, id, stamp > acked, base FROM sync_rec")
    return {(c, id): (bool(waits), base) for c, id, waits, base in rows}


# --------------------------------------------------------------------------------------- signing in and out


def sign_out(world: World, device: Device) -> None:
    """A person signs out: nothing is deleted, and what waits goes on waiting."""
    if held(device.window, device.vault) is None or not _is_free(world, device):
        return
    before = _everything(world, device)

    def work() -> str:
        account.logout(device.window, device.vault, connect=_connect(world, device))
        if _everything(world, device) != before:
            world.wrong(f"I15: signing out changed something on {device.name}")
        world.counts["sign_outs"] += 1
        return "signs out"

    _errand(world, device, work)


def sign_in(world: World, device: Device) -> None:
    """A person signs in again."""
    if held(device.window, device.vault) is not None or not _is_free(world, device):
        return

    def work() -> str:
        account.login(device.window, device.vault, ADDRESS, EMAIL, PASSWORD, "memory", connect=_connect(world, device))
        return "signs in"

    _errand(world, device, work)


def remove_device(world: World, device: Device) -> None:
    """A person signs another device out."""
    others = [other for other in world.devices if other is not device]
    if not others or not _is_free(world, device):
        return
    other = world.dice.choice(others)

    def work() -> str:
        name = ledger.meta(other.window).dev
        account.remove_device(device.window, device.vault, name, connect=_connect(world, device))
        world.counts["removed_devices"] += 1
        return f"takes {other.name} off the list"

    _errand(world, device, work)


def switch_mode(world: World, device: Device) -> None:
    """A person chooses another mode."""
    if not _is_free(world, device):
        return
    to = world.dice.choice(("cloud", "cloud", "hybrid", "local"))
    _switch(world, device, to, anyway=world.dice.random() < 0.3)


def go_hybrid(world: World, device: Device) -> None:
    """In the end every device syncs."""
    _switch(world, device, "hybrid", anyway=False)


def _switch(world: World, device: Device, to: modes.Mode, *, anyway: bool) -> None:
    waited = counts.waiting(device.window)

    def work() -> str:
        modes.switch(device.window, device.vault, to, anyway=anyway, connect=_connect(world, device))
        if to == "local" and counts.waiting(device.window) > waited:
            world.wrong(f"I15: another mode made something wait on {device.name}")
        world.counts["modes"] += not world.network.calm
        return f"mode {to}"

    _errand(world, device, work)


def _errand(world: World, device: Device, work: Callable[[], str]) -> None:
    try:
        with world.risk(device, 40):
            words = work()
    except Killed:
        words = "is killed during an errand"
        world.crash(device)
    except KnownError as error:
        words = f"says no: {error}"
    world.took_in(device)
    world.note(f"{device.name} {words}")


def _everything(world: World, device: Device) -> tuple[object, ...]:
    tables = ("sync_rec", "sync_conflict", "sync_push", "sync_opaque", "sync_held")
    rows = [device.window.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    return look(device.window, world.collections), rows


def _is_free(world: World, device: Device) -> bool:
    """Whether no sync is under way; one that is comes to its end first, or the person gives up."""
    if device.cycle is not None and world.dice.random() < 0.5:
        return False
    while device.cycle is not None:
        world.sync(device)
    return True


def _connect(world: World, device: Device) -> Callable[[str], Transport]:
    return lambda _: Watched(world, device)
