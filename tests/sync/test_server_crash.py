"""A server that dies before any of its statements: its devices try again, and nothing is lost or there twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.sync.test_blobs import record, samples
from tests.sync.test_cycle import CHILI, SALAD
from tests.sync.world import START, Device, Server, Wire, ingredient, recipe, weight
from tracker.errors import KnownError
from tracker.protocol.accounts import DeviceName, SignIn
from tracker.server import accounts, blobs
from tracker.store.ids import derived_id
from tracker.sync import account, counts, outbox
from tracker.sync.blobs import PIECE
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.resolve import resolve_all

WEIGHT = "0190b6a0-0000-7000-8000-000000000003"
STAR = derived_id("favorite", f"recipe|{SALAD}")
COLLECTIONS = ("recipe", "measurement", "favorite", "workout")
RECORDED = samples(1, PIECE + 1000), samples(2)


class Died(BaseException):
    """The process of the server is no more."""


@dataclass
class Fate:
    """Counts the server's statements; it dies before the one whose number is `last`, and does nothing after that."""

    last: int | None = None
    done: int = 0

    @property
    def dead(self) -> bool:
        return self.last is not None and self.done > self.last

    def step(self) -> None:
        if not self.dead:
            self.done += 1
        if self.dead:
            raise Died


class _Cursor(sqlite3.Cursor):
    def execute(self, *asked: Any) -> sqlite3.Cursor:
        self.connection.fate.step()
        return super().execute(*asked)

    def executemany(self, *asked: Any) -> sqlite3.Cursor:
        self.connection.fate.step()
        return super().executemany(*asked)


def _mortal(of: Fate) -> type[sqlite3.Connection]:
    """Connections whose every statement counts; sqlite3 makes a cursor for each, even for `connection.execute`."""

    class Mortal(sqlite3.Connection):
        fate = of

        def cursor(self, factory: type[sqlite3.Cursor] = _Cursor) -> sqlite3.Cursor:
            return super().cursor(factory)

    return Mortal


class _Wire(Wire):
    """A network on which a dead server says nothing."""

    def send(self, request: Request, access: str | None) -> Answer:
        try:
            return super().send(request, access)
        except Died:
            return Lost("connection reset")


