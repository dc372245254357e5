"""Random edits, deletions, decisions and network faults on three devices: in calm weather they end equal."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.sync.world import Device, Server, ingredient, recipe
from tracker.errors import NotFound
from tracker.store import undo
from tracker.sync import counts
from tracker.sync.conflicts import conflict, open_conflicts
from tracker.sync.messages import Answer, Lost, Request
from tracker.sync.resolve import ChangedAgain, keep_both, resolve, resolve_all

RECIPES = [f"0190b6a0-0000-7000-8000-00000000000{number}" for number in range(2)]
STEPS = 60


class World:
    """Three devices and a network that loses every fourth message."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.dice = random.Random(seed)
        self.server = Server(folder / "server")
        self.devices = [Device(self.server, folder / name) for name in ("desktop", "laptop", "tablet")]
        self.calm = False
        for one in self.devices:
            one.wire.before = self._lose_request
            one.wire.after = self._lose_answer
        self.number = 0

    def _lose_request(self, request: Request) -> Answer | None:
        if not self.calm and self.dice.random() < 0.12:
            return Lost("request")
        if not self.calm and request.path == "/v1/push" and self.dice.random() < 0.3:
            self.act(self.dice.choice(self.devices), syncs=False)
        return None

    def _lose_answer(self, _: Request, answer: Answer) -> Answer:
        return Lost("answer") if not self.calm and self.dice.random() < 0.12 else answer

    def act(self, device: Device, *, syncs: bool = True) -> None:
        """One random thing on one device."""
        todo = self.dice.choice(["edit"] * 5 + ["delete", "undo", "resolve", "resolve"] + ["sync"] * 5 * syncs)
        if todo == "sync":
            device.sync()
        elif todo == "edit":
            self._edit(device)
        elif todo == "delete":
            device.delete("recipe", self.dice.choice(RECIPES))
        elif todo == "resolve":
            self._resolve(device)
        else:
            with suppress(NotFound):
                undo.undo(device.store)

    def _edit(self, device: Device) -> None:
        id = self.dice.choice(RECIPES)
        body = device.get("recipe", id) or recipe("New")
        self.number += 1
        kind = self.dice.choice(["name", "minutes", "tags", "item", "add", "remove", "notes"])
        items = [dict(item) for item in body["ingredients"]]
        if kind in ("name", "notes"):
            body[kind] = self.dice.choice("abc")
        elif kind == "minutes":
            body["minutes"] = self.dice.randrange(3)
        elif kind == "tags":
            body["tags"] = sorted(self.dice.sample(["a", "b", "c"], self.dice.randrange(4)))
        elif kind == "add":
            items.append(ingredient(f"i{self.number}", order=self.dice.choice("abc")))
        elif items:
            chosen = self.dice.randrange(len(items))
            if kind == "remove":
                del items[chosen]
            else:
                items[chosen]["amount"] = self.dice.randrange(1, 4)
        body["ingredients"] = items
        device.put("recipe", id, body)

    def _resolve(self, device: Device) -> None:
        """Decide the oldest conflict somehow, as far as it is still there when it comes to that."""
        with suppress(NotFound, ChangedAgain):
            self._decide(device)

    def _decide(self, device: Device) -> None:
        for one in open_conflicts(device.store)[:1]:
            detail = conflict(device.store, one.c, one.id)
            side: Any = self.dice.choice(["mine", "theirs", "newest"])
            if one.kind == "fields" and self.dice.random() < 0.2:
                keep_both(device.store, one.c, one.id)
            elif one.kind == "fields" and self.dice.random() < 0.5:
                picks = {row.path: self.dice.choice(["mine", "theirs"]) for row in detail.rows}
                resolve(device.store, one.c, one.id, picks, seen=detail.version)
            else:
                resolve_all(device.store, one.c, one.id, side)

    def settle(self) -> None:
        """Calm weather: sync and decide until nothing is open on any device."""
        self.calm = True
        for _ in range(30):
            for device in self.devices:
                assert device.sync().state == "ok"
                while open_conflicts(device.store):
                    self._resolve(device)
                assert device.sync().state == "ok"
            if not any(counts.waiting(one.store) or counts.conflicts(one.store) for one in self.devices):
                states = [one.sync() for one in self.devices]
                if not any(state.sent or state.received for state in states):
                    return
        raise AssertionError("the devices do not settle")

    def close(self) -> None:
        for one in self.devices:
            one.close()
        self.server.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_devices_end_equal_whatever_happened(seed: int, folder: Path) -> None:
    world = World(seed, folder)
    try:
        for _ in range(STEPS):
            world.act(world.dice.choice(world.devices))
        world.settle()
        live = {id: body for id, body in world.server.bodies("recipe").items() if body is not None}
        for device in world.devices:
            assert device.all("recipe") == live
            assert counts.waiting(device.store) == 0
    finally:
        world.close()
