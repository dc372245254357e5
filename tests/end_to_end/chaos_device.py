"""One device of the chaos: a process in which somebody edits at random while another thread syncs.

    python -m tests.end_to_end.chaos_device PROFILE SEED

It ends when it is told to, and may be killed at any moment. What must never be lost it notes in a file beside the
profile once it is saved.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.end_to_end.world import EMAIL, PASSWORD
from tests.store.bodies import PLAIN
from tracker.errors import KnownError, Offline
from tracker.store import records, undo
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.ids import derived_id, new_id
from tracker.sync import account, ledger, policy, resolve
from tracker.sync.conflicts import COPIED, open_conflicts
from tracker.sync.engine import synchronise
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault

SHARED = {
    name: tuple(f"0190b6a0-0000-7000-8000-{number:012x}" for number in range(first, first + 5))
    for name, first in (("recipe", 0x100), ("food", 0x200), ("meal_plan_entry", 0x300), ("workout", 0x400))
}
"""The records that all devices edit."""
WORDS = ("Red", "Green", "Blue", "Long " * 20 + "line\nand a second line", "")
NUMBERS = (None, 1, 2, 3000)
FEATURES = (
    ("edit", 50), ("add", 15), ("delete", 6), ("undo", 5), ("decide", 10), ("slot", 3), ("star", 5), ("rule", 1),
)  # fmt: skip


class Person:
    """Somebody at this device."""

    def __init__(self, profile: Path, seed: int) -> None:
        self.dice = random.Random(seed)
        self.store = Store.open(profile)
        self.made = profile.with_suffix(".made").open("a")

    def act(self) -> str:
        """Do something; returns what."""
        what = self.dice.choices([name for name, _ in FEATURES], [weight for _, weight in FEATURES])[0]
        try:
            getattr(self, what)()
        except KnownError:  # nothing to undo, decided meanwhile, does not fit
            return "refused"
        return what

    def edit(self) -> None:
        """Change a field or an item of a shared record, or make it where it is not there."""
        name = self.dice.choice([*SHARED])
        id = self.dice.choice(SHARED[name])
        collection = BY_NAME[name]
        with self.store.step("Edit"):
            body = records.read_body(self.store, collection, id)
            if body is None:
                records.write_bodies(self.store, collection, {id: PLAIN[name]})
                return
            for _ in range(self.dice.randrange(1, 4)):
                self._change(name, body)
            records.write_bodies(self.store, collection, {id: body})

    def add(self) -> None:
        """Add something that nobody ever touches again."""
        id = new_id(self.store.now())
        body = {**PLAIN["measurement"], "note": id}
        with self.store.step("Add"):
            records.write_bodies(self.store, BY_NAME["measurement"], {id: body})
        self.made.write(f"{id}\n")
        self.made.flush()

    def delete(self) -> None:
        """Delete a shared record."""
        name = self.dice.choice([*SHARED])
        with self.store.step("Delete"):
            records.delete_records(self.store, BY_NAME[name], [self.dice.choice(SHARED[name])])

    def undo(self) -> None:
        """Take the last step back, unless it added something that nobody is to touch."""
        with self.store.database.atomic("IMMEDIATE"):
            if undo.next_undo(self.store) != "Add":
                undo.undo(self.store)

    def decide(self) -> None:
        """Decide a conflict."""
        found = open_conflicts(self.store)
        if found:
            one = self.dice.choice(found)
            if one.kind == "fields" and one.c in COPIED and self.dice.random() < 0.1:
                resolve.keep_both(self.store, one.c, one.id)
            else:
                resolve.resolve_all(self.store, one.c, one.id, self.dice.choice(["mine", "theirs", "newest"]))

    def slot(self) -> None:
        """Rename or move a meal that every profile begins with."""
        with self.store.step("Edit"):
            change = self.dice.choice([{"name": self.dice.choice(WORDS[:3])}, {"starts_at": self.dice.randrange(1440)}])
            records.write_bodies(self.store, BY_NAME["meal_slot"], {"lunch": change})

    def star(self) -> None:
        """Star a recipe, or take the star away."""
        recipe = self.dice.choice(SHARED["recipe"])
        id = derived_id("favorite", f"recipe|{recipe}")
        with self.store.step("Star"):
            if self.dice.random() < 0.4:
                records.delete_records(self.store, BY_NAME["favorite"], [id])
            else:
                body = {"kind": "recipe", "target": recipe, "created_at": 1}
                records.write_bodies(self.store, BY_NAME["favorite"], {id: body})

    def rule(self) -> None:
        """Choose another rule for conflicts."""
        policy.set_policy(
            self.store, self.dice.choice([*policy.POLICIES]), self.dice.choice(["", "recipe", "food.notes"])
        )

    def _change(self, name: str, body: dict[str, Any]) -> None:
        dice = self.dice
        texts = {"recipe": ("cuisine", "notes", "steps"), "food": ("brand", "notes"), "workout": ("notes",)}
        numbers = {"recipe": ("minutes",), "food": ("energy", "protein"), "workout": ("avg_power", "distance")}
        lists = {"recipe": "ingredients", "food": "portions"}
        roll = dice.random()
        if name in lists and roll < 0.5:
            self._change_items(body, lists[name])
        elif name in numbers and roll < 0.7:
            body[dice.choice(numbers[name])] = dice.choice(NUMBERS)
        elif name == "recipe" and roll < 0.8:
            body["tags"] = sorted(dice.sample(["batch", "quick", "spicy", "cheap"], dice.randrange(4)))
        elif name == "food" and roll < 0.8:
            body["nutrients"] = {**body["nutrients"], dice.choice(["fiber", "iron"]): dice.randrange(3)}
        else:
            body[dice.choice(texts.get(name, ("note",)))] = dice.choice(WORDS)

    def _change_items(self, body: dict[str, Any], name: str) -> None:
        dice = self.dice
        items = {item["_id"]: dict(item) for item in body[name]}
        id = dice.choice(("i1", "i2", "i3", "p1", "p2"))
        if id in items and dice.random() < 0.4:
            del items[id]
        elif id in items:
            items[id] |= dice.choice([{"mass": dice.randrange(1, 4)}, {"_ord": dice.choice("agz")}])
        else:
            plain = {"ingredients": PLAIN["recipe"]["ingredients"][0], "portions": PLAIN["food"]["portions"][0]}[name]
            items[id] = {**plain, "_id": id, "name": f"thing {id}", "_ord": dice.choice("agz")}
        body[name] = sorted(items.values(), key=lambda item: (item["_ord"], item["_id"]))


def sync(store: Store, vault: Vault) -> SyncReport:
    """One sync; who is signed out, as after a restore from an old backup, signs in again."""
    report = synchronise(store, vault)
    server = ledger.meta(store).server
    if report.state == "signed_out" and server:
        with suppress(Offline):
            account.login(store, vault, server, EMAIL, PASSWORD, "file")
    return report


def main(profile: Path, seed: int) -> None:
    """Edit and sync until the file `stop` lies beside the profile; what was done is noted there as well."""
    stop = profile.parent / "stop"
    done: Counter[str] = Counter()

    def live() -> None:
        person = Person(profile, seed)
        while not stop.exists():
            done[person.act()] += 1
            time.sleep(person.dice.uniform(0.02, 0.3))
        person.store.close()

    life = threading.Thread(target=live)
    life.start()
    dice = random.Random(-seed)
    with Store.open(profile) as store:
        vault = Vault(profile)
        while not stop.exists():
            done[f"sync {sync(store, vault).state}"] += 1
            _note(profile, done)
            time.sleep(dice.uniform(0, 0.4))
    life.join()


def _note(profile: Path, done: Counter[str]) -> None:
    """Write down what this process did so far; it may be killed meanwhile."""
    file = profile.with_suffix(f".{os.getpid()}.done")
    file.with_suffix(".new").write_text(json.dumps(dict(done)))
    file.with_suffix(".new").replace(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
