"""A device each of whose statements fails once, as on a bad disk: the next try ends as if nothing had been."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peewee
import pytest

from tests.sync.test_crash import SOUP, STAR, STEW, WEIGHT
from tests.sync.test_crash import World as Story
from tests.sync.test_cycle import CHILI, SALAD
from tests.sync.world import START, ingredient, lost_push_answers, recipe, weight
from tracker.errors import KnownError
from tracker.store import undo
from tracker.sync import counts, outbox
from tracker.sync.resolve import resolve_all

COLLECTIONS = ("recipe", "measurement", "favorite")


@dataclass
class Luck:
    """Counts a device's statements; the one whose number is `bad` fails, once."""

    bad: int | None = None
    done: int = 0
    counting: bool = False

    def step(self) -> None:
        if self.counting:
            self.done += 1
            if self.done - 1 == self.bad:
                raise sqlite3.OperationalError("disk I/O error")


class _Cursor(sqlite3.Cursor):
    def execute(self, *asked: Any) -> sqlite3.Cursor:
        self.connection.luck.step()
        return super().execute(*asked)

    def executemany(self, *asked: Any) -> sqlite3.Cursor:
        self.connection.luck.step()
        return super().executemany(*asked)


class _Unlucky(sqlite3.Connection):
    """Every statement passes through a cursor, those of `connection.execute` too."""

    luck = Luck()

    def cursor(self, factory: type[sqlite3.Cursor] = _Cursor) -> sqlite3.Cursor:
        return super().cursor(factory)


@pytest.fixture(autouse=True, scope="module")
def _unlucky() -> Any:
    with pytest.MonkeyPatch.context() as patch:

        def connect(*asked: Any, **more: Any) -> sqlite3.Connection:
            return sqlite3.connect(*asked, **more, factory=_Unlucky)

        patch.setattr("tracker.store.database.sqlite3", _Sqlite(connect))
        yield


class _Sqlite:
    """The module sqlite3 with another `connect`."""

    def __init__(self, connect: Callable[..., sqlite3.Connection]) -> None:
        self.connect = connect

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)


def state(world: Story) -> dict[str, Any]:
    """All that matters in the end."""
    with world.server.database.reading() as db:
        log = db.execute_sql("SELECT c, id, rev, del, body FROM record ORDER BY rev").fetchall()
    device, store = world.device, world.device.store
    return {
        "log": log,
        "here": {name: device.all(name) for name in COLLECTIONS},
        "waiting": (counts.waiting(store), counts.conflicts(store), counts.refused(store), outbox.frozen(store)),
        "known": store.rows("SELECT c, id, rev, base, infl, stamp > acked FROM sync_rec WHERE rev > 0 ORDER BY c, id"),
        "contested": store.rows("SELECT c, id, field, kind FROM sync_conflict ORDER BY c, id, field"),
        "kept": store.rows("SELECT c, id, why, body FROM sync_history ORDER BY seq"),
        "trash": store.rows("SELECT c, id, body FROM sync_trash ORDER BY c, id"),
        "flags": store.rows("SELECT (SELECT applying FROM sync_flag), (SELECT step FROM undo_state)"),
    }


def sync(world: Story) -> None:
    world.device.sync()


def both_have(world: Story) -> None:
    for id, name in ((SALAD, "Salad"), (SOUP, "Soup"), (STEW, "Stew")):
        world.device.put("recipe", id, recipe(name, ingredients=[ingredient("i1")]))
    world.device.put("favorite", STAR, {"kind": "recipe", "target": SALAD, "created_at": START})
    world.sync()


def all_at_once(world: Story) -> None:
    """Edits against edits, deletions against edits, news from both sides, and a push whose answer was lost."""
    device = world.device
    device.edit("recipe", SALAD, minutes=1)
    device.wire.after = lost_push_answers
    device.sync()
    device.wire.after = lambda _, answer: answer
    world.elsewhere(SALAD, name="Theirs", cuisine="French")
    world.elsewhere(SOUP)
    world.elsewhere(STEW, name="Their stew")
    world.elsewhere(CHILI, name="Beef chili")
    world.elsewhere(STAR, "favorite")
    device.edit("recipe", SALAD, name="Mine", notes="Less salt")
    device.edit("recipe", SOUP, name="My soup")
    device.delete("recipe", STEW)
    device.put("measurement", WEIGHT, weight(80_000))


def after_them(world: Story) -> None:
    all_at_once(world)
    world.sync()


def decide(world: Story) -> None:
    for id in (SALAD, SOUP, STEW):
        if world.device.contested("recipe", id):
            resolve_all(world.device.store, "recipe", id, "mine" if id == SOUP else "theirs")


def forked(world: Story) -> None:
    after_them(world)
    decide(world)
    world.restore()


def take_back(world: Story) -> None:
    if undo.next_undo(world.device.store) == "Delete":
        undo.undo(world.device.store)


def after_a_deletion(world: Story) -> None:
    world.device.delete("recipe", SALAD)


TRIALS: dict[str, tuple[Callable[[Story], object], Callable[[Story], object]]] = {
    "first sync": (lambda world: world.elsewhere(CHILI, name="Beef chili"), sync),
    "everything at once": (all_at_once, sync),
    "deciding": (after_them, decide),
    "under a new name": (forked, sync),
    "undo": (after_a_deletion, take_back),
}


@pytest.mark.parametrize("name", TRIALS)
def test_a_statement_that_fails_changes_nothing_but_the_time_it_takes(name: str, tmp_path: Path) -> None:
    before, trial = TRIALS[name]
    (tmp_path / "story").mkdir()
    world = Story.open(tmp_path / "story")
    if name != "first sync":
        both_have(world)
    before(world)
    now = world.server.now
    world.close()
    statements, expected = _tried(tmp_path / "story", tmp_path / "undisturbed", trial, now, None)
    assert statements > 7
    for number in range(statements):
        try:
            _, found = _tried(tmp_path / "story", tmp_path / "disturbed", trial, now, number)
            assert found == expected
        except BaseException as error:
            error.add_note(f"statement {number} of {statements} failed")
            raise


def _tried(
    story: Path, folder: Path, trial: Callable[[Story], object], now: int, bad: int | None
) -> tuple[int, dict[str, Any]]:
    """Try in a copy of the story, and again where a statement failed; how many statements that were, and the end."""
    shutil.copytree(story, folder)
    world = Story.open(folder, now)
    luck = _Unlucky.luck = Luck(bad)
    try:
        luck.counting = True
        with suppress(KnownError, sqlite3.OperationalError, peewee.OperationalError):
            trial(world)
        luck.counting = False
        if bad is not None:
            trial(world)
        return luck.done, state(world)
    finally:
        luck.counting = False
        world.close()
        shutil.rmtree(folder)
