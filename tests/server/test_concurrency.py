"""Several writers and a reader at once: revisions are gapless and nobody who polls misses one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.server.conftest import Phone, put
from tracker.protocol.push import Applied
from tracker.server.database import Database


def test_pushes_at_once_get_gapless_revisions_and_a_poller_misses_none(
    database: Database, phone: Callable[..., Phone]
) -> None:
    devices = [phone(f"d_{n}") for n in range(4)]
    poller = phone("d_poller")
    applied: list[int] = []
    done = threading.Event()

    def write(device: Phone) -> None:
        for count in range(15):
            answer = device.push(*(put(f"{device.dev}_{count}_{n}") for n in range(4)))
            revs = [result.rev for result in answer.res if isinstance(result, Applied)]
            assert revs == list(range(revs[0], revs[0] + 4)), "one push's revisions stand together"
            applied.extend(revs)

    polled: list[int] = []

    def poll() -> None:
        while not done.is_set():
            polled.extend(poller.pull(limit=3))
        polled.extend(poller.pull())

    threads = [threading.Thread(target=write, args=(device,)) for device in devices]
    reader = threading.Thread(target=poll)
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert sorted(applied) == list(range(1, 241))
    assert polled == list(range(1, 241)), "in order, none missed, none twice"


def test_two_processes_share_one_log(database: Database, desktop: Phone, laptop: Phone) -> None:
    """A second pool on the same file is what a second process has."""
    with_own_pool = Database(database.path)
    laptop.database = with_own_pool
    threads = [
        threading.Thread(target=lambda device=device: [device.push(put(f"{device.dev}{n}")) for n in range(20)])
        for device in (desktop, laptop)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(desktop.pull()) == list(range(1, 41))
    with_own_pool.close()


def test_one_push_sent_twice_at_once_has_one_effect(desktop: Phone, laptop: Phone) -> None:
    request = desktop.request(put("a"), put("b"))
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(desktop.send(request))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6
    assert len(set(answers)) == 1
    assert laptop.pull() == [1, 2]


def test_a_failed_write_frees_the_way(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing():
        raise ZeroDivisionError
    with database.writing() as db, database.reading() as same:
        assert db is same
    with database.reading() as db:
        assert db.execute_sql("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)