class World:
    """A server that is going to die, and one device; what another device did comes straight to the server."""

    def __init__(self, folder: Path, fate: Fate, now: int = START) -> None:
        self.folder = folder
        self.fate = fate
        self.deaths = 0
        self.server = Server(folder)
        self.server.now = now
        self.device = Device(self.server, folder / "profile", signed_in=False)
        self.start()

    def start(self) -> None:
        """Start the server, or start it again: what was not committed is gone."""
        now = self.server.now
        self.server.close()
        self.server = Server(self.folder)
        self.server.now = now
        self.server.database._pool.connect_params["factory"] = _mortal(self.fate)
        self.device.server = self.server
        self.device.wire = _Wire(self.server)

    def tell(self, step: Step) -> None:
        """One step of the story. Where the server dies in it, it is started again and the person tries again."""
        while True:
            try:
                step(self)
            except (Died, KnownError):
                assert self.fate.dead
            if not self.fate.dead:
                return
            self.fate.last = None
            self.deaths += 1
            self.start()

    def close(self) -> None:
        self.device.close()
        self.server.close()

    def state(self) -> dict[str, Any]:
        """All that matters: the server's log, what is here, and what waits."""
        with self.server.database.reading() as db:
            log = db.execute_sql("SELECT c, id, rev, del, body, dev = 'd_other' FROM record ORDER BY rev").fetchall()
            head = db.execute_sql("SELECT head FROM account").fetchall()
            devices = db.execute_sql("SELECT COUNT(*), MAX(push_no) FROM device").fetchall()
            samples = db.execute_sql(
                "SELECT bid, held, size, (SELECT SUM(LENGTH(data)) FROM blob_part p WHERE p.bid = b.bid), "
                "(SELECT COUNT(*) FROM blob_ref r WHERE r.bid = b.bid), orphan_since FROM blob b ORDER BY bid"
            ).fetchall()
            used = db.execute_sql("SELECT bytes FROM account").fetchall()
        store = self.device.store
        return {
            "log": log,
            "head": head,
            "devices": devices,
            "samples": (samples, used),
            "here": {name: self.device.all(name) for name in COLLECTIONS},
            "waiting": (counts.waiting(store), counts.conflicts(store), counts.refused(store), outbox.frozen(store)),
            "known": store.rows("SELECT c, id, rev, base, infl FROM sync_rec WHERE rev > 0 ORDER BY c, id"),
            "kept": store.rows("SELECT c, id, why, body FROM sync_history ORDER BY seq"),
        }

    # ------------------------------------------------------------------------------------------- steps

    def sync(self) -> None:
        report = self.device.sync()
        assert report.state == "ok" or self.fate.dead, report

    def sign_in(self) -> None:
        self.device.sign_in(keep="file")

    def sign_out(self) -> None:
        account.logout(self.device.store, self.device.vault, connect=self.device.connect)

    def elsewhere(self, id: str, **changed: Any) -> None:
        """Another device changes fields of a recipe, or deletes it when none are named."""
        there = self.server.bodies("recipe").get(id)
        body = {**(there or recipe()), **changed} if changed else None
        if body == there:
            return
        asked = SignIn(email="ada@example.org", password="an ordinary sentence", device=DeviceName(id="d_other"))
        access = accounts.sign_in(self.server.database, self.server.settings, asked, self.server.now).access
        with self.server.database.reading() as db:
            revs = db.execute_sql("SELECT rev FROM record WHERE c = 'recipe' AND id = ?", (id,)).fetchall()
        op = {"base": revs[0][0] if revs else 0, **({"del": True} if body is None else {"body": body})}
        answer = self.server.answer(Request("POST", f"/api/sync/recipe/{id}", body=msgspec.json.encode(op)), access)
        assert isinstance(answer, Response)
        assert b'"applied"' in answer.body

    def first_records(self) -> None:
        items = [ingredient("i1"), ingredient("i2", "Feta")]
        self.device.put("recipe", SALAD, recipe(ingredients=items))
        self.device.put("favorite", STAR, {"kind": "recipe", "target": SALAD, "created_at": START})
        self.device.put("measurement", WEIGHT, weight(80_000))
        self.sync()

    def disagree(self) -> None:
        self.elsewhere(SALAD, name="Theirs", minutes=5)
        self.device.edit("recipe", SALAD, name="Mine", cuisine="French")
        self.sync()

    def decide(self) -> None:
        if self.device.contested("recipe", SALAD):
            resolve_all(self.device.store, "recipe", SALAD, "mine")
        self.sync()

    def later(self) -> None:
        """The sign-in has to be renewed meanwhile."""
        self.server.now = START + 16 * 60_000
        self.device.delete("measurement", WEIGHT)
        self.device.put("recipe", CHILI, recipe("Beef chili"))
        self.sync()

    def much_elsewhere(self) -> None:
        self.elsewhere(CHILI)
        self.elsewhere(SALAD, notes="From there")
        self.sync()

    def become_another(self) -> None:
        """The server has heard of pushes that this device knows nothing of: it goes on under a new name."""
        self.server.execute(
            "UPDATE device SET push_no = 90 WHERE dev <> 'd_other' AND removed IS NULL AND push_no < 90"
        )
        self.device.edit("recipe", SALAD, minutes=7)
        self.sync()

    def leave_and_return(self) -> None:
        self.sign_out()
        self.sign_in()
        self.device.edit("recipe", SALAD, minutes=8)
        self.sync()

    def ride(self) -> None:
        record(self.device, "ride", *RECORDED)
        self.sync()

    def clear_away(self) -> None:
        """The ride is deleted, and long after that the server lets go of its samples."""
        self.device.delete("workout", "ride")
        self.sync()
        if not self.fate.dead:
            self.server.now = START + 16 * 60_000 + blobs.KEPT
            blobs.collect(self.server.database, self.server.now)


Step = Callable[[World], object]
# Each may be carried out again after the server died in it.
STORY: tuple[Step, ...] = (
    World.sign_in,
    World.first_records,
    World.disagree,
    World.decide,
    World.later,
    World.much_elsewhere,
    World.become_another,
    World.leave_and_return,
    World.ride,
    World.clear_away,
)


@dataclass(frozen=True)
class Chapter:
    """One step as it went undisturbed: the files before it, how many statements the server made, and the end."""

    step: Step
    before: Path
    now: int
    statements: int
    end: dict[str, Any]


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> list[Chapter]:
    kept = tmp_path_factory.mktemp("kept")
    folder, now = kept / "0", START
    folder.mkdir()
    found = []
    for number, step in enumerate(STORY):
        going = kept / str(number + 1)
        shutil.copytree(folder, going)
        fate = Fate()
        world = World(going, fate, now)
        world.tell(step)
        statements = fate.done
        end = world.state()
        found.append(Chapter(step, folder, now, statements, end))
        now = world.server.now
        world.close()
        folder = going
    return found


@pytest.mark.parametrize("number", range(len(STORY)), ids=[step.__name__ for step in STORY])
def test_a_server_that_dies_at_any_statement_loses_nothing_and_does_nothing_twice(
    chapters: list[Chapter], number: int, tmp_path: Path
) -> None:
    chapter = chapters[number]
    assert chapter.statements > 5
    for statement in range(chapter.statements):
        folder = tmp_path / str(statement)
        shutil.copytree(chapter.before, folder)
        world = World(folder, Fate(statement), chapter.now)
        try:
            world.tell(chapter.step)
            assert world.deaths == 1
            assert world.state() == chapter.end
        except BaseException as error:
            error.add_note(f"died at statement {statement} of {chapter.statements}")
            raise
        finally:
            world.close()
        shutil.rmtree(folder)
