"""How long a device takes to send and to receive ten thousand meals, against writing as much with bare SQLite.

A real server process on loopback, a real profile on disk, the app's own connection that stays open between syncs. The
limit is `executemany` of as many ids, texts of the same bodies and names, in one transaction of a database of its own.
The first sync of a hundred thousand runs in a process of its own, whose peak of memory is told.
"""

from __future__ import annotations

import gc
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from itertools import islice
from pathlib import Path

from tests.bench.profile import RECORDS, Life, profile
from tests.server.process import running_server
from tracker.__main__ import GARBAGE
from tracker.protocol.canonical import canonical
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.records import Body, change, write_bodies
from tracker.sync import account
from tracker.sync.engine import synchronise
from tracker.sync.messages import Request
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault
from tracker.sync.transport import Http

MEALS = BY_NAME["meal_plan_entry"]
Rows = Sequence[tuple[str, bytes, str]]
COUNT = 10_000
ROUNDS = 5
SMALL_ROUNDS = 40
PASSWORD = "correct horse battery"
HEALTH = Request("GET", "/health", signed=False)
MANY = "many@example.org"
MEMORY = 250
"""MB that a first sync may take at its peak."""
TOO_LONG = 600
"""Seconds after which a process that measures is taken for dead."""


class Client:
    """A profile that is signed in to the server at `url`."""

    def __init__(self, profile: Path, url: str, person: str, *, known: bool) -> None:
        self.store = Store.open(profile)
        self.vault = Vault(profile)
        self.http = Http(url)
        enter = account.login if known else account.register
        enter(self.store, self.vault, url, person, PASSWORD, "memory")

    def sync(self) -> SyncReport:
        """One whole sync over the connection that stays open."""
        report = synchronise(self.store, self.vault, connect=lambda _: self.http)
        if report.state != "ok":
            raise SystemExit(f"The sync ended {report.state}: {report.sentence}")
        return report

    def close(self) -> None:
        """End the connection and the profile."""
        self.http.close()
        self.store.close()


@contextmanager
def client(folder: Path, name: str, url: str, person: str, *, known: bool) -> Iterator[Client]:
    """A `Client` for the length of a block; the first one of a person opens the account."""
    one = Client(folder / name, url, person, known=known)
    try:
        yield one
    finally:
        one.close()


def meals(store: Store, count: int) -> dict[str, Body]:
    """Meals as somebody eats them, from the real catalogue."""
    return dict(islice(Life(store, date(2026, 1, 1)).entries(), count))


def spent(work: Callable[[], object]) -> float:
    """The ms that `work` takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def raw(folder: Path, rows: Rows) -> float:
    """The ms of one bare transaction that writes the same ids, texts and names."""
    with closing(sqlite3.connect(folder / f"raw-{time.monotonic_ns()}.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("CREATE TABLE record (id TEXT PRIMARY KEY, body BLOB NOT NULL, name TEXT NOT NULL)")

        def write() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
            connection.execute("COMMIT")

        return spent(write)


def tell(name: str, value: float, limit: float, unit: str = "ms") -> None:
    """Print a figure."""
    figure = {"name": name, "value": round(value, 2), "unit": unit, "limit": round(limit, 2)}
    print(json.dumps({**figure, "ratio": round(value / limit, 2)}), flush=True)


def ten_thousand(folder: Path, url: str) -> None:
    """Push and pull of ten thousand, round by round with the limit of the same round."""
    pushes, pulls, limits = [], [], []
    for number in range(ROUNDS):
        person = f"round{number}@example.org"
        with (
            client(folder, f"a{number}", url, person, known=False) as sender,
            client(folder, f"b{number}", url, person, known=True) as receiver,
        ):
            sender.sync(), receiver.sync()
            bodies = meals(sender.store, COUNT)
            with sender.store.database.atomic():
                write_bodies(sender.store, MEALS, bodies)
            limits.append(raw(folder, [(id, canonical(body), body["title"]) for id, body in bodies.items()]))
            pushes.append(spent(sender.sync))
            pulls.append(spent(receiver.sync))
            count = receiver.store.rows("SELECT COUNT(*) FROM meal_plan_entry")[0][0]
            if count != COUNT:
                raise SystemExit(f"{count} of {COUNT} meals arrived.")
            if number == ROUNDS - 1:
                small(sender, receiver, url)
    tell("sync_push_10000", statistics.median(pushes), statistics.median(limits))
    tell("sync_pull_10000", statistics.median(pulls), statistics.median(limits))


def small(sender: Client, receiver: Client, url: str) -> None:
    """A sync that finds nothing, and one that sends or brings one record, among ten thousand; limit: a bare request."""
    one = sender.store.rows("SELECT id FROM meal_plan_entry LIMIT 1")[0][0]
    quiet, sent, brought, bare = [], [], [], []
    sender.sync()
    receiver.sync()
    for number in range(SMALL_ROUNDS):
        quiet.append(spent(sender.sync))
        with sender.store.step("Edit"):
            change(sender.store, "meal_plan_entry", one, note=f"Edit {number}")
        sent.append(spent(sender.sync))
        brought.append(spent(receiver.sync))
        bare.append(spent(lambda: receiver.http.send(HEALTH, None)))
    limit = statistics.median(bare)
    tell("sync_nothing_new", statistics.median(quiet), limit)
    tell("sync_push_1", statistics.median(sent), limit)
    tell("sync_pull_1", statistics.median(brought), limit)


def hundred_thousand(folder: Path, url: str) -> None:
    """The first sync of the profile of five years, sent by one process and received by another."""
    figures = {}
    for name, place in (("push", profile(folder)), ("pull", folder / "many")):
        command = [sys.executable, "-m", "tests.bench.bench_sync", name, str(place), url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=TOO_LONG, check=False)
        if done.returncode:
            raise SystemExit(f"The {name} of {RECORDS} records failed: {done.stderr}")
        figures[name] = json.loads(done.stdout)
    with closing(sqlite3.connect(folder / "server.db")) as connection:
        rows = connection.execute(
            "SELECT c || id, body, c FROM record WHERE body IS NOT NULL AND user_id = "
            "(SELECT user_id FROM credential WHERE email = ?)",
            (MANY,),
        ).fetchall()
    if len(rows) < RECORDS:
        raise SystemExit(f"{len(rows)} of {RECORDS} records arrived.")
    limit = raw(folder, rows)
    for name, (took, peak) in figures.items():
        tell(f"sync_first_{name}_{RECORDS}", took, limit)
        tell(f"sync_first_{name}_{RECORDS}_memory", peak, MEMORY, "MB")


def first_sync(name: str, place: Path, url: str) -> None:
    """In a process of its own: send or receive everything, and print the ms and the peak of memory in MB."""
    gc.set_threshold(GARBAGE)
    with client(place.parent, place.name, url, MANY, known=name == "pull") as one:
        took = spent(one.sync)
        print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> None:
    gc.set_threshold(GARBAGE)  # as on the command line; in the window another thread collects
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        with running_server(folder) as server:
            ten_thousand(folder, server.url)
            hundred_thousand(folder, server.url)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        first_sync(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        main()
