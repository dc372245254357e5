"""Three devices edit and sync at random over a network that cannot be relied on; in the end all of them are equal.

    python -m tests.end_to_end.chaos --minutes 30

Devices and server are processes, and any of them is killed now and then; the server, or with `--restored device` the
devices, are also put back to what they were some time before. Prints what happened as one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Literal, get_args

from tests.end_to_end.chaos_device import sync
from tests.end_to_end.proxy import Proxy
from tests.end_to_end.world import PATIENCE, ROOT, Visitor, every_body, join, without_defaults
from tests.server.process import Server, running_server
from tracker.store.database import Store
from tracker.sync import counts
from tracker.sync.conflicts import open_conflicts
from tracker.sync.resolve import resolve_all
from tracker.sync.secrets import Vault

Restored = Literal["server", "device"]
NAMES = ("desktop", "laptop", "phone")
ROUNDS = 30
"""How many times every device syncs in the end before it counts as never ending."""


class Fleet:
    """The devices' processes.

    Attributes:
        unsent: what was on a device alone when that was restored from a backup, and so is lost with reason.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.starts = 0
        self.unsent: set[str] = set()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        """Start a device."""
        self.starts += 1
        seed = self.seed * 1000 + self.starts
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.chaos_device", str(self.folder / name), str(seed)],
                cwd=ROOT, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """End a device as a power cut does."""
        self.running[name].kill()
        self.running[name].wait()

    def back_up_or_restore(self, name: str) -> str:
        """Put a device that was killed back to its backup, or make one; returns which."""
        profile, backup = self.folder / name, self.folder / f"{name}.backup"
        if not backup.exists():
            shutil.copytree(profile, backup)
            return "device, backed up"
        with Store.open(profile) as store:
            self.unsent.update(row[0] for row in store.rows("SELECT id FROM sync_rec WHERE rev = 0"))
        shutil.rmtree(profile)
        backup.rename(profile)
        return "device, restored from the backup"

    def check(self) -> None:
        """Every device is still at it."""
        for name, process in self.running.items():
            assert process.poll() is None, f"{name} ended: {self.said(name)}"

    def said(self, name: str) -> str:
        """What a device wrote to its output."""
        return (self.folder / f"{name}.log").read_text()

    def stop(self) -> Counter[str]:
        """Ask all of them to end; returns what they did."""
        (self.folder / "stop").touch()
        done: Counter[str] = Counter()
        for name, process in self.running.items():
            assert process.wait(PATIENCE) == 0, f"{name}: {self.said(name)}"
            assert not self.said(name), self.said(name)
        for file in self.folder.glob("*.done"):
            done.update(json.loads(file.read_text()))
        return done


def run(
    folder: Path, seconds: float, seed: int = 1, *, every: float = 4.0, restored: Restored = "server"
) -> dict[str, Any]:
    """Let it all happen in `folder` for so long, then make peace and compare.

    Args:
        folder: where server and profiles are made.
        seconds: how long the chaos goes on.
        seed: of all that is random here; what runs when is up to the machine.
        every: seconds between two kills.
        restored: what is restored from backups as well. Both at once may lose what was on neither.

    Returns:
        How often what happened.
    """
    dice = random.Random(seed)
    fleet = Fleet(folder, seed)
    (folder / "server").mkdir()
    killed: Counter[str] = Counter()
    with running_server(folder / "server") as server:
        proxy = Proxy(int(server.url.rpartition(":")[2]), seed)
        try:
            proxy.calm = True
            for name in NAMES:
                join(folder / name, proxy.url, "register" if name == NAMES[0] else "login")
            proxy.calm = False
            for name in NAMES:
                fleet.start(name)
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                time.sleep(dice.uniform(0.5, 1.5) * every)
                fleet.check()
                killed[_kill(dice, fleet, server, restored)] += 1
            done = fleet.stop()
            proxy.calm = True
            rounds = _settle(folder)
            _compare(folder, server, fleet.unsent)
        finally:
            for process in fleet.running.values():
                process.kill()
                process.wait()
            proxy.close()
        return {
            "seconds": round(seconds), "requests": proxy.met.total(), "faults": dict(proxy.met), "killed": dict(killed),
            "done": dict(done), "rounds_to_settle": rounds, "records": _records(folder / NAMES[0]),
        }  # fmt: skip


def _kill(dice: random.Random, fleet: Fleet, server: Server, restored: Restored) -> str:
    """Kill something and start it again; returns what that was."""
    if dice.random() < 0.6:
        name = dice.choice(NAMES)
        fleet.kill(name)
        what = fleet.back_up_or_restore(name) if restored == "device" and dice.random() < 0.5 else "device"
        fleet.start(name)
        return what
    server.kill()
    time.sleep(dice.uniform(0, 1))
    backup = server.folder / "backup"
    if restored == "device":
        what = "server"
    elif not backup.exists():
        backup.mkdir()
        for part in _database(server.folder):
            shutil.copy(part, backup)
        what = "server, backed up"
    elif dice.random() < 0.4:
        for part in _database(server.folder):
            part.unlink()
        for part in _database(backup):
            shutil.copy(part, server.folder)
        shutil.rmtree(backup)
        command = [sys.executable, "-m", "tracker.server", "restored", "--database"]
        subprocess.run(
            [*command, f"sqlite:///{server.folder / 'server.db'}"], cwd=ROOT, check=True, capture_output=True
        )
        what = "server, restored from the backup"
    else:
        what = "server"
    server.start()
    return what


def _database(folder: Path) -> list[Path]:
    """The files of a server's database."""
    return [*folder.glob("server.db*")]


def _settle(folder: Path) -> int:
    """Sync and decide by turns until nothing waits anywhere; returns how many rounds that took."""
    for number in range(ROUNDS):
        quiet = True
        for name in NAMES:
            with Store.open(folder / name) as store:
                report = sync(store, Vault(folder / name))
                assert report.state in ("ok", "signed_out"), (name, report.state, report.sentence)
                for one in open_conflicts(store):
                    resolve_all(store, one.c, one.id, "newest")
                assert counts.refused(store) == 0, name
                quiet = quiet and report.state == "ok"
                quiet = quiet and not (report.sent or report.received or counts.waiting(store))
        if quiet:
            return number
    raise AssertionError("the devices never come to rest")


def _compare(folder: Path, server: Server, unsent: set[str]) -> None:
    """Every device has what the server has, and nothing that somebody saved for good is missing."""
    there = Visitor(server.url).every_body()
    seeded = {"lunch"} & there["meal_slot"].keys()
    for name in NAMES:
        here = every_body(folder / name)
        assert {id: here["meal_slot"][id] for id in seeded} == there["meal_slot"], name
        assert without_defaults(here) == without_defaults(there), name
    for name in NAMES:
        made = (folder / f"{name}.made").read_text().split()
        assert len(made) == len(set(made))
        for id in made:
            assert id in unsent or there["measurement"][id]["note"] == id, (name, id)


def _records(profile: Path) -> int:
    return sum(map(len, every_body(profile).values()))


def main() -> None:
    """The long run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--restored", choices=get_args(Restored), default="server")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tracker-chaos-"))
    print(f"Everything is in {folder}; it stays if this fails.", file=sys.stderr, flush=True)
    print(json.dumps(run(folder, asked.minutes * 60, asked.seed, every=12, restored=asked.restored)))
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
