"""A device that is killed before any of its statements loses nothing: it goes on from the files as they were then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from tests.sync.test_cycle import CHILI, SALAD
from tests.sync.world import START, Device, Server, ingredient, lost_push_answers, recipe, weight
from tracker.protocol.accounts import DeviceName, SignIn
from tracker.server import accounts
from tracker.store import undo
from tracker.store.ids import derived_id
from tracker.sync import counts, outbox
from tracker.sync.messages import Request, Response
from tracker.sync.resolve import resolve_all

WEIGHT = "0190b6a0-0000-7000-8000-000000000003"
SOUP, STEW = "0190b6a0-0000-7000-8000-000000000004", "0190b6a0-0000-7000-8000-000000000005"
STAR = derived_id("favorite", f"recipe|{SALAD}")
FILES = ("tracker.db", "tracker.db-wal", "sign-in.json", "server.db", "server.db-wal")


@dataclass
class World:
    """One device that is going to be killed, and the server."""

    server: Server
    device: Device

    @classmethod
    def open(cls, folder: Path, now: int = START) -> World:
        server = Server(folder)
        server.now = now
        device = Device(server, folder, signed_in=False)
        if not (folder / "sign-in.json").exists():
            device.sign_in(keep="file")
        return cls(server, device)

    def close(self) -> None:
        self.device.close()
        self.server.close()

    def elsewhere(self, id: str, collection: str = "recipe", **changed: Any) -> None:
        """Another device changes fields of a record, or deletes it when none are named."""
        there = self.server.bodies(collection).get(id)
        body = {**(there or recipe()), **changed} if changed else None
        if body == there:
            return
        asked = SignIn(email="ada@example.org", password="an ordinary sentence", device=DeviceName(id="d_other"))
        access = accounts.sign_in(self.server.database, self.server.settings, asked, self.server.now).access
        with self.server.database.reading() as db:
            revs = db.execute_sql("SELECT rev FROM record WHERE c = ? AND id = ?", (collection, id)).fetchall()
        op = {"base": revs[0][0] if revs else 0, **({"del": True} if body is None else {"body": body})}
        answer = self.server.answer(
            Request("POST", f"/api/sync/{collection}/{id}", body=msgspec.json.encode(op)), access
        )
        assert isinstance(answer, Response)
        assert b'"applied"' in answer.body

    def sync(self) -> None:
        assert self.device.sync().state == "ok"

    def sync_with_lost_answers(self) -> None:
        self.device.wire.after = lost_push_answers
        self.device.sync()
        self.device.wire.after = lambda _, answer: answer

    def decide(self, id: str = SALAD, side: Literal["mine", "theirs"] = "mine") -> None:
        """Decide about a recipe, where the person sees that there is something to decide."""
        if self.device.contested("recipe", id):
            resolve_all(self.device.store, "recipe", id, side)

    def take_back(self) -> None:
        """Undo the deletion, unless the person sees that it is undone."""
        if self.device.get("measurement", WEIGHT) is None:
            undo.undo(self.device.store)

    def restore(self) -> None:
        """The server has heard of pushes that this device knows nothing of, as after a backup was put back."""
        self.server.execute("UPDATE device SET push_no = push_no + 3 WHERE dev <> 'd_other' AND removed IS NULL")

    def expire(self) -> None:
        self.server.now += 16 * 60_000


Step = Callable[[World], object]
# Each may be carried out again after it was cut off: a person does so who sees that it was not done.
STORY: tuple[Step, ...] = (
    lambda w: w.device.put("recipe", SALAD, recipe(ingredients=[ingredient("i1"), ingredient("i2", "Feta")])),
    lambda w: w.device.put("favorite", STAR, {"kind": "recipe", "target": SALAD, "created_at": START}),
    lambda w: w.device.put("measurement", WEIGHT, weight(80_000)),
    World.sync,
    lambda w: w.elsewhere(SALAD, minutes=5),
    lambda w: w.elsewhere(CHILI, name="Beef chili", ingredients=[ingredient("i3", "Beef")]),
    lambda w: w.device.edit("recipe", SALAD, name="First"),
    World.sync,
    lambda w: w.elsewhere(SALAD, name="Theirs", cuisine="French"),
    lambda w: w.device.edit("recipe", SALAD, name="Mine", ingredients=[ingredient("i1", grams=700)]),
    World.sync_with_lost_answers,
    lambda w: w.device.edit("recipe", SALAD, notes="During the flight"),
    World.sync,
    World.decide,
    World.expire,
    lambda w: w.device.delete("measurement", WEIGHT),
    World.sync_with_lost_answers,
    World.take_back,
    World.sync,
    lambda w: w.elsewhere(CHILI),
    lambda w: w.elsewhere(STAR, "favorite"),
    World.sync,
    World.restore,
    lambda w: w.device.edit("recipe", SALAD, minutes=7),
    World.sync,
    lambda w: w.device.put("recipe", SOUP, recipe("Soup")),
    lambda w: w.device.put("recipe", STEW, recipe("Stew", ingredients=[ingredient("i1", "Lamb")])),
    World.sync,
    lambda w: w.elsewhere(SOUP),
    lambda w: w.elsewhere(STEW, name="Their stew"),
    lambda w: w.device.edit("recipe", SOUP, name="My soup"),
    lambda w: w.device.delete("recipe", STEW),
    World.sync,
    lambda w: w.decide(SOUP),
    lambda w: w.decide(STEW, "theirs"),
    World.restore,
    World.sync_with_lost_answers,
    World.sync,
)


@dataclass(frozen=True)
class Moment:
    """The files as they were before a statement, and which step of the story that was."""

    folder: Path
    step: int
    now: int


def _moments(folder: Path, kept: Path) -> list[Moment]:
    """Tell the story once, and keep the files whenever they differ from those kept last."""
    world = World.open(folder)
    store = world.device.store
    store.connection.execute("PRAGMA wal_autocheckpoint = 0")  # so that every commit makes the log longer
    moments: list[Moment] = []
    latest: list[Any] = []
    number = 0

    def look(_statement: str | None = None) -> None:
        present = [(folder / name).stat().st_size for name in FILES if name != "sign-in.json"]
        present.append((folder / "sign-in.json").read_bytes())
        if present == latest:
            return
        latest[:] = present
        copy = kept / str(len(moments))
        copy.mkdir()
        for name in FILES:
            shutil.copyfile(folder / name, copy / name)
        moments.append(Moment(copy, number, world.server.now))

    store.connection.set_trace_callback(look)
    for number, step in enumerate(STORY):  # noqa: B007 - `look` reads it
        step(world)
    look()
    store.connection.set_trace_callback(None)
    _is_well(world)
    world.close()
    return moments


def _is_well(world: World) -> None:
    """The story ended as it must, however often it was cut off."""
    device, server = world.device, world.server
    salad = recipe(
        "Mine", minutes=7, cuisine="French", notes="During the flight", ingredients=[ingredient("i1", grams=700)]
    )
    stew = recipe("Their stew", ingredients=[ingredient("i1", "Lamb")])
    for collection, expected in (
        ("recipe", {SALAD: salad, SOUP: recipe("My soup"), STEW: stew}),
        ("measurement", {WEIGHT: weight(80_000)}),
        ("favorite", {}),
    ):
        assert device.all(collection) == expected
        assert {id: body for id, body in server.bodies(collection).items() if body is not None} == expected
    assert (counts.waiting(device.store), counts.conflicts(device.store), counts.refused(device.store)) == (0, 0, 0)
    assert outbox.frozen(device.store) is None
    assert device.store.rows("SELECT 1 FROM sync_rec WHERE infl IS NOT NULL OR infl_stamp IS NOT NULL") == []
    assert device.store.rows("SELECT applying FROM sync_flag") == [(0,)]
    assert device.store.rows("SELECT step FROM undo_state") == [(None,)]


def test_a_device_that_is_killed_at_any_moment_goes_on_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "story").mkdir()
    (tmp_path / "kept").mkdir()
    moments = _moments(tmp_path / "story", tmp_path / "kept")
    assert len(moments) > 50
    for moment in moments:
        world = World.open(moment.folder, moment.now)
        try:
            for step in STORY[moment.step :]:
                step(world)
            _is_well(world)
        except BaseException as error:
            error.add_note(f"killed in step {moment.step}, files in {moment.folder}")
            raise
        finally:
            world.close()
